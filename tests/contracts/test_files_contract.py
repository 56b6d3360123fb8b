"""Songs' files and shown messages, the same on SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.files import (
    FileGone,
    FileKind,
    GoneReason,
    RetiredFile,
    SongFile,
    StoredFile,
)
from bot.domain.ids import ChannelId, ContentHash, MessageId
from bot.domain.library import Posting
from bot.domain.ports import Database, Transaction
from bot.domain.songs import Song, SongRole
from tests.support.records import GUILD, MEMBER, NOW, after, new_job, new_song

JOB = new_job()


def content(character: str, size: int = 10, extension: str = "wav") -> StoredFile:
    return StoredFile(ContentHash(character * 64), size, extension)


def song(position: int, character: str) -> Song:
    made = new_song(JOB, position)
    audio = replace(made.audio, content_hash=ContentHash(character * 64), size_bytes=100)
    return replace(made, audio=audio, created_at=after(position))


FIRST, SECOND = song(1, "1"), song(2, "2")


def save_songs(tx: Transaction) -> None:
    tx.jobs.add(JOB)
    tx.songs.add(FIRST)
    tx.songs.add(SECOND)


async def test_a_song_has_one_file_of_each_kind(database: Database) -> None:
    await database.write(save_songs)
    wav = SongFile(FIRST.song_id, FileKind.WAV, content("a"), NOW)
    later = replace(wav, file=content("b", 20), created_at=after(5), told="0.1 1.0")
    midi = SongFile(FIRST.song_id, FileKind.MIDI, content("c", 5, "mid"), NOW)

    def save(tx: Transaction) -> None:
        for file in (wav, midi, later):
            tx.files.save(file)

    await database.write(save)
    assert await database.read(lambda tx: tx.files.of_song(FIRST.song_id)) == (midi, later)
    assert await database.read(lambda tx: tx.files.of_job(JOB.job_id)) == (midi, later)
    assert await database.read(lambda tx: tx.files.find(FIRST.song_id, FileKind.WAV)) == later
    assert await database.read(lambda tx: tx.files.find(SECOND.song_id, FileKind.WAV)) is None
    assert await database.read(lambda tx: tx.files.stock_bytes()) == 100 + 100 + 20 + 5
    dropped = await database.write(lambda tx: tx.files.drop(FIRST.song_id, FileKind.WAV))
    assert dropped == (later,)
    assert await database.write(lambda tx: tx.files.drop(FIRST.song_id)) == (midi,)
    assert await database.write(lambda tx: tx.files.drop(FIRST.song_id)) == ()


async def test_a_timeline_is_known_by_its_job(database: Database) -> None:
    await database.write(save_songs)
    assert await database.read(lambda tx: tx.files.timeline_job(FIRST.song_id)) is None

    def save(tx: Transaction) -> None:
        for _ in range(2):
            tx.files.save_timeline(FIRST.song_id, JOB.job_id)

    await database.write(save)
    assert await database.read(lambda tx: tx.files.timeline_job(FIRST.song_id)) == JOB.job_id
    await database.write(lambda tx: tx.files.drop_timeline(FIRST.song_id))
    assert await database.read(lambda tx: tx.files.timeline_job(FIRST.song_id)) is None


async def test_retired_files_are_due_unless_a_song_needs_them(database: Database) -> None:
    await database.write(save_songs)
    old, still = content("d", extension="mp3"), content("1", extension="mp3")

    def retire(tx: Transaction) -> None:
        tx.files.retire(RetiredFile(old, FIRST.song_id, after(60)))
        tx.files.retire(RetiredFile(old, FIRST.song_id, after(90)))
        tx.files.retire(RetiredFile(still, FIRST.song_id, after(10)))

    await database.write(retire)
    assert await database.read(lambda tx: tx.files.next_due_at()) == after(60)
    assert await database.read(lambda tx: tx.files.due(after(59), limit=5)) == ()
    (due,) = await database.read(lambda tx: tx.files.due(after(60), limit=5))
    assert due == RetiredFile(old, FIRST.song_id, after(60))
    served = await database.read(
        lambda tx: [
            tx.files.is_served(each, after(59))
            for each in (old.content_hash, still.content_hash, ContentHash("e" * 64))
        ]
    )
    assert served == [True, True, False]
    await database.write(lambda tx: tx.files.hasten(FIRST.song_id, after(5)))
    assert not await database.read(lambda tx: tx.files.is_served(old.content_hash, after(5)))
    assert await database.read(lambda tx: tx.files.next_due_at()) == after(5)
    await database.write(lambda tx: tx.files.forget(old.content_hash))
    assert await database.read(lambda tx: tx.files.next_due_at()) is None


async def test_what_may_go_goes_in_order(database: Database) -> None:
    await database.write(save_songs)
    wav = SongFile(FIRST.song_id, FileKind.WAV, content("a"), after(9))
    picture = SongFile(SECOND.song_id, FileKind.PICTURE, content("f", 3, "png"), NOW)

    def save(tx: Transaction) -> None:
        tx.files.save(wav)
        tx.files.save(picture)
        tx.songs.add_favourite(MEMBER, FIRST.song_id, NOW)

    await database.write(save)
    order = await database.read(lambda tx: tx.files.oldest(limit=10))
    assert [(each.song_id, each.kind) for each in order] == [
        (FIRST.song_id, FileKind.WAV),
        (SECOND.song_id, None),
        (FIRST.song_id, None),
    ]
    aged = await database.read(lambda tx: tx.files.oldest(limit=10, before=after(100)))
    assert [each.song_id for each in aged] == [SECOND.song_id]
    gone = FileGone(after(200), GoneReason.SPACE)
    await database.write(lambda tx: tx.files.mark_gone(SECOND.song_id, gone))
    kept = await database.read(lambda tx: tx.songs.get(SECOND.song_id))
    assert kept is not None
    assert kept.gone == gone
    assert not await database.read(
        lambda tx: tx.files.is_served(SECOND.audio.content_hash, after(200))
    )


async def test_a_song_s_tracks_are_found(database: Database) -> None:
    other = new_job(2)
    stems = [
        replace(new_song(other, number), role=SongRole.STEM, label=f"track {number}")
        for number in (2, 1)
    ]

    def save(tx: Transaction) -> None:
        save_songs(tx)
        tx.jobs.add(other)
        for stem in stems:
            tx.songs.add(stem)
            tx.songs.add_parents(stem.song_id, (FIRST.song_id,))

    await database.write(save)
    found = await database.read(lambda tx: tx.songs.stems_of(FIRST.song_id))
    assert [stem.label for stem in found] == ["track 1", "track 2"]
    replaced = replace(FIRST.audio, content_hash=ContentHash("9" * 64), size_bytes=7)
    await database.write(lambda tx: tx.songs.replace_audio(FIRST.song_id, replaced))
    song = await database.read(lambda tx: tx.songs.get(FIRST.song_id))
    assert song is not None
    assert song.audio == replaced


async def test_postings_are_claimed_once_and_wanted_again(database: Database) -> None:
    await database.write(save_songs)
    posting = Posting(MessageId(1), JOB.job_id, GUILD, ChannelId(3))
    part = replace(posting, message_id=MessageId(2), part=2, original=True)

    def save(tx: Transaction) -> None:
        for each in (posting, part, posting):
            tx.postings.add(each)

    await database.write(save)
    assert await database.read(lambda tx: tx.postings.of_job(JOB.job_id)) == (posting, part)
    assert await database.read(lambda tx: tx.postings.next_due_at()) is None
    await database.write(lambda tx: tx.postings.want(JOB.job_id, NOW))
    lease = NOW + timedelta(seconds=60)

    def claim(tx: Transaction) -> int:
        return len(tx.postings.claim(now=NOW, lease_until=lease, limit=5))

    held = await database.write(lambda tx: tx.postings.claim(now=NOW, lease_until=lease, limit=5))
    assert [each.posting for each in held] == [posting, part]
    assert await database.write(claim) == 0
    await database.write(lambda tx: tx.postings.drawn(held[0]))
    await database.write(lambda tx: tx.postings.retry(held[1], after(5)))
    assert await database.read(lambda tx: tx.postings.next_due_at()) == after(5)
    await database.write(lambda tx: tx.postings.want(JOB.job_id, NOW))
    # Whoever held them before says nothing about what is wanted now.
    await database.write(lambda tx: tx.postings.drawn(held[1]))
    assert await database.write(claim) == 2
    await database.write(lambda tx: tx.postings.remove(MessageId(1)))
    assert await database.read(lambda tx: tx.postings.of_job(JOB.job_id)) == (part,)
