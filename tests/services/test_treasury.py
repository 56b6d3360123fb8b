"""Grants, gifts, requests, reversals and what is written down about them."""

import asyncio
import json
from dataclasses import replace

import pytest

from bot.domain.actions import ActionKind
from bot.domain.credits import AccountName, EntryKind
from bot.domain.errors import (
    AlreadyAsked,
    AmountOutOfRange,
    EntryNotFound,
    GiftsOff,
    GiftTooLarge,
    GiftToOneself,
    NotEnoughCredits,
    NotReversible,
    Refusal,
    RequestDecided,
    UnknownTimeZone,
)
from bot.domain.ids import ChannelId, CreditRequestId, EntryId, GuildId, IdempotencyKey, MessageId
from bot.domain.limits import LimitScope, Measure
from bot.domain.messages import MessageAddress
from bot.domain.periods import Period
from bot.domain.ports import TaskReport, TaskState
from tests.support.core_fixture import credits_of, discrepancies, order
from tests.support.guilds import (
    MODERATOR,
    SUPPORTER,
    account,
    change,
    fill_wallet,
    grant,
    set_allowance,
    set_limit,
)
from tests.support.orders import ADA, BEN, GUILD, clip
from tests.support.scripted import LOG_CHANNEL
from tests.support.surroundings import PRICE, STARTING_GRANT, Core


async def undo(core: Core, entry_id: EntryId) -> None:
    await core.treasury.undo(GUILD, entry_id, actor_id=MODERATOR, reason="a mistake")


async def newest(core: Core) -> EntryId:
    """Return the newest line of Ada's accounts."""
    line = (await core.treasury.show(GUILD, ADA.user_id)).lines[0]
    assert line.entry_id is not None
    return line.entry_id


async def give(core: Core, amount: int, key: str = "gift") -> None:
    await core.credits.give(
        GUILD, ADA.user_id, BEN.user_id, amount, reason="thanks", key=IdempotencyKey(key)
    )


async def links(core: Core) -> list[MessageAddress | None]:
    """Return what tells of each of Ada's lines, newest first."""
    statement = await core.treasury.show(GUILD, ADA.user_id)
    return [line.message for line in statement.lines]


async def test_what_moderators_do_is_told_of_by_the_servers_log(core: Core) -> None:
    await change(core, gifts=True)
    await grant(core, ADA, 40, "unlogged")
    await core.servers.change(
        GUILD, lambda held: replace(held, log_channel_id=LOG_CHANNEL), actor_id=MODERATOR
    )
    await grant(core, ADA, 30)
    await undo(core, await newest(core))
    await give(core, 5)
    assert await links(core) == [None] * 4
    await core.scribe.run_once()
    log = MessageAddress(GUILD, LOG_CHANNEL, MessageId(8001))
    assert await links(core) == [None, log, log, None]
    # A gift is told of where it was given; nothing changes that afterwards.
    for channel in (5, 6):
        where = MessageAddress(GUILD, ChannelId(channel), MessageId(7))
        await core.credits.told(IdempotencyKey("gift"), where)
    gift = MessageAddress(GUILD, ChannelId(5), MessageId(7))
    assert await links(core) == [gift, log, log, None]
    history = [line.message async for line in core.credits.history(GUILD, ADA.user_id, page=3)]
    assert history == [gift, log, log, None]
    assert await discrepancies(core) == ()


async def test_a_request_that_is_granted_is_told_of_by_its_card(core: Core) -> None:
    asked = await core.credits.ask(GUILD, ADA.user_id, 20, "please")
    card = MessageAddress(GUILD, ChannelId(5), MessageId(70))
    await core.treasury.grant_request(GUILD, asked.request_id, actor_id=MODERATOR, message=card)
    assert await links(core) == [card]


async def test_a_grant_counts_once_and_is_written_down(core: Core) -> None:
    for _ in range(3):
        await grant(core, ADA, 5)
    assert await credits_of(core) == (5, 0)
    (action,) = await core.rules.actions(GUILD)
    assert (action.kind, action.subject, action.reason) == (
        ActionKind.CREDITS_GRANTED,
        str(ADA.user_id),
        "for winning",
    )
    assert action.actor_id == MODERATOR


async def test_only_what_was_granted_can_be_taken(core: Core) -> None:
    await order(core)
    await grant(core, ADA, 5)
    key = IdempotencyKey("take")
    with pytest.raises(NotEnoughCredits) as refusal:
        await core.treasury.take(GUILD, ADA.user_id, 6, actor_id=MODERATOR, reason="", key=key)
    assert (refusal.value.needed, refusal.value.available) == (6, 5)
    purses = [
        await core.treasury.take(GUILD, ADA.user_id, 5, actor_id=MODERATOR, reason="", key=key)
        for _ in range(2)
    ]
    assert [purse.posted for purse in purses] == [STARTING_GRANT, STARTING_GRANT]
    assert await discrepancies(core) == ()


@pytest.mark.parametrize("amount", [0, -1, 1_000_001])
async def test_amounts_have_bounds(core: Core, amount: int) -> None:
    with pytest.raises(AmountOutOfRange):
        await grant(core, ADA, amount)
    with pytest.raises(AmountOutOfRange):
        await fill_wallet(core, amount)
    with pytest.raises(AmountOutOfRange):
        await core.credits.ask(GUILD, ADA.user_id, amount, "please")


async def test_a_line_is_undone_once_by_a_line(core: Core) -> None:
    await grant(core, ADA, 5)
    line = await newest(core)
    answers = await asyncio.gather(*(undo(core, line) for _ in range(20)), return_exceptions=True)
    assert sum(isinstance(answer, NotReversible) for answer in answers) == 19
    assert await credits_of(core) == (0, 0)
    reversal = (await core.treasury.show(GUILD, ADA.user_id)).lines[0]
    assert (reversal.kind, reversal.amount, reversal.reason) == (
        EntryKind.REVERSAL,
        -5,
        "a mistake",
    )
    assert reversal.entry_id is not None
    with pytest.raises(NotReversible):
        await undo(core, reversal.entry_id)
    assert await discrepancies(core) == ()


async def test_what_was_spent_cannot_be_undone_away(core: Core) -> None:
    await change(core, welcome=0)
    await grant(core, ADA, 20)
    line = await newest(core)
    await order(core)
    with pytest.raises(NotEnoughCredits) as refusal:
        await undo(core, line)
    assert (refusal.value.needed, refusal.value.available) == (20, 6)
    assert await credits_of(core) == (20, PRICE)


async def test_a_charge_can_be_undone(core: Core) -> None:
    await order(core)
    core.provider.reports = [TaskReport(TaskState.FINISHED, (clip(1), clip(2)))]
    await core.submitter.run_once()
    core.clock.advance(20)
    await core.run_due()
    await undo(core, await newest(core))
    assert await credits_of(core) == (STARTING_GRANT, 0)
    assert (await account(core, AccountName.spent(GUILD))).posted == 0
    assert await discrepancies(core) == ()


async def test_an_undone_allowance_is_not_granted_again(core: Core) -> None:
    await change(core, welcome=0)
    await set_allowance(core, 10, Period.WEEK)
    await core.credits.statement(GUILD, ADA.user_id)
    await undo(core, await newest(core))
    statement = await core.credits.statement(GUILD, ADA.user_id)
    assert statement.balance.available == 0


async def test_other_servers_lines_are_out_of_reach(core: Core) -> None:
    await grant(core, ADA, 5)
    with pytest.raises(EntryNotFound):
        await core.treasury.undo(GuildId(4), await newest(core), actor_id=MODERATOR, reason="")


async def test_gifts_are_off_until_the_server_allows_them(core: Core) -> None:
    await grant(core, ADA, 5)
    with pytest.raises(GiftsOff):
        await give(core, 1)
    await change(core, gifts=True)
    for _ in range(2):
        await give(core, 2)
    assert (await credits_of(core), await credits_of(core, BEN)) == ((3, 0), (2, 0))
    line = (await core.treasury.show(GUILD, BEN.user_id)).lines[0]
    assert (line.kind, line.amount, line.other_id) == (EntryKind.GIFT, 2, ADA.user_id)
    with pytest.raises(GiftToOneself):
        await core.credits.give(
            GUILD, ADA.user_id, ADA.user_id, 1, reason="", key=IdempotencyKey("self")
        )


async def test_a_start_and_an_allowance_cannot_be_given_away(core: Core) -> None:
    await change(core, gifts=True)
    await set_allowance(core, 10, Period.WEEK)
    await core.credits.statement(GUILD, ADA.user_id)
    assert (await credits_of(core))[0] == STARTING_GRANT + 10
    with pytest.raises(NotEnoughCredits) as refusal:
        await give(core, 1)
    assert refusal.value.available == 0


async def test_gifts_have_a_daily_ceiling(core: Core) -> None:
    await change(core, gifts=True, gift_ceiling=10, time_zone="Europe/Vienna")
    await grant(core, ADA, 100)
    answers = await asyncio.gather(
        *(give(core, 4, f"gift:{number}") for number in range(10)), return_exceptions=True
    )
    refused = [answer for answer in answers if isinstance(answer, GiftTooLarge)]
    assert len(refused) == 8
    assert {(refusal.ceiling, refusal.given_today) for refusal in refused} == {(10, 8)}
    assert await credits_of(core, BEN) == (8, 0)
    wait = refused[0].resets_at - core.clock.now()
    core.clock.advance(wait.total_seconds())
    await give(core, 10, "tomorrow")
    assert await credits_of(core, BEN) == (18, 0)


async def test_a_request_is_answered_once(core: Core) -> None:
    asked = await core.credits.ask(GUILD, ADA.user_id, 20, "for a birthday")
    with pytest.raises(AlreadyAsked) as refusal:
        await core.credits.ask(GUILD, ADA.user_id, 5, "again")
    assert refusal.value.request_id == asked.request_id
    assert await core.treasury.requests(GUILD) == (asked,)

    async def decide(number: int) -> None:
        if number % 2:
            await core.treasury.refuse_request(
                GUILD, asked.request_id, actor_id=MODERATOR, answer="no"
            )
        else:
            await core.treasury.grant_request(
                GUILD, asked.request_id, actor_id=MODERATOR, amount=15, answer="yes"
            )

    answers = await asyncio.gather(
        *(decide(number) for number in range(20)), return_exceptions=True
    )
    assert sum(isinstance(answer, RequestDecided) for answer in answers) == 19
    assert await credits_of(core) in [(15, 0), (0, 0)]
    assert await core.treasury.requests(GUILD) == ()
    await core.credits.ask(GUILD, ADA.user_id, 5, "another")


async def test_a_refused_request_grants_nothing_and_an_unknown_one_is_told(core: Core) -> None:
    asked = await core.credits.ask(GUILD, ADA.user_id, 20, "for a birthday")
    refused = await core.treasury.refuse_request(
        GUILD, asked.request_id, actor_id=MODERATOR, answer="not today"
    )
    assert (refused.answer, refused.granted, refused.decided_by) == ("not today", 0, MODERATOR)
    assert await credits_of(core) == (0, 0)
    with pytest.raises(RequestDecided):
        await core.treasury.grant_request(GUILD, CreditRequestId(77), actor_id=MODERATOR)
    with pytest.raises(RequestDecided):
        await core.treasury.grant_request(GuildId(4), asked.request_id, actor_id=MODERATOR)


async def test_the_wallet_is_filled_and_drained(core: Core) -> None:
    await fill_wallet(core, 50)
    key = IdempotencyKey("drain")
    state = await core.treasury.drain_wallet(GUILD, 20, actor_id=MODERATOR, reason="", key=key)
    assert state.balance.available == 30
    with pytest.raises(NotEnoughCredits):
        await core.treasury.drain_wallet(
            GUILD, 31, actor_id=MODERATOR, reason="", key=IdempotencyKey("more")
        )
    assert await discrepancies(core) == ()


async def test_every_change_of_the_rules_is_written_down_with_before_and_after(core: Core) -> None:
    await set_limit(core, Measure.PER_HOUR, 3, LimitScope.EVERYONE)
    await set_limit(core, Measure.PER_HOUR, 5, LimitScope.EVERYONE)
    removed = [
        await core.rules.remove_limit(
            GUILD, LimitScope.EVERYONE, 0, Measure.PER_HOUR, actor_id=MODERATOR
        )
        for _ in range(2)
    ]
    assert removed == [True, False]
    await set_allowance(core, 60, Period.WEEK, SUPPORTER)
    await change(core, gifts=True)
    await change(core, gifts=True)
    actions = await core.rules.actions(GUILD)
    assert [action.kind for action in actions] == [
        ActionKind.RULES_CHANGED,
        ActionKind.ALLOWANCE_SET,
        ActionKind.LIMIT_REMOVED,
        ActionKind.LIMIT_SET,
        ActionKind.LIMIT_SET,
    ]
    changed = actions[3]
    assert (json.loads(changed.before)["amount"], json.loads(changed.after)["amount"]) == (3, 5)
    assert actions[2].after == ""
    assert await core.rules.actions(GUILD, before=actions[3].action_id) == actions[4:]


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"time_zone": "Atlantis"}, UnknownTimeZone),
        ({"welcome": -1}, AmountOutOfRange),
        ({"monthly_ceiling": 1_000_001}, AmountOutOfRange),
        ({"price_percent": 10_001}, AmountOutOfRange),
    ],
)
async def test_rules_that_cannot_be_are_refused(
    core: Core, fields: dict[str, object], refusal: type[Refusal]
) -> None:
    before = await core.rules.of(GUILD)
    with pytest.raises(refusal):
        await change(core, **fields)
    assert await core.rules.of(GUILD) == before
    assert await core.rules.actions(GUILD) == ()


async def test_changes_of_the_rules_at_once_lose_nothing(core: Core) -> None:
    await change(core, welcome=0)
    await asyncio.gather(
        *(
            core.rules.change(
                GUILD,
                lambda rules: replace(rules, welcome=(rules.welcome or 0) + 1),
                actor_id=MODERATOR,
            )
            for _ in range(50)
        )
    )
    assert (await core.rules.of(GUILD)).welcome == 50
