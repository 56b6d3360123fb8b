"""Holding what the music service made to a server's filters and reviews before it is posted."""

from dataclasses import replace

from bot.domain.filters import Match
from bot.domain.jobs import Failure, FailureCode, Job, JobState
from bot.domain.ports import Clock, Transaction
from bot.domain.reviews import ReviewKind
from bot.domain.server_log import LogEvent, LogLine
from bot.services.holding import Grounds, hold_back
from bot.services.screening import Ruling, ScreenedResult, Screening
from bot.services.settlement import Judgement, Outcome


class ResultWarden:
    """Judges outcomes; implements `bot.services.settlement.Warden`."""

    def __init__(self, screening: Screening, clock: Clock) -> None:
        self._screening = screening
        self._clock = clock

    async def judge(self, job: Job, outcome: Outcome) -> Judgement:
        """Return what an outcome becomes: itself, hidden, refused, or held for a moderator."""
        screened = await self._screened(job, outcome)
        match screened.ruling:
            case Ruling.POST if screened.spoiler and not job.spoiler:
                return Judgement(replace(job, spoiler=True), outcome)
            case Ruling.POST:
                return Judgement(job, outcome)
            case Ruling.REFUSE:
                failure = Failure(FailureCode.WORDS_REFUSED)
                refused = Outcome(JobState.REFUSED, failure=failure)
                found = screened.matches[0]
                return Judgement(job, refused, note=lambda tx: self._note(tx, job, found))
            case Ruling.REVIEW:
                hidden = replace(job, spoiler=job.spoiler or screened.spoiler)
                return Judgement(
                    job, outcome, hold=lambda tx: self._hold(tx, hidden, outcome, screened)
                )

    async def _screened(self, job: Job, outcome: Outcome) -> ScreenedResult:
        if outcome.songs:
            return await self._screening.of_songs(job, outcome.songs)
        if outcome.finding is not None:
            return await self._screening.of_finding(job, outcome.finding)
        return ScreenedResult()

    def _hold(self, tx: Transaction, job: Job, outcome: Outcome, screened: ScreenedResult) -> bool:
        # An order that was given up stays so: nothing is held for what came late.
        waiting = job.forgotten() if job.state.terminal else job.to_review()
        if not tx.jobs.save(waiting):
            return False
        grounds = Grounds(ReviewKind.RESULT, screened.cause, screened.matches, outcome=outcome)
        return hold_back(tx, job, grounds, self._clock.now())

    def _note(self, tx: Transaction, job: Job, found: Match) -> None:
        line = LogLine(
            job.guild_id,
            LogEvent.FILTER,
            self._clock.now(),
            user_id=job.requester_id,
            subject=job.job_id,
            detail=found.found,
        )
        tx.log.add(line)
