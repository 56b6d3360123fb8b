"""Who is in a jam, and whose turn comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import (
    JamId,
    RoleId,
    UserId,
)


class MemberState(StrEnum):
    """Whether somebody takes part."""

    HERE = "here"
    AWAY = "away"
    """Their turn passed without them; turns pass them over until they come back."""
    LEFT = "left"
    BANNED = "banned"

    @property
    def takes_part(self) -> bool:
        """Whether the person counts among the jam's people."""
        return self in {MemberState.HERE, MemberState.AWAY}


@dataclass(frozen=True)
class JamMember:
    """Somebody in a jam. The name is as shown when they last did something, and hostile text."""

    jam_id: JamId
    user_id: UserId
    name: str
    place: int
    """Where their turn comes; nobody else of the jam has it."""
    state: MemberState
    joined_at: datetime


@dataclass(frozen=True)
class Host:
    """Who began a jam: its order counts as theirs. The name is hostile text."""

    user_id: UserId
    name: str
    role_ids: tuple[RoleId, ...] = ()


@dataclass(frozen=True)
class Author:
    """Somebody who made a song with others. The name is hostile text."""

    user_id: UserId
    name: str


def next_writer(members: Sequence[JamMember], after: UserId | None) -> JamMember | None:
    """Return whose turn comes after somebody's: the next place round, of those who are here."""
    here = sorted(
        (member for member in members if member.state is MemberState.HERE),
        key=lambda member: member.place,
    )
    places = [member.place for member in members if member.user_id == after]
    later = [member for member in here if places and member.place > places[0]]
    return next(iter((*later, *here)), None)
