"""What is taken from a song, or made beside songs: parts, words, styles, voices, other formats."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from bot.domain.errors import EmptyText, Field
from bot.domain.ids import VoiceId
from bot.domain.requests.asked import Asked, OfOne


class StemParts(StrEnum):
    """Into which parts a song is taken apart."""

    VOCALS_AND_BACKING = "vocals_and_backing"
    EVERY_INSTRUMENT = "every_instrument"


@dataclass(frozen=True, kw_only=True)
class StemsRequest(OfOne):
    """A song's tracks, each by itself."""

    parts: StemParts = StemParts.VOCALS_AND_BACKING


@dataclass(frozen=True, kw_only=True)
class UploadRequest(OfOne):
    """One's own audio, brought in to be extended or covered later."""

    needs_link: ClassVar[bool] = True

    title: str = ""


@dataclass(frozen=True, kw_only=True)
class VoiceRequest(OfOne):
    """A reusable singing voice out of a recording of one clear voice."""

    needs_link: ClassVar[bool] = True

    voice_id: VoiceId
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class LyricsRequest(Asked):
    """Drafts of lyrics about an idea."""

    idea: str = ""

    def _check(self) -> None:
        if not self.idea:
            raise EmptyText(Field.IDEA)


@dataclass(frozen=True, kw_only=True)
class StyleRequest(Asked):
    """A few tags to be made into a full style."""

    style: str = ""

    def _check(self) -> None:
        if not self.style:
            raise EmptyText(Field.STYLE)


@dataclass(frozen=True, kw_only=True)
class TimelineRequest(OfOne):
    """When each word of a song is sung."""

    clip_of_any_age: ClassVar[bool] = True


class ExportFormat(StrEnum):
    """Files that the service makes of a song."""

    WAV = "wav"
    MIDI = "midi"


@dataclass(frozen=True, kw_only=True)
class ExportRequest(OfOne):
    """A song in another form."""

    format: ExportFormat = ExportFormat.WAV
