"""What the repositories promise to the library."""

from dataclasses import replace

from bot.domain.delivery import MessageRef
from bot.domain.ids import ChannelId, ContentHash, GuildId, JobId, MessageId, SongId, UserId
from bot.domain.jobs import JobState
from bot.domain.library import Posting, Shelf, SongQuery, Visitor
from bot.domain.ports import Database, Transaction
from bot.domain.songs import Song, SongRole
from tests.support.records import GUILD, MEMBER, NOW, after, new_job, new_message, new_song

OTHER = UserId(4711)
HERE = Visitor(GUILD, MEMBER)
GUEST = Visitor(GUILD, OTHER)


def song(number: int, title: str = "Tin", author_id: UserId = MEMBER) -> Song:
    """Return the only song of a job; songs with higher numbers are newer."""
    return replace(
        new_song(new_job(number)),
        song_id=SongId(f"{number:010}"),
        title=title,
        author_id=author_id,
        created_at=after(number),
    )


async def shelve(database: Database, *songs: Song) -> None:
    """Save songs and their jobs."""

    def work(tx: Transaction) -> None:
        for each in songs:
            job = new_job(int(each.job_id.removeprefix("job")))
            tx.jobs.add(replace(job, guild_id=each.guild_id, requester_id=each.author_id))
            tx.songs.add(each)

    await database.write(work)


async def found(
    database: Database, query: SongQuery, visitor: Visitor = HERE, limit: int = 25, offset: int = 0
) -> list[int]:
    """Return the numbers of the songs that are found, after checking that they are counted."""
    songs, count, every = await database.read(
        lambda tx: (
            tx.songs.find(visitor, query, limit=limit, offset=offset),
            tx.songs.count(visitor, query),
            tx.songs.find(visitor, query, limit=1000),
        )
    )
    assert count == len(every)
    return [int(each.song_id) for each in songs]


async def test_songs_are_found_newest_first_and_page_by_page(database: Database) -> None:
    await shelve(database, *(song(number) for number in (3, 1, 2)))
    assert await found(database, SongQuery()) == [3, 2, 1]
    assert await found(database, SongQuery(), limit=2) == [3, 2]
    assert await found(database, SongQuery(), limit=2, offset=2) == [1]


async def test_songs_of_other_servers_deleted_and_private_songs_are_not_found(
    database: Database,
) -> None:
    await shelve(
        database,
        song(1),
        replace(song(2), private=True),
        replace(song(3), deleted_at=NOW),
        replace(song(4), guild_id=GuildId(5)),
        replace(song(5, author_id=OTHER), private=True),
        song(6, author_id=OTHER),
    )
    assert await found(database, SongQuery()) == [6, 2, 1]
    assert await found(database, SongQuery(), GUEST) == [6, 5, 1]
    assert await found(database, SongQuery(Shelf.SERVER)) == [6, 1]
    assert await found(database, SongQuery(Shelf.OWN)) == [2, 1]
    assert await found(database, SongQuery(Shelf.OWN), GUEST) == [6, 5]
    assert await found(database, SongQuery(author_id=OTHER)) == [6]


async def test_the_tracks_of_a_song_are_no_songs_of_their_own(database: Database) -> None:
    roles = (SongRole.SONG, SongRole.STEM, SongRole.FRAGMENT, SongRole.UPLOAD)
    shelved = [replace(song(number), role=role) for number, role in enumerate(roles, 1)]
    await shelve(database, *shelved)
    assert await found(database, SongQuery()) == [4, 3, 1]


async def test_words_are_found_anywhere_in_title_or_id_whatever_their_case(
    database: Database,
) -> None:
    await shelve(
        database,
        song(1, "Neon Rain"),
        song(2, "GRÜßE  aus Köln"),
        song(3, "100 % _pure_ \\o/"),
        song(4, "ＷＩＤＥ"),
    )
    for words, expected in {
        "neon": [1],
        "on ra": [1],
        "0000000002": [2],
        "grüsse aus": [2],
        "%": [3],
        "_": [3],
        "\\": [3],
        "wide": [4],
        "'": [],
        "   ": [4, 3, 2, 1],
    }.items():
        assert await found(database, SongQuery(words=words)) == expected, words


async def test_favourites_are_listed_as_they_were_added(database: Database) -> None:
    hidden = replace(song(4, author_id=OTHER), private=True)
    await shelve(database, song(1), song(2), song(3), hidden)

    def add(tx: Transaction) -> None:
        for second, number in enumerate((2, 1, 4, 2)):
            tx.songs.add_favourite(MEMBER, SongId(f"{number:010}"), after(second))
        tx.songs.add_favourite(OTHER, SongId("0000000003"), NOW)

    await database.write(add)
    assert await found(database, SongQuery(Shelf.FAVOURITES)) == [1, 2]
    ids = [SongId(f"{number:010}") for number in (1, 3)]
    marked = await database.read(lambda tx: tx.songs.favourites_among(MEMBER, ids))
    assert marked == {"0000000001"}
    assert await database.read(lambda tx: tx.songs.favourites_among(MEMBER, [])) == frozenset()
    await database.write(lambda tx: tx.songs.drop_favourite(MEMBER, SongId("0000000001")))
    assert await found(database, SongQuery(Shelf.FAVOURITES)) == [2]


async def test_a_renamed_song_is_found_by_its_new_title(database: Database) -> None:
    await shelve(database, song(1, "Old"))
    await database.write(lambda tx: tx.songs.rename(SongId("0000000001"), "Brand New"))
    assert await found(database, SongQuery(words="brand")) == [1]
    assert await found(database, SongQuery(words="old")) == []


async def test_a_deleted_song_keeps_its_row_and_loses_its_texts(database: Database) -> None:
    first = song(1)
    second = replace(first, song_id=SongId("0000000009"), position=2)
    await shelve(database, first)
    await database.write(lambda tx: tx.songs.add(second))
    content = first.audio.content_hash
    assert await database.read(lambda tx: tx.songs.uses(content)) == 2
    assert await database.read(lambda tx: tx.songs.deletion_of(first.job_id)) is None
    await database.write(lambda tx: tx.songs.delete(first.song_id, NOW))
    await database.write(lambda tx: tx.songs.delete(first.song_id, after(60)))
    kept = await database.read(lambda tx: tx.songs.get(first.song_id))
    assert kept == replace(first, title="", style="", lyrics="", deleted_at=NOW)
    assert await database.read(lambda tx: tx.songs.of_job(first.job_id)) == (second,)
    assert await database.read(lambda tx: tx.songs.deletion_of(first.job_id)) == NOW
    assert await database.read(lambda tx: tx.songs.uses(content)) == 1


async def test_files_of_deleted_songs_are_told_unless_another_song_has_them(
    database: Database,
) -> None:
    own = replace(song(2).audio, content_hash=ContentHash("cd" * 32))
    first, second, kept = song(1), replace(song(2), audio=own), song(3)
    await shelve(database, first, second, kept)

    def delete(tx: Transaction) -> None:
        tx.songs.delete(first.song_id, NOW)
        tx.songs.delete(second.song_id, NOW)

    await database.write(delete)
    assert await database.read(lambda tx: tx.songs.unused_files(NOW)) == (own,)
    assert await database.read(lambda tx: tx.songs.unused_files(after(1))) == ()


async def test_messages_lead_to_their_jobs(database: Database) -> None:
    job = new_job()
    own: MessageRef = new_message(job)
    posting = Posting(MessageId(8), job.job_id, job.guild_id, ChannelId(3))

    def work(tx: Transaction) -> None:
        tx.jobs.add(job)
        tx.deliveries.add_message(own)
        tx.deliveries.record_message(job.job_id, MessageId(7))
        tx.postings.add(posting)

    await database.write(work)

    def read(tx: Transaction) -> list[JobId | None]:
        return [tx.postings.job_on(MessageId(number)) for number in (7, 8, 9)]

    assert await database.read(read) == [job.job_id, job.job_id, None]
    assert await database.read(lambda tx: tx.postings.of_job(job.job_id)) == (posting,)
    assert await database.read(lambda tx: tx.postings.of_job(JobId("nothing"))) == ()


async def test_a_message_out_of_reach_is_never_drawn_anew(database: Database) -> None:
    job = new_job()
    near = Posting(MessageId(8), job.job_id, job.guild_id, ChannelId(3))
    away = replace(near, message_id=MessageId(9), out_of_reach=True)

    def work(tx: Transaction) -> list[Posting]:
        tx.jobs.add(job)
        for posting in (near, away):
            tx.postings.add(posting)
        tx.postings.want(job.job_id, NOW)
        due = tx.postings.claim(now=NOW, lease_until=after(60), limit=5)
        return [each.posting for each in due]

    assert await database.write(work) == [near]
    assert await database.read(lambda tx: tx.postings.of_job(job.job_id)) == (near, away)


async def test_open_jobs_are_listed_in_their_order(database: Database) -> None:
    jobs = [
        new_job(1, JobState.SUCCEEDED, due=None),
        new_job(3),
        new_job(2, JobState.RUNNING),
        replace(new_job(4), requester_id=OTHER),
        replace(new_job(5), guild_id=GuildId(5)),
    ]

    def add(tx: Transaction) -> None:
        for job in jobs:
            tx.jobs.add(job)

    await database.write(add)

    async def open_ids(requester_id: UserId | None, limit: int = 9) -> list[str]:
        found_jobs = await database.read(
            lambda tx: tx.jobs.open_in(GUILD, requester_id, limit=limit)
        )
        return [job.job_id for job in found_jobs]

    assert await open_ids(None) == ["job0000002", "job0000003", "job0000004"]
    assert await open_ids(MEMBER) == ["job0000002", "job0000003"]
    assert await open_ids(None, limit=1) == ["job0000002"]
