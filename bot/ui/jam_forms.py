"""The forms of jams. Their custom ids hold what they are about; nothing is kept in memory."""

from collections.abc import Mapping

from discord import Locale

from bot.domain.jams import JamMode, JamView, MyPart, Slot, SlotView
from bot.ui.entries import ChoiceEntry, EntryForm, TextEntry
from bot.ui.jam_buttons import slot_key
from bot.ui.jam_words import mode_name, slot_name, span
from bot.ui.refusals import NotANumber
from bot.ui.text import one_line, shorten
from bot.ui.translation import translate, translate_plural

LINE_FORM, PLEDGE_FORM, START_FORM = "v1:jamline:", "v1:jampledge:", "v1:jamstart:"

TEXT, AMOUNT = "text", "amount"
THEME, MODE, MINUTES = "theme", "mode", "minutes"

_TITLE_LIMIT = 45
DESCRIPTION_LIMIT = 100
AMOUNT_DIGITS = 7
_THEME_LIMIT = 200
_MINUTES = (10, 20, 30, 60, 120, 24 * 60)
USUAL_MINUTES = 30


def line_form(view: JamView, part: SlotView, text: str, locale: Locale) -> EntryForm:
    """Return the form that writes, changes or withdraws what somebody contributes to a part."""
    name = slot_name(part.slot, locale)
    custom_id = f"{LINE_FORM}{slot_key(view.jam.jam_id, part.slot)}"
    entry = TextEntry(
        custom_id=TEXT,
        name=shorten(name, _TITLE_LIMIT),
        description=shorten(_line_rule(part, locale), DESCRIPTION_LIMIT),
        value=text,
        limit=part.limit,
        short=part.limit <= _TITLE_LIMIT + DESCRIPTION_LIMIT,
    )
    return EntryForm(custom_id, form_title(view, locale), [entry])


def _line_rule(part: SlotView, locale: Locale) -> str:
    return translate_plural(
        locale,
        "At most {count} character. Empty, it takes back what you wrote.",
        "At most {count} characters. Empty, it takes back what you wrote.",
        part.limit,
    )


def start_form(written: Mapping[str, str], locale: Locale) -> EntryForm:
    """Return the form that begins a jam; `written` is what stands in it already."""
    theme = TextEntry(
        custom_id=THEME,
        name=translate(locale, "Theme"),
        description=translate(locale, "What the song is to be about"),
        value=shorten(one_line(written.get(THEME, "")), _THEME_LIMIT),
        limit=_THEME_LIMIT,
        required=True,
    )
    mode = ChoiceEntry(
        custom_id=MODE,
        name=translate(locale, "Mode"),
        options={mode.value: mode_name(mode, locale) for mode in JamMode},
        value=written.get(MODE, JamMode.VERSES.value),
        description=translate(locale, "Take turns, vote on parts, or let whole ideas compete"),
    )
    minutes = ChoiceEntry(
        custom_id=MINUTES,
        name=translate(locale, "Length"),
        options={str(minutes): span(60 * minutes, locale) for minutes in _MINUTES},
        value=written.get(MINUTES, str(USUAL_MINUTES)),
    )
    return EntryForm(START_FORM, translate(locale, "A new jam"), [theme, mode, minutes])


def amount_in(written: Mapping[str, str]) -> int:
    """Return the amount in a pledge's form.

    Raises:
        NotANumber: there is none.
    """
    given = written.get(AMOUNT, "").strip()
    if not (given.isascii() and given.isdecimal() and len(given) <= AMOUNT_DIGITS):
        raise NotANumber(given)
    return int(given)


def part_of(view: JamView, slot: Slot) -> SlotView | None:
    """Return what a jam shows of a part, or None when it has no such part."""
    return next((part for part in view.slots if part.slot == slot), None)


def own_text(mine: MyPart, slot: Slot) -> str:
    """Return what somebody wrote for a part, or nothing."""
    return next((each.text for each in mine.contributions if each.slot == slot), "")


def form_title(view: JamView, locale: Locale) -> str:
    """Return the title of a form about a jam."""
    theme = one_line(view.jam.plan.theme)
    return shorten(translate(locale, "Jam: {theme}", theme=theme), _TITLE_LIMIT)
