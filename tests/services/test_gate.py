"""The gate as the services see it: what is remembered, what is read anew, and blocks."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TypeVar

import pytest

from bot.domain.access import (
    AccessRule,
    AccessScope,
    Caller,
    MemberDenied,
    NotForPersons,
    TooManyRules,
    Use,
    Verdict,
)
from bot.domain.actions import ActionKind, ActionQuery
from bot.domain.blocks import EVERYWHERE, EndNotAhead, MemberBlocked, NotBlocked
from bot.domain.errors import AmountOutOfRange, MessageUnreachable, MessengerBusy, UnknownChoice
from bot.domain.ids import DIRECT_MESSAGES, ChannelId, GuildId, UserId
from bot.domain.ports import Database, Transaction
from bot.domain.server_log import LogEvent
from bot.domain.servers import ServerSettings
from bot.services.access import AccessService
from bot.services.servers import MOST_RULES
from bot.services.standings import LIFETIME, Standings
from tests.support.guilds import MODERATOR
from tests.support.orders import ADA, GUILD, MODEL
from tests.support.surroundings import Core

T = TypeVar("T")
CALLER = Caller(GUILD, ADA.user_id, ChannelId(3))
DENIED = AccessRule(AccessScope.MEMBER, ADA.user_id, Verdict.DENY)
ALL_BUT_OWN = (Use.ORDER, Use.LOOK, Use.MODERATE)


@dataclass
class CountingDatabase:
    """Counts the reads that pass through to another database."""

    inner: Database
    reads: int = field(default=0)

    async def read(self, work: Callable[[Transaction], T]) -> T:
        self.reads += 1
        return await self.inner.read(work)

    async def write(self, work: Callable[[Transaction], T]) -> T:
        return await self.inner.write(work)

    async def purge(self) -> None:
        await self.inner.purge()


async def refused(core: Core, use: Use, caller: Caller = CALLER) -> type[Exception] | None:
    try:
        await core.access.check(caller, use)
    except Exception as error:
        return type(error)
    return None


async def block(core: Core, guild_id: GuildId = GUILD, length: timedelta | None = None) -> None:
    await core.blocks.block(guild_id, ADA.user_id, actor_id=MODERATOR, length=length, reason="spam")


async def test_a_block_keeps_from_all_but_ones_own_rights(core: Core) -> None:
    await block(core)
    assert [await refused(core, use) for use in ALL_BUT_OWN] == [MemberBlocked] * 3
    assert await refused(core, Use.OWN) is None
    # A moderator cannot keep those out who manage the server.
    assert await refused(core, Use.MANAGE) is None
    elsewhere = Caller(GuildId(8), ADA.user_id, ChannelId(3))
    assert await refused(core, Use.ORDER, elsewhere) is None
    await core.blocks.unblock(GUILD, ADA.user_id, actor_id=MODERATOR, reason="")
    assert await refused(core, Use.ORDER) is None


async def test_the_operator_s_block_holds_everywhere(core: Core) -> None:
    await block(core, EVERYWHERE)
    private = Caller(DIRECT_MESSAGES, ADA.user_id, ChannelId(3))
    for caller in (CALLER, private):
        assert [await refused(core, use, caller) for use in (*ALL_BUT_OWN, Use.MANAGE)] == [
            MemberBlocked
        ] * 4
        assert await refused(core, Use.OWN, caller) is None


async def test_a_block_for_a_time_ends_by_itself(core: Core) -> None:
    await block(core, length=timedelta(hours=1))
    with pytest.raises(MemberBlocked) as told:
        await core.access.check(CALLER, Use.ORDER)
    assert told.value.block.ends_at == core.clock.now() + timedelta(hours=1)
    core.clock.advance(3600)
    assert await refused(core, Use.ORDER) is None
    with pytest.raises(NotBlocked):
        await core.blocks.unblock(GUILD, ADA.user_id, actor_id=MODERATOR, reason="")


@pytest.mark.parametrize("length", [timedelta(0), timedelta(seconds=-1), timedelta(days=3651)])
async def test_a_block_has_to_end_ahead(core: Core, length: timedelta) -> None:
    with pytest.raises(EndNotAhead):
        await block(core, length=length)
    assert await core.blocks.holding(GUILD) == ()


async def test_rules_hold_for_orders_alone(core: Core) -> None:
    await core.servers.set_rule(GUILD, DENIED, actor_id=MODERATOR)
    assert await refused(core, Use.ORDER) is MemberDenied
    assert [await refused(core, use) for use in Use if use is not Use.ORDER] == [None] * 4
    assert await core.servers.remove_rule(GUILD, DENIED, actor_id=MODERATOR)
    assert not await core.servers.remove_rule(GUILD, DENIED, actor_id=MODERATOR)
    assert await refused(core, Use.ORDER) is None


async def test_an_allow_takes_the_place_of_a_deny_and_trust_stands_beside(core: Core) -> None:
    for verdict in (Verdict.TRUST, Verdict.DENY, Verdict.ALLOW):
        rule = AccessRule(AccessScope.MEMBER, ADA.user_id, verdict)
        assert await core.servers.set_rule(GUILD, rule, actor_id=MODERATOR)
        assert not await core.servers.set_rule(GUILD, rule, actor_id=MODERATOR)
    held = (await core.servers.settings(GUILD)).access.rules
    assert {rule.verdict for rule in held} == {Verdict.TRUST, Verdict.ALLOW}


async def test_where_the_bot_is_not_nobody_orders_unless_its_operator_wants_that(
    core: Core,
) -> None:
    outside = replace(CALLER, guild_id=DIRECT_MESSAGES, outside=True)
    assert await refused(core, Use.ORDER, outside) is NotForPersons
    # What was made stays theirs, and so do their rights.
    assert await refused(core, Use.LOOK, outside) is None
    assert await refused(core, Use.OWN, outside) is None
    wanted = AccessService(Standings(core.database, core.clock), core.clock, user_installs=True)
    await wanted.check(outside, Use.ORDER)


async def test_the_gate_reads_nothing_while_what_it_knows_is_fresh(core: Core) -> None:
    database = CountingDatabase(core.database)
    standings = Standings(database, core.clock)
    gate = AccessService(standings, core.clock)
    for _ in range(5):
        await gate.check(CALLER, Use.ORDER)
    assert database.reads == 1
    # Another process changes something: seen when the memory is old enough.
    await core.servers.set_rule(GUILD, DENIED, actor_id=MODERATOR)
    await gate.check(CALLER, Use.ORDER)
    core.clock.advance(LIFETIME.total_seconds())
    with pytest.raises(MemberDenied):
        await gate.check(CALLER, Use.ORDER)
    assert database.reads == 2


async def test_what_was_read_before_a_change_does_not_outlive_it(core: Core) -> None:
    standings = Standings(core.database, core.clock)

    class Slow(CountingDatabase):
        async def read(self, work: Callable[[Transaction], T]) -> T:
            found = await super().read(work)
            # The change comes between reading and remembering.
            if self.reads == 1:
                await core.servers.set_rule(GUILD, DENIED, actor_id=MODERATOR)
                standings.forget(GUILD)
            return found

    standings._database = Slow(core.database)
    before = await standings.of(GUILD)
    assert before.settings.access.rules == frozenset()
    assert (await standings.of(GUILD)).settings.access.rules == {DENIED}


async def test_every_change_is_written_down_with_what_held_before_and_since(core: Core) -> None:
    await core.servers.change(
        GUILD,
        lambda held: replace(held, review_first=7, log_channel_id=ChannelId(5)),
        actor_id=MODERATOR,
        reason="why not",
    )
    await core.servers.change(GUILD, lambda held: held, actor_id=MODERATOR)
    await core.servers.set_rule(GUILD, DENIED, actor_id=MODERATOR)
    await block(core)
    await core.blocks.unblock(GUILD, ADA.user_id, actor_id=MODERATOR, reason="sorry")
    done = await core.servers.actions(GUILD, ActionQuery())
    assert [action.kind for action in reversed(done)] == [
        ActionKind.SETTINGS_CHANGED,
        ActionKind.ACCESS_SET,
        ActionKind.MEMBER_BLOCKED,
        ActionKind.MEMBER_UNBLOCKED,
    ]
    first = done[-1]
    assert (first.before, first.after, first.reason) == (
        '{"log_channel_id": null, "review_first": 3}',
        '{"log_channel_id": 5, "review_first": 7}',
        "why not",
    )
    assert all(action.actor_id == MODERATOR for action in done)
    about_ada = await core.servers.actions(GUILD, ActionQuery(about=str(ADA.user_id)))
    assert len(about_ada) == 3


async def test_settings_that_cannot_be_are_refused(core: Core) -> None:
    async def change(**fields: object) -> None:
        await core.servers.change(
            GUILD,
            lambda held: replace(held, **fields),  # type: ignore[arg-type] # fields of ServerSettings
            actor_id=MODERATOR,
        )

    for fields in ({"review_first": 0}, {"review_hours": 169}, {"report_threshold": 101}):
        with pytest.raises(AmountOutOfRange):
            await change(**fields)
    with pytest.raises(UnknownChoice):
        await change(model="none such")
    await change(model=MODEL)
    assert await core.servers.model_for(GUILD) == MODEL
    many = frozenset(
        AccessRule(AccessScope.MEMBER, number, Verdict.DENY) for number in range(MOST_RULES + 1)
    )
    with pytest.raises(TooManyRules):
        await core.servers.change(
            GUILD,
            lambda held: replace(held, access=replace(held.access, rules=many)),
            actor_id=MODERATOR,
        )
    assert await core.servers.settings(GUILD) == replace(ServerSettings(GUILD), model=MODEL)


async def test_lines_go_out_together_and_again_until_they_were_posted(core: Core) -> None:

    await core.log.tell(GUILD, LogEvent.REPORT, subject="nobody reads it")
    await core.servers.change(
        GUILD, lambda held: replace(held, log_channel_id=ChannelId(5)), actor_id=MODERATOR
    )
    await core.log.tell(GUILD, LogEvent.REPORT, user_id=UserId(4), subject="song000001", amount=2)
    core.poster.failures = [MessengerBusy("later", 2)]
    await core.scribe.run_once()
    assert core.poster.posted == []
    core.clock.advance(5)
    await core.scribe.run_once()
    ((action, report),) = core.poster.posted
    assert action.action is not None
    assert action.action.kind is ActionKind.SETTINGS_CHANGED
    assert (report.event, report.amount) == (LogEvent.REPORT, 2)
    core.clock.advance(3600)
    await core.log.tell(GUILD, LogEvent.APPEAL)
    core.poster.failures = [MessageUnreachable("closed")]
    await core.scribe.run_once()
    core.clock.advance(3600)
    await core.scribe.run_once()
    assert len(core.poster.posted) == 1


async def test_a_burst_is_few_messages(core: Core) -> None:
    await core.servers.change(
        GUILD, lambda held: replace(held, log_channel_id=ChannelId(5)), actor_id=MODERATOR
    )
    for number in range(19):
        await core.log.tell(GUILD, LogEvent.REPORT, subject=str(number))
    await core.scribe.run_once()
    assert [len(lines) for lines in core.poster.posted] == [8, 8, 4]
    subjects = [line.subject for lines in core.poster.posted for line in lines][1:]
    assert subjects == [str(number) for number in range(19)]
