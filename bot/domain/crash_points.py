"""Named points on an order's way, at which a test may end the program as a power cut would.

Whatever makes something lasting is an act with a point before and a point after it: a commit, a
call of somebody outside, a file written. In production nobody watches, and passing a point is one
look at a variable.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from bot.domain.jobs import Work
from bot.domain.ports import Database, Transaction

T = TypeVar("T")


class Nature(StrEnum):
    """What kind of lasting thing is done."""

    COMMIT = "commit"
    CALL = "call"
    FILE = "file"


class Act(StrEnum):
    """Everything lasting on an order's way."""

    ORDER = "order"
    """The order with its hold."""
    ANSWER = "first answer"
    ANSWER_KEPT = "first answer's id"
    CANCEL = "cancel"
    CLAIM_SUBMIT = "claim submit"
    BALANCE = "ask balance"
    POST = "paid request"
    SAVE_SUBMIT = "save submit"
    """What became of the paid request."""
    ANNOUNCEMENT = "announcement"
    CLAIM_POLL = "claim poll"
    GET = "poll"
    SAVE_POLL = "save poll"
    """How far the task is."""
    CLAIM_COLLECT = "claim collect"
    TEMPORARY = "temporary file"
    DOWNLOAD = "download"
    TAGS = "tags"
    RENAME = "rename"
    SAVE_COLLECT = "save collect"
    """When to fetch a file again."""
    SETTLE = "settle"
    CLAIM_REAP = "claim reap"
    SAVE_REAP = "save reap"
    """That nobody knows what became of the paid request."""
    CLAIM_LATE = "claim late"
    SAVE_LATE = "save late"
    """When to look again for a task that was given up."""
    LATE_SONGS = "late songs"
    CLAIM_DELIVER = "claim deliver"
    SHOW = "show card"
    SHOWN = "card shown"
    PING = "ping"
    PINGED = "author pinged"
    DELIVER_AGAIN = "deliver again"
    GIVE_UP = "give up delivery"
    CLAIM_TELL = "claim tell"
    TELL = "tell notice"
    TOLD = "notice told"

    @property
    def nature(self) -> Nature:
        """What kind of lasting thing it is."""
        if self in _CALLS:
            return Nature.CALL
        return Nature.FILE if self in _FILES else Nature.COMMIT

    @classmethod
    def claim(cls, work: Work) -> "Act":
        """Return the claim of due items for a kind of work."""
        return cls(f"claim {work}")

    @classmethod
    def save(cls, work: Work) -> "Act":
        """Return the writing down of what such work brought, short of an end."""
        return cls(f"save {work}")


_CALLS = frozenset(
    {
        *(Act.ANSWER, Act.BALANCE, Act.POST, Act.GET, Act.DOWNLOAD),
        *(Act.SHOW, Act.PING, Act.TELL),
    }
)
_FILES = frozenset({Act.TEMPORARY, Act.TAGS, Act.RENAME})


class Side(StrEnum):
    """On which side of an act a point is."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, order=True)
class CrashPoint:
    """One point."""

    act: Act
    side: Side


POINTS = tuple(CrashPoint(act, side) for act in Act for side in Side)
"""All of them, in the order of an order's way."""


class _Watch:
    """Who is told of every point that is passed; nobody but a test ever is."""

    watcher: Callable[[CrashPoint], None] | None = None


def watch(watcher: Callable[[CrashPoint], None] | None) -> None:
    """Have `watcher` told of every point that this process passes, in any thread; None ends it."""
    _Watch.watcher = watcher


def passed(act: Act, side: Side) -> None:
    """Pass a point."""
    if _Watch.watcher is not None:
        _Watch.watcher(CrashPoint(act, side))


class _Around:
    def __init__(self, act: Act) -> None:
        self._act = act

    def __enter__(self) -> None:
        passed(self._act, Side.BEFORE)

    def __exit__(self, *_: object) -> None:
        passed(self._act, Side.AFTER)


def around(act: Act) -> AbstractContextManager[None]:
    """Pass the points of an act that the block does; it is over also when it fails."""
    return _Around(act)


def _always(_: object) -> bool:
    return True


async def commit(
    database: Database,
    act: Act,
    work: Callable[[Transaction], T],
    counts: Callable[[T], bool] = _always,
) -> T:
    """Write as `Database.write` does, with a point before the commit and one after it.

    They are passed only if the work's result `counts`: a look that finds nothing changes nothing.
    """

    def watched(tx: Transaction) -> T:
        result = work(tx)
        if counts(result):
            passed(act, Side.BEFORE)
        return result

    result = await database.write(watched)
    if counts(result):
        passed(act, Side.AFTER)
    return result
