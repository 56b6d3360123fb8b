"""What the tests of derived songs share: a song, and orders about it."""

from dataclasses import dataclass

from tests.studio.caller import Caller, Json, Note

WORDS = "[Verse]\nA ladder in the orchard\nThe apples turning red\n[Chorus]\nCome home, come home"


def task(kind: str, clip: Json, **fields: object) -> Json:
    """The body of a task about a clip."""
    body: Json = {
        "task_type": kind,
        "continue_clip_id": clip["clip_id"],
        "custom_mode": True,
        "prompt": WORDS,
        "mv": "sonic-v6",
        "use_suno_cdn": False,
    }
    return {name: value for name, value in (body | fields).items() if value is not None}


def seconds(clip: Json) -> float:
    return float(str(clip["duration"]))


def starting(notes: dict[str, list[Note]], before: float) -> dict[str, list[tuple[float, int]]]:
    """When which pitch begins in the first seconds, by instrument."""
    found = {
        name: [(round(note.start, 2), note.pitch) for note in played if note.start < before]
        for name, played in notes.items()
    }
    return {name: played for name, played in found.items() if played}


@dataclass
class Original:
    """A song and what is known of it."""

    clip: Json
    notes: dict[str, list[Note]]
    tempo: float


async def derived(caller: Caller, body: Json, path: str = "/sonic/create") -> list[Json]:
    return await caller.clips(await caller.order(path, body))
