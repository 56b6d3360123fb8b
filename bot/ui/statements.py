"""What a member has and where it went, as one private answer."""

import discord
from discord import Locale

from bot.domain.credits import STARTING_REASON, EntryKind, Purse
from bot.domain.delivery import MessageRef
from bot.domain.ids import DIRECT_MESSAGES, UserId
from bot.domain.jobs import JobKind
from bot.domain.messages import MessageAddress
from bot.services.credits import Statement, StatementLine
from bot.services.treasury import WalletState
from bot.ui.amounts import refill_line
from bot.ui.figures import day
from bot.ui.people import mention
from bot.ui.text import inline
from bot.ui.translation import translate

_REASON_LIMIT = 80
_TITLE_LIMIT = 60
_DESCRIPTION_LIMIT = 4000
_COLOUR = discord.Colour(0x5865F2)


def draw_statement(
    statement: Statement, locale: Locale, wallet: WalletState | None = None
) -> discord.Embed:
    """Return a member's own account: what there is, what comes next, and the newest lines.

    `wallet` is shown if it pays what a member cannot.
    """
    embed = _draw(statement, translate(locale, "Your credits"), locale, numbered=False)
    if wallet is not None and wallet.pays:
        embed.add_field(
            name=translate(locale, "The server's wallet"),
            value=translate(
                locale,
                "pays what you cannot; it has {available}",
                available=wallet.balance.available,
            ),
            inline=False,
        )
    return embed


def draw_account(statement: Statement, user_id: UserId, locale: Locale) -> discord.Embed:
    """Return a member's account for a moderator: with the numbers that undoing a line takes."""
    embed = _draw(statement, translate(locale, "A member's credits"), locale, numbered=True)
    embed.description = f"<@{user_id}>\n{embed.description}"
    return embed


def _draw(statement: Statement, title: str, locale: Locale, *, numbered: bool) -> discord.Embed:
    lines: list[str] = []
    for line in statement.lines:
        lines.append(_line(line, locale, numbered=numbered))
        if sum(map(len, lines)) + len(lines) > _DESCRIPTION_LIMIT:
            lines.pop()
            break
    empty = translate(locale, "No credits have moved yet.")
    embed = discord.Embed(title=title, description="\n".join(lines) or empty, colour=_COLOUR)
    balance = statement.balance
    embed.add_field(name=translate(locale, "Available"), value=str(balance.available))
    embed.add_field(name=translate(locale, "Reserved"), value=str(balance.held))
    parts = _parts(balance, locale) if isinstance(balance, Purse) else ""
    if parts:
        embed.add_field(name=translate(locale, "Made up of"), value=parts, inline=False)
    if statement.refill is not None:
        text = refill_line(statement.refill, locale)
        embed.add_field(name=translate(locale, "Next refill"), value=text, inline=False)
    return embed


def _parts(purse: Purse, locale: Locale) -> str:
    """Return where the available credits are from, in the order in which they are spent."""
    parts = (
        (translate(locale, "allowance"), purse.allowance),
        (translate(locale, "to start with"), purse.welcome),
        (translate(locale, "granted"), purse.granted),
    )
    shown = [(name, part.available) for name, part in parts if part and part.available]
    return " · ".join(f"{name} {available}" for name, available in shown)


def message_url(message: MessageRef) -> str | None:
    """Return the address that leads to a job's message, or None when it has none or is private."""
    return address_url(message.address)


def address_url(message: MessageAddress | None) -> str | None:
    """Return what leads to a message in a browser and in Discord; None where there is none."""
    if message is None:
        return None
    guild = "@me" if message.guild_id == DIRECT_MESSAGES else str(message.guild_id)
    return f"https://discord.com/channels/{guild}/{message.channel_id}/{message.message_id}"


def _line(line: StatementLine, locale: Locale, *, numbered: bool) -> str:
    sign = "+" if line.amount > 0 else "−"
    number = f"`{line.entry_id}` " if numbered and line.entry_id is not None else ""
    url = address_url(line.message)
    titled = line.kind is EntryKind.CAPTURE and inline(line.title, _TITLE_LIMIT)
    what = _what(line, locale) if not titled else f"[{titled}]({url})" if url else titled
    text = f"{number}{day(line.at)} **{sign}{abs(line.amount)}** {what}"
    if numbered and line.actor_id is not None and line.kind is not EntryKind.GIFT:
        text += f" · {mention(line.actor_id, locale)}"
    if url is None or titled:
        return text
    link = translate(locale, "message") if line.job_id is None else translate(locale, "card")
    return f"{text} · [{link}]({url})"


def _what(line: StatementLine, locale: Locale) -> str:
    match line.kind:
        case EntryKind.CAPTURE:
            return _ordered(line, locale)
        case EntryKind.GRANT if line.reason == STARTING_REASON:
            return translate(locale, "to start with")
        case EntryKind.GRANT:
            return _with_reason(translate(locale, "granted"), line)
        case EntryKind.TAKE:
            return _with_reason(translate(locale, "taken back"), line)
        case EntryKind.ALLOWANCE:
            return translate(locale, "allowance")
        case EntryKind.CARRIED:
            return translate(locale, "carried over from periods before")
        case EntryKind.EXPIRY:
            return translate(locale, "left over at the end of the period")
        case EntryKind.GIFT if line.amount > 0:
            return _with_reason(
                translate(locale, "from {member}", member=_member(line, locale)), line
            )
        case EntryKind.GIFT:
            return _with_reason(
                translate(locale, "to {member}", member=_member(line, locale)), line
            )
        case EntryKind.REVERSAL:
            return _with_reason(translate(locale, "an earlier line taken back"), line)


def _ordered(line: StatementLine, locale: Locale) -> str:
    """Return what was paid for; the reason of such a line is the kind of its order."""
    match line.reason:
        case JobKind.LYRICS:
            return translate(locale, "drafts of lyrics {reference}", reference=line.job_id)
        case JobKind.STYLE:
            return translate(locale, "style {reference}", reference=line.job_id)
        case JobKind.TIMELINE:
            return translate(locale, "times of words {reference}", reference=line.job_id)
        case JobKind.EXPORT:
            return translate(locale, "file of a song {reference}", reference=line.job_id)
        case JobKind.VOICE:
            return translate(locale, "voice {reference}", reference=line.job_id)
        case _:
            return translate(locale, "song {reference}", reference=line.job_id)


def _with_reason(text: str, line: StatementLine) -> str:
    reason = inline(line.reason, _REASON_LIMIT)
    return f"{text}: {reason}" if reason else text


def _member(line: StatementLine, locale: Locale) -> str:
    return "–" if line.other_id is None else mention(line.other_id, locale)
