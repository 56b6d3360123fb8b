"""Servers' settings, blocks and logs, on each kind of database."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.domain.access import Access, AccessRule, AccessScope, NewcomerRule, Verdict
from bot.domain.actions import Action, ActionKind, ActionQuery
from bot.domain.blocks import EVERYWHERE, Block
from bot.domain.ids import EVERYONE, ChannelId, GuildId, RoleId, UserId
from bot.domain.ports import Database, Transaction
from bot.domain.server_log import LogEvent, LogLine
from bot.domain.servers import Overdue, ReviewMode, ServerSettings
from storage.transactions import SqlTransaction
from tests.support.records import GUILD, MEMBER, NOW, after

OTHER = GuildId(5)
FULL = ServerSettings(
    guild_id=GUILD,
    access=Access(
        frozenset(
            {
                AccessRule(AccessScope.CHANNEL, 2**63 - 1, Verdict.ALLOW),
                AccessRule(AccessScope.ROLE, EVERYONE, Verdict.DENY),
                AccessRule(AccessScope.MEMBER, 4, Verdict.ALLOW),
                AccessRule(AccessScope.MEMBER, 4, Verdict.TRUST),
            }
        ),
        NewcomerRule(7, 2),
        age_restricted=False,
    ),
    log_channel_id=ChannelId(61),
    alert_role_id=RoleId(62),
    alerts=frozenset({LogEvent.APPEAL, LogEvent.ACTION}),
    review=ReviewMode.NEWCOMERS,
    review_channel_id=ChannelId(63),
    review_first=5,
    review_hours=48,
    review_overdue=Overdue.APPROVE,
    report_threshold=0,
    model="sonic-v6",
    language="pt-BR",
    prompts_kept_days=90,
)
LINE = LogLine(GUILD, LogEvent.REPORT, NOW, MEMBER, "song000001", "rude *words*", 3)


async def save(database: Database, settings: ServerSettings = FULL) -> None:
    await database.write(lambda tx: tx.servers.save(settings))


async def settings_of(database: Database, guild_id: GuildId = GUILD) -> ServerSettings:
    return await database.read(lambda tx: tx.servers.settings(guild_id))


async def claimed(database: Database, seconds: float = 0, limit: int = 10) -> tuple[LogLine, ...]:
    now = after(seconds)
    return await database.write(
        lambda tx: tx.log.claim(now=now, lease_until=now + timedelta(seconds=60), limit=limit)
    )


async def test_settings_come_back_as_they_were_set(database: Database) -> None:
    assert await settings_of(database) == ServerSettings(GUILD)
    await save(database, ServerSettings(GUILD))
    assert await settings_of(database) == ServerSettings(GUILD)
    await save(database)
    assert await settings_of(database) == FULL
    plain = replace(FULL, access=Access(), alerts=frozenset(), log_channel_id=None)
    await save(database, plain)
    assert await settings_of(database) == plain
    assert await settings_of(database, OTHER) == ServerSettings(OTHER)


async def test_a_server_is_greeted_once_whatever_it_sets(database: Database) -> None:
    async def greet(guild_id: GuildId) -> bool:
        return await database.write(lambda tx: tx.servers.greet(guild_id, NOW))

    assert await greet(GUILD)
    assert not await greet(GUILD)
    await save(database)
    assert not await greet(GUILD)
    await save(database, ServerSettings(OTHER))
    assert await greet(OTHER)
    assert not await greet(OTHER)
    assert await settings_of(database) == FULL


def block(user_id: int, seconds: float | None = None, guild_id: GuildId = GUILD) -> Block:
    ends_at = None if seconds is None else after(seconds)
    return Block(guild_id, UserId(user_id), "spam\x00", UserId(9), NOW, ends_at)


async def test_blocks_hold_until_they_end_or_are_lifted(database: Database) -> None:
    def put(tx: Transaction) -> None:
        for each in (block(1), block(2, 60), block(3, 120), block(1, None, EVERYWHERE)):
            tx.blocks.put(each)

    await database.write(put)

    async def holding(seconds: float, guild_id: GuildId = GUILD) -> set[int]:
        found = await database.read(lambda tx: tx.blocks.holding(guild_id, after(seconds)))
        return {each.user_id for each in found}

    assert await holding(0) == {1, 2, 3}
    assert await holding(60) == {1, 3}
    assert await holding(9999) == {1}
    assert await holding(0, EVERYWHERE) == {1}
    stored = await database.read(lambda tx: tx.blocks.get(GUILD, UserId(2)))
    assert stored == replace(block(2, 60), reason="spam?")
    await database.write(lambda tx: tx.blocks.forget_ended(after(60)))
    assert await database.read(lambda tx: tx.blocks.get(GUILD, UserId(2))) is None
    await database.write(lambda tx: tx.blocks.put(block(3, 30)))
    assert await holding(60) == {1}
    await database.write(lambda tx: tx.blocks.remove(GUILD, UserId(1)))
    assert await holding(0) == {3}
    assert await holding(0, EVERYWHERE) == {1}


async def test_only_a_server_with_a_log_channel_has_lines(database: Database) -> None:
    await database.write(lambda tx: tx.log.add(LINE))
    assert await claimed(database) == ()
    await save(database)
    await database.write(lambda tx: tx.log.add(LINE))
    (line,) = await claimed(database)
    assert replace(line, line_id=None, attempts=0) == LINE
    assert line.attempts == 1


def action(kind: ActionKind, seconds: float = 0, actor: int = 9, subject: str = "4") -> Action:
    return Action(None, GUILD, UserId(actor), kind, subject, "why", "", "{}", after(seconds))


async def test_what_was_done_is_a_line_of_its_own(database: Database) -> None:
    await save(database)
    done = action(ActionKind.MEMBER_BLOCKED)

    def block_and_report(tx: Transaction) -> None:
        tx.actions.add(done)
        tx.log.add(LINE)

    await database.write(block_and_report)
    first, second = await claimed(database)
    assert first.event is LogEvent.ACTION
    assert first.action is not None
    assert replace(first.action, action_id=None) == done
    assert second.event is LogEvent.REPORT
    assert second.action is None


async def test_a_line_comes_again_until_it_was_posted(database: Database) -> None:
    await save(database)

    def add(tx: Transaction) -> None:
        for subject in ("a", "b"):
            tx.log.add(replace(LINE, subject=subject))

    await database.write(add)
    first, second = await claimed(database)
    assert (first.subject, second.subject) == ("a", "b")
    assert await claimed(database) == ()
    await database.write(lambda tx: tx.log.posted(first))
    await database.write(lambda tx: tx.log.retry(second, after(30)))
    assert await database.read(lambda tx: tx.log.next_due_at()) == after(30)
    (again,) = await claimed(database, 30)
    assert (again.subject, again.attempts) == ("b", 2)
    # Whoever had it before and comes late changes nothing.
    await database.write(lambda tx: tx.log.posted(second))
    (last,) = await claimed(database, 90)
    await database.write(lambda tx: tx.log.posted(last))
    assert await database.read(lambda tx: tx.log.next_due_at()) is None


async def test_actions_are_found_by_who_what_about_and_when(database: Database) -> None:
    done = [
        action(ActionKind.MEMBER_BLOCKED, 0, actor=1, subject="4"),
        action(ActionKind.MEMBER_UNBLOCKED, 10, actor=2, subject="4"),
        action(ActionKind.MEMBER_BLOCKED, 20, actor=2, subject="5"),
    ]

    def add(tx: Transaction) -> None:
        for each in done:
            tx.actions.add(each)

    await database.write(add)

    async def found(query: ActionQuery) -> list[int]:
        rows = await database.read(lambda tx: tx.actions.newest(GUILD, 10, None, query))
        return [done.index(replace(row, action_id=None)) for row in rows]

    assert await found(ActionQuery()) == [2, 1, 0]
    assert await found(ActionQuery(actor_id=UserId(2))) == [2, 1]
    assert await found(ActionQuery(kinds=frozenset({ActionKind.MEMBER_BLOCKED}))) == [2, 0]
    assert await found(ActionQuery(about="4")) == [1, 0]
    assert await found(ActionQuery(since=after(10), until=after(20))) == [1]
    rows = await database.read(lambda tx: tx.actions.newest(GUILD, 10))
    older = await database.read(lambda tx: tx.actions.newest(GUILD, 10, rows[1].action_id))
    assert [row.action_id for row in older] == [rows[2].action_id]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE guild_settings SET review_first = 0",
        "UPDATE access_rules SET verdict = 'maybe' WHERE scope = 'member' AND verdict = 'allow'",
        (
            "INSERT INTO blocks (guild_id, user_id, reason, created_at, ends_at)"
            " VALUES (1, 1, '', 5, 5)"
        ),
        (
            "INSERT INTO log_lines (guild_id, event, subject, detail, amount, created_at, attempts,"
            " due_at) VALUES (1, 'action', '', '', 0, 0, 0, 0)"
        ),
    ],
)
async def test_the_database_refuses_nonsense(database: Database, statement: str) -> None:

    await save(database)

    def spoil(tx: Transaction) -> None:
        assert isinstance(tx, SqlTransaction)
        tx.connection.execute(text(statement))

    with pytest.raises(DBAPIError):
        await database.write(spoil)
