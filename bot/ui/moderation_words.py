"""What filters, reviews and removals are called in servers' logs."""

from bot.domain.actions import ActionKind
from bot.ui.action_words import Subject, describe
from bot.ui.translation import translate

describe(
    ActionKind.FILTER_SET,
    Subject.WORDS,
    lambda locale, **told: translate(locale, "{actor} set a filter: {subject}", **told),
)
describe(
    ActionKind.FILTER_REMOVED,
    Subject.WORDS,
    lambda locale, **told: translate(locale, "{actor} removed a filter: {subject}", **told),
)
describe(
    ActionKind.REVIEW_APPROVED,
    Subject.MEMBER,
    lambda locale, **told: translate(locale, "{actor} approved what {subject} asked for", **told),
)
describe(
    ActionKind.REVIEW_REFUSED,
    Subject.MEMBER,
    lambda locale, **told: translate(locale, "{actor} refused what {subject} asked for", **told),
)
describe(
    ActionKind.REVIEW_REVERSED,
    Subject.MEMBER,
    lambda locale, **told: translate(
        locale, "{actor} reversed the verdict about what {subject} asked for", **told
    ),
)
describe(
    ActionKind.SONG_HIDDEN,
    Subject.WORDS,
    lambda locale, **told: translate(locale, "{actor} hid song {subject} behind a spoiler", **told),
)
describe(
    ActionKind.SONG_SHOWN,
    Subject.WORDS,
    lambda locale, **told: translate(
        locale, "{actor} showed song {subject} without a spoiler again", **told
    ),
)
describe(
    ActionKind.SONG_REMOVED,
    Subject.WORDS,
    lambda locale, **told: translate(locale, "{actor} removed song {subject}", **told),
)
