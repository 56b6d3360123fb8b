"""/mod block and /mod unblock: keeping members from using the bot in this server."""

import discord
from discord import app_commands
from discord.app_commands import Range

from bot.domain.blocks import CannotBlock
from bot.domain.ids import UserId
from bot.ui.access_panels import block_end, draw_blocks
from bot.ui.asking import guild_of
from bot.ui.client import Interaction, JamboreeClient
from bot.ui.credit_requests import REASON_LIMIT
from bot.ui.groups import extend
from bot.ui.lengths import parse_length
from bot.ui.reports import tell
from bot.ui.translation import translate


class BlockCommands(app_commands.Group, name="mod", description="For moderators"):
    """Commands for moderators about blocks."""

    @app_commands.command(description="Keep a member from using the bot here")
    @app_commands.describe(
        member="Whom to block",
        reason="Why; the member is told",
        length="For how long: 2h, 3d, 4w; left out, for good",
    )
    async def block(
        self,
        interaction: Interaction,
        member: discord.User,
        reason: Range[str, 1, REASON_LIMIT],
        length: Range[str, 1, 20] | None = None,
    ) -> None:
        """Block from now on; a second block takes the place of the first."""
        if member.bot or member.id == interaction.user.id or _manages(member):
            raise CannotBlock(UserId(member.id))
        block = await interaction.client.services.blocks.block(
            guild_of(interaction),
            UserId(member.id),
            actor_id=UserId(interaction.user.id),
            length=None if length is None else parse_length(length),
            reason=reason,
        )
        locale = interaction.locale
        text = translate(
            locale,
            "<@{member}> is blocked here: {end}. /mod unblock lifts it.",
            member=member.id,
            end=block_end(block, locale),
        )
        await tell(interaction, text)

    @app_commands.command(description="Lift a member's block, or see who is blocked")
    @app_commands.describe(
        member="Whose block to lift; left out, everybody who is blocked is shown",
        reason="Why, for the record",
    )
    async def unblock(
        self,
        interaction: Interaction,
        member: discord.User | None = None,
        reason: Range[str, 1, REASON_LIMIT] = "",
    ) -> None:
        """Lift a block, or show all."""
        blocks, locale = interaction.client.services.blocks, interaction.locale
        if member is None:
            embed = draw_blocks(await blocks.holding(guild_of(interaction)), locale)
            await interaction.response.send_message(embed=embed, ephemeral=True)
            return
        await blocks.unblock(
            guild_of(interaction),
            UserId(member.id),
            actor_id=UserId(interaction.user.id),
            reason=reason,
        )
        text = translate(locale, "<@{member}> is not blocked here any more.", member=member.id)
        await tell(interaction, text)


def _manages(member: discord.User | discord.Member) -> bool:
    if not isinstance(member, discord.Member):
        return False
    return (member.resolved_permissions or member.guild_permissions).manage_guild


async def setup(bot: JamboreeClient) -> None:
    """Add the commands to the bot."""
    extend(bot, BlockCommands())
