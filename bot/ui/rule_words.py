"""What of a server's rules was changed, in few words: for servers' logs and `/mod log`.

An action holds what it changed as JSON. What cannot be read, such as a row of an older form, is
None here.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Final

from discord import Locale

from bot.domain.ids import GuildId
from bot.domain.limits import Limit, LimitScope, Measure
from bot.domain.periods import Period
from bot.ui.amounts import limit_amount, limit_subject, per_period
from bot.ui.text import inline
from bot.ui.translation import Deferred, deferred, translate, translate_deferred

_VALUE_LIMIT: Final = 40

_PARTS: Final[Mapping[str, Deferred]] = {
    "time_zone": deferred("time zone"),
    "welcome": deferred("a newcomer's start"),
    "wallet_pays": deferred("the wallet pays"),
    "monthly_ceiling": deferred("monthly ceiling"),
    "price_percent": deferred("price in percent"),
    "gifts": deferred("gifts"),
    "gift_ceiling": deferred("gifts a day at most"),
}
"""What the parts of the rules about credits are called; other parts have their own name."""


def limit_words(row: Mapping[str, object], locale: Locale) -> str | None:
    """Return a limit as `/server limits set` calls it: `10 an hour as @Supporter`."""
    subject_id, amount = row.get("subject_id"), row.get("amount")
    if not isinstance(subject_id, int) or not isinstance(amount, int):
        return None
    try:
        scope, measure = LimitScope(str(row.get("scope"))), Measure(str(row.get("measure")))
    except ValueError:
        return None
    limit = Limit(GuildId(0), scope, subject_id, measure, amount)
    return f"{limit_amount(limit, locale)} {limit_subject(limit, locale)}"


def allowance_words(row: Mapping[str, object], locale: Locale) -> str | None:
    """Return how much an allowance is: `20 a week`, and what of it is carried over."""
    amount, kept = row.get("amount"), row.get("carry_over")
    if not isinstance(amount, int):
        return None
    try:
        text = per_period(amount, Period(str(row.get("period"))), locale)
    except ValueError:
        return None
    if not kept:
        return text
    carried = translate(locale, "up to {amount} are carried over", amount=kept)
    return f"{text}, {carried}"


def changes(
    before: Mapping[str, object], after: Mapping[str, object], locale: Locale
) -> Iterator[str]:
    """Yield every part that differs, as it was and is: `gifts no → yes`.

    Nothing is yielded where one of the two is not known.
    """
    if not before:
        return
    for part, now in after.items():
        was = before.get(part)
        if was != now:
            yield f"{_name(part, locale)} {_value(was, locale)} → {_value(now, locale)}"


def joined(parts: Iterator[str], room: int) -> str:
    """Return as many parts as have room, with commas between; an ellipsis stands for the others."""
    text = ""
    for part in parts:
        longer = f"{text}, {part}" if text else part
        if len(longer) > room:
            return f"{text}, …" if text else "…"
        text = longer
    return text


def _name(part: str, locale: Locale) -> str:
    known = _PARTS.get(part)
    if known is not None:
        return translate_deferred(locale, known)
    return inline(part.replace("_", " "), _VALUE_LIMIT)


def _value(value: object, locale: Locale) -> str:
    match value:
        case None:
            return "–"
        case True:
            return translate(locale, "yes")
        case False:
            return translate(locale, "no")
        case str():
            return inline(value, _VALUE_LIMIT) or "–"
        case _:
            return inline(json.dumps(value, ensure_ascii=False), _VALUE_LIMIT)
