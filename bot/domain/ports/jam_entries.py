"""What people write for jams and how they vote on it, as it is kept."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from bot.domain.ids import ContributionId, JamId, UserId
from bot.domain.jams.entries import Contribution, Vote
from bot.domain.jams.modes import Slot


class ContributionRepository(Protocol):
    """What people write for jams, and how they vote on it."""

    def add(
        self,
        jam_id: JamId,
        slot: Slot,
        author_id: UserId,
        text: str,
        *,
        sole: bool,
        now: datetime,
    ) -> Contribution:
        """Save what an author has not written for yet; with `sole`, what nobody has."""
        ...

    def change(self, contribution_id: ContributionId, text: str, now: datetime) -> None:
        """Give a live contribution another text; it counts as entered now."""
        ...

    def withdraw(self, contribution_id: ContributionId) -> None:
        """Take a live contribution back; its text is erased."""
        ...

    def strike(
        self, contribution_id: ContributionId, *, reason: str, actor_id: UserId, now: datetime
    ) -> bool:
        """Take somebody's contribution out; False when it is not live."""
        ...

    def choose(self, contribution_ids: Collection[ContributionId], *, chosen: bool = True) -> None:
        """Mark contributions as those that the song is made of, or as others."""
        ...

    def get(self, jam_id: JamId, contribution_id: ContributionId) -> Contribution | None:
        """Return a contribution to a jam."""
        ...

    def of(self, jam_id: JamId) -> tuple[Contribution, ...]:
        """Return a jam's live contributions by entry."""
        ...

    def by(self, jam_id: JamId, author_id: UserId) -> tuple[Contribution, ...]:
        """Return what somebody contributed and is live."""
        ...

    def vote(
        self, jam_id: JamId, ballot: Slot, voter_id: UserId, contribution: Contribution
    ) -> None:
        """Save somebody's vote in place of their earlier one on the same ballot."""
        ...

    def votes(self, jam_id: JamId, ballots: Collection[Slot]) -> tuple[Vote, ...]:
        """Return the votes on some ballots, without whose they are."""
        ...

    def votes_of(self, jam_id: JamId, voter_id: UserId) -> Mapping[Slot, ContributionId]:
        """Return how somebody votes on ballots that are not sealed."""
        ...

    def voters(self, jam_id: JamId, ballots: Collection[Slot]) -> int:
        """Return how many people voted on at least one of these ballots."""
        ...

    def drop_votes(self, jam_id: JamId, voter_id: UserId) -> None:
        """Remove somebody's votes on ballots that are not sealed."""
        ...

    def seal(self, jam_id: JamId, ballots: Collection[Slot]) -> None:
        """Forget for good whose the votes on these ballots are; the counts stay."""
        ...
