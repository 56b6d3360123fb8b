"""/mod: what moderators do with credits, and what they see of them."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

import discord
from discord import app_commands
from discord.app_commands import Choice, Range

from bot.domain.errors import NotEnoughCredits
from bot.domain.ids import EntryId, UserId
from bot.domain.periods import Period, midnight
from bot.services.credits import MOST_CREDITS
from bot.ui.answers import draw_purse, granted, taken, undone
from bot.ui.asking import guild_of, key_of
from bot.ui.choices import REPORT_PERIODS
from bot.ui.client import Interaction, JamboreeClient
from bot.ui.credit_requests import REASON_LIMIT, draw_request, request_view
from bot.ui.exports import send_ledger
from bot.ui.groups import extend
from bot.ui.pictures import send_report
from bot.ui.refusals import AccountTooLow, BotsHaveNoCredits
from bot.ui.reports import tell
from bot.ui.statements import draw_account
from bot.ui.translation import translate
from bot.ui.usage_reports import Report, draw_server_table

_EVERYTHING: Final = "everything"
_BEGINNING: Final = datetime(2015, 1, 1, tzinfo=UTC)
"""Before there were Discord servers."""


class CreditModeration(app_commands.Group, name="mod", description="For moderators"):
    """Commands for moderators about credits."""

    accounts = app_commands.Group(name="credits", description="The credits of members")

    @accounts.command(description="Give a member credits of the server")
    @app_commands.describe(
        member="Who gets them", amount="How many credits", reason="What they are for"
    )
    async def grant(
        self,
        interaction: Interaction,
        member: discord.User,
        amount: Range[int, 1, MOST_CREDITS],
        reason: Range[str, 1, REASON_LIMIT],
    ) -> None:
        """Issue credits."""
        if member.bot:
            raise BotsHaveNoCredits
        purse = await interaction.client.services.treasury.grant(
            guild_of(interaction),
            UserId(member.id),
            amount,
            actor_id=UserId(interaction.user.id),
            reason=reason,
            key=key_of(interaction),
        )
        text = granted(UserId(member.id), amount, interaction.locale)
        await tell(interaction, draw_purse(text, purse, interaction.locale))

    @accounts.command(description="Take granted credits back from a member")
    @app_commands.describe(
        member="Who loses them", amount="How many credits", reason="Why they are taken back"
    )
    async def take(
        self,
        interaction: Interaction,
        member: discord.User,
        amount: Range[int, 1, MOST_CREDITS],
        reason: Range[str, 1, REASON_LIMIT],
    ) -> None:
        """Take credits back, never more than there are."""
        try:
            purse = await interaction.client.services.treasury.take(
                guild_of(interaction),
                UserId(member.id),
                amount,
                actor_id=UserId(interaction.user.id),
                reason=reason,
                key=key_of(interaction),
            )
        except NotEnoughCredits as refusal:
            raise AccountTooLow(refusal.needed, refusal.available) from refusal
        text = taken(UserId(member.id), amount, interaction.locale)
        await tell(interaction, draw_purse(text, purse, interaction.locale))

    @accounts.command(description="Take one line back by a line the other way round")
    @app_commands.describe(
        line="The line's number, as /mod credits show names it", reason="Why it is taken back"
    )
    async def undo(
        self,
        interaction: Interaction,
        line: Range[int, 1, 2**53 - 1],
        reason: Range[str, 1, REASON_LIMIT],
    ) -> None:
        """Reverse a line, once and in full."""
        try:
            reversal = await interaction.client.services.treasury.undo(
                guild_of(interaction),
                EntryId(line),
                actor_id=UserId(interaction.user.id),
                reason=reason,
            )
        except NotEnoughCredits as refusal:
            raise AccountTooLow(refusal.needed, refusal.available) from refusal
        text = undone(EntryId(line), reversal.entry_id, reversal.amount, interaction.locale)
        await tell(interaction, text)

    @accounts.command(description="A member's credits with their lines, or the open requests")
    @app_commands.describe(member="Whose credits; left out, requests that wait for an answer")
    async def show(self, interaction: Interaction, member: discord.User | None = None) -> None:
        """Show an account, or the oldest open request with its buttons, to the moderator alone."""
        treasury, locale = interaction.client.services.treasury, interaction.locale
        if member is not None:
            user_id = UserId(member.id)
            statement = await treasury.show(guild_of(interaction), user_id)
            embed = draw_account(statement, user_id, locale)
            await interaction.response.send_message(embed=embed, ephemeral=True)
            return
        requests = await treasury.requests(guild_of(interaction))
        if not requests:
            await tell(interaction, translate(locale, "No request waits for an answer."))
            return
        embed = draw_request(requests[0], locale)
        embed.set_footer(
            text=translate(locale, "The oldest of those that wait: {count}", count=len(requests))
        )
        # Public, so that the member who asked reads the answer.
        await interaction.response.send_message(embed=embed, view=request_view(requests[0], locale))

    @app_commands.command(description="Who used what: a picture and a table")
    @app_commands.describe(period="Which days", member="Of one member only")
    @app_commands.choices(period=REPORT_PERIODS)
    async def report(
        self,
        interaction: Interaction,
        period: str = Period.WEEK.value,
        member: discord.User | None = None,
    ) -> None:
        """Show the use of a day, week or month of the server's calendar."""
        reports, guild_id = interaction.client.services.reports, guild_of(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        first, last = await reports.period(guild_id, Period(period))
        user_id = None if member is None else UserId(member.id)
        usage = await reports.usage(guild_id, first, last, user_id=user_id)
        report = Report(first, last, usage)
        table = draw_server_table(report, interaction.locale)
        await send_report(interaction, report, None, table)

    @app_commands.command(description="The lines of the server's ledger as a file (CSV)")
    @app_commands.describe(period="Which days")
    @app_commands.choices(period=[*REPORT_PERIODS, Choice(name="Everything", value=_EVERYTHING)])
    async def export(self, interaction: Interaction, period: str = Period.MONTH.value) -> None:
        """Send a file that spreadsheets open."""
        if period == _EVERYTHING:
            until = interaction.client.clock.now() + timedelta(minutes=1)
            await send_ledger(interaction, "ledger", _BEGINNING, until)
            return
        services, guild_id = interaction.client.services, guild_of(interaction)
        first, last = await services.reports.period(guild_id, Period(period))
        zone = (await services.rules.of(guild_id)).time_zone
        stem = f"ledger-{first.isoformat()}-{last.isoformat()}"
        await send_ledger(interaction, stem, midnight(first, zone), _end_of(last, zone))


def _end_of(day: date, zone: str) -> datetime:
    return midnight(day + timedelta(days=1), zone)


async def setup(bot: JamboreeClient) -> None:
    """Add the commands to the bot."""
    extend(bot, CreditModeration())
