"""What requests share that are made from songs or for them."""

from dataclasses import dataclass, fields, replace
from typing import ClassVar, Self

from bot.domain.errors import ConflictingFields, EmptyText, Field
from bot.domain.ids import SongId
from bot.domain.songs import Song, Voice, WordsFrom
from bot.domain.sources import Source, SourceMissing
from bot.domain.text import has_visible_characters, tidy

_TEXTS = {
    "idea": Field.IDEA,
    "style": Field.STYLE,
    "lyrics": Field.LYRICS,
    "title": Field.TITLE,
    "exclude": Field.EXCLUDE,
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What every request but `SongRequest` shares. A text that a request has not is empty.

    Hand on only what `checked` returned. An empty `model` stands for the operation's default.
    """

    clip_of_any_age: ClassVar[bool] = False
    """Whether the service does this with clips that it no longer works on otherwise."""
    needs_upload: ClassVar[bool] = False
    """Whether it can only be done with uploaded audio."""
    needs_link: ClassVar[bool] = False
    """Whether the service fetches the source itself, whatever it knows of it."""

    model: str = ""

    @property
    def idea(self) -> str:
        """What it is to be about."""
        return ""

    @property
    def style(self) -> str:
        """How it is to sound."""
        return ""

    @property
    def lyrics(self) -> str:
        """What is to be sung."""
        return ""

    @property
    def title(self) -> str:
        """What it is to be called."""
        return ""

    @property
    def exclude(self) -> str:
        """How it is not to sound."""
        return ""

    @property
    def sources(self) -> tuple[Source, ...]:
        """What it is made from."""
        return ()

    @property
    def parents(self) -> tuple[SongId, ...]:
        """Return the songs that it is made from."""
        return tuple(source.song_id for source in self.sources if source.song_id is not None)

    @property
    def words_from(self) -> WordsFrom:
        """Tell where the words come from, which decides the service's mode."""
        if self.lyrics:
            return WordsFrom.MEMBER
        return WordsFrom.BRIEF if self.style else WordsFrom.IDEA

    @property
    def wants_fragment(self) -> bool:
        """Whether the new part alone is what was asked for."""
        return False

    @property
    def joins(self) -> bool:
        """Whether a new part is to be joined with its source."""
        return False

    @property
    def summary(self) -> str:
        """The one text that says best what was asked, for cards and lists. Never empty."""
        told = self.title or self.idea or self.style or self.lyrics
        sources = " + ".join(source.title for source in self.sources if source.title)
        return told or sources or " + ".join(self.parents) or "–"

    def checked(self) -> Self:
        """Return the request with its texts tidied, after checking what needs no model to tell.

        Raises:
            EmptyText: a given text shows nothing, or one that is needed is missing.
            ConflictingFields: two parts of the request exclude each other.
            ValueOutOfRange: a place lies before the beginning, or an end not after its start.
            SourceMissing: neither a song nor a link is given.
        """
        texts: dict[str, str] = {name: getattr(self, name) for name in _TEXTS}
        for name, text in texts.items():
            if text and not has_visible_characters(text):
                raise EmptyText(_TEXTS[name])
        if any(source.song_id is None and not source.url for source in self.sources):
            raise SourceMissing
        self._check()
        own = {field.name for field in fields(self)}
        return replace(self, **{name: tidy(text) for name, text in texts.items() if name in own})

    def informed(self, sources: tuple[Source, ...], songs: tuple[Song | None, ...]) -> Self:
        """Return it with its sources filled in, and with what it takes from those songs."""
        return self

    def _check(self) -> None:
        """Check what is particular to this request."""


@dataclass(frozen=True, kw_only=True)
class OfOne(Asked):
    """A request about one source."""

    source: Source

    @property
    def sources(self) -> tuple[Source, ...]:
        """The one."""
        return (self.source,)

    def informed(self, sources: tuple[Source, ...], songs: tuple[Song | None, ...]) -> Self:
        """Fill the source in."""
        return replace(self, source=sources[0])


@dataclass(frozen=True, kw_only=True)
class Worded(Asked):
    """A request for a song with words, or none; as `SongRequest`."""

    idea: str = ""
    style: str = ""
    lyrics: str = ""
    title: str = ""
    exclude: str = ""
    instrumental: bool = False
    voice: Voice | None = None
    weirdness: float | None = None
    style_strength: float | None = None

    def _check(self) -> None:
        if self.instrumental and self.voice is not None:
            raise ConflictingFields(Field.VOICE, Field.INSTRUMENTAL)
        if self.instrumental and self.lyrics:
            raise ConflictingFields(Field.LYRICS, Field.INSTRUMENTAL)

    def _with_title_of(self, song: Song | None) -> Self:
        return self if song is None or self.title else replace(self, title=song.title[:80])

    def _with_some_words(self) -> Self:
        """Return it.

        Raises:
            EmptyText: nothing says what it is to be about.
        """
        if not (self.idea or self.lyrics or self.style):
            raise EmptyText(Field.IDEA)
        return self
