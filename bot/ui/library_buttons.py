"""The buttons of the library and the queue."""

import discord
from discord import ButtonStyle, Locale
from discord.ui import Button, View

from bot.domain.access import Use
from bot.domain.ids import JobId, SongId, UserId
from bot.domain.library import Shelf, SongQuery, folded
from bot.domain.text import length
from bot.ui.client import Interaction
from bot.ui.guarded import GuardedButton, view_of
from bot.ui.translation import translate

_ID = "[0-9a-hjkmnp-tv-z]{10}"

_LONGEST_WORDS = 55
"""What is left for the words of a search of the 100 characters that Discord gives a custom id."""

_LETTERS = {
    Shelf.EVERY: "e",
    Shelf.OWN: "o",
    Shelf.FAVOURITES: "f",
    Shelf.SERVER: "s",
    Shelf.JAMS: "j",
}
_SHELVES = {letter: shelf for shelf, letter in _LETTERS.items()}


class PageButton(
    GuardedButton,
    template=r"v1:songs:(?P<shelf>[efjos])\.(?P<number>\d{1,6})\.(?P<author>\d{0,20})\.(?P<words>.*)",
):
    """Turns to a page of the library; the custom id holds the whole search."""

    use = Use.LOOK

    async def press(self, interaction: Interaction) -> None:
        """Turn to it."""
        _, _, state = self.custom_id.split(":", 2)
        letter, number, author, words = state.split(".", 3)
        query = SongQuery(_SHELVES[letter], words, UserId(int(author)) if author else None)
        await interaction.client.library_controls.turn_to(interaction, query, int(number))


class DeleteSongButton(GuardedButton, template=rf"v1:delete:(?P<id>{_ID})"):
    """Deletes a song, as its author was asked to confirm."""

    use = Use.LOOK

    async def press(self, interaction: Interaction) -> None:
        """Delete it."""
        await interaction.client.library_controls.delete(interaction, SongId(self.subject))


class KeepSongButton(GuardedButton, template=rf"v1:keep:(?P<id>{_ID})"):
    """Answers the same question with no."""

    use = Use.LOOK

    async def press(self, interaction: Interaction) -> None:
        """Delete nothing."""
        await interaction.client.library_controls.keep(interaction)


class SaveButton(GuardedButton, template=rf"v1:save:(?P<id>{_ID})"):
    """Lets a job's songs be favourites of whoever presses."""

    use = Use.LOOK

    async def press(self, interaction: Interaction) -> None:
        """Save them."""
        await interaction.client.library_controls.save(interaction, JobId(self.subject))


class LeaveQueueButton(GuardedButton, template=rf"v1:unqueue:(?P<id>{_ID})"):
    """Ends a job that was not sent yet, from the overview of the queue."""

    use = Use.LOOK

    async def press(self, interaction: Interaction) -> None:
        """End it."""
        await interaction.client.library_controls.unqueue(interaction, JobId(self.subject))


class WithholdButton(GuardedButton, template=rf"v1:withhold:(?P<id>{_ID})"):
    """Keeps a song that cannot be called back any more from being posted; for its author."""

    use = Use.LOOK

    async def press(self, interaction: Interaction) -> None:
        """Keep it from being posted."""
        await interaction.client.library_controls.withhold(interaction, JobId(self.subject))


class QueueButton(GuardedButton, template=r"v1:queue:now"):
    """Brings the overview of the queue up to date."""

    use = Use.LOOK

    async def press(self, interaction: Interaction) -> None:
        """Draw it anew."""
        await interaction.client.library_controls.queue(interaction)


LIBRARY_BUTTONS: tuple[type[GuardedButton], ...] = (
    PageButton,
    DeleteSongButton,
    KeepSongButton,
    SaveButton,
    LeaveQueueButton,
    WithholdButton,
    QueueButton,
)
"""Every button of the library and the queue."""


def searchable(words: str) -> str:
    """Return the words of a search as far as a button can carry them."""
    kept = folded(words)
    while length(kept) > _LONGEST_WORDS:
        kept = kept[:-1]
    return kept.strip()


def page_button(label: str, query: SongQuery, number: int, *, chosen: bool = False) -> PageButton:
    """Return a button to a page of the library; `chosen` marks the shelf that is open."""
    author = query.author_id or ""
    custom_id = f"v1:songs:{_LETTERS[query.shelf]}.{number}.{author}.{searchable(query.words)}"
    style = ButtonStyle.primary if chosen else ButtonStyle.secondary
    return PageButton(Button(label=label, custom_id=custom_id, style=style, disabled=chosen))


def subject_button(
    kind: type[GuardedButton],
    verb: str,
    subject: str,
    label: str,
    style: discord.ButtonStyle = ButtonStyle.secondary,
) -> GuardedButton:
    """Return a button about one song or job."""
    return kind(Button[View](label=label, custom_id=f"v1:{verb}:{subject}", style=style))


def withhold_view(job_id: JobId, locale: Locale) -> View:
    """Return a new view that offers not to post a job that cannot be cancelled."""
    label = translate(locale, "Do not post it")
    return view_of(subject_button(WithholdButton, "withhold", job_id, label, ButtonStyle.danger))
