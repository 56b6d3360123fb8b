"""Voices that can be used again: made from a recording or from a clip."""

from __future__ import annotations

from dataclasses import dataclass

from bot.studio.music.plan import Singer

_PROGRAMS = (53, 54, 85, 52)


@dataclass(frozen=True, slots=True)
class Persona:
    """A voice with an id of its own."""

    persona_id: str
    name: str
    singer: Singer


def singer_at(pitch: float, variety: int) -> Singer:
    """A singer whose range lies around a height (a MIDI pitch), with one of few timbres."""
    centre = max(54, min(70, round(pitch)))
    return Singer(_PROGRAMS[variety % len(_PROGRAMS)], centre - 9, centre + 9)
