"""What the bot and the workshop's process say to each other: one line of JSON each way."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Texts(_Message):
    """What is written into a file. All of it is hostile."""

    song_id: str
    title: str
    authors: tuple[str, ...]
    lyrics: str
    style: str


class KeepTask(_Message):
    """Prove that the file at `path` is a playable song and give it its tags, in place."""

    kind: Literal["keep"] = "keep"
    path: Path
    expected_seconds: float | None
    """What was promised; None when nothing was."""
    max_duration_seconds: float
    texts: Texts


class Kept(_Message):
    """The file is good, tagged and safely on disk."""

    kind: Literal["kept"] = "kept"
    content_hash: str
    size_bytes: int
    duration_seconds: float


class Refused(_Message):
    """The file is not what was promised."""

    kind: Literal["refused"] = "refused"
    reason: str


class Incomplete(_Message):
    """The file ends too early; the rest may not have been written yet."""

    kind: Literal["incomplete"] = "incomplete"
    reason: str


class Failed(_Message):
    """The work itself failed, such as on a full disk."""

    kind: Literal["failed"] = "failed"
    reason: str


class Order(_Message):
    """A task and the limits that the process sets itself before it begins."""

    task: KeepTask
    processor_seconds: int


Outcome = Annotated[Kept | Refused | Incomplete | Failed, Field(discriminator="kind")]

OUTCOME: TypeAdapter[Kept | Refused | Incomplete | Failed] = TypeAdapter(Outcome)
