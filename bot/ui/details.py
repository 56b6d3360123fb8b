"""How a song was made, as one private answer."""

import discord
from discord import Locale

from bot.domain.library import SongDetails
from bot.domain.musical import key_in, tempo_in
from bot.domain.requests import Request
from bot.ui.amounts import kind_name
from bot.ui.attachments import made_with_ai
from bot.ui.authors import mentions_of
from bot.ui.figures import duration, moment
from bot.ui.gone import gone_sentence
from bot.ui.parameters import parameters_of
from bot.ui.statements import message_url
from bot.ui.text import inline
from bot.ui.translation import translate

_TITLE_LIMIT = 80
_TEXT_LIMIT = 400
_COLOUR = discord.Colour(0x5865F2)


def draw_details(details: SongDetails, locale: Locale) -> discord.Embed:
    """Return everything that is known of how a song was made, except for its family."""
    song, job = details.song, details.view.job
    embed = discord.Embed(
        title=inline(song.title, _TITLE_LIMIT) or translate(locale, "Untitled"),
        description="\n".join(_texts(job.request, locale)) or None,
        colour=_COLOUR,
    )
    asked = parameters_of(job.request, locale, in_jam=job.jam_id is not None)
    for name, value in (*_facts(details, locale), *asked):
        embed.add_field(name=name, value=value)
    if song.gone is not None:
        name = translate(locale, "Its file")
        embed.add_field(name=name, value=gone_sentence(song, song.gone, locale), inline=False)
    others = [other for other in details.view.songs if other.song_id != song.song_id]
    if others:
        lines = [
            f"{other.position} · {duration(other.audio.duration_seconds)} · `{other.song_id}`"
            for other in others
        ]
        name = translate(locale, "Other versions")
        embed.add_field(name=name, value="\n".join(lines), inline=False)
    url = message_url(details.message) if details.message else None
    if url:
        embed.add_field(
            name=translate(locale, "Card"), value=f"[{translate(locale, 'Open')}]({url})"
        )
    footer = translate(locale, "Reference {reference}", reference=job.job_id)
    if made_with_ai(details.view):
        footer = f"{translate(locale, 'Made with AI')} · {footer}"
    return embed.set_footer(text=footer)


def _texts(request: Request, locale: Locale) -> list[str]:
    texts = {
        translate(locale, "Idea"): request.idea,
        translate(locale, "Style"): request.style,
        translate(locale, "Excluded"): request.exclude,
        translate(locale, "Lyrics asked for"): request.lyrics,
    }
    return [f"**{name}:** {inline(text, _TEXT_LIMIT)}" for name, text in texts.items() if text]


def _facts(details: SongDetails, locale: Locale) -> list[tuple[str, str]]:
    song, view = details.song, details.view
    captured = view.job.price if view.captured is None else view.captured
    visible = translate(locale, "its author") if song.private else translate(locale, "everyone")
    return [
        (translate(locale, "Author"), mentions_of(view, locale)),
        (translate(locale, "Made"), moment(song.created_at)),
        (translate(locale, "Kind"), kind_name(view.job.kind, locale)),
        (translate(locale, "Model"), _model(details)),
        (
            translate(locale, "Cost"),
            translate(
                locale,
                "{price} credits for {count} songs",
                price=captured,
                count=view.job.promised,
            ),
        ),
        *_taken(details, locale),
        (translate(locale, "Length"), duration(song.audio.duration_seconds)),
        (translate(locale, "Version"), str(song.position)),
        (translate(locale, "Sounds like"), inline(song.style, _TEXT_LIMIT) or "–"),
        *_music(details, locale),
        # With the family, the longest order fills just the 25 fields that Discord shows.
        (translate(locale, "Visible to"), f"{visible} · ⭐" if details.favourite else visible),
        (translate(locale, "Song"), f"`{song.song_id}`"),
    ]


def _music(details: SongDetails, locale: Locale) -> list[tuple[str, str]]:
    """Return tempo and key, where the service's words name them, or else the order's."""
    words = [details.song.style, details.view.job.request.style]
    tempo = next(filter(None, map(tempo_in, words)), None)
    key = next(filter(None, map(key_in, words)), None)
    told = [translate(locale, "{tempo} bpm", tempo=tempo)] if tempo else []
    told += [key] if key else []
    return [(translate(locale, "Tempo and key"), " · ".join(told))] if told else []


def _taken(details: SongDetails, locale: Locale) -> list[tuple[str, str]]:
    """Say what the music service took, where that is known."""
    job = details.view.job
    if job.provider_used is None:
        return []
    if job.cost_measured:
        text = translate(locale, "{amount} credits", amount=job.provider_used)
    else:
        text = translate(locale, "{amount} credits (by its price list)", amount=job.provider_used)
    return [(translate(locale, "Taken by the music service"), text)]


def _model(details: SongDetails) -> str:
    """Return the model's name; some ways to make a song have none."""
    return inline(details.song.model or details.view.job.request.model, _TITLE_LIMIT) or "–"
