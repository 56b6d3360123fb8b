"""Reading what was done by whom."""

from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam, select

from bot.domain.actions import Action
from bot.domain.ids import ActionId, GuildId, UserId
from storage.connections import Connection
from storage.tables import AnyRow, actions

_BY_ID = select(actions).where(actions.c.action_id.in_(bindparam("of_actions", expanding=True)))


def actions_by_id(
    connection: Connection, action_ids: Sequence[ActionId]
) -> Mapping[ActionId, Action]:
    """Return the actions with these ids."""
    if not action_ids:
        return {}
    rows = connection.execute(_BY_ID, {"of_actions": action_ids})
    return {ActionId(row.action_id): action_of(row) for row in rows}


def action_of(row: AnyRow) -> Action:
    """Return the action that a row holds."""
    return Action(
        action_id=ActionId(row.action_id),
        guild_id=GuildId(row.guild_id),
        actor_id=None if row.actor_id is None else UserId(row.actor_id),
        kind=row.kind,
        subject=row.subject,
        reason=row.reason,
        before=row.before,
        after=row.after,
        created_at=row.created_at,
    )
