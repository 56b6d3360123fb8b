"""What people contribute to a jam, and how votes are counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import (
    ContributionId,
    JamId,
    UserId,
)
from bot.domain.jams.modes import Slot

SERVICE = UserId(0)
"""In place of a member: the music service wrote the part."""


class ContributionState(StrEnum):
    """What became of a contribution."""

    LIVE = "live"
    WITHDRAWN = "withdrawn"
    """By its author; its text is gone."""
    STRUCK = "struck"
    """By a moderator."""


@dataclass(frozen=True)
class Contribution:
    """What somebody wrote for a slot. `text` is hostile."""

    contribution_id: ContributionId
    jam_id: JamId
    slot: Slot
    author_id: UserId
    """`SERVICE` where the service wrote it."""
    text: str
    state: ContributionState
    entered_at: datetime
    """When it got its present text; of equal votes the earlier one wins."""
    chosen: bool = False
    """Whether it is in the song, or its idea became one."""
    struck_reason: str = ""


@dataclass(frozen=True)
class Vote:
    """One person's vote, as far as counting goes; whose it was is not told."""

    ballot: Slot
    contribution_id: ContributionId


def ranking(candidates: Sequence[Contribution], votes: Sequence[Vote]) -> tuple[Contribution, ...]:
    """Return candidates by votes, of equal ones the earlier first.

    Votes for what is no candidate, such as what was struck, do not count.
    """
    counts = dict.fromkeys((each.contribution_id for each in candidates), 0)
    for vote in votes:
        if vote.contribution_id in counts:
            counts[vote.contribution_id] += 1
    return tuple(
        sorted(
            candidates,
            key=lambda each: (-counts[each.contribution_id], each.entered_at, each.contribution_id),
        )
    )
