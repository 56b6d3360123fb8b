from dataclasses import replace

import pytest

from bot.domain.ids import SongId
from bot.domain.ports import Database, Transaction
from tests.support.records import new_job, new_song


async def test_songs_are_kept_and_found(database: Database) -> None:
    job = new_job()
    songs = [new_song(job, 2), new_song(job, 1)]

    def work(tx: Transaction) -> None:
        tx.jobs.add(job)
        for song in songs:
            tx.songs.add(song)

    await database.write(work)
    assert await database.read(lambda tx: tx.songs.get(songs[0].song_id)) == songs[0]
    assert await database.read(lambda tx: tx.songs.of_job(job.job_id)) == tuple(reversed(songs))
    assert await database.read(lambda tx: tx.songs.get(SongId("nothing"))) is None
    assert await database.read(lambda tx: tx.songs.of_job(new_job(2).job_id)) == ()


async def test_a_place_among_a_jobs_songs_is_taken_once(database: Database) -> None:
    job = new_job()
    await database.write(lambda tx: tx.jobs.add(job))
    await database.write(lambda tx: tx.songs.add(new_song(job)))
    twin = replace(new_song(job), song_id=SongId("another"))
    with pytest.raises(Exception, match=r"(?i)unique"):
        await database.write(lambda tx: tx.songs.add(twin))


async def test_hostile_text_in_a_song_is_only_text(database: Database) -> None:
    job = new_job()
    title = "'); DROP TABLE songs; -- <b>@everyone</b> \u202e🎺"
    song = replace(new_song(job), title=title, lyrics="half \ud83c a pair\x00")
    await database.write(lambda tx: tx.jobs.add(job))
    await database.write(lambda tx: tx.songs.add(song))
    kept = await database.read(lambda tx: tx.songs.get(song.song_id))
    assert kept == replace(song, lyrics="half ? a pair?")
