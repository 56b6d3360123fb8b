"""What the music service offers at present: models, limits and costs, as data.

The numbers come from a file (`bot/provider/catalogue/defaults.toml` and what the operator puts
over it), because the service changes them a few times a year.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from bot.domain.operations import Family, Operation


class Product(StrEnum):
    """Which of the service's engines a model belongs to."""

    SONIC = "sonic"
    PRODUCER = "producer"


@dataclass(frozen=True)
class TextLimits:
    """The most characters of each text; see `bot.domain.text.length` for how they are counted."""

    prompt: int
    tags: int
    negative_tags: int
    title: int
    description: int


class Cap(StrEnum):
    """Texts whose length does not depend on a model, in characters, and lists, in entries."""

    WEBHOOK_ADDRESS = "webhook_address"
    LYRICS_DESCRIPTION = "lyrics_description"
    PERSONA_NAME = "persona_name"
    PERSONA_DESCRIPTION = "persona_description"
    NURO_LYRICS = "nuro_lyrics"
    NURO_DESCRIPTION = "nuro_description"
    NURO_WORDS = "nuro_words"


class Span(StrEnum):
    """Numbers with a lowest and a highest value."""

    SONG_SECONDS = "song_seconds"
    """The wished length of a song."""
    WEIGHT = "weight"
    UPLOAD_SECONDS = "upload_seconds"
    """The length of uploaded audio."""
    VOCAL_SECONDS = "vocal_seconds"
    """The part of a song that a voice is taken from."""
    NURO_VOCAL_SECONDS = "nuro_vocal_seconds"
    NURO_INSTRUMENTAL_SECONDS = "nuro_instrumental_seconds"
    NURO_INSTRUMENTAL_2_SECONDS = "nuro_instrumental_2_seconds"
    NURO_SEGMENT_SECONDS = "nuro_segment_seconds"


@dataclass(frozen=True)
class Bounds:
    """An inclusive range."""

    lowest: float
    highest: float


@dataclass(frozen=True)
class Model:
    """One of the service's models."""

    name: str
    label: str
    """How people are shown it."""
    product: Product
    current: bool
    """False for names that the service still takes and renders with a newer model."""
    limits: TextLimits
    voice_choice: bool
    """Whether a female or a male voice can be asked for."""
    remaster_strength: bool
    """Whether a remaster's strength can be chosen."""
    cheap_with_own_lyrics: bool
    """Whether `Offer.cost_with_own_lyrics` is valid for it."""
    only_for: frozenset[Operation]
    """The only operations that take this model; empty when it is generally usable."""


@dataclass(frozen=True)
class Offer:
    """One operation as the service offers it."""

    operation: Operation
    enabled: bool
    withdrawn: bool
    """The service called it unavailable or retired: a refusal of it means just that."""
    cost: int
    """The service's own credits, at most."""
    cost_with_own_lyrics: int
    """The service's own credits, for models that are cheap with one's own lyrics."""
    songs: int
    """How many songs one task brings; 0 when it brings none, or a number not known before."""
    models: tuple[str, ...]
    """The models it takes; empty when it takes every generally usable model of its product."""


@dataclass(frozen=True)
class Catalogue:
    """Everything the service offers."""

    default_model: str
    models: Mapping[str, Model]
    offers: Mapping[Operation, Offer]
    caps: Mapping[Cap, int]
    spans: Mapping[Span, Bounds]

    def model(self, name: str) -> Model | None:
        """Return a model by either spelling of its name (`sonic-…` or `chirp-…`), or None."""
        return self.models.get(name) or self.models.get(canonical_model(name))

    def models_for(self, operation: Operation) -> tuple[Model, ...]:
        """Return the models that an operation takes, in the order of the file; newest first."""
        return self._taken[operation]

    @cached_property
    def _taken(self) -> Mapping[Operation, tuple[Model, ...]]:
        """Every order asks for them."""
        return {operation: self._taken_by(operation) for operation in self.offers}

    def _taken_by(self, operation: Operation) -> tuple[Model, ...]:
        offer = self.offers[operation]
        if offer.models:
            return tuple(self.models[name] for name in offer.models)
        product = Product.PRODUCER if operation.family is Family.PRODUCER else Product.SONIC
        return tuple(
            model
            for model in self.models.values()
            if model.product is product and (not model.only_for or operation in model.only_for)
        )

    def default_for(self, operation: Operation) -> Model:
        """Return the model to use when nobody chose: the default one, or the newest it takes."""
        models = self.models_for(operation)
        return next((model for model in models if model.name == self.default_model), models[0])

    def cost(self, operation: Operation, model: str = "", *, own_lyrics: bool = False) -> int:
        """Return what the service takes for one task, in its credits, at most."""
        offer = self.offers[operation]
        known = self.model(model)
        if own_lyrics and known is not None and known.cheap_with_own_lyrics:
            return offer.cost_with_own_lyrics
        return offer.cost


def canonical_model(name: str) -> str:
    """Return the present spelling of a model's name; the service also answers in an older one."""
    return f"sonic-{name.removeprefix('chirp-')}" if name.startswith("chirp-") else name
