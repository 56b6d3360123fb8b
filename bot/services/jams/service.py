"""Jams as use cases: everything that people do in them."""

from contextlib import suppress
from datetime import datetime

import structlog

from bot.domain.errors import AmountOutOfRange
from bot.domain.filters import Scope, ScopedText
from bot.domain.ids import ContributionId, GuildId, IdempotencyKey, JamId, UserId
from bot.domain.jams.errors import NotInJam, PledgesNotTaken, TooLateToStop, WrongPhase
from bot.domain.jams.modes import Deed, JamPayer, JamPhase, Slot
from bot.domain.jams.money import HIGHEST_PLEDGE
from bot.domain.jams.people import MemberState
from bot.domain.jams.records import Jam, JamPlace, JamPlan
from bot.domain.jams.views import JamView
from bot.domain.jobs import Work
from bot.domain.ports import Transaction
from bot.services.jams import pot, writing
from bot.services.jams.people import jam_here, member_of, take_part
from bot.services.jams.ruling import MOST_JAMS
from bot.services.jams.starting import (
    Beginning,
    check_again,
    check_room,
    checked_plan,
    texts_of,
)
from bot.services.jams.steering import JamSteering, gone
from bot.services.orders import Requester

log = structlog.get_logger(__name__)


class JamService(JamSteering):
    """Begins jams, and lets people join, write, pledge and vote.

    Everything that costs or counts is decided in one transaction with the jam's state.
    """

    async def check_start(self, plan: JamPlan, who: Requester, guild_id: GuildId) -> JamPlan:
        """Return the plan as `start` would use it; nothing is kept.

        Raises:
            Refusal: as `start`.
        """
        checked = await self._checked(plan, guild_id)
        await self._database.read(
            lambda tx: check_room(tx, guild_id, who.user_id, checked, self._clock.now())
        )
        return checked

    async def start(
        self,
        plan: JamPlan,
        who: Requester,
        place: JamPlace,
        *,
        key: IdempotencyKey,
        pledge: int = 0,
    ) -> JamView:
        """Begin a jam, its host being the first member, with the host's first pledge.

        The same `key` begins one jam.

        Raises:
            ThemeUnusable, ValueOutOfRange, UnknownChoice, PeopleOutOfRange: the plan cannot be.
            TooManyJams, WalletClosed: the server does not let it begin.
            PledgesNotTaken, AmountOutOfRange, NotEnoughCredits: the pledge cannot be.
            TextRefused: a filter does not allow its theme or style.
        """
        checked = await self._checked(plan, place.guild_id)
        self._check_pledge(checked, pledge)

        def begin(tx: Transaction) -> JamView:
            earlier = tx.jams.by_key(key)
            if earlier is not None:
                return self._views.of(tx, earlier)
            now = self._clock.now()
            beginning = Beginning(checked, who, place, key)
            jam = beginning.carry_out(tx, self._tools.dice, now)
            if pledge:
                pot.pledge(tx, jam, who, pledge, self._tools.accounts, now)
            return self._views.of(tx, jam)

        return self._begun(await self._database.write(begin))

    async def check_again(self, jam_id: JamId, guild_id: GuildId, who: Requester) -> JamView:
        """Return a jam of which there may be another round now; nothing is kept.

        Raises:
            Refusal: as `again`.
        """

        def look(tx: Transaction) -> JamView:
            jam = jam_here(tx, jam_id, guild_id)
            check_again(tx, jam, who.user_id)
            check_room(tx, guild_id, who.user_id, jam.plan, self._clock.now())
            return self._views.of(tx, jam)

        return await self._database.read(look)

    async def again(
        self,
        jam_id: JamId,
        guild_id: GuildId,
        who: Requester,
        place: JamPlace,
        *,
        key: IdempotencyKey,
    ) -> JamView:
        """Begin another round: the same people and plan, nothing pledged, `who` as the host.

        Raises:
            JamNotFound, WrongPhase, NotInJam, JamKeyUsed: there can be none, or not by them.
            Refusal: as `start`.
        """

        def begin(tx: Transaction) -> JamView:
            earlier = tx.jams.by_key(key)
            if earlier is not None:
                return self._views.of(tx, earlier)
            jam = jam_here(tx, jam_id, guild_id)
            check_again(tx, jam, who.user_id)
            now = self._clock.now()
            beginning = Beginning(jam.plan, who, place, key)
            begun = beginning.carry_out(tx, self._tools.dice, now, jam)
            tx.boards.want(jam_id, now, self._tools.pace.board_rest.total_seconds())
            return self._views.of(tx, begun)

        return self._begun(await self._database.write(begin))

    async def join(self, jam_id: JamId, guild_id: GuildId, who: Requester) -> JamView:
        """Let somebody take part.

        Raises:
            JamNotFound, WrongPhase, JamFull, BannedFromJam
        """

        def join(tx: Transaction, jam: Jam, now: datetime) -> Jam:
            jam.check(Deed.JOIN)
            member = take_part(tx, jam, who, self._tools.dice, now)
            return writing.step_back_in(tx, jam, member, now)

        return await self._do(jam_id, guild_id, join)

    async def leave(self, jam_id: JamId, guild_id: GuildId, user_id: UserId) -> JamView:
        """Let somebody go: their pledge is free again; what they wrote stays.

        Raises:
            JamNotFound, WrongPhase, NotInJam
        """

        def leave(tx: Transaction, jam: Jam, now: datetime) -> Jam:
            jam.check(Deed.LEAVE)
            member_of(tx, jam, user_id)
            return gone(tx, jam, user_id, MemberState.LEFT, now)

        return await self._do(jam_id, guild_id, leave)

    async def leave_all(self, user_id: UserId) -> None:
        """Let somebody go from every jam of every server; those that they began are stopped.

        A jam whose song is being made stays as it is until that is over.
        """
        for jam in await self._database.read(lambda tx: tx.jams.open_of(user_id)):
            jam_id, guild_id = jam.jam_id, jam.place.guild_id
            with suppress(TooLateToStop, WrongPhase, NotInJam):
                if jam.host.user_id == user_id:
                    await self.stop(jam_id, guild_id, user_id)
                else:
                    await self.leave(jam_id, guild_id, user_id)

    async def stop_all(self, guild_id: GuildId) -> None:
        """End every jam of a server, except those whose song is being made."""
        jams = await self._database.read(lambda tx: tx.jams.open_in(guild_id, limit=MOST_JAMS))
        for jam in jams:
            with suppress(TooLateToStop, WrongPhase):
                await self.stop(jam.jam_id, guild_id, jam.host.user_id)

    async def come_back(self, jam_id: JamId, guild_id: GuildId, who: Requester) -> JamView:
        """Let somebody whose turn passed without them have turns again.

        Raises:
            JamNotFound, WrongPhase, NotInJam
        """

        def come_back(tx: Transaction, jam: Jam, now: datetime) -> Jam:
            jam.check(Deed.COME_BACK)
            return writing.step_back_in(tx, jam, member_of(tx, jam, who.user_id), now)

        return await self._do(jam_id, guild_id, come_back)

    async def contribute(
        self, jam_id: JamId, guild_id: GuildId, who: Requester, slot: Slot, text: str
    ) -> JamView:
        """Write for a slot, or change what one wrote; joins by itself.

        Raises:
            JamNotFound, WrongPhase, JamFull, BannedFromJam
            NoSuchSlot, NotYourTurn, SlotFilled: it is not theirs to write.
            ContributionEmpty, ContributionTooLong, TextRefused: the text cannot be used.
        """
        entry = writing.checked_entry(slot, text)
        await self._tools.filters.check(guild_id, [ScopedText(Scope.JAM, entry.text)])

        def contribute(tx: Transaction, jam: Jam, now: datetime) -> Jam:
            jam.check(Deed.CONTRIBUTE)
            member = take_part(tx, jam, who, self._tools.dice, now)
            return writing.contribute(tx, jam, member, entry, self._limits(jam), now)

        return await self._do(jam_id, guild_id, contribute)

    async def withdraw(
        self, jam_id: JamId, guild_id: GuildId, user_id: UserId, slot: Slot
    ) -> JamView:
        """Take back what somebody wrote for a slot, while it is written for.

        Raises:
            JamNotFound, WrongPhase, ContributionNotFound
        """

        def withdraw(tx: Transaction, jam: Jam, now: datetime) -> Jam:
            jam.check(Deed.CONTRIBUTE)
            writing.withdraw(tx, jam, user_id, slot)
            return jam

        return await self._do(jam_id, guild_id, withdraw)

    async def pledge(
        self, jam_id: JamId, guild_id: GuildId, who: Requester, amount: int
    ) -> JamView:
        """Pledge so many credits from now on, 0 for none; joins by itself.

        Raises:
            JamNotFound, WrongPhase, PledgesNotTaken, JamFull, BannedFromJam
            AmountOutOfRange, NotEnoughCredits: what was pledged before stays.
        """

        def pledge(tx: Transaction, jam: Jam, now: datetime) -> Jam:
            self._check_pledge(jam.plan, amount)
            jam.check(Deed.PLEDGE)
            if amount:
                take_part(tx, jam, who, self._tools.dice, now)
            pot.pledge(tx, jam, who, amount, self._tools.accounts, now)
            return jam.hurried(now) if jam.phase is JamPhase.COMPOSING else jam

        return await self._do(jam_id, guild_id, pledge)

    async def vote(
        self,
        jam_id: JamId,
        guild_id: GuildId,
        who: Requester,
        ballot: Slot,
        contribution_id: ContributionId,
    ) -> JamView:
        """Vote on an open question, in place of one's earlier vote on it; joins by itself.

        Raises:
            JamNotFound, WrongPhase, JamFull, BannedFromJam
            ContributionNotFound, OwnContribution: it cannot be voted for.
        """

        def vote(tx: Transaction, jam: Jam, now: datetime) -> Jam:
            jam.check(Deed.VOTE)
            take_part(tx, jam, who, self._tools.dice, now)
            writing.vote(tx, jam, who.user_id, ballot, contribution_id)
            return jam

        # Whole crowds vote at once, and what nobody took away need not be counted each time.
        return await self._do(jam_id, guild_id, vote, takes_away=False)

    async def _checked(self, plan: JamPlan, guild_id: GuildId) -> JamPlan:
        generation = self._tools.generation
        checked = checked_plan(plan, generation.models, generation.default_model, self._tools.pace)
        await self._tools.filters.check(guild_id, texts_of(checked))
        return checked

    def _check_pledge(self, plan: JamPlan, amount: int) -> None:
        if plan.payer is not JamPayer.PLEDGES and amount:
            raise PledgesNotTaken
        if not 0 <= amount <= HIGHEST_PLEDGE:
            raise AmountOutOfRange(0, HIGHEST_PLEDGE, amount)

    def _begun(self, view: JamView) -> JamView:
        log.info("jam_begun", jam_id=view.jam.jam_id, mode=view.jam.mode)
        self._tools.signals.ring(Work.JAM, Work.BOARD)
        return view
