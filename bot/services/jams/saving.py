"""Saving what a jam became, and how long things take that its plan does not say."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.jams.records import Jam
from bot.domain.ports import Transaction


@dataclass(frozen=True)
class JamPace:
    """How long things take that a jam's plan does not say."""

    shortest: timedelta = timedelta(minutes=10)
    longest: timedelta = timedelta(days=7)
    """Of a jam."""
    grace: timedelta = timedelta(minutes=15)
    """How long what hinders an order may be mended."""
    retry: timedelta = timedelta(minutes=1)
    """How often a hindered order is tried."""
    look: timedelta = timedelta(minutes=5)
    """How often an order under way is looked after, should nothing be heard of it."""
    board_rest: timedelta = timedelta(seconds=3)
    """Between two drawings of a board."""


def save(tx: Transaction, jam: Jam, now: datetime, pace: JamPace, *, redraw: bool = True) -> Jam:
    """Save what a jam became, and wish for its board to be drawn; return it as it is stored.

    Raises:
        LookupError: somebody else saved it meanwhile, which no transaction lets happen.
    """
    if not tx.jams.save(jam):
        raise LookupError(f"jam {jam.jam_id} changed within a transaction")
    if redraw:
        tx.boards.want(jam.jam_id, now, pace.board_rest.total_seconds())
    stored = tx.jams.get(jam.jam_id)
    if stored is None:
        raise LookupError(f"no jam {jam.jam_id}")
    return stored
