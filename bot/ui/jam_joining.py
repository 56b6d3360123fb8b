"""A finished song goes into a jam: the question which one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from discord import Locale, SelectOption
from discord.ui import View

from bot.domain.delivery import JobView
from bot.domain.jams import Deed, JamMode, JamView, Slot
from bot.ui.attachments import job_title
from bot.ui.guarded import view_of
from bot.ui.jam_buttons import NEW_JAM, JamSelect, menu, slot_key
from bot.ui.jam_words import mode_name, slot_name
from bot.ui.text import one_line, shorten
from bot.ui.translation import translate

_MOST_OPTIONS = 25
_LABEL_LIMIT = 100
_THEME_LIMIT = 60


@dataclass(frozen=True)
class Choice:
    """A question with its menu."""

    text: str
    view: View


def draw_choice(song: JobView, running: Sequence[JamView], locale: Locale) -> Choice:
    """Return the question which of the running jams a song goes into, or a new one."""
    options = [option for view in running for option in _options(view, locale)]
    begin = SelectOption(
        label=translate(locale, "A new jam"),
        value=NEW_JAM,
        description=translate(locale, "with this song as its theme"),
    )
    choosing = menu(f"v1:jaminto:{song.job.job_id}", translate(locale, "Choose a jam"))
    choosing.options = [*options[: _MOST_OPTIONS - 1], begin]
    title = job_title(song, locale)
    if options:
        text = translate(
            locale,
            "Which jam is {title} to go into? You see what goes there before it does.",
            title=f"**{title}**",
        )
    else:
        text = translate(
            locale,
            "No jam of this server takes anything right now; {title} can begin one.",
            title=f"**{title}**",
        )
    return Choice(text, view_of(JamSelect(choosing)))


def _options(view: JamView, locale: Locale) -> Iterator[SelectOption]:
    theme = shorten(one_line(view.jam.plan.theme), _THEME_LIMIT)
    for slot in _open_slots(view):
        yield SelectOption(
            label=shorten(f"{theme} · {slot_name(slot, locale)}", _LABEL_LIMIT),
            value=slot_key(view.jam.jam_id, slot),
            description=mode_name(view.jam.mode, locale),
        )


def _open_slots(view: JamView) -> tuple[Slot, ...]:
    if not view.jam.allows(Deed.CONTRIBUTE):
        return ()
    if view.jam.mode is not JamMode.VERSES:
        return view.jam.slots
    return (view.jam.turn.slot,) if view.jam.turn is not None else ()
