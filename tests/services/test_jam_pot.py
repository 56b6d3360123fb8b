"""Who pays for a jam, how much, and who gets back what."""

from dataclasses import replace

import pytest

from bot.domain.credits import AccountName
from bot.domain.errors import AmountOutOfRange, MediaUnusable, NotEnoughCredits, NotYourJob
from bot.domain.findings import Draft, LyricsDrafts
from bot.domain.ids import IdempotencyKey, JamId
from bot.domain.jams import (
    HostGone,
    JamEnd,
    JamMode,
    JamPayer,
    JamPhase,
    PledgesNotTaken,
    Pot,
    TooLateToStop,
    WalletClosed,
    WrongPhase,
)
from bot.domain.jams.modes import GENRE
from bot.domain.jobs import JobKind
from bot.domain.ports import TaskReport, TaskState
from bot.domain.rules import FixedPrice
from tests.support.core_fixture import credits_of, discrepancies
from tests.support.jams import (
    HOST,
    MODERATOR_OF_JAMS,
    PEOPLE,
    PLACE,
    begin,
    bring_songs,
    lock,
    plan,
    propose,
    see_through,
)
from tests.support.orders import GUILD
from tests.support.surroundings import PRICE, STARTING_GRANT, Core

ADA, BEN, CLEO, DAN, EVE, *_ = PEOPLE


async def filled(core: Core, *pledges: int) -> JamId:
    """Return a jam of slots that is about to be ordered, with these pledges."""
    jam_id = await begin(core, JamMode.SLOTS, len(pledges))
    for who, amount in zip(PEOPLE, pledges, strict=False):
        await core.jams.pledge(jam_id, GUILD, who, amount)
    await lock(core, jam_id)
    await propose(core, jam_id, ADA, GENRE, "ska")
    return jam_id


async def spent(core: Core, people: int) -> list[int]:
    """Return what each of the first people was charged."""
    return [STARTING_GRANT - (await credits_of(core, who))[0] for who in PEOPLE[:people]]


async def wallet(core: Core) -> tuple[int, int]:
    """Return what the server's wallet has posted and held."""
    balance = await core.database.read(lambda tx: tx.ledger.balance(AccountName.wallet(GUILD)))
    return (0, 0) if balance is None else (balance.posted, balance.held)


async def test_a_pledge_sets_credits_aside_and_can_be_changed_and_taken_back(core: Core) -> None:
    jam_id = await begin(core, JamMode.SLOTS, 2)
    await core.jams.pledge(jam_id, GUILD, ADA, 20)
    assert await credits_of(core, ADA) == (STARTING_GRANT, 20)
    await core.jams.pledge(jam_id, GUILD, ADA, 30)
    assert await credits_of(core, ADA) == (STARTING_GRANT, 30)
    with pytest.raises(NotEnoughCredits) as refused:
        await core.jams.pledge(jam_id, GUILD, ADA, 31)
    assert (refused.value.needed, refused.value.available) == (31, 30)
    assert await credits_of(core, ADA) == (STARTING_GRANT, 30)
    view = await core.jams.pledge(jam_id, GUILD, BEN, 5)
    assert view.pot == Pot(pledged=35, matched=0, people=2)
    await core.jams.leave(jam_id, GUILD, ADA.user_id)
    assert await credits_of(core, ADA) == (STARTING_GRANT, 0)
    view = await core.jams.pledge(jam_id, GUILD, BEN, 0)
    assert view.pot == Pot()
    with pytest.raises(AmountOutOfRange):
        await core.jams.pledge(jam_id, GUILD, BEN, -1)
    assert await discrepancies(core) == ()


@pytest.mark.parametrize(
    ("pledges", "paid"),
    [
        ((14,), [14]),
        ((10, 10), [7, 7]),
        ((10, 10, 10), [5, 5, 4]),
        ((30, 1, 1), [13, 1, 0]),
        ((3, 5, 6), [3, 5, 6]),
    ],
)
async def test_the_price_is_shared_in_proportion_and_adds_up_exactly(
    core: Core, pledges: tuple[int, ...], paid: list[int]
) -> None:
    bring_songs(core)
    people = (*pledges, 0) if len(pledges) == 1 else pledges
    jam_id = await filled(core, *people)
    await lock(core, jam_id)
    await core.jam_keeper.run_once()
    # Once it is ordered what is not needed is free again.
    held = [(await credits_of(core, who))[1] for who in PEOPLE[: len(pledges)]]
    assert held == paid
    await see_through(core)
    assert await spent(core, len(pledges)) == paid
    assert await discrepancies(core) == ()


async def test_half_a_result_costs_everyone_half(core: Core) -> None:
    bring_songs(core)
    core.archive.faults = {"clip-2": [MediaUnusable("silence")]}
    jam_id = await filled(core, 4, 4, 6)
    await lock(core, jam_id)
    await see_through(core)
    assert (await core.jams.view(jam_id, GUILD)).jam.phase is JamPhase.DONE
    assert await spent(core, 3) == [2, 2, 3]
    assert await discrepancies(core) == ()


async def test_a_song_that_fails_costs_nobody_anything(core: Core) -> None:
    bring_songs(core)
    core.provider.reports = [TaskReport(TaskState.FAILED)]
    jam_id = await filled(core, 10, 10)
    await lock(core, jam_id)
    await see_through(core)
    view = await core.jams.view(jam_id, GUILD)
    assert (view.jam.phase, view.jam.end) == (JamPhase.CANCELLED, JamEnd.SONG_FAILED)
    assert [await credits_of(core, who) for who in PEOPLE[:2]] == [(STARTING_GRANT, 0)] * 2


async def test_an_empty_pot_can_be_filled_within_the_grace(core: Core) -> None:
    bring_songs(core)
    jam_id = await filled(core, 5, 5)
    await lock(core, jam_id)
    await core.run_due()
    view = await core.jams.view(jam_id, GUILD)
    assert (view.jam.phase, view.jam.obstacle) == (JamPhase.COMPOSING, "NotEnoughCredits")
    assert view.price == PRICE
    core.clock.advance(600)
    await core.run_due()
    await core.jams.pledge(jam_id, GUILD, CLEO, 4)
    await see_through(core)
    assert (await core.jams.view(jam_id, GUILD)).jam.phase is JamPhase.DONE
    assert await spent(core, 3) == [5, 5, 4]


async def test_a_pot_that_stays_empty_ends_the_jam_and_frees_what_is_in_it(core: Core) -> None:
    jam_id = await filled(core, 5, 5)
    await lock(core, jam_id)
    for _ in range(16):
        await core.run_due()
        core.clock.advance(60)
    view = await core.jams.view(jam_id, GUILD)
    assert (view.jam.phase, view.jam.end) == (JamPhase.CANCELLED, JamEnd.NOT_PAID)
    assert [await credits_of(core, who) for who in PEOPLE[:2]] == [(STARTING_GRANT, 0)] * 2
    assert core.provider.submitted == []


async def test_nobody_leaves_or_takes_back_once_it_is_ordered(core: Core) -> None:
    bring_songs(core)
    jam_id = await filled(core, 7, 7)
    await lock(core, jam_id)
    await core.jam_keeper.run_once()
    with pytest.raises(WrongPhase):
        await core.jams.leave(jam_id, GUILD, BEN.user_id)
    with pytest.raises(WrongPhase):
        await core.jams.pledge(jam_id, GUILD, BEN, 0)
    (song,) = (await core.jams.view(jam_id, GUILD)).songs
    with pytest.raises(NotYourJob):
        await core.cancelling.cancel(song.job_id, BEN.user_id, GUILD)
    await see_through(core)
    assert await spent(core, 2) == [7, 7]


async def test_stopping_calls_back_what_was_not_sent_and_frees_everything(core: Core) -> None:
    bring_songs(core)
    jam_id = await filled(core, 10, 10)
    await lock(core, jam_id)
    await core.jam_keeper.run_once()
    view = await core.jams.stop(jam_id, GUILD, HOST.user_id)
    assert (view.jam.phase, view.jam.end) == (JamPhase.CANCELLED, JamEnd.STOPPED)
    await see_through(core)
    assert core.provider.submitted == []
    assert [await credits_of(core, who) for who in PEOPLE[:2]] == [(STARTING_GRANT, 0)] * 2
    assert await discrepancies(core) == ()


async def test_what_is_being_made_cannot_be_stopped(core: Core) -> None:
    bring_songs(core)
    jam_id = await filled(core, 10, 10)
    await lock(core, jam_id)
    await core.jam_keeper.run_once()
    await core.submitter.run_once()
    with pytest.raises(TooLateToStop):
        await core.jams.stop(jam_id, GUILD, MODERATOR_OF_JAMS, moderator=True)
    assert (await core.jams.view(jam_id, GUILD)).jam.phase is JamPhase.COMPOSING


async def test_the_wallet_adds_what_the_server_promised_as_far_as_it_reaches(core: Core) -> None:
    bring_songs(core)
    await core.treasury.fill_wallet(
        GUILD, 8, actor_id=MODERATOR_OF_JAMS, reason="", key=IdempotencyKey("w")
    )
    await core.jams.change_rules(
        GUILD,
        lambda rules: replace(rules, match_percent=50, match_ceiling=7),
        actor_id=MODERATOR_OF_JAMS,
    )
    jam_id = await filled(core, 5, 5)
    view = await core.jams.view(jam_id, GUILD)
    assert view.pot == Pot(pledged=10, matched=5, people=2)
    view = await core.jams.pledge(jam_id, GUILD, BEN, 11)
    assert view.pot.matched == 7
    assert await wallet(core) == (8, 7)
    view = await core.jams.pledge(jam_id, GUILD, BEN, 5)
    assert await wallet(core) == (8, 5)
    await lock(core, jam_id)
    await see_through(core)
    # 14 of 15: 4 each, and what is left over for the two earliest.
    assert await spent(core, 2) == [5, 5]
    assert await wallet(core) == (4, 0)
    assert await discrepancies(core) == ()


async def test_the_wallet_adds_no_more_than_the_ceiling_however_many_parts_it_pays(
    core: Core,
) -> None:
    await core.treasury.fill_wallet(
        GUILD, 100, actor_id=MODERATOR_OF_JAMS, reason="", key=IdempotencyKey("w")
    )
    await core.jams.change_rules(
        GUILD,
        lambda rules: replace(rules, match_percent=100, match_ceiling=7),
        actor_id=MODERATOR_OF_JAMS,
    )
    await core.rules.set_price(
        FixedPrice(GUILD, JobKind.LYRICS, "", 10), actor_id=MODERATOR_OF_JAMS
    )
    jam_id = await begin(core, JamMode.VERSES, 2)
    await lock(core, jam_id)
    taken = []
    for text in ("Tin, tin, tin", "In the rain", "On the roof"):
        drafts = LyricsDrafts((Draft("Rain", text),))
        core.provider.reports = [TaskReport(TaskState.FINISHED, (), finding=drafts)]
        for who in (ADA, BEN):
            await core.jams.pledge(jam_id, GUILD, who, 5)
        view = await core.jams.view(jam_id, GUILD)
        assert view.pot.matched + view.pot.spent_matching <= 7
        await core.jams.fill(jam_id, GUILD, HOST.user_id)
        await see_through(core, 3)
        taken.append((await wallet(core))[0])
    assert taken == [96, 94, 93]
    view = await core.jams.pledge(jam_id, GUILD, BEN, 6)
    assert (view.pot.matched, view.pot.spent_matching) == (0, 7)
    assert await wallet(core) == (93, 0)
    assert await discrepancies(core) == ()


async def test_the_host_or_the_wallet_may_pay_for_all(core: Core) -> None:
    bring_songs(core)
    by_wallet = replace(plan(JamMode.SLOTS), payer=JamPayer.WALLET)
    with pytest.raises(WalletClosed):
        await core.jams.start(by_wallet, HOST, PLACE, key=IdempotencyKey("a"))
    await core.jams.change_rules(
        GUILD, lambda rules: replace(rules, wallet_pays=True), actor_id=MODERATOR_OF_JAMS
    )
    await core.treasury.fill_wallet(
        GUILD, 20, actor_id=MODERATOR_OF_JAMS, reason="", key=IdempotencyKey("w")
    )
    by_host = replace(plan(JamMode.SLOTS), payer=JamPayer.HOST)
    for who, chosen, key in ((ADA, by_wallet, "b"), (BEN, by_host, "c")):
        view = await core.jams.start(chosen, who, PLACE, key=IdempotencyKey(key))
        jam_id = view.jam.jam_id
        await core.jams.join(jam_id, GUILD, CLEO)
        with pytest.raises(PledgesNotTaken):
            await core.jams.pledge(jam_id, GUILD, CLEO, 1)
        await core.jams.lock(jam_id, GUILD, who.user_id)
        await propose(core, jam_id, CLEO, GENRE, "ska")
        await core.jams.lock(jam_id, GUILD, who.user_id)
        await see_through(core)
        assert (await core.jams.view(jam_id, GUILD)).jam.phase is JamPhase.DONE
    assert await wallet(core) == (6, 0)
    assert await spent(core, 2) == [0, PRICE]
    assert await credits_of(core, CLEO) == (0, 0)
    assert await discrepancies(core) == ()


@pytest.mark.parametrize("leaves", [True, False])
async def test_a_host_who_is_gone_pays_for_nothing(core: Core, leaves: bool) -> None:
    bring_songs(core)
    by_host = replace(plan(JamMode.SLOTS), payer=JamPayer.HOST)
    view = await core.jams.start(by_host, ADA, PLACE, key=IdempotencyKey("a"))
    jam_id = view.jam.jam_id
    for who in (BEN, CLEO):
        await core.jams.join(jam_id, GUILD, who)
    await lock(core, jam_id)
    await propose(core, jam_id, BEN, GENRE, "ska")
    if leaves:
        await core.jams.leave(jam_id, GUILD, ADA.user_id)
    else:
        await core.jams.ban(jam_id, GUILD, ADA.user_id, actor_id=MODERATOR_OF_JAMS, reason="spam")
    await lock(core, jam_id)
    await core.run_due()
    view = await core.jams.view(jam_id, GUILD)
    assert (view.jam.phase, view.jam.obstacle) == (JamPhase.COMPOSING, "HostGone")
    for _ in range(16):
        await core.run_due()
        core.clock.advance(60)
    view = await core.jams.view(jam_id, GUILD)
    assert (view.jam.phase, view.jam.end) == (JamPhase.CANCELLED, JamEnd.NOT_PAID)
    assert await credits_of(core, ADA) == (0, 0)
    assert core.provider.submitted == []


async def test_a_host_who_left_pays_for_no_part(core: Core) -> None:
    by_host = replace(plan(JamMode.VERSES), payer=JamPayer.HOST)
    jam_id = (await core.jams.start(by_host, ADA, PLACE, key=IdempotencyKey("a"))).jam.jam_id
    for who in (BEN, CLEO):
        await core.jams.join(jam_id, GUILD, who)
    await lock(core, jam_id)
    await core.jams.leave(jam_id, GUILD, ADA.user_id)
    with pytest.raises(HostGone):
        await core.jams.fill(jam_id, GUILD, ADA.user_id)
    await core.jams.join(jam_id, GUILD, ADA)
    await core.jams.fill(jam_id, GUILD, ADA.user_id)
    assert await credits_of(core, ADA) == (STARTING_GRANT, 1)


async def test_a_host_may_pledge_while_beginning_or_not_begin_at_all(core: Core) -> None:
    with pytest.raises(NotEnoughCredits):
        await core.jams.start(plan(JamMode.SLOTS), HOST, PLACE, key=IdempotencyKey("a"), pledge=31)
    assert await core.jams.open_in(GUILD) == ()
    view = await core.jams.start(
        plan(JamMode.SLOTS), HOST, PLACE, key=IdempotencyKey("a"), pledge=20
    )
    assert view.pot.total == 20
    assert await credits_of(core, HOST) == (STARTING_GRANT, 20)
