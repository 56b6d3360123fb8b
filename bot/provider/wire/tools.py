"""Requests that the service answers at once, without a task."""

from typing import ClassVar, Literal

from bot.domain.operations import Operation
from bot.provider.wire.common import WireRequest
from bot.provider.wire.parts import Fetched, Measured, OfClip


class Upload(Fetched):
    """Audio from a public address, of at most eight minutes."""

    operation: ClassVar[Operation] = Operation.UPLOAD


class Sung(Measured):
    """The part of a song in which a voice is heard, in seconds; given whole or not at all."""

    vocal_start_s: float | None = None
    vocal_end_s: float | None = None


class Persona(OfClip, Sung):
    """The voice of a song, kept under a name."""

    operation: ClassVar[Operation] = Operation.PERSONA
    name: str
    describe: str | None = None
    styles: str | None = None
    vox_audio_id: str | None = None


class Vox(OfClip, Sung):
    """The voice of a song alone, to make a persona from; at most 30 s of it."""

    operation: ClassVar[Operation] = Operation.VOX


class Bpm(OfClip):
    """A song's tempo."""

    operation: ClassVar[Operation] = Operation.BPM


class Wav(OfClip):
    """A song as a WAV file."""

    operation: ClassVar[Operation] = Operation.WAV


class Midi(OfClip):
    """A song's, or one stem's, notes."""

    operation: ClassVar[Operation] = Operation.MIDI


class AlignedLyrics(OfClip):
    """When each word of a song is sung."""

    operation: ClassVar[Operation] = Operation.ALIGNED_LYRICS


class Download(OfClip):
    """A song's files in one or more formats."""

    operation: ClassVar[Operation] = Operation.DOWNLOAD
    formats: tuple[Literal["mp3", "m4a", "wav"], ...]


class UpsampleTags(WireRequest):
    """A few style words made into a full description of a style."""

    operation: ClassVar[Operation] = Operation.UPSAMPLE_TAGS
    tags: str


class Lyrics(WireRequest):
    """Drafts of lyrics about a description."""

    operation: ClassVar[Operation] = Operation.LYRICS
    description: str
