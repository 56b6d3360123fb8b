"""How songs are looked for: what is kept of each, and what a query becomes in SQL."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Executable, FromClause, func, or_, select

from bot.domain.ids import SongId
from bot.domain.library import Shelf, SongQuery, Visitor, folded
from bot.domain.songs import SongRole
from storage.tables import favourites, jam_jobs, job_authors, songs

_LONGEST_TITLE = 120
"""Folded characters; PostgreSQL takes no index entry of more than 2,700 bytes."""

_ESCAPE = "\\"


def search_text(title: str, song_id: SongId) -> str:
    """Return what searches look at."""
    return f"{folded(title)[:_LONGEST_TITLE]} {song_id}"


def find(visitor: Visitor, query: SongQuery, *, limit: int, offset: int) -> Executable:
    """Return the search for one page of songs, newest first."""
    newest = (songs.c.created_at.desc(), songs.c.job_id.desc(), songs.c.position.desc())
    added = (favourites.c.added_at.desc(), songs.c.song_id.desc())
    return (
        select(*songs.c)
        .select_from(_source(query))
        .where(*_conditions(visitor, query))
        .order_by(*(added if query.shelf is Shelf.FAVOURITES else newest))
        .limit(limit)
        .offset(offset)
    )


def count(visitor: Visitor, query: SongQuery) -> Executable:
    """Return the count of what a query finds."""
    return select(func.count()).select_from(_source(query)).where(*_conditions(visitor, query))


def _source(query: SongQuery) -> FromClause:
    if query.shelf is Shelf.FAVOURITES:
        return favourites.join(songs, favourites.c.song_id == songs.c.song_id)
    return songs


def _conditions(visitor: Visitor, query: SongQuery) -> Iterator[ColumnElement[bool]]:
    yield songs.c.guild_id == visitor.guild_id
    yield songs.c.deleted_at.is_(None)
    # The tracks of a song are found through the song.
    yield songs.c.role != SongRole.STEM
    match query.shelf:
        case Shelf.OWN:
            yield or_(songs.c.author_id == visitor.user_id, _shared_by(visitor))
        case Shelf.SERVER:
            yield songs.c.private == 0
        case Shelf.JAMS:
            yield songs.c.job_id.in_(select(jam_jobs.c.job_id))
            yield _visible_to(visitor)
        case Shelf.EVERY:
            yield _visible_to(visitor)
        case Shelf.FAVOURITES:
            yield favourites.c.user_id == visitor.user_id
            yield _visible_to(visitor)
    if query.author_id is not None:
        yield songs.c.author_id == query.author_id
    words = folded(query.words)
    if words:
        yield songs.c.search_text.like(_pattern(words), escape=_ESCAPE)


def _shared_by(visitor: Visitor) -> ColumnElement[bool]:
    """Return whether somebody is one of several authors of a song."""
    theirs = select(job_authors.c.job_id).where(job_authors.c.user_id == visitor.user_id)
    return songs.c.job_id.in_(theirs)


def _visible_to(visitor: Visitor) -> ColumnElement[bool]:
    return or_(songs.c.private == 0, songs.c.author_id == visitor.user_id)


def _pattern(words: str) -> str:
    for special in (_ESCAPE, "%", "_"):
        words = words.replace(special, _ESCAPE + special)
    return f"%{words}%"
