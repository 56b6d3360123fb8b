"""The base of every button: guarded, and at work after restarts and for months.

A custom id is `v1:<verb>:<id>` and holds all that the button needs. A view holds nothing but these
and is made anew for every drawing: discord.py forgets a pattern for the whole bot when a view that
mixes them with ordinary items, or that is used again, comes to its end.
"""

import re
from typing import Any, Self

import discord
from discord.ui import Button, DynamicItem, Item, View

from bot.domain.errors import OrdersStopped
from bot.ui.client import Interaction, of_this_bot
from bot.ui.reports import report


class GuardedButton(DynamicItem[Button[View]], template=r"(?!)"):
    """A button whose errors reach the person who pressed it.

    discord.py tells nobody of an error in a dynamic item. Subclasses say in `press` what happens.
    """

    subject: str
    """The id that the custom id ends with."""

    def __init__(self, button: Button[View]) -> None:
        super().__init__(button)
        self.subject = self.custom_id.rpartition(":")[2]

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: Item[Any], match: re.Match[str], /
    ) -> Self:
        """Take over the pressed button; does nothing that can fail or take time."""
        label = item.label if isinstance(item, Button) else None
        return cls(Button(label=label, custom_id=match.string))

    async def callback(self, interaction: discord.Interaction) -> None:
        """Press the button; an error becomes a private sentence."""
        try:
            here = of_this_bot(interaction)
            if here.client.stopping:
                raise OrdersStopped
            await self.press(here)
        except Exception as error:
            await report(interaction, error)

    async def press(self, interaction: Interaction) -> None:
        """Do what the button is for.

        Raises:
            Exception: becomes its sentence.
        """
        raise NotImplementedError


def view_of(*buttons: GuardedButton) -> View:
    """Return a new view of these buttons."""
    view = View(timeout=None)
    for button in buttons:
        view.add_item(button)
    # discord.py keeps no memory of a stopped view and sets no timer for it; its buttons need none.
    view.stop()
    return view
