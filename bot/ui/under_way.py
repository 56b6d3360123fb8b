"""Where an order under way is and when it will be there, in words for its card."""

from datetime import datetime

from discord import Locale

from bot.domain.delivery import JobView
from bot.domain.jobs import JobState
from bot.ui.figures import clock_time, from_now
from bot.ui.progress import stage_status
from bot.ui.translation import ordinal, translate


def expected(view: JobView, locale: Locale) -> str:
    """Say when it is likely to be finished; empty where nobody can say."""
    # Nobody knows when a moderator decides, and a deadline is no expectation.
    unsure = view.job.state in {JobState.UNKNOWN, JobState.AWAITING_REVIEW}
    if view.expected_at is None or unsure:
        return ""
    return translate(locale, "about {when}", when=from_now(view.expected_at))


def status(view: JobView, locale: Locale) -> str:
    """Say in a few words where it is."""
    match view.job.state:
        case JobState.AWAITING_REVIEW:
            return translate(locale, "waiting for a moderator")
        case JobState.QUEUED if view.job.begun:
            return stage_status(view, locale)
        case JobState.QUEUED if view.place is not None and view.place.length > 1:
            return translate(
                locale,
                "queued, {place} of {length}",
                place=ordinal(locale, view.place.position),
                length=view.place.length,
            )
        case JobState.QUEUED:
            return translate(locale, "queued")
        case JobState.SUBMITTING:
            return translate(locale, "being sent to the music service")
        case JobState.UNKNOWN:
            return translate(locale, "outcome unknown")
        case _:
            return stage_status(view, locale)


def remarks(view: JobView, locale: Locale) -> list[str]:
    """Return what there is to be said besides, each as a paragraph."""
    job = view.job
    told: list[str] = []
    if view.withheld:
        told.append(
            translate(
                locale,
                "A filter of this server flags the words; they are shown here once a moderator"
                " approves them.",
            )
        )
    if job.state is JobState.UNKNOWN:
        told.append(_unknown_sentence(view, locale))
    if job.unposted:
        told.append(translate(locale, "It will not be posted when it is finished."))
    if view.down_since is not None:
        told.append(_down_sentence(view.down_since, locale))
    elif view.short:
        told.append(
            translate(
                locale,
                "Whoever runs this bot has too few credits left at the music service, and was told."
                " Nothing was charged; orders wait and run when there are more. You can cancel.",
            )
        )
    if view.restarted_at is not None:
        told.append(
            translate(
                locale,
                "I was restarted {when}; nothing was lost, and this order goes on.",
                when=from_now(view.restarted_at),
            )
        )
    return told


def _down_sentence(since: datetime, locale: Locale) -> str:
    return translate(
        locale,
        "The music service has not answered since {when}. Nothing was charged; orders wait and run"
        " first when it is back. You can cancel.",
        when=from_now(since),
    )


def _unknown_sentence(view: JobView, locale: Locale) -> str:
    if view.expected_at is None:
        return translate(
            locale,
            "The music service did not answer whether it took this order. The credits are reserved,"
            " not spent; I keep looking and tell you either way.",
        )
    return translate(
        locale,
        "The music service did not answer whether it took this order. The credits are reserved,"
        " not spent; I keep looking until {until} and tell you either way.",
        until=clock_time(view.expected_at),
    )
