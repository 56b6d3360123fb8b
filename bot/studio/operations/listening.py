"""What can be told about a clip: its tempo, its notes, when its words are sung."""

from __future__ import annotations

from bot.studio.catalogue import Clip
from bot.studio.music import planner
from bot.studio.music.instruments import INSTRUMENTS
from bot.studio.music.score import Part, Score
from bot.studio.presentation import Json
from bot.studio.production import heard_parts
from bot.studio.words import brief


def tempo_reply(score: Score) -> Json:
    """The tempo: a studio's band never drifts, so all three figures agree."""
    return {"avg_bpm": score.tempo, "max_bpm": score.tempo, "min_bpm": score.tempo}


def _instrument(score: Score, part: Part) -> Json:
    notes = [
        {
            "pitch": note.pitch,
            "start": round(score.seconds(note.start), 4),
            "end": round(score.seconds(note.end), 4),
            "velocity": round(note.velocity / 127, 4),
        }
        for note in part.notes
    ]
    return {"name": part.name.title(), "notes": notes}


def notes_reply(clip: Clip) -> list[Json]:
    """Every instrument of a clip, or of a stem, with its notes in seconds."""
    return [_instrument(clip.score, part) for part in heard_parts(clip)]


def alignment(clip: Clip) -> list[Json]:
    """When each syllable of the lyrics is sung, in seconds.

    Empty for a clip that nobody sings in.
    """
    score = clip.score
    if not any(part.role.is_sung for part in heard_parts(clip)):
        return []
    return [
        {
            "word": each.text,
            "start_s": round(score.seconds(each.start), 3),
            "end_s": round(score.seconds(each.start + each.length), 3),
            "p_align": 1.0,
            "success": True,
        }
        for each in score.syllables
    ]


def upsampled(tags: str, seed: int) -> str:
    """A few tags as a full description of a style."""
    wanted = brief.read(tags, tags)
    plan = planner.draft(wanted, seed, sung=True)
    band = plan.band
    players = [INSTRUMENTS[program].name for program in (*plan.programs, plan.bass) if program]
    pace = "slow" if plan.tempo < 85 else "mid-tempo" if plan.tempo < 120 else "fast"
    mood = "dark, brooding" if plan.mode.is_dark else "bright, warm"
    feel = "with a swung groove" if band.swing else "with a steady groove"
    metre = f"{plan.metre.beats}/{plan.metre.unit}"
    together = ", ".join(dict.fromkeys(players))
    solo = INSTRUMENTS[plan.lead].name
    return (
        f"{tags}. A {pace} {band.name} song in {plan.key_name}, {plan.tempo:.0f} bpm in {metre},"
        f" {feel}; {mood} in mood. The band plays {together}; {solo} takes the solos,"
        " close harmonies lift the choruses."
    )
