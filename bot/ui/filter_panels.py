"""What managers see of filters: the list, and what would happen to a text and why."""

from collections.abc import Sequence

import discord
from discord import Locale

from bot.domain.filters import EVERYWHERE, Filter, FilterAction, Match, Verdict
from bot.ui.moderation_texts import action_name, change_name, rule_name, scope_name
from bot.ui.text import inline, shorten
from bot.ui.translation import translate, translate_plural

_DESCRIPTION_LIMIT = 4000
_FOUND_LIMIT = 80
_MOST_MATCHES = 10
_COLOURS = {
    None: discord.Colour(0x23A55A),
    FilterAction.SPOILER: discord.Colour(0x5865F2),
    FilterAction.REVIEW: discord.Colour(0xE67E22),
    FilterAction.REFUSE: discord.Colour(0xDA373C),
}


def draw_filters(rules: Sequence[Filter], locale: Locale) -> discord.Embed:
    """Return the list of filters, as many as an embed holds; a file has all of them."""
    if not rules:
        text = translate(locale, "There are no filters. /server filter add makes one.")
        return discord.Embed(description=text)
    lines: list[str] = []
    for rule in rules:
        line = _rule_line(rule, locale)
        if sum(len(each) + 1 for each in lines) + len(line) > _DESCRIPTION_LIMIT:
            break
        lines.append(line)
    embed = discord.Embed(
        title=translate_plural(locale, "{count} filter", "{count} filters", len(rules)),
        description="\n".join(lines),
    )
    left_out = len(rules) - len(lines)
    if left_out:
        text = translate_plural(
            locale,
            "{count} more is in the file.",
            "{count} more are in the file.",
            left_out,
        )
        embed.set_footer(text=text)
    return embed


def list_file(rules: Sequence[Filter]) -> str:
    """Return all filters as a text file that /server filter import takes, one on each line."""
    return "".join(f"{' '.join(rule.text.split())}\n" for rule in rules)


def draw_verdict(verdict: Verdict, locale: Locale) -> discord.Embed:
    """Return what would happen to a text, and why."""
    action = verdict.action
    if action is None:
        text = translate(locale, "No filter matches: it would pass.")
        return discord.Embed(description=text, colour=_COLOURS[None])
    lines = [_match_line(match, locale) for match in verdict.matches[:_MOST_MATCHES]]
    return discord.Embed(
        title=translate(locale, "It would be: {action}", action=action_name(action, locale)),
        description=shorten("\n".join(lines), _DESCRIPTION_LIMIT),
        colour=_COLOURS[action],
    )


def told_added(rules: Sequence[Filter], locale: Locale) -> str:
    """Return the sentence after filters were added."""
    if len(rules) != 1:
        return translate_plural(
            locale, "{count} filter is set.", "{count} filters are set.", len(rules)
        )
    rule = rules[0]
    return translate(
        locale,
        "Filter {number} is set: {rule} → {action}. /server filter test shows what it does.",
        number=rule.filter_id or 0,
        rule=rule_name(rule, locale),
        action=action_name(rule.action, locale),
    )


def told_removed(rule: Filter, locale: Locale) -> str:
    """Return the sentence after a filter was removed."""
    return translate(locale, "Removed: {rule}.", rule=rule_name(rule, locale))


def _rule_line(rule: Filter, locale: Locale) -> str:
    line = translate(
        locale,
        "`{number}` {rule} → {action}",
        number=rule.filter_id or 0,
        rule=rule_name(rule, locale),
        action=action_name(rule.action, locale),
    )
    if rule.scopes == EVERYWHERE:
        return line
    scopes = ", ".join(scope_name(scope, locale) for scope in sorted(rule.scopes))
    return f"{line} ({scopes})"


def _match_line(match: Match, locale: Locale) -> str:
    text = translate(
        locale,
        "“{found}”, characters {start} to {end}, read as “{read}”: {rule} → {action}",
        found=inline(match.found, _FOUND_LIMIT),
        start=match.start + 1,
        end=match.end,
        read=inline(match.read_as, _FOUND_LIMIT),
        rule=rule_name(match.rule, locale),
        action=action_name(match.rule.action, locale),
    )
    if not match.after:
        return text
    undone = ", ".join(change_name(change, locale) for change in sorted(match.after))
    after = translate(locale, "without {changes}", changes=undone)
    return f"{text} · {after}"
