"""Whose turn it is when orders wait: round by server and, inside a server, by member.

Start-time fair queueing on two levels. Everybody who waits has a start: the later of where their
last turn ended and the time on the clock of their round. The smallest start comes next, and the
clock moves there. So a newcomer starts beside the others, not behind all that they have waiting,
and nobody saves up turns by being idle.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from bot.domain.ids import GuildId, UserId

TURN = 5040
"""The length of one turn at weight 1; every weight up to 10 divides it without remainder."""

HEAVIEST = 10
"""The greatest weight."""

_ALL_GUILDS = GuildId(-1)
_NOBODY = UserId(0)


class Party(NamedTuple):
    """A member in a server; the server itself as member 0; all servers together as `ROUND`."""

    guild_id: GuildId
    user_id: UserId


ROUND = Party(_ALL_GUILDS, _NOBODY)
"""All servers together. Discord never issues -1."""


@dataclass(frozen=True)
class Tag:
    """Where a party's last turn ended, and the clock of the round among its own members."""

    ends: int = 0
    clock: int = 0


_NO_TAG = Tag()


@dataclass(frozen=True)
class Line:
    """The waiting orders of one member."""

    party: Party
    orders: int
    weight: int
    since: datetime
    """When the first of them was made."""


@dataclass
class Turns:
    """Hands out turns. `tags` are the stored ones; what `next` changes is in `changed`."""

    lines: Iterable[Line]
    tags: Mapping[Party, Tag]
    changed: dict[Party, Tag] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sort the lines by server; of equal turns the one that waits longest comes first."""
        self._waiting: dict[GuildId, dict[Party, Line]] = {}
        self._left: dict[Party, int] = {}
        for line in self.lines:
            self._waiting.setdefault(line.party.guild_id, {})[line.party] = line
            self._left[line.party] = line.orders
        self._since = {
            guild: min(line.since for line in lines.values())
            for guild, lines in self._waiting.items()
        }

    def next(self) -> Party | None:
        """Give the next turn away; None when nobody waits."""
        if not self._waiting:
            return None
        guild = min(self._waiting, key=self._guild_rank)
        line = min(self._waiting[guild].values(), key=self._line_rank)
        self._take(Party(guild, _NOBODY), ROUND, TURN)
        self._take(line.party, Party(guild, _NOBODY), TURN // line.weight)
        self._left[line.party] -= 1
        if not self._left[line.party]:
            del self._waiting[guild][line.party]
            if not self._waiting[guild]:
                del self._waiting[guild]
        return line.party

    def _guild_rank(self, guild: GuildId) -> tuple[int, datetime, int]:
        return self._start(Party(guild, _NOBODY)), self._since[guild], guild

    def _line_rank(self, line: Line) -> tuple[int, datetime, int]:
        return self._start(line.party), line.since, line.party.user_id

    def _start(self, party: Party) -> int:
        round_of = ROUND if party.user_id == _NOBODY else Party(party.guild_id, _NOBODY)
        return max(self._tag(party).ends, self._tag(round_of).clock)

    def _tag(self, party: Party) -> Tag:
        return self.changed.get(party) or self.tags.get(party) or _NO_TAG

    def _take(self, party: Party, round_of: Party, length: int) -> None:
        start = self._start(party)
        self.changed[party] = Tag(start + length, self._tag(party).clock)
        self.changed[round_of] = Tag(self._tag(round_of).ends, start)


@dataclass(frozen=True)
class Waiting:
    """An order that waits, as far as its place goes by it."""

    before: int
    """How many earlier orders of the same member wait as well."""
    start: int
    """The member's."""
    weight: int
    guild_start: int
    """The server's."""


@dataclass(frozen=True)
class Crowd:
    """Parties that come to the same for an order that waits, as most do when hundreds wait."""

    parties: int
    """How many of them there are."""
    orders: int
    """How many orders of each of them wait."""
    start: int
    weight: int
    first: bool
    """Whether they come before the order's own party where both start at the same time."""

    def turns_until(self, at: int) -> int:
        """Return how many turns of all of them come before one that starts at `at`."""
        steps = _steps(at, self.start, TURN // self.weight, inclusive=self.first)
        return self.parties * min(self.orders, steps)


def turns_before(order: Waiting, members: Iterable[Crowd], guilds: Iterable[Crowd]) -> int:
    """Return how many turns come before the one for an order, of those that wait now.

    `members` are the others of its server, `guilds` the other servers, with weight 1.

    Orders that come later are not foreseen; they can take one turn of each party before it.
    """
    at = order.start + order.before * (TURN // order.weight)
    inside = order.before + sum(crowd.turns_until(at) for crowd in members)
    guild_at = order.guild_start + inside * TURN
    return inside + sum(crowd.turns_until(guild_at) for crowd in guilds)


def _steps(at: int, start: int, step: int, *, inclusive: bool) -> int:
    """Return how many turns of a party, the first at `start`, come before one at `at`."""
    if start > at or (start == at and not inclusive):
        return 0
    return (at - start) // step + (1 if inclusive or (at - start) % step else 0)
