"""Writing down what managers and moderators do: who, what, why, before and after."""

import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from bot.domain.actions import Action, ActionKind
from bot.domain.ids import GuildId, UserId

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""What JSON holds."""


def act(
    guild_id: GuildId,
    kind: ActionKind,
    *,
    actor_id: UserId | None,
    now: datetime,
    subject: str = "",
    reason: str = "",
    before: object = None,
    after: object = None,
) -> Action:
    """Return the action to be written down; `before` and `after` are what held, of any make."""
    return Action(
        action_id=None,
        guild_id=guild_id,
        actor_id=actor_id,
        kind=kind,
        subject=subject,
        reason=reason,
        before="" if before is None else as_json(before),
        after="" if after is None else as_json(after),
        created_at=now,
    )


def as_json(value: object) -> str:
    """Return something of the domain as JSON: the same for the same, sets sorted."""
    return json.dumps(plain(value), ensure_ascii=False)


def plain(value: object) -> Json:
    """Return what JSON can hold of a thing of the domain.

    Raises:
        TypeError: it is made of something else than texts, numbers, moments and such parts.
    """
    if value is None or isinstance(value, str | int | float):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return parts_of(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, Set):
        return sorted((plain(each) for each in value), key=json.dumps)
    if isinstance(value, Sequence):
        return [plain(each) for each in value]
    raise TypeError(f"no part of a record: {type(value).__name__}")


def changed(
    before: "DataclassInstance", after: "DataclassInstance"
) -> tuple[dict[str, Json], dict[str, Json]]:
    """Return the parts in which two things of the same make differ, as they were and are."""
    old, new = parts_of(before), parts_of(after)
    differing = [name for name in new if old[name] != new[name]]
    return {name: old[name] for name in differing}, {name: new[name] for name in differing}


def parts_of(value: "DataclassInstance") -> dict[str, Json]:
    """Return the parts of a record by name, each as JSON can hold it."""
    return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
