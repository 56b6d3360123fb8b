"""What moderators did about jams, in one line each."""

from collections.abc import Mapping
from typing import Final

from bot.domain.actions import ActionKind
from bot.ui.action_subjects import ActionWords, Subject
from bot.ui.translation import deferred

JAM_ACTIONS: Final[Mapping[ActionKind, ActionWords]] = {
    ActionKind.JAM_RULES_CHANGED: ActionWords(
        Subject.WORDS, deferred("{actor} changed the rules about jams")
    ),
    ActionKind.JAM_STOPPED: ActionWords(
        Subject.WORDS, deferred("{actor} stopped the jam {subject}")
    ),
    ActionKind.JAM_CONTRIBUTION_STRUCK: ActionWords(
        Subject.LAST_MEMBER, deferred("{actor} struck a contribution of {subject} from a jam")
    ),
    ActionKind.JAM_MEMBER_BANNED: ActionWords(
        Subject.LAST_MEMBER, deferred("{actor} banned {subject} from a jam")
    ),
    ActionKind.JAM_MEMBER_UNBANNED: ActionWords(
        Subject.LAST_MEMBER, deferred("{actor} let {subject} into a jam again")
    ),
}
