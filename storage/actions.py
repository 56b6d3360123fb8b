"""What was done by whom, in the database."""

from sqlalchemy import Select, bindparam, or_, select

from bot.domain.actions import ALL_ACTIONS, Action, ActionQuery
from bot.domain.ids import ActionId, GuildId, IdempotencyKey
from storage.action_rows import action_of
from storage.columns import WHOLE_NUMBER
from storage.connections import Connection
from storage.server_log import SqlLog
from storage.tables import actions

_ADD = actions.insert().returning(actions.c.action_id)
_NEWEST = (
    select(actions)
    .where(actions.c.guild_id == bindparam("of_guild"))
    .order_by(actions.c.action_id.desc())
    .limit(bindparam("most", type_=WHOLE_NUMBER))
)
_NEWEST_BEFORE = _NEWEST.where(actions.c.action_id < bindparam("before_action"))


class SqlActions:
    """`ActionRepository` on one connection."""

    def __init__(self, connection: Connection, log: SqlLog) -> None:
        self._connection = connection
        self._log = log

    def add(self, action: Action, *, moved_by: IdempotencyKey | None = None) -> None:
        """Write it down, and add it to the server's log if that has a channel."""
        action_id = self._connection.execute(
            _ADD,
            {
                "guild_id": action.guild_id,
                "actor_id": action.actor_id,
                "kind": action.kind,
                "subject": action.subject,
                "reason": action.reason,
                "before": action.before,
                "after": action.after,
                "created_at": action.created_at,
            },
        ).scalar_one()
        if self._log.is_kept(action.guild_id):
            self._log.add_action(action.guild_id, ActionId(action_id), action.created_at, moved_by)

    def newest(
        self,
        guild_id: GuildId,
        limit: int,
        before: ActionId | None = None,
        query: ActionQuery = ALL_ACTIONS,
    ) -> tuple[Action, ...]:
        """Return a server's newest actions, or the newest before one, newest first."""
        wanted: dict[str, object] = {"of_guild": guild_id, "most": limit}
        statement = _NEWEST
        if before is not None:
            statement, wanted["before_action"] = _NEWEST_BEFORE, before
        rows = self._connection.execute(_narrowed(statement, query), wanted)
        return tuple(action_of(row) for row in rows)


def _narrowed(
    statement: Select[*tuple[object, ...]], query: ActionQuery
) -> Select[*tuple[object, ...]]:
    if query.actor_id is not None:
        statement = statement.where(actions.c.actor_id == query.actor_id)
    if query.kinds:
        statement = statement.where(actions.c.kind.in_(sorted(query.kinds)))
    if query.about:
        subject = actions.c.subject
        last_word = subject.endswith(f" {query.about}", autoescape=True)
        statement = statement.where(or_(subject == query.about, last_word))
    if query.since is not None:
        statement = statement.where(actions.c.created_at >= query.since)
    if query.until is not None:
        statement = statement.where(actions.c.created_at < query.until)
    return statement
