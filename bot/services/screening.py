"""What becomes of an order's words, and of what the music service made of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.access import is_trusted
from bot.domain.filters import Match, ScopedText, Verdict
from bot.domain.findings import Finding
from bot.domain.ids import DIRECT_MESSAGES, GuildId, RoleId, UserId
from bot.domain.jobs import Job, JobKind, Scrutiny, Work
from bot.domain.moderated_texts import texts_of, texts_of_finding, texts_of_songs
from bot.domain.ports import Clock, Database, Transaction
from bot.domain.requests import Request
from bot.domain.reviews import ReviewCause
from bot.domain.server_log import LogEvent, LogLine
from bot.domain.servers import ReviewMode, ServerSettings
from bot.domain.songs import Song
from bot.services.filters import FilterService
from bot.services.signals import Signals
from bot.services.standings import Standings

_ONLY_HEARD_BY_ITS_AUTHOR = frozenset({JobKind.STEMS, JobKind.EXPORT, JobKind.REMASTER})
"""What makes nothing new: the words and the tune were reviewed with the song that it is made of."""


@dataclass(frozen=True)
class Screened:
    """What holds for an order that no filter refuses."""

    scrutiny: Scrutiny = Scrutiny.USUAL
    spoiler: bool = False
    flagged: tuple[Match, ...] = ()
    """Why a moderator is to decide before it is sent; empty when nobody has to."""


def unfiltered(*, vetted: bool) -> Screened:
    """Return what holds for an order that no filter looks at; `vetted` says that somebody did."""
    return Screened(Scrutiny.VETTED if vetted else Scrutiny.USUAL)


class Ruling(StrEnum):
    """What is to be done with what the service made."""

    POST = "post"
    REVIEW = "review"
    REFUSE = "refuse"


@dataclass(frozen=True)
class ScreenedResult:
    """What is to be done with what the service made, and why."""

    ruling: Ruling = Ruling.POST
    spoiler: bool = False
    cause: ReviewCause = ReviewCause.RETURNED
    matches: tuple[Match, ...] = ()


class Screening:
    """Holds orders and results to a server's filters and its choice of what is reviewed."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        signals: Signals,
        filters: FilterService,
        standings: Standings,
    ) -> None:
        self._database = database
        self._clock = clock
        self._signals = signals
        self._filters = filters
        self._standings = standings

    async def of_order(
        self,
        request: Request,
        guild_id: GuildId,
        user_id: UserId,
        role_ids: Sequence[RoleId],
        *,
        vetted: bool = False,
    ) -> Screened:
        """Return what holds for an order; `vetted` says that a moderator approved its words.

        Raises:
            TextRefused: a filter does not allow what was written.
        """
        if guild_id == DIRECT_MESSAGES:
            return unfiltered(vetted=vetted)
        verdict = await self._filters.examine(guild_id, texts_of(request))
        if vetted:
            return Screened(Scrutiny.VETTED, verdict.spoiler)
        settings = (await self._standings.of(guild_id)).settings
        trusted = is_trusted(settings.access, user_id, role_ids)
        scrutiny = Scrutiny.TRUSTED if trusted else Scrutiny.USUAL
        if not verdict.matches:
            return Screened(scrutiny)
        if verdict.refused and settings.log_channel_id is not None:
            await self._note(verdict, guild_id, user_id)
        verdict.require_allowed()
        flagged = verdict.matches if verdict.wants_review and not trusted else ()
        return Screened(scrutiny, verdict.spoiler, flagged)

    async def _note(self, verdict: Verdict, guild_id: GuildId, user_id: UserId) -> None:
        """Tell the server's log what a filter refused."""
        found = verdict.matches[0].found
        line = LogLine(guild_id, LogEvent.FILTER, self._clock.now(), user_id, detail=found)
        await self._database.write(lambda tx: tx.log.add(line))
        self._signals.ring(Work.LOG)

    async def of_songs(self, job: Job, songs: Sequence[Song]) -> ScreenedResult:
        """Return what is to be done with finished songs."""
        if job.guild_id == DIRECT_MESSAGES:
            return ScreenedResult()
        settings = (await self._standings.of(job.guild_id)).settings
        verdict = await self._returned(job, texts_of_songs(songs))
        if verdict.refused:
            return ScreenedResult(Ruling.REFUSE, matches=verdict.matches)
        if job.scrutiny is Scrutiny.TRUSTED or job.kind in _ONLY_HEARD_BY_ITS_AUTHOR:
            return ScreenedResult(spoiler=verdict.spoiler)
        if verdict.wants_review:
            return ScreenedResult(Ruling.REVIEW, verdict.spoiler, matches=verdict.matches)
        cause = await self._database.read(lambda tx: _cause(tx, job, settings))
        if cause is None:
            return ScreenedResult(spoiler=verdict.spoiler)
        return ScreenedResult(Ruling.REVIEW, verdict.spoiler, cause, verdict.matches)

    async def of_finding(self, job: Job, finding: Finding) -> ScreenedResult:
        """Return what is to be done with words that came back without a song."""
        if job.guild_id == DIRECT_MESSAGES:
            return ScreenedResult()
        verdict = await self._returned(job, texts_of_finding(finding))
        ruling = Ruling.REFUSE if verdict.refused else Ruling.POST
        return ScreenedResult(ruling, matches=verdict.matches)

    async def _returned(self, job: Job, texts: Sequence[ScopedText]) -> Verdict:
        verdict = await self._filters.examine(job.guild_id, texts)
        if job.scrutiny is not Scrutiny.VETTED:
            return verdict
        # A moderator approved the prompt: what was found in it may be sung.
        approved = await self._filters.examine(job.guild_id, texts_of(job.request))
        known = {match.rule.filter_id for match in approved.matches}
        return Verdict(
            tuple(match for match in verdict.matches if match.rule.filter_id not in known)
        )


def _cause(tx: Transaction, job: Job, settings: ServerSettings) -> ReviewCause | None:
    message = tx.deliveries.message_of(job.job_id)
    if message is not None and message.place.ephemeral:
        # Nobody but its author sees it.
        return None
    match settings.review:
        case ReviewMode.ALWAYS:
            return ReviewCause.ALWAYS
        case ReviewMode.NEWCOMERS:
            posted = tx.reviews.songs_posted(job.guild_id, job.requester_id)
            return ReviewCause.NEWCOMER if posted < settings.review_first else None
        case _:
            return None
