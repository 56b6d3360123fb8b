"""Whose song it is, where several made it."""

from discord import Locale

from bot.domain.delivery import JobView
from bot.ui.people import mention
from bot.ui.text import one_line, shorten
from bot.ui.translation import translate, translate_plural

_MOST_NAMED = 12
_NAME_LIMIT = 80


def mentions_of(view: JobView, locale: Locale) -> str:
    """Return the mentions of a song's authors, at most twelve and how many more there are."""
    if not view.authors:
        return mention(view.author_id, locale)
    return listed([mention(author.user_id, locale) for author in view.authors], locale)


def names_of(view: JobView, locale: Locale) -> str:
    """Return the authors' names for where no markup is known; hostile text, tidied."""
    names = [author.name for author in view.authors] or [view.job.requester_name]
    return listed([shorten(one_line(name), _NAME_LIMIT) for name in names], locale)


def listed(named: list[str], locale: Locale, most: int = _MOST_NAMED) -> str:
    """Return at most so many names, and how many more there are."""
    shown = ", ".join(named[:most])
    rest = len(named) - most
    if rest <= 0:
        return shown
    more = translate_plural(locale, "{count} more", "{count} more", rest)
    return translate(locale, "{others} and {last}", others=shown, last=more)
