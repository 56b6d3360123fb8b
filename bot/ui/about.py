"""What is told about a job's songs in a text file."""

from discord import Locale

from bot.domain.delivery import JobView
from bot.ui.attachments import made_with_ai
from bot.ui.authors import names_of
from bot.ui.figures import duration
from bot.ui.translation import translate


def about(view: JobView, locale: Locale) -> str:
    """Return what is told about a job's songs in a text file: prompts, words and authors."""
    job, request = view.job, view.job.request
    asked = {
        translate(locale, "Author"): names_of(view, locale),
        translate(locale, "Ordered"): f"{job.created_at:%Y-%m-%d %H:%M} UTC",
        translate(locale, "Idea"): request.idea,
        translate(locale, "Style"): request.style,
        translate(locale, "Excluded"): request.exclude,
        translate(locale, "Own words"): request.lyrics,
        translate(locale, "Reference"): job.job_id,
    }
    origin = [translate(locale, "Made with AI by Jamboree.")] if made_with_ai(view) else []
    sections = [*origin, _listed(asked)]
    for song in view.songs:
        made = {
            translate(locale, "Title"): song.title,
            translate(locale, "Version"): str(song.position),
            translate(locale, "Song"): song.song_id,
            translate(locale, "Length"): duration(song.audio.duration_seconds),
            translate(locale, "Style"): song.style,
            translate(locale, "Model"): song.model,
            translate(locale, "Lyrics"): song.lyrics,
        }
        sections.append(_listed(made))
    return "\n\n".join(sections) + "\n"


def _listed(values: dict[str, str]) -> str:
    return "\n".join(
        f"{name}:\n{value}" if "\n" in value else f"{name}: {value}"
        for name, value in values.items()
        if value
    )
