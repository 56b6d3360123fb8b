"""Several works in one SQLite transaction, each as if it were alone."""

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.domain.ports import Transaction

T = TypeVar("T")


@dataclass(frozen=True)
class Order(Generic[T]):
    """A work, and the future that its caller waits for."""

    work: Callable[[Transaction], T]
    future: asyncio.Future[T]

    def succeed(self, result: T) -> None:
        """Hand the result to the caller, if it still waits."""
        if not self.future.done():
            self.future.set_result(result)

    def fail(self, error: BaseException) -> None:
        """Raise the error to the caller, if it still waits."""
        if self.future.done():
            return
        if isinstance(error, StopIteration):
            # A future cannot carry it: it would end the caller's own iteration.
            stopped = RuntimeError("the work raised StopIteration")
            stopped.__cause__ = error
            error = stopped
        self.future.set_exception(error)


@dataclass(frozen=True)
class Done(Generic[T]):
    """A work that was carried out, with its result."""

    order: Order[T]
    result: T

    def tell(self) -> None:
        """Tell the caller; in the event loop's thread."""
        self.order.succeed(self.result)


@dataclass(frozen=True)
class Undone(Generic[T]):
    """A work that left no trace, and why."""

    order: Order[T]
    error: BaseException

    def tell(self) -> None:
        """Tell the caller; in the event loop's thread."""
        self.order.fail(self.error)


Outcome = Done[T] | Undone[T]


def carry_out(
    connection: sqlite3.Connection, transaction: Transaction, orders: Sequence[Order[T]]
) -> list[Outcome[T]]:
    """Run the works in one transaction; when this returns, what is `Done` is durable.

    A work that raises is undone alone. When the transaction as a whole cannot be begun or
    committed, or SQLite gives it up (a full disk), every work of it is undone. A work whose caller
    is gone by the time of its turn is left out.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
        if len(orders) == 1:
            # Alone it needs no savepoint: undoing the transaction undoes it and nothing else.
            outcomes = _run(transaction, orders)
        else:
            outcomes = _run_each(connection, transaction, orders)
        connection.execute("COMMIT")
    except BaseException as error:
        with contextlib.suppress(sqlite3.Error):
            # Nothing is left to undo when SQLite gave the transaction up, or the file is closed.
            connection.execute("ROLLBACK")
        return [Undone(order, error) for order in orders]
    return outcomes


def _run(transaction: Transaction, orders: Sequence[Order[T]]) -> list[Outcome[T]]:
    return [
        Done(order, order.work(transaction)) for order in orders if not order.future.cancelled()
    ]


def _run_each(
    connection: sqlite3.Connection, transaction: Transaction, orders: Sequence[Order[T]]
) -> list[Outcome[T]]:
    outcomes: list[Outcome[T]] = []
    for order in orders:
        if order.future.cancelled():
            continue
        connection.execute("SAVEPOINT work")
        try:
            outcomes.append(Done(order, order.work(transaction)))
        except BaseException as error:
            if not connection.in_transaction:
                raise
            connection.execute("ROLLBACK TO work")
            outcomes.append(Undone(order, error))
        connection.execute("RELEASE work")
    return outcomes
