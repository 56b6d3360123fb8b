"""/server: the rules that a server's managers set about credits."""

from dataclasses import replace

import discord
from discord import app_commands
from discord.app_commands import Choice, Range

from bot.domain.allowances import Allowance
from bot.domain.ids import EVERYONE, RoleId, UserId
from bot.domain.jobs import JobKind
from bot.domain.limits import Limit, Measure
from bot.domain.periods import Period
from bot.domain.rules import FixedPrice, GuildRules
from bot.services.credits import MOST_CREDITS
from bot.services.rules import MOST_PERCENT
from bot.ui.answers import (
    draw_allowances,
    draw_gifts,
    draw_limits,
    draw_prices,
    draw_wallet,
    limit_set,
    removed,
)
from bot.ui.asking import guild_of
from bot.ui.choices import ALLOWANCE_PERIODS, KINDS, MEASURES, time_zones
from bot.ui.client import Interaction, JamboreeClient
from bot.ui.credit_requests import REASON_LIMIT
from bot.ui.groups import extend
from bot.ui.refusals import NothingToSet, OneTargetOnly
from bot.ui.reports import tell
from bot.ui.targets import AnyChannel, RuledChannel, target_of
from bot.ui.wallets import move_wallet


class CreditRules(app_commands.Group, name="server", description="This server's rules"):
    """Commands for managers about credits."""

    limits = app_commands.Group(name="limits", description="How much may be ordered")
    allowance = app_commands.Group(name="allowance", description="Credits that come by themselves")
    prices = app_commands.Group(name="prices", description="What songs cost here")

    @limits.command(name="set", description="Set a limit; for everyone unless somebody is named")
    @app_commands.describe(
        measure="What is limited",
        amount="How much is allowed",
        role="For the members with a role",
        member="For one member",
        channel="For all orders in a channel and its threads",
        whole_server="For all orders in the server together",
    )
    @app_commands.choices(measure=MEASURES)
    async def set_limit(
        self,
        interaction: Interaction,
        measure: str,
        amount: Range[int, 0, MOST_CREDITS],
        role: discord.Role | None = None,
        member: discord.User | None = None,
        channel: app_commands.Transform[AnyChannel, RuledChannel] | None = None,
        whole_server: bool = False,
    ) -> None:
        """Set a limit, replacing an earlier one of the same measure and target."""
        scope, subject_id = target_of(role, member, channel, whole_server=whole_server)
        limit = Limit(guild_of(interaction), scope, subject_id, Measure(measure), amount)
        await interaction.client.services.rules.set_limit(limit, actor_id=_actor(interaction))
        await tell(interaction, limit_set(limit, interaction.locale))

    @limits.command(name="list", description="All limits")
    async def list_limits(self, interaction: Interaction) -> None:
        """Show them to the manager alone."""
        limits = await interaction.client.services.rules.limits(guild_of(interaction))
        await _show(interaction, draw_limits(limits, interaction.locale))

    @limits.command(name="remove", description="Remove a limit")
    @app_commands.describe(
        measure="What is limited",
        role="The one for a role",
        member="The one for a member",
        channel="The one for a channel",
        whole_server="The one for the whole server",
    )
    @app_commands.choices(measure=MEASURES)
    async def remove_limit(
        self,
        interaction: Interaction,
        measure: str,
        role: discord.Role | None = None,
        member: discord.User | None = None,
        channel: app_commands.Transform[AnyChannel, RuledChannel] | None = None,
        whole_server: bool = False,
    ) -> None:
        """Remove it and say whether it was there."""
        scope, subject_id = target_of(role, member, channel, whole_server=whole_server)
        was_there = await interaction.client.services.rules.remove_limit(
            guild_of(interaction),
            scope,
            subject_id,
            Measure(measure),
            actor_id=_actor(interaction),
        )
        await tell(interaction, removed(interaction.locale, was_there=was_there))

    @allowance.command(name="set", description="Set credits by role, and what newcomers start with")
    @app_commands.describe(
        amount="How many credits; 0 removes the allowance",
        period="How often",
        role="For the members with a role; left out, for everyone",
        carry_over="How many unused credits are kept at most",
        newcomers="What a newcomer starts with, once",
        time_zone="Where this server's days begin, such as Europe/Vienna",
    )
    @app_commands.choices(period=ALLOWANCE_PERIODS)
    async def set_allowance(
        self,
        interaction: Interaction,
        amount: Range[int, 0, MOST_CREDITS] | None = None,
        period: str = Period.WEEK.value,
        role: discord.Role | None = None,
        carry_over: Range[int, 0, MOST_CREDITS] = 0,
        newcomers: Range[int, 0, MOST_CREDITS] | None = None,
        time_zone: Range[str, 1, 64] | None = None,
    ) -> None:
        """Change what is given and show all allowances."""
        if amount is None and newcomers is None and time_zone is None:
            raise NothingToSet
        rules, guild_id = interaction.client.services.rules, guild_of(interaction)
        actor_id = _actor(interaction)

        def alter(held: GuildRules) -> GuildRules:
            welcome = held.welcome if newcomers is None else newcomers
            return replace(held, welcome=welcome, time_zone=time_zone or held.time_zone)

        await rules.change(guild_id, alter, actor_id=actor_id)
        role_id = EVERYONE if role is None or role.is_default() else RoleId(role.id)
        if amount:
            wanted = Allowance(guild_id, role_id, amount, Period(period), carry_over)
            await rules.set_allowance(wanted, actor_id=actor_id)
        elif amount == 0:
            await rules.remove_allowance(guild_id, role_id, actor_id=actor_id)
        await self._show_allowances(interaction)

    @set_allowance.autocomplete("time_zone")
    async def _time_zones(self, interaction: Interaction, current: str) -> list[Choice[str]]:
        return await time_zones(current)

    @allowance.command(name="list", description="All allowances and a newcomer's start")
    async def list_allowances(self, interaction: Interaction) -> None:
        """Show them to the manager alone."""
        await self._show_allowances(interaction)

    async def _show_allowances(self, interaction: Interaction) -> None:
        rules, guild_id = interaction.client.services.rules, guild_of(interaction)
        allowances, held = await rules.allowances(guild_id), await rules.of(guild_id)
        await _show(interaction, draw_allowances(allowances, held, interaction.locale))

    @prices.command(name="set", description="Set a fixed price, or the factor for everything else")
    @app_commands.describe(
        kind="What it is for",
        price="What it costs, in credits",
        model="For one model only",
        percent="Everything else, in percent of what the music service takes",
    )
    @app_commands.choices(kind=KINDS)
    async def set_price(
        self,
        interaction: Interaction,
        kind: str | None = None,
        price: Range[int, 0, MOST_CREDITS] | None = None,
        model: Range[str, 1, 60] = "",
        percent: Range[int, 0, MOST_PERCENT] | None = None,
    ) -> None:
        """Change prices for orders from now on, and show them all."""
        if (kind is None) != (price is None) or (price is None and percent is None):
            raise NothingToSet
        rules, guild_id = interaction.client.services.rules, guild_of(interaction)
        if kind is not None and price is not None:
            fixed = FixedPrice(guild_id, JobKind(kind), model, price)
            await rules.set_price(fixed, actor_id=_actor(interaction))
        if percent is not None:
            await rules.change(
                guild_id,
                lambda held: replace(held, price_percent=percent),
                actor_id=_actor(interaction),
            )
        await self._show_prices(interaction)

    @prices.command(name="list", description="All prices")
    async def list_prices(self, interaction: Interaction) -> None:
        """Show them to the manager alone."""
        await self._show_prices(interaction)

    @prices.command(name="remove", description="Remove a fixed price")
    @app_commands.describe(kind="What it is for", model="The one for a model")
    @app_commands.choices(kind=KINDS)
    async def remove_price(
        self, interaction: Interaction, kind: str, model: Range[str, 1, 60] = ""
    ) -> None:
        """Remove it and say whether it was there."""
        was_there = await interaction.client.services.rules.remove_price(
            guild_of(interaction), JobKind(kind), model, actor_id=_actor(interaction)
        )
        await tell(interaction, removed(interaction.locale, was_there=was_there))

    async def _show_prices(self, interaction: Interaction) -> None:
        rules, guild_id = interaction.client.services.rules, guild_of(interaction)
        prices, held = await rules.prices(guild_id), await rules.of(guild_id)
        await _show(interaction, draw_prices(prices, held, interaction.locale))

    @app_commands.command(description="Whether members may give credits to each other")
    @app_commands.describe(
        allowed="Whether they may",
        daily_ceiling="The most that one member may give away in a day",
        no_ceiling="Let members give away as much as they have",
    )
    async def gifts(
        self,
        interaction: Interaction,
        allowed: bool | None = None,
        daily_ceiling: Range[int, 0, MOST_CREDITS] | None = None,
        no_ceiling: bool = False,
    ) -> None:
        """Change the rules about gifts, if an option is given, and show them."""
        if no_ceiling and daily_ceiling is not None:
            raise OneTargetOnly

        def alter(held: GuildRules) -> GuildRules:
            kept = held.gift_ceiling if daily_ceiling is None else daily_ceiling
            return replace(
                held,
                gifts=held.gifts if allowed is None else allowed,
                gift_ceiling=None if no_ceiling else kept,
            )

        rules = await interaction.client.services.rules.change(
            guild_of(interaction), alter, actor_id=_actor(interaction)
        )
        await tell(interaction, draw_gifts(rules, interaction.locale))

    @app_commands.command(description="The server's own credits and its monthly ceiling")
    @app_commands.describe(
        fill="Put so many credits into it",
        drain="Take so many credits out of it",
        pays="Whether it pays what a member cannot",
        ceiling="The most that the music service may cost in a month, in its credits",
        no_ceiling="Do without a ceiling",
        reason="Why, for the record",
    )
    async def wallet(
        self,
        interaction: Interaction,
        fill: Range[int, 1, MOST_CREDITS] | None = None,
        drain: Range[int, 1, MOST_CREDITS] | None = None,
        pays: bool | None = None,
        ceiling: Range[int, 0, MOST_CREDITS] | None = None,
        no_ceiling: bool = False,
        reason: Range[str, 1, REASON_LIMIT] = "",
    ) -> None:
        """Do what the options say, if any is given, and show the wallet."""
        if (fill and drain) or (no_ceiling and ceiling is not None):
            raise OneTargetOnly
        await move_wallet(interaction, (fill or 0) - (drain or 0), reason)
        services, guild_id = interaction.client.services, guild_of(interaction)

        def alter(held: GuildRules) -> GuildRules:
            kept = held.monthly_ceiling if ceiling is None else ceiling
            return replace(
                held,
                wallet_pays=held.wallet_pays if pays is None else pays,
                monthly_ceiling=None if no_ceiling else kept,
            )

        await services.rules.change(guild_id, alter, actor_id=_actor(interaction), reason=reason)
        state = await services.treasury.wallet(guild_id)
        await _show(interaction, draw_wallet(state, interaction.locale))


def _actor(interaction: Interaction) -> UserId:
    return UserId(interaction.user.id)


async def _show(interaction: Interaction, embed: discord.Embed) -> None:
    await interaction.response.send_message(embed=embed, ephemeral=True)


async def setup(bot: JamboreeClient) -> None:
    """Add the commands to the bot."""
    extend(bot, CreditRules())
