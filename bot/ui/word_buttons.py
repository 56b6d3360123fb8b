"""The buttons of drafts of lyrics, styles and times of words."""

from bot.domain.access import Use
from bot.domain.ids import JobId
from bot.ui.client import Interaction
from bot.ui.drafts import DraftId
from bot.ui.guarded import GuardedButton
from bot.ui.labels import price_on

_ID = "[0-9a-hjkmnp-tv-z]{10}"


class SingButton(GuardedButton, template=rf"v1:sing:(?P<id>{_ID})\.(?P<number>[1-9])"):
    """Opens the form for a new song with a draft of lyrics in it."""

    async def press(self, interaction: Interaction) -> None:
        """Open it."""
        job_id, number = _draft_of(self.subject)
        await interaction.client.word_controls.sing(interaction, job_id, number)


class EditDraftButton(GuardedButton, template=rf"v1:redraft:(?P<id>{_ID})\.(?P<number>[1-9])"):
    """Opens a form with a draft of lyrics, to be changed before it is sung."""

    use = Use.LOOK

    async def press(self, interaction: Interaction) -> None:
        """Open it."""
        job_id, number = _draft_of(self.subject)
        await interaction.client.word_controls.edit(interaction, job_id, number)


class AnotherButton(GuardedButton, template=rf"v1:another:(?P<id>{_ID})"):
    """Orders other drafts or another style, charged to whoever presses."""

    async def press(self, interaction: Interaction) -> None:
        """Order, unless the label shows a price of the past."""
        shown = price_on(self.item.label)
        await interaction.client.controls.again(interaction, JobId(self.subject), shown)


class UseStyleButton(GuardedButton, template=rf"v1:style:(?P<id>{_ID})"):
    """Opens the form for a new song with a style in it."""

    async def press(self, interaction: Interaction) -> None:
        """Open it."""
        await interaction.client.word_controls.use_style(interaction, JobId(self.subject))


class TimesButton(GuardedButton, template=rf"v1:times:(?P<id>{_ID})"):
    """Gives the times of a song's words as files."""

    use = Use.LOOK

    async def press(self, interaction: Interaction) -> None:
        """Give them to the presser alone."""
        await interaction.client.word_controls.times(interaction, JobId(self.subject))


class LyricsOnlyButton(GuardedButton, template=rf"v1:words:(?P<id>{_ID})"):
    """Orders only the lyrics of a song that could not be paid."""

    async def press(self, interaction: Interaction) -> None:
        """Order them, unless the label shows a price of the past."""
        shown = price_on(self.item.label)
        draft_id = DraftId(self.subject)
        await interaction.client.word_controls.lyrics_only(interaction, draft_id, shown)


WORD_BUTTONS: tuple[type[GuardedButton], ...] = (
    SingButton,
    EditDraftButton,
    AnotherButton,
    UseStyleButton,
    TimesButton,
    LyricsOnlyButton,
)
"""Every button about words and styles."""


def _draft_of(subject: str) -> tuple[JobId, int]:
    job_id, _, number = subject.partition(".")
    return JobId(job_id), int(number)
