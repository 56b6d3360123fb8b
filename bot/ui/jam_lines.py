"""What a jam's board says first: what it is about, what is to be done, how it ended.

Everything that people wrote is escaped here.
"""

from collections.abc import Iterator

from discord import Locale

from bot.domain.jams import SERVICE, SONG, JamEnd, JamMode, JamPayer, JamPhase, JamView, Turn
from bot.ui.authors import listed
from bot.ui.figures import from_now
from bot.ui.jam_parts import standings
from bot.ui.jam_words import mention, mode_name, mode_rule, phase_name, slot_name
from bot.ui.text import block_quote, inline
from bot.ui.translation import translate, translate_plural

_THEME_LIMIT = 200
_REASON_LIMIT = 300


def heading(view: JamView, locale: Locale) -> str:
    """Return the theme, how the jam goes and who hosts it."""
    jam = view.jam
    about = [
        mode_name(jam.mode, locale),
        translate(locale, "hosted by {host}", host=mention(jam.host.user_id, locale)),
    ]
    if jam.round > 1:
        about.insert(1, translate(locale, "round {number}", number=jam.round))
    theme = inline(jam.plan.theme, _THEME_LIMIT)
    return f"## 🎵 {theme}\n{' · '.join(about)}\n-# {mode_rule(jam.mode, locale)}"


def status(view: JamView, locale: Locale) -> str:
    """Return the phase, what is to be done in it and when it ends."""
    return f"### {phase_name(view.jam.phase, locale)}\n{_what_to_do(view, locale)}"


def _what_to_do(view: JamView, locale: Locale) -> str:
    jam = view.jam
    when = from_now(jam.ends_at) if jam.ends_at else ""
    match jam.phase:
        case JamPhase.GATHERING:
            return translate(
                locale,
                "Press **Join** to take part. It begins {when}, with two or more.",
                when=when,
            )
        case JamPhase.WRITING:
            return _turn(view, jam.turn, when, locale)
        case JamPhase.PROPOSING:
            return translate(
                locale,
                "Nobody sees what you write, or who wrote it. The votes begin {when}.",
                when=when,
            )
        case JamPhase.VOTING | JamPhase.CHOOSING:
            return _voting(view, when, locale)
        case JamPhase.COMPOSING:
            return _composing(view, when, locale)
        case JamPhase.DONE | JamPhase.CANCELLED:
            return _ended(view, locale)


def _turn(view: JamView, turn: Turn | None, when: str, locale: Locale) -> str:
    if turn is None:
        return translate(locale, "Every part is written; it goes on in a moment.")
    slot = f"**{slot_name(turn.slot, locale)}**"
    if turn.user_id == SERVICE:
        return translate(locale, "{slot} is being written by the music service.", slot=slot)
    if turn.user_id is None or turn.ends_at is None:
        return translate(
            locale,
            "Nobody is here to write {slot}: whoever joins or comes back goes on. The writing ends"
            " {when}.",
            slot=slot,
            when=when,
        )
    return translate(
        locale,
        "{slot}: it is {writer}'s turn; it ends {turn_ends}. The writing ends {when}.",
        slot=slot,
        writer=mention(turn.user_id, locale),
        turn_ends=from_now(turn.ends_at),
        when=when,
    )


def _voting(view: JamView, when: str, locale: Locale) -> str:
    if view.jam.phase is JamPhase.CHOOSING:
        rule = translate(
            locale,
            "Both songs are below. Listen, and vote for the better one; the votes are counted"
            " {when}.",
            when=when,
        )
    elif view.jam.mode is JamMode.BATTLE:
        rule = translate(
            locale,
            "Everyone has one voice, not for their own idea; the votes are counted {when}.",
            when=when,
        )
    else:
        rule = translate(
            locale,
            "Everyone has one voice for each part, not for their own; the votes are counted"
            " {when}.",
            when=when,
        )
    people = len(view.members)
    voted = translate_plural(
        locale, "{voted} of {count} has voted.", "{voted} of {count} have voted.", people,
        voted=view.voted,
    )  # fmt: skip
    return f"{rule} {voted}"


def _composing(view: JamView, when: str, locale: Locale) -> str:
    jam = view.jam
    if jam.ordered:
        making = translate_plural(
            locale,
            "The song is being made; it appears below in a minute or two.",
            "{count} songs are being made; they appear below in a minute or two.",
            max(1, len(view.songs)),
        )
        return " ".join((making, *_other_song(view, when, locale)))
    if not jam.obstacle:
        return translate(locale, "The song is being ordered.")
    missing = view.price - view.pot.total
    if jam.plan.payer is JamPayer.PLEDGES and missing > 0:
        return translate_plural(
            locale,
            "The pot lacks {count} credit of {price}. Pledge it now: the jam ends {when}, and then"
            " everything goes back.",
            "The pot lacks {count} credits of {price}. Pledge them now: the jam ends {when}, and"
            " then everything goes back.",
            missing,
            price=view.price,
            when=when,
        )
    return translate(
        locale,
        "The song cannot be ordered yet: {why}. I keep trying; the jam ends {when}, and then"
        " everything goes back.",
        why=_obstacle(view, locale),
        when=when,
    )


def _other_song(view: JamView, when: str, locale: Locale) -> Iterator[str]:
    """Say why a battle's second song is not ordered, where something hinders it."""
    if view.jam.obstacle and view.jam.ends_at is not None:
        yield translate(
            locale,
            "The other song cannot be ordered yet: {why}. I keep trying, and give up {when}.",
            why=_obstacle(view, locale),
            when=when,
        )
    elif view.jam.obstacle:
        yield translate(
            locale,
            "The other song could not be ordered: {why}. What was pledged for it went back.",
            why=_obstacle(view, locale),
        )


def _obstacle(view: JamView, locale: Locale) -> str:
    match view.jam.obstacle:
        case "NotEnoughCredits" if view.jam.plan.payer is JamPayer.WALLET:
            return translate(
                locale, "the server's wallet has fewer than {price} credits", price=view.price
            )
        case "NotEnoughCredits":
            return translate(
                locale,
                "{host} has fewer than {price} credits",
                host=mention(view.jam.host.user_id, locale),
                price=view.price,
            )
        case "HostGone":
            return translate(
                locale,
                "{host}, who was to pay, takes no part any more",
                host=mention(view.jam.host.user_id, locale),
            )
        case "LimitReached":
            return translate(locale, "a limit of this server is reached")
        case "BudgetSpent":
            return translate(locale, "the server has used up its month")
        case _:
            return translate(locale, "the music service or a rule of this server refuses it")


def _ended(view: JamView, locale: Locale) -> str:
    jam = view.jam
    when = from_now(jam.ended_at) if jam.ended_at else ""
    told = _end(view, when, locale)
    return "\n".join(part for part in (told, block_quote(jam.end_reason, _REASON_LIMIT)) if part)


def _end(view: JamView, when: str, locale: Locale) -> str:
    jam = view.jam
    match jam.end:
        case JamEnd.FINISHED:
            return _finished(view, when, locale)
        case JamEnd.STOPPED:
            return translate(
                locale, "It was stopped {when}. Everything pledged went back.", when=when
            )
        case JamEnd.TOO_FEW:
            return translate(
                locale,
                "Fewer than two people came. Everything pledged went back {when}.",
                when=when,
            )
        case JamEnd.NOTHING_WRITTEN:
            return translate(
                locale, "Nobody wrote anything. Everything pledged went back {when}.", when=when
            )
        case JamEnd.NOT_PAID if jam.obstacle != "HostGone":
            return translate(
                locale,
                "There were not enough credits for the song. Everything pledged went back {when}.",
                when=when,
            )
        case JamEnd.NOT_PAID | JamEnd.NOT_ORDERED:
            return translate(
                locale,
                "The song could not be ordered: {why}. Everything pledged went back {when}.",
                why=_obstacle(view, locale),
                when=when,
            )
        case _:
            return translate(
                locale,
                "The music service brought no song. Nothing was charged, and everything pledged"
                " went back {when}.",
                when=when,
            )


def _finished(view: JamView, when: str, locale: Locale) -> str:
    names = listed([mention(author.user_id, locale) for author in view.authors], locale)
    lines = [
        translate_plural(
            locale,
            "The song is below, finished {when}, by {authors}.",
            "{count} songs are below, finished {when}, by {authors}.",
            max(1, len(view.songs)),
            authors=names or mention(view.jam.host.user_id, locale),
            when=when,
        )
    ]
    lines += _other_song(view, when, locale)
    if view.song_result:
        lines.append(f"**{slot_name(SONG, locale)}**")
        lines += standings(view.song_result, locale)
    if view.next_id is not None:
        lines.append(translate(locale, "The next round has begun beside this thread."))
    return "\n".join(lines)
