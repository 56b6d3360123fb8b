"""One line for each thing in a server's log."""

from typing import Final

from discord import Locale

from bot.domain.server_log import LogEvent, LogLine
from bot.ui.action_words import action_words
from bot.ui.figures import clock_time
from bot.ui.text import inline
from bot.ui.translation import translate, translate_plural

_DETAIL_LIMIT: Final = 150
_SUBJECT_LIMIT: Final = 40


def log_line(line: LogLine, locale: Locale) -> str:
    """Return a line with its time; member text is escaped, and nobody is notified by it."""
    if line.action is not None:
        text = action_words(line.action, locale)
    else:
        text = _event_words(line, locale)
        detail = inline(line.detail, _DETAIL_LIMIT)
        text = f"{text} · {detail}" if detail else text
    return f"{clock_time(line.created_at)} {text}"


def event_name(event: LogEvent, locale: Locale) -> str:
    """Return what the choice of alerts calls a kind of line."""
    names = {
        LogEvent.ACTION: translate(locale, "Acts of managers and moderators"),
        LogEvent.BUDGET: translate(locale, "The monthly ceiling is near or reached"),
        LogEvent.REVIEW: translate(locale, "A song waits for review"),
        LogEvent.OVERDUE: translate(locale, "A review is overdue"),
        LogEvent.APPEAL: translate(locale, "A member appeals"),
        LogEvent.REPORT: translate(locale, "A song is reported"),
        LogEvent.THRESHOLD: translate(locale, "A song is hidden after reports"),
        LogEvent.FILTER: translate(locale, "A filter refused something"),
    }
    return names[event]


def _event_words(line: LogLine, locale: Locale) -> str:
    member = "" if line.user_id is None else f"<@{line.user_id}>"
    subject = inline(line.subject, _SUBJECT_LIMIT)
    match line.event:
        case LogEvent.REVIEW:
            return translate(
                locale, "{subject} of {member} waits for review", subject=subject, member=member
            )
        case LogEvent.OVERDUE:
            return translate(
                locale,
                "Nobody reviewed {subject} of {member} in time",
                subject=subject,
                member=member,
            )
        case LogEvent.APPEAL:
            return translate(locale, "{member} appeals against a refusal", member=member)
        case LogEvent.REPORT | LogEvent.THRESHOLD:
            return _reported(line, subject, locale)
        case LogEvent.FILTER:
            return translate(locale, "A filter stopped words of {member}", member=member)
        case _:
            return event_name(line.event, locale)


def _reported(line: LogLine, subject: str, locale: Locale) -> str:
    if line.event is LogEvent.THRESHOLD:
        return translate_plural(
            locale,
            "Song {subject} is hidden behind a spoiler after {count} report",
            "Song {subject} is hidden behind a spoiler after {count} reports",
            line.amount,
            subject=subject,
        )
    return translate_plural(
        locale,
        "Song {subject} was reported, {count} time by now",
        "Song {subject} was reported, {count} times by now",
        line.amount,
        subject=subject,
    )
