"""How a server's rules about access are shown to its managers."""

from collections.abc import Iterable, Sequence
from typing import Final

import discord
from discord import Locale

from bot.domain.access import Access, AccessRule, AccessScope, Verdict
from bot.domain.blocks import Block
from bot.domain.ids import RoleId
from bot.ui.amounts import role_name
from bot.ui.figures import from_now
from bot.ui.text import inline
from bot.ui.translation import translate, translate_plural

_COLOUR: Final = discord.Colour(0x5865F2)
_MOST_SHOWN: Final = 25
_REASON_LIMIT: Final = 80


def draw_access(access: Access, locale: Locale) -> discord.Embed:
    """Return who may order where, in sentences and lists."""
    embed = discord.Embed(
        title=translate(locale, "Who may order songs"),
        description="\n".join(summary(access, locale)),
        colour=_COLOUR,
    )
    titles = {
        Verdict.ALLOW: translate(locale, "Allowed"),
        Verdict.DENY: translate(locale, "Denied; this beats what is allowed"),
        Verdict.TRUST: translate(locale, "Trusted: never too new, nothing is reviewed"),
    }
    for verdict, title in titles.items():
        names = rule_names(access, verdict, locale)
        if names:
            embed.add_field(name=title, value=few(names, locale), inline=False)
    return embed


def summary(access: Access, locale: Locale) -> list[str]:
    """Return one sentence for each kind of rule, those that demand nothing included."""
    channels = access.song_channels
    people = access.subjects(AccessScope.ROLE, Verdict.ALLOW) | access.subjects(
        AccessScope.MEMBER, Verdict.ALLOW
    )
    lines = [
        translate(locale, "Channels: only those that are allowed, with their threads.")
        if channels
        else translate(locale, "Channels: all, except those that are denied."),
        translate(locale, "Members: only those that are allowed, by themselves or by a role.")
        if people
        else translate(locale, "Members: all, except those that are denied."),
    ]
    newcomers = access.newcomers
    if newcomers.account_days:
        lines.append(
            translate_plural(
                locale,
                "Accounts have to be {count} day old.",
                "Accounts have to be {count} days old.",
                newcomers.account_days,
            )
        )
    if newcomers.stay_days:
        lines.append(
            translate_plural(
                locale,
                "Members have to be on the server for {count} day.",
                "Members have to be on the server for {count} days.",
                newcomers.stay_days,
            )
        )
    if not access.age_restricted:
        lines.append(translate(locale, "No songs are ordered in age-restricted channels."))
    return lines


def rule_names(access: Access, verdict: Verdict, locale: Locale) -> list[str]:
    """Return what the rules of a verdict are about: channels, then roles, then members."""
    order = (AccessScope.CHANNEL, AccessScope.ROLE, AccessScope.MEMBER)
    return [
        rule_name(AccessRule(scope, subject_id, verdict), locale)
        for scope in order
        for subject_id in sorted(access.subjects(scope, verdict))
    ]


def rule_name(rule: AccessRule, locale: Locale) -> str:
    """Return what a rule is about, as Discord shows it; nobody is notified in an embed."""
    match rule.scope:
        case AccessScope.CHANNEL:
            return f"<#{rule.subject_id}>"
        case AccessScope.MEMBER:
            return f"<@{rule.subject_id}>"
        case AccessScope.ROLE:
            return role_name(RoleId(rule.subject_id), locale)


def few(names: Sequence[str], locale: Locale) -> str:
    """Return names with commas between them; of very many the first, and how many more."""
    shown = ", ".join(names[:_MOST_SHOWN])
    more = len(names) - _MOST_SHOWN
    if more <= 0:
        return shown
    return translate(locale, "{names} and {count} more", names=shown, count=more)


def draw_blocks(blocks: Iterable[Block], locale: Locale) -> discord.Embed:
    """Return who is blocked, until when and why."""
    every = list(blocks)
    lines = [block_line(block, locale) for block in every[:_MOST_SHOWN]]
    if len(every) > _MOST_SHOWN:
        lines.append(translate(locale, "and {count} more", count=len(every) - _MOST_SHOWN))
    return discord.Embed(
        title=translate(locale, "Blocked members"),
        description="\n".join(lines) or translate(locale, "Nobody is blocked here."),
        colour=_COLOUR,
    )


def block_line(block: Block, locale: Locale) -> str:
    """Return one block: whom, until when, by whom and why."""
    end = block_end(block, locale)
    parts = [f"<@{block.user_id}> · {end}"]
    if block.blocked_by is not None:
        parts.append(translate(locale, "by {moderator}", moderator=f"<@{block.blocked_by}>"))
    reason = inline(block.reason, _REASON_LIMIT)
    return " · ".join([*parts, reason] if reason else parts)


def block_end(block: Block, locale: Locale) -> str:
    """Return when a block ends."""
    if block.ends_at is None:
        return translate(locale, "for good")
    return translate(locale, "it ends {when}", when=from_now(block.ends_at))
