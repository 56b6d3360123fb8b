"""Files of songs in the database."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import (
    BindParameter,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
    update,
)

from bot.domain.files import FileGone, FileKind, RetiredFile, SongFile, StockedFile, StoredFile
from bot.domain.ids import ContentHash, JobId, SongId
from storage.columns import WHOLE_NUMBER, Choice, UtcTime
from storage.connections import Connection
from storage.dialects import insert_or_update
from storage.tables import AnyRow, favourites, retired_files, song_files, songs, timelines

_SAVE = insert_or_update(
    song_files,
    unique=(song_files.c.song_id, song_files.c.kind),
    changes=lambda wish: {
        "content_hash": wish.content_hash,
        "size_bytes": wish.size_bytes,
        "extension": wish.extension,
        "created_at": wish.created_at,
        "told": wish.told,
    },
)
_OF_SONG = (
    select(song_files)
    .where(song_files.c.song_id == bindparam("of_song"))
    .order_by(song_files.c.kind)
)
_OF_JOB = (
    select(song_files)
    .join(songs, songs.c.song_id == song_files.c.song_id)
    .where(songs.c.job_id == bindparam("of_job"))
    .order_by(songs.c.position, song_files.c.kind)
)
_OF_KIND = bindparam("of_kind", type_=Choice(FileKind))
_FIND = _OF_SONG.where(song_files.c.kind == _OF_KIND)
_DROP = delete(song_files).where(song_files.c.song_id == bindparam("of_song"))
_DROP_KIND = _DROP.where(song_files.c.kind == _OF_KIND)

_SAVE_TIMELINE = insert_or_update(
    timelines, unique=(timelines.c.song_id,), changes=lambda wish: {"job_id": wish.job_id}
)
_TIMELINE = select(timelines.c.job_id).where(timelines.c.song_id == bindparam("of_song"))
_DROP_TIMELINE = delete(timelines).where(timelines.c.song_id == bindparam("of_song"))

_RETIRE = insert_or_update(
    retired_files,
    unique=(retired_files.c.content_hash,),
    changes=lambda wish: {
        "due_at": case(
            (wish.due_at < retired_files.c.due_at, wish.due_at), else_=retired_files.c.due_at
        )
    },
)
_HASTEN = (
    update(retired_files)
    .where(
        retired_files.c.song_id == bindparam("of_song"),
        retired_files.c.due_at > bindparam("at", type_=UtcTime),
    )
    .values(due_at=bindparam("at", type_=UtcTime))
)
_IN_SONGS = exists().where(
    songs.c.content_hash == retired_files.c.content_hash,
    songs.c.deleted_at.is_(None),
    songs.c.gone_at.is_(None),
)
_IN_FILES = exists().where(song_files.c.content_hash == retired_files.c.content_hash)
_DUE = (
    select(retired_files)
    .where(retired_files.c.due_at <= bindparam("at", type_=UtcTime), ~_IN_SONGS, ~_IN_FILES)
    .order_by(retired_files.c.due_at)
    .limit(bindparam("most", type_=WHOLE_NUMBER))
)
_NEXT_DUE = select(func.min(retired_files.c.due_at, type_=UtcTime)).where(~_IN_SONGS, ~_IN_FILES)
_FORGET = delete(retired_files).where(retired_files.c.content_hash == bindparam("of_content"))

_OF_CONTENT: BindParameter[str] = bindparam("of_content")
_SERVED = select(
    or_(
        exists().where(
            songs.c.content_hash == _OF_CONTENT,
            songs.c.deleted_at.is_(None),
            songs.c.gone_at.is_(None),
        ),
        exists().where(song_files.c.content_hash == _OF_CONTENT),
        exists().where(
            retired_files.c.content_hash == _OF_CONTENT,
            retired_files.c.due_at > bindparam("at", type_=UtcTime),
        ),
    )
)

_HERE = and_(songs.c.deleted_at.is_(None), songs.c.gone_at.is_(None))
_STOCK = select(
    select(func.coalesce(func.sum(songs.c.size_bytes), 0)).where(_HERE).scalar_subquery()
    + select(func.coalesce(func.sum(song_files.c.size_bytes), 0)).scalar_subquery()
)
_LIKED = exists().where(favourites.c.song_id == songs.c.song_id)
_OWN_AUDIO = select(
    songs.c.song_id,
    null().label("kind"),
    songs.c.content_hash,
    songs.c.size_bytes,
    songs.c.extension,
    case((_LIKED, 2), else_=1).label("rank"),
    songs.c.created_at,
).where(_HERE)
_BESIDE = select(
    song_files.c.song_id,
    song_files.c.kind,
    song_files.c.content_hash,
    song_files.c.size_bytes,
    song_files.c.extension,
    literal(0).label("rank"),
    song_files.c.created_at,
).where(song_files.c.kind != FileKind.PICTURE)
_EVERYTHING = union_all(_BESIDE, _OWN_AUDIO).subquery()
_MOST = bindparam("most", type_=WHOLE_NUMBER)
_OLDEST = select(_EVERYTHING).order_by(_EVERYTHING.c.rank, _EVERYTHING.c.created_at).limit(_MOST)
_AGED = (
    _OWN_AUDIO.where(songs.c.created_at < bindparam("before", type_=UtcTime), ~_LIKED)
    .order_by(songs.c.created_at)
    .limit(_MOST)
)
_MARK_GONE = (
    update(songs)
    .where(songs.c.song_id == bindparam("of_song"), songs.c.gone_at.is_(None))
    .values(gone_at=bindparam("at", type_=UtcTime), gone_why=bindparam("why"))
)


class SqlFiles:
    """`FileRepository` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(self, file: SongFile) -> None:
        """Save a song's file in place of an earlier one of its kind."""
        self._connection.execute(
            _SAVE.on(self._connection),
            {
                "song_id": file.song_id,
                "kind": file.kind,
                "content_hash": file.file.content_hash,
                "size_bytes": file.file.size_bytes,
                "extension": file.file.extension,
                "created_at": file.created_at,
                "told": file.told,
            },
        )

    def find(self, song_id: SongId, kind: FileKind) -> SongFile | None:
        """Return a song's file of a kind."""
        given = {"of_song": song_id, "of_kind": kind}
        row = self._connection.execute(_FIND, given).one_or_none()
        return None if row is None else _song_file(row)

    def of_song(self, song_id: SongId) -> tuple[SongFile, ...]:
        """Return all files of a song, by kind."""
        return _song_files(self._connection.execute(_OF_SONG, {"of_song": song_id}))

    def of_job(self, job_id: JobId) -> tuple[SongFile, ...]:
        """Return all files of a job's songs."""
        return _song_files(self._connection.execute(_OF_JOB, {"of_job": job_id}))

    def drop(self, song_id: SongId, kind: FileKind | None = None) -> tuple[SongFile, ...]:
        """Forget a song's file of a kind, or all of them, and return what was forgotten."""
        if kind is None:
            dropped = self.of_song(song_id)
            self._connection.execute(_DROP, {"of_song": song_id})
            return dropped
        found = self.find(song_id, kind)
        self._connection.execute(_DROP_KIND, {"of_song": song_id, "of_kind": kind})
        return () if found is None else (found,)

    def save_timeline(self, song_id: SongId, job_id: JobId) -> None:
        """Remember the job that found out when a song's words are sung."""
        self._connection.execute(
            _SAVE_TIMELINE.on(self._connection), {"song_id": song_id, "job_id": job_id}
        )

    def timeline_job(self, song_id: SongId) -> JobId | None:
        """Return that job."""
        job_id = self._connection.execute(_TIMELINE, {"of_song": song_id}).scalar_one_or_none()
        return None if job_id is None else JobId(job_id)

    def drop_timeline(self, song_id: SongId) -> None:
        """Forget that job."""
        self._connection.execute(_DROP_TIMELINE, {"of_song": song_id})

    def retire(self, retired: RetiredFile) -> None:
        """Have a file removed when it is due; of two times for one file the earlier counts."""
        self._connection.execute(
            _RETIRE.on(self._connection),
            {
                "content_hash": retired.file.content_hash,
                "song_id": retired.song_id,
                "size_bytes": retired.file.size_bytes,
                "extension": retired.file.extension,
                "due_at": retired.due_at,
            },
        )

    def hasten(self, song_id: SongId, now: datetime) -> None:
        """Have all retired files of a song removed now."""
        self._connection.execute(_HASTEN, {"of_song": song_id, "at": now})

    def due(self, now: datetime, *, limit: int) -> tuple[RetiredFile, ...]:
        """Return files that are to be removed now, and are needed by no song any more."""
        rows = self._connection.execute(_DUE, {"at": now, "most": limit})
        return tuple(RetiredFile(_stored(row), SongId(row.song_id), row.due_at) for row in rows)

    def next_due_at(self) -> datetime | None:
        """Return when the next file is to be removed."""
        due_at: datetime | None = self._connection.execute(_NEXT_DUE).scalar_one()
        return due_at

    def forget(self, content_hash: ContentHash) -> None:
        """Take a file off those that are to be removed."""
        self._connection.execute(_FORGET, {"of_content": content_hash})

    def is_served(self, content_hash: ContentHash, now: datetime) -> bool:
        """Tell whether a file belongs to a song that is there, or was replaced only lately."""
        given = {"of_content": content_hash, "at": now}
        return bool(self._connection.execute(_SERVED, given).scalar_one())

    def stock_bytes(self) -> int:
        """Return how large all files of all songs are together."""
        return int(self._connection.execute(_STOCK).scalar_one())

    def oldest(self, *, limit: int, before: datetime | None = None) -> tuple[StockedFile, ...]:
        """Return files in the order in which they may go; see the port."""
        if before is None:
            rows = self._connection.execute(_OLDEST, {"most": limit})
        else:
            rows = self._connection.execute(_AGED, {"most": limit, "before": before})
        return tuple(
            StockedFile(
                SongId(row.song_id),
                None if row.kind is None else FileKind(row.kind),
                _stored(row),
            )
            for row in rows
        )

    def mark_gone(self, song_id: SongId, gone: FileGone) -> None:
        """Note that a song's audio is no longer in the archive."""
        self._connection.execute(
            _MARK_GONE, {"of_song": song_id, "at": gone.at, "why": gone.reason}
        )


def _song_files(rows: Iterable[AnyRow]) -> tuple[SongFile, ...]:
    return tuple(_song_file(row) for row in rows)


def _song_file(row: AnyRow) -> SongFile:
    return SongFile(SongId(row.song_id), row.kind, _stored(row), row.created_at, row.told)


def _stored(row: AnyRow) -> StoredFile:
    return StoredFile(ContentHash(row.content_hash), row.size_bytes, row.extension)
