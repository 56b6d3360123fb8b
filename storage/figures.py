"""Figures for whoever watches the bot from outside."""

from collections.abc import Mapping

from sqlalchemy import func, select

from bot.domain.jobs import JobState
from bot.domain.ports import Transaction
from storage.tables import jobs
from storage.transactions import SqlTransaction

# Answered from the index that begins with the state; no row is read.
_BY_STATE = select(jobs.c.state, func.count().label("number")).group_by(jobs.c.state)


def count_jobs(tx: Transaction) -> Mapping[JobState, int]:
    """Return how many jobs are in each state, the states without any included.

    Raises:
        TypeError: the transaction is not one of this package's.
    """
    if not isinstance(tx, SqlTransaction):
        raise TypeError(f"{type(tx).__name__} is not a transaction of this database")
    found = {row.state: row.number for row in tx.connection.execute(_BY_STATE)}
    return {state: found.get(state, 0) for state in JobState}
