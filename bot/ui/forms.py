"""The form for a new song. It keeps nothing in memory, so it can be sent in after a restart."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from discord import Locale, TextStyle
from discord.ui import Label, Modal, TextInput, View

from bot.domain.ids import UserId
from bot.domain.songs import SongRequest
from bot.domain.text import length
from bot.ui.buttons import build_reopen_view
from bot.ui.client import Interaction
from bot.ui.drafts import Draft, DraftId
from bot.ui.ordering import order_song
from bot.ui.refusals import OptionsForgotten
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
_INPUT_LIMIT = 4000
"""What one input of a form holds; the music service takes longer lyrics from /create."""


@dataclass(frozen=True)
class _Input:
    """One text of the form; `limit` is what the service takes of it."""

    custom_id: str
    name: str
    description: str
    value: str
    limit: int

    @property
    def fits(self) -> bool:
        """Whether Discord lets the form hold the text that is there already."""
        return length(self.value) <= _INPUT_LIMIT

    def build(self) -> Label[View]:
        """Return it as discord.py's item."""
        return Label(
            text=self.name,
            description=self.description,
            component=TextInput(
                custom_id=self.custom_id,
                style=TextStyle.short if self.custom_id == "title" else TextStyle.paragraph,
                required=False,
                default=self.value or None,
                # A text that was too long has to fit in, or nobody could shorten it.
                max_length=min(max(self.limit, length(self.value)), _INPUT_LIMIT),
            ),
        )


class SongForm(Modal):
    """Asks for title, style, exclusions, lyrics and idea; filled in with what a draft holds.

    A text that is longer than an input may be is left out and stays with the draft.
    """

    def __init__(self, custom_id: str, draft: Draft, locale: Locale) -> None:
        super().__init__(title=translate(locale, "A new song"), custom_id=custom_id, timeout=900)
        for text in _inputs(draft.request, locale):
            if text.fits:
                self.add_item(text.build())
        # A stopped form is not remembered by discord.py; `submit_song_form` needs no memory.
        self.stop()


def is_song_form(custom_id: str) -> bool:
    """Tell whether a submitted form is one of these."""
    return custom_id.startswith(_PREFIX)


async def open_song_form(interaction: Interaction, request: SongRequest, *, private: bool) -> None:
    """Answer with the form; `request` says what is already decided, such as the model."""
    draft = Draft(UserId(interaction.user.id), request, private)
    await reopen_song_form(interaction, interaction.client.drafts.keep(draft), draft)


async def reopen_song_form(interaction: Interaction, draft_id: DraftId, draft: Draft) -> None:
    """Answer with the form for a draft that is kept."""
    usual = draft == _usual_draft(interaction, draft.request)
    custom_id = f"{_PREFIX}{_USUAL if usual else _CHOSEN}:{draft_id}"
    await interaction.response.send_modal(SongForm(custom_id, draft, interaction.locale))


async def submit_song_form(interaction: Interaction, custom_id: str, components: object) -> None:
    """Order what was written into a form; `components` is Discord's list of its parts.

    What the form does not ask for comes from its draft. When a restart has forgotten that, nothing
    is ordered that may be other than it was wanted: the texts are kept for another look.
    """
    kind, _, draft_id = custom_id.removeprefix(_PREFIX).partition(":")
    texts = dict(values_of(components))
    draft = interaction.client.drafts.find(DraftId(draft_id), UserId(interaction.user.id))
    if draft is None:
        model = interaction.client.services.generation.default_model
        draft = _usual_draft(interaction, _with_texts(SongRequest(model=model), texts))
        if kind != _USUAL:
            kept_id = interaction.client.drafts.keep(draft)
            view = build_reopen_view(kept_id, interaction.locale)
            await report(interaction, OptionsForgotten(), view=view)
            return
    await order_song(interaction, _with_texts(draft.request, texts), private=draft.private)


def _usual_draft(interaction: Interaction, request: SongRequest) -> Draft:
    """Return the draft of a request's texts besides which nothing is chosen."""
    usual = SongRequest(
        model=interaction.client.services.generation.default_model,
        idea=request.idea,
        style=request.style,
        lyrics=request.lyrics if length(request.lyrics) <= _INPUT_LIMIT else "",
        title=request.title,
        exclude=request.exclude,
    )
    return Draft(UserId(interaction.user.id), usual, private=False)


def _with_texts(request: SongRequest, texts: Mapping[str, str]) -> SongRequest:
    return replace(
        request,
        title=texts.get("title", request.title),
        style=texts.get("style", request.style),
        exclude=texts.get("exclude", request.exclude),
        lyrics=texts.get("lyrics", request.lyrics),
        idea=texts.get("idea", request.idea),
    )


def _inputs(request: SongRequest, locale: Locale) -> Iterator[_Input]:
    yield _Input(
        "title",
        translate(locale, "Title"),
        translate(locale, "Left out, the music service finds one."),
        request.title,
        TITLE_LIMIT,
    )
    yield _Input(
        "style",
        translate(locale, "Style"),
        translate(locale, "Genre, mood, instruments, tempo: dreamy synthpop, 90 bpm."),
        request.style,
        STYLE_LIMIT,
    )
    yield _Input(
        "exclude",
        translate(locale, "Exclude"),
        translate(locale, "What must not be heard."),
        request.exclude,
        STYLE_LIMIT,
    )
    yield _Input(
        "lyrics",
        translate(locale, "Lyrics"),
        translate(locale, "Sung as written. [Verse] and [Chorus] mark the parts."),
        request.lyrics,
        _INPUT_LIMIT,
    )
    yield _Input(
        "idea",
        translate(locale, "Idea"),
        translate(locale, "What the song is about, when you do not bring lyrics."),
        request.idea,
        IDEA_LIMIT,
    )
