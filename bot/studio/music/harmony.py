"""Chords for a form: each kind of section has its progression, cadences close the sections."""

from __future__ import annotations

from random import Random

from bot.studio.music import form
from bot.studio.music.plan import Plan
from bot.studio.music.score import Harmony
from bot.studio.music.theory import chord


def progressions(plan: Plan) -> dict[str, tuple[str, ...]]:
    """The progression of each kind of section.

    The same for every verse and for every chorus of a song.
    """
    random = Random(f"harmony {plan.seed}")  # noqa: S311 - art, not secrets
    pool = plan.band.dark if plan.mode.is_dark else plan.band.bright
    order = random.sample(pool, len(pool))
    verse, chorus = order[0], order[1 % len(order)]
    bridge = order[2 % len(order)]
    table = {
        form.VERSE: verse,
        form.CHORUS: chorus,
        form.BRIDGE: bridge,
        form.PRE_CHORUS: bridge,
        form.INTRO: chorus,
        form.BREAK: verse,
        form.OUTRO: chorus,
    }
    return {kind: tuple(text.split()) for kind, text in table.items()}


def _turn(random: Random, numeral: str, plan: Plan) -> str:
    """Now and then a colour that the progression does not name, the wilder the more."""
    if random.random() > plan.wildness * 0.35:
        return numeral
    if plan.mode.is_dark:
        return {"i": "iadd9", "iv": "iv7", "bVI": "bVImaj7", "V": "V7"}.get(numeral, numeral)
    return {"I": "Iadd9", "IV": "iv", "V": "bVII", "vi": "vi7", "ii": "II7"}.get(numeral, numeral)


def harmonise(plan: Plan, sections: tuple[form.Section, ...], start: int) -> tuple[Harmony, ...]:
    """One chord for every bar (or two) of a form that begins at a tick."""
    table = progressions(plan)
    found = []
    bar = plan.metre.bar
    for position, section in enumerate(sections):
        random = Random(f"colour {plan.seed} {section.kind}")  # noqa: S311 - art, not secrets
        pattern = table[section.kind]
        closes_song = position == len(sections) - 1
        # A short section must still come home: its progression turns over twice as fast.
        hold = plan.band.chord_bars if section.bars >= 4 * plan.band.chord_bars else 1
        for index in range(section.bars):
            numeral = _turn(random, pattern[(index // hold) % len(pattern)], plan)
            last = index == section.bars - 1
            if last and closes_song:
                numeral = (
                    pattern[0]
                    if pattern[0][0] in "iI" and pattern[0][1:2] not in ("V", "v")
                    else ""
                )
                numeral = numeral if numeral[:2] not in ("iv", "IV", "ii", "II") else ""
                numeral = numeral or ("i" if plan.mode.is_dark else "I")
            elif last and section.bars > 2 and section.kind in (form.PRE_CHORUS, form.BRIDGE):
                numeral = "V7" if "7" in "".join(pattern) else "V"
            root, intervals = chord(numeral)
            found.append(Harmony(start, bar, (plan.tonic + root) % 12, intervals))
            start += bar
    return tuple(found)


def at(harmonies: tuple[Harmony, ...], tick: int) -> Harmony:
    """The chord that sounds at a tick.

    The last one after the end. Raises ValueError when there is none.
    """
    if not harmonies:
        raise ValueError("no harmony at all")
    low, high = 0, len(harmonies) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if harmonies[middle].start <= tick:
            low = middle
        else:
            high = middle - 1
    return harmonies[low]
