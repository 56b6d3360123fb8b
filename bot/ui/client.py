"""What cogs, buttons and forms may ask of the running bot."""

from typing import Protocol, TypeAlias, cast

import discord
from discord.ext import commands

from bot.domain.ids import JobId
from bot.domain.ports import Clock, SongArchive
from bot.services import Services
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
        """Open the song form again with the text that was refused."""
        ...


class JamboreeClient(commands.Bot):
    """The bot as its outer layers see it; `bot.app` makes it."""

    services: Services
    archive: SongArchive
    clock: Clock
    drafts: Drafts
    controls: Controls
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
