"""The short reply that pings an author when a job is over."""

from discord import Locale

from bot.domain.delivery import JobView
from bot.domain.jobs import JobState
from bot.ui.attachments import public_title
from bot.ui.translation import translate


def ping_text(view: JobView, locale: Locale) -> str:
    """Return the reply; it begins with the author's mention."""
    mention = f"<@{view.author_id}>"
    if view.job.unposted and view.job.state in {JobState.SUCCEEDED, JobState.PARTIAL}:
        return translate(
            locale,
            "{author} Your song is finished and not posted; /song library has it.",
            author=mention,
        )
    if view.withheld:
        return _wordless(view, locale)
    title = public_title(view, locale)
    match view.job.state:
        case JobState.SUCCEEDED:
            return translate(
                locale, "{author} Your song {title} is finished.", author=mention, title=title
            )
        case JobState.PARTIAL:
            return translate(
                locale,
                "{author} Your song {title} is finished, though not every version succeeded.",
                author=mention,
                title=title,
            )
        case JobState.CANCELLED:
            return translate(
                locale, "{author} Your song {title} was cancelled.", author=mention, title=title
            )
        case _:
            return translate(
                locale,
                "{author} Your song {title} could not be made. Nothing was charged.",
                author=mention,
                title=title,
            )


def _wordless(view: JobView, locale: Locale) -> str:
    """Say how an order ended without naming it."""
    mention = f"<@{view.author_id}>"
    if view.job.state is JobState.CANCELLED:
        return translate(locale, "{author} Your song was cancelled.", author=mention)
    return translate(
        locale, "{author} Your song could not be made. Nothing was charged.", author=mention
    )
