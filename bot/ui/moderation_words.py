"""What filters, reviews and removals are called in servers' logs."""

from collections.abc import Mapping
from typing import Final

from bot.domain.actions import ActionKind
from bot.ui.action_subjects import ActionWords, Subject
from bot.ui.translation import deferred

MODERATION_ACTIONS: Final[Mapping[ActionKind, ActionWords]] = {
    ActionKind.FILTER_SET: ActionWords(Subject.WORDS, deferred("{actor} set a filter: {subject}")),
    ActionKind.FILTER_REMOVED: ActionWords(
        Subject.WORDS, deferred("{actor} removed a filter: {subject}")
    ),
    ActionKind.REVIEW_APPROVED: ActionWords(
        Subject.MEMBER, deferred("{actor} approved what {subject} asked for")
    ),
    ActionKind.REVIEW_REFUSED: ActionWords(
        Subject.MEMBER, deferred("{actor} refused what {subject} asked for")
    ),
    ActionKind.REVIEW_REVERSED: ActionWords(
        Subject.MEMBER, deferred("{actor} reversed the verdict about what {subject} asked for")
    ),
    ActionKind.SONG_HIDDEN: ActionWords(
        Subject.WORDS, deferred("{actor} hid song {subject} behind a spoiler")
    ),
    ActionKind.SONG_SHOWN: ActionWords(
        Subject.WORDS, deferred("{actor} showed song {subject} without a spoiler again")
    ),
    ActionKind.SONG_REMOVED: ActionWords(Subject.WORDS, deferred("{actor} removed song {subject}")),
}
