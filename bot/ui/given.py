"""Orders by the options of a command: what was typed is kept when something of it cannot be used.

A refusal brings a button that opens the order as a form, with all that was typed.
"""

from dataclasses import dataclass, replace

import discord

from bot.domain.errors import ConflictingFields, Field, Refusal
from bot.domain.ids import UserId
from bot.domain.requests import MashupRequest, Request
from bot.domain.songs import SongRequest
from bot.ui.buttons import build_reopen_view
from bot.ui.client import Interaction
from bot.ui.drafts import Draft
from bot.ui.forms import open_song_form
from bot.ui.ordering import order_song
from bot.ui.reports import report
from bot.ui.reworks import Formed, Rework, filled_in, has_source, with_source
from bot.ui.source_choice import chosen_source
from bot.ui.voices import sung_by


@dataclass(frozen=True)
class Given:
    """What a rework is to be made from, as it was chosen and typed."""

    song: str | None = None
    file: discord.Attachment | None = None
    link: str | None = None
    second: str = ""
    """The other song of a mixture."""
    start: str = ""
    end: str = ""

    @property
    def moments(self) -> dict[str, str]:
        """The times, by the inputs of the form that has them."""
        typed = {"start": self.start, "end": self.end}
        return {name: text for name, text in typed.items() if text}

    @property
    def written(self) -> dict[str, str]:
        """All that was typed, by the inputs of the form."""
        typed = {"song": self.song or "", "second": self.second, **self.moments}
        return {name: text for name, text in typed.items() if text}


async def order_rework(
    interaction: Interaction, options: Formed, given: Given, *, private: bool
) -> None:
    """Order what is to be made of what was given; `options` has all that was chosen besides."""
    request: Rework = options
    try:
        source = await chosen_source(interaction, given.song, given.file, given.link)
        request = with_source(request, source)
        if isinstance(request, MashupRequest):
            request = replace(request, second=await chosen_source(interaction, given.second))
        request = filled_in(request, given.moments)
    except Refusal as refusal:
        written = dict(given.written)
        if has_source(request):
            written.pop("song", None)
        await _tell(interaction, request, refusal, private=private, written=written)
        return
    await order_song(interaction, request, private=private)


async def order_new_song(
    interaction: Interaction,
    request: SongRequest,
    voice: str,
    lyrics_file: discord.Attachment | None,
    *,
    private: bool,
) -> None:
    """Order a new song, or open its form when no option holds any text; `voice` as typed."""
    try:
        if voice:
            request = await sung_by(interaction, request, voice)
        if request.lyrics and lyrics_file is not None:
            raise ConflictingFields(Field.LYRICS, Field.LYRICS_FILE)
    except Refusal as refusal:
        await _tell(interaction, request, refusal, private=private, written={})
        return
    texts = (request.idea, request.style, request.lyrics, request.title, request.exclude)
    if any(texts) or lyrics_file is not None:
        await order_song(interaction, request, private=private, lyrics_file=lyrics_file)
    else:
        await open_song_form(interaction, request, private=private)


async def _tell(
    interaction: Interaction,
    request: Request,
    refusal: Refusal,
    *,
    private: bool,
    written: dict[str, str],
) -> None:
    draft = Draft(UserId(interaction.user.id), request, private, written)
    kept_id = interaction.client.drafts.keep(draft)
    view = build_reopen_view(kept_id, interaction.locale, refusal)
    await report(interaction, refusal, view=view)
