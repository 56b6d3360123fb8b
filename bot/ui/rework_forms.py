"""Forms about a song: what is to become of it.

A form that was opened from a song's card or panel names the song in its custom id and can be sent
in after a restart; one that was opened for a refused order needs the draft of that order.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from discord import Locale

from bot.domain.errors import Refusal
from bot.domain.ids import DIRECT_MESSAGES, UserId
from bot.domain.jobs import JobKind, kind_of
from bot.domain.moments import written
from bot.domain.requests import (
    BackingRequest,
    CoverRequest,
    ExtendRequest,
    MashupRequest,
    Request,
    SampleRequest,
    SectionRequest,
    StemParts,
    StemsRequest,
    VocalsRequest,
)
from bot.domain.songs import Song
from bot.domain.sources import Source
from bot.ui.asking import guild_of
from bot.ui.buttons import build_reopen_view
from bot.ui.client import Interaction
from bot.ui.drafts import Draft, DraftId
from bot.ui.entries import FIELD_LIMIT, ChoiceEntry, Entry, EntryForm, TextEntry
from bot.ui.figures import duration
from bot.ui.form_prices import FormPrice, price_of_draft
from bot.ui.forms import IDEA_LIMIT, STYLE_LIMIT, TITLE_LIMIT
from bot.ui.labels import priced
from bot.ui.ordering import order_song
from bot.ui.refusals import ControlExpired, FormExpired
from bot.ui.reports import report
from bot.ui.reworks import Formed, Rework, blank, filled_in, has_source, prefilled, with_source
from bot.ui.song_choice import chosen_song
from bot.ui.submitted import values_of
from bot.ui.translation import translate

_PREFIX = "v1:rework:"
_NONE = "-"
_MOMENT_LIMIT = 12
_SONG_LIMIT = 200
_MOST_ENTRIES = 5
"""Discord takes no more in a form."""


def is_rework_form(custom_id: str) -> bool:
    """Tell whether a submitted form is one of these."""
    return custom_id.startswith(_PREFIX)


async def open_rework_form(
    interaction: Interaction,
    kind: JobKind,
    songs: tuple[Song, ...],
    price: FormPrice,
) -> None:
    """Answer with the form about the first of `songs`; with several it asks which one is meant."""
    locale, request = interaction.locale, prefilled(kind, songs[0])
    entries: list[Entry] = []
    if len(songs) > 1:
        entries.append(_version(songs, locale))
    entries += _entries(request, {}, locale, price)
    custom_id = f"{_PREFIX}{kind}:{songs[0].song_id}:{_NONE}"
    form = EntryForm(custom_id, price.title(_what(request, locale), locale), entries)
    await interaction.response.send_modal(form)


async def reopen_rework_form(interaction: Interaction, draft_id: DraftId, draft: Draft) -> None:
    """Answer with the form for a draft that is kept.

    Raises:
        FormExpired: there is no form for what the draft holds.
    """
    if not isinstance(draft.request, Formed):
        raise FormExpired
    locale, price = interaction.locale, await price_of_draft(interaction, draft.request)
    entries = _entries(draft.request, draft.written, locale, price)
    custom_id = f"{_PREFIX}{kind_of(draft.request)}:{_NONE}:{draft_id}"
    form = EntryForm(custom_id, price.title(_what(draft.request, locale), locale), entries)
    await interaction.response.send_modal(form)


async def submit_rework_form(interaction: Interaction, custom_id: str, components: object) -> None:
    """Order what was written into a form; `components` is Discord's list of its parts.

    Raises:
        FormExpired: a restart has forgotten what the form was about.
        Refusal: nothing was ordered, and there is nothing to keep.
    """
    texts = dict(values_of(components))
    request, private = await _begun(interaction, custom_id, texts)
    try:
        if not has_source(request):
            song = await chosen_song(interaction, texts.get("song", ""))
            request = with_source(request, Source.of_song(song.song_id))
        request = filled_in(request, texts)
        if isinstance(request, MashupRequest) and "second" in texts:
            second = await chosen_song(interaction, texts["second"])
            request = replace(request, second=Source.of_song(second.song_id))
    except Refusal as refusal:
        draft = Draft(UserId(interaction.user.id), request, private, texts)
        kept_id = interaction.client.drafts.keep(draft)
        view = build_reopen_view(kept_id, interaction.locale)
        await report(interaction, refusal, view=view)
        return
    await order_song(interaction, request, private=private)


async def _begun(
    interaction: Interaction, custom_id: str, texts: dict[str, str]
) -> tuple[Rework, bool]:
    """Return what a form was about before it was filled in, and whether it is private."""
    parts = custom_id.removeprefix(_PREFIX).split(":")
    if len(parts) != 3:
        raise ControlExpired
    kind, song_id, draft_id = parts
    if draft_id != _NONE:
        user_id = UserId(interaction.user.id)
        draft = interaction.client.drafts.find(DraftId(draft_id), user_id)
        if draft is None or not isinstance(draft.request, Formed):
            raise FormExpired
        return draft.request, draft.private
    song = await chosen_song(interaction, texts.get("version", song_id))
    request = with_source(blank(JobKind(kind), Source()), Source.of_song(song.song_id))
    return request, stays_private(interaction, song)


def stays_private(interaction: Interaction, song: Song) -> bool:
    """Tell whether what is made of a song is for its author's eyes, as the song itself is."""
    return song.private and guild_of(interaction) != DIRECT_MESSAGES


def _what(request: Rework, locale: Locale) -> str:
    match request:
        case ExtendRequest():
            return translate(locale, "Extend a song")
        case CoverRequest():
            return translate(locale, "Cover a song")
        case StemsRequest():
            return translate(locale, "The tracks of a song")
        case MashupRequest():
            return translate(locale, "One song out of two")
        case SampleRequest():
            return translate(locale, "A song out of a snippet")
        case SectionRequest():
            return translate(locale, "Another part for a song")
        case VocalsRequest():
            return translate(locale, "A voice over a song")
        case _:
            return translate(locale, "A band behind a voice")


def _version(songs: tuple[Song, ...], locale: Locale) -> ChoiceEntry:
    options = {
        str(song.song_id): translate(
            locale,
            "Version {position}, {length}",
            position=song.position,
            length=duration(song.audio.duration_seconds),
        )
        for song in songs[:25]
    }
    return ChoiceEntry("version", translate(locale, "Which one"), options, songs[0].song_id)


def _entries(
    request: Rework,
    earlier: Mapping[str, str],
    locale: Locale,
    price: FormPrice,
) -> Iterator[Entry]:
    entries = list(_entries_of(request, locale, price))
    if not has_source(request):
        # What there is no room for stays with the draft.
        entries = [_song(locale), *entries][:_MOST_ENTRIES]
    for entry in entries:
        yield replace(entry, value=earlier.get(entry.custom_id, entry.value))


def _entries_of(request: Rework, locale: Locale, price: FormPrice) -> Iterator[Entry]:
    match request:
        case ExtendRequest():
            yield _from(request.from_seconds, locale)
            yield _lyrics(request, translate(locale, "What is sung from there on."), locale)
            yield _idea(request, price, locale)
            yield _style(request, locale)
        case CoverRequest():
            yield _style(request, locale)
            kept = translate(locale, "Left empty, and without an idea, the words stay.")
            yield _lyrics(request, kept, locale)
            yield _idea(request, price, locale)
            yield _name(request, locale)
        case StemsRequest():
            yield _parts(request.parts, price, locale)
        case MashupRequest():
            yield _second(request, locale)
            yield _style(request, locale)
            yield _idea(request, price, locale)
            yield _lyrics(request, translate(locale, "Sung as written."), locale)
            yield _name(request, locale)
        case _:
            yield from _entries_of_a_part(request, locale, price)


def _entries_of_a_part(request: Rework, locale: Locale, price: FormPrice) -> Iterator[Entry]:
    match request:
        case SampleRequest():
            yield from _window(request.start_seconds, request.end_seconds, locale, required=True)
            yield _idea(request, price, locale)
            yield _style(request, locale)
            yield _lyrics(request, translate(locale, "Sung as written."), locale)
        case SectionRequest():
            yield from _window(request.start_seconds, request.end_seconds, locale, required=True)
            words = translate(locale, "What is sung there instead.")
            yield replace(_lyrics(request, words, locale), required=True)
            yield _style(request, locale)
        case VocalsRequest():
            words = translate(locale, "What is sung over it.")
            yield replace(_lyrics(request, words, locale), required=True)
            yield _style(request, locale)
            yield from _window(request.start_seconds, request.end_seconds, locale, required=False)
        case BackingRequest():
            yield _style(request, locale)
            yield from _window(request.start_seconds, request.end_seconds, locale, required=False)


def _style(request: Request, locale: Locale) -> TextEntry:
    description = translate(locale, "Genre, mood, instruments, tempo: dreamy synthpop, 90 bpm.")
    name = translate(locale, "Style")
    return TextEntry("style", name, description, request.style, STYLE_LIMIT)


def _lyrics(request: Request, description: str, locale: Locale) -> TextEntry:
    name = translate(locale, "Lyrics")
    return TextEntry("lyrics", name, description, request.lyrics, FIELD_LIMIT)


def _idea(request: Request, price: FormPrice, locale: Locale) -> TextEntry:
    description = price.description_of_idea(locale)
    return TextEntry("idea", translate(locale, "Idea"), description, request.idea, IDEA_LIMIT)


def _name(request: Request, locale: Locale) -> TextEntry:
    description = translate(locale, "What it is called.")
    name = translate(locale, "Title")
    return TextEntry("title", name, description, request.title, TITLE_LIMIT, short=True)


def _song(locale: Locale) -> TextEntry:
    return TextEntry(
        "song",
        translate(locale, "The song"),
        translate(locale, "Its title, its short id, or a link to its message."),
        "",
        _SONG_LIMIT,
        short=True,
        required=True,
    )


def _second(request: MashupRequest, locale: Locale) -> TextEntry:
    return TextEntry(
        "second",
        translate(locale, "The second song"),
        translate(locale, "Its title, its short id, or a link to its message."),
        request.second.song_id or "",
        _SONG_LIMIT,
        short=True,
        required=True,
    )


def _from(seconds: float | None, locale: Locale) -> TextEntry:
    name, value = translate(locale, "From"), "" if seconds is None else written(seconds)
    description = translate(locale, "1:23 or seconds; left empty, it goes on from the end.")
    return TextEntry("start", name, description, value, _MOMENT_LIMIT, short=True)


def _window(
    start: float | None, end: float | None, locale: Locale, *, required: bool
) -> Iterator[TextEntry]:
    described = translate(locale, "1:23 or seconds.")
    if not required:
        described = translate(locale, "1:23 or seconds; leave both times empty for all of it.")
    names = {"start": translate(locale, "From"), "end": translate(locale, "To")}
    given = {"start": start, "end": end} if end else {}
    for custom_id, name in names.items():
        seconds = given.get(custom_id)
        value = "" if seconds is None else written(seconds)
        yield TextEntry(custom_id, name, described, value, _MOMENT_LIMIT, True, required)


def _parts(parts: StemParts, price: FormPrice, locale: Locale) -> ChoiceEntry:
    names = {
        StemParts.VOCALS_AND_BACKING: translate(locale, "Vocals and backing"),
        StemParts.EVERY_INSTRUMENT: translate(locale, "Every instrument"),
    }
    options = {way.value: priced(name, price.of_parts[way]) for way, name in names.items()}
    return ChoiceEntry("parts", translate(locale, "Which tracks"), options, parts.value)
