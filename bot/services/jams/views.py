"""Reading everything that a jam's board shows, in one transaction."""

from dataclasses import dataclass

from bot.domain.catalogue import Catalogue, TextLimits
from bot.domain.ids import UserId
from bot.domain.jams.bookkeeping import JamJob, JamJobPurpose
from bot.domain.jams.entries import Contribution, ranking
from bot.domain.jams.modes import SONG, JamEnd, JamMode, JamPhase, Slot
from bot.domain.jams.records import Jam
from bot.domain.jams.texts import room_of, slot_limit
from bot.domain.jams.views import (
    Ballot,
    Candidate,
    JamSong,
    JamView,
    MyPart,
    SlotView,
    Standing,
)
from bot.domain.jobs import Job, JobKind
from bot.domain.ports import Transaction
from bot.domain.prices import PriceList
from bot.domain.requests import LyricsRequest
from bot.domain.rules import Tariff
from bot.domain.songs import SongRequest
from bot.services.jams.composing import limits_of
from bot.services.jams.course import candidates

_HIDDEN = frozenset({JamPhase.GATHERING, JamPhase.PROPOSING, JamPhase.VOTING})
"""Phases in which nothing is decided of what was proposed."""


@dataclass(frozen=True)
class JamViews:
    """Draws up the view of a jam."""

    catalogue: Catalogue
    prices: PriceList

    def of(self, tx: Transaction, jam: Jam) -> JamView:
        """Return the view of a jam."""
        board = tx.boards.get(jam.jam_id)
        entries = tx.contributions.of(jam.jam_id)
        songs, jobs = self._songs(tx, jam)
        tariff = tx.rules.terms(jam.place.guild_id).tariff
        chosen = {each.slot: each.text for each in entries if _shown(jam, each)}
        limits = limits_of(self.catalogue, jam.plan.model)
        result = _result(tx, jam, SONG) if jam.end is JamEnd.FINISHED and len(songs) > 1 else ()
        return JamView(
            jam=jam,
            message_id=None if board is None else board.message_id,
            members=tuple(
                member for member in tx.jams.members(jam.jam_id) if member.state.takes_part
            ),
            slots=tuple(self._slot(tx, jam, slot, entries, limits) for slot in jam.slots),
            pot=tx.pledges.pot(jam.jam_id),
            price=sum(job.price for job in jobs) if jobs else self._price(jam, entries, tariff),
            part_price=self.part_price(jam, tariff),
            room=room_of(jam.mode, jam.parts, chosen, limits) if jam.slots else None,
            voted=tx.contributions.voters(jam.jam_id, jam.ballots) if jam.ballots else 0,
            songs=songs,
            winner=result[0].contribution.contribution_id if result else None,
            song_result=result,
            authors=tx.jams.authors_of(jobs[0].job_id) if jobs else (),
            next_id=tx.jams.after(jam.jam_id) if jam.phase.over else None,
        )

    def mine(self, tx: Transaction, jam: Jam, user_id: UserId) -> MyPart:
        """Return what one person has in a jam."""
        member = tx.jams.member(jam.jam_id, user_id)
        votes = tx.contributions.votes_of(jam.jam_id, user_id)
        return MyPart(
            jam=jam,
            state=None if member is None else member.state,
            contributions=tx.contributions.by(jam.jam_id, user_id),
            votes={ballot: votes[ballot] for ballot in jam.ballots if ballot in votes},
            pledge=sum(each.amount for each in tx.pledges.pending(jam.jam_id, user_id)),
        )

    def ballots(self, tx: Transaction, jam: Jam, user_id: UserId) -> tuple[Ballot, ...]:
        """Return the open questions that have something to choose from, for one person."""
        votes = tx.contributions.votes_of(jam.jam_id, user_id)
        songs = {each.contribution_id: each.job_id for each in tx.jams.jobs_of(jam.jam_id)}
        found = []
        for slot in jam.ballots:
            entries = candidates(tx, jam, slot)
            if len(entries) > 1:
                named = tuple(
                    Candidate(
                        each.contribution_id,
                        each.text,
                        each.author_id == user_id,
                        songs.get(each.contribution_id) if slot == SONG else None,
                    )
                    for each in entries
                )
                found.append(Ballot(slot, named, votes.get(slot)))
        return tuple(found)

    def part_price(self, jam: Jam, tariff: Tariff) -> int:
        """Return what it costs to let the service write one part."""
        request = LyricsRequest(idea=jam.plan.theme)
        return tariff.price(JobKind.LYRICS, request.model, self.prices.of(request))

    def _price(self, jam: Jam, entries: tuple[Contribution, ...], tariff: Tariff) -> int:
        """Return what would be ordered now costs, all songs together."""
        lyrics = "la" if jam.mode is JamMode.VERSES else ""
        sung = any(each.slot.kind.sung for each in entries)
        request = SongRequest(
            model=jam.plan.model,
            idea="" if lyrics else jam.plan.theme,
            lyrics=lyrics or ("la" if sung else ""),
        )
        price = tariff.price(JobKind.CREATE, request.model, self.prices.of(request))
        if jam.mode is not JamMode.BATTLE:
            return price
        chosen = sum(each.chosen for each in entries)
        return price * (chosen or jam.plan.songs)

    def _slot(
        self,
        tx: Transaction,
        jam: Jam,
        slot: Slot,
        entries: tuple[Contribution, ...],
        limits: TextLimits,
    ) -> SlotView:
        own = [each for each in entries if each.slot == slot]
        filled = next((each for each in own if _shown(jam, each)), None)
        decided = jam.mode is not JamMode.VERSES and jam.phase not in _HIDDEN
        return SlotView(
            slot=slot,
            limit=slot_limit(jam.mode, jam.parts, slot, limits),
            entries=len(own),
            filled=filled,
            result=_result(tx, jam, slot) if decided and len(own) > 1 else (),
        )

    def _songs(self, tx: Transaction, jam: Jam) -> tuple[tuple[JamSong, ...], list[Job]]:
        if jam.phase in _HIDDEN:
            return (), []
        ordered = [
            each for each in tx.jams.jobs_of(jam.jam_id) if each.purpose is JamJobPurpose.SONG
        ]
        found = [(each, job) for each in ordered if (job := tx.jobs.get(each.job_id)) is not None]
        return tuple(_song(tx, each, job) for each, job in found), [job for _, job in found]


def _song(tx: Transaction, ordered: JamJob, job: Job) -> JamSong:
    ids = tuple(song.song_id for song in tx.songs.of_job(job.job_id))
    return JamSong(job.job_id, job.state, ordered.contribution_id, ids)


def _shown(jam: Jam, entry: Contribution) -> bool:
    """Whether everybody may read it: what is sung in turns at once, else what was chosen."""
    return entry.chosen or jam.mode is JamMode.VERSES


def _result(tx: Transaction, jam: Jam, ballot: Slot) -> tuple[Standing, ...]:
    """Return how a vote that is over ended."""
    votes = tx.contributions.votes(jam.jam_id, [ballot])
    entries = candidates(tx, jam, ballot)
    counts = {each.contribution_id: 0 for each in entries}
    for vote in votes:
        if vote.contribution_id in counts:
            counts[vote.contribution_id] += 1
    return tuple(Standing(each, counts[each.contribution_id]) for each in ranking(entries, votes))
