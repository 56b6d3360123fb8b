"""What people are told once about a jam: their turn, a struck contribution, the result."""

from discord import Locale

from bot.domain.jams import JamNote, JamSong, JamView, Turn
from bot.ui.figures import from_now
from bot.ui.jam_words import slot_name
from bot.ui.text import block_quote, inline
from bot.ui.translation import translate

_THEME_LIMIT = 80
_REASON_LIMIT = 300


def turn_text(turn: Turn, locale: Locale) -> str:
    """Return the reminder of a turn; it begins with the writer's mention."""
    when = from_now(turn.ends_at) if turn.ends_at else ""
    return translate(
        locale,
        "{writer} It is your turn: write **{slot}**. Your turn ends {when}.",
        writer=f"<@{turn.user_id}>",
        slot=slot_name(turn.slot, locale),
        when=when,
    )


def struck_text(note: JamNote, view: JamView, locale: Locale) -> str:
    """Return what an author reads, for them alone, when a moderator struck what they wrote."""
    told = translate(
        locale,
        "A moderator struck something that you wrote in the jam about **{theme}** in {thread}."
        " Nothing was charged, and the jam goes on; you can write again there.",
        theme=inline(view.jam.plan.theme, _THEME_LIMIT),
        thread=f"<#{view.jam.place.thread_id}>",
    )
    lines = [told]
    if reason := inline(note.text, _REASON_LIMIT):
        lines.append(translate(locale, "Their reason: {reason}", reason=reason))
    if quoted := block_quote(" / ".join(note.quoted.splitlines()), _REASON_LIMIT):
        lines += [translate(locale, "What you wrote:"), quoted]
    return "\n".join(lines)


def struck_hint(note: JamNote, locale: Locale) -> str:
    """Return what an author reads in the thread who takes no direct messages, without the why."""
    return translate(
        locale,
        "{author} A moderator struck something of yours here. I may not write to you directly;"
        " the moderators tell you why.",
        author=f"<@{note.user_id}>",
    )


def result_line(view: JamView, song: JamSong, locale: Locale) -> str:
    """Return where a song that is posted outside its thread was made, and whether it won there."""
    thread = f"<#{view.jam.place.thread_id}>"
    if view.winner is not None and song.contribution_id == view.winner and len(view.songs) > 1:
        return translate(locale, "🏆 The better song by the votes in {thread}", thread=thread)
    return translate(locale, "-# Made together in {thread}", thread=thread)
