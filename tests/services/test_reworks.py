"""Ordering reworks: what they are made from, what they cost, what comes of them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.credits import AccountName
from bot.domain.errors import (
    AddressRefused,
    MediaUnavailable,
    MediaUnusable,
    NotEnoughCredits,
)
from bot.domain.findings import Draft, LyricsDrafts
from bot.domain.ids import GuildId, IdempotencyKey, ProviderClipId, ProviderTaskId, SongId
from bot.domain.jobs import FailureCode, JobKind, JobState, Step
from bot.domain.library import SongDeleted, SongNotFound, Visitor
from bot.domain.ports import TaskReport, TaskState
from bot.domain.requests import (
    CoverRequest,
    ExtendRequest,
    LyricsRequest,
    MashupRequest,
    Request,
    SectionRequest,
    StemsRequest,
    UploadRequest,
    VocalsRequest,
)
from bot.domain.songs import SongRole
from bot.domain.sources import (
    NoPublicAddress,
    SongTooOld,
    Source,
    SourceUnreachable,
    SourceUnusable,
)
from tests.support.core_fixture import credits_of, discrepancies
from tests.support.orders import ADA, BEN, GUILD, clip, place
from tests.support.reworks import a_song, ended, finished, rework, songs_of, work
from tests.support.surroundings import STARTING_GRANT, Core

DAY = timedelta(hours=24).total_seconds()
LINK = Source.of_link("https://files.example/hum.mp3", 12)
SPENT_ON_SONG = 14
DRAFTS = LyricsDrafts((Draft("Tin", "la"),))


async def test_a_young_song_is_named_to_the_service_by_its_clip(core: Core) -> None:
    song = await a_song(core)
    view = await rework(core, CoverRequest(source=Source.of_song(song.song_id), style="dub"))
    request = view.job.request
    assert isinstance(request, CoverRequest)
    assert (request.source.clip_id, request.source.url) == (song.clip_id, "")
    assert request.lyrics == song.lyrics
    assert request.model
    assert view.job.kind is JobKind.COVER


async def test_an_old_song_is_brought_in_anew_where_that_can_be(core: Core) -> None:
    song = await a_song(core)
    core.clock.advance(DAY)
    source = Source.of_song(song.song_id)
    with pytest.raises(SongTooOld):
        await rework(core, StemsRequest(source=source))
    core.public_files.root = "https://bot.example/files"
    quote = await core.quotes.quote(StemsRequest(source=source), ADA.user_id, GUILD)
    view = await rework(core, StemsRequest(source=source))
    (filled,) = quote.request.sources if isinstance(quote.request, StemsRequest) else ()
    assert filled.url == f"https://bot.example/files/{song.audio.content_hash}.mp3"
    assert view.job.step is Step.UPLOAD
    assert view.job.price == quote.price == 14 + 2


async def test_vocals_need_uploaded_audio(core: Core) -> None:
    song = await a_song(core)
    request = VocalsRequest(source=Source.of_song(song.song_id), lyrics="la")
    with pytest.raises(NoPublicAddress):
        await rework(core, request)
    core.public_files.root = "https://bot.example/files"
    assert (await rework(core, request)).job.step is Step.UPLOAD


async def test_a_song_that_one_may_not_know_of_cannot_be_reworked(core: Core) -> None:
    song = await a_song(core)
    request = StemsRequest(source=Source.of_song(song.song_id))
    elsewhere = place(core.clock.now(), GuildId(4711))
    with pytest.raises(SongNotFound):
        await core.generation.order(request, ADA, elsewhere, key=IdempotencyKey("x"))
    with pytest.raises(SongNotFound):
        await rework(core, StemsRequest(source=Source.of_song(SongId("none"))))
    await core.songs.delete(Visitor(GUILD, ADA.user_id), song.song_id)
    with pytest.raises(SongDeleted):
        await rework(core, request)
    assert await credits_of(core) == (STARTING_GRANT - SPENT_ON_SONG, 0)


async def test_too_few_credits_leave_no_trace(core: Core) -> None:
    song = await a_song(core)
    request = MashupRequest(first=LINK, second=Source.of_song(song.song_id), idea="both")
    await rework(core, request, key="itx:1")
    with pytest.raises(NotEnoughCredits):
        await rework(core, request, key="itx:2")
    assert await credits_of(core) == (STARTING_GRANT - SPENT_ON_SONG, 16)


async def test_again_looks_its_songs_up_anew(core: Core) -> None:
    song = await a_song(core)
    first = await rework(core, StemsRequest(source=Source.of_song(song.song_id)))
    core.clock.advance(DAY)
    where = place(core.clock.now())
    with pytest.raises(SongTooOld):
        await core.generation.again(first.job.job_id, BEN, where, key=IdempotencyKey("y"))
    core.public_files.root = "https://bot.example/files"
    again = await core.generation.again(first.job.job_id, BEN, where, key=IdempotencyKey("y"))
    assert again.job.requester_id == BEN.user_id
    assert again.job.step is Step.UPLOAD


async def test_stems_are_one_set(core: Core) -> None:
    song = await a_song(core)
    stems = (replace(clip(3), label="Vocals"), replace(clip(4), label="Drums"))
    core.provider.reports = [TaskReport(TaskState.FINISHED, stems)]
    view = await rework(core, StemsRequest(source=Source.of_song(song.song_id)))
    await work(core, 1)
    job = await ended(core, view)
    assert (job.state, job.promised) == (JobState.SUCCEEDED, 1)
    tracks = await songs_of(core, view)
    assert [(track.role, track.label) for track in tracks] == [
        (SongRole.STEM, "Vocals"),
        (SongRole.STEM, "Drums"),
    ]
    assert await credits_of(core) == (STARTING_GRANT - 2 * SPENT_ON_SONG, 0)


@pytest.mark.parametrize("by_service", [True, False])
async def test_a_set_with_a_gap_is_charged_by_what_is_there(core: Core, by_service: bool) -> None:
    song = await a_song(core)
    clips = (clip(3),) if by_service else (clip(3), clip(4))
    core.archive.faults = {"clip-4": [MediaUnusable("silent")]}
    report = TaskReport(TaskState.FINISHED, clips, failed_clips=1 if by_service else 0)
    core.provider.reports = [report]
    view = await rework(core, StemsRequest(source=Source.of_song(song.song_id)))
    await work(core, 1)
    assert (await ended(core, view)).state is JobState.PARTIAL
    assert await credits_of(core) == (STARTING_GRANT - SPENT_ON_SONG - SPENT_ON_SONG // 2, 0)
    assert await discrepancies(core) == ()


async def test_own_audio_is_kept_and_reworked_as_such(core: Core) -> None:
    brought = TaskReport(TaskState.FINISHED, uploaded=ProviderClipId("up"))
    core.provider.submissions = [brought, ProviderTaskId("task")]
    view = await rework(core, UploadRequest(source=LINK, title="Hum"))
    await core.submitter.run_once()
    await core.collector.run_once()
    assert (await ended(core, view)).state is JobState.SUCCEEDED
    (song,) = await songs_of(core, view)
    assert (song.role, song.clip_id, song.title) == (SongRole.UPLOAD, "up", "Hum")
    request = VocalsRequest(source=Source.of_song(song.song_id), lyrics="la")
    assert (await rework(core, request, key="itx:2")).job.step is Step.MAKE


def family_of(songs: tuple[SongId, SongId]) -> list[Request]:
    first, second = Source.of_song(songs[0]), Source.of_song(songs[1])
    return [
        MashupRequest(first=first, second=second, idea="both"),
        SectionRequest(source=first, start_seconds=1, end_seconds=2, lyrics="la"),
    ]


async def test_a_song_knows_its_parents_and_children(core: Core) -> None:
    song = await a_song(core)
    (_, other) = await core.database.read(lambda tx: tx.songs.of_job(song.job_id))
    await core.database.write(
        lambda tx: tx.ledger.grant(
            AccountName.member(GUILD, ADA.user_id),
            50,
            reason="more",
            actor_id=None,
            key=IdempotencyKey("g"),
            now=song.created_at,
        )
    )
    made = []
    for number, request in enumerate(family_of((song.song_id, other.song_id))):
        core.provider.reports = [finished(10 + number)]
        view = await rework(core, request, key=f"itx:{number}")
        await work(core, 1)
        made.append((await songs_of(core, view))[0])
        core.clock.advance(1)
    visitor = Visitor(GUILD, BEN.user_id)
    children = await core.family.children_of(visitor, song.song_id)
    assert [child.song_id for child in children] == [each.song_id for each in made]
    parents = await core.family.parents_of(visitor, made[0].song_id)
    assert [parent.song_id for parent in parents] == [song.song_id, other.song_id]
    with pytest.raises(SongNotFound):
        await core.family.children_of(Visitor(GuildId(4), BEN.user_id), song.song_id)


async def test_lyrics_come_at_once(core: Core) -> None:
    core.provider.submissions = [TaskReport(TaskState.FINISHED, finding=DRAFTS)]
    view = await rework(core, LyricsRequest(idea="rain"))
    await core.submitter.run_once()
    job = await ended(core, view)
    assert (job.state, job.finding) == (JobState.SUCCEEDED, DRAFTS)
    assert await credits_of(core) == (STARTING_GRANT - 1, 0)


async def test_lyrics_that_come_later_are_asked_for(core: Core) -> None:
    core.provider.reports = [TaskReport(TaskState.FINISHED, finding=DRAFTS)]
    view = await rework(core, LyricsRequest(idea="rain"))
    await work(core, 1)
    assert (await ended(core, view)).finding == DRAFTS


async def test_whoever_waits_gets_the_answer_or_goes_on(core: Core) -> None:
    core.provider.submissions = [TaskReport(TaskState.FINISHED, finding=DRAFTS)]
    where = place(core.clock.now())
    unanswered = await core.generation.order_and_wait(
        LyricsRequest(idea="rain"),
        ADA,
        where,
        key=IdempotencyKey("a"),
        patience=timedelta(milliseconds=1),
    )
    assert unanswered.job.state is JobState.QUEUED
    await core.submitter.run_once()
    answered = await core.generation.order_and_wait(
        LyricsRequest(idea="rain"),
        ADA,
        where,
        key=IdempotencyKey("a"),
        patience=timedelta(seconds=30),
    )
    assert answered.job.finding == DRAFTS


async def test_lyrics_that_fail_cost_nothing(core: Core) -> None:
    core.provider.submissions = [TaskReport(TaskState.FAILED, detail="no")]
    view = await rework(core, LyricsRequest(idea="rain"))
    await core.submitter.run_once()
    job = await ended(core, view)
    assert job.failure is not None
    assert job.failure.code is FailureCode.PROVIDER_FAILED
    assert await credits_of(core) == (STARTING_GRANT, 0)


async def test_what_a_link_leads_to_is_inspected(core: Core) -> None:
    assert (await core.uploads.inspect(LINK.url)).duration_seconds == 60
    faults = [MediaUnavailable("404"), AddressRefused("private"), MediaUnusable("a web page")]
    core.archive.faults = {LINK.url: list(faults)}
    for _ in range(2):
        with pytest.raises(SourceUnreachable):
            await core.uploads.inspect(LINK.url)
    with pytest.raises(SourceUnusable):
        await core.uploads.inspect(LINK.url)


async def test_an_extension_takes_its_place_from_the_song(core: Core) -> None:
    song = await a_song(core)
    view = await rework(core, ExtendRequest(source=Source.of_song(song.song_id)))
    request = view.job.request
    assert isinstance(request, ExtendRequest)
    assert request.from_seconds == song.audio.duration_seconds - 0.1
    assert request.style == song.style
