"""Ending jobs: the only place that writes a terminal state and resolves holds."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

import structlog

from bot.domain.actions import Action, ActionKind
from bot.domain.crash_points import Act, commit
from bot.domain.credits import Hold, capture_share
from bot.domain.delivery import DeliveryKind
from bot.domain.files import SongFile
from bot.domain.findings import Finding, VoiceMade
from bot.domain.ids import JobId, PersonaId
from bot.domain.jams.money import in_proportion
from bot.domain.jobs import Failure, FailureCode, Job, JobState, Work
from bot.domain.library import born_private
from bot.domain.ports import Clock, Database, Transaction
from bot.domain.requests import VoiceRequest
from bot.domain.songs import Song
from bot.services.budget import give_back
from bot.services.keeping import keep_findings
from bot.services.signals import Signals
from bot.services.withdrawing import withdraw_prompt

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Outcome:
    """How a job ended: its songs or finding, or why there are fewer than promised."""

    state: JobState
    songs: tuple[Song, ...] = ()
    failure: Failure | None = None
    look_again_at: datetime | None = None
    """When to ask for the task of a job that is given up; None when it can bring nothing."""
    finding: Finding | None = None
    promised: int | None = None
    """How many files the job's price is for, where that is known only at the end."""
    files: tuple[SongFile, ...] = ()
    """Files of songs that came of it, such as what one was exported as."""
    unjoined: int = 0
    """How many of the songs are new parts that were to be joined with their source."""

    @classmethod
    def of_songs(cls, songs: tuple[Song, ...], promised: int, failure: Failure | None) -> "Outcome":
        """Judge by what came: all, some or none. `failure` says why any is missing."""
        if not songs:
            return cls(JobState.FAILED, (), failure)
        if len(songs) < promised:
            return cls(JobState.PARTIAL, songs, failure)
        return cls(JobState.SUCCEEDED, songs)

    @classmethod
    def of_set(cls, songs: tuple[Song, ...], promised: int, failure: Failure | None) -> "Outcome":
        """Judge a set of `promised` files; a set with a gap is charged by what is there."""
        return replace(cls.of_songs(songs, promised, failure), promised=promised)

    def with_unjoined(self, unjoined: int) -> "Outcome":
        """Return it for songs of which some should have been joined with their source."""
        if not unjoined or not self.songs:
            return self
        failure = self.failure or Failure(FailureCode.JOIN_FAILED)
        return replace(self, state=JobState.PARTIAL, failure=failure, unjoined=unjoined)

    def charge(self, job: Job) -> int:
        """Return what of a job's price it is worth, in whole credits, rounded down."""
        if self.finding is not None:
            return job.price
        promised, delivered = self.promised or job.promised, len(self.songs)
        made = capture_share(job.price - job.join_price, promised, delivered)
        return made + capture_share(job.join_price, promised, max(0, delivered - self.unjoined))


@dataclass(frozen=True)
class Judgement:
    """What becomes of an outcome before it is settled."""

    job: Job
    outcome: Outcome
    hold: Callable[[Transaction], bool] | None = None
    """Holds the job back instead of settling it; False when somebody else changed the job."""
    note: Callable[[Transaction], None] | None = None
    """Written down with the settlement."""


class Warden(Protocol):
    """Decides whether what was made may be posted."""

    async def judge(self, job: Job, outcome: Outcome) -> Judgement:
        """Return what becomes of an outcome."""
        ...


class SettlementService:
    """Settles jobs. Settling one twice is harmless: the second settlement changes nothing."""

    def __init__(
        self, database: Database, clock: Clock, signals: Signals, warden: Warden | None = None
    ) -> None:
        """Without a `warden` everything that was made is posted."""
        self._database = database
        self._clock = clock
        self._signals = signals
        self._warden = warden
        self._awaited: dict[JobId, list[asyncio.Event]] = {}

    @contextmanager
    def watch(self, job_id: JobId) -> Iterator[asyncio.Event]:
        """Give an event that is set when this process settles a job while the block runs."""
        event = asyncio.Event()
        self._awaited.setdefault(job_id, []).append(event)
        try:
            yield event
        finally:
            waiting = self._awaited[job_id]
            waiting.remove(event)
            if not waiting:
                del self._awaited[job_id]

    async def settle(self, job: Job, outcome: Outcome) -> bool:
        """End `job`, resolve its holds, save its songs and ask for its card, in one transaction.

        What a moderator has to see first is held back instead.

        Returns False when somebody else changed the job since it was read; nothing is changed.
        """
        judged = await self._judged(job, outcome)
        job, outcome = judged.job, judged.outcome
        if judged.hold is not None:
            return await self._hold(job, judged.hold)
        settled = await commit(self._database, Act.SETTLE, lambda tx: self._settle(tx, judged))
        if settled:
            self.announce(job, outcome)
        return settled

    async def _judged(self, job: Job, outcome: Outcome) -> Judgement:
        if self._warden is None:
            return Judgement(job, outcome)
        return await self._warden.judge(job, outcome)

    async def _hold(self, job: Job, hold: Callable[[Transaction], bool]) -> bool:
        def work(tx: Transaction) -> bool:
            if not hold(tx):
                return False
            tx.deliveries.want(job.job_id, DeliveryKind.CARD, self._clock.now())
            return True

        held = await commit(self._database, Act.SETTLE, work)
        log.info("job_held_for_review", job_id=job.job_id)
        self._signals.ring(Work.DELIVER, Work.DESK, Work.REVIEW, Work.LOG)
        return held

    def _settle(self, tx: Transaction, judged: Judgement) -> bool:
        if not self.settle_in(tx, judged.job, judged.outcome):
            return False
        if judged.note is not None:
            judged.note(tx)
        return True

    def settle_in(self, tx: Transaction, job: Job, outcome: Outcome) -> bool:
        """Do the same within the caller's transaction; the caller announces it after the commit.

        Moderators are asked no more about an order that is cancelled.
        """
        now = self._clock.now()
        used, measured = _provider_used(tx, job, outcome)
        ended = replace(
            job.ended(outcome.state, now, outcome.failure),
            due_at=outcome.look_again_at,
            charged=outcome.charge(job),
            finding=outcome.finding,
            provider_used=used,
            cost_measured=measured,
        )
        if not tx.jobs.save(ended):
            return False
        self._resolve_holds(tx, ended)
        if ended.state is JobState.CANCELLED and job.state is JobState.AWAITING_REVIEW:
            withdraw_prompt(tx, job.job_id, now)
        if ended.jam_id is not None:
            tx.jams.hurry(ended.jam_id, now)
        give_back(tx, job.guild_id, job.provider_cost - used, job.created_at)
        _keep(tx, job, outcome.songs, now)
        _keep_voice(tx, job, outcome)
        keep_findings(tx, job, outcome.finding, outcome.files, now)
        return True

    def announce(self, job: Job, outcome: Outcome) -> None:
        """Tell the log and the courier of a settlement that is committed."""
        log.info(
            "job_settled",
            job_id=job.job_id,
            state=outcome.state,
            songs=len(outcome.songs),
            failure=outcome.failure.code if outcome.failure else None,
        )
        self._signals.ring(Work.DELIVER, *([Work.JAM] if job.jam_id is not None else []))
        for event in self._awaited.get(job.job_id, ()):
            event.set()

    async def deliver_late(self, job: Job, songs: tuple[Song, ...]) -> bool:
        """Give the songs of a job that timed out to its author, free of charge, and note it.

        What a moderator has to see first is held back instead.

        Returns False when somebody else changed the job since it was read; nothing is changed.
        """
        outcome = Outcome(_state_of(job, songs), songs)
        judged = await self._judged(job, outcome)
        if judged.hold is not None:
            return await self._hold(job, judged.hold)
        if not judged.outcome.songs:
            # It was given up and costs nothing; nobody is kept waiting for it any longer.
            await self._database.write(lambda tx: tx.jobs.save(job.forgotten()))
            return False

        delivered = await commit(
            self._database,
            Act.LATE_SONGS,
            lambda tx: self.give_late(tx, judged.job, songs),
        )
        if delivered:
            log.warning("late_songs_given", job_id=job.job_id, songs=len(songs))
            self.announce(job, outcome)
        return delivered

    def give_late(self, tx: Transaction, job: Job, songs: tuple[Song, ...]) -> bool:
        """Do the same within the caller's transaction, whatever a moderator would have to see."""
        now = self._clock.now()
        if not self.give_free(tx, job, songs, now):
            return False
        tx.actions.add(
            Action(
                action_id=None,
                guild_id=job.guild_id,
                actor_id=None,
                kind=ActionKind.LATE_SONG_GIVEN,
                subject=job.job_id,
                reason="",
                before=job.state,
                after=_state_of(job, songs),
                created_at=now,
            )
        )
        return True

    def give_free(self, tx: Transaction, job: Job, songs: tuple[Song, ...], now: datetime) -> bool:
        """Give a job that is over its songs after all, within the caller's transaction.

        Returns False when somebody else changed the job since it was read; nothing is changed.
        """
        if not tx.jobs.save(job.ended(_state_of(job, songs), now)):
            return False
        _keep(tx, job, songs, now)
        return True

    def _resolve_holds(self, tx: Transaction, job: Job) -> None:
        """Capture what is charged and release the rest.

        Accounts pay in their order; those that pay for a jam, in proportion to what they hold.
        """
        now = self._clock.now()
        holds = tx.ledger.holds_of(job.job_id)
        if sum(hold.amount for hold in holds) != job.price:
            raise LookupError(f"job {job.job_id} does not hold its price")
        charged = job.charged or 0
        amounts = _in_order(charged, holds) if job.jam_id is None else _shared(charged, holds)
        for hold, amount in zip(holds, amounts, strict=True):
            if amount:
                tx.ledger.capture(hold.hold_id, amount, reason=job.kind, now=now)
            else:
                tx.ledger.release(hold.hold_id, now=now)


def _state_of(job: Job, songs: tuple[Song, ...]) -> JobState:
    return JobState.SUCCEEDED if len(songs) >= job.promised else JobState.PARTIAL


def _in_order(charged: int, holds: tuple[Hold, ...]) -> list[int]:
    """Return what each hold pays when the first pay first."""
    amounts: list[int] = []
    for hold in holds:
        amounts.append(min(hold.amount, charged - sum(amounts)))
    return amounts


def _shared(charged: int, holds: tuple[Hold, ...]) -> list[int]:
    """Return what each hold pays when all pay in proportion."""
    return list(in_proportion(charged, {hold.hold_id: hold.amount for hold in holds}).values())


def _keep(tx: Transaction, job: Job, songs: tuple[Song, ...], now: datetime) -> None:
    """Save a job's songs and ask for its card."""
    message = tx.deliveries.message_of(job.job_id)
    ordered_privately = job.unposted or (message is not None and message.place.ephemeral)
    private = born_private(job.guild_id, ordered_privately=ordered_privately)
    for song in songs:
        tx.songs.add(replace(song, private=private))
        tx.songs.add_parents(song.song_id, job.request.parents)
    if job.jam_id is None or message is not None:
        tx.deliveries.want(job.job_id, DeliveryKind.CARD, now)


_MAY_BE_CHARGED = frozenset(
    {FailureCode.AUDIO_UNUSABLE, FailureCode.NO_ANSWER, FailureCode.OUTCOME_UNKNOWN}
)


def _provider_used(tx: Transaction, job: Job, outcome: Outcome) -> tuple[int, bool]:
    """Return what the provider took, and whether its balance says so, not its price list.

    It takes nothing for tasks that it refused or that failed.
    """
    made = outcome.state is JobState.REFUSED and job.submitted_at is not None
    something = bool(outcome.songs) or outcome.finding is not None or made
    if something or (outcome.failure and outcome.failure.code in _MAY_BE_CHARGED):
        charged = tx.budgets.charged(job.job_id)
        return (job.provider_cost, False) if charged is None else (charged, True)
    return 0, False


def _keep_voice(tx: Transaction, job: Job, outcome: Outcome) -> None:
    if not isinstance(job.request, VoiceRequest) or not isinstance(outcome.finding, VoiceMade):
        return
    voice = tx.voices.get(job.request.voice_id)
    if voice is not None:
        tx.voices.save(voice.made(PersonaId(outcome.finding.persona_id)))
