"""Which job or song somebody means, and what belongs to it: rules within a transaction."""

from collections.abc import Callable
from datetime import datetime

from bot.domain.errors import JobNotFound
from bot.domain.ids import GuildId, JobId, MessageId, SongId, song_id_of
from bot.domain.jobs import Job, Scrutiny
from bot.domain.library import (
    NotTheAuthor,
    Relative,
    Shelf,
    SongDeleted,
    SongNotFound,
    SongQuery,
    Visitor,
    folded,
    linked_message,
    short_id_in,
)
from bot.domain.ports import Transaction
from bot.domain.songs import Song

MOST_GENERATIONS = 3
MOST_RELATIVES = 10
"""How far and how many relatives of a song are told, in each direction."""


def job_here(tx: Transaction, job_id: JobId, guild_id: GuildId) -> Job:
    """Return a job of this server.

    Raises:
        JobNotFound: there is none, or it belongs to another server.
    """
    job = tx.jobs.get(job_id)
    if job is None or job.guild_id != guild_id:
        raise JobNotFound(job_id)
    return job


def family_of(tx: Transaction, visitor: Visitor, song: Song) -> tuple[Relative, ...]:
    """Return a song's relatives, oldest generation first, as far as the visitor may see them."""
    above = _relatives(visitor, song, -1, tx.songs.parents_of)
    below = _relatives(visitor, song, 1, tx.songs.children_of)
    return (*reversed(above), *below)


def descent_in(
    tx: Transaction, song: Song, family: tuple[Relative, ...]
) -> tuple[tuple[SongId, SongId], ...]:
    """Return who of a song's family is made from whom, as pairs of parent and child."""
    known = {song.song_id, *(relative.song.song_id for relative in family)}
    return tuple(
        (parent.song_id, child)
        for child in sorted(known)
        for parent in tx.songs.parents_of(child)
        if parent.song_id in known
    )


def _relatives(
    visitor: Visitor, song: Song, step: int, next_to: Callable[[SongId], tuple[Song, ...]]
) -> list[Relative]:
    """Return relatives in one direction, nearest first, each once."""
    found: list[Relative] = []
    known, nearest = {song.song_id}, [song]
    for distance in range(1, MOST_GENERATIONS + 1):
        further = [each for near in nearest for each in next_to(near.song_id)]
        nearest = [
            each
            for each in {each.song_id: each for each in further}.values()
            if each.song_id not in known and visitor.may_see(each)
        ]
        known.update(each.song_id for each in nearest)
        found += [Relative(each, step * distance) for each in nearest]
        if len(found) >= MOST_RELATIVES:
            break
    return found[:MOST_RELATIVES]


def named_song(tx: Transaction, visitor: Visitor, given: str) -> Song:
    """Return the song that a member named by its id, its job's, a message's link or its title.

    Raises:
        SongNotFound, SongDeleted: there is none, or none any more, for this visitor.
    """
    message_id = linked_message(given)
    if message_id is not None:
        return song_on_message(tx, visitor, message_id, given)
    short_id = short_id_in(given)
    if short_id is not None:
        if tx.songs.get(SongId(short_id)) is not None:
            return visible_song(tx, visitor, SongId(short_id))
        if tx.jobs.get(JobId(short_id)) is not None:
            return first_song(tx, visitor, JobId(short_id), given)
    return _titled(tx, visitor, given)


def _titled(tx: Transaction, visitor: Visitor, given: str) -> Song:
    title = folded(given)
    found = tx.songs.find(visitor, SongQuery(Shelf.EVERY, title), limit=25) if title else ()
    for song in found:
        if folded(song.title) == title:
            return song
    raise SongNotFound(given)


def song_on_message(tx: Transaction, visitor: Visitor, message_id: MessageId, given: str) -> Song:
    """Return the first song on a message.

    Raises:
        SongNotFound, SongDeleted: it shows none, or none any more, for this visitor.
    """
    job_id = tx.postings.job_on(message_id)
    if job_id is None:
        raise SongNotFound(given)
    return first_song(tx, visitor, job_id, given)


def first_song(tx: Transaction, visitor: Visitor, job_id: JobId, given: str) -> Song:
    """Return the first of a job's songs.

    Raises:
        SongNotFound, SongDeleted: there is none, or none any more, for this visitor.
    """
    for song in tx.songs.of_job(job_id):
        if visitor.may_see(song):
            return song
    deleted_at = tx.songs.deletion_of(job_id)
    gone = tx.songs.get(song_id_of(job_id, 1))
    if deleted_at is not None and gone is not None and visitor.may_see(gone):
        raise song_deleted(tx, gone, deleted_at)
    raise SongNotFound(given)


def song_deleted(tx: Transaction, song: Song, deleted_at: datetime) -> SongDeleted:
    """Return the refusal of a song that is gone, which knows whether a moderator removed it."""
    job = tx.jobs.get(song.job_id)
    removed = job is not None and job.scrutiny is Scrutiny.REMOVED
    return SongDeleted(song.song_id, deleted_at, removed)


def visible_song(tx: Transaction, visitor: Visitor, song_id: SongId) -> Song:
    """Return a song.

    Raises:
        SongNotFound, SongDeleted: there is none, or none any more, for this visitor.
    """
    song = tx.songs.get(song_id)
    if song is None or not visitor.may_see(song):
        raise SongNotFound(song_id)
    if song.deleted_at is not None:
        raise song_deleted(tx, song, song.deleted_at)
    return song


def own_song(tx: Transaction, visitor: Visitor, song_id: SongId) -> Song:
    """Return a song that the visitor made.

    Raises:
        SongNotFound, SongDeleted: there is none, or none any more, for this visitor.
        NotTheAuthor: it is someone else's.
    """
    song = visible_song(tx, visitor, song_id)
    if song.author_id != visitor.user_id:
        raise NotTheAuthor(song_id)
    return song
