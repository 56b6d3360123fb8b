"""Requests of the sonic family that have addresses of their own and become tasks."""

from typing import ClassVar

from bot.domain.operations import Operation
from bot.provider.wire.parts import (
    Chosen,
    Continuing,
    Fetched,
    Joined,
    Lasting,
    Likened,
    Measured,
    Notified,
    OfClip,
    Styled,
    Worded,
)


class UploadExtend(Fetched, Continuing, Joined, Chosen, Worded, Styled, Likened, Lasting, Notified):
    """Audio from an address and its continuation, in one step."""

    operation: ClassVar[Operation] = Operation.UPLOAD_EXTEND


class UploadCover(Fetched, Chosen, Worded, Styled, Likened, Lasting, Notified):
    """Audio from an address in another style, in one step."""

    operation: ClassVar[Operation] = Operation.UPLOAD_COVER


class Sample(Measured, Chosen, Worded, Styled, Notified):
    """A song out of a snippet: of audio from an address, or of a clip. One of the two is given."""

    operation: ClassVar[Operation] = Operation.SAMPLE
    url: str | None = None
    sample_clip_id: str | None = None
    chop_sample_start_s: float
    chop_sample_end_s: float


class Mashup(Chosen, Worded, Styled, Likened, Notified):
    """A song out of exactly two clips."""

    operation: ClassVar[Operation] = Operation.MASHUP
    mashup_clip_ids: tuple[str, ...]


class ReplaceSection(OfClip, Measured, Joined, Chosen, Styled, Notified):
    """A part of a song made anew.

    `prompt` holds the lyrics around the part, `infill_lyrics` the new ones in it.
    """

    operation: ClassVar[Operation] = Operation.REPLACE_SECTION
    infill_start_s: float
    infill_end_s: float
    prompt: str
    infill_lyrics: str


class CreateVoice(Notified):
    """A singing voice out of a recording of one clear speaker, MP3 or WAV, over 10 s."""

    operation: ClassVar[Operation] = Operation.CREATE_VOICE
    audio_url: str


class StemsBasic(OfClip):
    """Voice and backing of a song as separate clips."""

    operation: ClassVar[Operation] = Operation.STEMS_BASIC


class StemsFull(OfClip):
    """Every instrument of a song as a separate clip; how many is not known before."""

    operation: ClassVar[Operation] = Operation.STEMS_FULL
