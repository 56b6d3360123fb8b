"""A job's message: one drawing for every state, made of the job's view alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import discord
from discord import Locale

from bot.domain.delivery import JobView
from bot.domain.ids import DIRECT_MESSAGES
from bot.domain.jobs import FailureCode, JobState, Scrutiny
from bot.domain.songs import SongRole
from bot.ui.attachments import behind_spoiler, made_with_ai, public_title, song_attachments
from bot.ui.authors import mentions_of
from bot.ui.drawing import Drawing, JobButton, Verb
from bot.ui.endings import ending
from bot.ui.figures import durations, from_now
from bot.ui.findings import buttons_of, paragraphs_of
from bot.ui.progress import progress
from bot.ui.reworks import has_form
from bot.ui.text import block_quote, inline
from bot.ui.translation import DEFAULT_LOCALE, translate
from bot.ui.under_way import expected, remarks, status

_TITLE_LIMIT = 80
_STYLE_LIMIT = 200

_WAITING_COLOUR = discord.Colour(0x5865F2)
_FINISHED_COLOUR = discord.Colour(0x23A55A)
_ENDED_COLOUR = discord.Colour(0x80848E)
_FAILED_COLOUR = discord.Colour(0xDA373C)

_CANCELLABLE = frozenset({JobState.QUEUED, JobState.AWAITING_REVIEW})
_POINTLESS_AGAIN = frozenset(
    {FailureCode.CONTENT_REFUSED, FailureCode.REQUEST_INVALID, FailureCode.OPERATION_RETIRED}
)
"""What the same order would meet again; a changed one might not."""


@dataclass(frozen=True)
class CardSettings:
    """What a card depends on besides its job.

    `price_again` is what ordering the same would cost now, for what is over. A card to which only
    an interaction's token leads (`private`) cannot be edited once that is 15 minutes old, so it
    gets a button that brings it up to date, and the rest of many files. `notices` are finished
    sentences about this message, such as a file that Discord did not take. `offers` are the prices
    of what can be made of its first song.
    """

    price_again: int | None = None
    locale: Locale = DEFAULT_LOCALE
    private: bool = False
    notices: tuple[str, ...] = ()
    offers: Mapping[Verb, int] = field(default_factory=dict)


def draw_card(view: JobView, settings: CardSettings) -> Drawing:
    """Draw a job's message as it is now."""
    if view.deleted_at is not None and not view.songs:
        return _deleted(view, view.deleted_at, settings)
    if view.job.state in {JobState.SUCCEEDED, JobState.PARTIAL}:
        if view.job.unposted and not view.songs:
            return _unposted(view, settings)
        return _finished(view, settings)
    if view.job.state.terminal:
        return _ended(view, settings)
    return _under_way(view, settings)


def _headline(view: JobView, locale: Locale, *parts: str) -> str:
    return " · ".join([f"🎵 {public_title(view, locale)}", *(part for part in parts if part)])


def _under_way(view: JobView, settings: CardSettings) -> Drawing:
    locale, job = settings.locale, view.job
    money = (
        translate(locale, "{price} reserved", price=job.price)
        if job.jam_id is not None
        else translate(
            locale, "{price} reserved, {left} left", price=job.price, left=view.balance.available
        )
    )
    paragraphs = [_quotation(view), progress(view, locale), *remarks(view, locale)]
    embed = _embed(view, settings, _WAITING_COLOUR, paragraphs)
    buttons = (
        [JobButton(Verb.CANCEL, job.job_id)] if job.state in _CANCELLABLE and not job.begun else []
    )
    if settings.private:
        buttons.append(JobButton(Verb.REFRESH, job.job_id))
    return Drawing(
        _headline(view, locale, status(view, locale), expected(view, locale), money),
        embed,
        song_attachments(view, locale),
        tuple(buttons),
    )


def _finished(view: JobView, settings: CardSettings) -> Drawing:
    locale, job = settings.locale, view.job
    captured = job.price if view.captured is None else view.captured
    money = (
        # Several paid, and what each has left is theirs to know.
        translate(locale, "{price} used", price=captured)
        if job.jam_id is not None
        else translate(
            locale, "{price} used, {left} left", price=captured, left=view.balance.available
        )
    )
    author = translate(locale, "by {author}", author=mentions_of(view, locale))
    found = [behind_spoiler(view, paragraph) for paragraph in paragraphs_of(view, locale)]
    paragraphs = [_quotation(view), *found]
    if view.deleted_at is not None:
        deleted = from_now(view.deleted_at)
        paragraphs.append(translate(locale, "A version was deleted {when}.", when=deleted))
    elif job.state is JobState.PARTIAL:
        paragraphs.append(ending(view, locale))
    embed = _embed(view, settings, _FINISHED_COLOUR, paragraphs)
    _add_song_fields(embed, view, locale)
    return Drawing(
        _headline(view, locale, author, money),
        embed,
        song_attachments(view, locale),
        _finished_buttons(view, settings),
    )


def _finished_buttons(view: JobView, settings: CardSettings) -> tuple[JobButton, ...]:
    if view.job.finding is not None:
        return buttons_of(view, settings.price_again)
    return _song_buttons(view, settings)


def _song_buttons(view: JobView, settings: CardSettings) -> tuple[JobButton, ...]:
    """Return what can be done with finished songs; tracks of a song are no songs to go on with."""
    job_id = view.job.job_id
    roles = {song.role for song in view.songs}
    buttons: list[JobButton] = []
    if SongRole.STEM not in roles:
        buttons += [JobButton(verb, job_id, price) for verb, price in settings.offers.items()]
    if SongRole.UPLOAD not in roles:
        buttons.append(JobButton(Verb.AGAIN, job_id, settings.price_again))
    if any(song.has_words for song in view.songs):
        buttons.append(JobButton(Verb.LYRICS, job_id))
    if SongRole.STEM not in roles:
        buttons.append(JobButton(Verb.SAVE, job_id))
        if view.job.guild_id != DIRECT_MESSAGES and not settings.private:
            buttons.append(JobButton(Verb.ADD_TO_JAM, job_id))
        buttons.append(JobButton(Verb.MORE, job_id))
    elif settings.private:
        buttons.append(JobButton(Verb.REFRESH, job_id))
    return tuple(buttons)


def _deleted(view: JobView, deleted_at: datetime, settings: CardSettings) -> Drawing:
    """Draw a job of which no song is left, without anything that its author wrote."""
    locale = settings.locale
    gone = translate(locale, "Its author deleted this song {when}.", when=from_now(deleted_at))
    if view.job.scrutiny is Scrutiny.REMOVED:
        gone = translate(locale, "A moderator removed this song {when}.", when=from_now(deleted_at))
    embed = _embed(view, settings, _ENDED_COLOUR, [gone])
    return Drawing(f"🎵 {translate(locale, 'Deleted song')}", embed)


def _unposted(view: JobView, settings: CardSettings) -> Drawing:
    """Draw a job that its author keeps to themselves, without anything that they wrote."""
    locale = settings.locale
    author = f"<@{view.author_id}>"
    told = translate(locale, "{author} keeps this song to themselves.", author=author)
    embed = _embed(view, settings, _ENDED_COLOUR, [told])
    return Drawing(f"🎵 {translate(locale, 'A song that is not posted')}", embed)


def _ended(view: JobView, settings: CardSettings) -> Drawing:
    locale, job = settings.locale, view.job
    status = {
        JobState.CANCELLED: translate(locale, "cancelled"),
        JobState.REFUSED: translate(locale, "refused"),
        JobState.TIMED_OUT: translate(locale, "gave up waiting"),
    }.get(job.state, translate(locale, "failed"))
    money = (
        translate(locale, "nothing charged")
        if job.jam_id is not None
        else translate(locale, "nothing charged, {left} left", left=view.balance.available)
    )
    colour = _ENDED_COLOUR if job.state is JobState.CANCELLED else _FAILED_COLOUR
    embed = _embed(view, settings, colour, [_quotation(view), ending(view, locale)])
    return Drawing(
        _headline(view, locale, status, money), embed, buttons=_retry_buttons(view, settings)
    )


def _retry_buttons(view: JobView, settings: CardSettings) -> tuple[JobButton, ...]:
    job = view.job
    pointless_again = job.failure is not None and job.failure.code in _POINTLESS_AGAIN
    if pointless_again or view.withheld:
        changeable = job.jam_id is None and has_form(job.request)
        return (JobButton(Verb.CHANGE, job.job_id),) if changeable else ()
    if job.state is JobState.REFUSED:
        return ()
    return (JobButton(Verb.AGAIN, job.job_id, settings.price_again),)


def _embed(
    view: JobView, settings: CardSettings, colour: discord.Colour, paragraphs: list[str]
) -> discord.Embed:
    shown = [paragraph for paragraph in [*paragraphs, *settings.notices] if paragraph]
    embed = discord.Embed(description="\n\n".join(shown), colour=colour)
    footer = translate(settings.locale, "Reference {reference}", reference=view.job.job_id)
    if view.songs and made_with_ai(view):
        footer = f"{translate(settings.locale, 'Made with AI')} · {footer}"
    return embed.set_footer(text=footer)


def _quotation(view: JobView) -> str:
    if view.withheld:
        return ""
    request = view.job.request
    quoted = block_quote(request.idea or request.lyrics or request.style)
    return f"> {behind_spoiler(view, quoted.removeprefix('> '))}" if quoted else ""


def _add_song_fields(embed: discord.Embed, view: JobView, locale: Locale) -> None:
    if not view.songs:
        return
    first = view.songs[0]
    style = inline(first.style or view.job.request.style, _STYLE_LIMIT)
    if style:
        embed.add_field(
            name=translate(locale, "Style"), value=behind_spoiler(view, style), inline=False
        )
    lengths = tuple(song.audio.duration_seconds for song in view.songs)
    embed.add_field(name=translate(locale, "Length"), value=durations(locale, lengths))
    model = inline(first.model or view.job.request.model, _TITLE_LIMIT)
    if model:
        embed.add_field(name=translate(locale, "Model"), value=model)
