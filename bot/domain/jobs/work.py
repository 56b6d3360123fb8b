"""The kinds of work that workers share out."""

from enum import StrEnum


class Work(StrEnum):
    """What workers do; each kind of work has its own queue of what is due."""

    SUBMIT = "submit"
    """Jobs that are queued. Claiming one makes it `submitting`."""
    POLL = "poll"
    """Jobs that run at the provider."""
    COLLECT = "collect"
    """Jobs whose songs are finished at the provider and not yet in our archive."""
    REAP = "reap"
    """Submissions whose worker vanished, and jobs of unknown fate that are overdue."""
    LATE = "late"
    """Jobs that timed out and whose task may still finish."""
    DELIVER = "deliver"
    """Messages that have to be drawn again."""
    TELL = "tell"
    """Notices that have to be told."""
    LOG = "log"
    """Lines for servers' log channels."""
    REDRAW = "redraw"
    """Messages that show a song once more and have to be drawn again."""
    KEEP = "keep"
    """The archive: what is to be removed from it."""
    PROBE = "probe"
    """Whether the music service is back."""
    CHECK = "check"
    """The books, every night."""
    REVIEW = "review"
    """Reviews that are overdue, and held files that are to go."""
    DESK = "desk"
    """Reviews that have to be shown to moderators."""
    INFORM = "inform"
    """Members who have to be told of a verdict."""
    JAM = "jam"
    """Jams whose time has come, or of which something was heard."""
    BOARD = "board"
    """Boards of jams that have to be drawn again, and what people are told about jams."""
    ERASE = "erase"
    """People and servers that are to be forgotten, and prompts that are old enough."""

    @property
    def of_jobs(self) -> bool:
        """Whether it is done with jobs."""
        return self in {Work.SUBMIT, Work.POLL, Work.COLLECT, Work.REAP, Work.LATE}
