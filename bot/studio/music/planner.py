"""From what a request asks for to the plan of a song."""

from __future__ import annotations

from random import Random

from bot.studio.music.instruments import INSTRUMENTS
from bot.studio.music.plan import Plan, Singer
from bot.studio.music.score import Metre, Role
from bot.studio.music.styles import BY_NAME, Chair, Style
from bot.studio.music.theory import Mode
from bot.studio.words.brief import Brief

FEMALE = Singer(53, 60, 77)
MALE = Singer(53, 50, 67)


def _mode(brief: Brief, style: Style, random: Random) -> Mode:
    if brief.mode is not None:
        return brief.mode
    fitting = [
        mode for mode in style.modes if brief.is_dark is None or mode.is_dark == brief.is_dark
    ]
    if not fitting:
        fitting = [Mode.MINOR if brief.is_dark else Mode.MAJOR]
    return random.choice(fitting)


def _tempo(brief: Brief, style: Style, random: Random) -> float:
    if brief.tempo is not None:
        return brief.tempo
    low, high = float(style.tempo[0]), float(style.tempo[1])
    third = (high - low) / 3
    low, high = (low + 2 * third, high) if brief.pace > 0 else (low, high)
    low, high = (low, low + third) if brief.pace < 0 else (low, high)
    return float(round(random.uniform(low, high)))


def _is_unwanted(program: int, brief: Brief) -> bool:
    instrument = INSTRUMENTS[program]
    names = (instrument.name, instrument.role.value, *instrument.words)
    return any(
        word in name or name == word.rstrip("s") for word in brief.unwanted for name in names
    )


def _programs(brief: Brief, style: Style, random: Random) -> tuple[int | None, ...]:
    """Seat the instruments that were asked for, then fill the band with the style's own."""
    wanted = [
        program
        for program in brief.wanted
        if INSTRUMENTS[program].role not in (Role.BASS, Role.VOCALS, Role.BACKING_VOCALS)
    ]
    seats: list[int | None] = []
    for chair in style.chairs:
        own = [program for program in chair.programs if not _is_unwanted(program, brief)]
        seats.append(random.choice(own) if own else None)
    for program in wanted:
        role = INSTRUMENTS[program].role
        taken = {seat for seat in seats if seat in brief.wanted}
        if program in seats:
            continue
        free = [i for i, seat in enumerate(seats) if seat not in taken]
        same = [
            i for i in free if (seat := seats[i]) is not None and INSTRUMENTS[seat].role == role
        ]
        if free:
            seats[(same or free)[-1]] = program
    return tuple(seats)


def _lead(brief: Brief, style: Style, random: Random) -> int:
    melodic = (Role.WOODWINDS, Role.BRASS, Role.STRINGS, Role.GUITAR, Role.SYNTH, Role.KEYBOARD)
    for program in brief.wanted:
        if INSTRUMENTS[program].role in melodic[:3]:
            return program
    own = [program for program in style.leads if not _is_unwanted(program, brief)]
    asked = [program for program in brief.wanted if INSTRUMENTS[program].role in melodic]
    return random.choice(own or asked or [0])


def _metre(brief: Brief, style: Style) -> Metre:
    return brief.metre or style.metre


def _percussion(style: Style, metre: Metre, brief: Brief) -> str | None:
    if metre.steps % 16 or {"percussion", "drums", "drum"} & set(brief.unwanted):
        return None
    return style.percussion


def draft(
    brief: Brief,
    seed: int,
    *,
    sung: bool,
    voice: str | None = None,
    wildness: float = 0.3,
) -> Plan:
    """Settle the constants of a song.

    ``voice`` is ``f``, ``m`` or None (either), as the provider has it.
    """
    style = BY_NAME[brief.style]
    random = Random(f"plan {seed} {brief.style}")  # noqa: S311 - art, not secrets
    metre = _metre(brief, style)
    low_basses = [p for p in brief.wanted if INSTRUMENTS[p].role is Role.BASS]
    tempo = _tempo(brief, style, random)
    mode = _mode(brief, style, random)
    tonic = brief.tonic if brief.tonic is not None else random.choice((0, 2, 4, 5, 7, 9, 10, 3))
    programs = _programs(brief, style, random)
    lead = _lead(brief, style, random)
    bass = random.choice(low_basses or list(style.basses))
    singer = {"f": FEMALE, "m": MALE}.get(voice or random.choice("fm"))
    return Plan(
        style=style.name,
        seed=seed,
        tempo=tempo,
        metre=metre,
        tonic=tonic,
        mode=mode,
        programs=programs,
        bass=None if "bass" in brief.unwanted else bass,
        kit=None if {"drums", "drum", "beat", "beats"} & set(brief.unwanted) else style.kit,
        percussion=_percussion(style, metre, brief),
        lead=lead,
        singer=singer if sung else None,
        wildness=wildness,
    )


def figure_of(chair: Chair, metre: Metre) -> str:
    """The figure a chair plays in a metre: some only make sense in four."""
    four_only = {"skank", "bubble", "montuno", "bossa", "stab", "power", "funk", "shuffle"}
    if metre.beats == 3 and chair.figure in four_only | {"strum", "block", "comp", "offbeat"}:
        return "waltz"
    if metre.unit == 8 and chair.figure in four_only | {"waltz", "comp", "offbeat"}:
        return "arpeggio"
    return chair.figure
