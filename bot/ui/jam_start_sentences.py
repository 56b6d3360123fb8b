"""What refusals to begin a jam say; they belong to the table of `bot.ui.sentences`.

Nothing is charged by any of them, and each says so.
"""

from discord import Locale

from bot.domain.jams import errors
from bot.domain.jams.errors import JamLimit
from bot.ui import refusals
from bot.ui.figures import from_now
from bot.ui.jam_words import span
from bot.ui.sentences import permission_name, sentence
from bot.ui.text import inline
from bot.ui.translation import translate, translate_plural

_GIVEN_LIMIT = 80
_REASON_LIMIT = 300


@sentence.register
def jam_key_used(error: errors.JamKeyUsed, locale: Locale) -> str:
    """Say that it goes on elsewhere."""
    return translate(
        locale,
        "Another round of this jam has begun already. Nothing was charged; it is in its own thread"
        " beside this one.",
    )


@sentence.register
def wallet_closed(error: errors.WalletClosed, locale: Locale) -> str:
    """Say who could open it."""
    return translate(
        locale,
        "The wallet of this server pays for no jams. Nothing was charged; choose pledges or pay"
        " yourself, or ask a manager to open it with /server jams.",
    )


@sentence.register
def too_many_jams(error: errors.TooManyJams, locale: Locale) -> str:
    """Name the limit and when to try again."""
    if error.resets_at is None:
        return translate(
            locale,
            "{limit} Nothing was charged; wait until one of them is over.",
            limit=_jam_limit(error, locale),
        )
    return translate(
        locale,
        "{limit} Nothing was charged; again {when}.",
        limit=_jam_limit(error, locale),
        when=from_now(error.resets_at),
    )


def _jam_limit(error: errors.TooManyJams, locale: Locale) -> str:
    match error.limit:
        case JamLimit.AT_ONCE:
            return translate_plural(
                locale,
                "This server has {count} jam at once.",
                "This server has at most {count} jams at once.",
                error.most,
            )
        case JamLimit.HOST_AT_ONCE:
            return translate_plural(
                locale,
                "Everybody hosts {count} jam at once, and yours is under way.",
                "Everybody hosts at most {count} jams at once, and yours are under way.",
                error.most,
            )
        case JamLimit.PER_SERVER:
            return translate_plural(
                locale,
                "This server begins {count} jam in 24 hours.",
                "This server begins at most {count} jams in 24 hours.",
                error.most,
            )
        case JamLimit.PER_HOST:
            return translate_plural(
                locale,
                "Everybody begins {count} jam in 24 hours.",
                "Everybody begins at most {count} jams in 24 hours.",
                error.most,
            )


@sentence.register
def people_out_of_range(error: errors.PeopleOutOfRange, locale: Locale) -> str:
    """Name the range."""
    return translate(
        locale,
        "A jam here is for {lowest} to {highest} people, not for {given}. Nothing was charged;"
        " choose another number.",
        lowest=error.lowest,
        highest=error.highest,
        given=error.given,
    )


@sentence.register
def theme_unusable(error: errors.ThemeUnusable, locale: Locale) -> str:
    """Say what is wrong with it."""
    if error.given <= error.limit:
        return translate(
            locale,
            "The theme or style holds nothing that one can read. Nothing was charged; write what"
            " the song is to be about.",
        )
    return translate(
        locale,
        "The theme or style has {given} characters, and at most {limit} fit. Nothing was charged;"
        " shorten it by {excess}.",
        given=error.given,
        limit=error.limit,
        excess=error.given - error.limit,
    )


@sentence.register
def no_threads_here(error: refusals.NoThreadsHere, locale: Locale) -> str:
    """Say where."""
    return translate(
        locale,
        "A jam gets a thread of its own, and threads begin only in text channels. Nothing was"
        " charged; use /jam start in one.",
    )


@sentence.register
def jam_rights_missing(error: refusals.JamRightsMissing, locale: Locale) -> str:
    """Name the permissions and the channel."""
    names = [f"*{permission_name(permission, locale)}*" for permission in error.permissions]
    return translate_plural(
        locale,
        "I cannot hold a jam in {channel}: {permissions} is missing for me there. Nothing was"
        " charged; ask a moderator to allow it, or begin the jam in another channel.",
        "I cannot hold a jam in {channel}: {permissions} are missing for me there. Nothing was"
        " charged; ask a moderator to allow them, or begin the jam in another channel.",
        len(names),
        permissions=", ".join(names),
        channel=f"<#{error.channel_id}>",
    )


@sentence.register
def jam_length_unusable(error: refusals.JamLengthUnusable, locale: Locale) -> str:
    """Name the range, or give examples."""
    given = inline(error.given, _GIVEN_LIMIT)
    if error.lowest is None or error.highest is None:
        return translate(
            locale,
            "“{given}” says no length. Nothing was charged; write minutes, such as 30, or 1h 30m.",
            given=given,
        )
    return translate(
        locale,
        "A jam here lasts from {lowest} to {highest}, and “{given}” does not. Nothing was charged;"
        " choose another length.",
        lowest=span(error.lowest, locale),
        highest=span(error.highest, locale),
        given=given,
    )
