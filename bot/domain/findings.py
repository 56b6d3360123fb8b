"""What jobs bring that is no song: words, times, files, voices."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Draft:
    """Lyrics that the service wrote. Hostile text."""

    title: str
    lyrics: str


@dataclass(frozen=True)
class LyricsDrafts:
    """Drafts to choose from; at least one."""

    drafts: tuple[Draft, ...]


@dataclass(frozen=True)
class StyleText:
    """A few tags made into a full style; may be longer than a song's order takes."""

    text: str


@dataclass(frozen=True)
class TimedWord:
    """A word, maybe with section markers and line ends around it, and when it is sung."""

    text: str
    start_seconds: float
    end_seconds: float


@dataclass(frozen=True)
class Timeline:
    """A song's words in the order of singing."""

    words: tuple[TimedWord, ...]


@dataclass(frozen=True)
class ExportedFile:
    """A file at the service, to be fetched soon: such addresses do not last."""

    format: str
    url: str


@dataclass(frozen=True)
class VoiceMade:
    """A singing voice, by the service's id of it."""

    persona_id: str


Finding = LyricsDrafts | StyleText | Timeline | ExportedFile | VoiceMade
