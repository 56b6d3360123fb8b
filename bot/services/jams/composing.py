"""Ordering what a jam is to become, and seeing to what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.domain.catalogue import Cap, Catalogue, TextLimits
from bot.domain.delivery import Place
from bot.domain.errors import NotEnoughCredits, OrdersStopped, Refusal
from bot.domain.ids import ApplicationId, IdempotencyKey, JamId
from bot.domain.jams.bookkeeping import JamJob, JamJobPurpose
from bot.domain.jams.entries import SERVICE, Contribution, ranking
from bot.domain.jams.errors import HostGone, WrongPhase
from bot.domain.jams.modes import IDEA, Deed, JamEnd, JamMode, JamPhase, Slot
from bot.domain.jams.records import Jam
from bot.domain.jams.texts import Wish, brief_for, lyrics_of, request_for
from bot.domain.jobs import Job, Work
from bot.domain.ports import Clock, Database, Transaction
from bot.domain.requests import LyricsRequest
from bot.domain.songs import SongRequest
from bot.services.generation import GenerationService
from bot.services.jams.course import brought, catch_up, end
from bot.services.jams.people import authors_of, jam_here
from bot.services.jams.pot import check_payer, free, payment
from bot.services.jams.saving import JamPace, save
from bot.services.orders import Commission, Requester
from bot.services.signals import Signals

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Draft:
    """An order that is to be made."""

    request: SongRequest
    key: IdempotencyKey
    idea: Contribution | None
    """In a battle, whose it is."""
    last: bool
    """Whether no other order follows, so that what is left of the pot is free."""


class _Overtaken(Exception):
    """The jam changed while its order was being made; nothing of the order is kept."""


class JamComposer:
    """Looks after jams whose time has come."""

    def __init__(
        self,
        database: Database,
        generation: GenerationService,
        catalogue: Catalogue,
        clock: Clock,
        signals: Signals,
        pace: JamPace,
    ) -> None:
        self._database = database
        self._generation = generation
        self._catalogue = catalogue
        self._clock = clock
        self._signals = signals
        self._pace = pace

    def limits_of(self, jam: Jam) -> TextLimits:
        """Return how much the jam's model takes of each text."""
        return limits_of(self._catalogue, jam.plan.model)

    async def look_after(self, jam_id: JamId) -> None:
        """Do everything that a jam's time or its jobs call for. Running it twice is harmless."""
        jam = await self._database.write(lambda tx: self._catch_up(tx, jam_id))
        while jam is not None and jam.phase is JamPhase.COMPOSING:
            draft = await self._database.read(lambda tx: self._draft(tx, jam_id))
            if draft is None:
                break
            if not await self._order(jam, draft):
                break
            jam = await self._database.read(lambda tx: tx.jams.get(jam_id))
        await self._database.write(lambda tx: self._see_through(tx, jam_id))
        self._signals.ring(Work.BOARD, Work.JAM)

    async def fill(self, jam: Jam, requester: Requester) -> None:
        """Order lyrics for the part whose turn it is.

        Raises:
            WrongPhase: there is no such part any more.
            Refusal: as any order.
        """
        turn = jam.turn
        if turn is None:
            raise WrongPhase(Deed.FILL, jam.phase)

        def take_turn(tx: Transaction, job: Job) -> None:
            now = self._clock.now()
            stored = jam_here(tx, jam.jam_id, jam.place.guild_id)
            current = catch_up(tx, stored, self.limits_of(stored), now)
            same = current.turn is not None and current.turn.number == turn.number
            if current.phase is not JamPhase.WRITING or not same:
                raise WrongPhase(Deed.FILL, current.phase)
            check_payer(tx, current)
            tx.jams.add_job(JamJob(job.job_id, jam.jam_id, JamJobPurpose.PART, turn.slot))
            save(tx, current.with_turn(turn.slot, SERVICE, None), now, self._pace)

        texts = await self._database.read(
            lambda tx: {each.slot: each.text for each in tx.contributions.of(jam.jam_id)}
        )
        before = lyrics_of(jam.mode, jam.parts, texts)
        limit = self._catalogue.caps[Cap.LYRICS_DESCRIPTION]
        await self._generation.order(
            LyricsRequest(idea=brief_for(jam.plan.theme, turn.slot, before, limit)),
            requester,
            self._place(jam),
            key=IdempotencyKey(f"jam:{jam.jam_id}:part:{turn.number}"),
            commission=Commission(jam.jam_id, payment(jam), take_turn, shown=False),
        )
        self._signals.ring(Work.BOARD, Work.JAM)

    def _catch_up(self, tx: Transaction, jam_id: JamId) -> Jam | None:
        now = self._clock.now()
        jam = tx.jams.get(jam_id)
        if jam is None or jam.phase.over:
            return None
        changed = catch_up(tx, jam, self.limits_of(jam), now)
        redraw = changed != jam
        if changed.phase is JamPhase.COMPOSING:
            # Should this process end before it is ordered, somebody looks again.
            wait = self._pace.retry if changed.waits else self._pace.look
            changed = changed.hurried(now + wait)
        # Saved even if it is as before: the time at which it was due is gone.
        return save(tx, changed, now, self._pace, redraw=redraw)

    def _draft(self, tx: Transaction, jam_id: JamId) -> _Draft | None:
        """Return the next order that is to be made, or None when all are."""
        jam = tx.jams.get(jam_id)
        if jam is None or jam.phase is not JamPhase.COMPOSING:
            return None
        ordered = [each for each in tx.jams.jobs_of(jam_id) if each.purpose is JamJobPurpose.SONG]
        chosen = [each for each in tx.contributions.of(jam_id) if each.chosen]
        if jam.mode is JamMode.BATTLE:
            done = {each.contribution_id for each in ordered}
            ideas = ranking(chosen, tx.contributions.votes(jam_id, [IDEA]))
            missing = [each for each in ideas if each.contribution_id not in done]
            if not missing:
                return None
            idea, texts = missing[0], {IDEA: missing[0].text}
            key = f"jam:{jam_id}:song:{idea.contribution_id}"
            return self._drafted(jam, texts, key, idea, last=len(missing) == 1)
        if ordered or not chosen:
            return None
        texts = {each.slot: each.text for each in chosen}
        return self._drafted(jam, texts, f"jam:{jam_id}:song", None, last=True)

    def _drafted(
        self,
        jam: Jam,
        texts: Mapping[Slot, str],
        key: str,
        idea: Contribution | None,
        *,
        last: bool,
    ) -> _Draft:
        wish = Wish(jam.plan.theme, jam.plan.style, jam.plan.model)
        request = request_for(jam.mode, jam.parts, wish, texts, self.limits_of(jam))
        return _Draft(request, IdempotencyKey(key), idea, last)

    async def _order(self, jam: Jam, draft: _Draft) -> bool:
        """Make an order; False when it cannot be made now."""
        try:
            await self._generation.order(
                draft.request,
                Requester(jam.host.user_id, jam.host.name, jam.host.role_ids),
                self._place(jam),
                key=draft.key,
                commission=Commission(
                    jam.jam_id, payment(jam), lambda tx, job: self._ordered(tx, jam, job, draft)
                ),
            )
        except _Overtaken:
            log.info("jam_overtaken", jam_id=jam.jam_id)
            return False
        except OrdersStopped:
            return False
        except Refusal as refusal:
            hindrance = refusal
            log.info("jam_hindered", jam_id=jam.jam_id, obstacle=type(refusal).__name__)
            await self._database.write(lambda tx: self._hindered(tx, jam.jam_id, draft, hindrance))
            return False
        return True

    def _ordered(self, tx: Transaction, jam: Jam, job: Job, draft: _Draft) -> None:
        """Write down, within the order's transaction, that the order is made."""
        now = self._clock.now()
        current = tx.jams.get(jam.jam_id)
        if current is None or current.phase is not JamPhase.COMPOSING:
            raise _Overtaken
        if self._draft(tx, jam.jam_id) != draft:
            raise _Overtaken
        check_payer(tx, current)
        idea_id = None if draft.idea is None else draft.idea.contribution_id
        tx.jams.add_job(JamJob(job.job_id, jam.jam_id, JamJobPurpose.SONG, IDEA, idea_id))
        tx.jams.add_authors(job.job_id, authors_of(tx, current, draft.idea))
        if draft.last:
            free(tx, tx.pledges.pending(jam.jam_id), now)
        save(tx, current.in_the_works(now + self._pace.look), now, self._pace)

    def _hindered(self, tx: Transaction, jam_id: JamId, draft: _Draft, refusal: Refusal) -> None:
        now = self._clock.now()
        jam = tx.jams.get(jam_id)
        if jam is None or jam.phase is not JamPhase.COMPOSING:
            return
        name, unpaid = type(refusal).__name__, isinstance(refusal, NotEnoughCredits | HostGone)
        late = jam.ends_at is not None and jam.ends_at <= now
        if jam.ordered and (unpaid or late):
            # One song of the battle is on its way; the other is not to be. That the pot reaches no
            # further is no matter, all else is told.
            if draft.idea is not None:
                tx.contributions.choose([draft.idea.contribution_id], chosen=False)
            lacking = "" if isinstance(refusal, NotEnoughCredits) else name
            changed = self._without_more(tx, jam, lacking, now)
        elif late:
            changed = end(tx, jam, JamEnd.NOT_PAID if unpaid else JamEnd.NOT_ORDERED, now)
        else:
            changed = jam.hindered(name, now + self._pace.grace, now + self._pace.retry)
        save(tx, changed, now, self._pace)

    def _without_more(self, tx: Transaction, jam: Jam, lacking: str, now: datetime) -> Jam:
        """Let what is ordered be all: what is pledged besides is free."""
        free(tx, tx.pledges.pending(jam.jam_id), now)
        return jam.in_the_works(now + self._pace.look, lacking)

    def _see_through(self, tx: Transaction, jam_id: JamId) -> None:
        """See whether what was ordered is there."""
        now = self._clock.now()
        jam = tx.jams.get(jam_id)
        if jam is None or jam.phase is not JamPhase.COMPOSING:
            return
        ordered = [each for each in tx.jams.jobs_of(jam_id) if each.purpose is JamJobPurpose.SONG]
        if not ordered:
            if not any(each.chosen for each in tx.contributions.of(jam_id)):
                # What was chosen was struck before it was ordered.
                save(tx, end(tx, jam, JamEnd.NOTHING_WRITTEN, now), now, self._pace)
            return
        states = [job.state for job in map(tx.jobs.get, (o.job_id for o in ordered)) if job]
        if self._draft(tx, jam_id) is not None:
            return
        if jam.waits:
            # What was still to be ordered was struck meanwhile.
            jam = save(tx, self._without_more(tx, jam, "", now), now, self._pace)
        if not all(state.terminal for state in states):
            return
        songs = brought(tx, jam)
        if not songs:
            changed = end(tx, jam, JamEnd.SONG_FAILED, now)
        elif songs > 1 and jam.mode is JamMode.BATTLE:
            changed = jam.entering(JamPhase.CHOOSING, now)
        else:
            changed = end(tx, jam, JamEnd.FINISHED, now)
        save(tx, changed, now, self._pace)

    def _place(self, jam: Jam) -> Place:
        """Return the thread as the place of an order: nobody waits for an answer there."""
        return Place(
            guild_id=jam.place.guild_id,
            channel_id=jam.place.thread_id,
            application_id=ApplicationId(0),
            token="",
            token_expires_at=self._clock.now(),
            parent_id=jam.place.channel_id,
        )


def limits_of(catalogue: Catalogue, model: str) -> TextLimits:
    """Return how much a model takes of each text.

    Raises:
        KeyError: there is no such model, nor the default one.
    """
    found = catalogue.model(model)
    return (found or catalogue.models[catalogue.default_model]).limits
