"""What filters, reviews and removals are called in servers' logs."""

from bot.domain.actions import ActionKind
from bot.ui.action_words import Subject, describe
from bot.ui.translation import translate

describe(
    ActionKind.FILTER_SET,
    Subject.WORDS,
    lambda locale, *, actor, subject, **_: translate(
        locale, "{actor} set a filter: {subject}", actor=actor, subject=subject
    ),
)
describe(
    ActionKind.FILTER_REMOVED,
    Subject.WORDS,
    lambda locale, *, actor, subject, **_: translate(
        locale, "{actor} removed a filter: {subject}", actor=actor, subject=subject
    ),
)
describe(
    ActionKind.REVIEW_APPROVED,
    Subject.MEMBER,
    lambda locale, *, actor, subject, **_: translate(
        locale, "{actor} approved what {subject} asked for", actor=actor, subject=subject
    ),
)
describe(
    ActionKind.REVIEW_REFUSED,
    Subject.MEMBER,
    lambda locale, *, actor, subject, **_: translate(
        locale, "{actor} refused what {subject} asked for", actor=actor, subject=subject
    ),
)
describe(
    ActionKind.REVIEW_REVERSED,
    Subject.MEMBER,
    lambda locale, *, actor, subject, **_: translate(
        locale,
        "{actor} reversed the verdict about what {subject} asked for",
        actor=actor,
        subject=subject,
    ),
)
describe(
    ActionKind.SONG_HIDDEN,
    Subject.WORDS,
    lambda locale, *, actor, subject, **_: translate(
        locale, "{actor} hid song {subject} behind a spoiler", actor=actor, subject=subject
    ),
)
describe(
    ActionKind.SONG_SHOWN,
    Subject.WORDS,
    lambda locale, *, actor, subject, **_: translate(
        locale,
        "{actor} showed song {subject} without a spoiler again",
        actor=actor,
        subject=subject,
    ),
)
describe(
    ActionKind.SONG_REMOVED,
    Subject.WORDS,
    lambda locale, *, actor, subject, **_: translate(
        locale, "{actor} removed song {subject}", actor=actor, subject=subject
    ),
)
