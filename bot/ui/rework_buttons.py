"""The buttons about one song: on its panel, and the one on its card that opens that panel."""

from discord import ButtonStyle
from discord.ui import Button, View

from bot.domain.access import Use
from bot.domain.ids import JobId, SongId
from bot.domain.jobs import JobKind
from bot.ui.client import Interaction
from bot.ui.guarded import GuardedButton
from bot.ui.labels import price_on, priced
from bot.ui.refusals import ControlExpired

_ID = "[0-9a-hjkmnp-tv-z]{10}"


class MoreButton(GuardedButton, template=rf"v1:more:(?P<id>{_ID})"):
    """Opens a private panel with all that can be done with a card's songs."""

    use = Use.LOOK

    async def press(self, interaction: Interaction) -> None:
        """Open it."""
        await interaction.client.rework_controls.more(interaction, JobId(self.subject))


class VersionButton(GuardedButton, template=rf"v1:version:(?P<id>{_ID})"):
    """Shows the panel of another version of the song."""

    use = Use.LOOK

    async def press(self, interaction: Interaction) -> None:
        """Show it in place of this one."""
        await interaction.client.rework_controls.version(interaction, SongId(self.subject))


class MakeButton(GuardedButton, template=rf"v1:make:(?P<kind>[a-z_]{{4,20}})\.(?P<id>{_ID})"):
    """Makes something of the panel's song, at once or by a form; for its author."""

    async def press(self, interaction: Interaction) -> None:
        """Make it, unless the label shows a price of the past."""
        kind, _, song_id = self.subject.partition(".")
        if kind not in set(JobKind):
            raise ControlExpired
        await interaction.client.rework_controls.make(
            interaction, SongId(song_id), JobKind(kind), price_on(self.item.label)
        )


class DetailsButton(GuardedButton, template=rf"v1:details:(?P<id>{_ID})"):
    """Shows how a song was made."""

    use = Use.LOOK

    async def press(self, interaction: Interaction) -> None:
        """Show it to the presser alone."""
        await interaction.client.rework_controls.details(interaction, SongId(self.subject))


class ShareButton(GuardedButton, template=rf"v1:share:(?P<id>{_ID})"):
    """Posts a song's card once more in the channel."""

    async def press(self, interaction: Interaction) -> None:
        """Post it."""
        await interaction.client.rework_controls.share(interaction, SongId(self.subject))


class TakeAwayButton(GuardedButton, template=rf"v1:take:(?P<id>{_ID})"):
    """Gives all versions of a song as one file with its prompts and words."""

    use = Use.LOOK

    async def press(self, interaction: Interaction) -> None:
        """Give it to the presser alone."""
        await interaction.client.rework_controls.take_away(interaction, SongId(self.subject))


REWORK_BUTTONS: tuple[type[GuardedButton], ...] = (
    MoreButton,
    VersionButton,
    MakeButton,
    DetailsButton,
    ShareButton,
    TakeAwayButton,
)
"""Every button about one song."""


def version_button(label: str, song_id: SongId, *, chosen: bool) -> VersionButton:
    """Return the button to the panel of a version; `chosen` marks the one that is open."""
    style = ButtonStyle.primary if chosen else ButtonStyle.secondary
    return VersionButton(
        Button[View](
            label=label, custom_id=f"v1:version:{song_id}", style=style, disabled=chosen, row=0
        )
    )


def make_button(label: str, kind: JobKind, song_id: SongId, price: int) -> MakeButton:
    """Return the button that makes something of a song, with its price."""
    custom_id = f"v1:make:{kind}.{song_id}"
    return MakeButton(Button[View](label=priced(label, price), custom_id=custom_id))
