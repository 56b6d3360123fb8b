"""What was done by whom, in one line: for servers' logs and `/mod log`.

Every kind of action has its words in a table; jams and moderation have tables of their own.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from discord import Locale

from bot.domain.access import AccessScope
from bot.domain.actions import Action, ActionKind
from bot.domain.ids import RoleId, UserId
from bot.ui.action_subjects import ActionWords, Subject
from bot.ui.amounts import role_name
from bot.ui.figures import from_now
from bot.ui.jam_action_words import JAM_ACTIONS
from bot.ui.moderation_words import MODERATION_ACTIONS
from bot.ui.people import mention
from bot.ui.rule_words import allowance_words, changes, joined, limit_words
from bot.ui.text import inline
from bot.ui.translation import deferred, translate, translate_deferred

_REASON_LIMIT: Final = 150
_SUBJECT_LIMIT: Final = 80
_CHANGES_LIMIT: Final = 200
_LINE_LIMIT: Final = 317
"""A page of twelve lines with their times fits an embed."""

_SERVER_ACTIONS: Final[Mapping[ActionKind, ActionWords]] = {
    ActionKind.RULES_CHANGED: ActionWords(
        Subject.WORDS, deferred("{actor} changed the rules about credits")
    ),
    ActionKind.LIMIT_SET: ActionWords(Subject.LIMIT, deferred("{actor} set a limit: {subject}")),
    ActionKind.LIMIT_REMOVED: ActionWords(
        Subject.LIMIT, deferred("{actor} removed a limit: {subject}")
    ),
    ActionKind.ALLOWANCE_SET: ActionWords(
        Subject.ROLE, deferred("{actor} set the allowance of {subject} to {amount}")
    ),
    ActionKind.ALLOWANCE_REMOVED: ActionWords(
        Subject.ROLE, deferred("{actor} removed the allowance of {subject}")
    ),
    ActionKind.PRICE_SET: ActionWords(
        Subject.WORDS, deferred("{actor} set the price of {subject} to {amount}")
    ),
    ActionKind.PRICE_REMOVED: ActionWords(
        Subject.WORDS, deferred("{actor} removed the fixed price of {subject}")
    ),
    ActionKind.WEIGHT_SET: ActionWords(
        Subject.ROLE, deferred("{actor} changed how many turns {subject} get")
    ),
    ActionKind.WEIGHT_REMOVED: ActionWords(
        Subject.ROLE, deferred("{actor} took extra turns from {subject}")
    ),
    ActionKind.CREDITS_GRANTED: ActionWords(
        Subject.MEMBER, deferred("{actor} granted {subject} credits: {amount}")
    ),
    ActionKind.CREDITS_TAKEN: ActionWords(
        Subject.MEMBER, deferred("{actor} took credits back from {subject}: {amount}")
    ),
    ActionKind.LINE_REVERSED: ActionWords(
        Subject.WORDS, deferred("{actor} took line {subject} of the ledger back: {amount} credits")
    ),
    ActionKind.WALLET_FILLED: ActionWords(
        Subject.WORDS, deferred("{actor} put credits into the server's wallet: {amount}")
    ),
    ActionKind.WALLET_DRAINED: ActionWords(
        Subject.WORDS, deferred("{actor} took credits out of the server's wallet: {amount}")
    ),
    ActionKind.REQUEST_GRANTED: ActionWords(
        Subject.MEMBER, deferred("{actor} granted the request of {subject}: {amount} credits")
    ),
    ActionKind.REQUEST_REFUSED: ActionWords(
        Subject.MEMBER, deferred("{actor} refused the request of {subject}")
    ),
    ActionKind.LATE_SONG_GIVEN: ActionWords(
        Subject.WORDS, deferred("{actor} gave a song that came late to its author, free of charge")
    ),
    ActionKind.SETTINGS_CHANGED: ActionWords(
        Subject.WORDS, deferred("{actor} changed settings: {parts}")
    ),
    ActionKind.SETTINGS_IMPORTED: ActionWords(
        Subject.WORDS, deferred("{actor} imported settings from a file: {parts}")
    ),
    ActionKind.ACCESS_SET: ActionWords(
        Subject.RULE, deferred("{actor} set who may order: {subject}")
    ),
    ActionKind.ACCESS_REMOVED: ActionWords(
        Subject.RULE, deferred("{actor} removed a rule about who may order: {subject}")
    ),
    ActionKind.MEMBER_BLOCKED: ActionWords(
        Subject.MEMBER, deferred("{actor} blocked {subject}, {end}")
    ),
    ActionKind.MEMBER_UNBLOCKED: ActionWords(
        Subject.MEMBER, deferred("{actor} lifted the block of {subject}")
    ),
}

_TOLD_PART_BY_PART: Final = frozenset({ActionKind.RULES_CHANGED, ActionKind.JAM_RULES_CHANGED})
"""What is said with the parts that were changed, as they were and are."""

ACTION_WORDS: Final = {**_SERVER_ACTIONS, **JAM_ACTIONS, **MODERATION_ACTIONS}


def action_words(action: Action, locale: Locale) -> str:
    """Return who did what to whom, and why, as one line; member text is escaped."""
    words = ACTION_WORDS[action.kind]
    before, after = _read(action.before), _read(action.after)
    row = after or before
    line = translate_deferred(
        locale,
        words.line,
        actor=_actor(action, locale),
        subject=_subject(action, words.subject, row, locale),
        amount=_amount(action, row, locale),
        parts=_names_of(row),
        end=_end_of(row, locale),
    )
    if action.kind in _TOLD_PART_BY_PART:
        told = joined(changes(before, after, locale), _CHANGES_LIMIT)
        line = f"{line}: {told}" if told else line
    reason = _reason(action.reason, _LINE_LIMIT - len(line))
    return f"{line} · {reason}" if reason else line


def _reason(text: str, room: int) -> str:
    reason = inline(text, _REASON_LIMIT)
    if len(reason) <= room:
        return reason
    # Escaped it is at most twice as long, plus two.
    return inline(text, max(1, room // 2 - 1))


def _actor(action: Action, locale: Locale) -> str:
    if action.actor_id is not None:
        return mention(action.actor_id, locale)
    return translate(locale, "The bot")


def _subject(action: Action, subject: Subject, row: Mapping[str, object], locale: Locale) -> str:
    match subject:
        case Subject.MEMBER:
            return mention(UserId(int(action.subject)), locale)
        case Subject.LAST_MEMBER:
            return f"<@{action.subject.rpartition(' ')[2]}>"
        case Subject.ROLE if action.subject.isdecimal():
            return role_name(RoleId(int(action.subject)), locale)
        case Subject.RULE:
            return _rule(action.subject, locale)
        case Subject.LIMIT:
            return limit_words(row, locale) or _bare_limit(action, row)
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


def _bare_limit(action: Action, row: Mapping[str, object]) -> str:
    """Return a limit by its name in the record, where its row cannot be read."""
    name = inline(action.subject, _SUBJECT_LIMIT)
    return f"{name}, {row['amount']}" if "amount" in row else name


def _amount(action: Action, row: Mapping[str, object], locale: Locale) -> object:
    told = allowance_words(row, locale) if action.kind is ActionKind.ALLOWANCE_SET else None
    return told or row.get("amount", 0)


def _read(text: str) -> Mapping[str, object]:
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _names_of(after: Mapping[str, object]) -> str:
    return joined((name.replace("_", " ") for name in after), _CHANGES_LIMIT)


def _end_of(after: Mapping[str, object], locale: Locale) -> str:
    ends_at = after.get("ends_at")
    if not isinstance(ends_at, str):
        return translate(locale, "for good")
    return translate(locale, "it ends {when}", when=from_now(datetime.fromisoformat(ends_at)))
