"""What was done by whom, in one line: for servers' logs and `/mod log`.

Every kind of action has its words in the table; areas with files of their own add theirs with
`describe`.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum, auto
from typing import Final

from discord import Locale

from bot.domain.access import AccessScope
from bot.domain.actions import Action, ActionKind
from bot.domain.ids import RoleId, UserId
from bot.ui.amounts import role_name
from bot.ui.figures import from_now
from bot.ui.people import mention
from bot.ui.text import inline
from bot.ui.translation import translate

_REASON_LIMIT: Final = 150
_SUBJECT_LIMIT: Final = 80

Words = Callable[..., str]
"""Given a locale, and `actor`, `subject` and `amount` by name, returns the line."""


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


_TABLE: dict[ActionKind, tuple[Subject, Words]] = {}


def describe(kind: ActionKind, subject: Subject, words: Words) -> None:
    """Give a kind of action its words."""
    _TABLE[kind] = (subject, words)


def has_words(kind: ActionKind) -> bool:
    """Tell whether a kind of action has words."""
    return kind in _TABLE


def action_words(action: Action, locale: Locale) -> str:
    """Return who did what to whom, and why, as one line; member text is escaped."""
    subject, words = _TABLE[action.kind]
    after = _read(action.after) or _read(action.before)
    line = words(
        locale,
        actor=_actor(action, locale),
        subject=_subject(action, subject, locale),
        amount=after.get("amount", 0),
        parts=_names_of(after),
        end=_end_of(after, locale),
    )
    reason = inline(action.reason, _REASON_LIMIT)
    return f"{line} · {reason}" if reason else line


def _actor(action: Action, locale: Locale) -> str:
    if action.actor_id is not None:
        return mention(action.actor_id, locale)
    return translate(locale, "The bot")


def _subject(action: Action, subject: Subject, locale: Locale) -> str:
    match subject:
        case Subject.MEMBER:
            return mention(UserId(int(action.subject)), locale)
        case Subject.LAST_MEMBER:
            return f"<@{action.subject.rpartition(' ')[2]}>"
        case Subject.ROLE if action.subject.isdecimal():
            return role_name(RoleId(int(action.subject)), locale)
        case Subject.RULE:
            return _rule(action.subject, locale)
        case _:
            return inline(action.subject, _SUBJECT_LIMIT)


def _rule(subject: str, locale: Locale) -> str:
    verdict, scope, number = subject.split(" ")
    targets = {
        AccessScope.ROLE: role_name(RoleId(int(number)), locale),
        AccessScope.MEMBER: f"<@{number}>",
        AccessScope.CHANNEL: f"<#{number}>",
    }
    return f"{verdict} {targets[AccessScope(scope)]}"


def _read(text: str) -> Mapping[str, object]:
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _names_of(after: Mapping[str, object]) -> str:
    return ", ".join(name.replace("_", " ") for name in after)


def _end_of(after: Mapping[str, object], locale: Locale) -> str:
    ends_at = after.get("ends_at")
    if not isinstance(ends_at, str):
        return translate(locale, "for good")
    return translate(locale, "it ends {when}", when=from_now(datetime.fromisoformat(ends_at)))


describe(
    ActionKind.RULES_CHANGED,
    Subject.WORDS,
    lambda locale, **told: translate(locale, "{actor} changed the rules about credits", **told),
)
describe(
    ActionKind.LIMIT_SET,
    Subject.WORDS,
    lambda locale, **told: translate(locale, "{actor} set a limit: {subject}, {amount}", **told),
)
describe(
    ActionKind.LIMIT_REMOVED,
    Subject.WORDS,
    lambda locale, **told: translate(locale, "{actor} removed a limit: {subject}", **told),
)
describe(
    ActionKind.ALLOWANCE_SET,
    Subject.ROLE,
    lambda locale, **told: translate(
        locale, "{actor} set the allowance of {subject} to {amount}", **told
    ),
)
describe(
    ActionKind.ALLOWANCE_REMOVED,
    Subject.ROLE,
    lambda locale, **told: translate(locale, "{actor} removed the allowance of {subject}", **told),
)
describe(
    ActionKind.PRICE_SET,
    Subject.WORDS,
    lambda locale, **told: translate(
        locale, "{actor} set the price of {subject} to {amount}", **told
    ),
)
describe(
    ActionKind.PRICE_REMOVED,
    Subject.WORDS,
    lambda locale, **told: translate(
        locale, "{actor} removed the fixed price of {subject}", **told
    ),
)
describe(
    ActionKind.WEIGHT_SET,
    Subject.ROLE,
    lambda locale, **told: translate(
        locale, "{actor} changed how many turns {subject} get", **told
    ),
)
describe(
    ActionKind.WEIGHT_REMOVED,
    Subject.ROLE,
    lambda locale, **told: translate(locale, "{actor} took extra turns from {subject}", **told),
)
describe(
    ActionKind.CREDITS_GRANTED,
    Subject.MEMBER,
    lambda locale, **told: translate(locale, "{actor} granted {subject} credits: {amount}", **told),
)
describe(
    ActionKind.CREDITS_TAKEN,
    Subject.MEMBER,
    lambda locale, **told: translate(
        locale, "{actor} took credits back from {subject}: {amount}", **told
    ),
)
describe(
    ActionKind.LINE_REVERSED,
    Subject.WORDS,
    lambda locale, **told: translate(
        locale, "{actor} took line {subject} of the ledger back: {amount} credits", **told
    ),
)
describe(
    ActionKind.WALLET_FILLED,
    Subject.WORDS,
    lambda locale, **told: translate(
        locale, "{actor} put credits into the server's wallet: {amount}", **told
    ),
)
describe(
    ActionKind.WALLET_DRAINED,
    Subject.WORDS,
    lambda locale, **told: translate(
        locale, "{actor} took credits out of the server's wallet: {amount}", **told
    ),
)
describe(
    ActionKind.REQUEST_GRANTED,
    Subject.MEMBER,
    lambda locale, **told: translate(
        locale, "{actor} granted the request of {subject}: {amount} credits", **told
    ),
)
describe(
    ActionKind.REQUEST_REFUSED,
    Subject.MEMBER,
    lambda locale, **told: translate(locale, "{actor} refused the request of {subject}", **told),
)
describe(
    ActionKind.LATE_SONG_GIVEN,
    Subject.WORDS,
    lambda locale, **told: translate(
        locale, "{actor} gave a song that came late to its author, free of charge", **told
    ),
)
describe(
    ActionKind.SETTINGS_CHANGED,
    Subject.WORDS,
    lambda locale, **told: translate(locale, "{actor} changed settings: {parts}", **told),
)
describe(
    ActionKind.SETTINGS_IMPORTED,
    Subject.WORDS,
    lambda locale, **told: translate(
        locale, "{actor} imported settings from a file: {parts}", **told
    ),
)
describe(
    ActionKind.ACCESS_SET,
    Subject.RULE,
    lambda locale, **told: translate(locale, "{actor} set who may order: {subject}", **told),
)
describe(
    ActionKind.ACCESS_REMOVED,
    Subject.RULE,
    lambda locale, **told: translate(
        locale, "{actor} removed a rule about who may order: {subject}", **told
    ),
)
describe(
    ActionKind.MEMBER_BLOCKED,
    Subject.MEMBER,
    lambda locale, **told: translate(locale, "{actor} blocked {subject}, {end}", **told),
)
describe(
    ActionKind.MEMBER_UNBLOCKED,
    Subject.MEMBER,
    lambda locale, **told: translate(locale, "{actor} lifted the block of {subject}", **told),
)
