"""What moderators and managers read about jams."""

from collections.abc import Sequence

import discord
from discord import Locale
from discord.app_commands import Choice

from bot.domain.ids import UserId
from bot.domain.jams import Contribution, JamRules, JamView
from bot.ui.amounts import credits_of
from bot.ui.client import Interaction
from bot.ui.jam_words import slot_name
from bot.ui.rights import MODERATE
from bot.ui.text import one_line, shorten
from bot.ui.translation import translate

_MOST_CHOICES = 25
_CHOICE_LIMIT = 100
_NAME_LIMIT = 30
_COLOUR = discord.Colour(0x5865F2)


def contribution_choices(
    view: JamView, live: Sequence[Contribution], typed: str, locale: Locale
) -> list[Choice[int]]:
    """Return the contributions whose part, author or words fit what was typed, newest first."""
    newest = sorted(live, key=lambda each: each.entered_at, reverse=True)
    named = [(_summary(view, each, locale), each.contribution_id) for each in newest]
    fitting = [pair for pair in named if typed.casefold() in pair[0].casefold()]
    return [
        Choice(name=shorten(summary, _CHOICE_LIMIT), value=int(number))
        for summary, number in fitting[:_MOST_CHOICES]
    ]


def _summary(view: JamView, contribution: Contribution, locale: Locale) -> str:
    author = view.name_of(contribution.author_id) or translate(locale, "somebody who left")
    name = shorten(one_line(author), _NAME_LIMIT)
    return f"{slot_name(contribution.slot, locale)} · {name}: {one_line(contribution.text)}"


def stops_as_moderator(interaction: Interaction, view: JamView) -> bool:
    """Tell whether somebody who stops a jam does so by a moderator's right, not as its host."""
    hosts = view.jam.host.user_id == interaction.user.id
    return not hosts and bool(getattr(interaction.permissions, MODERATE))


def struck(locale: Locale) -> str:
    """Say what was done."""
    return translate(
        locale, "The contribution is struck; its author is told why, and the jam goes on."
    )


def banned(user_id: UserId, locale: Locale, *, lifted: bool) -> str:
    """Say what was done."""
    member = f"<@{user_id}>"
    if lifted:
        return translate(locale, "This jam is open to {member} again.", member=member)
    return translate(
        locale,
        "This jam and its next rounds are closed to {member}. What they wrote is struck, and what"
        " they pledged is theirs again.",
        member=member,
    )


def draw_rules(rules: JamRules, locale: Locale) -> discord.Embed:
    """Return what a server's managers set about jams."""
    embed = discord.Embed(title=translate(locale, "Jams"), colour=_COLOUR)
    figures = (
        (translate(locale, "At once"), rules.at_once),
        (translate(locale, "Begun within 24 hours"), rules.per_server),
        (translate(locale, "By one member within 24 hours"), rules.per_host),
        (translate(locale, "Hosted by one member at once"), rules.host_at_once),
        (translate(locale, "People in one jam"), rules.most_people),
    )
    for name, figure in figures:
        embed.add_field(name=name, value=str(figure))
    embed.add_field(name=translate(locale, "Wallet"), value=_wallet(rules, locale), inline=False)
    return embed


def _wallet(rules: JamRules, locale: Locale) -> str:
    lines = [
        translate(locale, "It may pay for whole jams.")
        if rules.wallet_pays
        else translate(locale, "It pays for no whole jams.")
    ]
    if not rules.match_percent:
        lines.append(translate(locale, "It adds nothing to pledges."))
    elif rules.match_ceiling is None:
        lines.append(
            translate(locale, "It adds {percent} % to pledges.", percent=rules.match_percent)
        )
    else:
        lines.append(
            translate(
                locale,
                "It adds {percent} % to pledges, at most {amount} to one jam.",
                percent=rules.match_percent,
                amount=credits_of(rules.match_ceiling, locale),
            )
        )
    return "\n".join(lines)
