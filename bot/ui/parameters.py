"""Everything that an order asked for, as names and values for whoever wants to know."""

from collections.abc import Iterator

from discord import Locale

from bot.domain.requests import (
    BackingRequest,
    CoverRequest,
    ExportRequest,
    ExtendRequest,
    RemasterRequest,
    RemasterStrength,
    Request,
    SampleRequest,
    SectionRequest,
    StemParts,
    StemsRequest,
    VocalsRequest,
    Worded,
)
from bot.domain.songs import SongRequest, Voice, WordsFrom
from bot.ui.figures import duration
from bot.ui.text import inline
from bot.ui.translation import translate

Told = tuple[str, str]

_SOURCE_LIMIT = 60


def parameters_of(request: Request, locale: Locale, *, in_jam: bool = False) -> list[Told]:
    """Return what was asked for besides its texts and its model.

    The words of an order that was made `in_jam` are nobody's alone.
    """
    told = [*_sources(request, locale), *_form(request, locale), *_places(request, locale)]
    if isinstance(request, SongRequest | Worded):
        told.append((translate(locale, "Words"), _words(request, locale, in_jam=in_jam)))
    told += _voice(request, locale)
    length = getattr(request, "length_seconds", None)
    if length is not None:
        told.append((translate(locale, "Wished length"), duration(length)))
    shares = {
        "weirdness": translate(locale, "Weirdness"),
        "style_strength": translate(locale, "Style strength"),
        "closeness": translate(locale, "Closeness to its source"),
    }
    for name, title in shares.items():
        share = getattr(request, name, None)
        if share is not None:
            told.append((title, f"{share:.0%}"))
    return told


def _sources(request: Request, locale: Locale) -> Iterator[Told]:
    if isinstance(request, SongRequest) or not request.sources:
        return
    made_from = " + ".join(
        f"{inline(source.title, _SOURCE_LIMIT)} `{source.song_id}`".strip()
        if source.song_id
        else inline(source.title, _SOURCE_LIMIT) or translate(locale, "a file")
        for source in request.sources
    )
    yield translate(locale, "Made from"), made_from


def _form(request: Request, locale: Locale) -> Iterator[Told]:
    match request:
        case StemsRequest():
            parts = {
                StemParts.VOCALS_AND_BACKING: translate(locale, "vocals and backing"),
                StemParts.EVERY_INSTRUMENT: translate(locale, "every instrument"),
            }
            yield translate(locale, "Parts"), parts[request.parts]
        case RemasterRequest(strength=RemasterStrength() as strength):
            strengths = {
                RemasterStrength.SUBTLE: translate(locale, "subtle"),
                RemasterStrength.NORMAL: translate(locale, "normal"),
                RemasterStrength.HIGH: translate(locale, "high"),
            }
            yield translate(locale, "Strength"), strengths[strength]
        case ExportRequest():
            yield translate(locale, "Format"), request.format.value.upper()
        case ExtendRequest() | SectionRequest():
            joined = translate(locale, "yes") if request.join else translate(locale, "no")
            yield translate(locale, "Joined with its source"), joined
        case _:
            return


def _places(request: Request, locale: Locale) -> Iterator[Told]:
    if isinstance(request, ExtendRequest) and request.from_seconds is not None:
        yield translate(locale, "From"), duration(request.from_seconds)
    if not isinstance(request, SampleRequest | SectionRequest | VocalsRequest | BackingRequest):
        return
    start, end = request.start_seconds, request.end_seconds
    if start is not None and end is not None:
        yield translate(locale, "Part"), f"{duration(start)} – {duration(end)}"


def _voice(request: Request, locale: Locale) -> Iterator[Told]:
    voice = getattr(request, "voice", None)
    if isinstance(voice, Voice):
        names = {Voice.FEMALE: translate(locale, "female"), Voice.MALE: translate(locale, "male")}
        yield translate(locale, "Voice"), names[voice]
    if isinstance(request, SongRequest) and request.voice_id is not None:
        yield translate(locale, "Own voice"), f"`{request.voice_id}`"


def _words(request: SongRequest | Worded, locale: Locale, *, in_jam: bool) -> str:
    if request.instrumental:
        return translate(locale, "none: instrumental")
    match request.words_from:
        case WordsFrom.MEMBER if isinstance(request, CoverRequest):
            return translate(locale, "its source's, or the author's own")
        case WordsFrom.MEMBER if in_jam:
            return translate(locale, "the jam's own")
        case WordsFrom.MEMBER:
            return translate(locale, "the author's own")
        case WordsFrom.BRIEF if in_jam:
            return translate(locale, "by the music service, in the jam's style")
        case WordsFrom.BRIEF:
            return translate(locale, "by the music service, in the author's style")
        case WordsFrom.IDEA:
            return translate(locale, "by the music service, from the idea")
