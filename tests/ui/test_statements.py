from dataclasses import replace

from bot.domain.credits import Balance, EntryKind
from bot.domain.delivery import MessageRef
from bot.domain.ids import DIRECT_MESSAGES, AccountId, MessageId
from bot.services.credits import Statement, StatementLine
from bot.ui.statements import draw_statement, message_url
from bot.ui.translation import DEFAULT_LOCALE
from tests.support.discord_objects import JOB_ID, NOW, assert_embed_fits
from tests.support.orders import CHANNEL, GUILD, place

BALANCE = Balance(AccountId(1), posted=16, held=14)
MESSAGE = MessageRef(JOB_ID, place(NOW), MessageId(777))
CAPTURE = StatementLine(NOW, -14, EntryKind.CAPTURE, "create", JOB_ID, MESSAGE)
GRANT = StatementLine(NOW, 30, EntryKind.GRANT, "for *winning*", None, None)
START = replace(GRANT, reason="start")
STAMP = int(NOW.timestamp())


def test_a_statement_shows_balance_and_lines_with_links() -> None:
    embed = draw_statement(Statement(BALANCE, (CAPTURE, GRANT, START)), DEFAULT_LOCALE)
    assert [(field.name, field.value) for field in embed.fields] == [
        ("Available", "2"),
        ("Reserved", "14"),
    ]
    assert embed.description == (
        f"<t:{STAMP}:d> **−14** song {JOB_ID}"
        f" · [card](https://discord.com/channels/{GUILD}/{CHANNEL}/777)\n"
        f"<t:{STAMP}:d> **+30** granted: for \\*winning\\*\n"
        f"<t:{STAMP}:d> **+30** to start with"
    )


def test_without_lines_it_says_so() -> None:
    embed = draw_statement(Statement(BALANCE, ()), DEFAULT_LOCALE)
    assert embed.description == "No credits have moved yet."


def test_long_and_hostile_reasons_fit() -> None:
    nasty = replace(GRANT, reason="**@everyone** [x](https://evil.example) " * 50)
    embed = draw_statement(Statement(BALANCE, (nasty,) * 100), DEFAULT_LOCALE)
    assert_embed_fits(embed)
    assert "@everyone" not in (embed.description or "").replace("\\@", "")


def test_private_and_unknown_messages_have_no_address() -> None:
    assert message_url(replace(MESSAGE, message_id=None)) is None
    private = replace(MESSAGE, place=replace(MESSAGE.place, ephemeral=True))
    assert message_url(private) is None


def test_direct_messages_have_an_address_of_their_own() -> None:
    direct = replace(MESSAGE, place=replace(MESSAGE.place, guild_id=DIRECT_MESSAGES))
    assert message_url(direct) == f"https://discord.com/channels/@me/{CHANNEL}/777"
