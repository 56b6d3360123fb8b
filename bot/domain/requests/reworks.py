"""Every other way to make a song: what is asked for, and from which sources."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import ClassVar, Self

from bot.domain.errors import EmptyText, Field, ValueOutOfRange
from bot.domain.requests.asked import OfOne, Worded
from bot.domain.songs import Song, Voice
from bot.domain.sources import Source

_LATEST_SECONDS = 86_400.0


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


def _in_order(start_seconds: float, end_seconds: float) -> None:
    if not 0 <= start_seconds < _LATEST_SECONDS:
        raise ValueOutOfRange(Field.START, 0, _LATEST_SECONDS, start_seconds)
    if not start_seconds < end_seconds <= _LATEST_SECONDS:
        raise ValueOutOfRange(Field.END, start_seconds, _LATEST_SECONDS, end_seconds)
