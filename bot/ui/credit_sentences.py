"""What refusals about credits and rules say; `bot.ui.sentences` has them in its table."""

from collections.abc import Callable

from discord import Locale

from bot.domain import errors
from bot.ui import refusals
from bot.ui.figures import from_now
from bot.ui.limit_sentences import limit_reached, too_many_limits
from bot.ui.text import inline
from bot.ui.translation import translate, translate_plural

_GIVEN_LIMIT = 80
_MEBIBYTE = 1024 * 1024


def not_enough_credits(error: errors.NotEnoughCredits, locale: Locale) -> str:
    """Name the price, what there is, and when there will be more."""
    if not error.moderated:
        return translate_plural(
            locale,
            "This costs {count} credit and you have {available} outside servers. Nothing was"
            " charged; in a server that I am in you have credits of their own, and whoever runs me"
            " can grant you more here.",
            "This costs {count} credits and you have {available} outside servers. Nothing was"
            " charged; in a server that I am in you have credits of their own, and whoever runs me"
            " can grant you more here.",
            error.needed,
            available=error.available,
        )
    if error.refill is None:
        return translate_plural(
            locale,
            "This costs {count} credit and you have {available}. Nothing was charged; /credits"
            " balance shows where yours went, and a moderator can grant more.",
            "This costs {count} credits and you have {available}. Nothing was charged; /credits"
            " balance shows where yours went, and a moderator can grant more.",
            error.needed,
            available=error.available,
        )
    return translate_plural(
        locale,
        "This costs {count} credit and you have {available}. Nothing was charged; the next"
        " {amount} arrive {when}, and a moderator can grant more.",
        "This costs {count} credits and you have {available}. Nothing was charged; the next"
        " {amount} arrive {when}, and a moderator can grant more.",
        error.needed,
        available=error.available,
        amount=error.refill.amount,
        when=from_now(error.refill.at),
    )


def budget_spent(error: errors.BudgetSpent, locale: Locale) -> str:
    """Name the ceiling and when the next month begins."""
    return translate(
        locale,
        "This server has used up what it may spend at the music service this month ({used} of"
        " {ceiling}). Nothing was charged; the next month begins {when}, or a manager can raise the"
        " ceiling with /server wallet.",
        used=error.used,
        ceiling=error.ceiling,
        when=from_now(error.resets_at),
    )


def gifts_off(error: errors.GiftsOff, locale: Locale) -> str:
    """Say who could allow gifts."""
    return translate(
        locale,
        "Members of this server do not give credits to each other. Nothing was moved; managers can"
        " allow it with /server gifts.",
    )


def gift_too_large(error: errors.GiftTooLarge, locale: Locale) -> str:
    """Name the ceiling, what was given and when the day ends."""
    return translate(
        locale,
        "You may give away {ceiling} credits a day and have given {given} today. Nothing was moved;"
        " give less, or again {when}.",
        ceiling=error.ceiling,
        given=error.given_today,
        when=from_now(error.resets_at),
    )


def gift_to_oneself(error: errors.GiftToOneself, locale: Locale) -> str:
    """Say that it would change nothing."""
    return translate(locale, "These are your credits already. Nothing was moved.")


def already_asked(error: errors.AlreadyAsked, locale: Locale) -> str:
    """Say that an answer is still to come."""
    return translate(
        locale,
        "You have asked already and the moderators have not answered yet. Nothing was charged;"
        " please wait for their answer.",
    )


def request_decided(error: errors.RequestDecided, locale: Locale) -> str:
    """Say that it is too late."""
    return translate(
        locale,
        "Somebody has answered this request already, or it is gone. Nothing was changed.",
    )


def entry_not_found(error: errors.EntryNotFound, locale: Locale) -> str:
    """Say where numbers of lines are shown."""
    return translate(
        locale,
        "This server has no line {number}. Nothing was changed; /mod credits show names the lines"
        " of a member with their numbers.",
        number=error.entry_id,
    )


def not_reversible(error: errors.NotReversible, locale: Locale) -> str:
    """Say why, and what to do in its place."""
    return translate(
        locale,
        "Line {number} was taken back before, or takes back another one. Nothing was changed; grant"
        " or take what is meant.",
        number=error.entry_id,
    )


def amount_out_of_range(error: errors.AmountOutOfRange, locale: Locale) -> str:
    """Name the range."""
    return translate(
        locale,
        "The number has to be from {lowest} to {highest}, and {given} is not. Nothing was changed;"
        " choose another one.",
        lowest=error.lowest,
        highest=error.highest,
        given=error.given,
    )


def unknown_time_zone(error: errors.UnknownTimeZone, locale: Locale) -> str:
    """Give an example."""
    return translate(
        locale,
        "I know no time zone “{given}”. Nothing was changed; write its name as in Europe/Vienna.",
        given=inline(error.given, _GIVEN_LIMIT),
    )


def file_too_large(error: refusals.FileTooLarge, locale: Locale) -> str:
    """Name both sizes."""
    return translate(
        locale,
        "The file has {size} MB, and Discord takes {limit} MB here. Nothing was changed; choose a"
        " shorter time.",
        size=-(-error.size // _MEBIBYTE),
        limit=error.limit // _MEBIBYTE,
    )


def only_in_servers(error: refusals.OnlyInServers, locale: Locale) -> str:
    """Say where."""
    return translate(
        locale, "This works only in a server. Nothing was changed; use it in one of its channels."
    )


def one_target_only(error: refusals.OneTargetOnly, locale: Locale) -> str:
    """Say what to do."""
    return translate(
        locale,
        "Each rule is for one alone: a role, a member, a channel, or the whole server. Nothing was"
        " changed; use the command once for each.",
    )


def nothing_to_set(error: refusals.NothingToSet, locale: Locale) -> str:
    """Say what to do."""
    return translate(
        locale, "There is nothing to change: choose at least one option. Nothing was changed."
    )


def not_a_number(error: refusals.NotANumber, locale: Locale) -> str:
    """Show what was written."""
    return translate(
        locale,
        "“{given}” is no whole number of credits. Nothing was changed; write digits alone.",
        given=inline(error.given, _GIVEN_LIMIT),
    )


def bots_have_no_credits(error: refusals.BotsHaveNoCredits, locale: Locale) -> str:
    """Say so."""
    return translate(
        locale, "Bots order no songs and have no credits. Nothing was moved; choose a person."
    )


def account_too_low(error: refusals.AccountTooLow, locale: Locale) -> str:
    """Name what there is."""
    return translate(
        locale,
        "Only {available} credits are there to be taken, and {needed} were meant: the others are"
        " spent or reserved. Nothing was changed.",
        available=error.available,
        needed=error.needed,
    )


SENTENCES: tuple[Callable[..., str], ...] = (
    not_enough_credits,
    limit_reached,
    budget_spent,
    gifts_off,
    gift_too_large,
    gift_to_oneself,
    already_asked,
    request_decided,
    entry_not_found,
    not_reversible,
    amount_out_of_range,
    too_many_limits,
    unknown_time_zone,
    file_too_large,
    only_in_servers,
    one_target_only,
    nothing_to_set,
    not_a_number,
    bots_have_no_credits,
    account_too_low,
)
"""Each takes the refusal that its first parameter is annotated with."""
