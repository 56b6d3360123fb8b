"""Every other way to make a song: what is asked for, and from which sources."""

from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import ClassVar, Self

from bot.domain.errors import ConflictingFields, EmptyText, Field, ValueOutOfRange
from bot.domain.ids import SongId, VoiceId
from bot.domain.songs import Song, SongRequest, Voice, WordsFrom
from bot.domain.sources import Source, SourceMissing
from bot.domain.text import has_visible_characters, tidy

_TEXTS = {
    "idea": Field.IDEA,
    "style": Field.STYLE,
    "lyrics": Field.LYRICS,
    "title": Field.TITLE,
    "exclude": Field.EXCLUDE,
}
_LATEST_SECONDS = 86_400.0


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


@dataclass(frozen=True, kw_only=True)
class ExtendRequest(OfOne, Worded):
    """A song that goes on from a place of its source; without `join`, the new part alone."""

    from_seconds: float | None = None
    """None: from the end."""
    join: bool = True
    length_seconds: int | None = None
    closeness: float | None = None
    """How close uploaded audio is followed, from 0 to 1."""

    @property
    def wants_fragment(self) -> bool:
        """Without `join`."""
        return not self.join

    @property
    def joins(self) -> bool:
        """With `join`."""
        return self.join

    def informed(self, sources: tuple[Source, ...], songs: tuple[Song | None, ...]) -> Self:
        """Go on in the style of the song, under its title, from its end if nothing is said."""
        song = songs[0]
        request = replace(self, source=sources[0])._with_title_of(song)
        if song is not None and not (request.idea or request.lyrics):
            sings = song.has_words or request.voice is not None
            style = request.style or song.style
            request = replace(
                request,
                style=style,
                idea="" if style else song.title,
                instrumental=request.instrumental or not sings,
            )
        if request.from_seconds is None:
            if sources[0].duration_seconds is None:
                raise EmptyText(Field.START)
            # The service continues from inside its source, so not from its very end.
            last = max(0.1, round(sources[0].duration_seconds - 0.1, 2))
            request = replace(request, from_seconds=last)
        return request._with_some_words()


@dataclass(frozen=True, kw_only=True)
class CoverRequest(OfOne, Worded):
    """The same song in another style."""

    length_seconds: int | None = None
    closeness: float | None = None
    """How close it stays to its source, from 0 (free) to 1."""

    def informed(self, sources: tuple[Source, ...], songs: tuple[Song | None, ...]) -> Self:
        """Keep the song's words and title if no others are given."""
        song = songs[0]
        request = replace(self, source=sources[0])._with_title_of(song)
        if song is not None and not (request.idea or request.lyrics or request.instrumental):
            kept = song.lyrics if song.has_words else ""
            request = replace(request, lyrics=kept, instrumental=not kept)
        if song is not None and not request.style:
            request = replace(request, style=song.style)
        return request._with_some_words()


class StemParts(StrEnum):
    """Into which parts a song is taken apart."""

    VOCALS_AND_BACKING = "vocals_and_backing"
    EVERY_INSTRUMENT = "every_instrument"


@dataclass(frozen=True, kw_only=True)
class StemsRequest(OfOne):
    """A song's tracks, each by itself."""

    parts: StemParts = StemParts.VOCALS_AND_BACKING


class RemasterStrength(StrEnum):
    """How much a new rendering may differ."""

    SUBTLE = "subtle"
    NORMAL = "normal"
    HIGH = "high"


@dataclass(frozen=True, kw_only=True)
class RemasterRequest(OfOne):
    """A new rendering of a song. Not every model lets one choose its strength."""

    strength: RemasterStrength | None = None


@dataclass(frozen=True, kw_only=True)
class MashupRequest(Worded):
    """One song out of two."""

    first: Source
    second: Source

    @property
    def sources(self) -> tuple[Source, ...]:
        """Both."""
        return (self.first, self.second)

    def informed(self, sources: tuple[Source, ...], songs: tuple[Song | None, ...]) -> Self:
        """Mix both styles if nothing is said."""
        request = replace(self, first=sources[0], second=sources[1])
        if not (request.idea or request.lyrics or request.style):
            styles = ", ".join(song.style for song in songs if song is not None and song.style)
            titles = " + ".join(song.title for song in songs if song is not None)
            request = replace(request, style=styles[:200], idea=titles[:200])
        return request._with_some_words()


@dataclass(frozen=True, kw_only=True)
class SampleRequest(OfOne, Worded):
    """A whole song out of a part of its source, such as something hummed."""

    start_seconds: float
    end_seconds: float

    def _check(self) -> None:
        super()._check()
        _in_order(self.start_seconds, self.end_seconds)

    def informed(self, sources: tuple[Source, ...], songs: tuple[Song | None, ...]) -> Self:
        """Take the song's style if nothing is said."""
        request = replace(self, source=sources[0])
        if songs[0] is not None and not (request.idea or request.lyrics or request.style):
            request = replace(request, style=songs[0].style, idea=songs[0].title)
        return request._with_some_words()


@dataclass(frozen=True, kw_only=True)
class SectionRequest(OfOne):
    """A part of a song made anew with other words; without `join`, that part alone."""

    start_seconds: float
    end_seconds: float
    lyrics: str = ""
    style: str = ""
    title: str = ""
    join: bool = True
    context: str = ""
    """The words around the part; an order takes them from the song."""

    @property
    def wants_fragment(self) -> bool:
        """Without `join`."""
        return not self.join

    def _check(self) -> None:
        if not self.lyrics:
            raise EmptyText(Field.LYRICS)
        _in_order(self.start_seconds, self.end_seconds)

    def informed(self, sources: tuple[Source, ...], songs: tuple[Song | None, ...]) -> Self:
        """Fill in the words around the part."""
        song = songs[0]
        words = song.lyrics if song is not None else ""
        title = self.title or (song.title[:80] if song is not None else "")
        return replace(self, source=sources[0], context=words or self.lyrics, title=title)


@dataclass(frozen=True, kw_only=True)
class _Overlaid(OfOne):
    """Something laid over one's own audio, from and to given seconds or all along."""

    needs_upload: ClassVar[bool] = True

    style: str = ""
    title: str = ""
    exclude: str = ""
    voice: Voice | None = None
    weirdness: float | None = None
    style_strength: float | None = None
    closeness: float | None = None
    start_seconds: float | None = None
    end_seconds: float | None = None

    def _check(self) -> None:
        if (self.start_seconds is None) != (self.end_seconds is None):
            raise EmptyText(Field.START if self.start_seconds is None else Field.END)
        if self.start_seconds is not None and self.end_seconds is not None:
            _in_order(self.start_seconds, self.end_seconds)


@dataclass(frozen=True, kw_only=True)
class VocalsRequest(_Overlaid):
    """A voice over one's own backing."""

    lyrics: str = ""

    def _check(self) -> None:
        super()._check()
        if not self.lyrics:
            raise EmptyText(Field.LYRICS)


@dataclass(frozen=True, kw_only=True)
class BackingRequest(_Overlaid):
    """A band behind one's own voice."""


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


Request = (
    SongRequest
    | ExtendRequest
    | CoverRequest
    | StemsRequest
    | RemasterRequest
    | MashupRequest
    | SampleRequest
    | SectionRequest
    | VocalsRequest
    | BackingRequest
    | UploadRequest
    | VoiceRequest
    | LyricsRequest
    | StyleRequest
    | TimelineRequest
    | ExportRequest
)
"""Everything that can be ordered."""


def _in_order(start_seconds: float, end_seconds: float) -> None:
    if not 0 <= start_seconds < _LATEST_SECONDS:
        raise ValueOutOfRange(Field.START, 0, _LATEST_SECONDS, start_seconds)
    if not start_seconds < end_seconds <= _LATEST_SECONDS:
        raise ValueOutOfRange(Field.END, start_seconds, _LATEST_SECONDS, end_seconds)
