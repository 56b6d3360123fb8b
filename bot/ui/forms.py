"""The form for a new song. It keeps nothing in memory, so it can be sent in after a restart."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from discord import Locale

from bot.domain.ids import UserId
from bot.domain.requests import Request
from bot.domain.songs import SongRequest
from bot.domain.text import length
from bot.ui.asking import usual_model
from bot.ui.buttons import build_reopen_view
from bot.ui.client import Interaction
from bot.ui.drafts import Draft, DraftId
from bot.ui.entries import FIELD_LIMIT, EntryForm, TextEntry
from bot.ui.form_prices import FormPrice, price_of_draft
from bot.ui.ordering import order_song
from bot.ui.refusals import FormExpired, OptionsForgotten
from bot.ui.reports import report
from bot.ui.submitted import values_of
from bot.ui.translation import translate

_PREFIX = "v1:song:"
_USUAL = "usual"
"""Marks a form besides which no options were chosen: its texts are the whole order."""
_CHOSEN = "chosen"

TITLE_LIMIT = 80
STYLE_LIMIT = 1000
IDEA_LIMIT = 400


class SongForm(EntryForm):
    """Asks for title, style, exclusions, lyrics and idea; filled in with what a draft holds.

    A text that is longer than an input may be is left out and stays with the draft.
    """

    def __init__(self, custom_id: str, draft: Draft, price: FormPrice, locale: Locale) -> None:
        title = price.title(translate(locale, "A new song"), locale)
        super().__init__(custom_id, title, _entries(draft.request, price, locale))


def is_song_form(custom_id: str) -> bool:
    """Tell whether a submitted form is one of these."""
    return custom_id.startswith(_PREFIX)


async def open_song_form(interaction: Interaction, request: SongRequest, *, private: bool) -> None:
    """Answer with the form; `request` says what is already decided, such as the model."""
    draft = Draft(UserId(interaction.user.id), request, private)
    await reopen_song_form(interaction, interaction.client.drafts.keep(draft), draft)


async def reopen_song_form(interaction: Interaction, draft_id: DraftId, draft: Draft) -> None:
    """Answer with the form for a draft that is kept.

    Raises:
        FormExpired: the draft is of something else.
    """
    if not isinstance(draft.request, SongRequest):
        raise FormExpired
    usual = not draft.private and draft.request == _usual(interaction, draft.request)
    custom_id = f"{_PREFIX}{_USUAL if usual else _CHOSEN}:{draft_id}"
    price = await price_of_draft(interaction, draft.request)
    await interaction.response.send_modal(SongForm(custom_id, draft, price, interaction.locale))


async def submit_song_form(interaction: Interaction, custom_id: str, components: object) -> None:
    """Order what was written into a form; `components` is Discord's list of its parts.

    What the form does not ask for comes from its draft. When a restart has forgotten that, nothing
    is ordered that may be other than it was wanted: the texts are kept for another look.
    """
    kind, _, draft_id = custom_id.removeprefix(_PREFIX).partition(":")
    texts = dict(values_of(components))
    draft = interaction.client.drafts.find(DraftId(draft_id), UserId(interaction.user.id))
    if draft is not None and isinstance(draft.request, SongRequest):
        request = _with_texts(draft.request, texts)
        await order_song(interaction, request, private=draft.private)
        return
    model = usual_model(interaction)
    request = _usual(interaction, _with_texts(SongRequest(model=model), texts))
    if kind == _USUAL:
        await order_song(interaction, request, private=False)
        return
    kept_id = interaction.client.drafts.keep(
        Draft(UserId(interaction.user.id), request, private=False)
    )
    view = build_reopen_view(kept_id, interaction.locale)
    await report(interaction, OptionsForgotten(), view=view)


def _usual(interaction: Interaction, request: SongRequest) -> SongRequest:
    """Return a request's texts with nothing chosen besides."""
    return SongRequest(
        model=usual_model(interaction),
        idea=request.idea,
        style=request.style,
        lyrics=request.lyrics if length(request.lyrics) <= FIELD_LIMIT else "",
        title=request.title,
        exclude=request.exclude,
    )


def _with_texts(request: SongRequest, texts: Mapping[str, str]) -> SongRequest:
    return replace(
        request,
        title=texts.get("title", request.title),
        style=texts.get("style", request.style),
        exclude=texts.get("exclude", request.exclude),
        lyrics=texts.get("lyrics", request.lyrics),
        idea=texts.get("idea", request.idea),
    )


def _entries(request: Request, price: FormPrice, locale: Locale) -> Iterator[TextEntry]:
    yield TextEntry(
        "title",
        translate(locale, "Title"),
        translate(locale, "Left out, the music service finds one."),
        request.title,
        TITLE_LIMIT,
        short=True,
    )
    yield TextEntry(
        "style",
        translate(locale, "Style"),
        translate(locale, "Genre, mood, instruments, tempo: dreamy synthpop, 90 bpm."),
        request.style,
        STYLE_LIMIT,
    )
    yield TextEntry(
        "exclude",
        translate(locale, "Exclude"),
        translate(locale, "What must not be heard."),
        request.exclude,
        STYLE_LIMIT,
    )
    yield TextEntry(
        "lyrics",
        translate(locale, "Lyrics"),
        translate(locale, "Sung as written. [Verse] and [Chorus] mark the parts."),
        request.lyrics,
        FIELD_LIMIT,
    )
    yield TextEntry(
        "idea",
        translate(locale, "Idea"),
        price.description_of_idea(locale),
        request.idea,
        IDEA_LIMIT,
    )
