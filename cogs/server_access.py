"""/server access: who may order songs, and where."""

from collections.abc import Callable
from dataclasses import replace

import discord
from discord import app_commands
from discord.app_commands import Range

from bot.domain.access import Access, AccessRule, AccessScope, Verdict
from bot.domain.ids import UserId
from bot.services.servers import MOST_DAYS
from bot.ui.access_panels import draw_access
from bot.ui.asking import guild_of
from bot.ui.client import Interaction, JamboreeClient
from bot.ui.groups import extend
from bot.ui.refusals import NothingToSet
from bot.ui.targets import AnyChannel, RuledChannel, rules_of

Days = Range[int, 0, MOST_DAYS]


class AccessCommands(app_commands.Group, name="server", description="This server's rules"):
    """Commands for managers about who may order."""

    access = app_commands.Group(name="access", description="Who may order songs, and where")

    @access.command(description="Let roles or members order, or name the channels for it")
    @app_commands.describe(
        role="Members with this role may order; then only those that are allowed may",
        member="This member may order, however new they are",
        channel="Songs are ordered here; then only where it is allowed",
        trusted="This role or member skips review and is never too new",
        age_restricted_channels="Songs may be ordered in age-restricted channels",
        remove="Take these rules away again",
    )
    async def allow(
        self,
        interaction: Interaction,
        role: discord.Role | None = None,
        member: discord.User | None = None,
        channel: app_commands.Transform[AnyChannel, RuledChannel] | None = None,
        trusted: bool = False,
        age_restricted_channels: bool = False,
        remove: bool = False,
    ) -> None:
        """Set or remove what is allowed, and show all rules."""
        verdict = Verdict.TRUST if trusted else Verdict.ALLOW
        rules = rules_of(verdict, role, member, channel)
        if trusted and any(rule.scope is AccessScope.CHANNEL for rule in rules):
            raise NothingToSet
        if not rules and not age_restricted_channels:
            raise NothingToSet
        await _apply(interaction, rules, remove=remove)
        if age_restricted_channels:
            await _change(interaction, lambda held: replace(held, age_restricted=not remove))
        await _show(interaction)

    @access.command(description="Exclude roles, members, channels or newcomers from ordering")
    @app_commands.describe(
        role="Members with this role may not order; left out, nobody is excluded by role",
        member="This member may not order",
        channel="No songs are ordered here or in its threads",
        account_days="Accounts that are not so many days old may not order; 0 lets all",
        stay_days="Members who are not here for so many days may not order; 0 lets all",
        age_restricted_channels="No songs are ordered in age-restricted channels",
        remove="Take these rules away again",
    )
    async def deny(
        self,
        interaction: Interaction,
        role: discord.Role | None = None,
        member: discord.User | None = None,
        channel: app_commands.Transform[AnyChannel, RuledChannel] | None = None,
        account_days: Days | None = None,
        stay_days: Days | None = None,
        age_restricted_channels: bool = False,
        remove: bool = False,
    ) -> None:
        """Set or remove what is denied, and show all rules."""
        rules = rules_of(Verdict.DENY, role, member, channel)
        newcomers = account_days is not None or stay_days is not None
        if not rules and not newcomers and not age_restricted_channels:
            raise NothingToSet

        def alter(held: Access) -> Access:
            account = held.newcomers.account_days if account_days is None else account_days
            stay = held.newcomers.stay_days if stay_days is None else stay_days
            if remove:
                account = 0 if account_days is not None else account
                stay = 0 if stay_days is not None else stay
            changed = replace(held.newcomers, account_days=account, stay_days=stay)
            closed = remove if age_restricted_channels else held.age_restricted
            return replace(held, newcomers=changed, age_restricted=closed)

        await _apply(interaction, rules, remove=remove)
        if newcomers or age_restricted_channels:
            await _change(interaction, alter)
        await _show(interaction)

    @access.command(name="list", description="All rules about who may order, and where")
    async def list_rules(self, interaction: Interaction) -> None:
        """Show them to the manager alone."""
        await _show(interaction)


async def _apply(interaction: Interaction, rules: tuple[AccessRule, ...], *, remove: bool) -> None:
    servers, guild_id = interaction.client.services.servers, guild_of(interaction)
    actor_id = UserId(interaction.user.id)
    for rule in rules:
        if remove:
            await servers.remove_rule(guild_id, rule, actor_id=actor_id)
        else:
            await servers.set_rule(guild_id, rule, actor_id=actor_id)


async def _change(interaction: Interaction, alter: Callable[[Access], Access]) -> None:
    await interaction.client.services.servers.change(
        guild_of(interaction),
        lambda held: replace(held, access=alter(held.access)),
        actor_id=UserId(interaction.user.id),
    )


async def _show(interaction: Interaction) -> None:
    settings = await interaction.client.services.servers.settings(guild_of(interaction))
    embed = draw_access(settings.access, interaction.locale)
    await interaction.response.send_message(embed=embed, ephemeral=True)


async def setup(bot: JamboreeClient) -> None:
    """Add the commands to the bot."""
    extend(bot, AccessCommands())
