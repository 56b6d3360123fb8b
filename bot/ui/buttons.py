"""The registry of all buttons there are, and the rows of them under messages."""

from discord import ButtonStyle, Locale
from discord.ui import Button, View

from bot.domain.errors import NotEnoughCredits
from bot.domain.filters import TextRefused
from bot.ui.action_pages import OlderActionsButton
from bot.ui.card_buttons import (
    AgainButton,
    CancelButton,
    ChangeOrderButton,
    CoverButton,
    ExtendButton,
    LyricsButton,
    PostAgainButton,
    RefreshButton,
    ReopenFormButton,
    StemsButton,
)
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
from bot.ui.labels import priced
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
