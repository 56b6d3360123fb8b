"""What the buttons of drafts of lyrics, styles and times do, and the form that changes a draft."""

import discord
from discord.ui import Button, View

from bot.domain.delivery import JobView
from bot.domain.errors import EmptyText, Field, JobNotFound, NotYourJob
from bot.domain.findings import Draft as LyricsDraft
from bot.domain.findings import LyricsDrafts, StyleText, Timeline
from bot.domain.ids import JobId, UserId
from bot.domain.songs import SongRequest
from bot.domain.text import has_visible_characters, tidy
from bot.ui.asking import guild_of, usual_model
from bot.ui.card_buttons import ReopenFormButton
from bot.ui.client import Interaction
from bot.ui.drafts import Draft, DraftId
from bot.ui.entries import FIELD_LIMIT, EntryForm, TextEntry
from bot.ui.findings import files_of
from bot.ui.forms import STYLE_LIMIT, TITLE_LIMIT, open_song_form
from bot.ui.guarded import view_of
from bot.ui.ordering import lyrics_instead, order_at_once, price_of_lyrics
from bot.ui.refusals import ControlExpired, FormExpired, PriceChanged
from bot.ui.submitted import values_of
from bot.ui.text import escape, shorten
from bot.ui.translation import translate

_PREFIX = "v1:draft:"


class SongWordControls:
    """The buttons of words and styles; see `bot.ui.client.WordControls`."""

    async def sing(self, interaction: Interaction, job_id: JobId, number: int) -> None:
        """Open the form for a new song with a draft of lyrics in it."""
        draft = await _draft(interaction, job_id, number)
        await _open_song(interaction, title=draft.title, lyrics=draft.lyrics)

    async def edit(self, interaction: Interaction, job_id: JobId, number: int) -> None:
        """Open a form with a draft of lyrics."""
        draft = await _draft(interaction, job_id, number)
        locale = interaction.locale
        entries = (
            TextEntry(
                "title",
                translate(locale, "Title"),
                translate(locale, "What it is called."),
                draft.title,
                TITLE_LIMIT,
                short=True,
            ),
            TextEntry(
                "lyrics",
                translate(locale, "Lyrics"),
                translate(locale, "[Verse] and [Chorus] mark the parts."),
                shorten(draft.lyrics, FIELD_LIMIT),
                FIELD_LIMIT,
                required=True,
            ),
        )
        form = EntryForm(f"{_PREFIX}{job_id}", translate(locale, "Your lyrics"), entries)
        await interaction.response.send_modal(form)

    async def use_style(self, interaction: Interaction, job_id: JobId) -> None:
        """Open the form for a new song with a style in it."""
        view = await _own(interaction, job_id)
        if not isinstance(view.job.finding, StyleText):
            raise JobNotFound(job_id)
        await _open_song(interaction, style=shorten(view.job.finding.text, STYLE_LIMIT))

    async def times(self, interaction: Interaction, job_id: JobId) -> None:
        """Give the times of a song's words as files to the presser alone."""
        view = await _own(interaction, job_id)
        if not isinstance(view.job.finding, Timeline):
            raise JobNotFound(job_id)
        await interaction.response.send_message(files=files_of(view), ephemeral=True)

    async def lyrics_only(
        self, interaction: Interaction, draft_id: DraftId, shown_price: int | None
    ) -> None:
        """Order only the lyrics of a song that could not be paid."""
        draft = interaction.client.drafts.find(draft_id, UserId(interaction.user.id))
        if draft is None:
            raise FormExpired
        request = lyrics_instead(draft.request)
        price = await price_of_lyrics(interaction, draft.request)
        if request is None or price is None:
            raise FormExpired
        if shown_price is not None and shown_price != price:
            raise PriceChanged(None, shown_price, price)
        await order_at_once(interaction, request)


def is_draft_form(custom_id: str) -> bool:
    """Tell whether a submitted form holds a draft of lyrics."""
    return custom_id.startswith(_PREFIX)


async def submit_draft_form(interaction: Interaction, custom_id: str, components: object) -> None:
    """Show changed lyrics to whoever changed them, with a button that sings them.

    Raises:
        EmptyText: nothing is left of them.
        ControlExpired: the form belongs to something else.
    """
    texts = dict(values_of(components))
    if "lyrics" not in texts:
        raise ControlExpired
    lyrics = tidy(texts["lyrics"])
    if not has_visible_characters(lyrics):
        raise EmptyText(Field.LYRICS)
    request = _song(interaction, title=texts.get("title", ""), lyrics=lyrics)
    draft = Draft(UserId(interaction.user.id), request, private=False)
    draft_id = interaction.client.drafts.keep(draft)
    locale = interaction.locale
    embed = discord.Embed(
        title=translate(locale, "Your lyrics"), description=shorten(escape(lyrics), 4096)
    )
    sing = Button[View](label=translate(locale, "Sing this"), custom_id=f"v1:form:{draft_id}")
    await interaction.response.send_message(
        embed=embed, view=view_of(ReopenFormButton(sing)), ephemeral=True
    )


async def open_with_lyrics(interaction: Interaction, text: str) -> None:
    """Open the form for a new song with a message's words as its lyrics.

    Raises:
        EmptyText: the message has no words that one can read.
    """
    lyrics = tidy(text)
    if not has_visible_characters(lyrics):
        raise EmptyText(Field.LYRICS)
    await _open_song(interaction, lyrics=lyrics)


async def _own(interaction: Interaction, job_id: JobId) -> JobView:
    view = await interaction.client.services.library.view(job_id, guild_of(interaction))
    if view.author_id != interaction.user.id:
        raise NotYourJob(job_id)
    return view


async def _draft(interaction: Interaction, job_id: JobId, number: int) -> LyricsDraft:
    view = await _own(interaction, job_id)
    found = view.job.finding
    if not isinstance(found, LyricsDrafts) or number > len(found.drafts):
        raise JobNotFound(job_id)
    return found.drafts[number - 1]


def _song(
    interaction: Interaction, *, title: str = "", lyrics: str = "", style: str = ""
) -> SongRequest:
    return SongRequest(
        model=usual_model(interaction),
        title=shorten(tidy(title), TITLE_LIMIT),
        lyrics=lyrics,
        style=style,
    )


async def _open_song(
    interaction: Interaction, *, title: str = "", lyrics: str = "", style: str = ""
) -> None:
    request = _song(interaction, title=title, lyrics=lyrics, style=style)
    await open_song_form(interaction, request, private=False)
