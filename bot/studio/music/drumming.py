"""Drum patterns: one line of steps (sixteenth notes) per drum.

``X`` is an accent, ``x`` a plain stroke, ``o`` a soft one, anything else a rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final

from bot.studio.music.score import TICKS_PER_BEAT, Note

STEP: Final = TICKS_PER_BEAT // 4

DRUMS: Final = {
    "kick": 36,
    "side": 37,
    "snare": 38,
    "clap": 39,
    "brush": 40,
    "hat": 42,
    "pedal": 44,
    "open": 46,
    "low": 45,
    "mid": 47,
    "high": 50,
    "floor": 41,
    "crash": 49,
    "ride": 51,
    "bell": 53,
    "splash": 55,
}
PERCUSSION: Final = {
    "tambourine": 54,
    "cowbell": 56,
    "shaker": 70,
    "conga": 63,
    "tumba": 64,
    "bongo": 60,
    "cabasa": 69,
    "claves": 75,
    "triangle": 81,
    "timpani": 47,
    "block": 76,
}

_LOUDNESS: Final = {"X": 112, "x": 92, "o": 58}


@dataclass(frozen=True, slots=True)
class Groove:
    """A bar of drums, given as lines of steps by the drum's name."""

    lines: tuple[tuple[str, str], ...]

    def notes(self, start: int, steps: int, loudness: float) -> list[Note]:
        """The strokes of one bar that begins at a tick; loudness scales the velocities."""
        strokes = []
        for drum, line in self.lines:
            pitch = DRUMS.get(drum) or PERCUSSION[drum]
            for step in range(steps):
                velocity = _LOUDNESS.get(line[step % len(line)])
                if velocity is not None:
                    strokes.append(
                        Note(start + step * STEP, STEP, pitch, max(1, round(velocity * loudness)))
                    )
        return strokes


def _groove(**lines: str) -> Groove:
    return Groove(tuple(lines.items()))


GROOVES: Final = {
    "rock": _groove(kick="X.......x.x.....", snare="....X.......X...", hat="X.x.x.x.X.x.x.x."),
    "rock full": _groove(
        kick="X..x....x.x...x.", snare="....X.......X..o", ride="X.x.x.x.X.x.x.x."
    ),
    "pop": _groove(kick="X.....x...x.....", snare="....X.......X...", hat="x.x.x.x.x.x.x.xo"),
    "pop full": _groove(
        kick="X...x.x.X...x.x.",
        snare="....X.......X...",
        clap="....x.......x...",
        hat="xoxoxoxoxoxoxoxo",
        open="..............x.",
    ),
    "ballad": _groove(kick="X.........x.....", side="....x.......x...", hat="x...o...x...o..."),
    "ballad full": _groove(
        kick="X.....x.x.......", snare="....X.......X...", ride="x...x...x...x..."
    ),
    "techno": _groove(kick="X...X...X...X...", clap="....x.......x...", open="..x...x...x...x."),
    "techno full": _groove(
        kick="X...X...X...X...",
        clap="....X.......X...",
        open="..x...x...x...x.",
        hat="xoxoxoxoxoxoxoxo",
    ),
    "house": _groove(kick="X...X...X...X...", snare="....x.......x...", hat="..x...x...x...x."),
    "disco full": _groove(
        kick="X...X...X...X...",
        snare="....X.......X...",
        hat="xxoxxxoxxxoxxxox",
        open="..x...x...x...x.",
    ),
    "lofi": _groove(kick="X......x..x.....", snare="....x.......x..o", hat="x.o.x.o.x.o.x.o."),
    "hiphop": _groove(kick="X.....xx..X.....", snare="....X.......X...", hat="x.x.x.x.x.xxx.x."),
    "trap": _groove(kick="X......x..X..x..", clap="........X.......", hat="x.xxx.x.x.xxxxxx"),
    "swing": _groove(ride="X...x..xX...x..x", pedal="....x.......x...", kick="o.......o......."),
    "swing full": _groove(
        ride="X...x..xX...x..x",
        pedal="....x.......x...",
        kick="x......ox.......",
        snare=".......o..o....o",
    ),
    "brushes": _groove(brush="o.o.x.o.o.o.x.o.", pedal="....x.......x...", kick="o.........o....."),
    "bossa": _groove(kick="X..xX..xX..xX..x", side="x..x..x...x..x..", hat="x.x.x.x.x.x.x.x."),
    "reggae": _groove(kick="........X.......", side="........X.......", hat="x.o.x.o.x.o.x.oo"),
    "reggae full": _groove(
        kick="X.......X.......", snare="........X......o", hat="x.o.x.o.x.o.x.oo"
    ),
    "metal": _groove(kick="X.X.X.X.X.X.X.X.", snare="....X.......X...", crash="X.......x......."),
    "metal full": _groove(
        kick="XxXxXxXxXxXxXxXx", snare="....X.......X...", ride="X...X...X...X..."
    ),
    "punk": _groove(kick="X..xX.x.X..xX.x.", snare="..X...X...X...X.", hat="X.X.X.X.X.X.X.X."),
    "train": _groove(kick="X...x...X...x...", brush="ooxoooxoooxoooxo"),
    "funk": _groove(kick="X..x..x...x..x..", snare="....X..o.o..X..o", hat="xxoxxxoxxxoxxxox"),
    "march": _groove(kick="X.......x.......", snare="x..xx.x.x..xx.xx"),
    "epic": _groove(floor="X.....x.X...x.x.", low="....x.....x.....", crash="................"),
    "epic full": _groove(
        floor="X..x..x.X..x..x.",
        low="....x.....x...xx",
        kick="X.......X.......",
        snare="............X...",
    ),
    "ambient": _groove(ride="o...............", kick="o..............."),
    "breakbeat": _groove(kick="X.X.......X.....", snare="....X..o.o..X..o", hat="x.x.x.x.x.x.x.x."),
    "dnb": _groove(kick="X.........X.....", snare="....X.......X...", hat="xoxoxoxoxoxoxoxo"),
    "latin": _groove(kick="X..x..x.X..x..x.", side="...x..x....x..x.", hat="x.x.x.x.x.x.x.x."),
    "waltz": _groove(kick="X...........", hat="....x...x...", side="....o...o..."),
    "waltz full": _groove(kick="X...........", snare="....x...x...", ride="x...x...x..."),
    "sixeight": _groove(kick="X...........", side="......x.....", hat="x.o.o.x.o.o."),
    "sixeight full": _groove(kick="X.......x...", snare="......X.....", ride="x.x.x.x.x.x."),
}
"""The drum patterns by name."""

SHAKES: Final = {
    "shaker": _groove(shaker="xoxoxoxoxoxoxoxo"),
    "tambourine": _groove(tambourine="....x.......x..."),
    "congas": _groove(conga="..x...xx..x...xx", tumba="x.......x..x...."),
    "claves": _groove(claves="x..x..x...x.x...", cabasa="x.x.x.x.x.x.x.x."),
    "timpani": _groove(timpani="X.........x.x..."),
    "triangle": _groove(triangle="x...o...x...o..."),
    "cowbell": _groove(cowbell="x...x...x...x..."),
    "block": _groove(block="x..x..x...x.x..."),
}
"""The percussion patterns by name."""


def fill(start: int, steps: int, loudness: float, random: Random) -> list[Note]:
    """A run over the drums in the last part of a bar that begins at a tick, to lead into what
    follows.
    """
    length = random.choice((4, 4, 6, 8))
    order = random.choice(
        (("snare", "high", "mid", "floor"), ("snare", "snare", "low", "floor"), ("high", "mid"))
    )
    strokes = []
    for index in range(length):
        drum = order[min(len(order) - 1, index * len(order) // length)]
        if index and random.random() < 0.18:
            continue
        velocity = round((66 + 40 * (index + 1) / length) * loudness)
        strokes.append(
            Note(start + (steps - length + index) * STEP, STEP, DRUMS[drum], max(1, velocity))
        )
    return strokes
