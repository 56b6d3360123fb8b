"""The base of every button and select menu: guarded, and at work after restarts and for months.

A custom id is `v1:<verb>:<id>` and holds all that the item needs. A view holds nothing but these
and is made anew for every drawing: discord.py forgets a pattern for the whole bot when a view that
mixes them with ordinary items, or that is used again, comes to its end.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, Self, TypeAlias

import discord
from discord.ui import Button, DynamicItem, Item, Select, View
from discord.ui.select import BaseSelect

from bot.domain.access import Use
from bot.domain.errors import OrdersStopped
from bot.ui.client import Interaction, of_this_bot
from bot.ui.gate import admit
from bot.ui.reports import report


class _Guarded(ABC):
    """What guarded items share: the gate, and that errors reach whoever pressed.

    discord.py tells nobody of an error in a dynamic item. Subclasses say in `press` what happens.
    """

    use: ClassVar[Use] = Use.ORDER
    """What the item is for; the gate goes by it."""

    async def callback(self, interaction: discord.Interaction) -> None:
        """Press the item; an error becomes a private sentence."""
        try:
            here = of_this_bot(interaction)
            if here.client.stopping:
                raise OrdersStopped
            await admit(here, self.use)
            await self.press(here)
        except Exception as error:
            await report(interaction, error)

    @abstractmethod
    async def press(self, interaction: Interaction) -> None:
        """Do what the item is for.

        Raises:
            Exception: becomes its sentence.
        """


class GuardedButton(_Guarded, DynamicItem[Button[View]], template=r"(?!)"):
    """A button whose errors reach the person who pressed it."""

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


class GuardedSelect(_Guarded, DynamicItem[BaseSelect[View]], template=r"(?!)"):
    """A menu of texts, channels or roles whose errors reach the person who chose from it."""

    subject: str
    """The id that the custom id ends with."""

    def __init__(self, select: BaseSelect[View]) -> None:
        super().__init__(select)
        self.subject = self.custom_id.rpartition(":")[2]

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: Item[Any], match: re.Match[str], /
    ) -> Self:
        """Take over the menu that was chosen from; does nothing that can fail or take time."""
        return cls(item if isinstance(item, BaseSelect) else Select(custom_id=match.string))


GuardedItem: TypeAlias = GuardedButton | GuardedSelect


def chosen(interaction: Interaction) -> tuple[str, ...]:
    """Return the values that were chosen from a menu: texts, or ids of channels and roles.

    They are hostile as everything from outside.
    """
    data = interaction.data
    values = data.get("values") if isinstance(data, Mapping) else None
    return tuple(str(value) for value in values) if isinstance(values, list) else ()


def view_of(*items: GuardedItem) -> View:
    """Return a new view of these items."""
    view = View(timeout=None)
    for item in items:
        view.add_item(item)
    # discord.py keeps no memory of a stopped view and sets no timer for it; its items need none.
    view.stop()
    return view
