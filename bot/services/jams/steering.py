"""What hosts and moderators do in jams. What moderators do leaves an action."""

from collections.abc import Callable
from datetime import datetime

from bot.domain.actions import ActionKind
from bot.domain.ids import ContributionId, GuildId, JamId, UserId
from bot.domain.jams.bookkeeping import JamJobPurpose, JamRules
from bot.domain.jams.errors import ContributionNotFound, NotTheHost, TooLateToStop, WrongPhase
from bot.domain.jams.modes import Deed, JamEnd, JamPhase
from bot.domain.jams.people import MemberState
from bot.domain.jams.records import Jam
from bot.domain.jams.views import JamView
from bot.domain.jobs import Job, JobState
from bot.domain.ports import Transaction
from bot.services.acts import act, changed
from bot.services.jams import course, pot, writing
from bot.services.jams.base import JamReading
from bot.services.jams.ruling import check_rules
from bot.services.orders import Requester
from bot.services.settlement import Outcome


class JamSteering(JamReading):
    """Locks, skips, fills, stops, strikes and bans."""

    async def lock(
        self, jam_id: JamId, guild_id: GuildId, user_id: UserId, *, phase: JamPhase | None = None
    ) -> JamView:
        """End `phase` now, None for whichever it is; its host's alone.

        Raises:
            JamNotFound, NotTheHost
            WrongPhase: also when another phase than `phase` has begun.
            TooFewPeople, NothingWritten: the jam would be cancelled.
        """

        def lock(tx: Transaction, jam: Jam, now: datetime) -> Jam:
            jam.check(Deed.LOCK, user_id)
            if phase not in {None, jam.phase}:
                raise WrongPhase(Deed.LOCK, jam.phase)
            course.check_lockable(tx, jam)
            return course.close_phase(tx, jam, now)

        return await self._do(jam_id, guild_id, lock)

    async def skip(
        self, jam_id: JamId, guild_id: GuildId, user_id: UserId, *, turn: int | None = None
    ) -> JamView:
        """Pass over whoever's turn it is; the host's alone.

        `turn`: the number of the turn that is to end; None for whichever it is.

        Raises:
            JamNotFound, NotTheHost
            WrongPhase: also when another turn than `turn` has begun.
        """

        def skip(tx: Transaction, jam: Jam, now: datetime) -> Jam:
            jam.check(Deed.SKIP, user_id)
            if jam.turn is None or not jam.turn.user_id or turn not in {None, jam.turn.number}:
                raise WrongPhase(Deed.SKIP, jam.phase)
            return course.pass_over(tx, jam, now)

        return await self._do(jam_id, guild_id, skip)

    async def fill(
        self, jam_id: JamId, guild_id: GuildId, user_id: UserId, *, turn: int | None = None
    ) -> JamView:
        """Let the service write the part whose turn it is, for `JamView.part_price`.

        `turn`: the number of the turn that is meant; None for whichever it is.

        Raises:
            JamNotFound, NotTheHost
            WrongPhase: also when another turn than `turn` has begun.
            Refusal: as any order.
        """

        def look(tx: Transaction, jam: Jam, _: datetime) -> Jam:
            jam.check(Deed.FILL, user_id)
            job = course.filling(tx, jam)
            other = turn is not None and (jam.turn is None or jam.turn.number != turn)
            if other or (job is not None and not job.state.terminal):
                raise WrongPhase(Deed.FILL, jam.phase)
            return jam

        jam = await self._database.write(
            lambda tx: self._acted(tx, jam_id, guild_id, look, takes_away=True)
        )
        host = Requester(jam.host.user_id, jam.host.name, jam.host.role_ids)
        await self._tools.composer.fill(jam, host)
        return await self.view(jam_id, guild_id)

    async def stop(
        self,
        jam_id: JamId,
        guild_id: GuildId,
        user_id: UserId,
        *,
        reason: str = "",
        moderator: bool = False,
    ) -> JamView:
        """End a jam; everything that is pledged, or held for an order not sent yet, is free again.

        Once songs are there, they stay and the jam is finished: the votes are counted as they are.

        Raises:
            JamNotFound, WrongPhase
            NotTheHost: neither its host nor, as the caller found, a moderator.
            TooLateToStop: the song is being made and cannot be called back.
        """
        cancelled: list[Job] = []

        def stop(tx: Transaction, jam: Jam, now: datetime) -> Jam:
            if not moderator and user_id != jam.host.user_id:
                raise NotTheHost(jam.host.user_id)
            jam.check(Deed.STOP)
            cancelled[:] = self._call_back(tx, jam)
            if moderator:
                self._note(tx, ActionKind.JAM_STOPPED, jam, user_id, None, reason, now)
            how = JamEnd.FINISHED if course.brought(tx, jam) else JamEnd.STOPPED
            return course.end(tx, jam, how, now, reason)

        view = await self._do(jam_id, guild_id, stop)
        for job in cancelled:
            self._tools.settlement.announce(job, Outcome(JobState.CANCELLED))
        return view

    async def strike(
        self,
        jam_id: JamId,
        guild_id: GuildId,
        contribution_id: ContributionId,
        *,
        actor_id: UserId,
        reason: str,
    ) -> JamView:
        """Take a contribution out without ending the jam; its author is told why.

        Raises:
            JamNotFound, ContributionNotFound
        """

        def strike(tx: Transaction, jam: Jam, now: datetime) -> Jam:
            found = tx.contributions.get(jam_id, contribution_id)
            if found is None:
                raise ContributionNotFound(contribution_id)
            writing.strike(tx, jam, found, actor_id=actor_id, reason=reason, now=now)
            kind = ActionKind.JAM_CONTRIBUTION_STRUCK
            self._note(tx, kind, jam, actor_id, found.author_id, reason, now, before=found.text)
            return _with_order_to_look_at(jam, now)

        return await self._do(jam_id, guild_id, strike)

    async def ban(
        self, jam_id: JamId, guild_id: GuildId, user_id: UserId, *, actor_id: UserId, reason: str
    ) -> JamView:
        """Close a jam, and its further rounds, to somebody; what they wrote is struck.

        What they pledged is free again, unless it became part of an order.

        Raises:
            JamNotFound: the server has none such.
        """

        def ban(tx: Transaction, jam: Jam, now: datetime) -> Jam:
            if not tx.jams.ban(jam_id, user_id, reason=reason, actor_id=actor_id, now=now):
                return jam
            self._note(tx, ActionKind.JAM_MEMBER_BANNED, jam, actor_id, user_id, reason, now)
            for found in tx.contributions.by(jam_id, user_id):
                writing.strike(tx, jam, found, actor_id=actor_id, reason=reason, now=now)
            return _with_order_to_look_at(gone(tx, jam, user_id, MemberState.BANNED, now), now)

        return await self._do(jam_id, guild_id, ban)

    async def unban(
        self, jam_id: JamId, guild_id: GuildId, user_id: UserId, *, actor_id: UserId, reason: str
    ) -> JamView:
        """Open a jam to somebody again; they may join anew.

        Raises:
            JamNotFound: the server has none such.
        """

        def unban(tx: Transaction, jam: Jam, now: datetime) -> Jam:
            if tx.jams.unban(jam_id, user_id):
                kind = ActionKind.JAM_MEMBER_UNBANNED
                self._note(tx, kind, jam, actor_id, user_id, reason, now)
            return jam

        return await self._do(jam_id, guild_id, unban)

    async def change_rules(
        self,
        guild_id: GuildId,
        alter: Callable[[JamRules], JamRules],
        *,
        actor_id: UserId,
        reason: str = "",
    ) -> JamRules:
        """Replace a server's rules about jams by what `alter` makes of them, and return that.

        Raises:
            AmountOutOfRange: nothing was changed.
        """

        def change(tx: Transaction) -> JamRules:
            before = tx.jams.rules(guild_id)
            after = alter(before)
            check_rules(after)
            if after != before:
                tx.jams.save_rules(after)
                old, new = changed(before, after)
                tx.actions.add(
                    act(
                        guild_id,
                        ActionKind.JAM_RULES_CHANGED,
                        actor_id=actor_id,
                        now=self._clock.now(),
                        reason=reason,
                        before=old,
                        after=new,
                    )
                )
            return after

        return await self._database.write(change)

    def _call_back(self, tx: Transaction, jam: Jam) -> list[Job]:
        """Cancel a jam's orders; all or none.

        Raises:
            TooLateToStop: one of them is under way.
        """
        cancelled = []
        for ordered in tx.jams.jobs_of(jam.jam_id):
            job = tx.jobs.get(ordered.job_id)
            if job is None or job.state.terminal or ordered.purpose is JamJobPurpose.PART:
                continue
            may = job.state.may_become(JobState.CANCELLED) and not job.begun
            outcome = Outcome(JobState.CANCELLED)
            if not may or not self._tools.settlement.settle_in(tx, job, outcome):
                raise TooLateToStop(jam.jam_id)
            cancelled.append(job)
        return cancelled

    def _note(
        self,
        tx: Transaction,
        kind: ActionKind,
        jam: Jam,
        actor_id: UserId,
        user_id: UserId | None,
        reason: str,
        now: datetime,
        before: str | None = None,
    ) -> None:
        subject = jam.jam_id if user_id is None else f"{jam.jam_id} {user_id}"
        tx.actions.add(
            act(
                jam.place.guild_id,
                kind,
                actor_id=actor_id,
                now=now,
                subject=subject,
                reason=reason,
                before=before,
            )
        )


def gone(tx: Transaction, jam: Jam, user_id: UserId, state: MemberState, now: datetime) -> Jam:
    """Let somebody take part no more: their pledge is free, their open votes are gone.

    The turn goes on if it was theirs.
    """
    member = tx.jams.member(jam.jam_id, user_id)
    if member is None or not member.state.takes_part:
        return jam
    course.set_state(tx, member, state)
    tx.contributions.drop_votes(jam.jam_id, user_id)
    pot.take_back(tx, jam, user_id, now)
    theirs = jam.turn is not None and jam.turn.user_id == user_id
    if jam.phase is JamPhase.WRITING and theirs:
        return course.give_turn(tx, jam, now)
    return jam


def _with_order_to_look_at(jam: Jam, now: datetime) -> Jam:
    """Have an order that is not made yet looked at again: what it is made of changed."""
    return jam.hurried(now) if jam.waits else jam
