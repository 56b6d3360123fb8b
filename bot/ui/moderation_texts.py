"""Words that filters, reviews, reports and their refusals share."""

from discord import Locale

from bot.domain.filters import Filter, FilterAction, FilterKind, Scope
from bot.domain.folding import Change
from bot.ui.text import inline
from bot.ui.translation import translate

RULE_LIMIT = 100


def action_name(action: FilterAction, locale: Locale) -> str:
    """Return what a filter does, in words."""
    match action:
        case FilterAction.REFUSE:
            return translate(locale, "refuse")
        case FilterAction.REVIEW:
            return translate(locale, "flag for review")
        case FilterAction.SPOILER:
            return translate(locale, "hide behind a spoiler")


def scope_name(scope: Scope, locale: Locale) -> str:
    """Return which text it is, in words."""
    names = {
        Scope.IDEA: translate(locale, "the idea"),
        Scope.LYRICS: translate(locale, "the lyrics"),
        Scope.STYLE: translate(locale, "the style"),
        Scope.TITLE: translate(locale, "the title"),
        Scope.JAM: translate(locale, "a line of a jam"),
        Scope.FILE_NAME: translate(locale, "a file's name"),
        Scope.RETURNED_TITLE: translate(locale, "the title that came back"),
        Scope.RETURNED_LYRICS: translate(locale, "the lyrics that came back"),
    }
    return names[scope]


def change_name(change: Change, locale: Locale) -> str:
    """Return what was undone to read a text, in words."""
    names = {
        Change.CASE: translate(locale, "capitals"),
        Change.FORMS: translate(locale, "unusual forms of letters"),
        Change.INVISIBLE: translate(locale, "invisible characters"),
        Change.MARKS: translate(locale, "marks on letters"),
        Change.LOOKALIKES: translate(locale, "letters that look alike"),
        Change.DIGITS: translate(locale, "digits or signs for letters"),
        Change.SPACING: translate(locale, "letters apart"),
        Change.REPEATS: translate(locale, "repeated letters"),
    }
    return names[change]


def rule_name(rule: Filter, locale: Locale) -> str:
    """Return a filter in words, its text escaped."""
    text = inline(rule.text, RULE_LIMIT)
    match rule.kind:
        case FilterKind.WORDS:
            return translate(locale, "the words “{text}”", text=text)
        case FilterKind.PATTERN:
            return translate(locale, "the pattern “{text}”", text=text)
        case FilterKind.LIST:
            return translate(locale, "the list “{text}”", text=text)
