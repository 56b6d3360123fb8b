"""What is waiting and under way, as a private panel."""

import discord
from discord import ButtonStyle, Locale

from bot.domain.jobs import JobState
from bot.domain.library import QueuedJob, QueueOverview
from bot.ui.attachments import job_title, public_title
from bot.ui.figures import from_now
from bot.ui.library_buttons import LeaveQueueButton, QueueButton, subject_button
from bot.ui.panels import Panel
from bot.ui.people import mention
from bot.ui.statements import message_url
from bot.ui.telling import telling_menu
from bot.ui.translation import ordinal, translate

_COLOUR = discord.Colour(0x5865F2)
_CANCELLABLE = frozenset({JobState.QUEUED, JobState.AWAITING_REVIEW})
_MOST_CANCEL_BUTTONS = 10
_FIELD_LIMIT = 1024


def draw_queue(overview: QueueOverview, locale: Locale) -> Panel:
    """Return the visitor's own jobs, numbered and with a way out, and those of others."""
    own = [f"{number}. {_line(job, locale)}" for number, job in enumerate(overview.own, 1)]
    embed = discord.Embed(
        title=translate(locale, "Queue"),
        description="\n".join(own) or translate(locale, "Nothing of yours is under way."),
        colour=_COLOUR,
    )
    others = _fitting([_others_line(job, locale) for job in overview.others])
    if others:
        embed.add_field(name=translate(locale, "Others here"), value=others, inline=False)
    cancel = [
        subject_button(
            LeaveQueueButton,
            "unqueue",
            job.view.job.job_id,
            translate(locale, "Cancel {number}", number=number),
            ButtonStyle.danger,
        )
        for number, job in enumerate(overview.own, 1)
        if _can_be_left(job)
    ]
    refresh = subject_button(QueueButton, "queue", "now", translate(locale, "Refresh"))
    menu = telling_menu(overview.telling, locale)
    return Panel(embed, (*cancel[:_MOST_CANCEL_BUTTONS], refresh, menu))


def _can_be_left(queued: QueuedJob) -> bool:
    """Whether there is something to press for: no song is made, or it is not posted."""
    job = queued.view.job
    if not job.handed_over:
        return job.state in _CANCELLABLE
    return job.jam_id is None and not job.unposted and not queued.private


def _line(queued: QueuedJob, locale: Locale) -> str:
    title = job_title(queued.view, locale)
    url = message_url(queued.message) if queued.message else None
    return " · ".join([f"[{title}]({url})" if url else title, *_progress(queued, locale)])


def _others_line(queued: QueuedJob, locale: Locale) -> str:
    title = (
        translate(locale, "a private song") if queued.private else public_title(queued.view, locale)
    )
    return " · ".join([title, mention(queued.view.author_id, locale), *_progress(queued, locale)])


def _progress(queued: QueuedJob, locale: Locale) -> list[str]:
    view = queued.view
    told = [_state(queued, locale)]
    unsure = view.job.state in {JobState.UNKNOWN, JobState.AWAITING_REVIEW}
    if view.expected_at is not None and not unsure:
        told.append(translate(locale, "about {when}", when=from_now(view.expected_at)))
    return told


def _state(queued: QueuedJob, locale: Locale) -> str:
    place = queued.view.place
    match queued.view.job.state:
        case JobState.AWAITING_REVIEW:
            return translate(locale, "waiting for a moderator")
        case JobState.QUEUED if place is not None and place.length > 1:
            position = ordinal(locale, place.position)
            return translate(
                locale, "queued, {place} of {length}", place=position, length=place.length
            )
        case JobState.QUEUED:
            return translate(locale, "queued")
        case JobState.UNKNOWN:
            return translate(locale, "outcome unknown")
        case _ if queued.view.job.unposted:
            return translate(locale, "being made, not to be posted")
        case _:
            return translate(locale, "being made")


def _fitting(lines: list[str]) -> str:
    while sum(map(len, lines)) + len(lines) > _FIELD_LIMIT:
        lines.pop()
    return "\n".join(lines)
