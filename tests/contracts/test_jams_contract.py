"""What is kept of jams, on each kind of database: what comes back, and what rows can never be."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy.exc import DBAPIError

from bot.domain.credits import AccountName
from bot.domain.errors import NotEnoughCredits
from bot.domain.ids import (
    AccountId,
    ChannelId,
    ContributionId,
    GuildId,
    IdempotencyKey,
    JamId,
    MessageId,
    RoleId,
    UserId,
)
from bot.domain.jams import (
    MATCHING,
    Author,
    Contribution,
    Host,
    Jam,
    JamEnd,
    JamJob,
    JamJobPurpose,
    JamMember,
    JamMode,
    JamPayer,
    JamPhase,
    JamPlace,
    JamPlan,
    JamRules,
    MemberState,
    NoteKind,
    Pot,
    Slot,
    TurnOrder,
    Vote,
)
from bot.domain.jams.modes import CHORUS, GENRE, IDEA, verse
from bot.domain.ports import Database, Transaction
from bot.services.orders import Requester
from tests.support.jams import HOST, PLACE, plan
from tests.support.records import GUILD, NOW, after, new_job
from tests.support.surroundings import build_core

THREAD = ChannelId(77)
ADA, BEN, CLEO = UserId(11), UserId(12), UserId(13)
JAM = Jam(
    jam_id=JamId("jam0000001"),
    place=JamPlace(GUILD, ChannelId(7), THREAD),
    host=Host(ADA, "Ada \x00", (RoleId(3), RoleId(2**63 - 1))),
    plan=JamPlan(
        theme="rain",
        mode=JamMode.VERSES,
        length=timedelta(minutes=30),
        payer=JamPayer.WALLET,
        most_people=7,
        order=TurnOrder.RANDOM,
        style="folk",
        model="sonic-v6",
        songs=1,
        announce=False,
    ),
    phase=JamPhase.GATHERING,
    created_at=NOW,
    ends_at=after(60),
    idempotency_key=IdempotencyKey("jam:1"),
)


def named(number: int, **changes: object) -> Jam:
    """Return another jam."""
    named_so = {
        "jam_id": JamId(f"jam{number:07}"),
        "idempotency_key": IdempotencyKey(f"jam:{number}"),
    }
    return replace(JAM, **{**named_so, **changes})  # type: ignore[arg-type] # fields of Jam


def member(user_id: UserId, place: int, state: MemberState = MemberState.HERE) -> JamMember:
    """Return somebody in the jam."""
    return JamMember(JAM.jam_id, user_id, f"member {user_id}", place, state, NOW)


def open_account(tx: Transaction, user_id: UserId, amount: int) -> AccountId:
    """Give somebody an account with so many credits and return its id."""
    name = AccountName.member(GUILD, user_id)
    key = IdempotencyKey(f"grant:{user_id}:{amount}")
    tx.ledger.grant(name, amount, reason="", actor_id=None, key=key, now=NOW)
    balance = tx.ledger.balance(name)
    assert balance is not None
    return balance.account_id


def add_jam(tx: Transaction, jam: Jam) -> None:
    """Save a jam."""
    tx.jams.add(jam)


def save_rules(tx: Transaction, rules: JamRules) -> None:
    """Save a server's rules."""
    tx.jams.save_rules(rules)


def write_again(tx: Transaction, slot: Slot, author: UserId, sole: bool) -> None:
    """Write for a slot once more."""
    tx.contributions.add(JAM.jam_id, slot, author, "again", sole=sole, now=NOW)


async def refused(database: Database, work: Callable[[Transaction], object]) -> None:
    """Make sure that the database does not take what `work` writes."""
    with pytest.raises(DBAPIError):
        await database.write(work)


async def test_a_jam_comes_back_as_it_was_saved(database: Database) -> None:
    await database.write(lambda tx: tx.jams.add(JAM))
    stored = await database.read(lambda tx: tx.jams.get(JAM.jam_id))
    assert stored == replace(JAM, host=replace(JAM.host, name="Ada ?"))
    turned = replace(stored, phase=JamPhase.WRITING, parts=5).with_turn(verse(2), BEN, after(9))
    assert await database.write(lambda tx: tx.jams.save(turned))
    assert not await database.write(lambda tx: tx.jams.save(turned))
    stored = await database.read(lambda tx: tx.jams.get(JAM.jam_id))
    assert stored == replace(turned, version=2)
    over = stored.over(JamEnd.STOPPED, after(10), "enough")
    assert await database.write(lambda tx: tx.jams.save(over))
    assert await database.read(lambda tx: tx.jams.by_key(JAM.idempotency_key)) == replace(
        over, version=3
    )
    assert await database.read(lambda tx: tx.jams.next_due_at()) is None


async def test_what_a_jam_can_never_be_is_refused(database: Database) -> None:
    await database.write(lambda tx: tx.jams.add(JAM))
    for wrong in (
        named(2, idempotency_key=JAM.idempotency_key),
        named(2, round=0),
        named(2, phase=JamPhase.DONE),
        named(2, ended_at=NOW),
        named(2, plan=replace(JAM.plan, most_people=1)),
        named(2, plan=replace(JAM.plan, songs=3)),
        named(2, plan=replace(JAM.plan, length=timedelta(0))),
        named(2, previous_id=JamId("nothing")),
    ):
        await refused(database, partial(add_jam, jam=wrong))
    await database.write(lambda tx: tx.jams.add(named(2, previous_id=JAM.jam_id)))
    await refused(database, lambda tx: tx.jams.add(named(3, previous_id=JAM.jam_id)))
    assert await database.read(lambda tx: tx.jams.after(JAM.jam_id)) == named(2).jam_id


async def test_due_jams_are_claimed_once_for_the_length_of_a_lease(database: Database) -> None:
    def add(tx: Transaction) -> None:
        tx.jams.add(JAM)
        tx.jams.add(named(2, ends_at=after(50)))
        tx.jams.add(named(3, ends_at=after(500)))

    await database.write(add)

    def claim(at: float, until: float) -> Callable[[Transaction], tuple[JamId, ...]]:
        return lambda tx: tx.jams.claim(now=after(at), lease_until=after(until), limit=9)

    assert await database.write(claim(70, 100)) == (named(2).jam_id, JAM.jam_id)
    assert await database.write(claim(99, 200)) == ()
    assert await database.write(claim(100, 300)) == (JAM.jam_id, named(2).jam_id)
    await database.write(lambda tx: tx.jams.hurry(named(3).jam_id, after(110)))
    assert await database.read(lambda tx: tx.jams.next_due_at()) == after(110)


async def test_jams_are_counted_and_found(database: Database) -> None:
    other = replace(JAM.place, guild_id=GuildId(5))

    def add(tx: Transaction) -> None:
        tx.jams.add(JAM)
        tx.jams.add(named(2, created_at=after(5), host=Host(BEN, "Ben")))
        tx.jams.add(named(3, created_at=after(6), place=other))
        ended = named(4, created_at=after(9)).over(JamEnd.TOO_FEW, after(10))
        tx.jams.add(ended)

    await database.write(add)

    def look(tx: Transaction) -> None:
        assert [jam.jam_id for jam in tx.jams.open_in(GUILD, limit=9)] == [
            named(2).jam_id,
            JAM.jam_id,
        ]
        assert (tx.jams.open_count(GUILD), tx.jams.open_count(GUILD, BEN)) == (2, 1)
        assert tx.jams.begun_at(GUILD, NOW - timedelta(1)) == after(9)
        assert tx.jams.begun_at(GUILD, NOW - timedelta(1), skip=2) == NOW
        assert tx.jams.begun_at(GUILD, NOW - timedelta(1), skip=3) is None
        assert tx.jams.begun_at(GUILD, NOW, host_id=ADA, skip=1) is None
        found = tx.jams.in_thread(GUILD, THREAD)
        assert found is not None
        assert found.jam_id == named(4).jam_id
        assert tx.jams.in_thread(GuildId(6), THREAD) is None
        assert [jam.jam_id for jam in tx.jams.open_of(BEN)] == [named(2).jam_id]

    await database.read(look)


async def test_members_keep_their_places_which_nobody_else_gets(database: Database) -> None:
    def add(tx: Transaction) -> None:
        tx.jams.add(JAM)
        tx.jams.put_member(member(ADA, 1))
        tx.jams.put_member(member(BEN, 5))
        tx.jams.put_member(replace(member(BEN, 9, MemberState.LEFT), name="B"))

    await database.write(add)

    def look(tx: Transaction) -> None:
        assert tx.jams.members(JAM.jam_id) == (
            member(ADA, 1),
            replace(member(BEN, 5, MemberState.LEFT), name="B"),
        )
        assert (tx.jams.present(JAM.jam_id), tx.jams.last_place(JAM.jam_id)) == (1, 5)
        assert tx.jams.member(JAM.jam_id, CLEO) is None

    await database.read(look)
    await refused(database, lambda tx: tx.jams.put_member(member(CLEO, 5)))


async def test_bans_hold_for_further_rounds_until_they_are_lifted(database: Database) -> None:
    def ban(tx: Transaction) -> bool:
        return tx.jams.ban(JAM.jam_id, BEN, reason="rude", actor_id=ADA, now=NOW)

    def add(tx: Transaction) -> None:
        tx.jams.add(JAM)
        tx.jams.add(named(2))
        assert ban(tx)
        assert not ban(tx)
        tx.jams.hand_on_bans(JAM.jam_id, named(2).jam_id)
        assert tx.jams.unban(JAM.jam_id, BEN)
        assert not tx.jams.unban(JAM.jam_id, BEN)

    await database.write(add)
    assert await database.read(lambda tx: tx.jams.ban_reason(JAM.jam_id, BEN)) is None
    assert await database.read(lambda tx: tx.jams.ban_reason(named(2).jam_id, BEN)) == "rude"


async def test_rules_have_defaults_and_come_back(database: Database) -> None:
    assert await database.read(lambda tx: tx.jams.rules(GUILD)) == JamRules(GUILD)
    rules = JamRules(GUILD, 1, 2, 3, 4, 5, True, 60, 7)
    for changed in (replace(rules, match_ceiling=None), rules):
        await database.write(partial(save_rules, rules=changed))
        assert await database.read(lambda tx: tx.jams.rules(GUILD)) == changed


async def test_an_author_writes_once_for_a_slot_and_a_turn_takes_one_text(
    database: Database,
) -> None:
    def add(tx: Transaction) -> None:
        tx.jams.add(JAM)
        tx.contributions.add(JAM.jam_id, GENRE, ADA, "ska", sole=False, now=NOW)
        tx.contributions.add(JAM.jam_id, GENRE, BEN, "dub", sole=False, now=NOW)
        tx.contributions.add(JAM.jam_id, CHORUS, BEN, "la", sole=True, now=NOW)

    await database.write(add)
    for slot, author, sole in ((GENRE, ADA, False), (CHORUS, CLEO, True)):
        await refused(database, partial(write_again, slot=slot, author=author, sole=sole))

    def change(tx: Transaction) -> tuple[Contribution, ...]:
        ska, dub, la = tx.contributions.of(JAM.jam_id)
        tx.contributions.change(ska.contribution_id, "polka", after(5))
        tx.contributions.withdraw(dub.contribution_id)
        struck = tx.contributions.strike(la.contribution_id, reason="no", actor_id=CLEO, now=NOW)
        assert struck
        assert not tx.contributions.strike(la.contribution_id, reason="no", actor_id=CLEO, now=NOW)
        tx.contributions.add(JAM.jam_id, CHORUS, CLEO, "lo", sole=True, now=NOW)
        tx.contributions.choose([ska.contribution_id])
        return tx.contributions.of(JAM.jam_id)

    lo, polka = await database.write(change)
    assert (lo.text, polka.text, polka.entered_at, polka.chosen) == ("lo", "polka", after(5), True)
    gone = await database.read(lambda tx: tx.contributions.get(JAM.jam_id, ContributionId(2)))
    assert gone is not None
    assert gone.text == ""
    assert await database.read(lambda tx: tx.contributions.by(JAM.jam_id, BEN)) == ()


async def test_one_vote_each_never_for_oneself_and_nobodys_once_it_is_counted(
    database: Database,
) -> None:
    def add(tx: Transaction) -> tuple[Contribution, Contribution]:
        tx.jams.add(JAM)
        first = tx.contributions.add(JAM.jam_id, IDEA, ADA, "a", sole=False, now=NOW)
        second = tx.contributions.add(JAM.jam_id, IDEA, BEN, "b", sole=False, now=NOW)
        tx.contributions.vote(JAM.jam_id, IDEA, CLEO, first)
        tx.contributions.vote(JAM.jam_id, IDEA, CLEO, second)
        tx.contributions.vote(JAM.jam_id, IDEA, BEN, first)
        return first, second

    first, second = await database.write(add)
    await refused(database, lambda tx: tx.contributions.vote(JAM.jam_id, IDEA, ADA, first))
    cast = (Vote(IDEA, first.contribution_id), Vote(IDEA, second.contribution_id))
    assert await database.read(lambda tx: tx.contributions.votes(JAM.jam_id, [IDEA])) == cast
    assert await database.read(lambda tx: tx.contributions.voters(JAM.jam_id, [IDEA])) == 2
    assert await database.read(lambda tx: tx.contributions.votes_of(JAM.jam_id, CLEO)) == {
        IDEA: second.contribution_id
    }

    def seal(tx: Transaction) -> None:
        tx.contributions.seal(JAM.jam_id, [IDEA])
        tx.contributions.drop_votes(JAM.jam_id, CLEO)

    await database.write(seal)
    assert await database.read(lambda tx: tx.contributions.votes(JAM.jam_id, [IDEA])) == cast
    assert await database.read(lambda tx: tx.contributions.votes_of(JAM.jam_id, CLEO)) == {}


async def test_pledges_are_held_and_resolved_once(database: Database) -> None:
    job = replace(new_job(), price=3)

    def add(tx: Transaction) -> None:
        tx.jams.add(JAM)
        tx.jobs.add(job)
        for user_id, amount in ((ADA, 5), (BEN, 7)):
            account_id = open_account(tx, user_id, 10)
            tx.pledges.add(JAM.jam_id, user_id, account_id, amount, now=NOW)
        wallet = AccountName.wallet(GUILD)
        tx.ledger.grant(wallet, 4, reason="", actor_id=None, key=IdempotencyKey("wallet"), now=NOW)
        balance = tx.ledger.balance(wallet)
        assert balance is not None
        tx.pledges.add(JAM.jam_id, MATCHING, balance.account_id, 4, now=NOW)

    await database.write(add)
    assert await database.read(lambda tx: tx.pledges.pot(JAM.jam_id)) == Pot(12, 4, 2)
    pledges = await database.read(lambda tx: tx.pledges.pending(JAM.jam_id))
    assert [each.amount for each in pledges] == [5, 7, 4]
    ada, ben, _ = pledges
    await refused(database, lambda tx: tx.pledges.add(JAM.jam_id, ADA, ada.account_id, 1, now=NOW))
    with pytest.raises(NotEnoughCredits):
        await database.write(
            lambda tx: tx.pledges.add(named(2).jam_id, BEN, ben.account_id, 4, now=NOW)
        )

    def resolve(tx: Transaction) -> None:
        assert tx.pledges.release(ada, NOW)
        assert not tx.pledges.release(ada, NOW)
        assert not tx.pledges.use(ada, 1, job.job_id, NOW)
        assert tx.pledges.use(ben, 3, job.job_id, NOW)
        assert not tx.pledges.release(ben, NOW)
        key = IdempotencyKey("hold")
        tx.ledger.hold(ben.account_id, 3, job_id=job.job_id, key=key, now=NOW)

    await database.write(resolve)
    purse = await database.read(lambda tx: tx.ledger.purse(GUILD, BEN))
    assert (purse.posted, purse.held) == (10, 3)
    assert await database.read(lambda tx: tx.ledger.discrepancies()) == ()


async def test_pledges_that_do_not_add_up_are_found(database: Database) -> None:
    over = named(1).over(JamEnd.STOPPED, after(1))

    def add(tx: Transaction) -> None:
        tx.jams.add(over)
        job = replace(new_job(), price=0)
        tx.jobs.add(job)
        account_id = open_account(tx, ADA, 10)
        tx.pledges.add(over.jam_id, ADA, account_id, 5, now=NOW)
        (pledge,) = tx.pledges.pending(over.jam_id)
        tx.pledges.use(pledge, 2, job.job_id, NOW)
        tx.pledges.add(over.jam_id, ADA, account_id, 3, now=NOW)

    await database.write(add)
    assert await database.read(lambda tx: tx.ledger.discrepancies()) == (
        f"Pledges of 2 became a hold of 0 for job {new_job().job_id}.",
        f"Jam {over.jam_id} is cancelled, yet its pledge 2 is pending.",
    )


async def test_jobs_and_authors_of_jams(database: Database) -> None:
    job = new_job()
    jam_job = JamJob(job.job_id, JAM.jam_id, JamJobPurpose.PART, CHORUS)
    authors = (Author(BEN, "Ben"), Author(ADA, "Ada"))

    def add(tx: Transaction) -> None:
        tx.jams.add(JAM)
        tx.jobs.add(replace(job, jam_id=JAM.jam_id))
        tx.jams.add_job(jam_job)
        tx.jams.add_authors(job.job_id, authors)

    await database.write(add)
    assert await database.read(lambda tx: tx.jams.jobs_of(JAM.jam_id)) == (jam_job,)
    assert await database.read(lambda tx: tx.jams.authors_of(job.job_id)) == authors
    stored = await database.read(lambda tx: tx.jobs.get(job.job_id))
    assert stored is not None
    assert stored.jam_id == JAM.jam_id


async def test_many_wishes_for_a_board_are_one_drawing_after_its_rest(
    database: Database,
) -> None:
    def add(tx: Transaction) -> None:
        tx.jams.add(JAM)
        tx.boards.add(JAM.jam_id, NOW)

    await database.write(add)
    (board,) = await database.write(
        lambda tx: tx.boards.claim(now=NOW, lease_until=after(60), limit=9)
    )
    assert (board.message_id, board.place, board.attempts) == (None, JAM.place, 1)

    def draw(tx: Transaction) -> None:
        for second in range(5):
            tx.boards.want(JAM.jam_id, after(second), 3.0)
        tx.boards.posted(JAM.jam_id, MessageId(5))
        tx.boards.drawn(board, after(2), 3.0)

    await database.write(draw)
    assert await database.read(lambda tx: tx.boards.next_due_at()) == after(5)
    (again,) = await database.write(
        lambda tx: tx.boards.claim(now=after(5), lease_until=after(60), limit=9)
    )
    assert (again.message_id, again.revision) == (5, board.revision + 5)
    await database.write(lambda tx: tx.boards.drawn(again, after(6), 3.0))
    assert await database.read(lambda tx: tx.boards.next_due_at()) is None
    await database.write(lambda tx: tx.boards.want(JAM.jam_id, after(7), 3.0))
    assert await database.read(lambda tx: tx.boards.next_due_at()) == after(9)
    await database.write(lambda tx: tx.boards.give_up(again))
    assert await database.read(lambda tx: tx.boards.next_due_at()) is None


async def test_people_who_press_at_once_lose_nothing(database: Database) -> None:
    core = build_core(database)
    wide = replace(plan(JamMode.BATTLE), most_people=30)
    view = await core.jams.start(wide, HOST, PLACE, key=IdempotencyKey("wide"))
    jam_id, guild_id = view.jam.jam_id, PLACE.guild_id
    crowd = [Requester(UserId(5000 + number), f"Member {number}") for number in range(20)]
    await asyncio.gather(*(core.jams.pledge(jam_id, guild_id, who, 1) for who in crowd))
    await core.jams.lock(jam_id, guild_id, HOST.user_id)
    await asyncio.gather(
        *(core.jams.contribute(jam_id, guild_id, who, IDEA, who.display_name) for who in crowd)
    )
    view = await core.jams.view(jam_id, guild_id)
    assert (view.slots[0].entries, view.pot, len(view.members)) == (20, Pot(20, 0, 20), 21)
    assert await database.read(lambda tx: tx.ledger.discrepancies()) == ()


async def test_a_note_is_told_once(database: Database) -> None:
    def note(tx: Transaction) -> None:
        tx.boards.note(JAM.jam_id, NoteKind.STRUCK, BEN, "4", "no", NOW, quoted="bad")

    def add(tx: Transaction) -> None:
        tx.jams.add(JAM)
        note(tx)
        note(tx)

    await database.write(add)

    def claim(at: float) -> Callable[[Transaction], object]:
        return lambda tx: tx.boards.claim_notes(now=after(at), lease_until=after(60), limit=9)

    (found,) = await database.write(
        lambda tx: tx.boards.claim_notes(now=NOW, lease_until=after(60), limit=9)
    )
    assert (found.kind, found.user_id, found.subject, found.text, found.quoted) == (
        *(NoteKind.STRUCK, BEN, "4", "no", "bad"),
    )
    assert await database.write(claim(59)) == ()
    await database.write(lambda tx: tx.boards.retry_note(found, after(70)))
    assert await database.read(lambda tx: tx.boards.next_due_at()) == after(70)
    await database.write(lambda tx: tx.boards.told(found))
    await database.write(note)
    assert await database.write(claim(900)) == ()
