"""What was done here by whom: pages of it, and the same as a table."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import discord
from discord import ButtonStyle, Locale
from discord.ui import Button

from bot.domain.access import Use
from bot.domain.actions import Action, ActionKind, ActionQuery
from bot.domain.ids import ActionId, UserId
from bot.ui.action_words import action_words
from bot.ui.asking import guild_of
from bot.ui.client import Interaction
from bot.ui.exports import send_table
from bot.ui.figures import moment
from bot.ui.guarded import GuardedButton
from bot.ui.panels import Panel, change_panel, open_panel
from bot.ui.refusals import ControlExpired
from bot.ui.spreadsheets import Cell, Table
from bot.ui.translation import translate

_ON_A_PAGE: Final = 12
_AT_ONCE: Final = 500
_COLOUR: Final = discord.Colour(0x5865F2)
_COLUMNS: Final = ("number", "at (UTC)", "who", "what", "about", "reason", "before", "after")
_NONE: Final = "-"
_KINDS: Final = tuple(ActionKind)


class OlderActionsButton(
    GuardedButton,
    template=(
        r"v1:acts:(?P<before>[1-9][0-9]{0,17}):(?P<actor>-|[1-9][0-9]{0,19})"
        r":(?P<about>-|[1-9][0-9]{0,19}):(?P<kind>-|[a-z_]{1,40}):(?P<days>-|[1-9][0-9]{0,3})"
    ),
):
    """Shows what was done before the page that it is on; the custom id holds the filter."""

    use = Use.MODERATE

    async def press(self, interaction: Interaction) -> None:
        """Turn to the older page."""
        _, _, before, actor, about, kind, days = self.custom_id.split(":")
        if kind != _NONE and kind not in _KINDS:
            raise ControlExpired
        wish = Wish(
            None if actor == _NONE else UserId(int(actor)),
            "" if about == _NONE else about,
            None if kind == _NONE else ActionKind(kind),
            None if days == _NONE else int(days),
        )
        await change_panel(interaction, await _page(interaction, wish, ActionId(int(before))))


@dataclass(frozen=True)
class Wish:
    """What a moderator wants to see of what was done; None and empty let everything through."""

    actor_id: UserId | None = None
    about: str = ""
    """A member's id."""
    kind: ActionKind | None = None
    days: int | None = None
    """From so many days ago on."""

    def query(self, interaction: Interaction) -> ActionQuery:
        """Return it as the database is asked."""
        now = interaction.client.clock.now()
        return ActionQuery(
            actor_id=self.actor_id,
            kinds=frozenset() if self.kind is None else frozenset({self.kind}),
            about=self.about,
            since=None if self.days is None else now - timedelta(days=self.days),
        )


async def open_actions(interaction: Interaction, wish: Wish) -> None:
    """Answer with the newest page."""
    await open_panel(interaction, await _page(interaction, wish, None))


async def send_actions(interaction: Interaction, wish: Wish) -> None:
    """Answer with everything that is wished for, as a file.

    Raises:
        FileTooLarge: Discord does not take it.
    """
    await send_table(interaction, Table("log", _COLUMNS, _rows(interaction, wish)))


async def _page(interaction: Interaction, wish: Wish, before: ActionId | None) -> Panel:
    found = await interaction.client.services.servers.actions(
        guild_of(interaction), wish.query(interaction), before=before, limit=_ON_A_PAGE + 1
    )
    shown, locale = found[:_ON_A_PAGE], interaction.locale
    lines = [f"{moment(action.created_at)} {action_words(action, locale)}" for action in shown]
    embed = discord.Embed(
        title=translate(locale, "What was done here"),
        description="\n".join(lines) or translate(locale, "Nothing like that was done here."),
        colour=_COLOUR,
    )
    older = found[_ON_A_PAGE:]
    return Panel(embed, (_older_button(shown[-1], wish, locale),) if older else ())


def _older_button(last: Action, wish: Wish, locale: Locale) -> OlderActionsButton:
    parts = (wish.actor_id, wish.about, wish.kind, wish.days)
    written = ":".join(_NONE if part in {None, ""} else str(part) for part in parts)
    return OlderActionsButton(
        Button(
            label=translate(locale, "Older"),
            style=ButtonStyle.secondary,
            custom_id=f"v1:acts:{last.action_id}:{written}",
        )
    )


async def _rows(interaction: Interaction, wish: Wish) -> AsyncIterator[Sequence[Cell]]:
    query, before = wish.query(interaction), None
    while True:
        found = await interaction.client.services.servers.actions(
            guild_of(interaction), query, before=before, limit=_AT_ONCE
        )
        for action in found:
            yield (
                action.action_id,
                action.created_at,
                _identity(action.actor_id),
                action.kind.value,
                _written(action.subject),
                action.reason,
                action.before,
                action.after,
            )
        if len(found) < _AT_ONCE:
            return
        before = found[-1].action_id


def _identity(user_id: UserId | None) -> str:
    # As text: spreadsheets round numbers of more than 15 digits.
    return "the bot" if user_id is None else f"id {user_id}"


def _written(subject: str) -> str:
    return f"id {subject}" if subject.isdecimal() and len(subject) > 15 else subject
