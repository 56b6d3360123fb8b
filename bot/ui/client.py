"""What cogs, buttons and forms may ask of the running bot."""

from typing import Protocol, TypeAlias, cast

import discord
from discord.ext import commands

from bot.domain.ids import ContributionId, JamId, JobId, MessageId, ReviewId, SongId, VoiceId
from bot.domain.jams import Slot
from bot.domain.jobs import JobKind
from bot.domain.library import SongQuery
from bot.domain.ports import Clock, SongArchive
from bot.services import Services
from bot.ui.charts.process import ChartPainter
from bot.ui.drafts import Draft, DraftId, Drafts, FormDraft
from bot.ui.jam_verbs import JamVerb
from bot.ui.painted import PaintedCards


class Controls(Protocol):
    """What pressing the bot's buttons does. Refusals are raised; the buttons tell them."""

    async def again(
        self, interaction: "Interaction", job_id: JobId, shown_price: int | None
    ) -> None:
        """Order the same once more, charged to the presser, if the price is the one shown."""
        ...

    async def lyrics(self, interaction: "Interaction", job_id: JobId) -> None:
        """Show a song's lyrics to the presser alone."""
        ...

    async def cancel(self, interaction: "Interaction", job_id: JobId) -> None:
        """End a job that was not sent yet."""
        ...

    async def refresh(self, interaction: "Interaction", job_id: JobId) -> None:
        """Draw the pressed message anew."""
        ...

    async def reopen(self, interaction: "Interaction", draft_id: DraftId) -> None:
        """Open the form again with the text that was refused."""
        ...

    async def change(self, interaction: "Interaction", job_id: JobId) -> None:
        """Open the form with the text of an order that the music service refused."""
        ...


class ReworkControls(Protocol):
    """What pressing the buttons about one song does. Refusals are raised; the buttons tell them."""

    async def form_on_card(
        self, interaction: "Interaction", job_id: JobId, kind: JobKind, shown_price: int | None
    ) -> None:
        """Open the form that makes something of a card's song, if the price is the one shown."""
        ...

    async def form_on_message(
        self, interaction: "Interaction", message_id: MessageId, kind: JobKind
    ) -> None:
        """Open the form that makes something of the song on a message."""
        ...

    async def more(self, interaction: "Interaction", job_id: JobId) -> None:
        """Open the panel of a card's first song, for the presser alone."""
        ...

    async def version(self, interaction: "Interaction", song_id: SongId) -> None:
        """Show a song's panel in place of the one whose button was pressed."""
        ...

    async def make(
        self, interaction: "Interaction", song_id: SongId, kind: JobKind, shown_price: int | None
    ) -> None:
        """Make something of a panel's song, at once or by a form, if the price is the one shown."""
        ...

    async def details(self, interaction: "Interaction", song_id: SongId) -> None:
        """Show how a song was made to the presser alone."""
        ...

    async def share(self, interaction: "Interaction", song_id: SongId) -> None:
        """Post a song's card once more."""
        ...

    async def take_away(self, interaction: "Interaction", song_id: SongId) -> None:
        """Give a song's files to the presser alone."""
        ...


class WordControls(Protocol):
    """What pressing the buttons of drafts, styles and times of words does. Refusals are raised."""

    async def sing(self, interaction: "Interaction", job_id: JobId, number: int) -> None:
        """Open the form for a new song with a draft of lyrics in it."""
        ...

    async def edit(self, interaction: "Interaction", job_id: JobId, number: int) -> None:
        """Open a form with a draft of lyrics."""
        ...

    async def use_style(self, interaction: "Interaction", job_id: JobId) -> None:
        """Open the form for a new song with a style in it."""
        ...

    async def times(self, interaction: "Interaction", job_id: JobId) -> None:
        """Give the times of a song's words as files to the presser alone."""
        ...

    async def lyrics_only(
        self, interaction: "Interaction", draft_id: DraftId, shown_price: int | None
    ) -> None:
        """Order only the lyrics of a song that could not be paid, if the price is the one shown."""
        ...


class VoiceControls(Protocol):
    """What pressing the buttons of voices does. Refusals are raised; the buttons tell them."""

    async def consent(
        self, interaction: "Interaction", draft_id: DraftId, shown_price: int | None
    ) -> None:
        """Order a voice whose use was confirmed, if the price is the one shown."""
        ...

    async def refuse(self, interaction: "Interaction") -> None:
        """Make no voice."""
        ...

    async def share(self, interaction: "Interaction", voice_id: VoiceId, *, shared: bool) -> None:
        """Let everyone in the server use a voice, or its owner alone."""
        ...

    async def delete(self, interaction: "Interaction", voice_id: VoiceId) -> None:
        """Delete a voice."""
        ...


class LibraryControls(Protocol):
    """What pressing the buttons of the library and the queue does. Refusals are raised."""

    async def turn_to(self, interaction: "Interaction", query: SongQuery, number: int) -> None:
        """Show a page of the library in place of the one whose button was pressed."""
        ...

    async def save(self, interaction: "Interaction", job_id: JobId) -> None:
        """Let a job's songs be favourites of the presser."""
        ...

    async def delete(self, interaction: "Interaction", song_id: SongId) -> None:
        """Delete a song, as was confirmed."""
        ...

    async def keep(self, interaction: "Interaction") -> None:
        """Delete nothing."""
        ...

    async def unqueue(self, interaction: "Interaction", job_id: JobId) -> None:
        """End a job that was not sent yet, and draw the queue anew."""
        ...

    async def withhold(self, interaction: "Interaction", job_id: JobId) -> None:
        """Keep what comes of a job from being posted."""
        ...

    async def make_file(
        self, interaction: "Interaction", song_id: SongId, form: str, shown_price: int | None
    ) -> None:
        """Order a file of a song, charged to the presser, if the price is the one shown."""
        ...

    async def queue(self, interaction: "Interaction") -> None:
        """Draw the queue anew."""
        ...


class JamControls(Protocol):
    """What pressing the buttons of jams does. Refusals are raised; the buttons tell them."""

    async def press(
        self, interaction: "Interaction", verb: JamVerb, jam_id: JamId, label: str | None
    ) -> None:
        """Do what a button on a board is for; `label` is what stood on it."""
        ...

    async def write(
        self, interaction: "Interaction", jam_id: JamId, slot: Slot, job_id: JobId | None = None
    ) -> None:
        """Open the form of a part, with what the presser wrote, or with what a song has for it."""
        ...

    async def withdraw(self, interaction: "Interaction", jam_id: JamId, slot: Slot) -> None:
        """Take back what the presser wrote for a part."""
        ...

    async def show_ballot(
        self, interaction: "Interaction", jam_id: JamId, slot: Slot, page: int
    ) -> None:
        """Show what can be voted for in place of what was pressed; pages count from 1."""
        ...

    async def vote(
        self,
        interaction: "Interaction",
        jam_id: JamId,
        slot: Slot,
        page: int,
        contribution_id: ContributionId,
    ) -> None:
        """Vote, and show the page again."""
        ...

    async def reopen(self, interaction: "Interaction", draft_id: DraftId) -> None:
        """Open a form again with the text that was refused."""
        ...

    async def choose_jam(self, interaction: "Interaction", job_id: JobId) -> None:
        """Ask which jam a song is to go into."""
        ...

    async def open_start_form(self, interaction: "Interaction", job_id: JobId) -> None:
        """Open the form of a new jam with a song as its theme."""
        ...


class ReviewControls(Protocol):
    """What pressing the buttons of reviews, appeals and reports does. Refusals are raised."""

    async def show_verdict(self, interaction: "Interaction", review_id: ReviewId) -> None:
        """Draw the card whose button was pressed anew."""
        ...

    async def appeal(self, interaction: "Interaction", draft_id: DraftId) -> None:
        """Ask the moderators about a kept text."""
        ...

    async def report_song(self, interaction: "Interaction", song_id: SongId, reason: str) -> None:
        """Report a song."""
        ...


class JamboreeClient(commands.Bot):
    """The bot as its outer layers see it; `bot.app` makes it."""

    services: Services
    archive: SongArchive
    clock: Clock
    drafts: Drafts[Draft]
    painted: PaintedCards
    jam_drafts: Drafts[FormDraft]
    controls: Controls
    charts: ChartPainter
    library_controls: LibraryControls
    rework_controls: ReworkControls
    word_controls: WordControls
    voice_controls: VoiceControls
    jam_controls: JamControls
    review_controls: ReviewControls
    stopping: bool = False
    """Set once the program is about to end: nothing new is begun."""


Interaction: TypeAlias = discord.Interaction[JamboreeClient]


def of_this_bot(interaction: discord.Interaction) -> Interaction:
    """Return an interaction that discord.py handed to a component, with its client's type.

    Raises:
        TypeError: it belongs to another kind of client, which is a mistake in the wiring.
    """
    if not isinstance(interaction.client, JamboreeClient):
        raise TypeError(f"{type(interaction.client).__name__} is not a JamboreeClient")
    return cast(Interaction, interaction)
