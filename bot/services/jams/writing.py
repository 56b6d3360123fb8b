"""Contributions and votes: within the transaction that changes a jam."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.catalogue import TextLimits
from bot.domain.ids import ContributionId, UserId
from bot.domain.jams.bookkeeping import NoteKind
from bot.domain.jams.entries import SERVICE, Contribution, ContributionState
from bot.domain.jams.errors import (
    ContributionEmpty,
    ContributionNotFound,
    ContributionTooLong,
    NoSuchSlot,
    NotYourTurn,
    OwnContribution,
    SlotFilled,
    WrongPhase,
)
from bot.domain.jams.modes import Deed, JamMode, JamPhase, Slot
from bot.domain.jams.people import JamMember, MemberState
from bot.domain.jams.records import Jam
from bot.domain.jams.texts import slot_limit
from bot.domain.ports import Transaction
from bot.domain.text import has_visible_characters, length, tidy
from bot.services.jams.course import candidates, give_turn, hand_to, set_state


@dataclass(frozen=True)
class Entry:
    """What somebody wants to contribute."""

    slot: Slot
    text: str
    """Tidied."""


def checked_entry(slot: Slot, text: str) -> Entry:
    """Return an entry with its text tidied; what is not sung, on one line.

    Raises:
        ContributionEmpty: it shows nothing.
    """
    tidied = tidy(text)
    if not has_visible_characters(tidied):
        raise ContributionEmpty
    if not slot.kind.sung:
        tidied = " ".join(tidied.split())
    return Entry(slot, tidied)


def contribute(
    tx: Transaction, jam: Jam, member: JamMember, entry: Entry, limits: TextLimits, now: datetime
) -> Jam:
    """Save somebody's contribution, or what they made of it, and return what the jam became.

    Raises:
        NoSuchSlot, ContributionTooLong, NotYourTurn, SlotFilled
    """
    if entry.slot not in jam.slots:
        raise NoSuchSlot(entry.slot.key)
    limit = slot_limit(jam.mode, jam.parts, entry.slot, limits)
    given = length(entry.text)
    if given > limit:
        raise ContributionTooLong(entry.slot, limit, given)
    own = tx.contributions.by(jam.jam_id, member.user_id)
    earlier = next((each for each in own if each.slot == entry.slot), None)
    if earlier is not None:
        if earlier.text != entry.text:
            tx.contributions.change(earlier.contribution_id, entry.text, now)
        return jam
    if jam.mode is JamMode.VERSES:
        _check_turn(tx, jam, member, entry.slot)
    sole = jam.mode is JamMode.VERSES
    tx.contributions.add(jam.jam_id, entry.slot, member.user_id, entry.text, sole=sole, now=now)
    if not sole:
        return jam
    set_state(tx, member, MemberState.HERE)
    return give_turn(tx, jam.with_turn(entry.slot, member.user_id, None), now)


def withdraw(tx: Transaction, jam: Jam, user_id: UserId, slot: Slot) -> None:
    """Take back what somebody contributed for a slot.

    Raises:
        ContributionNotFound: there is nothing.
    """
    own = tx.contributions.by(jam.jam_id, user_id)
    found = next((each for each in own if each.slot == slot), None)
    if found is None:
        raise ContributionNotFound(None)
    tx.contributions.withdraw(found.contribution_id)


def strike(
    tx: Transaction,
    jam: Jam,
    contribution: Contribution,
    *,
    actor_id: UserId,
    reason: str,
    now: datetime,
) -> None:
    """Take a contribution out, and have its author told.

    Raises:
        ContributionNotFound: it is gone already.
    """
    number = contribution.contribution_id
    if not tx.contributions.strike(number, reason=reason, actor_id=actor_id, now=now):
        raise ContributionNotFound(number)
    if contribution.author_id == SERVICE:
        return
    tx.boards.note(
        jam.jam_id,
        NoteKind.STRUCK,
        contribution.author_id,
        f"{number}",
        reason,
        now,
        quoted=contribution.text,
    )


def vote(
    tx: Transaction, jam: Jam, voter_id: UserId, ballot: Slot, contribution_id: ContributionId
) -> None:
    """Save somebody's vote, in place of an earlier one.

    Raises:
        WrongPhase: this is not voted on now.
        ContributionNotFound: it is no candidate.
        OwnContribution: it is their own.
    """
    if ballot not in jam.ballots:
        raise WrongPhase(Deed.VOTE, jam.phase)
    named = tx.contributions.get(jam.jam_id, contribution_id)
    if named is None or named.state is not ContributionState.LIVE:
        raise ContributionNotFound(contribution_id)
    if named.author_id == voter_id:
        raise OwnContribution(contribution_id)
    if jam.phase is JamPhase.CHOOSING:
        if named not in candidates(tx, jam, ballot):
            raise ContributionNotFound(contribution_id)
    elif named.slot != ballot:
        raise ContributionNotFound(contribution_id)
    tx.contributions.vote(jam.jam_id, ballot, voter_id, named)


def step_back_in(tx: Transaction, jam: Jam, member: JamMember, now: datetime) -> Jam:
    """Let somebody be here again; a turn that waits for anybody is theirs."""
    if member.state is not MemberState.HERE:
        set_state(tx, member, MemberState.HERE)
    turn = jam.turn
    if jam.phase is not JamPhase.WRITING or turn is None or turn.user_id is not None:
        return jam
    return hand_to(tx, jam, turn.slot, member, now)


def _check_turn(tx: Transaction, jam: Jam, member: JamMember, slot: Slot) -> None:
    if any(each.slot == slot for each in tx.contributions.of(jam.jam_id)):
        raise SlotFilled(slot)
    turn = jam.turn
    if turn is None or turn.slot != slot or turn.user_id not in {None, member.user_id}:
        raise NotYourTurn(
            None if turn is None else turn.user_id, None if turn is None else turn.ends_at
        )
