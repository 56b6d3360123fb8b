"""How a song was made, as one private answer."""

import discord
from discord import Locale

from bot.domain.library import SongDetails
from bot.domain.requests import Request
from bot.domain.songs import Song, SongRequest, Voice, WordsFrom
from bot.ui.figures import duration, moment
from bot.ui.people import mention
from bot.ui.statements import message_url
from bot.ui.text import inline
from bot.ui.translation import translate

_TITLE_LIMIT = 80
_TEXT_LIMIT = 400
_RELATIVE_LIMIT = 30
_FIELD_LIMIT = 1024
_INDENT = "\u2003"
_COLOUR = discord.Colour(0x5865F2)


def draw_details(details: SongDetails, locale: Locale) -> discord.Embed:
    """Return everything that is known of how a song was made."""
    song, job = details.song, details.view.job
    embed = discord.Embed(
        title=inline(song.title, _TITLE_LIMIT) or translate(locale, "Untitled"),
        description="\n".join(_texts(job.request, locale)) or None,
        colour=_COLOUR,
    )
    for name, value in (*_facts(details, locale), *_parameters(job.request, locale)):
        embed.add_field(name=name, value=value)
    if details.family:
        embed.add_field(
            name=translate(locale, "Family"), value=_family(details, locale), inline=False
        )
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
    made = translate(locale, "Made with AI")
    return embed.set_footer(
        text=f"{made} · {translate(locale, 'Reference {reference}', reference=job.job_id)}"
    )


def _family(details: SongDetails, locale: Locale) -> str:
    """Return the family tree as indented lines, with the song itself among them."""
    oldest = min(0, *(relative.generation for relative in details.family))
    lines = [(relative.generation, _relative(relative.song, locale)) for relative in details.family]
    lines.append((0, f"**{_relative(details.song, locale)}**"))
    lines.sort(key=lambda line: line[0])
    shown = [f"{_INDENT * (generation - oldest)}↳ {text}" for generation, text in lines]
    while sum(map(len, shown)) + len(shown) > _FIELD_LIMIT:
        shown.pop()
    return "\n".join(shown)


def _relative(song: Song, locale: Locale) -> str:
    if song.deleted_at is not None:
        return translate(locale, "a deleted song")
    return (
        f"{inline(song.title, _RELATIVE_LIMIT) or translate(locale, 'Untitled')} `{song.song_id}`"
    )


def _texts(request: Request, locale: Locale) -> list[str]:
    texts = {
        translate(locale, "Idea"): request.idea,
        translate(locale, "Style"): request.style,
        translate(locale, "Excluded"): request.exclude,
    }
    return [f"**{name}:** {inline(text, _TEXT_LIMIT)}" for name, text in texts.items() if text]


def _facts(details: SongDetails, locale: Locale) -> list[tuple[str, str]]:
    song, view = details.song, details.view
    captured = view.job.price if view.captured is None else view.captured
    visible = translate(locale, "its author") if song.private else translate(locale, "everyone")
    return [
        (translate(locale, "Author"), mention(song.author_id, locale)),
        (translate(locale, "Made"), moment(song.created_at)),
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
        (translate(locale, "Length"), duration(song.audio.duration_seconds)),
        (translate(locale, "Version"), str(song.position)),
        (translate(locale, "Sounds like"), inline(song.style, _TEXT_LIMIT) or "–"),
        (translate(locale, "Visible to"), visible),
        (translate(locale, "Favourite"), "⭐" if details.favourite else "–"),
        (translate(locale, "Song"), f"`{song.song_id}`"),
    ]


def _model(details: SongDetails) -> str:
    """Return the model's name; some ways to make a song have none."""
    return inline(details.song.model or details.view.job.request.model, _TITLE_LIMIT) or "–"


def _parameters(request: Request, locale: Locale) -> list[tuple[str, str]]:
    if not isinstance(request, SongRequest):
        return []
    told = [(translate(locale, "Words"), _words(request, locale))]
    if request.voice is not None:
        voice = {Voice.FEMALE: translate(locale, "female"), Voice.MALE: translate(locale, "male")}
        told.append((translate(locale, "Voice"), voice[request.voice]))
    if request.length_seconds is not None:
        told.append((translate(locale, "Wished length"), duration(request.length_seconds)))
    if request.weirdness is not None:
        told.append((translate(locale, "Weirdness"), f"{request.weirdness:.0%}"))
    if request.style_strength is not None:
        told.append((translate(locale, "Style strength"), f"{request.style_strength:.0%}"))
    return told


def _words(request: SongRequest, locale: Locale) -> str:
    if request.instrumental:
        return translate(locale, "none: instrumental")
    match request.words_from:
        case WordsFrom.MEMBER:
            return translate(locale, "the author's own")
        case WordsFrom.BRIEF:
            return translate(locale, "by the music service, in the author's style")
        case WordsFrom.IDEA:
            return translate(locale, "by the music service, from the idea")
