"""What a member has and where it went, as one private answer."""

import discord
from discord import Locale

from bot.domain.credits import EntryKind
from bot.domain.delivery import MessageRef
from bot.domain.ids import DIRECT_MESSAGES
from bot.services.credits import Statement, StatementLine
from bot.ui.figures import day
from bot.ui.text import inline
from bot.ui.translation import translate

_REASON_LIMIT = 80
_STARTING_GRANT = "start"
"""The reason that the ledger gives for a newcomer's credits."""
_DESCRIPTION_LIMIT = 4000
_COLOUR = discord.Colour(0x5865F2)


def draw_statement(statement: Statement, locale: Locale) -> discord.Embed:
    """Return the account: available, reserved, and the newest lines with links to their cards."""
    lines: list[str] = []
    for line in statement.lines:
        lines.append(_line(line, locale))
        if sum(map(len, lines)) + len(lines) > _DESCRIPTION_LIMIT:
            lines.pop()
            break
    empty = translate(locale, "No credits have moved yet.")
    embed = discord.Embed(
        title=translate(locale, "Your credits"),
        description="\n".join(lines) or empty,
        colour=_COLOUR,
    )
    balance = statement.balance
    embed.add_field(name=translate(locale, "Available"), value=str(balance.available))
    embed.add_field(name=translate(locale, "Reserved"), value=str(balance.held))
    return embed


def message_url(message: MessageRef) -> str | None:
    """Return the address that leads to a job's message, or None when it has none or is private."""
    if message.message_id is None or message.place.ephemeral:
        return None
    place = message.place
    guild = "@me" if place.guild_id == DIRECT_MESSAGES else str(place.guild_id)
    return f"https://discord.com/channels/{guild}/{place.channel_id}/{message.message_id}"


def _line(line: StatementLine, locale: Locale) -> str:
    sign = "+" if line.amount > 0 else "−"
    text = f"{day(line.at)} **{sign}{abs(line.amount)}** {_what(line, locale)}"
    url = message_url(line.message) if line.message else None
    return f"{text} · [{translate(locale, 'card')}]({url})" if url else text


def _what(line: StatementLine, locale: Locale) -> str:
    match line.kind:
        case EntryKind.CAPTURE:
            return translate(locale, "song {reference}", reference=line.job_id)
        case EntryKind.GRANT if line.reason == _STARTING_GRANT:
            return translate(locale, "to start with")
        case EntryKind.GRANT:
            reason = inline(line.reason, _REASON_LIMIT)
            if not reason:
                return translate(locale, "granted")
            return translate(locale, "granted: {reason}", reason=reason)
