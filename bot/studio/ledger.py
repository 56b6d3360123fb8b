"""What was paid and what came back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pydantic import TypeAdapter

from bot.studio.errors import ApiError
from bot.studio.store import Shelved, Store


class EntryKind(StrEnum):
    """Which way credits went."""

    CHARGE = "charge"
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the account. ``extra`` of the ``credits`` came out of the bought pool."""

    number: int
    kind: EntryKind
    operation: str
    credits: int
    extra: int
    task_id: str | None
    at: float


class Ledger:
    """Two pools of credits: a subscription's and bought ones; the bought ones are spent first."""

    def __init__(self, store: Store, start: int, extra: int, shortage_status: int = 402) -> None:
        self._shelf: Shelved[Entry] = Shelved(store, "entry", TypeAdapter(Entry))
        self.entries = list(self._shelf.values())
        self._shortage_status = shortage_status
        self.credits, self.extra = start, extra
        for entry in self.entries:
            sign = -1 if entry.kind is EntryKind.CHARGE else 1
            self.extra += sign * entry.extra
            self.credits += sign * (entry.credits - entry.extra)

    def charge(self, operation: str, price: int, at: float, task_id: str | None = None) -> None:
        """Take the price of an operation. Raises ApiError (402 or 403) when there is not enough."""
        self.check(operation, price)
        extra = min(price, self.extra)
        self.extra -= extra
        self.credits -= price - extra
        self._write(EntryKind.CHARGE, operation, price, extra, task_id, at)

    def check(self, operation: str, price: int) -> None:
        """Raise ApiError (402 or 403) when there is not enough for an operation."""
        if price > self.credits + self.extra:
            kind = "insufficient_credits" if self._shortage_status == 402 else "forbidden"
            raise ApiError(
                self._shortage_status, kind, f"Insufficient credits: {operation} costs {price}"
            )

    def refund(self, task_id: str, at: float) -> int:
        """Give back everything a task has cost, once; how much that was."""
        if any(each.kind is EntryKind.REFUND and each.task_id == task_id for each in self.entries):
            return 0
        charges = [each for each in self.entries if each.task_id == task_id]
        total = 0
        for each in charges:
            self.extra += each.extra
            self.credits += each.credits - each.extra
            self._write(EntryKind.REFUND, each.operation, each.credits, each.extra, task_id, at)
            total += each.credits
        return total

    def _write(
        self,
        kind: EntryKind,
        operation: str,
        amount: int,
        extra: int,
        task_id: str | None,
        at: float,
    ) -> None:
        entry = Entry(len(self.entries) + 1, kind, operation, amount, extra, task_id, at)
        self.entries.append(entry)
        self._shelf.put(f"{entry.number:09}", entry)
