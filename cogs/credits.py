"""/credits: what a member has, where it went, giving and asking."""

from datetime import date, timedelta

import discord
from discord import app_commands
from discord.app_commands import Range
from discord.ext import commands

from bot.domain.access import Use
from bot.domain.errors import GiftToOneself
from bot.domain.ids import UserId
from bot.domain.periods import Period
from bot.services.credits import MOST_CREDITS
from bot.ui.answers import draw_gift
from bot.ui.asking import address_of, guild_of, key_of, roles_of
from bot.ui.client import Interaction, JamboreeClient
from bot.ui.credit_requests import MOST_ASKED, REASON_LIMIT, ask, open_ask_form
from bot.ui.exports import history_button
from bot.ui.gate import used_to
from bot.ui.guarded import view_of
from bot.ui.pictures import send_report
from bot.ui.refusals import BotsHaveNoCredits
from bot.ui.statements import draw_statement
from bot.ui.usage_reports import Report, draw_own_table

_CHART_DAYS = 30


class CreditsCog(commands.GroupCog, group_name="credits", group_description="Your credits here"):
    """Commands about credits."""

    @used_to(Use.LOOK)
    @app_commands.command(description="What you have, what is reserved and where the rest went")
    async def balance(self, interaction: Interaction) -> None:
        """Show the account to its owner alone."""
        services, guild_id = interaction.client.services, guild_of(interaction)
        statement = await services.credits.statement(
            guild_id, UserId(interaction.user.id), role_ids=roles_of(interaction.user)
        )
        wallet = await services.treasury.wallet(guild_id)
        await interaction.response.send_message(
            embed=draw_statement(statement, interaction.locale, wallet),
            view=view_of(history_button(interaction.locale)),
            ephemeral=True,
        )

    @app_commands.command(description="Give some of your granted credits to another member")
    @app_commands.describe(
        member="Who gets them", amount="How many credits", reason="What they are for"
    )
    async def give(
        self,
        interaction: Interaction,
        member: discord.User,
        amount: Range[int, 1, MOST_CREDITS],
        reason: Range[str, 1, REASON_LIMIT] = "",
    ) -> None:
        """Give, if the server's rules allow it, and say so in the channel."""
        if member.bot:
            raise BotsHaveNoCredits
        if member.id == interaction.user.id:
            raise GiftToOneself
        service, key = interaction.client.services.credits, key_of(interaction)
        await service.give(
            guild_of(interaction),
            UserId(interaction.user.id),
            UserId(member.id),
            amount,
            reason=reason,
            key=key,
        )
        text = draw_gift(interaction, UserId(member.id), amount, reason)
        mentions = discord.AllowedMentions(
            everyone=False, roles=False, users=[discord.Object(member.id)]
        )
        answer = await interaction.response.send_message(text, allowed_mentions=mentions)
        if (message := address_of(interaction, answer.message_id)) is not None:
            await service.told(key, message)

    @app_commands.command(name="ask", description="Ask the moderators for credits")
    @app_commands.describe(
        amount="How many credits; left out, a form opens", reason="What they are for"
    )
    async def ask_for(
        self,
        interaction: Interaction,
        amount: Range[int, 1, MOST_ASKED] | None = None,
        reason: Range[str, 1, REASON_LIMIT] | None = None,
    ) -> None:
        """Ask with a message in the channel, or open the form when something is missing."""
        if amount is None or reason is None:
            await open_ask_form(interaction, amount)
        else:
            await ask(interaction, amount, reason)

    @used_to(Use.LOOK)
    @app_commands.command(description="A picture of what you used in the last 30 days")
    async def chart(self, interaction: Interaction) -> None:
        """Show use per day and kind against the allowance, to its owner alone."""
        services, guild_id = interaction.client.services, guild_of(interaction)
        user_id, locale = UserId(interaction.user.id), interaction.locale
        await interaction.response.defer(ephemeral=True, thinking=True)
        _, today = await services.reports.period(guild_id, Period.DAY)
        first: date = today - timedelta(days=_CHART_DAYS - 1)
        usage = await services.reports.usage(guild_id, first, today, user_id=user_id)
        statement = await services.credits.statement(
            guild_id, user_id, limit=1, role_ids=roles_of(interaction.user)
        )
        report = Report(first, today, usage)
        table = draw_own_table(report, statement.refill, locale)
        await send_report(interaction, report, statement.refill, table)


async def setup(bot: JamboreeClient) -> None:
    """Add the commands to the bot."""
    await bot.add_cog(CreditsCog())
