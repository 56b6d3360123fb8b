"""The buttons and forms by which moderators decide, and members ask and report."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from discord import Locale, TextStyle
from discord.ui import Button, Label, Modal, TextInput, View

from bot.domain.access import Use
from bot.domain.errors import Refusal
from bot.domain.ids import ReviewId, SongId, UserId
from bot.domain.reviews import ReviewRefusal
from bot.ui.asking import guild_of
from bot.ui.client import Interaction
from bot.ui.drafts import DraftId
from bot.ui.guarded import GuardedButton
from bot.ui.moderation_refusals import AuthorCannotOrder
from bot.ui.refusals import ControlExpired
from bot.ui.submitted import values_of
from bot.ui.translation import translate

REASON_LIMIT: Final = 300
_REFUSE, _REVERSE, _REPORT = "v1:rejectform:", "v1:reverseform:", "v1:reportform:"
_REASON: Final = "reason"
_NUMBER: Final = r"[1-9][0-9]{0,17}"
_ID: Final = "[0-9a-hjkmnp-tv-z]{10}"


class ApproveButton(GuardedButton, template=rf"v1:approve:(?P<id>{_NUMBER})"):
    """Lets what was reviewed go on."""

    use = Use.MODERATE

    async def press(self, interaction: Interaction) -> None:
        """Approve it."""
        await _approve(interaction, ReviewId(int(self.subject)), trust=False)


class ApproveTrustButton(GuardedButton, template=rf"v1:trust:(?P<id>{_NUMBER})"):
    """Lets it go on, and has nothing of its author's reviewed any more."""

    use = Use.MODERATE

    async def press(self, interaction: Interaction) -> None:
        """Approve it and trust its author."""
        await _approve(interaction, ReviewId(int(self.subject)), trust=True)


class RefuseButton(GuardedButton, template=rf"v1:reject:(?P<id>{_NUMBER})"):
    """Opens the form that refuses what was reviewed."""

    use = Use.MODERATE

    async def press(self, interaction: Interaction) -> None:
        """Open it."""
        locale = interaction.locale
        title = translate(locale, "Refuse it")
        label = translate(locale, "Why, for its author")
        form = _form(f"{_REFUSE}{self.subject}", title, label, required=True)
        await interaction.response.send_modal(form)


class ReverseButton(GuardedButton, template=rf"v1:reverse:(?P<id>{_NUMBER})"):
    """Opens the form that turns a verdict."""

    use = Use.MODERATE

    async def press(self, interaction: Interaction) -> None:
        """Open it."""
        locale = interaction.locale
        title = translate(locale, "Reverse the verdict")
        label = translate(locale, "Why, for its author")
        form = _form(f"{_REVERSE}{self.subject}", title, label, required=True)
        await interaction.response.send_modal(form)


class AppealButton(GuardedButton, template=rf"v1:appeal:(?P<id>{_ID})"):
    """Asks the moderators about a prompt that a filter refused; for whoever wrote it."""

    async def press(self, interaction: Interaction) -> None:
        """Ask them."""
        await interaction.client.review_controls.appeal(interaction, DraftId(self.subject))


class ReportButton(GuardedButton, template=rf"v1:report:(?P<id>{_ID})"):
    """Opens the form that reports a song."""

    use = Use.LOOK

    async def press(self, interaction: Interaction) -> None:
        """Open it."""
        await open_report_form(interaction, SongId(self.subject))


REVIEW_BUTTONS: tuple[type[GuardedButton], ...] = (
    ApproveButton,
    ApproveTrustButton,
    RefuseButton,
    ReverseButton,
    AppealButton,
    ReportButton,
)
"""The buttons of reviews, appeals and reports."""


def appeal_button(draft_id: DraftId, locale: Locale) -> AppealButton:
    """Return the button that asks the moderators about a refused prompt."""
    text = translate(locale, "Ask a moderator")
    return AppealButton(Button[View](label=text, custom_id=f"v1:appeal:{draft_id}"))


def report_button(song_id: SongId, locale: Locale) -> ReportButton:
    """Return the button that reports a song."""
    text = translate(locale, "Report")
    return ReportButton(Button[View](label=text, custom_id=f"v1:report:{song_id}"))


async def open_report_form(interaction: Interaction, song_id: SongId) -> None:
    """Answer with the form that reports a song."""
    locale = interaction.locale
    title = translate(locale, "Report a song")
    label = translate(locale, "What is wrong with it")
    form = _form(f"{_REPORT}{song_id}", title, label, required=False)
    await interaction.response.send_modal(form)


def is_verdict_form(custom_id: str) -> bool:
    """Tell whether a submitted form refuses something or turns a verdict."""
    return custom_id.startswith((_REFUSE, _REVERSE))


async def submit_verdict_form(interaction: Interaction, custom_id: str, components: object) -> None:
    """Decide as a form was filled in.

    Raises:
        Refusal: nothing was changed.
    """
    reason = dict(values_of(components)).get(_REASON, "")[:REASON_LIMIT]
    prefix = _REFUSE if custom_id.startswith(_REFUSE) else _REVERSE
    number = custom_id.removeprefix(prefix)
    if not (number.isascii() and number.isdecimal()) or len(number) > 18:
        raise ControlExpired
    review_id, actor_id = ReviewId(int(number)), UserId(interaction.user.id)
    reviews, guild_id = interaction.client.services.reviews, guild_of(interaction)
    with _about_the_author():
        if prefix == _REFUSE:
            await reviews.refuse(guild_id, review_id, actor_id=actor_id, reason=reason)
        else:
            await reviews.reverse(guild_id, review_id, actor_id=actor_id, reason=reason)
    await interaction.client.review_controls.show_verdict(interaction, review_id)


def is_report_form(custom_id: str) -> bool:
    """Tell whether a submitted form reports a song."""
    return custom_id.startswith(_REPORT)


async def submit_report_form(interaction: Interaction, custom_id: str, components: object) -> None:
    """Report a song as a form was filled in.

    Raises:
        Refusal: nothing was reported.
    """
    reason = dict(values_of(components)).get(_REASON, "")[:REASON_LIMIT]
    song_id = SongId(custom_id.removeprefix(_REPORT))
    await interaction.client.review_controls.report_song(interaction, song_id, reason)


async def _approve(interaction: Interaction, review_id: ReviewId, *, trust: bool) -> None:
    with _about_the_author():
        await interaction.client.services.reviews.approve(
            guild_of(interaction), review_id, actor_id=UserId(interaction.user.id), trust=trust
        )
    await interaction.client.review_controls.show_verdict(interaction, review_id)


@contextmanager
def _about_the_author() -> Iterator[None]:
    """Say of a refusal that would be the author's that it is not about the moderator."""
    try:
        yield
    except ReviewRefusal:
        raise
    except Refusal as refusal:
        raise AuthorCannotOrder(refusal) from refusal


def _form(custom_id: str, title: str, label: str, *, required: bool) -> Modal:
    form = Modal(title=title, custom_id=custom_id, timeout=900)
    entry: TextInput[View] = TextInput(
        custom_id=_REASON,
        style=TextStyle.paragraph,
        required=required,
        min_length=1 if required else None,
        max_length=REASON_LIMIT,
    )
    form.add_item(Label(text=label, component=entry))
    # A stopped form is not remembered by discord.py; what is sent in needs no memory.
    form.stop()
    return form
