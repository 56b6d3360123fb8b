"""The first poll after a start with 10,000 open jobs, and how many there are in a second then.

The bot is a process of its own, started as operators do; its log tells when it asked the studio.
Every job is overdue, as after a night in which nothing ran.
"""

import json
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.ratios import Ratio
from bot.domain.ids import IdempotencyKey, ProviderTaskId, UserId
from bot.domain.jobs import Job, JobState
from bot.domain.ports import Database, Transaction
from bot.domain.songs import SongRequest
from bot.settings import PollSettings
from storage import open_database
from tests.support.jobs import submitting_job
from tests.support.lives import until
from tests.support.program import BotProcess, start_bot
from tests.support.scene import open_scene

JOBS = 10_000
AIM_SECONDS = 5.0
_WATCHED_SECONDS = 10.0
_BATCH = 500
_MODEL = "sonic-v6"


async def measure() -> list[Ratio]:
    """Start on a full database and read the log."""
    with tempfile.TemporaryDirectory(prefix="jamboree-restart-") as folder:
        async with open_scene(Path(folder)) as scene:
            # A bot in earnest polls at its own times.
            settings = {
                name: value
                for name, value in scene.settings.items()
                if not name.startswith("JAMBOREE_POLL")
            }
            async with open_database(str(scene.database_file), migrate=True) as database:
                await _fill(database)
            began_at = datetime.now(UTC)
            async with start_bot(Path(folder), settings) as bot:
                await until(lambda: _watched(bot))
                polled = _polls(bot)
    first = (polled[0] - began_at).total_seconds()
    within = [at for at in polled if at <= polled[0] + timedelta(seconds=_WATCHED_SECONDS)]
    most = PollSettings().most_per_second * (_WATCHED_SECONDS + 1)
    return [
        Ratio("first poll", "s", first, "promised", AIM_SECONDS, 1.0, more_is_better=False),
        Ratio(
            f"polls in {_WATCHED_SECONDS:.0f} s",
            "",
            len(within),
            "allowed",
            most,
            1.0,
            more_is_better=False,
        ),
    ]


async def _fill(database: Database) -> None:
    for begin in range(0, JOBS, _BATCH):
        batch = [_job(number) for number in range(begin, begin + _BATCH)]

        def add(tx: Transaction, jobs: list[Job] = batch) -> None:
            for job in jobs:
                tx.jobs.add(job)

        await database.write(add)


def _job(number: int) -> Job:
    now = datetime.now(UTC)
    job = submitting_job(SongRequest(model=_MODEL, idea=f"rain {number}"))
    return replace(
        job,
        state=JobState.RUNNING,
        requester_id=UserId(1000 + number % 500),
        idempotency_key=IdempotencyKey(f"itx:{number}"),
        task_id=ProviderTaskId(f"task-{number}"),
        created_at=now - timedelta(minutes=2),
        submitted_at=now - timedelta(minutes=2),
        due_at=now - timedelta(seconds=number % 60),
    )


def _watched(bot: BotProcess) -> bool:
    polled = _polls(bot)
    return bool(polled) and polled[-1] > polled[0] + timedelta(seconds=_WATCHED_SECONDS)


def _polls(bot: BotProcess) -> list[datetime]:
    lines = [line for line in bot.logged().splitlines() if "provider_call_answered" in line]
    return [datetime.fromisoformat(json.loads(line)["timestamp"]) for line in lines]
