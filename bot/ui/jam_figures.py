"""What a jam's board says last: who pays what, how much room is left, and who is here."""

from discord import Locale

from bot.domain.jams import JamPayer, JamPhase, JamView, MemberState
from bot.ui.authors import listed
from bot.ui.jam_words import mention
from bot.ui.translation import translate, translate_plural


def figures(view: JamView, locale: Locale) -> str:
    """Return who pays what, how much of the words is left, and who is here."""
    lines = [_money(view, locale)]
    if view.room is not None and view.jam.phase is JamPhase.WRITING:
        lines.append(
            translate(
                locale,
                "**Words** · {used} of {limit} characters, {left} left",
                used=view.room.used,
                limit=view.room.limit,
                left=view.room.left,
            )
        )
    lines.append(_members(view, locale))
    return "\n".join(line for line in lines if line)


def _money(view: JamView, locale: Locale) -> str:
    jam = view.jam
    if jam.phase is JamPhase.CANCELLED:
        return ""
    price = translate_plural(locale, "{count} credit", "{count} credits", view.price)
    if jam.phase in {JamPhase.CHOOSING, JamPhase.DONE} or jam.ordered:
        return translate(locale, "**Costs** · {price}", price=price)
    match jam.plan.payer:
        case JamPayer.HOST:
            host = mention(jam.host.user_id, locale)
            return translate(
                locale, "**Costs** · {price}, which {host} pays", price=price, host=host
            )
        case JamPayer.WALLET:
            return translate(locale, "**Costs** · {price}, which the server pays", price=price)
        case JamPayer.PLEDGES:
            return _pot(view, locale)


def _pot(view: JamView, locale: Locale) -> str:
    pot = view.pot
    told = translate_plural(
        locale,
        "**Pot** · {total} of {price} credits, pledged by {count} person",
        "**Pot** · {total} of {price} credits, pledged by {count} people",
        pot.people,
        total=pot.total,
        price=view.price,
    )
    if pot.matched:
        told += translate(locale, ", {matched} of them by the server", matched=pot.matched)
    return f"{told} ✓" if pot.total >= view.price else told


def _members(view: JamView, locale: Locale) -> str:
    if not view.members:
        return ""
    named = [
        translate(locale, "{member} (away)", member=mention(member.user_id, locale))
        if member.state is MemberState.AWAY
        else mention(member.user_id, locale)
        for member in view.members
    ]
    return translate(
        locale,
        "**People** · {count} of {most}: {names}",
        count=len(view.members),
        most=view.jam.plan.most_people,
        names=listed(named, locale),
    )
