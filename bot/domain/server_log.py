"""A server's log: one line for everything that its managers and moderators should know of."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.actions import Action
from bot.domain.ids import EntryId, GuildId, LogLineId, UserId


class LogEvent(StrEnum):
    """What a line is about. A server chooses for which of these its alert role is pinged."""

    ACTION = "action"
    """Somebody with rights, or the bot, did something; the line shows the action."""
    BUDGET = "budget"
    """The monthly ceiling is near or reached."""
    REVIEW = "review"
    """Something waits for a moderator's verdict."""
    OVERDUE = "overdue"
    """Nobody gave a verdict in time, and the server's choice for that case was carried out."""
    APPEAL = "appeal"
    """A member appeals against a refusal."""
    REPORT = "report"
    """A member reported a song."""
    THRESHOLD = "threshold"
    """A song was reported so often that it was hidden behind a spoiler."""
    FILTER = "filter"
    """A filter refused or hid something."""


@dataclass(frozen=True)
class LogLine:
    """One line. It is delivered at least once, and only to a server that has a log channel."""

    guild_id: GuildId
    event: LogEvent
    created_at: datetime
    user_id: UserId | None = None
    """Whom it is about, or who did it; never the reporter of a song."""
    subject: str = ""
    """What it is about, such as a song's id."""
    detail: str = ""
    """Words to be quoted: what was matched, a reason, a title. Hostile text."""
    amount: int = 0
    """A number that the line tells, such as how many reports there are."""
    action: Action | None = None
    """The act that an ACTION line shows; None in all others."""
    entry_id: EntryId | None = None
    """The line of the ledger that the act wrote, if it wrote one."""
    line_id: LogLineId | None = None
    """None until it is stored."""
    attempts: int = 0
    """How often delivering it was begun."""
