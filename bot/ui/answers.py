"""Short answers to commands about credits and rules."""

from collections.abc import Sequence

import discord
from discord import Locale

from bot.domain.allowances import Allowance
from bot.domain.credits import Purse
from bot.domain.ids import EntryId, UserId
from bot.domain.limits import Limit
from bot.domain.rules import FixedPrice, GuildRules, TurnWeight
from bot.services.treasury import WalletState
from bot.ui.amounts import (
    credits_of,
    kind_name,
    limit_amount,
    limit_subject,
    per_period,
    role_name,
)
from bot.ui.client import Interaction
from bot.ui.figures import from_now
from bot.ui.rendering import reader_locale
from bot.ui.text import block_quote, inline
from bot.ui.translation import translate, translate_plural

_COLOUR = discord.Colour(0x5865F2)
_DESCRIPTION_LIMIT = 4000
_REASON_LIMIT = 300


def draw_gift(interaction: Interaction, receiver: UserId, amount: int, reason: str) -> str:
    """Return what everybody in the channel is told of a gift."""
    locale = reader_locale(interaction, private=False)
    text = translate(
        locale,
        "{giver} gives {amount} to {receiver}.",
        giver=f"<@{interaction.user.id}>",
        amount=credits_of(amount, locale),
        receiver=f"<@{receiver}>",
    )
    return "\n".join(line for line in (text, block_quote(reason, _REASON_LIMIT)) if line)


def draw_purse(text: str, purse: Purse, locale: Locale) -> str:
    """Add to a sentence what a member has now."""
    left = translate(locale, "They have {amount} now.", amount=credits_of(purse.available, locale))
    return f"{text} {left}"


def granted(user_id: UserId, amount: int, locale: Locale) -> str:
    """Say that credits were granted."""
    return translate(
        locale,
        "{amount} granted to {member}.",
        amount=credits_of(amount, locale),
        member=f"<@{user_id}>",
    )


def taken(user_id: UserId, amount: int, locale: Locale) -> str:
    """Say that credits were taken back."""
    return translate(
        locale,
        "{amount} taken back from {member}.",
        amount=credits_of(amount, locale),
        member=f"<@{user_id}>",
    )


def undone(entry_id: EntryId, reversal_id: EntryId, amount: int, locale: Locale) -> str:
    """Say that a line was taken back by another."""
    return translate(
        locale,
        "Line {number} was taken back by line {reversal}: {amount} went the other way.",
        number=entry_id,
        reversal=reversal_id,
        amount=credits_of(amount, locale),
    )


def limit_set(limit: Limit, locale: Locale) -> str:
    """Say what holds from now on."""
    return translate(
        locale,
        "From now on: {limit} {subject}.",
        limit=limit_amount(limit, locale),
        subject=limit_subject(limit, locale),
    )


def removed(locale: Locale, *, was_there: bool) -> str:
    """Say whether a rule was removed."""
    if was_there:
        return translate(locale, "Removed. It holds no longer.")
    return translate(locale, "There was no such rule. Nothing was changed.")


def draw_limits(limits: Sequence[Limit], locale: Locale) -> discord.Embed:
    """Return all limits."""
    lines = [f"{limit_amount(limit, locale)} {limit_subject(limit, locale)}" for limit in limits]
    return _list(
        translate(locale, "Limits"),
        lines,
        translate(locale, "There are none. /server limits set makes one."),
        translate(
            locale,
            "A limit on a member beats those on roles; of several roles the most generous wins.",
        ),
    )


def draw_allowances(
    allowances: Sequence[Allowance], rules: GuildRules, locale: Locale
) -> discord.Embed:
    """Return all allowances and a newcomer's start."""
    lines = [_allowance_line(allowance, locale) for allowance in allowances]
    if rules.welcome is not None:
        lines.append(translate(locale, "a newcomer's start: {amount}", amount=rules.welcome))
    return _list(
        translate(locale, "Allowances"),
        lines,
        translate(locale, "There are none. /server allowance set makes one."),
        translate(locale, "Time zone: {zone}", zone=rules.time_zone),
    )


def draw_prices(prices: Sequence[FixedPrice], rules: GuildRules, locale: Locale) -> discord.Embed:
    """Return the factor and all fixed prices."""
    lines = [
        translate(
            locale,
            "everything else: {percent} % of what the music service takes",
            percent=rules.price_percent,
        )
    ]
    for price in prices:
        model = inline(price.model, 80) or translate(locale, "all models")
        kind = kind_name(price.kind, locale)
        lines.insert(0, f"{kind}, {model}: {credits_of(price.amount, locale)}")
    return _list(translate(locale, "Prices"), lines, "", "")


def draw_gifts(rules: GuildRules, locale: Locale) -> str:
    """Say whether members may give, and how much."""
    if not rules.gifts:
        return translate(locale, "Members do not give credits to each other.")
    if rules.gift_ceiling is None:
        return translate(locale, "Members may give granted credits to each other.")
    return translate(
        locale,
        "Members may give granted credits to each other, at most {ceiling} a day.",
        ceiling=rules.gift_ceiling,
    )


def draw_wallet(wallet: WalletState, locale: Locale) -> discord.Embed:
    """Return the server's own credits, and its month at the music service."""
    embed = discord.Embed(title=translate(locale, "The server's wallet"), colour=_COLOUR)
    embed.add_field(name=translate(locale, "Available"), value=str(wallet.balance.available))
    embed.add_field(name=translate(locale, "Reserved"), value=str(wallet.balance.held))
    pays = (
        translate(locale, "yes, what a member cannot") if wallet.pays else translate(locale, "no")
    )
    embed.add_field(name=translate(locale, "Pays"), value=pays)
    embed.add_field(
        name=translate(locale, "This month at the music service"),
        value=_month(wallet, locale),
        inline=False,
    )
    return embed


def _month(wallet: WalletState, locale: Locale) -> str:
    ends = from_now(wallet.month_ends_at)
    if wallet.ceiling is None:
        return translate(
            locale,
            "{used} credits, without a ceiling; it ends {when}",
            used=wallet.used_this_month,
            when=ends,
        )
    return translate(
        locale,
        "{used} of {ceiling} credits; it ends {when}",
        used=wallet.used_this_month,
        ceiling=wallet.ceiling,
        when=ends,
    )


def draw_turns(weights: Sequence[TurnWeight], locale: Locale) -> discord.Embed:
    """Return how many turns roles get when orders wait."""
    lines = [
        translate_plural(
            locale,
            "{role}: {count} turn for one",
            "{role}: {count} turns for one",
            weight.weight,
            role=role_name(weight.role_id, locale),
        )
        for weight in weights
    ]
    title = translate(locale, "Turns when orders wait")
    usual = translate(locale, "Everybody's orders take turns, one for one.")
    footer = translate(locale, "Of several roles the one with the most turns counts.")
    return _list(title, lines, usual, footer)


def _allowance_line(allowance: Allowance, locale: Locale) -> str:
    text = translate(
        locale,
        "{role}: {amount}",
        role=role_name(allowance.role_id, locale),
        amount=per_period(allowance.amount, allowance.period, locale),
    )
    if not allowance.carry_over:
        return text
    kept = translate(locale, "up to {amount} are carried over", amount=allowance.carry_over)
    return f"{text}, {kept}"


def _list(title: str, lines: Sequence[str], empty: str, footer: str) -> discord.Embed:
    shown: list[str] = []
    for line in lines:
        if sum(map(len, shown)) + len(shown) + len(line) > _DESCRIPTION_LIMIT:
            shown.append("…")
            break
        shown.append(line)
    embed = discord.Embed(title=title, description="\n".join(shown) or empty, colour=_COLOUR)
    if footer:
        embed.set_footer(text=footer)
    return embed
