"""What servers filter, in the database."""

from sqlalchemy import bindparam, delete, func, select

from bot.domain.filters import Filter, Scope, stored_as
from bot.domain.ids import FilterId, GuildId, UserId
from storage.connections import Connection
from storage.tables import AnyRow, filters

_OF_GUILD = filters.c.guild_id == bindparam("of_guild")
_REVISION = select(
    func.coalesce(func.max(filters.c.filter_id), 0), func.count(filters.c.filter_id)
).where(_OF_GUILD)
_ALL = select(filters).where(_OF_GUILD).order_by(filters.c.filter_id)
_ADD = filters.insert().returning(filters.c.filter_id)
_REPLACED = delete(filters).where(
    _OF_GUILD,
    filters.c.kind == bindparam("of_kind", type_=filters.c.kind.type),
    filters.c.text == bindparam("of_text", type_=filters.c.text.type),
)
_REMOVE = (
    delete(filters)
    .where(_OF_GUILD, filters.c.filter_id == bindparam("of_filter"))
    .returning(*filters.c)
)


class SqlFilters:
    """`FilterRepository` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def revision(self, guild_id: GuildId) -> tuple[int, int]:
        """Return something that is different after every change of a server's filters.

        Ids only grow on PostgreSQL. On SQLite a removed newest filter's id is given again, but
        there one program alone writes, and it knows of its own changes.
        """
        newest, count = self._connection.execute(_REVISION, {"of_guild": guild_id}).one()
        return int(newest), int(count)

    def of_guild(self, guild_id: GuildId) -> tuple[Filter, ...]:
        """Return all filters of a server, in the order in which they were added."""
        return tuple(_filter(row) for row in self._connection.execute(_ALL, {"of_guild": guild_id}))

    def put(self, rule: Filter) -> Filter:
        """Store a filter under a new id, in place of an earlier one of the same kind and text."""
        self._connection.execute(
            _REPLACED, {"of_guild": rule.guild_id, "of_kind": rule.kind, "of_text": rule.text}
        )
        filter_id = self._connection.execute(
            _ADD,
            {
                "guild_id": rule.guild_id,
                "kind": rule.kind,
                "text": rule.text,
                "action": rule.action,
                "scopes": " ".join(sorted(rule.scopes)),
                "created_by": rule.created_by,
                "created_at": rule.created_at,
            },
        ).scalar_one()
        return stored_as(rule, FilterId(filter_id))

    def remove(self, guild_id: GuildId, filter_id: FilterId) -> Filter | None:
        """Remove a filter and return it; None when there is none such."""
        row = self._connection.execute(
            _REMOVE, {"of_guild": guild_id, "of_filter": filter_id}
        ).one_or_none()
        return None if row is None else _filter(row)


def _filter(row: AnyRow) -> Filter:
    return Filter(
        filter_id=FilterId(row.filter_id),
        guild_id=GuildId(row.guild_id),
        kind=row.kind,
        text=row.text,
        action=row.action,
        scopes=frozenset(Scope(name) for name in row.scopes.split()),
        created_by=UserId(row.created_by),
        created_at=row.created_at,
    )
