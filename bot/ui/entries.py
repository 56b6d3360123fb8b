"""The parts of a form: texts that are written and choices that are made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from discord import SelectOption, TextStyle
from discord.ui import Label, Modal, Select, TextInput, View

from bot.domain.text import length

FIELD_LIMIT = 4000
"""What one text of a form holds, in UTF-16 units."""

_FORM_SECONDS = 900


@dataclass(frozen=True)
class TextEntry:
    """One text of a form; `limit` is what an order takes of it."""

    custom_id: str
    name: str
    description: str
    value: str
    limit: int
    short: bool = False
    required: bool = False

    @property
    def fits(self) -> bool:
        """Whether Discord lets the form hold the text that is there already."""
        return length(self.value) <= FIELD_LIMIT

    def build(self) -> Label[View]:
        """Return it as discord.py's item."""
        return Label(
            text=self.name,
            description=self.description,
            component=TextInput(
                custom_id=self.custom_id,
                style=TextStyle.short if self.short else TextStyle.paragraph,
                required=self.required,
                default=self.value or None,
                # A text that was too long has to fit in, or nobody could shorten it.
                max_length=min(max(self.limit, length(self.value)), FIELD_LIMIT),
            ),
        )


@dataclass(frozen=True)
class ChoiceEntry:
    """One choice of a form, among at most 25; `options` are names by value."""

    custom_id: str
    name: str
    options: Mapping[str, str]
    value: str
    description: str | None = None

    @property
    def fits(self) -> bool:
        """Whether Discord can show it; it always can."""
        return True

    def build(self) -> Label[View]:
        """Return it as discord.py's item."""
        return Label(
            text=self.name,
            description=self.description,
            component=Select(
                custom_id=self.custom_id,
                options=[
                    SelectOption(label=name, value=value, default=value == self.value)
                    for value, name in self.options.items()
                ],
            ),
        )


Entry = TextEntry | ChoiceEntry


class EntryForm(Modal):
    """A form that neither discord.py nor we remember: what is sent in needs no memory.

    A text that is longer than an input may be is left out.
    """

    def __init__(self, custom_id: str, title: str, entries: Iterable[Entry]) -> None:
        super().__init__(title=title, custom_id=custom_id, timeout=_FORM_SECONDS)
        for entry in entries:
            if entry.fits:
                self.add_item(entry.build())
        self.stop()
