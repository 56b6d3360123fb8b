"""What a jam's refusals say; they belong to the table of `bot.ui.sentences`.

Nothing is charged by any of them, and each says so.
"""

from discord import Locale

from bot.domain.jams import errors
from bot.domain.jams.modes import Deed, JamPhase
from bot.ui import refusals
from bot.ui.figures import from_now
from bot.ui.jam_words import phase_name, slot_name
from bot.ui.sentences import sentence
from bot.ui.text import block_quote, inline
from bot.ui.translation import translate, translate_plural

_GIVEN_LIMIT = 80
_REASON_LIMIT = 300


@sentence.register
def jam_not_found(error: errors.JamNotFound, locale: Locale) -> str:
    """Say how to begin one."""
    return translate(
        locale,
        "This server has no such jam, or this is not its thread. Nothing was charged; /jam start"
        " begins one.",
    )


@sentence.register
def wrong_phase(error: errors.WrongPhase, locale: Locale) -> str:
    """Name the phase, and what to do in its place."""
    if error.phase.over:
        return translate(
            locale,
            "This jam is over. Nothing was charged; “Another round” on its board begins the next"
            " one.",
        )
    return translate(
        locale,
        "That cannot be done now: this jam is at “{phase}”. Nothing was charged; {hint}",
        phase=phase_name(error.phase, locale),
        hint=_hint(error.deed, error.phase, locale),
    )


def _hint(deed: Deed, phase: JamPhase, locale: Locale) -> str:
    if phase is JamPhase.COMPOSING:
        return translate(locale, "wait for the song, it is being made.")
    if deed is Deed.CONTRIBUTE and phase is JamPhase.GATHERING:
        return translate(locale, "join now, and write when everybody is there.")
    if deed is Deed.CONTRIBUTE:
        return translate(locale, "writing is over; the votes decide now.")
    if deed is Deed.VOTE:
        return translate(locale, "votes are taken later, when the board shows “Vote”.")
    if deed in {Deed.LOCK, Deed.SKIP, Deed.FILL}:
        return translate(locale, "what the button was for is over; the board shows what comes now.")
    return translate(locale, "the board shows what can be done.")


@sentence.register
def not_the_host(error: errors.NotTheHost, locale: Locale) -> str:
    """Name the host."""
    return translate(
        locale,
        "Only {host}, the host of this jam, can do this. Nothing was changed or charged; ask them.",
        host=f"<@{error.host_id}>",
    )


@sentence.register
def jam_full(error: errors.JamFull, locale: Locale) -> str:
    """Name the number of places."""
    return translate_plural(
        locale,
        "This jam has {count} place and it is taken. Nothing was charged; /jam start begins"
        " another.",
        "All {count} places of this jam are taken. Nothing was charged; wait until somebody"
        " leaves, or begin another with /jam start.",
        error.most_people,
    )


@sentence.register
def banned_from_jam(error: errors.BannedFromJam, locale: Locale) -> str:
    """Give the moderator's reason."""
    told = translate(
        locale,
        "A moderator has closed this jam to you. Nothing was charged; ask the moderators if you"
        " think that is a mistake.",
    )
    return "\n".join(part for part in (told, block_quote(error.reason, _REASON_LIMIT)) if part)


@sentence.register
def not_in_jam(error: errors.NotInJam, locale: Locale) -> str:
    """Say how to get in."""
    return translate(
        locale,
        "You are not in this jam. Nothing was charged; “Join” on its board takes you in as long as"
        " there is a place.",
    )


@sentence.register
def not_your_turn(error: errors.NotYourTurn, locale: Locale) -> str:
    """Name whose turn it is and until when."""
    if error.user_id is None or error.ends_at is None:
        return translate(
            locale,
            "It is nobody's turn right now. Nothing was charged; I mention you when yours comes.",
        )
    return translate(
        locale,
        "It is {writer}'s turn; it ends {when}. Nothing was charged; I mention you when yours"
        " comes.",
        writer=f"<@{error.user_id}>",
        when=from_now(error.ends_at),
    )


@sentence.register
def slot_filled(error: errors.SlotFilled, locale: Locale) -> str:
    """Name the slot."""
    return translate(
        locale,
        "“{slot}” is written already. Nothing was charged; choose a part that is still open.",
        slot=slot_name(error.slot, locale),
    )


@sentence.register
def no_such_slot(error: errors.NoSuchSlot, locale: Locale) -> str:
    """Show what was given."""
    return translate(
        locale,
        "This jam has no part “{given}” to write for. Nothing was charged; choose one that is on"
        " the board.",
        given=inline(error.given, _GIVEN_LIMIT),
    )


@sentence.register
def contribution_empty(error: errors.ContributionEmpty, locale: Locale) -> str:
    """Say what is missing."""
    return translate(
        locale,
        "The text holds nothing that one can read. Nothing was charged; write a line or more.",
    )


@sentence.register
def contribution_too_long(error: errors.ContributionTooLong, locale: Locale) -> str:
    """Name the limit and by how much to shorten."""
    return translate(
        locale,
        "“{slot}” has room for {limit} characters, and this has {given}. Nothing was charged;"
        " shorten it by {excess}.",
        slot=slot_name(error.slot, locale),
        limit=error.limit,
        given=error.given,
        excess=error.given - error.limit,
    )


@sentence.register
def contribution_not_found(error: errors.ContributionNotFound, locale: Locale) -> str:
    """Say that it is gone."""
    return translate(
        locale,
        "This contribution is not there any more: it was withdrawn or struck. Nothing was charged;"
        " open the list again.",
    )


@sentence.register
def own_contribution(error: errors.OwnContribution, locale: Locale) -> str:
    """Say whom to vote for."""
    return translate(
        locale,
        "Nobody votes for themselves, and this is yours. Your vote is unchanged and nothing was"
        " charged; choose another one.",
    )


@sentence.register
def too_few_people(error: errors.TooFewPeople, locale: Locale) -> str:
    """Name both numbers."""
    return translate(
        locale,
        "A jam takes at least {needed} people, and {present} are here. Nothing was charged; wait"
        " until others have joined.",
        needed=error.needed,
        present=error.present,
    )


@sentence.register
def nothing_written(error: errors.NothingWritten, locale: Locale) -> str:
    """Say what is missing."""
    return translate(
        locale,
        "Nobody has written anything yet, so there is nothing to go on with. Nothing was charged;"
        " write something first.",
    )


@sentence.register
def pledges_not_taken(error: errors.PledgesNotTaken, locale: Locale) -> str:
    """Say who pays."""
    return translate(
        locale,
        "This jam takes no pledges: its host or the server pays. Nothing was charged, and nothing"
        " is needed from you.",
    )


@sentence.register
def host_gone(error: errors.HostGone, locale: Locale) -> str:
    """Name who was to pay."""
    return translate(
        locale,
        "{host} was to pay for this jam and takes no part in it any more. Nothing was charged;"
        " /jam start begins another one.",
        host=f"<@{error.host_id}>",
    )


@sentence.register
def too_late_to_stop(error: errors.TooLateToStop, locale: Locale) -> str:
    """Say why."""
    return translate(
        locale,
        "The song is at the music service already, which cannot call it back. Nothing more will be"
        " charged than the board says; wait for the song.",
    )


@sentence.register
def not_in_jam_thread(error: refusals.NotInJamThread, locale: Locale) -> str:
    """Say where."""
    return translate(
        locale,
        "This is not the thread of a jam. Nothing was changed or charged; use the command in the"
        " thread of the jam that you mean.",
    )


@sentence.register
def line_forgotten(error: refusals.LineForgotten, locale: Locale) -> str:
    """Say how to go on."""
    return translate(
        locale,
        "I have restarted and no longer have what you had written. Nothing was charged; the board"
        " of the jam opens an empty form.",
    )


@sentence.register
def nothing_to_vote_for(error: refusals.NothingToVoteFor, locale: Locale) -> str:
    """Say why, and when it goes on."""
    return translate(
        locale,
        "Nothing is left to choose between: what stood for choice was struck or removed. Nothing"
        " was charged; the jam goes on when its host locks it, else when the board says.",
    )


@sentence.register
def part_price_changed(error: refusals.PartPriceChanged, locale: Locale) -> str:
    """Name both prices."""
    return translate_plural(
        locale,
        "This now costs {count} credit, not {shown}. Nothing was charged; the board shows today's"
        " price in a moment, press it again to go on.",
        "This now costs {count} credits, not {shown}. Nothing was charged; the board shows today's"
        " price in a moment, press it again to go on.",
        error.price,
        shown=error.shown,
    )
