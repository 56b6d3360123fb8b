"""Who may order, where: the rule, and the refusals that say which rule it was.

A deny beats every allow. Where a server allows certain channels, orders are for these alone; where
it allows certain roles or members, orders are for these alone. Threads count as their channel.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property

from bot.domain.errors import Refusal
from bot.domain.ids import EVERYONE, ChannelId, GuildId, RoleId, UserId


class AccessScope(StrEnum):
    """What a rule is about."""

    ROLE = "role"
    """The members with a role; `EVERYONE` stands for all."""
    MEMBER = "member"
    CHANNEL = "channel"
    """A channel with its threads."""


class Verdict(StrEnum):
    """What a rule says."""

    ALLOW = "allow"
    DENY = "deny"
    TRUST = "trust"
    """Of roles and members: they are not newcomers, and nothing of theirs is reviewed."""


class Use(StrEnum):
    """What a command, button or form is for, as far as access goes."""

    ORDER = "order"
    """It makes something or shows something to others: every rule holds."""
    LOOK = "look"
    """It shows something to the asker alone, or ends what they began: only blocks keep from it."""
    OWN = "own"
    """Everybody's right, such as to be forgotten: nothing keeps from it."""
    MODERATE = "moderate"
    """For moderators: a server's rules about ordering do not hold."""
    MANAGE = "manage"
    """For the server's managers, whom no moderator can block."""


@dataclass(frozen=True)
class AccessRule:
    """One rule of a server."""

    scope: AccessScope
    subject_id: int
    verdict: Verdict


@dataclass(frozen=True)
class NewcomerRule:
    """Who counts as too new to order. Both ages are whole days; 0 demands nothing."""

    account_days: int = 0
    """How old an account has to be."""
    stay_days: int = 0
    """How long somebody has to be on the server."""

    @property
    def demanding(self) -> bool:
        """Whether anything is demanded at all."""
        return bool(self.account_days or self.stay_days)


@dataclass(frozen=True)
class Access:
    """All of a server's rules about who may order where."""

    rules: frozenset[AccessRule] = frozenset()
    newcomers: NewcomerRule = field(default_factory=NewcomerRule)
    age_restricted: bool = True
    """Whether orders may be made in age-restricted channels."""

    def subjects(self, scope: AccessScope, verdict: Verdict) -> frozenset[int]:
        """Return what the rules of one scope and verdict are about."""
        return self._sorted.get((scope, verdict), frozenset())

    @cached_property
    def _sorted(self) -> Mapping[tuple[AccessScope, Verdict], frozenset[int]]:
        # The gate asks about every kind of rule at every use; so they are sorted once.
        found: dict[tuple[AccessScope, Verdict], set[int]] = {}
        for rule in self.rules:
            found.setdefault((rule.scope, rule.verdict), set()).add(rule.subject_id)
        return {kind: frozenset(subjects) for kind, subjects in found.items()}

    @property
    def song_channels(self) -> frozenset[ChannelId]:
        """The channels that orders are for; empty when they are for all."""
        allowed = self.subjects(AccessScope.CHANNEL, Verdict.ALLOW)
        return frozenset(ChannelId(channel_id) for channel_id in allowed)


@dataclass(frozen=True)
class Caller:
    """Who asks for something, and where: all that the rule goes by."""

    guild_id: GuildId
    user_id: UserId
    channel_id: ChannelId | None
    parent_id: ChannelId | None = None
    """The channel of a thread."""
    role_ids: Collection[RoleId] = ()
    age_restricted: bool = False
    """Whether the channel is for adults alone."""
    registered_at: datetime | None = None
    """When the account was made; None when that is not known."""
    joined_at: datetime | None = None
    """Since when they are on the server; None when that is not known."""
    outside: bool = False
    """Whether the bot itself is not there, and is used by whoever installed it for themselves."""

    @property
    def places(self) -> frozenset[int]:
        """The channels that the place counts as."""
        return frozenset(place for place in (self.channel_id, self.parent_id) if place is not None)

    @property
    def roles(self) -> frozenset[int]:
        """The roles, and the one that stands for everyone."""
        return frozenset({EVERYONE, *self.role_ids})


@dataclass(eq=False)
class NotForPersons(Refusal):
    """The bot's operator lets nobody order with it where the bot itself is not."""


@dataclass(eq=False)
class TooManyRules(Refusal):
    """A server has as many rules about access as it may have."""

    most: int


class AccessRefusal(Refusal):
    """Somebody may not use the bot here, or not yet."""


@dataclass(eq=False)
class MemberDenied(AccessRefusal):
    """The server excludes this member."""


@dataclass(eq=False)
class RoleDenied(AccessRefusal):
    """The server excludes the members with a role."""

    role_id: RoleId


@dataclass(eq=False)
class ChannelDenied(AccessRefusal):
    """The server excludes this channel."""

    channel_id: ChannelId
    song_channels: tuple[ChannelId, ...]


@dataclass(eq=False)
class ChannelNotAllowed(AccessRefusal):
    """The server names the channels that orders are for, and this is none of them."""

    song_channels: tuple[ChannelId, ...]


@dataclass(eq=False)
class RoleNeeded(AccessRefusal):
    """The server names who may order, and this member is not among them."""

    role_ids: tuple[RoleId, ...]
    """One of these would do; empty when only certain members may."""


@dataclass(eq=False)
class ChannelAgeRestricted(AccessRefusal):
    """The server wants no orders in age-restricted channels."""


@dataclass(eq=False)
class AccountTooYoung(AccessRefusal):
    """The server wants accounts to be older."""

    days: int
    ends_at: datetime | None
    """When it will be old enough; None when its age is not known."""


@dataclass(eq=False)
class StayTooShort(AccessRefusal):
    """The server wants members to have been there for longer."""

    days: int
    ends_at: datetime | None
    """When it will have been long enough; None when it is not known since when they are there."""


def is_trusted(access: Access, user_id: UserId, role_ids: Collection[RoleId]) -> bool:
    """Tell whether a member, by themselves or by a role, is trusted."""
    if not access.rules:
        return False
    members = access.subjects(AccessScope.MEMBER, Verdict.TRUST)
    roles = access.subjects(AccessScope.ROLE, Verdict.TRUST)
    return user_id in members or not roles.isdisjoint({EVERYONE, *role_ids})


def refusals(access: Access, caller: Caller, now: datetime) -> Iterator[AccessRefusal]:
    """Yield every reason for which `caller` may not order, the weightiest first."""
    if access.rules:
        yield from _denials(access, caller)
        yield from _missing(access, caller)
    if caller.age_restricted and not access.age_restricted:
        yield ChannelAgeRestricted()
    if not access.newcomers.demanding:
        return
    vouched = caller.user_id in access.subjects(AccessScope.MEMBER, Verdict.ALLOW)
    if not vouched and not is_trusted(access, caller.user_id, caller.role_ids):
        yield from _too_new(access.newcomers, caller, now)


def check_access(access: Access, caller: Caller, now: datetime) -> None:
    """Check that `caller` may order.

    Raises:
        AccessRefusal: the weightiest reason against it.
    """
    refusal = next(refusals(access, caller, now), None)
    if refusal is not None:
        raise refusal


def _denials(access: Access, caller: Caller) -> Iterator[AccessRefusal]:
    if caller.user_id in access.subjects(AccessScope.MEMBER, Verdict.DENY):
        yield MemberDenied()
    denied_roles = access.subjects(AccessScope.ROLE, Verdict.DENY) & caller.roles
    if denied_roles:
        yield RoleDenied(RoleId(min(denied_roles)))
    denied_places = access.subjects(AccessScope.CHANNEL, Verdict.DENY) & caller.places
    if denied_places:
        yield ChannelDenied(ChannelId(min(denied_places)), _open_channels(access))


def _missing(access: Access, caller: Caller) -> Iterator[AccessRefusal]:
    channels = access.song_channels
    if channels and channels.isdisjoint(caller.places):
        yield ChannelNotAllowed(_open_channels(access))
    roles = access.subjects(AccessScope.ROLE, Verdict.ALLOW)
    members = access.subjects(AccessScope.MEMBER, Verdict.ALLOW)
    if not roles and not members:
        return
    if caller.user_id not in members and roles.isdisjoint(caller.roles):
        yield RoleNeeded(tuple(RoleId(role_id) for role_id in sorted(roles)))


def _too_new(rule: NewcomerRule, caller: Caller, now: datetime) -> Iterator[AccessRefusal]:
    account_ends_at = _end_of(caller.registered_at, rule.account_days)
    if rule.account_days and (account_ends_at is None or account_ends_at > now):
        yield AccountTooYoung(rule.account_days, account_ends_at)
    stay_ends_at = _end_of(caller.joined_at, rule.stay_days)
    if rule.stay_days and (stay_ends_at is None or stay_ends_at > now):
        yield StayTooShort(rule.stay_days, stay_ends_at)


def _end_of(since: datetime | None, days: int) -> datetime | None:
    return None if since is None else since + timedelta(days=days)


def _open_channels(access: Access) -> tuple[ChannelId, ...]:
    """Return the channels that orders are for and that no rule excludes."""
    denied = access.subjects(AccessScope.CHANNEL, Verdict.DENY)
    return tuple(sorted(access.song_channels - denied))
