"""The buttons of cards and forms, and the registry of all buttons there are."""

import re

from discord import ButtonStyle, Locale
from discord.ui import Button, View

from bot.domain.errors import NotEnoughCredits
from bot.domain.ids import JobId
from bot.domain.jobs import JobKind
from bot.ui.client import Interaction
from bot.ui.credit_requests import (
    AskButton,
    GrantRequestButton,
    RefuseRequestButton,
    ask_button,
)
from bot.ui.drafts import DraftId
from bot.ui.drawing import JobButton, Verb
from bot.ui.exports import HistoryButton
from bot.ui.guarded import GuardedButton, GuardedItem, view_of
from bot.ui.library_buttons import LIBRARY_BUTTONS, SaveButton
from bot.ui.translation import translate

_ID = "[0-9a-hjkmnp-tv-z]{10}"
_PRICE_AT_END = re.compile(r"· (\d+)$")


def price_on(label: str | None) -> int | None:
    """Return the price at the end of a button's label; None when it shows none."""
    shown = _PRICE_AT_END.search(label or "")
    return int(shown[1]) if shown else None


class AgainButton(GuardedButton, template=rf"v1:again:(?P<id>{_ID})"):
    """Orders the same again, charged to whoever presses."""

    async def press(self, interaction: Interaction) -> None:
        """Order again, unless the label shows a price of the past."""
        price = price_on(self.item.label)
        await interaction.client.controls.again(interaction, JobId(self.subject), price)


class LyricsButton(GuardedButton, template=rf"v1:lyrics:(?P<id>{_ID})"):
    """Shows the lyrics to whoever presses."""

    async def press(self, interaction: Interaction) -> None:
        """Show them."""
        await interaction.client.controls.lyrics(interaction, JobId(self.subject))


class CancelButton(GuardedButton, template=rf"v1:cancel:(?P<id>{_ID})"):
    """Ends a job that was not sent yet; for its author."""

    async def press(self, interaction: Interaction) -> None:
        """End it."""
        await interaction.client.controls.cancel(interaction, JobId(self.subject))


class RefreshButton(GuardedButton, template=rf"v1:refresh:(?P<id>{_ID})"):
    """Brings a private card up to date, which the bot cannot edit by itself for long."""

    async def press(self, interaction: Interaction) -> None:
        """Draw the message anew."""
        await interaction.client.controls.refresh(interaction, JobId(self.subject))


class PostAgainButton(GuardedButton, template=rf"v1:post:(?P<id>{_ID})"):
    """Tries once more to put a song's files on its card."""

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


ALL_BUTTONS: tuple[type[GuardedItem], ...] = (
    AgainButton,
    ExtendButton,
    CoverButton,
    StemsButton,
    LyricsButton,
    CancelButton,
    RefreshButton,
    PostAgainButton,
    ReopenFormButton,
    AskButton,
    GrantRequestButton,
    RefuseRequestButton,
    HistoryButton,
    *LIBRARY_BUTTONS,
)
"""Every button and menu there is; `bot.app` registers them."""

_BY_VERB: dict[Verb, type[GuardedButton]] = {
    Verb.AGAIN: AgainButton,
    Verb.LYRICS: LyricsButton,
    Verb.CANCEL: CancelButton,
    Verb.REFRESH: RefreshButton,
    Verb.POST: PostAgainButton,
    Verb.SAVE: SaveButton,
    Verb.EXTEND: ExtendButton,
    Verb.COVER: CoverButton,
    Verb.STEMS: StemsButton,
}

_ROWS = {
    Verb.EXTEND: 0,
    Verb.COVER: 0,
    Verb.STEMS: 0,
    Verb.AGAIN: 0,
    Verb.LYRICS: 0,
    Verb.SAVE: 1,
}
"""Songs' cards have what makes something of the song above what keeps and shows it."""


def is_known(custom_id: str) -> bool:
    """Tell whether some button answers to this custom id."""
    return any(
        button.__discord_ui_compiled_template__.fullmatch(custom_id) for button in ALL_BUTTONS
    )


def build_view(buttons: tuple[JobButton, ...], locale: Locale) -> View:
    """Return a new view of these buttons; an empty one removes a message's buttons."""
    return view_of(
        *(
            _BY_VERB[button.verb](
                Button(
                    label=label(button, locale),
                    style=_STYLES.get(button.verb, ButtonStyle.secondary),
                    custom_id=f"v1:{button.verb}:{button.job_id}",
                    row=_ROWS.get(button.verb),
                )
            )
            for button in buttons
        )
    )


def build_reopen_view(draft_id: DraftId, locale: Locale, refusal: Exception | None = None) -> View:
    """Return a new view with the button that opens a refused form again, and what else helps."""
    edit = Button[View](label=translate(locale, "Edit"), custom_id=f"v1:form:{draft_id}")
    return view_of(ReopenFormButton(edit), *_help(refusal, locale))


def build_help_view(refusal: Exception, locale: Locale) -> View:
    """Return a new view with the buttons that help after a refusal."""
    return view_of(*_help(refusal, locale))


def _help(refusal: Exception | None, locale: Locale) -> tuple[GuardedButton, ...]:
    if isinstance(refusal, NotEnoughCredits):
        return (ask_button(refusal.needed - refusal.available, locale),)
    return ()


_STYLES: dict[Verb, ButtonStyle] = {
    Verb.AGAIN: ButtonStyle.primary,
    Verb.CANCEL: ButtonStyle.danger,
}


def label(button: JobButton, locale: Locale) -> str:
    """Return a button's label, with its price at the end when it costs."""
    text = _verb_label(button.verb, locale)
    return text if button.price is None else f"{text} · {button.price}"


def _verb_label(verb: Verb, locale: Locale) -> str:
    match verb:
        case Verb.AGAIN:
            return translate(locale, "Again")
        case Verb.LYRICS:
            return translate(locale, "Lyrics")
        case Verb.CANCEL:
            return translate(locale, "Cancel")
        case Verb.REFRESH:
            return translate(locale, "Refresh")
        case Verb.POST:
            return translate(locale, "Post again")
        case Verb.SAVE:
            return translate(locale, "⭐ Save")
        case _:
            return _rework_label(verb, locale)


def _rework_label(verb: Verb, locale: Locale) -> str:
    labels = {
        Verb.EXTEND: translate(locale, "Extend"),
        Verb.COVER: translate(locale, "Cover"),
        Verb.STEMS: translate(locale, "Stems"),
    }
    return labels[verb]
