"""Beginning jams: what a plan must be, and how many a server lets begin."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from typing import Protocol

from bot.domain.errors import Field, UnknownChoice, ValueOutOfRange
from bot.domain.filters import Scope, ScopedText, Verdict
from bot.domain.ids import GuildId, IdempotencyKey, UserId, new_jam_id
from bot.domain.jams.errors import (
    JamKeyUsed,
    JamLimit,
    NotInJam,
    PeopleOutOfRange,
    ThemeUnusable,
    TooManyJams,
    WalletClosed,
    WrongPhase,
)
from bot.domain.jams.modes import (
    FEWEST_PEOPLE,
    Deed,
    JamMode,
    JamPayer,
    JamPhase,
    phase_length,
)
from bot.domain.jams.people import Host, MemberState
from bot.domain.jams.records import Jam, JamPlace, JamPlan
from bot.domain.jams.texts import STYLE_LIMIT, THEME_LIMIT
from bot.domain.ports import Transaction
from bot.domain.text import has_visible_characters, length, tidy
from bot.services.jams.people import take_part
from bot.services.jams.saving import JamPace
from bot.services.orders import Requester

_DAY = timedelta(hours=24)


class TextFilter(Protocol):
    """A server's filters."""

    async def check(self, guild_id: GuildId, texts: list[ScopedText], /) -> Verdict:
        """Let texts pass.

        Raises:
            TextRefused: one of them is not allowed.
        """
        ...


def checked_plan(plan: JamPlan, models: tuple[str, ...], default: str, pace: JamPace) -> JamPlan:
    """Return a plan with its texts tidied and its model named.

    Raises:
        ThemeUnusable, ValueOutOfRange, UnknownChoice: it cannot be used.
    """
    theme, style = tidy(plan.theme), tidy(plan.style)
    if not has_visible_characters(theme) or length(theme) > THEME_LIMIT:
        raise ThemeUnusable(THEME_LIMIT, length(theme))
    if style and (not has_visible_characters(style) or length(style) > STYLE_LIMIT):
        raise ThemeUnusable(STYLE_LIMIT, length(style))
    seconds = int(plan.length.total_seconds())
    lowest, highest = pace.shortest.total_seconds(), pace.longest.total_seconds()
    if not lowest <= seconds <= highest:
        raise ValueOutOfRange(Field.LENGTH, lowest, highest, seconds)
    model = plan.model or default
    if model not in models:
        raise UnknownChoice(Field.MODEL, model, models)
    songs = 2 if plan.mode is JamMode.BATTLE and plan.songs > 1 else 1
    return replace(
        plan,
        theme=" ".join(theme.split()),
        style=" ".join(style.split()),
        length=timedelta(seconds=seconds),
        model=model,
        songs=songs,
    )


def texts_of(plan: JamPlan) -> list[ScopedText]:
    """Return what filters look at."""
    return [ScopedText(Scope.JAM, text) for text in (plan.theme, plan.style) if text]


def check_room(
    tx: Transaction, guild_id: GuildId, host_id: UserId, plan: JamPlan, now: datetime
) -> None:
    """Make sure that the server lets another jam begin.

    Raises:
        TooManyJams, PeopleOutOfRange, WalletClosed
    """
    rules = tx.jams.rules(guild_id)
    if not FEWEST_PEOPLE <= plan.most_people <= rules.most_people:
        raise PeopleOutOfRange(FEWEST_PEOPLE, rules.most_people, plan.most_people)
    if plan.payer is JamPayer.WALLET and not rules.wallet_pays:
        raise WalletClosed
    if tx.jams.open_count(guild_id) >= rules.at_once:
        raise TooManyJams(JamLimit.AT_ONCE, rules.at_once, None)
    if tx.jams.open_count(guild_id, host_id) >= rules.host_at_once:
        raise TooManyJams(JamLimit.HOST_AT_ONCE, rules.host_at_once, None)
    for limit, most, host in (
        (JamLimit.PER_SERVER, rules.per_server, None),
        (JamLimit.PER_HOST, rules.per_host, host_id),
    ):
        if not most:
            raise TooManyJams(limit, most, None)
        begun_at = tx.jams.begun_at(guild_id, now - _DAY, host_id=host, skip=most - 1)
        if begun_at is not None:
            raise TooManyJams(limit, most, begun_at + _DAY)


@dataclass(frozen=True)
class Beginning:
    """A jam that is to begin."""

    plan: JamPlan
    who: Requester
    place: JamPlace
    key: IdempotencyKey

    def carry_out(
        self, tx: Transaction, dice: Random, now: datetime, after: Jam | None = None
    ) -> Jam:
        """Save it, with its host as the first member, and those of an earlier round as others.

        Raises:
            TooManyJams, PeopleOutOfRange, WalletClosed
        """
        check_room(tx, self.place.guild_id, self.who.user_id, self.plan, now)
        lasting = phase_length(self.plan.mode, JamPhase.GATHERING, self.plan.length)
        jam = Jam(
            jam_id=new_jam_id(),
            place=self.place,
            host=Host(self.who.user_id, self.who.display_name, self.who.role_ids),
            plan=self.plan,
            phase=JamPhase.GATHERING,
            created_at=now,
            ends_at=None if lasting is None else now + lasting,
            idempotency_key=self.key,
            round=1 if after is None else after.round + 1,
            previous_id=None if after is None else after.jam_id,
        )
        tx.jams.add(jam)
        tx.boards.add(jam.jam_id, now)
        if after is not None:
            tx.jams.hand_on_bans(after.jam_id, jam.jam_id)
        take_part(tx, jam, self.who, dice, now)
        if after is not None:
            _bring_along(tx, jam, after, dice, now)
        return jam


def check_again(tx: Transaction, jam: Jam, user_id: UserId) -> None:
    """Make sure that somebody may have another round of a jam.

    Raises:
        WrongPhase: it is not over.
        NotInJam: they took no part.
        JamKeyUsed: there is another round.
    """
    if not jam.phase.over:
        raise WrongPhase(Deed.JOIN, jam.phase)
    member = tx.jams.member(jam.jam_id, user_id)
    here = member is not None and member.state.takes_part
    if not here and user_id != jam.host.user_id:
        raise NotInJam(jam.jam_id)
    later = tx.jams.after(jam.jam_id)
    if later is not None:
        raise JamKeyUsed(later)


def _bring_along(tx: Transaction, jam: Jam, before: Jam, dice: Random, now: datetime) -> None:
    """Let those take part who did before, as long as there is room."""
    room = jam.plan.most_people - 1
    others = (
        member
        for member in tx.jams.members(before.jam_id)
        if member.user_id != jam.host.user_id and member.state is MemberState.HERE
    )
    for member in islice(others, room):
        take_part(tx, jam, Requester(member.user_id, member.name), dice, now)
