"""Boards of jams and what people are told of them: what is due, and who shows it."""

from datetime import datetime
from typing import Protocol

from bot.domain.ids import JamId, MessageId, UserId
from bot.domain.jams.bookkeeping import Board, JamNote, NoteKind
from bot.domain.jams.views import JamView


class BoardRepository(Protocol):
    """Messages of jams: which are to be drawn, and what has to be told."""

    def add(self, jam_id: JamId, due_at: datetime) -> None:
        """Save a new jam's board, to be drawn at `due_at`."""
        ...

    def get(self, jam_id: JamId) -> Board | None:
        """Return a jam's board."""
        ...

    def posted(self, jam_id: JamId, message_id: MessageId) -> None:
        """Remember the board's message, once Discord told its id."""
        ...

    def want(self, jam_id: JamId, now: datetime, rest_seconds: float) -> None:
        """Ask for a drawing, so long after the last one; a pending wish stays one wish."""
        ...

    def claim(self, *, now: datetime, lease_until: datetime, limit: int) -> tuple[Board, ...]:
        """Take at most `limit` due boards; nobody else gets them before the lease ends."""
        ...

    def take_over(self, now: datetime) -> int:
        """Let every claimed board be due, before its lease ends; returns how many there are."""
        ...

    def drawn(self, board: Board, now: datetime, rest_seconds: float) -> None:
        """Close a wish; a newer one is due after the rest."""
        ...

    def retry(self, board: Board, due_at: datetime) -> None:
        """Try again at `due_at`."""
        ...

    def give_up(self, board: Board) -> None:
        """Draw no more until somebody wishes it anew."""
        ...

    def next_due_at(self) -> datetime | None:
        """Return when the next drawing or note is due, or None."""
        ...

    def note(
        self,
        jam_id: JamId,
        kind: NoteKind,
        user_id: UserId,
        subject: str,
        text: str,
        now: datetime,
        quoted: str = "",
    ) -> None:
        """Have something told, once for each jam, kind, person and subject."""
        ...

    def claim_notes(
        self, *, now: datetime, lease_until: datetime, limit: int
    ) -> tuple[JamNote, ...]:
        """Take at most `limit` untold notes; nobody else gets them before the lease ends."""
        ...

    def told(self, note: JamNote) -> None:
        """Remember that it was told, or never can be."""
        ...

    def retry_note(self, note: JamNote, due_at: datetime) -> None:
        """Tell it at `due_at`."""
        ...


class JamBoards(Protocol):
    """Shows jams to people; the only way for workers to reach their threads.

    Each of its methods may be called twice for the same thing.

    Raises:
        MessageUnreachable: for good.
        MessengerBusy: try again later.
    """

    async def show(self, view: JamView) -> MessageId | None:
        """Draw a jam's board anew. Returns its id when it had to be posted (and pinned) anew."""
        ...

    async def tell(self, note: JamNote, view: JamView) -> None:
        """Tell somebody what a note says; it mentions nobody else."""
        ...
