"""The buttons of cards and forms, and the registry of all buttons there are."""

from discord import ButtonStyle, Locale
from discord.ui import Button, View

from bot.domain.access import Use
from bot.domain.errors import NotEnoughCredits
from bot.domain.filters import TextRefused
from bot.domain.ids import JobId
from bot.domain.jobs import JobKind
from bot.ui.action_pages import OlderActionsButton
from bot.ui.client import Interaction
from bot.ui.credit_requests import (
    AskButton,
    GrantRequestButton,
    RefuseRequestButton,
    ask_button,
)
from bot.ui.drafts import DraftId
from bot.ui.drawing import JobButton, Verb
from bot.ui.export_offers import MakeFileButton
from bot.ui.exports import HistoryButton
from bot.ui.guarded import GuardedButton, GuardedItem, view_of
from bot.ui.jam_buttons import JAM_BUTTONS, AddToJamButton
from bot.ui.labels import price_on, priced
from bot.ui.library_buttons import LIBRARY_BUTTONS, SaveButton
from bot.ui.privacy import PRIVACY_BUTTONS
from bot.ui.review_buttons import REVIEW_BUTTONS, appeal_button
from bot.ui.rework_buttons import REWORK_BUTTONS, MoreButton
from bot.ui.settings_import import ApplySettingsButton
from bot.ui.setup_panel import SETUP_ITEMS
from bot.ui.telling import TellingMenu
from bot.ui.translation import translate
from bot.ui.voice_buttons import VOICE_BUTTONS
from bot.ui.word_buttons import (
    WORD_BUTTONS,
    AnotherButton,
    EditDraftButton,
    LyricsOnlyButton,
    SingButton,
    TimesButton,
    UseStyleButton,
)

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
    ChangeOrderButton,
    AskButton,
    GrantRequestButton,
    RefuseRequestButton,
    HistoryButton,
    OlderActionsButton,
    *SETUP_ITEMS,
    ApplySettingsButton,
    *LIBRARY_BUTTONS,
    TellingMenu,
    MakeFileButton,
    *REWORK_BUTTONS,
    *WORD_BUTTONS,
    *VOICE_BUTTONS,
    *PRIVACY_BUTTONS,
    *JAM_BUTTONS,
    *REVIEW_BUTTONS,
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
    Verb.ADD_TO_JAM: AddToJamButton,
    Verb.MORE: MoreButton,
    Verb.SING: SingButton,
    Verb.EDIT: EditDraftButton,
    Verb.CHANGE: ChangeOrderButton,
    Verb.ANOTHER: AnotherButton,
    Verb.USE_STYLE: UseStyleButton,
    Verb.TIMES: TimesButton,
}

_ROWS = {
    Verb.EXTEND: 0,
    Verb.COVER: 0,
    Verb.STEMS: 0,
    Verb.AGAIN: 0,
    Verb.LYRICS: 0,
    Verb.SAVE: 1,
    Verb.ADD_TO_JAM: 1,
    Verb.MORE: 1,
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
                    custom_id=_custom_id(button),
                    row=_row(button),
                )
            )
            for button in buttons
        )
    )


def _custom_id(button: JobButton) -> str:
    part = "" if button.number is None else f".{button.number}"
    return f"v1:{button.verb}:{button.job_id}{part}"


def _row(button: JobButton) -> int | None:
    return _ROWS.get(button.verb) if button.number is None else button.number - 1


def build_reopen_view(
    draft_id: DraftId,
    locale: Locale,
    refusal: Exception | None = None,
    *,
    lyrics_price: int | None = None,
) -> View:
    """Return a new view with the button that opens a refused form again, and what else helps.

    With `lyrics_price` it offers to order only the lyrics.
    """
    edit = Button[View](label=translate(locale, "Edit"), custom_id=f"v1:form:{draft_id}")
    items: list[GuardedButton] = [ReopenFormButton(edit)]
    if lyrics_price is not None:
        text = priced(translate(locale, "Lyrics only"), lyrics_price)
        items.append(LyricsOnlyButton(Button[View](label=text, custom_id=f"v1:words:{draft_id}")))
    if isinstance(refusal, TextRefused):
        items.append(appeal_button(draft_id, locale))
    return view_of(*items, *_help(refusal, locale))


def build_help_view(refusal: Exception, locale: Locale) -> View:
    """Return a new view with the buttons that help after a refusal."""
    return view_of(*_help(refusal, locale))


def _help(refusal: Exception | None, locale: Locale) -> tuple[GuardedButton, ...]:
    if isinstance(refusal, NotEnoughCredits) and refusal.moderated:
        return (ask_button(refusal.needed - refusal.available, locale),)
    return ()


_STYLES: dict[Verb, ButtonStyle] = {
    Verb.AGAIN: ButtonStyle.primary,
    Verb.CANCEL: ButtonStyle.danger,
}


def label(button: JobButton, locale: Locale) -> str:
    """Return a button's label, with its price at the end when it costs."""
    text = _verb_label(button.verb, locale)
    if button.number is not None:
        text = f"{text} {button.number}"
    return text if button.price is None else priced(text, button.price)


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
        Verb.ADD_TO_JAM: translate(locale, "Add to jam"),
        Verb.MORE: translate(locale, "More ▾"),
        Verb.SING: translate(locale, "Sing this"),
        Verb.EDIT: translate(locale, "Edit"),
        Verb.CHANGE: translate(locale, "Edit"),
        Verb.ANOTHER: translate(locale, "Another"),
        Verb.USE_STYLE: translate(locale, "Use it"),
        Verb.TIMES: translate(locale, ".lrc and .srt"),
    }
    return labels[verb]
