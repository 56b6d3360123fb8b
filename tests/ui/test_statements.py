from dataclasses import replace

import pytest

from bot.domain.allowances import Refill
from bot.domain.credits import Balance, EntryKind, Purse
from bot.domain.delivery import MessageRef
from bot.domain.ids import DIRECT_MESSAGES, AccountId, EntryId, MessageId, RoleId, UserId
from bot.domain.jobs import JobKind
from bot.domain.periods import Period
from bot.services.credits import Statement, StatementLine
from bot.ui.statements import draw_account, draw_statement, message_url
from bot.ui.translation import DEFAULT_LOCALE
from tests.support.discord_objects import JOB_ID, NOW, assert_embed_fits
from tests.support.orders import CHANNEL, GUILD, place

BALANCE = Balance(AccountId(1), posted=16, held=14)
MESSAGE = MessageRef(JOB_ID, place(NOW), MessageId(777))
CAPTURE = StatementLine(NOW, -14, EntryKind.CAPTURE, "create", JOB_ID, MESSAGE.address)
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


def test_a_song_is_named_and_leads_to_its_card() -> None:
    titled = replace(CAPTURE, title="Rain [on] *tin*")
    private = replace(titled, message=None)
    embed = draw_statement(Statement(BALANCE, (titled, private)), DEFAULT_LOCALE)
    assert embed.description == (
        f"<t:{STAMP}:d> **−14** [Rain \\[on\\] \\*tin\\*]"
        f"(https://discord.com/channels/{GUILD}/{CHANNEL}/777)\n"
        f"<t:{STAMP}:d> **−14** Rain \\[on\\] \\*tin\\*"
    )


def test_what_is_no_song_s_leads_to_the_message_that_tells_of_it() -> None:
    told = replace(GRANT, message=MESSAGE.address)
    embed = draw_statement(Statement(BALANCE, (told,)), DEFAULT_LOCALE)
    assert embed.description == (
        f"<t:{STAMP}:d> **+30** granted: for \\*winning\\*"
        f" · [message](https://discord.com/channels/{GUILD}/{CHANNEL}/777)"
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


GIFT = replace(GRANT, kind=EntryKind.GIFT, amount=-6, reason="", other_id=UserId(12))


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (replace(GRANT, kind=EntryKind.TAKE, amount=-5, reason="x"), "**−5** taken back: x"),
        (replace(GRANT, kind=EntryKind.ALLOWANCE, reason="week:1"), "**+30** allowance"),
        (replace(GRANT, kind=EntryKind.CARRIED), "**+30** carried over from periods before"),
        (replace(GRANT, kind=EntryKind.EXPIRY, amount=-3), "left over at the end of the period"),
        (GIFT, "**−6** to <@12>"),
        (replace(GIFT, amount=6, reason="hi"), "**+6** from <@12>: hi"),
        (replace(GRANT, kind=EntryKind.REVERSAL, reason=""), "an earlier line taken back"),
    ],
)
def test_every_kind_of_line_is_explained(line: StatementLine, text: str) -> None:
    embed = draw_statement(Statement(BALANCE, (line,)), DEFAULT_LOCALE)
    assert (embed.description or "").endswith(text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (JobKind.CREATE, "song"),
        (JobKind.STEMS, "song"),
        (JobKind.LYRICS, "drafts of lyrics"),
        (JobKind.STYLE, "style"),
        (JobKind.TIMELINE, "times of words"),
        (JobKind.EXPORT, "file of a song"),
        (JobKind.VOICE, "voice"),
    ],
)
def test_what_is_no_song_is_not_called_one(kind: JobKind, text: str) -> None:
    line = replace(CAPTURE, reason=kind, message=None)
    embed = draw_statement(Statement(BALANCE, (line,)), DEFAULT_LOCALE)
    assert embed.description == f"<t:{STAMP}:d> **−14** {text} {JOB_ID}"


@pytest.mark.parametrize("kind", list(EntryKind))
def test_no_kind_of_line_is_left_out(kind: EntryKind) -> None:
    line = replace(GRANT, kind=kind)
    described = draw_statement(Statement(BALANCE, (line,)), DEFAULT_LOCALE).description or ""
    assert len(described.split("** ")[1]) > 3


def test_a_purse_is_shown_by_its_parts_in_the_order_in_which_they_pay() -> None:
    purse = Purse(
        allowance=Balance(AccountId(1), posted=60, held=14),
        welcome=Balance(AccountId(2), posted=0, held=0),
        granted=Balance(AccountId(3), posted=12, held=0),
    )
    refill = Refill(NOW, 60, Period.WEEK, RoleId(7))
    embed = draw_statement(Statement(purse, (), refill), DEFAULT_LOCALE)
    assert [(field.name, field.value) for field in embed.fields] == [
        ("Available", "58"),
        ("Reserved", "14"),
        ("Made up of", "allowance 46 · granted 12"),
        ("Next refill", f"60 <t:{STAMP}:R> (<@&7>: 60 a week)"),
    ]


def test_moderators_see_the_numbers_of_lines_and_who_made_them() -> None:
    line = replace(GRANT, entry_id=EntryId(41), actor_id=UserId(99))
    described = draw_account(Statement(BALANCE, (line,)), UserId(11), DEFAULT_LOCALE).description
    assert described == (f"<@11>\n`41` <t:{STAMP}:d> **+30** granted: for \\*winning\\* · <@99>")
    assert "`41`" not in (
        draw_statement(Statement(BALANCE, (line,)), DEFAULT_LOCALE).description or ""
    )


def test_a_moderator_s_view_of_long_lines_fits() -> None:
    nasty = replace(GRANT, reason="*" * 500, entry_id=EntryId(10**15), actor_id=UserId(10**18))
    embed = draw_account(Statement(BALANCE, (nasty,) * 100), UserId(10**18), DEFAULT_LOCALE)
    assert_embed_fits(embed)
