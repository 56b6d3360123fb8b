"""What moderators did about jams, in one line each."""

from bot.domain.actions import ActionKind
from bot.ui.action_words import Subject, describe
from bot.ui.translation import translate

__all__ = ["describe"]

describe(
    ActionKind.JAM_RULES_CHANGED,
    Subject.WORDS,
    lambda locale, **told: translate(locale, "{actor} changed the rules about jams", **told),
)
describe(
    ActionKind.JAM_STOPPED,
    Subject.WORDS,
    lambda locale, **told: translate(locale, "{actor} stopped the jam {subject}", **told),
)
describe(
    ActionKind.JAM_CONTRIBUTION_STRUCK,
    Subject.LAST_MEMBER,
    lambda locale, **told: translate(
        locale, "{actor} struck a contribution of {subject} from a jam", **told
    ),
)
describe(
    ActionKind.JAM_MEMBER_BANNED,
    Subject.LAST_MEMBER,
    lambda locale, **told: translate(locale, "{actor} banned {subject} from a jam", **told),
)
describe(
    ActionKind.JAM_MEMBER_UNBANNED,
    Subject.LAST_MEMBER,
    lambda locale, **told: translate(locale, "{actor} let {subject} into a jam again", **told),
)
