"""Messages of jams in the database: which are to be drawn, and what has to be told."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, case, func, insert, select, union_all, update

from bot.domain.ids import ChannelId, GuildId, JamId, MessageId, UserId
from bot.domain.jams.bookkeeping import Board, JamNote, NoteKind
from bot.domain.jams.records import JamPlace
from storage.columns import WHOLE_NUMBER, UtcTime
from storage.connections import Connection
from storage.dialects import insert_once
from storage.tables import AnyRow, jam_boards, jam_notes, jams

_THIS = jam_boards.c.jam_id == bindparam("of_jam")
_MOST = bindparam("most", type_=WHOLE_NUMBER)

_ADD = insert(jam_boards).inline()
_FOUND = select(jam_boards, jams.c.guild_id, jams.c.channel_id, jams.c.thread_id).join(
    jams, jams.c.jam_id == jam_boards.c.jam_id
)
_GET = _FOUND.where(_THIS)
_POSTED = update(jam_boards).where(_THIS).values(message_id=bindparam("new_message"))
_DRAWN_AT = select(jam_boards.c.drawn_at).where(_THIS)
_WANT = (
    update(jam_boards)
    .where(_THIS)
    .values(
        revision=jam_boards.c.revision + 1,
        due_at=func.coalesce(jam_boards.c.due_at, bindparam("at", type_=UtcTime)),
        attempts=case((jam_boards.c.due_at.is_(None), 0), else_=jam_boards.c.attempts),
    )
)
_DUE = (
    select(jam_boards.c.jam_id)
    .where(jam_boards.c.due_at <= bindparam("at", type_=UtcTime))
    .order_by(jam_boards.c.due_at)
    .limit(_MOST)
    .with_for_update(skip_locked=True)
)
_LEASE = (
    update(jam_boards)
    .where(jam_boards.c.jam_id.in_(bindparam("of_jams", expanding=True)))
    .values(due_at=bindparam("until"), leased=1, attempts=jam_boards.c.attempts + 1)
)
_TAKE_OVER = (
    update(jam_boards)
    .where(jam_boards.c.leased == 1)
    .values(due_at=bindparam("at", type_=UtcTime), leased=0)
)
_CLAIMED = _FOUND.where(jam_boards.c.jam_id.in_(bindparam("of_jams", expanding=True)))
_DRAWN = (
    update(jam_boards)
    .where(_THIS)
    .values(
        drawn=bindparam("seen", type_=WHOLE_NUMBER),
        drawn_at=bindparam("at", type_=UtcTime),
        leased=0,
        attempts=0,
        due_at=case(
            (
                jam_boards.c.revision > bindparam("seen", type_=WHOLE_NUMBER),
                bindparam("again_at", type_=UtcTime),
            ),
            else_=None,
        ),
    )
)
_RETRY = update(jam_boards).where(_THIS).values(leased=0, due_at=bindparam("again_at"))
_NEXT_DUE = select(func.min(jam_boards.c.due_at, type_=UtcTime))

_NOTE = insert_once(
    jam_notes,
    unique=(jam_notes.c.jam_id, jam_notes.c.kind, jam_notes.c.user_id, jam_notes.c.subject),
    returning=jam_notes.c.note_id,
)
_DUE_NOTES = (
    select(jam_notes.c.note_id)
    .where(jam_notes.c.due_at <= bindparam("at", type_=UtcTime))
    .order_by(jam_notes.c.due_at)
    .limit(_MOST)
    .with_for_update(skip_locked=True)
)
_CLAIM_NOTES = (
    update(jam_notes)
    .where(jam_notes.c.note_id.in_(bindparam("of_notes", expanding=True)))
    .values(attempts=jam_notes.c.attempts + 1, due_at=bindparam("until"))
    .returning(*jam_notes.c)
)
_PLAN_NOTE = (
    update(jam_notes)
    .where(jam_notes.c.note_id == bindparam("of_note"))
    .values(due_at=bindparam("again_at"))
)
_NEXT_NOTE = select(func.min(jam_notes.c.due_at, type_=UtcTime))
_NEXT = union_all(_NEXT_DUE, _NEXT_NOTE)


class SqlBoards:
    """`BoardRepository` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, jam_id: JamId, due_at: datetime) -> None:
        """Save a new jam's board, to be drawn at `due_at`."""
        self._connection.execute(
            _ADD,
            {
                "jam_id": jam_id,
                "message_id": None,
                "revision": 1,
                "drawn": 0,
                "drawn_at": None,
                "due_at": due_at,
                "leased": 0,
                "attempts": 0,
            },
        )

    def get(self, jam_id: JamId) -> Board | None:
        """Return a jam's board."""
        row = self._connection.execute(_GET, {"of_jam": jam_id}).one_or_none()
        return None if row is None else _board(row)

    def posted(self, jam_id: JamId, message_id: MessageId) -> None:
        """Remember the board's message, once Discord told its id."""
        self._connection.execute(_POSTED, {"of_jam": jam_id, "new_message": message_id})

    def want(self, jam_id: JamId, now: datetime, rest_seconds: float) -> None:
        """Ask for a drawing, so long after the last one; a pending wish stays one wish."""
        drawn_at: datetime | None = self._connection.execute(
            _DRAWN_AT, {"of_jam": jam_id}
        ).scalar_one_or_none()
        rested_at = now if drawn_at is None else drawn_at + timedelta(seconds=rest_seconds)
        self._connection.execute(_WANT, {"of_jam": jam_id, "at": max(now, rested_at)})

    def claim(self, *, now: datetime, lease_until: datetime, limit: int) -> tuple[Board, ...]:
        """Take at most `limit` due boards; nobody else gets them before the lease ends."""
        due = self._connection.execute(_DUE, {"at": now, "most": limit}).scalars().all()
        if not due:
            return ()
        self._connection.execute(_LEASE, {"of_jams": due, "until": lease_until})
        rows = self._connection.execute(_CLAIMED, {"of_jams": due})
        return tuple(_board(row) for row in rows)

    def take_over(self, now: datetime) -> int:
        """Let every claimed board be due, before its lease ends; returns how many there are."""
        return self._connection.execute(_TAKE_OVER, {"at": now}).rowcount

    def drawn(self, board: Board, now: datetime, rest_seconds: float) -> None:
        """Close a wish; a newer one is due after the rest."""
        self._connection.execute(
            _DRAWN,
            {
                "of_jam": board.jam_id,
                "seen": board.revision,
                "at": now,
                "again_at": now + timedelta(seconds=rest_seconds),
            },
        )

    def retry(self, board: Board, due_at: datetime) -> None:
        """Try again at `due_at`."""
        self._connection.execute(_RETRY, {"of_jam": board.jam_id, "again_at": due_at})

    def give_up(self, board: Board) -> None:
        """Draw no more until somebody wishes it anew."""
        self._connection.execute(_RETRY, {"of_jam": board.jam_id, "again_at": None})

    def next_due_at(self) -> datetime | None:
        """Return when the next drawing or note is due, or None."""
        found = self._connection.execute(_NEXT).scalars().all()
        return min((due_at for due_at in found if due_at is not None), default=None)

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
        self._connection.execute(
            _NOTE.on(self._connection),
            {
                "jam_id": jam_id,
                "kind": kind,
                "user_id": user_id,
                "subject": subject,
                "text": text,
                "quoted": quoted,
                "attempts": 0,
                "created_at": now,
                "due_at": now,
            },
        )

    def claim_notes(
        self, *, now: datetime, lease_until: datetime, limit: int
    ) -> tuple[JamNote, ...]:
        """Take at most `limit` untold notes; nobody else gets them before the lease ends."""
        due = self._connection.execute(_DUE_NOTES, {"at": now, "most": limit}).scalars().all()
        if not due:
            return ()
        rows = self._connection.execute(_CLAIM_NOTES, {"of_notes": due, "until": lease_until})
        by_id = {row.note_id: _note(row) for row in rows}
        return tuple(by_id[note_id] for note_id in due)

    def told(self, note: JamNote) -> None:
        """Remember that it was told, or never can be."""
        self._connection.execute(_PLAN_NOTE, {"of_note": note.note_id, "again_at": None})

    def retry_note(self, note: JamNote, due_at: datetime) -> None:
        """Tell it at `due_at`."""
        self._connection.execute(_PLAN_NOTE, {"of_note": note.note_id, "again_at": due_at})


def _board(row: AnyRow) -> Board:
    return Board(
        jam_id=JamId(row.jam_id),
        place=JamPlace(GuildId(row.guild_id), ChannelId(row.channel_id), ChannelId(row.thread_id)),
        message_id=None if row.message_id is None else MessageId(row.message_id),
        revision=row.revision,
        attempts=row.attempts,
    )


def _note(row: AnyRow) -> JamNote:
    return JamNote(
        note_id=row.note_id,
        jam_id=JamId(row.jam_id),
        kind=row.kind,
        user_id=UserId(row.user_id),
        subject=row.subject,
        text=row.text,
        quoted=row.quoted,
        attempts=row.attempts,
    )
