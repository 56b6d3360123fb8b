"""Has boards of jams drawn, and tells what people must know about jams."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.domain.errors import MessageUnreachable, MessengerBusy
from bot.domain.ids import JamId
from bot.domain.jams.bookkeeping import Board, JamNote, NoteKind
from bot.domain.jams.views import JamView
from bot.domain.jobs import Work
from bot.domain.ports import Clock, Database, JamBoards, Transaction
from bot.services.jams import JamViews
from bot.workers.jobs import Pace

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class BoardPace(Pace):
    """How fast boards are drawn."""

    rest: timedelta
    """Between two drawings of one board, however much happens."""
    attempts: int
    """After so many passing faults a drawing or note is given up."""


class JamBoardDrawer:
    """Draws each board that is wished for, and tells each note until it worked or never can."""

    work = Work.BOARD

    def __init__(
        self, database: Database, clock: Clock, pace: BoardPace, boards: JamBoards, views: JamViews
    ) -> None:
        self._database = database
        self._clock = clock
        self._pace = pace
        self._boards = boards
        self.views = views

    async def claim(self, limit: int) -> tuple[Board | JamNote, ...]:
        """Take due boards and notes."""
        now = self._clock.now()
        lease_until = now + self._pace.lease

        def claim(tx: Transaction) -> tuple[Board | JamNote, ...]:
            boards = tx.boards.claim(now=now, lease_until=lease_until, limit=limit)
            left = limit - len(boards)
            if not left:
                return boards
            return (*boards, *tx.boards.claim_notes(now=now, lease_until=lease_until, limit=left))

        return await self._database.write(claim)

    async def next_due_at(self) -> datetime | None:
        """Return when the next drawing or note is due."""
        return await self._database.read(lambda tx: tx.boards.next_due_at())

    async def give_back(self, item: Board | JamNote) -> None:
        """Try again after the back-off."""
        await self._retry(item, None)

    async def handle(self, item: Board | JamNote) -> None:
        """Draw one board, or tell one note."""
        view = await self._database.read(lambda tx: self._load(tx, item.jam_id))
        if view is None:
            raise LookupError(f"no jam {item.jam_id}")
        try:
            if isinstance(item, Board):
                await self._draw(item, view)
            else:
                if not _stale(item, view):
                    await self._boards.tell(item, view)
                await self._database.write(lambda tx: tx.boards.told(item))
        except MessageUnreachable as error:
            await self._give_up(item, error.reason)
        except MessengerBusy as error:
            if item.attempts >= self._pace.attempts:
                await self._give_up(item, error.reason)
            else:
                await self._retry(item, error.retry_after_seconds)

    async def _draw(self, board: Board, view: JamView) -> None:
        message_id = await self._boards.show(view)

        def drawn(tx: Transaction) -> None:
            if message_id is not None:
                tx.boards.posted(board.jam_id, message_id)
            now = self._clock.now()
            tx.boards.drawn(board, now, self._pace.rest.total_seconds())

        await self._database.write(drawn)

    async def _retry(self, item: Board | JamNote, asked_seconds: float | None) -> None:
        due_at = self._clock.now() + self._pace.backoff.after(item.attempts, asked_seconds)
        await self._database.write(
            lambda tx: (
                tx.boards.retry(item, due_at)
                if isinstance(item, Board)
                else tx.boards.retry_note(item, due_at)
            )
        )

    async def _give_up(self, item: Board | JamNote, reason: str) -> None:
        kind = "board" if isinstance(item, Board) else item.kind
        log.warning("jam_message_given_up", jam_id=item.jam_id, kind=kind, reason=reason)
        await self._database.write(
            lambda tx: tx.boards.give_up(item) if isinstance(item, Board) else tx.boards.told(item)
        )

    def _load(self, tx: Transaction, jam_id: JamId) -> JamView | None:
        jam = tx.jams.get(jam_id)
        return None if jam is None else self.views.of(tx, jam)


def _stale(note: JamNote, view: JamView) -> bool:
    """Whether a note would mislead: somebody's turn is over before they could be told."""
    turn = view.jam.turn
    return note.kind is NoteKind.TURN and (turn is None or note.subject != f"{turn.number}")
