"""What is made of songs: continuations, covers, remasters, replacements, stems, mashups."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

import numpy as np
import pytest
import pytest_asyncio

from bot.studio.music.theory import TONICS, Mode
from tests.studio.caller import Caller, Json, Note, Samples, likeness, loudness, song

RATE = 44_100
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


@pytest_asyncio.fixture
async def original(caller: Caller) -> AsyncIterator[Original]:
    clip = (await caller.song(duration=24, gpt_description_prompt="a folk song of apple trees"))[0]
    yield Original(clip, await caller.notes(clip), await caller.tempo(clip))


async def derived(caller: Caller, body: Json, path: str = "/sonic/create") -> list[Json]:
    return await caller.clips(await caller.order(path, body))


async def test_extension_goes_on_in_key_tempo_and_instruments(
    caller: Caller, original: Original
) -> None:
    clips = await derived(
        caller, task("extend_music", original.clip, continue_at=15.3, duration=20)
    )
    assert len(clips) == 2
    tonic, mode = str(original.clip["tags"]).split(", ")[2].split()
    scale = {(TONICS.index(tonic) + step) % 12 for step in Mode(mode).scale}
    # Everybody in the first half minute of the song, or waiting for a louder passage.
    band = set(original.notes) | {"Drums", "Tambourine", "Violin", "Accordion", "Banjo"}
    for clip in clips:
        assert 12 < seconds(clip) < 30
        assert clip["lyrics"] == WORDS
        assert await caller.tempo(clip) == original.tempo
        notes = await caller.notes(clip)
        assert {name for name in notes if not name.startswith("Lead")} <= band
        assert {"Voice", "Upright Bass"} <= set(notes)
        sung = [note.pitch % 12 in scale for note in notes["Voice"]]
        assert sum(sung) / len(sung) > 0.7
    assert (await caller.ledger())["charged"] == 14 + 1 + 1 + 10 + 1 + 1 + 1 + 1


async def test_concat_holds_the_song_up_to_the_seam_and_then_the_new_part(
    caller: Caller, original: Original
) -> None:
    at = 15.3
    part = (await derived(caller, task("extend_music", original.clip, continue_at=at)))[0]
    (whole,) = await derived(
        caller,
        {"task_type": "concat_music", "continue_clip_id": part["clip_id"], "use_suno_cdn": False},
    )
    assert seconds(whole) == pytest.approx(at + seconds(part), abs=0.05)
    notes = await caller.notes(whole)
    assert starting(notes, at - 0.1) == starting(original.notes, at - 0.1)
    old, new = await caller.lossless(original.clip), await caller.lossless(whole)
    edge = int((at - 0.2) * RATE)
    assert likeness(old[:, :edge], new[:, :edge]) > 0.99
    later = [round(note.start - at, 1) for note in notes["Voice"] if note.start > at]
    assert later == [round(note.start, 1) for note in (await caller.notes(part))["Voice"]]
    tail = await caller.lossless(part)
    begin = int((at + 3) * RATE)
    assert likeness(new[:, begin : begin + 4 * RATE], tail[:, 3 * RATE : 7 * RATE]) > 0.5


async def test_concat_of_an_extended_extension_begins_at_the_beginning(
    caller: Caller, original: Original
) -> None:
    first = (await derived(caller, task("extend_music", original.clip, continue_at=10)))[0]
    second = (await derived(caller, task("extend_music", first, continue_at=8)))[0]
    (whole,) = await derived(caller, task("concat_music", second, mv=None))
    assert seconds(whole) == pytest.approx(18 + seconds(second), abs=0.05)
    assert starting(await caller.notes(whole), 9.5) == starting(original.notes, 9.5)


@pytest.mark.parametrize("at", [None, 0, -1, 1000, "12"])
async def test_extension_must_set_in_inside_the_clip(
    caller: Caller, original: Original, at: object
) -> None:
    status, refusal = await caller.post(
        "/sonic/create", task("extend_music", original.clip, continue_at=at)
    )
    assert status == 400
    assert "continue_at" in str(refusal["error"])


async def test_concat_needs_a_continuation(caller: Caller, original: Original) -> None:
    status, _ = await caller.post("/sonic/create", task("concat_music", original.clip))
    assert status == 400


@pytest.mark.parametrize(
    "kind", ["extend_music", "cover_music", "concat_music", "remaster", "add_vocals"]
)
async def test_unknown_clip_is_not_found(caller: Caller, kind: str) -> None:
    body = task(kind, {"clip_id": "nobody"}, continue_at=1)
    status, refusal = await caller.post("/sonic/create", body)
    assert (status, refusal["type"]) == (404, "not_found")
    assert (await caller.ledger())["charged"] == 0


@pytest.mark.parametrize("kind", ["concat_music", "remaster", "add_vocals", "add_instrumental"])
async def test_duration_is_only_for_tasks_that_know_it(
    caller: Caller, original: Original, kind: str
) -> None:
    status, refusal = await caller.post("/sonic/create", task(kind, original.clip, duration=30))
    assert status == 400
    assert "duration" in str(refusal["error"])


async def test_cover_keeps_melody_and_harmony(caller: Caller, original: Original) -> None:
    body = task(
        "cover_music",
        original.clip,
        tags="techno",
        audio_weight=0.2,
        prompt=original.clip["lyrics"],
    )
    for clip in await derived(caller, body):
        assert clip["lyrics"] == original.clip["lyrics"]
        tempo = await caller.tempo(clip)
        assert tempo != original.tempo
        notes = await caller.notes(clip)
        old, new = original.notes["Voice"], notes["Voice"]
        assert [note.pitch % 12 for note in new] == [note.pitch % 12 for note in old]
        ratio = original.tempo / tempo
        assert [note.start for note in new] == pytest.approx(
            [note.start * ratio for note in old], abs=0.01
        )
        assert set(notes) != set(original.notes)
        assert likeness(await caller.lossless(original.clip), await caller.lossless(clip)) < 0.5


async def test_closer_covers_stay_nearer_to_the_tempo(caller: Caller, original: Original) -> None:
    distances = []
    for weight in (0.0, 0.9):
        body = task("cover_music", original.clip, tags="punk", audio_weight=weight)
        clip = (await derived(caller, body))[0]
        distances.append(abs(await caller.tempo(clip) / original.tempo - 1))
    assert distances[0] > distances[1]


async def test_cover_sings_new_words_to_the_old_melody(caller: Caller, original: Original) -> None:
    clip = (await derived(caller, task("cover_music", original.clip, tags="jazz")))[0]
    assert clip["lyrics"] == WORDS
    _, reply = await caller.post("/sonic/aligned-lyrics", {"clip_id": clip["clip_id"]})
    alignment = cast("list[Json]", cast("Json", reply["data"])["alignment"])
    assert str(alignment[0]["word"]) == "[Verse]\nA "


async def test_remaster_changes_the_sound_and_not_the_notes(
    caller: Caller, original: Original
) -> None:
    body = task("remaster", original.clip, variation_category="high", custom_mode=None, prompt=None)
    first, second = await derived(caller, body)
    old = await caller.lossless(original.clip)
    for clip in (first, second):
        assert await caller.notes(clip) == original.notes
        assert seconds(clip) == seconds(original.clip)
        assert 0.3 < likeness(old, await caller.lossless(clip)) < 0.99
    assert likeness(await caller.lossless(first), await caller.lossless(second)) < 0.99


async def test_gentler_remaster_stays_nearer(caller: Caller) -> None:
    clip = (await caller.song())[0]
    old = await caller.lossless(clip)
    near = []
    for category in ("subtle", "high"):
        body = task("remaster", clip, variation_category=category)
        near.append(likeness(old, await caller.lossless((await derived(caller, body))[0])))
    assert near[0] > near[1]


def replacement(clip: Json, **fields: object) -> Json:
    body: Json = {
        "clip_id": clip["clip_id"],
        "mv": "sonic-v6",
        "infill_start_s": 8,
        "infill_end_s": 14.5,
        "prompt": clip["lyrics"],
        "infill_lyrics": "A kettle on the fire\nAnd nobody at home",
    }
    return {name: value for name, value in (body | fields).items() if value is not None}


async def test_replacing_changes_only_the_window(caller: Caller, original: Original) -> None:
    body = replacement(original.clip, auto_concat=True)
    pairs = await derived(caller, body, "/sonic/replace-section")
    assert len(pairs) == 2
    old = await caller.lossless(original.clip)
    for pair in pairs:
        part, whole = cast("Json", pair["replaced"]), cast("Json", pair["full"])
        assert seconds(part) == pytest.approx(6.5, abs=0.02)
        assert seconds(whole) == pytest.approx(seconds(original.clip), abs=0.02)
        notes = await caller.notes(whole)
        assert starting(notes, 7.9) == starting(original.notes, 7.9)
        for name, played in original.notes.items():
            kept = [(round(note.start, 2), note.pitch) for note in played if note.start > 14.6]
            now = [(round(n.start, 2), n.pitch) for n in notes.get(name, []) if n.start > 14.6]
            assert now == kept
        new = await caller.lossless(whole)
        assert likeness(old[:, : 7 * RATE], new[:, : 7 * RATE]) > 0.99
        assert likeness(old[:, 17 * RATE :], new[:, 17 * RATE :]) > 0.95
        assert likeness(old[:, 9 * RATE : 14 * RATE], new[:, 9 * RATE : 14 * RATE]) < 0.9
        assert "kettle" in str(whole["lyrics"])
    assert cast("Json", pairs[0]["full"])["lyrics"] != original.clip["lyrics"]


async def test_without_joining_the_new_part_comes_alone(caller: Caller, original: Original) -> None:
    clips = await derived(caller, replacement(original.clip), "/sonic/replace-section")
    assert [round(seconds(clip), 1) for clip in clips] == [6.5, 6.5]
    assert loudness(await caller.lossless(clips[0])) > 0.03


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"clip_id": None}, "clip_id"),
        ({"mv": None}, "mv"),
        ({"infill_end_s": 8}, "infill_end_s"),
        ({"infill_end_s": 900}, "infill_end_s"),
        ({"infill_start_s": None}, "infill_start_s"),
        ({"infill_lyrics": None}, "infill_lyrics"),
        ({"infill_lyrics": "x" * 3001}, "infill_lyrics"),
        ({"auto_concat": "yes"}, "auto_concat"),
    ],
)
async def test_replacing_checks_its_fields(
    caller: Caller, original: Original, fields: Json, named: str
) -> None:
    status, refusal = await caller.post(
        "/sonic/replace-section", replacement(original.clip, **fields)
    )
    assert status == 400
    assert named in str(refusal["error"])


async def mixed(caller: Caller, clips: list[Json]) -> Samples:
    tracks = [await caller.lossless(clip) for clip in clips]
    assert len({track.shape for track in tracks}) == 1
    return cast("Samples", np.sum(tracks, axis=0))


@pytest.mark.parametrize(("kind", "price"), [("basic", 20), ("full", 50)])
async def test_stems_are_the_tracks_and_add_up_to_the_mix(
    caller: Caller, original: Original, kind: str, price: int
) -> None:
    before = cast("int", (await caller.ledger())["charged"])
    stems = await derived(caller, {"clip_id": original.clip["clip_id"]}, f"/sonic/stems/{kind}")
    assert cast("int", (await caller.ledger())["charged"]) - before == price
    labels = [str(clip["stem_type"]) for clip in stems]
    assert len(set(labels)) == len(labels)
    whole = await caller.lossless(original.clip)
    together = await mixed(caller, stems)
    assert loudness(together - whole) < 0.002 * len(stems) * loudness(whole)
    assert loudness(await caller.lossless(stems[0])) > 0.005
    if kind == "basic":
        assert labels == ["vocals", "instrumental"]
    else:
        assert len(stems) == len(original.notes)
        for clip in stems:
            (name,) = await caller.notes(clip)
            assert (await caller.notes(clip))[name] == original.notes[name]


async def test_mashup_holds_both_songs(caller: Caller, original: Original) -> None:
    other = (
        await caller.song(duration=24, tags="techno", gpt_description_prompt="robots at a fair")
    )[0]
    body: Json = {
        "mashup_clip_ids": [original.clip["clip_id"], other["clip_id"]],
        "custom_mode": False,
        "gpt_description_prompt": "apples and robots",
        "mv": "sonic-v4-5-all",
    }
    first, second = await derived(caller, body, "/sonic/mashup")
    assert seconds(first) > 35
    assert starting(await caller.notes(first), 5) == starting(original.notes, 5)
    old = await caller.notes(other)
    assert starting(await caller.notes(second), 5) == starting(old, 5)
    steps = [b.pitch - a.pitch for a, b in pairwise(old["Voice"])][:6]
    sung = (await caller.notes(first))["Voice"]
    moves = [b.pitch - a.pitch for a, b in pairwise(sung)]
    assert any(moves[i : i + 6] == steps for i in range(len(moves)))


async def test_mashup_sings_other_words_or_none(caller: Caller, original: Original) -> None:
    clip = original.clip["clip_id"]
    body: Json = {
        "mashup_clip_ids": [clip, clip],
        "custom_mode": True,
        "prompt": WORDS,
        "mv": "sonic-v6",
        "title": "Both",
    }
    sung = (await derived(caller, body, "/sonic/mashup"))[0]
    assert (sung["lyrics"], sung["title"]) == (WORDS, "Both")
    assert "Voice" in await caller.notes(sung)
    silent = (await derived(caller, body | {"make_instrumental": True}, "/sonic/mashup"))[0]
    assert silent["lyrics"] == "[Instrumental]"
    assert "Voice" not in await caller.notes(silent)


async def test_instrumental_extension_and_cover_have_no_voice(
    caller: Caller, original: Original
) -> None:
    for kind in ("extend_music", "cover_music"):
        body = task(kind, original.clip, continue_at=10, make_instrumental=True, prompt=None)
        clip = (await derived(caller, body))[0]
        assert clip["lyrics"] == "[Instrumental]"
        notes = await caller.notes(clip)
        assert "Voice" not in notes
        assert any(name.startswith("Lead") for name in notes)


async def test_extension_writes_its_own_words_from_an_idea(
    caller: Caller, original: Original
) -> None:
    body = task(
        "extend_music", original.clip, continue_at=10, custom_mode=False, prompt=None,
        gpt_description_prompt="a runaway kite", vocal_gender="m",
    )  # fmt: skip
    clip = (await derived(caller, body))[0]
    assert "runaway kite" in str(clip["lyrics"]).casefold()
    assert max(note.pitch for note in (await caller.notes(clip))["Voice"]) < 70


@pytest.mark.parametrize("count", [0, 1, 3])
async def test_mashup_wants_exactly_two(caller: Caller, original: Original, count: int) -> None:
    body: Json = {
        "mashup_clip_ids": [original.clip["clip_id"]] * count,
        "custom_mode": False,
        "gpt_description_prompt": "x",
        "mv": "sonic-v6",
    }
    assert (await caller.post("/sonic/mashup", body))[0] == 400


async def test_sample_grows_into_a_song(caller: Caller, original: Original) -> None:
    body = song(
        duration=None, use_suno_cdn=None, sample_clip_id=original.clip["clip_id"],
        chop_sample_start_s=4, chop_sample_end_s=9,
    )  # fmt: skip
    clip = (await derived(caller, body, "/sonic/sample"))[0]
    assert seconds(clip) > 40
    assert await caller.tempo(clip) == original.tempo
    piece = await caller.lossless(original.clip)
    start = await caller.lossless(clip)
    assert likeness(piece[:, 5 * RATE : 8 * RATE], start[:, RATE : 4 * RATE]) > 0.8


async def test_operations_on_old_clips_find_them_purged(caller: Caller, original: Original) -> None:
    await caller.post("/studio/clock", {"advance_seconds": 24 * 3600 + 1})
    for path, body in (
        ("/sonic/bpm", {"clip_id": original.clip["clip_id"]}),
        ("/sonic/midi", {"clip_id": original.clip["clip_id"]}),
        ("/sonic/vox", {"clip_id": original.clip["clip_id"]}),
        ("/sonic/create", task("remaster", original.clip)),
    ):
        status, refusal = await caller.post(path, body)
        assert (status, refusal["type"]) == (404, "not_found")
    assert (await caller.fetch(str(original.clip["audio_url"])))[0] == 200
