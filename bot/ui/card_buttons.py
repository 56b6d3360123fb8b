"""The buttons of an order's card, and of what was refused before there was one."""

from bot.domain.access import Use
from bot.domain.ids import JobId
from bot.domain.jobs import JobKind
from bot.ui.client import Interaction
from bot.ui.drafts import DraftId
from bot.ui.guarded import GuardedButton
from bot.ui.labels import price_on

_ID = "[0-9a-hjkmnp-tv-z]{10}"


class AgainButton(GuardedButton, template=rf"v1:again:(?P<id>{_ID})"):
    """Orders the same again, charged to whoever presses."""

    async def press(self, interaction: Interaction) -> None:
        """Order again, unless the label shows a price of the past."""
        price = price_on(self.item.label)
        await interaction.client.controls.again(interaction, JobId(self.subject), price)


class LyricsButton(GuardedButton, template=rf"v1:lyrics:(?P<id>{_ID})"):
    """Shows the lyrics to whoever presses."""

    use = Use.LOOK

    async def press(self, interaction: Interaction) -> None:
        """Show them."""
        await interaction.client.controls.lyrics(interaction, JobId(self.subject))


class CancelButton(GuardedButton, template=rf"v1:cancel:(?P<id>{_ID})"):
    """Ends a job that was not sent yet; for its author."""

    use = Use.LOOK

    async def press(self, interaction: Interaction) -> None:
        """End it."""
        await interaction.client.controls.cancel(interaction, JobId(self.subject))


class RefreshButton(GuardedButton, template=rf"v1:refresh:(?P<id>{_ID})"):
    """Brings a private card up to date, which the bot cannot edit by itself for long."""

    use = Use.LOOK

    async def press(self, interaction: Interaction) -> None:
        """Draw the message anew."""
        await interaction.client.controls.refresh(interaction, JobId(self.subject))


class PostAgainButton(GuardedButton, template=rf"v1:post:(?P<id>{_ID})"):
    """Tries once more to put a song's files on its card."""

    use = Use.LOOK

    async def press(self, interaction: Interaction) -> None:
        """Draw the message anew, files included."""
        await interaction.client.controls.refresh(interaction, JobId(self.subject))


class ExtendButton(GuardedButton, template=rf"v1:extend:(?P<id>{_ID})"):
    """Opens the form that extends a card's song."""

    async def press(self, interaction: Interaction) -> None:
        """Open it."""
        await _open_form(self, interaction, JobKind.EXTEND)


class CoverButton(GuardedButton, template=rf"v1:cover:(?P<id>{_ID})"):
    """Opens the form that covers a card's song."""

    async def press(self, interaction: Interaction) -> None:
        """Open it."""
        await _open_form(self, interaction, JobKind.COVER)


class StemsButton(GuardedButton, template=rf"v1:stems:(?P<id>{_ID})"):
    """Opens the form that takes a card's song apart; for its author."""

    async def press(self, interaction: Interaction) -> None:
        """Open it."""
        await _open_form(self, interaction, JobKind.STEMS)


async def _open_form(button: GuardedButton, interaction: Interaction, kind: JobKind) -> None:
    shown = price_on(button.item.label)
    job_id = JobId(button.subject)
    await interaction.client.rework_controls.form_on_card(interaction, job_id, kind, shown)


class ReopenFormButton(GuardedButton, template=rf"v1:form:(?P<id>{_ID})"):
    """Opens the form again with the text that was refused."""

    async def press(self, interaction: Interaction) -> None:
        """Open it."""
        await interaction.client.controls.reopen(interaction, DraftId(self.subject))


class ChangeOrderButton(GuardedButton, template=rf"v1:change:(?P<id>{_ID})"):
    """Opens the form with the text of an order that the music service refused; for its author."""

    async def press(self, interaction: Interaction) -> None:
        """Open it."""
        await interaction.client.controls.change(interaction, JobId(self.subject))
