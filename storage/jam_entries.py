"""What people write for jams, and how they vote on it, in the database."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import bindparam, delete, func, insert, select, update

from bot.domain.ids import ContributionId, JamId, UserId
from bot.domain.jams.entries import Contribution, ContributionState, Vote
from bot.domain.jams.modes import Slot
from storage.connections import Connection
from storage.dialects import insert_or_update
from storage.tables import AnyRow, contributions, votes

_LIVE = contributions.c.state == ContributionState.LIVE
_ONE = contributions.c.contribution_id == bindparam("of_one")
_OF_JAM = contributions.c.jam_id == bindparam("of_jam")

_ADD = insert(contributions).returning(contributions.c.contribution_id)
_CHANGE = (
    update(contributions)
    .where(_ONE, _LIVE)
    .values(text=bindparam("new_text"), entered_at=bindparam("at"))
)
_WITHDRAW = (
    update(contributions).where(_ONE, _LIVE).values(state=ContributionState.WITHDRAWN, text="")
)
_STRIKE = (
    update(contributions)
    .where(_ONE, _LIVE)
    .values(
        state=ContributionState.STRUCK,
        struck_by=bindparam("actor"),
        struck_reason=bindparam("why"),
        struck_at=bindparam("at"),
    )
)
_CHOOSE = (
    update(contributions)
    .where(contributions.c.contribution_id.in_(bindparam("of_all", expanding=True)))
    .values(chosen=bindparam("is_chosen"))
)
_GET = select(contributions).where(_ONE, _OF_JAM)
_LIVE_OF = (
    select(contributions)
    .where(_OF_JAM, _LIVE)
    .order_by(contributions.c.entered_at, contributions.c.contribution_id)
)
_BY = _LIVE_OF.where(contributions.c.author_id == bindparam("of_author"))

_IN_JAM = votes.c.jam_id == bindparam("of_jam")
_ON = votes.c.ballot.in_(bindparam("of_ballots", expanding=True))
_BY_VOTER = votes.c.voter_id == bindparam("of_voter")
_PUT_VOTE = insert_or_update(
    votes,
    unique=(votes.c.jam_id, votes.c.ballot, votes.c.voter_id),
    changes=lambda new: {"contribution_id": new.contribution_id, "author_id": new.author_id},
)
_VOTES = (
    select(votes.c.ballot, votes.c.contribution_id, votes.c.author_id)
    .where(_IN_JAM, _ON)
    .order_by(votes.c.ballot, votes.c.contribution_id)
)
_OWN_VOTES = select(votes.c.ballot, votes.c.contribution_id).where(_IN_JAM, _BY_VOTER)
_VOTERS = select(func.count(votes.c.voter_id.distinct())).where(_IN_JAM, _ON)
_DROP_OWN = delete(votes).where(_IN_JAM, _BY_VOTER)
_DROP = delete(votes).where(_IN_JAM, _ON)
_ADD_VOTE = insert(votes).inline()


class SqlContributions:
    """`ContributionRepository` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

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
        number: int = self._connection.execute(
            _ADD,
            {
                "jam_id": jam_id,
                "slot": slot.key,
                "author_id": author_id,
                "text": text,
                "state": ContributionState.LIVE,
                "entered_at": now,
                "sole": int(sole),
                "chosen": 0,
                "struck_by": None,
                "struck_reason": "",
                "struck_at": None,
            },
        ).scalar_one()
        return Contribution(
            ContributionId(number), jam_id, slot, author_id, text, ContributionState.LIVE, now
        )

    def change(self, contribution_id: ContributionId, text: str, now: datetime) -> None:
        """Give a live contribution another text; it counts as entered now."""
        self._connection.execute(_CHANGE, {"of_one": contribution_id, "new_text": text, "at": now})

    def withdraw(self, contribution_id: ContributionId) -> None:
        """Take a live contribution back; its text is erased."""
        self._connection.execute(_WITHDRAW, {"of_one": contribution_id})

    def strike(
        self, contribution_id: ContributionId, *, reason: str, actor_id: UserId, now: datetime
    ) -> bool:
        """Take somebody's contribution out; False when it is not live."""
        struck = self._connection.execute(
            _STRIKE, {"of_one": contribution_id, "actor": actor_id, "why": reason, "at": now}
        )
        return struck.rowcount > 0

    def choose(self, contribution_ids: Collection[ContributionId], *, chosen: bool = True) -> None:
        """Mark contributions as those that the song is made of, or as others."""
        if contribution_ids:
            given = {"of_all": list(contribution_ids), "is_chosen": int(chosen)}
            self._connection.execute(_CHOOSE, given)

    def get(self, jam_id: JamId, contribution_id: ContributionId) -> Contribution | None:
        """Return a contribution to a jam."""
        given = {"of_jam": jam_id, "of_one": contribution_id}
        row = self._connection.execute(_GET, given).one_or_none()
        return None if row is None else _contribution(row)

    def of(self, jam_id: JamId) -> tuple[Contribution, ...]:
        """Return a jam's live contributions by entry."""
        rows = self._connection.execute(_LIVE_OF, {"of_jam": jam_id})
        return tuple(_contribution(row) for row in rows)

    def by(self, jam_id: JamId, author_id: UserId) -> tuple[Contribution, ...]:
        """Return what somebody contributed and is live."""
        rows = self._connection.execute(_BY, {"of_jam": jam_id, "of_author": author_id})
        return tuple(_contribution(row) for row in rows)

    def vote(
        self, jam_id: JamId, ballot: Slot, voter_id: UserId, contribution: Contribution
    ) -> None:
        """Save somebody's vote in place of their earlier one on the same ballot."""
        self._connection.execute(
            _PUT_VOTE.on(self._connection),
            {
                "jam_id": jam_id,
                "ballot": ballot.key,
                "voter_id": voter_id,
                "contribution_id": contribution.contribution_id,
                "author_id": contribution.author_id,
            },
        )

    def votes(self, jam_id: JamId, ballots: Collection[Slot]) -> tuple[Vote, ...]:
        """Return the votes on some ballots, without whose they are."""
        rows = self._connection.execute(_VOTES, _on(jam_id, ballots))
        return tuple(Vote(Slot.of(row.ballot), ContributionId(row.contribution_id)) for row in rows)

    def votes_of(self, jam_id: JamId, voter_id: UserId) -> Mapping[Slot, ContributionId]:
        """Return how somebody votes on ballots that are not sealed."""
        rows = self._connection.execute(_OWN_VOTES, {"of_jam": jam_id, "of_voter": voter_id})
        return {Slot.of(row.ballot): ContributionId(row.contribution_id) for row in rows}

    def voters(self, jam_id: JamId, ballots: Collection[Slot]) -> int:
        """Return how many people voted on at least one of these ballots."""
        count: int = self._connection.execute(_VOTERS, _on(jam_id, ballots)).scalar_one()
        return count

    def drop_votes(self, jam_id: JamId, voter_id: UserId) -> None:
        """Remove somebody's votes on ballots that are not sealed."""
        self._connection.execute(_DROP_OWN, {"of_jam": jam_id, "of_voter": voter_id})

    def seal(self, jam_id: JamId, ballots: Collection[Slot]) -> None:
        """Forget for good whose the votes on these ballots are; the counts stay.

        The rows are written anew in the order of what they are for, so that neither their order
        nor anything in them tells who cast which.
        """
        on = _on(jam_id, ballots)
        rows = self._connection.execute(_VOTES, on).all()
        self._connection.execute(_DROP, on)
        numbers: Counter[str] = Counter()
        for row in rows:
            numbers[row.ballot] += 1
            self._connection.execute(
                _ADD_VOTE,
                {
                    "jam_id": jam_id,
                    "ballot": row.ballot,
                    "voter_id": -numbers[row.ballot],
                    "contribution_id": row.contribution_id,
                    "author_id": row.author_id,
                },
            )


def _on(jam_id: JamId, ballots: Collection[Slot]) -> dict[str, object]:
    return {"of_jam": jam_id, "of_ballots": [ballot.key for ballot in ballots]}


def _contribution(row: AnyRow) -> Contribution:
    return Contribution(
        contribution_id=ContributionId(row.contribution_id),
        jam_id=JamId(row.jam_id),
        slot=Slot.of(row.slot),
        author_id=UserId(row.author_id),
        text=row.text,
        state=row.state,
        entered_at=row.entered_at,
        chosen=bool(row.chosen),
        struck_reason=row.struck_reason,
    )
