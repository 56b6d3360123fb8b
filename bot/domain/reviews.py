"""Reviews: songs and prompts that wait for a moderator's verdict, and appeals."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.errors import Refusal
from bot.domain.filters import FilterAction, Match, Scope
from bot.domain.ids import (
    ChannelId,
    ContentHash,
    GuildId,
    JobId,
    MessageId,
    ProviderClipId,
    ReviewId,
    RoleId,
    UserId,
)
from bot.domain.jobs import FailureCode
from bot.domain.requests import Request
from bot.domain.songs import Song, SongRole, StoredAudio

FILES_KEPT: Final = timedelta(days=7)
"""For how long the audio of a refused song is kept, so that the refusal can be reversed."""


class ReviewKind(StrEnum):
    """What is reviewed."""

    PROMPT = "prompt"
    """An order that was not sent yet; its price is held."""
    RESULT = "result"
    """Finished songs that were not posted yet; their price is held."""
    APPEAL = "appeal"
    """A prompt that a filter refused; nothing is held until it is approved."""


class ReviewCause(StrEnum):
    """Why it is reviewed."""

    FLAGGED = "flagged"
    """A filter flags what a member wrote."""
    RETURNED = "returned"
    """A filter flags what the music service made of it."""
    NEWCOMER = "newcomer"
    """It is one of the author's first songs."""
    ALWAYS = "always"
    """The server has everything reviewed."""
    APPEAL = "appeal"
    """The author asked for it."""


class ReviewState(StrEnum):
    """What became of it."""

    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    """Its author took the order back."""


@dataclass(frozen=True)
class Finding:
    """What a filter found, as it is kept for moderators. All texts are hostile."""

    scope: Scope
    rule: str
    action: FilterAction
    found: str
    read_as: str


def findings_of(matches: tuple[Match, ...], most: int = 5) -> tuple[Finding, ...]:
    """Return matches as they are kept."""
    return tuple(
        Finding(match.scope, match.rule.text, match.rule.action, match.found, match.read_as)
        for match in matches[:most]
    )


@dataclass(frozen=True)
class HeldSong:
    """A finished song that is not a song of the server yet; see `bot.domain.songs.Song`."""

    position: int
    title: str
    style: str
    lyrics: str
    model: str
    clip_id: ProviderClipId
    content_hash: ContentHash
    size_bytes: int
    duration_seconds: float
    extension: str
    role: SongRole = SongRole.SONG
    label: str = ""

    @classmethod
    def of(cls, song: Song) -> "HeldSong":
        """Return a song as it is held."""
        return cls(
            position=song.position,
            title=song.title,
            style=song.style,
            lyrics=song.lyrics,
            model=song.model,
            clip_id=song.clip_id,
            content_hash=song.audio.content_hash,
            size_bytes=song.audio.size_bytes,
            duration_seconds=song.audio.duration_seconds,
            extension=song.audio.extension,
            role=song.role,
            label=song.label,
        )

    @property
    def audio(self) -> StoredAudio:
        """Its file in the archive."""
        return StoredAudio(
            self.content_hash, self.size_bytes, self.duration_seconds, self.extension
        )


@dataclass(frozen=True)
class HeldResult:
    """How a job will end when its songs are approved."""

    songs: tuple[HeldSong, ...] = ()
    partial: bool = False
    failure: FailureCode | None = None
    promised: int | None = None
    unjoined: int = 0


@dataclass(frozen=True)
class Review:
    """One thing to be decided. Texts are hostile; times are aware and in UTC."""

    review_id: ReviewId | None
    """None until it is stored."""
    guild_id: GuildId
    kind: ReviewKind
    cause: ReviewCause
    author_id: UserId
    author_name: str
    job_id: JobId | None
    """None for an appeal that was not approved."""
    request: Request
    created_at: datetime
    due_at: datetime | None
    """When a worker looks at it: it is overdue, or held files are to go. None: never."""
    channel_id: ChannelId
    """Where it was ordered."""
    role_ids: tuple[RoleId, ...] = ()
    """The author's roles when it was ordered; what an approved appeal costs goes by them."""
    findings: tuple[Finding, ...] = ()
    private: bool = False
    """Whether its author alone was to see it."""
    result: HeldResult | None = None
    state: ReviewState = ReviewState.OPEN
    decided_by: UserId | None = None
    """None while it is open, and when time decided."""
    decided_at: datetime | None = None
    answer: str = ""
    """The moderator's reason."""
    reversed_by: UserId | None = None
    reversed_at: datetime | None = None

    def decided(
        self, state: ReviewState, by: UserId | None, now: datetime, answer: str = ""
    ) -> "Review":
        """Return it with a verdict."""
        forget_at = now + FILES_KEPT if self.result and state is ReviewState.REFUSED else None
        return replace(
            self, state=state, decided_by=by, decided_at=now, answer=answer, due_at=forget_at
        )

    def turned(self, by: UserId, now: datetime, answer: str) -> "Review":
        """Return it with the opposite verdict, which cannot be turned again."""
        opposite = {
            ReviewState.APPROVED: ReviewState.REFUSED,
            ReviewState.REFUSED: ReviewState.APPROVED,
        }[self.state]
        return replace(
            self, state=opposite, reversed_by=by, reversed_at=now, answer=answer, due_at=None
        )

    @property
    def reversible(self) -> bool:
        """Whether its verdict can be turned."""
        decided = self.state in {ReviewState.APPROVED, ReviewState.REFUSED}
        return decided and self.reversed_at is None


@dataclass(frozen=True)
class ReviewCard:
    """Where a review is shown, and that it has to be shown anew."""

    review_id: ReviewId
    guild_id: GuildId
    channel_id: ChannelId | None
    message_id: MessageId | None
    attempts: int


@dataclass(frozen=True)
class AuthorRecord:
    """What moderators see of an author's past on this server."""

    orders: int
    refused: int
    """Reviews that ended with a refusal."""
    reports: int
    """Reports about their songs."""
    blocked: bool
    """Whether they are blocked now."""


@dataclass(frozen=True)
class ReviewView:
    """Everything that a review's card shows."""

    review: Review
    record: AuthorRecord
    waiting: int = 0
    """How many reviews of the server are open."""


class ReviewRefusal(Refusal):
    """Why nothing was decided or asked."""


@dataclass(eq=False)
class ReviewDecided(ReviewRefusal):
    """Somebody decided it before; `by` is None when time did."""

    review_id: ReviewId
    state: ReviewState
    by: UserId | None


@dataclass(eq=False)
class ReviewNotFound(ReviewRefusal):
    """This server has no such review."""

    review_id: ReviewId


@dataclass(eq=False)
class AppealOpen(ReviewRefusal):
    """Another appeal of this member waits for a verdict."""

    review_id: ReviewId


@dataclass(eq=False)
class NotReversibleAnyMore(ReviewRefusal):
    """A verdict cannot be turned: it was turned before, or what it was about is gone."""

    review_id: ReviewId
