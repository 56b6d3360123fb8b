"""Groups of fields that several requests share."""

from typing import Literal

from pydantic import Field

from bot.provider.wire.common import WireRequest


class Notified(WireRequest):
    """A task whose end the service announces to an address, signed with the secret."""

    webhook_url: str | None = None
    webhook_secret: str | None = None


class Chosen(WireRequest):
    """A request that names a model."""

    mv: str

    @property
    def named_model(self) -> str:
        """The model that the request names."""
        return self.mv


class Styled(WireRequest):
    """How a song is to sound. Weights go from 0 to 1."""

    title: str | None = None
    tags: str | None = None
    negative_tags: str | None = None
    vocal_gender: Literal["f", "m"] | None = None
    style_weight: float | None = None
    weirdness_constraint: float | None = None


class Worded(WireRequest):
    """Where a song's words come from.

    With `custom_mode` the `prompt` holds the lyrics, or, with `auto_lyrics`, what they shall be
    about. Without it the service makes everything from `gpt_description_prompt`.
    """

    custom_mode: bool
    prompt: str | None = None
    gpt_description_prompt: str | None = None
    auto_lyrics: bool | None = None
    make_instrumental: bool | None = None


class Lasting(WireRequest):
    """A wished length in whole seconds; a target, not a promise."""

    duration: int | None = None


class Likened(WireRequest):
    """How close a result stays to its source, from 0 to 1."""

    audio_weight: float | None = None


class Measured(WireRequest):
    """A request about places in a source. Its length, where known, is checked and never sent."""

    source_seconds: float | None = Field(default=None, exclude=True)


class Continuing(Measured):
    """A song that goes on from a place of its source, in seconds."""

    continue_at: float


class Fetched(Measured):
    """Audio that the service fetches from a public address."""

    url: str


class Sourced(WireRequest):
    """A task on an existing clip."""

    continue_clip_id: str


class OfClip(WireRequest):
    """A request about an existing clip."""

    clip_id: str


class Joined(WireRequest):
    """Whether the new part is joined with its source into a whole song."""

    auto_concat: bool | None = None
