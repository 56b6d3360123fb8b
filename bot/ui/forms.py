"""The form for a new song. It keeps nothing in memory, so it can be sent in after a restart."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from discord import Locale, TextStyle
from discord.ui import Label, Modal, TextInput, View

from bot.domain.ids import UserId
from bot.domain.songs import SongRequest
from bot.ui.client import Interaction
from bot.ui.drafts import Draft, DraftId
from bot.ui.ordering import order_song
from bot.ui.text import shorten
from bot.ui.translation import translate

_PREFIX = "v1:song:"
_DISCORD_LIMIT = 4000

TITLE_LIMIT = 80
STYLE_LIMIT = 1000
LYRICS_LIMIT = 4000
"""Less than the music service takes; Discord's forms hold no more."""
IDEA_LIMIT = 400


class SongForm(Modal):
    """Asks for title, style, exclusions, lyrics and idea; filled in with what a draft holds."""

    def __init__(self, draft_id: DraftId, draft: Draft, locale: Locale) -> None:
        super().__init__(
            title=translate(locale, "A new song"), custom_id=f"{_PREFIX}{draft_id}", timeout=900
        )
        for field in _fields(draft.request, locale):
            self.add_item(field)
        # A stopped form is not remembered by discord.py; `submit_song_form` needs no memory.
        self.stop()


def is_song_form(custom_id: str) -> bool:
    """Tell whether a submitted form is one of these."""
    return custom_id.startswith(_PREFIX)


async def open_song_form(interaction: Interaction, request: SongRequest, *, private: bool) -> None:
    """Answer with the form; `request` says what is already decided, such as the model."""
    draft = Draft(UserId(interaction.user.id), request, private)
    draft_id = interaction.client.drafts.keep(draft)
    await interaction.response.send_modal(SongForm(draft_id, draft, interaction.locale))


async def submit_song_form(interaction: Interaction, custom_id: str, components: object) -> None:
    """Order what was written into a form.

    `components` is Discord's list of the form's parts. What the form does not ask for comes from
    its draft; when a restart has forgotten that, the usual values hold.
    """
    draft_id = DraftId(custom_id.removeprefix(_PREFIX))
    draft = interaction.client.drafts.find(draft_id, UserId(interaction.user.id))
    if draft is None:
        model = interaction.client.services.generation.default_model
        draft = Draft(UserId(interaction.user.id), SongRequest(model=model), private=False)
    values = dict(_values(components))
    request = replace(
        draft.request,
        title=values.get("title", ""),
        style=values.get("style", ""),
        exclude=values.get("exclude", ""),
        lyrics=values.get("lyrics", ""),
        idea=values.get("idea", ""),
    )
    await order_song(interaction, request, private=draft.private)


def _fields(request: SongRequest, locale: Locale) -> Iterator[Label[View]]:
    yield _field(
        "title",
        translate(locale, "Title"),
        translate(locale, "Left out, the music service finds one."),
        request.title,
        TITLE_LIMIT,
    )
    yield _field(
        "style",
        translate(locale, "Style"),
        translate(locale, "Genre, mood, instruments, tempo: dreamy synthpop, 90 bpm."),
        request.style,
        STYLE_LIMIT,
    )
    yield _field(
        "exclude",
        translate(locale, "Exclude"),
        translate(locale, "What must not be heard."),
        request.exclude,
        STYLE_LIMIT,
    )
    yield _field(
        "lyrics",
        translate(locale, "Lyrics"),
        translate(locale, "Sung as written. [Verse] and [Chorus] mark the parts."),
        request.lyrics,
        LYRICS_LIMIT,
    )
    yield _field(
        "idea",
        translate(locale, "Idea"),
        translate(locale, "What the song is about, when you do not bring lyrics."),
        request.idea,
        IDEA_LIMIT,
    )


def _field(custom_id: str, name: str, description: str, value: str, limit: int) -> Label[View]:
    one_line = custom_id == "title"
    return Label(
        text=name,
        description=description,
        component=TextInput(
            custom_id=custom_id,
            style=TextStyle.short if one_line else TextStyle.paragraph,
            required=False,
            default=shorten(value, _DISCORD_LIMIT) or None,
            # A text that was too long has to fit in, or nobody could shorten it.
            max_length=min(max(limit, len(value) * 2), _DISCORD_LIMIT),
        ),
    )


def _values(part: object) -> Iterator[tuple[str, str]]:
    """Find the text inputs in the nested parts of a submitted form."""
    if isinstance(part, Mapping):
        custom_id, value = part.get("custom_id"), part.get("value")
        if isinstance(custom_id, str) and isinstance(value, str):
            yield custom_id, value
        yield from _values(part.get("component"))
        yield from _values(part.get("components"))
    elif isinstance(part, list):
        for inner in part:
            yield from _values(inner)
