"""What the archive keeps, what it lets go, and what is told about that."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.errors import MediaUnavailable, MediaUnusable
from bot.domain.files import (
    Arrival,
    FileGone,
    FileKind,
    GoneReason,
    SongFile,
    SongFileGone,
    StoredFile,
)
from bot.domain.findings import ExportedFile, TimedWord, Timeline
from bot.domain.ids import ContentHash, IdempotencyKey, SongId
from bot.domain.jobs import JobState
from bot.domain.library import Visitor
from bot.domain.ports import TaskReport, TaskState
from bot.domain.requests import CoverRequest, ExportFormat, ExportRequest, TimelineRequest
from bot.domain.songs import Song
from bot.domain.sources import Source
from bot.services.keeping import KeepingRule, KeepingService
from bot.workers.keeper import Keeper
from tests.support.orders import ADA, BEN, GUILD
from tests.support.reworks import a_song, ended, rework, work
from tests.support.surroundings import Core

VISITOR = Visitor(GUILD, ADA.user_id)
MADE = "https://files.example/made"
_REWORK = IdempotencyKey("itx:rework")


@pytest.fixture
def shelf(core: Core, tmp_path: Path) -> Path:
    """The folder of the core's archive."""
    core.archive.folder = tmp_path / "songs"
    core.archive.folder.mkdir()
    return core.archive.folder


def names(shelf: Path) -> list[str]:
    return sorted(path.name for path in shelf.iterdir())


def store(core: Core, *songs: Song) -> None:
    for song in songs:
        core.archive.path_of(song.audio).write_bytes(b"music")


async def available(core: Core) -> int:
    purse = await core.database.read(lambda tx: tx.ledger.purse(GUILD, ADA.user_id))
    return purse.available


async def kept(core: Core, song_id: SongId) -> Song:
    song = await core.database.read(lambda tx: tx.songs.get(song_id))
    assert song is not None
    return song


async def both(core: Core, key: str = "itx:song") -> tuple[Song, Song]:
    """Let two songs be made, and put their files into the archive."""
    first = await a_song(core, key=key)
    (_, second) = await core.database.read(lambda tx: tx.songs.of_job(first.job_id))
    store(core, first, second)
    return first, second


async def exported(core: Core, song: Song, form: ExportFormat = ExportFormat.WAV) -> JobState:
    """Order an export and let it be fetched."""
    finding = ExportedFile(form.value, MADE)
    core.provider.submissions = [TaskReport(TaskState.FINISHED, finding=finding)]
    view = await rework(
        core,
        ExportRequest(source=Source.of_song(song.song_id), format=form),
        key=f"itx:export:{core.clock.now()}",
    )
    await work(core, 1)
    for _ in range(5):
        core.clock.advance(60)
        await core.collector.run_once()
    return (await ended(core, view)).state


async def test_an_export_is_paid_once_it_is_in_the_archive(core: Core, shelf: Path) -> None:
    song, _ = await both(core)
    assert await exported(core, song) is JobState.SUCCEEDED
    there = await core.files.of_song(song)
    wav = there.of(FileKind.WAV)
    assert wav is not None
    assert wav.file.size_bytes == 2000
    assert there.of(FileKind.MIDI) is None


@pytest.mark.parametrize("fault", [MediaUnavailable("not yet"), MediaUnusable("no wav file")])
async def test_what_is_no_export_costs_nothing(
    core: Core, shelf: Path, fault: MediaUnavailable | MediaUnusable
) -> None:
    song, _ = await both(core)
    before = await available(core)
    core.archive.faults[MADE] = [fault] * 10
    assert await exported(core, song) is JobState.FAILED
    assert (await core.files.of_song(song)).files == ()
    assert await available(core) == before


async def test_a_passing_fault_of_an_export_is_tried_again(core: Core, shelf: Path) -> None:
    song, _ = await both(core)
    core.archive.faults[MADE] = [MediaUnavailable("not yet")]
    assert await exported(core, song) is JobState.SUCCEEDED


async def test_times_of_words_are_found_again_without_paying(core: Core, shelf: Path) -> None:
    song, _ = await both(core)
    timeline = Timeline((TimedWord("Rain\n", 1.0, 2.0),))
    core.provider.submissions = [TaskReport(TaskState.FINISHED, finding=timeline)]
    await rework(core, TimelineRequest(source=Source.of_song(song.song_id)))
    await work(core, 1)
    assert (await core.files.of_song(song)).timeline == timeline
    await core.songs.delete(VISITOR, song.song_id)
    assert (await core.files.of_song(song)).timeline is None
    words = await core.database.read(lambda tx: tx.jobs.by_key(_REWORK))
    assert words is not None
    assert words.finding == Timeline(())


async def test_a_film_is_made_once_and_anew_under_another_title(core: Core, shelf: Path) -> None:
    song, _ = await both(core)
    film = await core.files.film_of(song)
    (shelf / f"{film.content_hash}.mp4").write_bytes(b"film")
    assert await core.files.film_of(song) == film
    await core.songs.rename(VISITOR, song.song_id, "Another")
    assert (await core.files.of_song(song)).of(FileKind.VIDEO) is None
    await core.keeping.tidy()
    assert not (shelf / f"{film.content_hash}.mp4").exists()


async def test_deleting_a_song_leaves_nothing_of_it(core: Core, shelf: Path) -> None:
    song, other = await both(core)
    await exported(core, song)
    wav = (await core.files.of_song(song)).files[0].file
    core.archive.path_of(wav).write_bytes(b"wav")
    await core.songs.delete(VISITOR, song.song_id)
    assert names(shelf) == [f"{other.audio.content_hash}.mp3"]
    assert (await core.files.of_song(song)).files == ()
    due = await core.database.read(lambda tx: tx.files.next_due_at())
    assert due is None


async def test_a_file_that_cannot_be_removed_is_removed_later(core: Core, shelf: Path) -> None:
    song, _ = await both(core)
    path = core.archive.path_of(song.audio)
    path.unlink()
    path.mkdir()
    keeper = Keeper(core.database, core.clock, core.keeping, timedelta(hours=1))
    with pytest.raises(OSError, match="directory"):
        await core.songs.delete(VISITOR, song.song_id)
    path.rmdir()
    path.write_bytes(b"music")
    (taken,) = await keeper.claim(1)
    await keeper.handle(taken)
    assert not path.exists()
    assert await core.database.read(lambda tx: tx.files.next_due_at()) is None


async def test_old_songs_go_but_favourites_and_the_books_stay(core: Core, shelf: Path) -> None:
    song, liked = await both(core)
    await core.songs.set_favourite(Visitor(GUILD, BEN.user_id), liked.song_id, favourite=True)
    rule = KeepingRule(song_age=timedelta(days=30))
    keeping = KeepingService(core.database, core.clock, core.archive, rule)
    assert await keeping.tidy() == 0
    core.clock.advance(31 * 86_400)
    assert await keeping.tidy() == 1
    assert await keeping.tidy() == 0
    gone = FileGone(core.clock.now(), GoneReason.AGE)
    assert (await kept(core, song.song_id)).gone == gone
    assert (await kept(core, liked.song_id)).gone is None
    assert names(shelf) == [f"{liked.audio.content_hash}.mp3"]
    core.public_files.root = "https://songs.example"
    with pytest.raises(SongFileGone) as refusal:
        await rework(core, CoverRequest(source=Source.of_song(song.song_id), style="dub"))
    assert refusal.value.gone == gone
    with pytest.raises(SongFileGone):
        await core.files.film_of(await kept(core, song.song_id))
    assert (await core.library.find(VISITOR, song.song_id)).song_id == song.song_id


async def test_above_the_ceiling_what_can_be_made_again_goes_first(core: Core, shelf: Path) -> None:
    song, liked = await both(core)
    await core.songs.set_favourite(VISITOR, liked.song_id, favourite=True)
    now = core.clock.now()
    wav = SongFile(liked.song_id, FileKind.WAV, StoredFile(ContentHash("a" * 64), 5000, "wav"), now)
    await core.database.write(lambda tx: tx.files.save(wav))

    def under(ceiling: int) -> KeepingService:
        rule = KeepingRule(ceiling_bytes=ceiling)
        return KeepingService(core.database, core.clock, core.archive, rule)

    assert await under(7000).tidy() == 0
    assert await under(2500).tidy() == 1
    assert (await core.files.of_song(liked)).files == ()
    assert await under(1500).tidy() == 1
    assert (await kept(core, song.song_id)).gone == FileGone(now, GoneReason.SPACE)
    assert await under(10).tidy() == 1
    assert (await kept(core, liked.song_id)).gone is not None
    assert await core.database.read(lambda tx: tx.files.stock_bytes()) == 0
    assert names(shelf) == []


async def test_the_keeper_works_from_time_to_time_and_at_once_when_asked(
    core: Core, shelf: Path
) -> None:
    keeper = Keeper(core.database, core.clock, core.keeping, timedelta(hours=1))
    assert await keeper.next_due_at() == core.clock.now()
    assert len(await keeper.claim(1)) == 1
    assert await keeper.claim(1) == ()
    assert await keeper.next_due_at() == core.clock.now() + timedelta(hours=1)
    core.clock.advance(3601)
    assert len(await keeper.claim(1)) == 1
    await keeper.give_back(core.clock.now())


async def test_a_replaced_file_is_served_for_a_day(core: Core, shelf: Path) -> None:
    song, _ = await both(core)
    retitled = replace(song.audio, content_hash=ContentHash("c" * 64))
    core.archive.retagged = retitled
    (shelf / f"{retitled.content_hash}.mp3").write_bytes(b"music")
    renamed = await core.songs.rename(VISITOR, song.song_id, "Another")
    assert renamed.audio == retitled
    await core.keeping.tidy()
    old = song.audio.content_hash
    now = core.clock.now()
    assert await core.database.read(lambda tx: tx.files.is_served(old, now))
    assert core.archive.path_of(song.audio).is_file()
    core.clock.advance(86_401)
    later = core.clock.now()
    assert not await core.database.read(lambda tx: tx.files.is_served(old, later))
    await core.keeping.tidy()
    assert not core.archive.path_of(song.audio).exists()
    assert core.archive.path_of(retitled).is_file()


async def test_what_a_stop_left_in_the_archive_is_removed_a_day_later(
    core: Core, shelf: Path
) -> None:
    song, deleted = await both(core)
    await core.songs.delete(VISITOR, deleted.song_id)
    left = StoredFile(ContentHash("e" * 64), 0, "mp3")
    now = core.clock.now()
    for file in (song.audio, deleted.audio, left):
        core.archive.path_of(file).write_bytes(b"music")
        stored = StoredFile(file.content_hash, 0, "mp3")
        core.archive.arrived.append(Arrival(stored, now))
    await core.keeping.tidy()
    assert [each.file.content_hash for each in core.archive.arrived] == [
        deleted.audio.content_hash,
        left.content_hash,
    ]
    core.clock.advance(86_399)
    await core.keeping.tidy()
    assert core.archive.path_of(left).is_file()
    core.clock.advance(1)
    await core.keeping.tidy()
    assert names(shelf) == [core.archive.path_of(song.audio).name]
    assert core.archive.arrived == []
