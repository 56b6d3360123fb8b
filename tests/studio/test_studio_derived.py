"""What goes on from a song or wears it differently: continuations, covers, remasters."""

from typing import cast

import pytest

from bot.studio.music.theory import TONICS, Mode
from tests.studio.caller import Caller, Json, likeness
from tests.studio.derivation import WORDS, Original, derived, seconds, starting, task

RATE = 44_100


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
