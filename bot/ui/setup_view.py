"""What the panel of `/server setup` shows: its steps and what a server has set by now."""

from dataclasses import dataclass
from enum import StrEnum

import discord

from bot.domain.allowances import Allowance
from bot.domain.ids import EVERYONE, GuildId, RoleId
from bot.domain.rules import GuildRules
from bot.domain.servers import ServerSettings
from bot.ui.asking import guild_of
from bot.ui.client import Interaction
from bot.ui.refusals import OnlyInServers


class Step(StrEnum):
    """One page of the panel, in the order of going through it."""

    WHERE = "where"
    REVIEW = "review"
    VERDICT = "verdict"
    LOG = "log"
    CREDITS = "credits"
    WORDS = "words"
    CHECK = "check"

    @property
    def number(self) -> int:
        """Its place, from 1."""
        return list(Step).index(self) + 1

    def beside(self, by: int) -> "Step | None":
        """Return the step `by` places further on; None beyond the ends."""
        index = self.number - 1 + by
        return list(Step)[index] if 0 <= index < len(Step) else None


@dataclass(frozen=True)
class SetupView:
    """What a server has set by now, as far as the panel goes."""

    guild: discord.Guild
    settings: ServerSettings
    rules: GuildRules
    allowances: tuple[Allowance, ...]
    models: tuple[str, ...]
    role_id: RoleId = EVERYONE
    """Whose allowance is being set."""

    @property
    def allowance(self) -> Allowance | None:
        """The allowance of `role_id`."""
        found = (each for each in self.allowances if each.role_id == self.role_id)
        return next(found, None)


async def read_setup(interaction: Interaction, role_id: RoleId = EVERYONE) -> SetupView:
    """Read what the panel shows.

    Raises:
        OnlyInServers: there is nothing to set up here.
    """
    if interaction.guild is None:
        raise OnlyInServers
    services, guild_id = interaction.client.services, guild_of(interaction)
    return SetupView(
        guild=interaction.guild,
        settings=await services.servers.settings(guild_id),
        rules=await services.rules.of(guild_id),
        allowances=await services.rules.allowances(guild_id),
        models=services.generation.models,
        role_id=role_id,
    )


def guild_id_of(view: SetupView) -> GuildId:
    """Return the id of the server that is set up."""
    return GuildId(view.guild.id)
