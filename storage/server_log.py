"""Lines that wait for servers' log channels, in the database."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select, update

from bot.domain.actions import Action
from bot.domain.ids import ActionId, EntryId, GuildId, IdempotencyKey, LogLineId, UserId
from bot.domain.server_log import LogEvent, LogLine
from storage.action_rows import actions_by_id
from storage.columns import WHOLE_NUMBER, UtcTime
from storage.connections import Connection
from storage.ledger_statements import ENTRY_BY_KEY
from storage.tables import AnyRow, guild_settings, log_lines

_HAS_CHANNEL = select(guild_settings.c.guild_id).where(
    guild_settings.c.guild_id == bindparam("of_guild"),
    guild_settings.c.log_channel_id.is_not(None),
)
_ADD = log_lines.insert().inline()
_DUE = (
    select(log_lines.c.line_id)
    .where(log_lines.c.due_at <= bindparam("at", type_=UtcTime))
    .order_by(log_lines.c.due_at, log_lines.c.line_id)
    .limit(bindparam("most", type_=WHOLE_NUMBER))
    .with_for_update(skip_locked=True)
)
_CLAIM = (
    update(log_lines)
    .where(log_lines.c.line_id.in_(bindparam("of_lines", expanding=True)))
    .values(attempts=log_lines.c.attempts + 1, due_at=bindparam("lease_until"))
    .returning(*log_lines.c)
)
_OF_ATTEMPT = (log_lines.c.line_id == bindparam("of_line")) & (
    log_lines.c.attempts == bindparam("of_attempt")
)
_POSTED = delete(log_lines).where(_OF_ATTEMPT)
_RETRY = update(log_lines).where(_OF_ATTEMPT).values(due_at=bindparam("again_at"))
_NEXT_DUE = select(func.min(log_lines.c.due_at, type_=UtcTime))


class SqlLog:
    """`LogRepository` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, line: LogLine) -> None:
        """Add a line, due at once; nothing for a server without a log channel."""
        if self.is_kept(line.guild_id):
            self._add(line, None)

    def is_kept(self, guild_id: GuildId) -> bool:
        """Tell whether a server has a log channel."""
        found = self._connection.execute(_HAS_CHANNEL, {"of_guild": guild_id})
        return found.one_or_none() is not None

    def add_action(
        self,
        guild_id: GuildId,
        action_id: ActionId,
        now: datetime,
        moved_by: IdempotencyKey | None = None,
    ) -> None:
        """Add the line that shows an action, which wrote the ledger's line with that key."""
        line = LogLine(guild_id, LogEvent.ACTION, now)
        if moved_by is not None:
            moved = self._connection.execute(ENTRY_BY_KEY, {"of_key": moved_by}).first()
            line = replace(line, entry_id=None if moved is None else EntryId(moved.entry_id))
        self._add(line, action_id)

    def claim(self, *, now: datetime, lease_until: datetime, limit: int) -> tuple[LogLine, ...]:
        """Take at most `limit` due lines, oldest first; nobody else gets them for the lease."""
        due = self._connection.execute(_DUE, {"at": now, "most": limit}).scalars().all()
        if not due:
            return ()
        claimed = self._connection.execute(_CLAIM, {"of_lines": due, "lease_until": lease_until})
        rows = sorted(claimed, key=lambda row: int(row.line_id))
        shown = [ActionId(row.action_id) for row in rows if row.action_id is not None]
        actions = actions_by_id(self._connection, shown)
        return tuple(_line(row, actions.get(row.action_id)) for row in rows)

    def posted(self, line: LogLine) -> None:
        """Forget a line that was posted, or that can never be."""
        self._connection.execute(_POSTED, _attempt(line))

    def retry(self, line: LogLine, due_at: datetime) -> None:
        """Post it at `due_at`."""
        self._connection.execute(_RETRY, {**_attempt(line), "again_at": due_at})

    def next_due_at(self) -> datetime | None:
        """Return when the next line is due, or None."""
        due_at: datetime | None = self._connection.execute(_NEXT_DUE).scalar_one()
        return due_at

    def _add(self, line: LogLine, action_id: ActionId | None) -> None:
        self._connection.execute(
            _ADD,
            {
                "guild_id": line.guild_id,
                "event": line.event,
                "user_id": line.user_id,
                "subject": line.subject,
                "detail": line.detail,
                "amount": line.amount,
                "action_id": action_id,
                "entry_id": line.entry_id,
                "created_at": line.created_at,
                "attempts": 0,
                "due_at": line.created_at,
            },
        )


def _attempt(line: LogLine) -> dict[str, object]:
    return {"of_line": line.line_id, "of_attempt": line.attempts}


def _line(row: AnyRow, action: Action | None) -> LogLine:
    return LogLine(
        guild_id=GuildId(row.guild_id),
        event=row.event,
        created_at=row.created_at,
        user_id=None if row.user_id is None else UserId(row.user_id),
        subject=row.subject,
        detail=row.detail,
        amount=row.amount,
        action=action,
        entry_id=None if row.entry_id is None else EntryId(row.entry_id),
        line_id=LogLineId(row.line_id),
        attempts=row.attempts,
    )
