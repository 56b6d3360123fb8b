"""A panel: an embed with buttons, answered to one person alone."""

from dataclasses import dataclass

import discord

from bot.ui.client import Interaction
from bot.ui.guarded import GuardedItem, view_of


@dataclass(frozen=True)
class Panel:
    """What a panel shows."""

    embed: discord.Embed
    buttons: tuple[GuardedItem, ...] = ()


async def open_panel(interaction: Interaction, panel: Panel) -> None:
    """Answer with a panel that only the asker sees."""
    await interaction.response.send_message(
        embed=panel.embed, view=view_of(*panel.buttons), ephemeral=True
    )


async def change_panel(interaction: Interaction, panel: Panel) -> None:
    """Show a panel in place of the one whose button was pressed."""
    await interaction.response.edit_message(
        content=None, embed=panel.embed, view=view_of(*panel.buttons)
    )
