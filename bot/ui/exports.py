"""Lines of the ledger as files for spreadsheets."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime

import discord
from discord import Locale
from discord.ui import Button, View

from bot.domain.access import Use
from bot.domain.ids import UserId
from bot.domain.usage import LedgerLine
from bot.services.credits import StatementLine
from bot.ui.asking import guild_of
from bot.ui.client import Interaction
from bot.ui.guarded import GuardedButton
from bot.ui.spreadsheets import Cell, Table, written
from bot.ui.statements import address_url
from bot.ui.translation import translate, translate_plural

_HISTORY_COLUMNS = ("when (UTC)", "credits", "kind", "reason", "song", "link", "line")
_LEDGER_COLUMNS = (
    *("line", "when (UTC)", "kind", "credits", "from", "from member", "to", "to member"),
    *("by", "reason", "song", "takes back line", "link"),
)
"""The columns' names are the same in all languages, so that programs can read the files."""

_OVERHEAD_BYTES = 100_000
"""What a request holds besides the file."""


class HistoryButton(GuardedButton, template=r"v1:history:(?P<id>mine)"):
    """Sends whoever presses it the whole history of their own account."""

    use = Use.LOOK

    async def press(self, interaction: Interaction) -> None:
        """Send it."""
        await send_history(interaction)


def history_button(locale: Locale) -> HistoryButton:
    """Return the button for one's own history."""
    label = translate(locale, "Full history")
    return HistoryButton(Button[View](label=label, custom_id="v1:history:mine"))


async def send_history(interaction: Interaction) -> None:
    """Answer with everything that ever moved on the user's own account, as a file.

    Raises:
        FileTooLarge: Discord does not take it.
    """
    lines = interaction.client.services.credits.history(
        guild_of(interaction), UserId(interaction.user.id)
    )
    await send_table(interaction, Table("credits", _HISTORY_COLUMNS, _history_rows(lines)))


async def send_ledger(
    interaction: Interaction, stem: str, since: datetime, until: datetime
) -> None:
    """Answer with a server's lines of a time, as a file.

    Raises:
        FileTooLarge: Discord does not take it.
    """
    lines = interaction.client.services.reports.lines(guild_of(interaction), since, until)
    await send_table(interaction, ledger_table(stem, lines))


def ledger_table(stem: str, lines: AsyncIterator[LedgerLine]) -> Table:
    """Return a server's lines as a table, in which nothing is translated."""
    return Table(stem, _LEDGER_COLUMNS, _ledger_rows(lines))


async def send_table(interaction: Interaction, table: Table) -> None:
    """Answer with a table as a file.

    Raises:
        FileTooLarge: Discord does not take it.
    """
    await interaction.response.defer(ephemeral=True, thinking=True)
    limit = interaction.filesize_limit - _OVERHEAD_BYTES
    async with written(table, limit) as file:
        text = translate_plural(interaction.locale, "{count} line", "{count} lines", file.rows)
        attachment = discord.File(file.path, file.name, description=text)
        await interaction.followup.send(text, file=attachment, ephemeral=True)


async def _history_rows(lines: AsyncIterator[StatementLine]) -> AsyncIterator[Sequence[Cell]]:
    async for line in lines:
        yield (
            line.at,
            line.amount,
            line.kind.value,
            line.reason,
            line.job_id,
            address_url(line.message),
            line.entry_id,
        )


async def _ledger_rows(lines: AsyncIterator[LedgerLine]) -> AsyncIterator[Sequence[Cell]]:
    async for line in lines:
        yield (
            line.entry_id,
            line.at,
            line.kind.value,
            line.amount,
            line.source.value,
            _identity(line.source_owner),
            line.target.value,
            _identity(line.target_owner),
            _identity(line.actor_id),
            line.reason,
            line.job_id,
            line.reverses_id,
            address_url(line.message),
        )


def _identity(user_id: UserId | None) -> str | None:
    # As text: spreadsheets round numbers of more than 15 digits.
    return None if user_id is None else f"id {user_id}"
