"""Texts of refused forms, kept for a while so that nobody has to write them twice."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, NewType, Protocol, TypeVar

from bot.domain.ids import UserId, new_job_id
from bot.domain.requests import Request

DraftId = NewType("DraftId", str)
"""Ten characters of Crockford's base 32, as a job's id."""

_CAPACITY = 500


@dataclass(frozen=True)
class Draft:
    """An order that is still being written, and whose it is."""

    author_id: UserId
    request: Request
    private: bool
    written: Mapping[str, str] = field(default_factory=dict)
    """What was written into a form and says nothing that the request could hold, by input."""


@dataclass(frozen=True)
class FormDraft:
    """What was written into a form that was refused, by input, and by whom."""

    author_id: UserId
    custom_id: str
    """The form's."""
    written: Mapping[str, str]


class Owned(Protocol):
    """Something that one person wrote."""

    @property
    def author_id(self) -> UserId:
        """Who."""
        ...


OwnedT = TypeVar("OwnedT", bound=Owned)


class Drafts(Generic[OwnedT]):
    """Drafts in memory; the oldest give way, and a restart forgets them all."""

    def __init__(self, capacity: int = _CAPACITY) -> None:
        self._capacity = capacity
        self._drafts: OrderedDict[DraftId, OwnedT] = OrderedDict()

    def keep(self, draft: OwnedT) -> DraftId:
        """Keep a draft and return what it can be found by."""
        draft_id = DraftId(new_job_id())
        self._drafts[draft_id] = draft
        while len(self._drafts) > self._capacity:
            self._drafts.popitem(last=False)
        return draft_id

    def find(self, draft_id: DraftId, author_id: UserId) -> OwnedT | None:
        """Return a draft of this author, or None."""
        draft = self._drafts.get(draft_id)
        return draft if draft and draft.author_id == author_id else None
