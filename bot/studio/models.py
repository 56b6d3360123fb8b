"""The provider's models (``mv``) and what each allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Model:
    """A model and its limits, in characters.

    ``sampling_only`` ones serve sample and mashup alone.
    """

    name: str
    is_early: bool = False
    sampling_only: bool = False

    @property
    def prompt_limit(self) -> int:
        """The longest prompt."""
        return 3000 if self.is_early else 5000

    @property
    def tags_limit(self) -> int:
        """The longest style tags."""
        return 200 if self.is_early else 1000

    @property
    def reply_name(self) -> str:
        """The spelling that comes back in replies."""
        return self.name.replace("sonic-", "chirp-", 1)


_MODELS: Final = {
    model.name: model
    for model in (
        Model("sonic-v3-5", is_early=True),
        Model("sonic-v4", is_early=True),
        Model("sonic-v4-5"),
        Model("sonic-v4-5-plus"),
        Model("sonic-v4-5-all", sampling_only=True),
        Model("sonic-v5"),
        Model("sonic-v5-5"),
        Model("sonic-v6"),
        Model("sonic-v6-wild"),
        Model("sonic-v6-mini"),
    )
}

PRODUCER_MODELS: Final = (
    "FUZZ-2.0 Pro",
    "FUZZ-2.0",
    "FUZZ-2.0 Raw",
    "FUZZ-1.1 Pro",
    "FUZZ-1.0 Pro",
    "FUZZ-1.0",
    "FUZZ-1.1",
    "FUZZ-0.8",
    "Lyria 3 preview",
    "FUZZ-3-Demo",
)


def model(name: str) -> Model | None:
    """A model by name, in either spelling; None when there is none."""
    if name.startswith("chirp-"):
        name = name.replace("chirp-", "sonic-", 1)
    return _MODELS.get(name)
