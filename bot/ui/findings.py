"""What came of an order that is no song, for its card: drafts, a style, times of words, a voice."""

import io

import discord
from discord import Locale

from bot.domain.delivery import JobView
from bot.domain.findings import Draft as LyricsDraft
from bot.domain.findings import ExportedFile, LyricsDrafts, StyleText, Timeline, VoiceMade
from bot.domain.ids import JobId
from bot.domain.timeline import lines_of, lrc, srt
from bot.ui.drawing import JobButton, Verb
from bot.ui.text import escape, file_name_stem, inline, shorten
from bot.ui.translation import translate

_DESCRIPTION_LIMIT = 3800
"""What a card's embed holds besides its quotation."""
_TITLE_LIMIT = 80
_MOST_DRAFTS = 4
"""A message has five rows of buttons."""


def paragraphs_of(view: JobView, locale: Locale) -> list[str]:
    """Return what a finished job found, as paragraphs of its card."""
    match view.job.finding:
        case LyricsDrafts(drafts):
            room = _DESCRIPTION_LIMIT // max(1, len(drafts[:_MOST_DRAFTS]))
            return [
                _draft(draft, number, room, locale)
                for number, draft in enumerate(drafts[:_MOST_DRAFTS], 1)
            ]
        case StyleText(text):
            return [_cut(text, _DESCRIPTION_LIMIT)]
        case Timeline() as timeline:
            return [lines_of_song(timeline)]
        case VoiceMade():
            name = inline(view.job.request.title, _TITLE_LIMIT)
            return [
                translate(
                    locale,
                    "The voice **{name}** is ready: choose it in /create as *voice*. /voice list"
                    " shares it with this server.",
                    name=name,
                )
            ]
        case ExportedFile(file_format, _):
            made = translate(
                locale,
                "Made as {format}. /song export gives it again, free of charge.",
                format=inline(file_format, 8).upper(),
            )
            return [made]
        case None:
            return []


def buttons_of(view: JobView, price_again: int | None) -> tuple[JobButton, ...]:
    """Return what can be done with what a job found."""
    job_id = view.job.job_id
    another = JobButton(Verb.ANOTHER, job_id, price_again)
    match view.job.finding:
        case LyricsDrafts(drafts):
            return (*_draft_buttons(job_id, min(len(drafts), _MOST_DRAFTS)), another)
        case StyleText():
            return (JobButton(Verb.USE_STYLE, job_id), another)
        case Timeline():
            return (JobButton(Verb.TIMES, job_id),)
        case _:
            return ()


def files_of(view: JobView) -> list[discord.File]:
    """Return a timeline as an `.lrc` and an `.srt` file; nothing for any other finding."""
    timeline = view.job.finding
    if not isinstance(timeline, Timeline):
        return []
    return time_files(timeline, view.job.request.summary)


def lines_of_song(timeline: Timeline) -> str:
    """Return a song's words, escaped and as long as an embed's text may be."""
    return _cut("\n".join(line.text for line in lines_of(timeline)), _DESCRIPTION_LIMIT)


def time_files(timeline: Timeline, title: str) -> list[discord.File]:
    """Return a timeline as an `.lrc` and an `.srt` file, named after its song."""
    stem = file_name_stem(title)
    lyrics = lrc(timeline, title=title)
    return [
        discord.File(io.BytesIO(lyrics.encode()), f"{stem}.lrc"),
        discord.File(io.BytesIO(srt(timeline).encode()), f"{stem}.srt"),
    ]


def _draft(draft: LyricsDraft, number: int, room: int, locale: Locale) -> str:
    title = inline(draft.title, _TITLE_LIMIT) or translate(locale, "Untitled")
    return f"**{number} · {title}**\n{_cut(draft.lyrics, room - 2 * _TITLE_LIMIT)}"


def _cut(text: str, limit: int) -> str:
    """Escape a text, shortened so far that it fits whatever escaping adds."""
    kept = text
    while len(escaped := escape(kept)) > limit:
        kept = shorten(kept, max(1, len(kept) - (len(escaped) - limit)))
    return escaped


def _draft_buttons(job_id: JobId, drafts: int) -> list[JobButton]:
    return [
        JobButton(verb, job_id, number=number)
        for number in range(1, drafts + 1)
        for verb in (Verb.SING, Verb.EDIT)
    ]
