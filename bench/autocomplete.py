"""How long suggesting songs takes in a server that has 20,000, of 40,000 in the database.

The first reference is a bound: 50 ms, within which an answer must be found while somebody types.
The second is bare sqlite3 on the same rows without the index, with the usual statement: a LIKE on
the titles, sorted by time. The hardest search finds nothing, so that it looks at every song.
"""

import asyncio
import contextlib
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.ratios import Ratio
from bot.domain.ids import (
    ContentHash,
    GuildId,
    IdempotencyKey,
    JobId,
    ProviderClipId,
    UserId,
    song_id_of,
)
from bot.domain.jobs import Job, JobKind, JobState, Stage
from bot.domain.library import Shelf, SongQuery, Visitor
from bot.domain.ports import Database, Transaction
from bot.domain.songs import Song, SongRequest, StoredAudio
from storage import open_database

SONGS = 20_000
BOUND_MILLISECONDS = 50.0
SEARCHES = 200
SUGGESTIONS = 25
NOW = datetime(2026, 1, 1, tzinfo=UTC)
HERE, ELSEWHERE = GuildId(1), GuildId(2)
VISITOR = Visitor(HERE, UserId(7))

_WORDS = ("Neon", "Rain", "Tin", "Harbour", "Dust", "Winter", "Motor", "Lullaby")
_QUERIES = {"nothing typed": "", "a word typed": "harbour", "what no song has": "zzzz"}
_USUAL = (
    "SELECT * FROM songs NOT INDEXED WHERE guild_id = ? AND deleted_at IS NULL"
    " AND (private = 0 OR author_id = ?) AND title LIKE ? ORDER BY created_at DESC LIMIT 25"
)


async def measure() -> list[Ratio]:
    """Compare the slowest searches with the bound, and the median with the usual statement."""
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as folder:
        path = Path(folder) / "songs.db"
        async with open_database(str(path)) as database:
            for guild_id in (HERE, ELSEWHERE):
                await _fill(database, guild_id)
            ratios: list[Ratio] = []
            for name, words in _QUERIES.items():
                search = _search(database, words)
                alone, together = await _durations(search, 1), await _durations(search, 4)
                ratios += [
                    _beside_the_bound(f"{name}, p99", alone, 99),
                    _beside_the_bound(f"{name}, 4 at once, p95", together, 95),
                    Ratio(
                        f"{name}, p50",
                        "ms",
                        _percentile(alone, 50),
                        "sqlite3 without the index",
                        _percentile(_usual_durations(path, words), 50),
                        aim=1.0,
                        more_is_better=False,
                    ),
                ]
            return ratios


def _beside_the_bound(subject: str, taken: list[float], percent: int) -> Ratio:
    ours = _percentile(taken, percent)
    return Ratio(subject, "ms", ours, "the bound", BOUND_MILLISECONDS, 1.0, more_is_better=False)


def _percentile(taken: list[float], percent: int) -> float:
    """Return a percentile of sorted seconds, in milliseconds."""
    return taken[len(taken) * percent // 100] * 1000


def _search(database: Database, words: str) -> Callable[[], Awaitable[object]]:
    query = SongQuery(Shelf.EVERY, words)
    return lambda: database.read(lambda tx: tx.songs.find(VISITOR, query, limit=SUGGESTIONS))


async def _durations(search: Callable[[], Awaitable[object]], callers: int) -> list[float]:
    """Return how long each search took, in seconds, sorted."""
    taken: list[float] = []

    async def call() -> None:
        for _ in range(SEARCHES // callers):
            begun = time.perf_counter()
            await search()
            taken.append(time.perf_counter() - begun)

    await search()
    await asyncio.gather(*(call() for _ in range(callers)))
    return sorted(taken)


def _usual_durations(path: Path, words: str) -> list[float]:
    taken = []
    with contextlib.closing(sqlite3.connect(path)) as file:
        for _ in range(SEARCHES // 10):
            begun = time.perf_counter()
            file.execute(_USUAL, (HERE, VISITOR.user_id, f"%{words}%")).fetchall()
            taken.append(time.perf_counter() - begun)
    return sorted(taken)


async def _fill(database: Database, guild_id: GuildId) -> None:
    step = 2000
    for begin in range(0, SONGS, step):

        def add(tx: Transaction, begin: int = begin) -> None:
            for number in range(begin, begin + step, 2):
                job = _job(guild_id, number)
                tx.jobs.add(job)
                for position in (1, 2):
                    tx.songs.add(_song(job, number, position))

        await database.write(add)


def _job(guild_id: GuildId, number: int) -> Job:
    return Job(
        job_id=JobId(f"{guild_id}{number:09}"),
        kind=JobKind.CREATE,
        state=JobState.SUCCEEDED,
        stage=Stage.COLLECTING,
        guild_id=guild_id,
        requester_id=UserId(number % 500),
        requester_name="Ada",
        request=SongRequest(model="sonic-v6", idea="rain on tin"),
        price=14,
        promised=2,
        idempotency_key=IdempotencyKey(f"itx:{guild_id}:{number}"),
        created_at=NOW + timedelta(minutes=number),
        due_at=None,
        finished_at=NOW + timedelta(minutes=number + 2),
    )


def _song(job: Job, number: int, position: int) -> Song:
    word, other = _WORDS[number % len(_WORDS)], _WORDS[number // len(_WORDS) % len(_WORDS)]
    song = Song(
        song_id=song_id_of(job.job_id, position),
        job_id=job.job_id,
        position=position,
        guild_id=job.guild_id,
        author_id=job.requester_id,
        title=f"{word} {other} {number}",
        style="synthwave, slow, analogue, female voice",
        lyrics="[Verse]\n" + "Rain on tin, and nobody in\n" * 40,
        model="sonic-v6",
        clip_id=ProviderClipId(f"clip-{number}-{position}"),
        audio=StoredAudio(ContentHash(f"{number:063}{position}"), 3_000_000, 151.0, "mp3"),
        created_at=job.created_at + timedelta(minutes=2),
    )
    return replace(song, private=number % 20 == 0)
