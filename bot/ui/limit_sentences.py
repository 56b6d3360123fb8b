"""What refusals about limits say; they stand in the table of `bot.ui.credit_sentences`."""

from discord import Locale

from bot.domain import errors
from bot.domain.limits import Limit, Measure
from bot.ui.amounts import limit_amount, limit_subject
from bot.ui.figures import duration, from_now
from bot.ui.translation import translate, translate_plural


def too_many_limits(error: errors.TooManyLimits, locale: Locale) -> str:
    """Say how many there may be, and how to do with fewer."""
    return translate(
        locale,
        "A server can have at most {most} limits. Nothing was changed; remove some first, or let"
        " roles stand for their members.",
        most=error.most,
    )


def limit_reached(error: errors.LimitReached, locale: Locale) -> str:
    """Name the limit, whose it is, who has a better one, and when to try again."""
    match error.limit.measure:
        case Measure.AT_ONCE:
            return translate_plural(
                locale,
                "{count} order is waiting or running ({limit}). Nothing was charged; cancel one or"
                " wait until one is finished.",
                "{count} orders are waiting or running ({limit}). Nothing was charged; cancel one"
                " or wait until one is finished.",
                error.given or 0,
                limit=_limit_in_full(error, locale),
            )
        case Measure.SONG_SECONDS:
            return translate(
                locale,
                "A song of {given} is too long here ({limit}). Nothing was charged; ask for a"
                " shorter one.",
                given=duration(error.given or 0),
                limit=_limit_in_full(error, locale),
            )
        case Measure.ORDER_PRICE:
            return translate_plural(
                locale,
                "This costs {count} credit, which is too much for one order ({limit}). Nothing was"
                " charged; choose something less expensive.",
                "This costs {count} credits, which is too much for one order ({limit}). Nothing was"
                " charged; choose something less expensive.",
                error.given or 0,
                limit=_limit_in_full(error, locale),
            )
        case _:
            return _too_often(error, locale)


def _too_often(error: errors.LimitReached, locale: Locale) -> str:
    limit = _limit_in_full(error, locale)
    if error.resets_at is None:
        return translate(
            locale,
            "No more orders are taken ({limit}). Nothing was charged; a moderator can change the"
            " limit.",
            limit=limit,
        )
    return translate(
        locale,
        "That is too often for now: again {when} ({limit}). Nothing was charged.",
        when=from_now(error.resets_at),
        limit=limit,
    )


def _limit_in_full(error: errors.LimitReached, locale: Locale) -> str:
    text = f"{limit_amount(error.limit, locale)} {limit_subject(error.limit, locale)}"
    if error.better is None:
        return text
    return translate(
        locale,
        "{limit}; {role} have {amount}",
        limit=text,
        role=f"<@&{error.better.subject_id}>",
        amount=_bare_amount(error.better),
    )


def _bare_amount(limit: Limit) -> str:
    return duration(limit.amount) if limit.measure is Measure.SONG_SECONDS else str(limit.amount)
