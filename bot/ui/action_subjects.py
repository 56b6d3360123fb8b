"""What the words of an action are made of."""

from dataclasses import dataclass
from enum import Enum, auto

from bot.ui.translation import Deferred


class Subject(Enum):
    """What an action's subject is."""

    WORDS = auto()
    """The name of a rule, a song's id; shown as it is."""
    MEMBER = auto()
    LAST_MEMBER = auto()
    """A member's id after another word, such as a jam's id."""
    ROLE = auto()
    RULE = auto()
    """`verdict scope id`, of a rule about access."""
    LIMIT = auto()
    """`measure scope id`; the row itself is told."""


@dataclass(frozen=True)
class ActionWords:
    """What an action's subject is, and the line that says what was done.

    The line may name `actor`, `subject`, `amount`, `parts` (what of the settings was changed) and
    `end` (until when it holds).
    """

    subject: Subject
    line: Deferred
