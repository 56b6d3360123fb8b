"""The buttons of reusable singing voices."""

from discord import ButtonStyle
from discord.ui import Button, View

from bot.domain.access import Use
from bot.domain.ids import VoiceId
from bot.ui.client import Interaction
from bot.ui.drafts import DraftId
from bot.ui.guarded import GuardedButton
from bot.ui.labels import price_on, priced

_ID = "[0-9a-hjkmnp-tv-z]{10}"


class ConsentButton(GuardedButton, template=rf"v1:consent:(?P<id>{_ID})"):
    """Confirms that a voice may be used, and orders it."""

    async def press(self, interaction: Interaction) -> None:
        """Order it, unless the label shows a price of the past."""
        shown = price_on(self.item.label)
        draft_id = DraftId(self.subject)
        await interaction.client.voice_controls.consent(interaction, draft_id, shown)


class NoConsentButton(GuardedButton, template=r"v1:noconsent:now"):
    """Answers the same question with no."""

    use = Use.LOOK

    async def press(self, interaction: Interaction) -> None:
        """Make no voice."""
        await interaction.client.voice_controls.refuse(interaction)


class ShareVoiceButton(GuardedButton, template=rf"v1:voiceshare:(?P<id>{_ID})"):
    """Lets everyone in the server use a voice; for its owner."""

    async def press(self, interaction: Interaction) -> None:
        """Share it."""
        voice_id = VoiceId(self.subject)
        await interaction.client.voice_controls.share(interaction, voice_id, shared=True)


class KeepVoiceButton(GuardedButton, template=rf"v1:voicekeep:(?P<id>{_ID})"):
    """Keeps a shared voice to its owner again."""

    use = Use.LOOK

    async def press(self, interaction: Interaction) -> None:
        """Share it no more."""
        voice_id = VoiceId(self.subject)
        await interaction.client.voice_controls.share(interaction, voice_id, shared=False)


class DeleteVoiceButton(GuardedButton, template=rf"v1:voicedelete:(?P<id>{_ID})"):
    """Deletes a voice; for its owner."""

    use = Use.LOOK

    async def press(self, interaction: Interaction) -> None:
        """Delete it."""
        await interaction.client.voice_controls.delete(interaction, VoiceId(self.subject))


VOICE_BUTTONS: tuple[type[GuardedButton], ...] = (
    ConsentButton,
    NoConsentButton,
    ShareVoiceButton,
    KeepVoiceButton,
    DeleteVoiceButton,
)
"""Every button of voices."""


def consent_button(label: str, draft_id: DraftId, price: int) -> ConsentButton:
    """Return the button that confirms the question and orders the voice, with its price."""
    return ConsentButton(
        Button[View](
            label=priced(label, price),
            custom_id=f"v1:consent:{draft_id}",
            style=ButtonStyle.primary,
        )
    )
