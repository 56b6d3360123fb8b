"""A jam's board: one Components V2 panel, drawn from the jam's view alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import discord
from discord import Locale, SeparatorSpacing
from discord.ui import ActionRow, Container, LayoutView, Separator, TextDisplay

from bot.domain.ids import JamId
from bot.domain.jams import Deed, JamMode, JamPayer, JamPhase, JamView
from bot.ui.jam_buttons import jam_button
from bot.ui.jam_figures import figures
from bot.ui.jam_lines import heading, status
from bot.ui.jam_parts import parts
from bot.ui.jam_verbs import JamVerb
from bot.ui.jam_words import mention
from bot.ui.translation import translate

_BEFORE_THE_ORDER = frozenset({JamPhase.WRITING, JamPhase.VOTING})
"""Phases whose end orders the song."""

_COLOURS = {
    JamPhase.GATHERING: discord.Colour(0x5865F2),
    JamPhase.WRITING: discord.Colour(0x9B59B6),
    JamPhase.PROPOSING: discord.Colour(0x9B59B6),
    JamPhase.VOTING: discord.Colour(0xE67E22),
    JamPhase.COMPOSING: discord.Colour(0x1ABC9C),
    JamPhase.CHOOSING: discord.Colour(0xE67E22),
    JamPhase.DONE: discord.Colour(0x23A55A),
    JamPhase.CANCELLED: discord.Colour(0x80848E),
}
"""The stripe beside the board; the words say the same."""


@dataclass(frozen=True)
class BoardButton:
    """One button of a board."""

    verb: JamVerb
    label: str
    primary: bool = False
    danger: bool = False
    seen: str = ""
    """The phase or the number of the turn that it is about, so that it ends no other."""


@dataclass(frozen=True)
class BoardDrawing:
    """A whole board as plain data: two that are equal look alike."""

    jam_id: JamId
    colour: discord.Colour
    sections: tuple[tuple[str, ...], ...]
    """Texts, with a line drawn between sections."""
    for_all: tuple[BoardButton, ...]
    host_line: str
    for_host: tuple[BoardButton, ...]


def draw_board(view: JamView, locale: Locale) -> BoardDrawing:
    """Draw a jam's board as it is now."""
    about = (heading(view, locale), status(view, locale))
    sections = [about, (parts(view, locale),), (figures(view, locale),)]
    host = mention(view.jam.host.user_id, locale)
    return BoardDrawing(
        jam_id=view.jam.jam_id,
        colour=_COLOURS[view.jam.phase],
        sections=tuple(section for section in sections if any(section)),
        for_all=tuple(_for_all(view, locale)),
        host_line=f"-# {translate(locale, 'For {host}, the host:', host=host)}",
        for_host=tuple(_for_host(view, locale)),
    )


def build_board(drawing: BoardDrawing) -> LayoutView:
    """Return a new view of a board, its buttons included."""
    box: Container[LayoutView] = Container(accent_colour=drawing.colour)
    for number, section in enumerate(drawing.sections):
        if number:
            box.add_item(Separator(spacing=SeparatorSpacing.small))
        for text in section:
            box.add_item(TextDisplay(text))
    if drawing.for_all:
        box.add_item(_row(drawing.jam_id, drawing.for_all))
    if drawing.for_host:
        box.add_item(TextDisplay(drawing.host_line))
        box.add_item(_row(drawing.jam_id, drawing.for_host))
    board = LayoutView(timeout=None)
    board.add_item(box)
    # As with every view of guarded buttons, discord.py needs no memory of it.
    board.stop()
    return board


def _row(jam_id: JamId, buttons: tuple[BoardButton, ...]) -> ActionRow[Any]:
    return ActionRow(
        *(
            jam_button(
                button.verb,
                jam_id,
                button.label,
                primary=button.primary,
                danger=button.danger,
                seen=button.seen,
            )
            for button in buttons
        )
    )


def _for_all(view: JamView, locale: Locale) -> Iterator[BoardButton]:
    jam = view.jam
    if jam.phase is JamPhase.GATHERING:
        yield BoardButton(JamVerb.JOIN, translate(locale, "Join"), primary=True)
    if jam.allows(Deed.CONTRIBUTE):
        label = (
            translate(locale, "Add an idea")
            if jam.mode is JamMode.BATTLE
            else translate(locale, "Add a line")
        )
        yield BoardButton(JamVerb.LINE, label, primary=True)
    if jam.allows(Deed.COME_BACK):
        yield BoardButton(JamVerb.JOIN, translate(locale, "Join or come back"))
    if jam.allows(Deed.VOTE):
        yield BoardButton(JamVerb.VOTE, translate(locale, "Vote"), primary=True)
    if jam.allows(Deed.PLEDGE):
        yield BoardButton(JamVerb.PLEDGE, translate(locale, "Pledge"))
    if jam.allows(Deed.LEAVE):
        yield BoardButton(JamVerb.LEAVE, translate(locale, "Leave"))
    if jam.phase.over and view.next_id is None:
        yield BoardButton(JamVerb.AGAIN, translate(locale, "Another round"), primary=True)


def _for_host(view: JamView, locale: Locale) -> Iterator[BoardButton]:
    jam = view.jam
    if jam.allows(Deed.LOCK):
        label = lock_label(jam.phase, locale)
        if jam.phase in _BEFORE_THE_ORDER and jam.plan.payer is JamPayer.HOST:
            label = f"{label} · {view.price}"
        yield BoardButton(JamVerb.LOCK, label, seen=jam.phase)
    turn = f"{jam.turn.number}" if jam.turn is not None else ""
    if jam.allows(Deed.SKIP) and jam.turn is not None and jam.turn.user_id:
        yield BoardButton(JamVerb.SKIP, translate(locale, "Skip absent"), seen=turn)
    if jam.allows(Deed.FILL) and jam.turn is not None:
        label = translate(locale, "Choose for me")
        yield BoardButton(JamVerb.FILL, f"{label} · {view.part_price}", seen=turn)
    # Once there are songs, counting the votes is the way to end.
    if jam.allows(Deed.STOP) and not jam.ordered and jam.phase is not JamPhase.CHOOSING:
        yield BoardButton(JamVerb.STOP, translate(locale, "Stop"), danger=True)


def lock_label(phase: JamPhase, locale: Locale) -> str:
    """Return what stands on the button that ends a phase."""
    match phase:
        case JamPhase.GATHERING:
            return translate(locale, "Lock and begin")
        case JamPhase.PROPOSING:
            return translate(locale, "Lock and vote")
        case JamPhase.CHOOSING:
            return translate(locale, "Lock and count")
        case _:
            return translate(locale, "Lock and compose")
