"""Pieces of songs: replaced sections, stems, mashups, samples."""

from itertools import pairwise
from typing import cast

import numpy as np
import pytest

from tests.studio.caller import Caller, Json, Samples, likeness, loudness, song
from tests.studio.derivation import WORDS, Original, derived, seconds, starting, task

RATE = 44_100


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
