"""/mod log: who did what here, why, and what held before and since."""

import discord
from discord import app_commands
from discord.app_commands import Choice, Range

from bot.domain.actions import ActionKind
from bot.domain.errors import Field, UnknownChoice
from bot.domain.ids import UserId
from bot.ui.action_pages import Wish, open_actions, send_actions
from bot.ui.client import Interaction, JamboreeClient
from bot.ui.groups import extend

_MOST_CHOICES = 25


class AuditCommands(app_commands.Group, name="mod", description="For moderators"):
    """The command for moderators about what was done."""

    @app_commands.command(description="Who did what here, when and why; also as a file (CSV)")
    @app_commands.describe(
        who="Only what this person did",
        about="Only what was done about this member",
        what="Only what is of this kind",
        days="Only the last so many days",
        as_file="All of it as a file that spreadsheets open, with what held before and since",
    )
    async def log(
        self,
        interaction: Interaction,
        who: discord.User | None = None,
        about: discord.User | None = None,
        what: Range[str, 1, 40] | None = None,
        days: Range[int, 1, 3650] | None = None,
        as_file: bool = False,
    ) -> None:
        """Show the newest page, or send everything."""
        wish = Wish(
            None if who is None else UserId(who.id),
            "" if about is None else str(about.id),
            None if what is None else _kind(what),
            days,
        )
        if as_file:
            await send_actions(interaction, wish)
        else:
            await open_actions(interaction, wish)

    @log.autocomplete("what")
    async def _kinds(self, interaction: Interaction, current: str) -> list[Choice[str]]:
        wanted = current.casefold().replace(" ", "_")
        found = [kind for kind in ActionKind if wanted in kind]
        return [
            Choice(name=kind.replace("_", " ").capitalize(), value=kind.value)
            for kind in found[:_MOST_CHOICES]
        ]


def _kind(text: str) -> ActionKind:
    written = text.casefold().replace(" ", "_")
    if written not in tuple(ActionKind):
        raise UnknownChoice(Field.KIND, text, tuple(kind.replace("_", " ") for kind in ActionKind))
    return ActionKind(written)


async def setup(bot: JamboreeClient) -> None:
    """Add the command to the bot."""
    extend(bot, AuditCommands())
