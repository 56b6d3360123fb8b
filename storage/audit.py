"""Checks of the books: what must hold whatever happened. Findings are told, never repaired."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, case, func, not_, or_, select

from bot.domain.credits import AccountKind, EntryKind, HoldState
from bot.domain.jams.money import PledgeState
from bot.domain.jobs import JobState
from storage.columns import WHOLE_NUMBER
from storage.connections import Connection
from storage.tables import AnyRow, accounts, entries, holds, jams, jobs, pledges

MOST_FINDINGS = 100
"""How many findings of one kind are told, so that a ruined database does not fill the memory."""


@dataclass(frozen=True)
class _Check:
    """A search for rows that must not be, and the sentence for one of them."""

    wrong: Select[Any]
    sentence: Callable[[AnyRow], str]


def find_discrepancies(connection: Connection) -> tuple[str, ...]:
    """Return one English line per finding, at most `MOST_FINDINGS` of each kind."""
    return tuple(
        check.sentence(row)
        for check in _CHECKS
        for row in connection.execute(check.wrong.limit(MOST_FINDINGS))
    )


_ended = [state for state in JobState if state.terminal]

# Whole numbers again after SUM, which PostgreSQL answers as a decimal.
_total = func.coalesce(func.sum(accounts.c.posted), 0).cast(WHOLE_NUMBER)
_UNBALANCED = select(_total.label("total")).having(_total != 0)

_moves = (
    select(entries.c.target_id.label("account_id"), entries.c.amount.label("amount"))
    .union_all(select(entries.c.source_id, -entries.c.amount))
    .subquery()
)
_lines = (
    select(_moves.c.account_id, func.sum(_moves.c.amount).cast(WHOLE_NUMBER).label("lines"))
    .group_by(_moves.c.account_id)
    .subquery()
)
_by_lines = func.coalesce(_lines.c.lines, 0)
_WRONG_POSTED = (
    select(accounts.c.account_id, accounts.c.posted, _by_lines.label("lines"))
    .select_from(accounts.outerjoin(_lines, _lines.c.account_id == accounts.c.account_id))
    .where(accounts.c.posted != _by_lines)
    .order_by(accounts.c.account_id)
)

_reserved = (
    select(holds.c.account_id, holds.c.amount)
    .where(holds.c.state == HoldState.PENDING)
    .union_all(
        select(pledges.c.account_id, pledges.c.amount).where(pledges.c.state == PledgeState.PENDING)
    )
    .subquery()
)
_pending = (
    select(_reserved.c.account_id, func.sum(_reserved.c.amount).cast(WHOLE_NUMBER).label("pending"))
    .group_by(_reserved.c.account_id)
    .subquery()
)
_by_holds = func.coalesce(_pending.c.pending, 0)
_WRONG_HELD = (
    select(accounts.c.account_id, accounts.c.held, _by_holds.label("pending"))
    .select_from(accounts.outerjoin(_pending, _pending.c.account_id == accounts.c.account_id))
    .where(accounts.c.held != _by_holds)
    .order_by(accounts.c.account_id)
)

_OVERDRAWN = (
    select(accounts.c.account_id, (accounts.c.posted - accounts.c.held).label("available"))
    .where(
        accounts.c.kind != AccountKind.ISSUE,
        accounts.c.posted - accounts.c.held < 0,
    )
    .order_by(accounts.c.account_id)
)

_FORGOTTEN_HOLDS = (
    select(holds.c.hold_id, jobs.c.job_id, jobs.c.state)
    .select_from(holds.join(jobs, jobs.c.job_id == holds.c.job_id))
    .where(holds.c.state == HoldState.PENDING, jobs.c.state.in_(_ended))
    .order_by(holds.c.hold_id)
)

_HOMELESS_CAPTURES = (
    select(entries.c.entry_id)
    .select_from(entries.outerjoin(jobs, jobs.c.job_id == entries.c.job_id))
    .where(entries.c.kind == EntryKind.CAPTURE, jobs.c.job_id.is_(None))
    .order_by(entries.c.entry_id)
)

_captures = (
    select(entries.c.hold_id, func.sum(entries.c.amount).cast(WHOLE_NUMBER).label("taken"))
    .where(entries.c.kind == EntryKind.CAPTURE)
    .group_by(entries.c.hold_id)
    .subquery()
)
_taken = func.coalesce(_captures.c.taken, 0)
_owed = case((holds.c.state == HoldState.CAPTURED, holds.c.captured), else_=0)
_WRONG_CAPTURES = (
    select(holds.c.hold_id, _owed.label("captured"), _taken.label("taken"))
    .select_from(holds.outerjoin(_captures, _captures.c.hold_id == holds.c.hold_id))
    .where(_owed != _taken)
    .order_by(holds.c.hold_id)
)

_IMPOSSIBLE_HOLDS = (
    select(holds.c.hold_id, holds.c.amount, holds.c.captured)
    .where(
        or_(
            holds.c.amount < 0,
            holds.c.captured < 0,
            holds.c.captured > holds.c.amount,
            and_(not_(holds.c.state == HoldState.CAPTURED), holds.c.captured != 0),
        )
    )
    .order_by(holds.c.hold_id)
)

_IMPOSSIBLE_LINES = (
    select(entries.c.entry_id, entries.c.amount)
    .where(or_(entries.c.amount <= 0, entries.c.source_id == entries.c.target_id))
    .order_by(entries.c.entry_id)
)

_held = (
    select(holds.c.job_id, func.sum(holds.c.amount).cast(WHOLE_NUMBER).label("held"))
    .group_by(holds.c.job_id)
    .subquery()
)
_by_job = func.coalesce(_held.c.held, 0)
_WRONG_PRICES = (
    select(jobs.c.job_id, jobs.c.price, _by_job.label("held"))
    .select_from(jobs.outerjoin(_held, _held.c.job_id == jobs.c.job_id))
    .where(jobs.c.price != _by_job)
    .order_by(jobs.c.job_id)
)

_captured = (
    select(holds.c.job_id, func.sum(holds.c.captured).cast(WHOLE_NUMBER).label("captured"))
    .group_by(holds.c.job_id)
    .subquery()
)
_paid = func.coalesce(_captured.c.captured, 0)
_WRONG_CHARGES = (
    select(jobs.c.job_id, jobs.c.charged, _paid.label("captured"))
    .select_from(jobs.outerjoin(_captured, _captured.c.job_id == jobs.c.job_id))
    .where(jobs.c.state.in_(_ended), func.coalesce(jobs.c.charged, 0) != _paid)
    .order_by(jobs.c.job_id)
)

_hold_of_pledge = (
    select(
        pledges.c.job_id,
        pledges.c.account_id,
        func.sum(pledges.c.used).cast(WHOLE_NUMBER).label("used"),
    )
    .where(pledges.c.state == PledgeState.USED)
    .group_by(pledges.c.job_id, pledges.c.account_id)
    .subquery()
)
_WRONG_PLEDGES = (
    select(
        _hold_of_pledge.c.job_id,
        _hold_of_pledge.c.used,
        func.coalesce(holds.c.amount, 0).label("held"),
    )
    .select_from(
        _hold_of_pledge.outerjoin(
            holds,
            and_(
                holds.c.job_id == _hold_of_pledge.c.job_id,
                holds.c.account_id == _hold_of_pledge.c.account_id,
            ),
        )
    )
    .where(_hold_of_pledge.c.used != func.coalesce(holds.c.amount, 0))
    .order_by(_hold_of_pledge.c.job_id, _hold_of_pledge.c.account_id)
)
_ABANDONED_PLEDGES = (
    select(pledges.c.pledge_id, jams.c.jam_id, jams.c.phase)
    .select_from(pledges.join(jams, jams.c.jam_id == pledges.c.jam_id))
    .where(pledges.c.state == PledgeState.PENDING, jams.c.ended_at.is_not(None))
    .order_by(pledges.c.pledge_id)
)

_taken_back = entries.alias("taken_back")
_is_reversal = entries.c.kind == EntryKind.REVERSAL
_WRONG_REVERSALS = (
    select(entries.c.entry_id)
    .select_from(entries.outerjoin(_taken_back, _taken_back.c.entry_id == entries.c.reverses_id))
    .where(
        or_(
            and_(_is_reversal, _taken_back.c.entry_id.is_(None)),
            and_(not_(_is_reversal), entries.c.reverses_id.is_not(None)),
            _taken_back.c.kind == EntryKind.REVERSAL,
            _taken_back.c.amount != entries.c.amount,
            _taken_back.c.source_id != entries.c.target_id,
            _taken_back.c.target_id != entries.c.source_id,
        )
    )
    .order_by(entries.c.entry_id)
)

_CHECKS = (
    _Check(_UNBALANCED, lambda row: f"All accounts add up to {row.total} instead of 0."),
    _Check(
        _WRONG_POSTED,
        lambda row: (
            f"Account {row.account_id} says {row.posted} posted; its lines add up to {row.lines}."
        ),
    ),
    _Check(
        _WRONG_HELD,
        lambda row: (
            f"Account {row.account_id} says {row.held} held;"
            f" its pending holds and pledges add up to {row.pending}."
        ),
    ),
    _Check(
        _OVERDRAWN,
        lambda row: f"Account {row.account_id} is overdrawn: {row.available} are available.",
    ),
    _Check(
        _FORGOTTEN_HOLDS,
        lambda row: f"Job {row.job_id} is {row.state}, yet its hold {row.hold_id} is pending.",
    ),
    _Check(_HOMELESS_CAPTURES, lambda row: f"Line {row.entry_id} is a capture without a job."),
    _Check(
        _WRONG_CAPTURES,
        lambda row: (
            f"Hold {row.hold_id} says {row.captured} captured; its lines add up to {row.taken}."
        ),
    ),
    _Check(
        _WRONG_PRICES,
        lambda row: f"Job {row.job_id} costs {row.price}; its holds add up to {row.held}.",
    ),
    _Check(
        _WRONG_CHARGES,
        lambda row: f"Job {row.job_id} says {row.charged} charged; its holds say {row.captured}.",
    ),
    _Check(
        _WRONG_REVERSALS,
        lambda row: f"Line {row.entry_id} does not take back exactly what it names.",
    ),
    _Check(
        _WRONG_PLEDGES,
        lambda row: f"Pledges of {row.used} became a hold of {row.held} for job {row.job_id}.",
    ),
    _Check(
        _ABANDONED_PLEDGES,
        lambda row: f"Jam {row.jam_id} is {row.phase}, yet its pledge {row.pledge_id} is pending.",
    ),
    _Check(
        _IMPOSSIBLE_HOLDS,
        lambda row: f"Hold {row.hold_id} of {row.amount} with {row.captured} captured cannot be.",
    ),
    _Check(
        _IMPOSSIBLE_LINES,
        lambda row: f"Line {row.entry_id} moves {row.amount} and cannot be.",
    ),
)
