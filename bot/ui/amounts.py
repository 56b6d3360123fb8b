"""How limits, allowances and their parts are written for readers."""

from collections.abc import Mapping

from discord import Locale

from bot.domain.allowances import Refill
from bot.domain.ids import EVERYONE, RoleId
from bot.domain.jobs import JobKind
from bot.domain.limits import Limit, LimitScope, Measure
from bot.domain.periods import Period
from bot.ui.figures import duration, from_now
from bot.ui.translation import translate, translate_plural


def credits_of(amount: int, locale: Locale) -> str:
    """Return an amount of credits: `1 credit`, `14 credits`."""
    return translate_plural(locale, "{count} credit", "{count} credits", amount)


def per_period(amount: int, period: Period, locale: Locale) -> str:
    """Return an allowance: `60 a week`."""
    match period:
        case Period.DAY:
            return translate(locale, "{amount} a day", amount=amount)
        case Period.WEEK:
            return translate(locale, "{amount} a week", amount=amount)
        case Period.MONTH:
            return translate(locale, "{amount} a month", amount=amount)


def role_name(role_id: RoleId, locale: Locale) -> str:
    """Return a role as Discord shows it; nobody is notified in a private answer or an embed."""
    return translate(locale, "everyone") if role_id == EVERYONE else f"<@&{role_id}>"


def refill_reason(refill: Refill, locale: Locale) -> str:
    """Return why a member gets an allowance: `Supporter: 60 a week`."""
    return translate(
        locale,
        "{role}: {amount}",
        role=role_name(refill.role_id, locale),
        amount=per_period(refill.amount, refill.period, locale),
    )


def refill_line(refill: Refill, locale: Locale) -> str:
    """Return when the next allowance arrives and why."""
    return translate(
        locale,
        "{amount} {when} ({reason})",
        amount=refill.amount,
        when=from_now(refill.at),
        reason=refill_reason(refill, locale),
    )


def measure_name(measure: Measure, locale: Locale) -> str:
    """Return what a limit is about."""
    match measure:
        case Measure.PER_MINUTE:
            return translate(locale, "songs a minute")
        case Measure.PER_HOUR:
            return translate(locale, "songs an hour")
        case Measure.PER_DAY:
            return translate(locale, "songs a day")
        case Measure.AT_ONCE:
            return translate(locale, "songs at once")
        case Measure.COOLDOWN:
            return translate(locale, "seconds between two songs")
        case Measure.SONG_SECONDS:
            return translate(locale, "seconds of the longest song")
        case Measure.ORDER_PRICE:
            return translate(locale, "credits of the most expensive order")


def limit_amount(limit: Limit, locale: Locale) -> str:
    """Return how much a limit allows: `3 an hour`."""
    amount = limit.amount
    match limit.measure:
        case Measure.PER_MINUTE:
            return translate(locale, "{amount} a minute", amount=amount)
        case Measure.PER_HOUR:
            return translate(locale, "{amount} an hour", amount=amount)
        case Measure.PER_DAY:
            return translate(locale, "{amount} a day", amount=amount)
        case Measure.AT_ONCE:
            return translate(locale, "{amount} at once", amount=amount)
        case Measure.COOLDOWN:
            return translate(locale, "{amount} s between two songs", amount=amount)
        case Measure.SONG_SECONDS:
            return translate(locale, "songs of at most {length}", length=duration(amount))
        case Measure.ORDER_PRICE:
            return translate(locale, "at most {amount} credits for an order", amount=amount)


def limit_subject(limit: Limit, locale: Locale) -> str:
    """Return whom a limit is for."""
    match limit.scope:
        case LimitScope.EVERYONE:
            return translate(locale, "for everyone")
        case LimitScope.ROLE:
            return translate(locale, "as {role}", role=f"<@&{limit.subject_id}>")
        case LimitScope.MEMBER:
            return translate(locale, "for {member}", member=f"<@{limit.subject_id}>")
        case LimitScope.CHANNEL:
            return translate(locale, "in {channel}", channel=f"<#{limit.subject_id}>")
        case LimitScope.SERVER:
            return translate(locale, "in the whole server")


def kind_name(kind: JobKind, locale: Locale) -> str:
    """Return what is made, in the plural."""
    names: Mapping[str, str] = {
        "create": translate(locale, "new songs"),
        "cover": translate(locale, "covers"),
        "extend": translate(locale, "extensions"),
        "stems": translate(locale, "stems"),
        "remaster": translate(locale, "remasters"),
        "mashup": translate(locale, "mashups"),
        "sample": translate(locale, "songs from samples"),
        "replace_section": translate(locale, "replaced sections"),
        "add_vocals": translate(locale, "added vocals"),
        "add_backing": translate(locale, "added backings"),
        "upload": translate(locale, "uploads"),
        "voice": translate(locale, "voices"),
        "lyrics": translate(locale, "lyrics"),
        "style": translate(locale, "styles"),
        "timeline": translate(locale, "timelines"),
        "export": translate(locale, "exports"),
    }
    return names.get(kind.value, kind.value.replace("_", " "))
