"""Answers of the operations without a task, in older and newer shapes, and asking again."""

import httpx
import pytest

from bot.domain.errors import NotAccepted, OutcomeUnknown
from bot.domain.findings import ExportedFile
from bot.domain.ids import ProviderClipId, ProviderTaskId
from bot.domain.ports import TaskReport, TaskState
from bot.domain.requests import ExportFormat, ExportRequest
from bot.domain.sources import Source
from bot.provider import AIMusicProvider
from bot.provider.reading.tools import MidiReply
from bot.provider.repetition import DOWNLOAD, MIDI, Repetition, until_over
from bot.provider.wire import tools
from tests.support.clock import ManualClock
from tests.support.jobs import submitting_job
from tests.support.operations import EXAMPLES, Sources
from tests.support.provider import (
    Answer,
    Script,
    everything_on,
    says,
    scripted_client,
    scripted_provider,
)

SONG = Source(clip_id=ProviderClipId("c"), duration_seconds=60)


async def tool(name: str, *answers: Answer) -> object:
    async with scripted_client(Script(list(answers)), catalogue=everything_on()) as client:
        return await CALLS[name](client, Sources())


CALLS = {operation.value: call for operation, call in EXAMPLES.items()}

READ = [
    ("upload", {"code": 200, "clip_id": "c", "message": "success"}, "clip_id", "c"),
    ("upload", {"data": {"clip_id": "c"}}, "clip_id", "c"),
    ("upload", {"task_id": "t-7", "message": "success"}, "task_id", "t-7"),
    ("persona", {"data": {"persona_id": "p"}}, "persona_id", "p"),
    ("bpm", {"code": 200, "data": {"avg_bpm": "118.4"}}, "avg_bpm", 118.4),
    ("bpm", {"avg_bpm": 118}, "avg_bpm", 118.0),
    ("bpm", {"data": [{"avg_bpm": 118}]}, "avg_bpm", 118.0),
    ("vox", {"data": {"vox_audio_id": "v", "vocal_start_s": "1"}}, "vocal_start_s", 1.0),
    ("wav", {"wav_url": "https://c.example/a.wav"}, "url", "https://c.example/a.wav"),
    ("upsample_tags", {"data": {"upsampled_tags": " a, b "}}, "upsampled_tags", "a, b"),
    ("lyrics", {"code": 200, "task_id": "t-7"}, "task_id", "t-7"),
    ("get_credits", {"credits": 5}, "extra_credits", 0),
    ("get_credits", {"code": 200, "data": {"credits": "5", "extra_credits": None}}, "credits", 5),
    ("upload_extend", {"task_id": "t", "steps": {"upload": {"clip_id": "u"}}}, "uploaded", "u"),
    ("upload_extend", {"task_id": "t", "steps": {"upload": None}}, "uploaded", None),
    ("upload_extend", {"task_id": "t", "steps": []}, "uploaded", None),
]


@pytest.mark.parametrize(("name", "body", "attribute", "value"), READ)
async def test_a_tool_s_answer_is_found_in_every_shape(
    name: str, body: object, attribute: str, value: object
) -> None:
    assert getattr(await tool(name, says(body)), attribute) == value


UNUSABLE = [
    ("bpm", {"data": {"avg_bpm": None}}),
    ("vox", {"data": {"status": "complete"}}),
    ("wav", {"message": "success"}),
    ("wav", {"code": 202, "type": "not_ready", "error": "soon"}),
    ("wav", {"code": 202, "data": {}}),
    ("midi", {"message": "success"}),
    ("aligned_lyrics", {"data": {"alignment": None}}),
    ("upsample_tags", {"data": {"upsampled_tags": " "}}),
    ("download", {"data": {"files": [{"format": "mp3", "url": "soon"}]}}),
    ("lyrics", {"results": [{"title": "A", "lyrics": " "}]}),
    ("upload", {"clip_id": ""}),
    ("persona", {"persona_id": None}),
]


@pytest.mark.parametrize(("name", "body"), UNUSABLE)
async def test_a_success_without_what_was_asked_for_is_of_unknown_outcome(
    name: str, body: object
) -> None:
    with pytest.raises(OutcomeUnknown):
        await tool(name, says(body))


@pytest.mark.parametrize(
    "body",
    [
        {"message": "success", "data": {}},
        {"data": {"wav_url": None}},
        {"data": {"wav_url": "generating"}},
        {"type": "failed", "error": "no"},
    ],
)
async def test_a_success_without_a_wav_is_a_failure(body: object) -> None:
    script = Script([says(body)])
    job = submitting_job(ExportRequest(source=SONG, format=ExportFormat.WAV))
    async with scripted_provider(script) as provider:
        assert await provider.submit(job) == TaskReport(TaskState.FAILED)
    assert script.paths == ["POST /sonic/wav"]


@pytest.mark.parametrize("key", ["results", "data"])
async def test_lyrics_come_as_drafts(key: str) -> None:
    body = {"code": 200, key: [{"title": "A", "lyrics": "a"}, {"title": "B", "lyrics": "b"}, 3]}
    async with scripted_client(Script([says(body)])) as client:
        reply = await client.tools.lyrics(tools.Lyrics(description="rain"))
    assert [(draft.title, draft.lyrics) for draft in reply.drafts] == [("A", "a"), ("B", "b")]
    assert reply.task_id is None


async def test_lyrics_come_as_one_object() -> None:
    body = {"code": 200, "data": {"title": "A", "lyrics": "a"}}
    async with scripted_client(Script([says(body)])) as client:
        reply = await client.tools.lyrics(tools.Lyrics(description="rain"))
    assert [draft.lyrics for draft in reply.drafts] == ["a"]


async def test_words_without_times_are_left_out() -> None:
    words = [
        {"word": "[Verse]\nCity ", "start_s": 12.1, "end_s": "12.5", "p_align": 0.98},
        {"word": "lost", "start_s": None, "end_s": 13},
        "?",
    ]
    body = {"code": 200, "data": {"alignment": words}}
    async with scripted_client(Script([says(body)])) as client:
        reply = await client.tools.aligned_lyrics(tools.AlignedLyrics(clip_id="c"))
    assert [(word.word, word.start_s, word.end_s) for word in reply.words] == [
        ("[Verse]\nCity ", 12.1, 12.5)
    ]


async def test_old_downloads_name_the_file_by_its_format() -> None:
    body = {"data": {"wav_url": "https://c.example/a.wav"}}
    async with scripted_client(Script([says(body)])) as client:
        reply = await client.tools.download(tools.Download(clip_id="c", formats=("wav",)))
    assert [(file.format, file.url) for file in reply.files] == [("wav", "https://c.example/a.wav")]


@pytest.mark.parametrize(
    ("tags", "limit", "kept"),
    [
        ("folk, rain", 10, "folk, rain"),
        ("folk, rain", 9, "folk"),
        ("folk, rain, tin", 10, "folk, rain"),
        ("folkrain", 4, "folk"),
        ("", 4, ""),
    ],
)
async def test_a_described_style_is_cut_between_tags(tags: str, limit: int, kept: str) -> None:
    body = {"data": {"upsampled_tags": tags or "x"}}
    async with scripted_client(Script([says(body)])) as client:
        reply = await client.tools.upsample_tags(tools.UpsampleTags(tags="folk"))
    assert reply.cut_to(limit) == (kept or "x")


MIDI_READY = says(
    {
        "code": 200,
        "data": {
            "midi_url": "https://cdn.example/x.mid",
            "instruments": [
                {"name": "Synth Voice", "notes": [{"pitch": 64, "start": 1.34, "end": 2.16}, 7]}
            ],
        },
    }
)


async def midi_of(
    *answers: Answer, pace: Repetition = MIDI
) -> tuple[Script, MidiReply, list[float]]:
    script = Script(list(answers))
    waits: list[float] = []

    async def wait(seconds: float) -> None:
        waits.append(seconds)

    request = tools.Midi(clip_id="c")
    async with scripted_client(script) as client:
        reply = await until_over(lambda: client.tools.midi(request), pace, wait=wait)
    return script, reply, waits


@pytest.mark.parametrize(
    "pending",
    [
        {"code": 200, "data": {"midi_url": "generating, please retry"}},
        {"code": 200, "data": {"midi_url": None, "instruments": []}},
        {"code": 200, "data": {}},
        {"code": 202, "type": "not_ready", "error": "soon"},
    ],
)
async def test_notes_are_asked_for_until_they_are_there(pending: object) -> None:
    script, reply, waits = await midi_of(says(pending), says(pending), MIDI_READY)
    assert len(script.requests) == 3
    assert waits == [10, 10]
    assert reply.ready is True
    assert [(part.name, [note.pitch for note in part.notes]) for part in reply.instruments] == [
        ("Synth Voice", [64.0])
    ]


@pytest.mark.parametrize(
    "answer",
    [
        {"code": 200, "data": {"midi_url": "Failed to transcribe"}},
        {"type": "failed", "error": "no"},
    ],
)
async def test_notes_that_failed_are_not_asked_for_again(answer: object) -> None:
    script, reply, _ = await midi_of(says(answer))
    assert len(script.requests) == 1
    assert reply.failed is True


async def test_asking_ends_after_so_many_times() -> None:
    script, reply, waits = await midi_of(says({"code": 200, "data": {}}))
    assert len(script.requests) == 20
    assert sum(waits) == 190
    assert reply.ready is False


PENDING = says({"code": 200, "data": {"midi_url": "generating"}})
BUSY = says({"type": "rate_limited", "error": "slow down"}, 429)
GUARD_S_PAGE = httpx.Response(403, text="<html>")
NO_NOTES = TaskReport(TaskState.FAILED, detail="the notes were not ready in time")


async def notes_of(*answers: Answer) -> tuple[Script, ProviderTaskId | TaskReport, float]:
    """Order notes as a job does; return what was sent, what came, and how long that took."""
    script, clock = Script(list(answers)), ManualClock()
    began_at = clock.now()

    async def wait(seconds: float) -> None:
        clock.advance(seconds)

    job = submitting_job(ExportRequest(source=SONG, format=ExportFormat.MIDI))
    async with scripted_provider(script, clock=clock) as opened:
        provider = AIMusicProvider(opened.client, opened.catalogue, wait=wait)
        taken = await provider.submit(job)
    return script, taken, (clock.now() - began_at).total_seconds()


@pytest.mark.parametrize("hindrance", [BUSY, GUARD_S_PAGE, httpx.ConnectError("x")])
async def test_notes_that_are_being_made_outlast_a_hindrance(hindrance: Answer) -> None:
    script, taken, _ = await notes_of(PENDING, hindrance, MIDI_READY)
    finding = ExportedFile("mid", "https://cdn.example/x.mid")
    assert taken == TaskReport(TaskState.FINISHED, finding=finding)
    assert len(script.requests) == 3


async def test_a_pause_within_a_series_is_kept_and_the_series_stays_as_short() -> None:
    script, taken, seconds = await notes_of(PENDING, BUSY)
    assert taken == NO_NOTES
    assert seconds == 80
    assert len(script.requests) == 3


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 410])
async def test_a_refusal_within_a_series_ends_it_without_a_new_one(status: int) -> None:
    script, taken, _ = await notes_of(PENDING, says({"error": "x"}, status))
    assert taken == NO_NOTES
    assert len(script.requests) == 2


@pytest.mark.parametrize("answer", [BUSY, GUARD_S_PAGE, says({"error": "x"}, 400)])
async def test_what_is_not_taken_at_first_may_be_ordered_again(answer: Answer) -> None:
    with pytest.raises(NotAccepted):
        await notes_of(answer)


async def test_a_lost_answer_ends_the_asking_at_once() -> None:
    script = Script([says({"code": 202, "type": "not_ready"}, 202), says({"error": "x"}, 500)])
    async with scripted_client(script) as client:

        async def wait(seconds: float) -> None:
            assert seconds == DOWNLOAD.every_seconds

        request = tools.Download(clip_id="c", formats=("mp3",))
        with pytest.raises(OutcomeUnknown):
            await until_over(lambda: client.tools.download(request), DOWNLOAD, wait=wait)
    assert len(script.requests) == 2
