"""How a jam goes on: within the transaction that changes it. Whoever calls saves the result."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.catalogue import TextLimits
from bot.domain.findings import LyricsDrafts
from bot.domain.ids import UserId
from bot.domain.jams.bookkeeping import JamJobPurpose, NoteKind
from bot.domain.jams.entries import SERVICE, Contribution, ranking
from bot.domain.jams.errors import NothingWritten, TooFewPeople
from bot.domain.jams.modes import (
    FEWEST_PEOPLE,
    IDEA,
    SONG,
    JamEnd,
    JamMode,
    JamPhase,
    Slot,
    parts_for,
)
from bot.domain.jams.people import JamMember, MemberState, next_writer
from bot.domain.jams.records import Jam, missing_slot
from bot.domain.jams.texts import part_from, slot_limit
from bot.domain.jobs import Job, JobState
from bot.domain.ports import Transaction
from bot.services.jams.pot import free

_BROUGHT = frozenset({JobState.SUCCEEDED, JobState.PARTIAL})


def go_on(tx: Transaction, jam: Jam, now: datetime) -> Jam:
    """Return what a jam became by the time that passed; what only an order brings is left.

    What had to end before ends now; whatever begins then has its full time from now.
    """
    while not jam.phase.over:
        if jam.ends_at is not None and jam.ends_at <= now and jam.phase is not JamPhase.COMPOSING:
            jam = close_phase(tx, jam, now)
        elif jam.turn is not None and jam.turn.ends_at is not None and jam.turn.ends_at <= now:
            jam = pass_over(tx, jam, now)
        else:
            break
    return jam


def close_phase(tx: Transaction, jam: Jam, now: datetime) -> Jam:
    """End the present phase, which is not composing."""
    match jam.phase:
        case JamPhase.GATHERING:
            return _close_gathering(tx, jam, now)
        case JamPhase.WRITING:
            return _close_writing(tx, jam, now)
        case JamPhase.PROPOSING:
            return _close_proposing(tx, jam, now)
        case JamPhase.VOTING:
            return _close_voting(tx, jam, now)
        case JamPhase.CHOOSING:
            return end(tx, jam, JamEnd.FINISHED, now)
        case _:
            raise ValueError(f"{jam.phase} does not end by itself")


def check_lockable(tx: Transaction, jam: Jam) -> None:
    """Make sure that ending the phase by hand leads somewhere.

    Raises:
        TooFewPeople, NothingWritten: the jam would be cancelled.
    """
    if jam.phase is JamPhase.GATHERING:
        present = tx.jams.present(jam.jam_id)
        if present < FEWEST_PEOPLE:
            raise TooFewPeople(FEWEST_PEOPLE, present)
    if jam.phase in {JamPhase.WRITING, JamPhase.PROPOSING}:
        entries = len(tx.contributions.of(jam.jam_id))
        if not entries:
            raise NothingWritten
        if jam.mode is JamMode.BATTLE and entries < FEWEST_PEOPLE:
            raise TooFewPeople(FEWEST_PEOPLE, entries)


def brought(tx: Transaction, jam: Jam) -> int:
    """Return how many of a jam's orders brought songs, which are delivered and charged."""
    ordered = [each for each in tx.jams.jobs_of(jam.jam_id) if each.purpose is JamJobPurpose.SONG]
    jobs = [tx.jobs.get(each.job_id) for each in ordered]
    return sum(job is not None and job.state in _BROUGHT for job in jobs)


def end(tx: Transaction, jam: Jam, how: JamEnd, now: datetime, reason: str = "") -> Jam:
    """End a jam: free what is pledged, count what is voted for good."""
    free(tx, tx.pledges.pending(jam.jam_id), now)
    if jam.ballots:
        tx.contributions.seal(jam.jam_id, jam.ballots)
    if how is JamEnd.FINISHED and jam.plan.announce:
        tx.boards.note(jam.jam_id, NoteKind.RESULT, UserId(0), "", "", now)
    return jam.over(how, now, reason)


def give_turn(tx: Transaction, jam: Jam, now: datetime) -> Jam:
    """Give the turn for the first missing part to whoever comes next.

    When nothing is missing, writing ends; when nobody is there, the part waits for somebody.
    """
    filled = [each.slot for each in tx.contributions.of(jam.jam_id)]
    slot = missing_slot(jam.slots, filled)
    if slot is None:
        return _close_writing(tx, jam, now)
    last = jam.turn.last_id if jam.turn is not None else None
    writer = next_writer(tx.jams.members(jam.jam_id), last)
    if writer is None:
        return jam.with_turn(slot, None, None)
    return hand_to(tx, jam, slot, writer, now)


def hand_to(tx: Transaction, jam: Jam, slot: Slot, writer: JamMember, now: datetime) -> Jam:
    """Give somebody the turn for a part, and have them told."""
    ends_at = now + jam.turn_length()
    if jam.ends_at is not None:
        ends_at = min(ends_at, jam.ends_at)
    jam = jam.with_turn(slot, writer.user_id, ends_at)
    number = "" if jam.turn is None else f"{jam.turn.number}"
    tx.boards.note(jam.jam_id, NoteKind.TURN, writer.user_id, number, "", now)
    return jam


def pass_over(tx: Transaction, jam: Jam, now: datetime) -> Jam:
    """End the present turn without a part; whoever had it is away until they come back."""
    if jam.turn is not None and jam.turn.user_id is not None:
        member = tx.jams.member(jam.jam_id, jam.turn.user_id)
        if member is not None and member.state is MemberState.HERE:
            set_state(tx, member, MemberState.AWAY)
    return give_turn(tx, jam, now)


def set_state(tx: Transaction, member: JamMember, state: MemberState) -> None:
    """Let somebody be here, away, or gone."""
    tx.jams.put_member(
        JamMember(member.jam_id, member.user_id, member.name, member.place, state, member.joined_at)
    )


def filling(tx: Transaction, jam: Jam) -> Job | None:
    """Return the job that writes the part, over or not, when it is the service's turn."""
    if jam.turn is None or jam.turn.user_id != SERVICE:
        return None
    ordered = [
        each
        for each in tx.jams.jobs_of(jam.jam_id)
        if each.purpose is JamJobPurpose.PART and each.slot == jam.turn.slot
    ]
    return tx.jobs.get(ordered[-1].job_id) if ordered else None


def catch_up(tx: Transaction, jam: Jam, limits: TextLimits, now: datetime) -> Jam:
    """Return what a jam became by what the service wrote meanwhile, then by the time that passed.

    Whoever does anything in a jam does this first: what is paid for must not be written over, nor
    be late for the end of the writing.
    """
    return go_on(tx, _take_part_of_service(tx, jam, limits, now), now)


def _take_part_of_service(tx: Transaction, jam: Jam, limits: TextLimits, now: datetime) -> Jam:
    """Fill the part whose turn it is with what the service wrote, once it did.

    When it wrote nothing, the turn goes on to the next.
    """
    job = filling(tx, jam)
    if jam.turn is None or job is None or not job.state.terminal:
        return jam
    if isinstance(job.finding, LyricsDrafts):
        limit = slot_limit(jam.mode, jam.parts, jam.turn.slot, limits)
        text = part_from(job.finding.drafts[0].lyrics, limit)
        if text:
            tx.contributions.add(jam.jam_id, jam.turn.slot, SERVICE, text, sole=True, now=now)
            return give_turn(tx, jam, now)
    return give_turn(tx, jam, now)


def candidates(tx: Transaction, jam: Jam, ballot: Slot) -> tuple[Contribution, ...]:
    """Return what can be voted for on a ballot, by entry."""
    entries = tx.contributions.of(jam.jam_id)
    if ballot == SONG:
        made = {
            each.contribution_id
            for each in tx.jams.jobs_of(jam.jam_id)
            if each.purpose is JamJobPurpose.SONG and tx.songs.of_job(each.job_id)
        }
        return tuple(each for each in entries if each.contribution_id in made)
    return tuple(each for each in entries if each.slot == ballot)


def ranked(tx: Transaction, jam: Jam, ballot: Slot) -> tuple[Contribution, ...]:
    """Return a ballot's candidates, best first."""
    return ranking(candidates(tx, jam, ballot), tx.contributions.votes(jam.jam_id, [ballot]))


def end_idle_vote(tx: Transaction, jam: Jam, now: datetime) -> Jam:
    """End a phase of votes in which nothing is left to choose between."""
    if jam.ballots and all(len(candidates(tx, jam, ballot)) < 2 for ballot in jam.ballots):
        return close_phase(tx, jam, now)
    return jam


def _close_gathering(tx: Transaction, jam: Jam, now: datetime) -> Jam:
    present = tx.jams.present(jam.jam_id)
    if present < FEWEST_PEOPLE:
        return end(tx, jam, JamEnd.TOO_FEW, now)
    if jam.mode is JamMode.VERSES:
        return give_turn(tx, jam.taking_turns(parts_for(present), now), now)
    return jam.entering(JamPhase.PROPOSING, now)


def _close_writing(tx: Transaction, jam: Jam, now: datetime) -> Jam:
    written = tx.contributions.of(jam.jam_id)
    if not written:
        return end(tx, jam, JamEnd.NOTHING_WRITTEN, now)
    return _compose(tx, jam, written, now)


def _close_proposing(tx: Transaction, jam: Jam, now: datetime) -> Jam:
    entries = tx.contributions.of(jam.jam_id)
    if not entries:
        return end(tx, jam, JamEnd.NOTHING_WRITTEN, now)
    if jam.mode is JamMode.BATTLE:
        if len(entries) < FEWEST_PEOPLE:
            return end(tx, jam, JamEnd.TOO_FEW, now)
        return jam.entering(JamPhase.VOTING, now)
    slots = [each.slot for each in entries]
    if len(slots) > len(set(slots)):
        return jam.entering(JamPhase.VOTING, now)
    return _compose(tx, jam, entries, now)


def _close_voting(tx: Transaction, jam: Jam, now: datetime) -> Jam:
    best: list[Contribution] = []
    for ballot in jam.ballots:
        places = jam.plan.songs if ballot == IDEA else 1
        best += ranked(tx, jam, ballot)[:places]
    tx.contributions.seal(jam.jam_id, jam.ballots)
    if not best:
        return end(tx, jam, JamEnd.NOTHING_WRITTEN, now)
    return _compose(tx, jam, best, now)


def _compose(tx: Transaction, jam: Jam, best: Sequence[Contribution], now: datetime) -> Jam:
    tx.contributions.choose([each.contribution_id for each in best])
    return jam.entering(JamPhase.COMPOSING, now)
