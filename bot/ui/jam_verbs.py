"""What the buttons of jams do."""

from enum import StrEnum


class JamVerb(StrEnum):
    """What a button on a board does; a part of its custom id."""

    JOIN = "join"
    LINE = "line"
    PLEDGE = "pledge"
    VOTE = "vote"
    LEAVE = "leave"
    LOCK = "lock"
    SKIP = "skip"
    FILL = "fill"
    STOP = "stop"
    STOP_FOR_GOOD = "halt"
    GO_ON = "goon"
    AGAIN = "again"


class SlotVerb(StrEnum):
    """What a button about one part of a jam does; a part of its custom id."""

    EDIT = "edit"
    WITHDRAW = "undo"
