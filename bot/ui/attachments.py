"""What a job's songs are called, and their files on a message."""

from discord import Locale

from bot.domain.delivery import JobView
from bot.domain.jobs import JobKind
from bot.domain.songs import Song, SongRole
from bot.ui.authors import names_of
from bot.ui.drawing import AudioAttachment
from bot.ui.figures import duration
from bot.ui.text import file_name_stem, inline, one_line, shorten
from bot.ui.translation import translate

_TITLE_LIMIT = 80
_STYLE_LIMIT = 200
_NAMES_LIMIT = 300
_ALTERNATIVE_TEXT_LIMIT = 1024
_SPOILER = "SPOILER_"
"""Discord hides a file of such a name behind a click, but not the name."""
_NAMELESS = "song"


def job_title(view: JobView, locale: Locale) -> str:
    """Return the title to show for a job, escaped: its songs', else what was asked for.

    A set of tracks is called after the song that was taken apart.
    """
    title = inline(_raw_title(view, locale), _TITLE_LIMIT)
    if view.job.kind is JobKind.STEMS:
        return translate(locale, "{title} · tracks", title=title)
    return title


def public_title(view: JobView, locale: Locale) -> str:
    """Return the title for where others read it: withheld, behind a click, or as `job_title`."""
    if view.withheld:
        return translate(locale, "A song")
    return behind_spoiler(view, job_title(view, locale))


def behind_spoiler(view: JobView, text: str) -> str:
    """Return escaped text for where others read it, behind a click if the job's words are hidden.

    Only for where Discord reads mark-up.
    """
    return f"||{text}||" if text and view.job.spoiler else text


def public_stem(view: JobView, title: str) -> str:
    """Return how a file's name begins that others see; a hidden one says nothing of the title."""
    return f"{_SPOILER}{_NAMELESS}" if view.job.spoiler else file_name_stem(title)


def _raw_title(view: JobView, locale: Locale) -> str:
    taken_apart = view.job.kind is JobKind.STEMS
    titles = () if taken_apart else tuple(song.title for song in view.songs)
    for candidate in (*titles, view.job.request.summary):
        if line := one_line(candidate):
            return line
    return translate(locale, "Untitled")


def made_with_ai(view: JobView) -> bool:
    """Tell whether a job's songs have to be called so; somebody's own recording is not."""
    return all(song.role is not SongRole.UPLOAD for song in view.songs)


def song_attachments(view: JobView, locale: Locale) -> tuple[AudioAttachment, ...]:
    """Return the files of a job's songs, named and described."""
    return tuple(
        AudioAttachment(
            file_name=(
                f"{public_stem(view, one_line(song.title) or _raw_title(view, locale))}"
                f"-{song.position}.{song.audio.extension}"
            ),
            description=_alternative_text(view, song, locale),
            audio=song.audio,
        )
        for song in view.songs
    )


def _alternative_text(view: JobView, song: Song, locale: Locale) -> str:
    if song.role is SongRole.UPLOAD:
        return _text_of_upload(view, song, locale)
    if view.job.spoiler:
        # Screen readers read it without a click.
        return translate(
            locale,
            "Version {position} of a hidden song by {author}, {length}, made with AI",
            position=song.position,
            author=shorten(names_of(view, locale), _NAMES_LIMIT),
            length=duration(song.audio.duration_seconds),
        )
    if view.job.kind is JobKind.STEMS:
        return _text_of_track(view, song, locale)
    sentence = translate(
        locale,
        "Version {position} of “{title}” by {author}, {length}, made with AI. Style: {style}",
        position=song.position,
        title=shorten(one_line(song.title) or _raw_title(view, locale), _TITLE_LIMIT),
        author=shorten(names_of(view, locale), _NAMES_LIMIT),
        length=duration(song.audio.duration_seconds),
        style=shorten(one_line(song.style), _STYLE_LIMIT) or "–",
    )
    return shorten(sentence, _ALTERNATIVE_TEXT_LIMIT)


def _text_of_upload(view: JobView, song: Song, locale: Locale) -> str:
    author = shorten(names_of(view, locale), _NAMES_LIMIT)
    length = duration(song.audio.duration_seconds)
    if view.job.spoiler:
        return translate(
            locale, "Hidden audio, brought in by {author}, {length}", author=author, length=length
        )
    return translate(
        locale,
        "“{title}”, brought in by {author}, {length}",
        title=shorten(one_line(song.title) or _raw_title(view, locale), _TITLE_LIMIT),
        author=author,
        length=length,
    )


def _text_of_track(view: JobView, song: Song, locale: Locale) -> str:
    nameless = translate(locale, "Track {position}", position=song.position)
    return translate(
        locale,
        "{label} of “{title}”",
        label=shorten(one_line(song.label), _TITLE_LIMIT) or nameless,
        title=shorten(_raw_title(view, locale), _TITLE_LIMIT),
    )
