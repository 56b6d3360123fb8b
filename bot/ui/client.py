"""What cogs, buttons and forms may ask of the running bot."""

from typing import Protocol, TypeAlias, cast

import discord
from discord.ext import commands

from bot.domain.ids import JobId, SongId
from bot.domain.jobs import JobKind
from bot.domain.library import SongQuery
from bot.domain.ports import Clock, SongArchive
from bot.services import Services
from bot.ui.charts.process import ChartPainter
from bot.ui.drafts import DraftId, Drafts


class Controls(Protocol):
    """What pressing the bot's buttons does. Refusals are raised; the buttons tell them."""

    async def again(
        self, interaction: "Interaction", job_id: JobId, shown_price: int | None
    ) -> None:
        """Order the same once more, charged to the presser, if the price is the one shown."""
        ...

    async def lyrics(self, interaction: "Interaction", job_id: JobId) -> None:
        """Show a song's lyrics to the presser alone."""
        ...

    async def cancel(self, interaction: "Interaction", job_id: JobId) -> None:
        """End a job that was not sent yet."""
        ...

    async def refresh(self, interaction: "Interaction", job_id: JobId) -> None:
        """Draw the pressed message anew."""
        ...

    async def reopen(self, interaction: "Interaction", draft_id: DraftId) -> None:
        """Open the form again with the text that was refused."""
        ...


class ReworkControls(Protocol):
    """What pressing the buttons about one song does. Refusals are raised; the buttons tell them."""

    async def form_on_card(
        self, interaction: "Interaction", job_id: JobId, kind: JobKind, shown_price: int | None
    ) -> None:
        """Open the form that makes something of a card's song, if the price is the one shown."""
        ...


class LibraryControls(Protocol):
    """What pressing the buttons of the library and the queue does. Refusals are raised."""

    async def turn_to(self, interaction: "Interaction", query: SongQuery, number: int) -> None:
        """Show a page of the library in place of the one whose button was pressed."""
        ...

    async def save(self, interaction: "Interaction", job_id: JobId) -> None:
        """Let a job's songs be favourites of the presser."""
        ...

    async def delete(self, interaction: "Interaction", song_id: SongId) -> None:
        """Delete a song, as was confirmed."""
        ...

    async def keep(self, interaction: "Interaction") -> None:
        """Delete nothing."""
        ...

    async def unqueue(self, interaction: "Interaction", job_id: JobId) -> None:
        """End a job that was not sent yet, and draw the queue anew."""
        ...

    async def queue(self, interaction: "Interaction") -> None:
        """Draw the queue anew."""
        ...


class JamboreeClient(commands.Bot):
    """The bot as its outer layers see it; `bot.app` makes it."""

    services: Services
    archive: SongArchive
    clock: Clock
    drafts: Drafts
    controls: Controls
    charts: ChartPainter
    library_controls: LibraryControls
    rework_controls: ReworkControls
    stopping: bool = False
    """Set once the program is about to end: nothing new is begun."""


Interaction: TypeAlias = discord.Interaction[JamboreeClient]


def of_this_bot(interaction: discord.Interaction) -> Interaction:
    """Return an interaction that discord.py handed to a component, with its client's type.

    Raises:
        TypeError: it belongs to another kind of client, which is a mistake in the wiring.
    """
    if not isinstance(interaction.client, JamboreeClient):
        raise TypeError(f"{type(interaction.client).__name__} is not a JamboreeClient")
    return cast(Interaction, interaction)
