"""Many orders while everything goes wrong at random; at the end every promise is kept.

`python -m tests.support.soak` does it at length and writes the figures into docs/reliability.md.
"""

import asyncio
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from bot.domain.crash_points import POINTS
from bot.services.keeping import FORGOTTEN_AFTER
from bot.studio.config import Delays
from tests.support import documents
from tests.support.crashes import Range
from tests.support.doomed import Doom
from tests.support.lives import Life, open_lives, until
from tests.support.promises import (
    Result,
    all_over,
    check_the_whole,
    jobs_of,
    notes_of_arrivals,
    result_of,
    unknown_files,
)
from tests.support.sandbox_watching import Refused
from tests.support.scene import open_scene

FASTER = 60
"""So many times shorter than usual are the bot's waits and the studio's songs."""

MEMBERS = ("Ada", "Ben", "Mika", "Olga")
CHANNELS = ("songs-2", "songs-3", "songs-4", "songs-5")
"""Where songs are ordered. The bot's client waits for seconds after some of Discord's faults, never
shorter, and meanwhile says nothing else in a channel; one alone would fall behind for ever."""

OPEN_AT_ONCE = 60
"""So many orders have not ended yet, or their cards do not say so yet."""
_DELAYS = Delays(not_ready=0.1, first_clip=0.7, second_clip=1.2, joining=0.1, preparing=0.1)
_PATIENCE_SECONDS = 1800.0

_SETTINGS: Mapping[str, str] = {
    "AIMUSIC_CONCURRENCY": "6",
    "JAMBOREE_SUBMIT_CONCURRENCY": "6",
    "JAMBOREE_SUBMIT_LEASE_SECONDS": "8",
    "JAMBOREE_SUBMIT_BACKOFF_SECONDS": "0.3",
    "JAMBOREE_SUBMIT_BACKOFF_CEILING_SECONDS": "2",
    "JAMBOREE_SUBMIT_PROBE_SECONDS": "0.3",
    "JAMBOREE_SUBMIT_PROBE_CEILING_SECONDS": "2",
    "JAMBOREE_SUBMIT_UNKNOWN_DEADLINE_SECONDS": "120",
    "JAMBOREE_POLL_LEASE_SECONDS": "5",
    "JAMBOREE_POLL_BACKOFF_CEILING_SECONDS": "2",
    "JAMBOREE_COLLECT_LEASE_SECONDS": "15",
    "JAMBOREE_COLLECT_BACKOFF_CEILING_SECONDS": "2",
    "JAMBOREE_COURIER_LEASE_SECONDS": "20",
    "JAMBOREE_COURIER_BACKOFF_CEILING_SECONDS": "2",
    "JAMBOREE_COURIER_ATTEMPTS": "1000",
    "JAMBOREE_MEDIA_TIDY_SECONDS": "10",
}

PROVIDER_FAULTS = (
    *("rate_limited", "unavailable", "api_error", "upstream_error", "timeout", "bad_request"),
    *("forbidden", "insufficient_credits", "cut_before", "cut_after", "html_before", "html_after"),
    *("empty_after", "delay", "task_clips_failed", "task_failed_500", "task_timeout_504"),
    *("one_clip_failed", "audio_missing", "audio_truncated", "audio_html", "audio_forbidden"),
)
"""Faults of the studio that are drawn from."""

DISCORD_FAULTS: tuple[Mapping[str, str | float | bool], ...] = (
    {"kind": "status", "status": 500},
    {"kind": "status", "status": 502, "html": True},
    {"kind": "status", "status": 503},
    {"kind": "status", "status": 504},
    {"kind": "rate_limit", "retry_after": 0.3},
    {"kind": "rate_limit", "retry_after": 0.3, "global_": True},
    {"kind": "rate_limit", "bare": True},
    {"kind": "reset"},
    {"kind": "slow", "seconds": 1.0},
)
"""Faults of the sandbox that are drawn from."""

GatewayFault: TypeAlias = Literal["drop", "close", "reconnect", "invalidate"]
GATEWAY_FAULTS: tuple[GatewayFault, ...] = ("drop", "close", "reconnect", "invalidate")


@dataclass(frozen=True)
class Plan:
    """How much is ordered, how often the bot is killed, and what chance that all comes from."""

    orders: int
    kills: int
    seed: int = 11
    faults_every_seconds: float = 2.0


@dataclass
class Account:
    """What happened in a soak."""

    results: Counter[Result] = field(default_factory=Counter)
    kills: int = 0
    provider_faults: int = 0
    discord_faults: int = 0
    gateway_faults: int = 0
    seconds: float = 0.0
    paid: int = 0
    left_files: int = 0


class Soak:
    """One run."""

    def __init__(self, at: Range, plan: Plan) -> None:
        self._at = at
        self._plan = plan
        self._chance = random.Random(plan.seed)  # noqa: S311 - the same bad luck each time
        self._placing: set[asyncio.Task[None]] = set()
        self.account = Account()

    async def run(self) -> Account:
        """Do everything, and check everything.

        Raises:
            AssertionError: a promise is broken.
        """
        loop = asyncio.get_running_loop()
        began_at = loop.time()
        troubles = [asyncio.create_task(self._trouble())]
        try:
            await self._live_and_die()
        finally:
            for trouble in troubles:
                trouble.cancel()
            await asyncio.gather(*troubles, return_exceptions=True)
        await self._at.clear()
        life = await self._at.start(_SETTINGS)
        await until(lambda: all_over(self._at.scene), _PATIENCE_SECONDS)
        assert await life.terminate() == 0
        await self._a_day_passes()
        await self._check()
        self.account.seconds = loop.time() - began_at
        return self.account

    async def _live_and_die(self) -> None:
        """Keep orders coming through one life after the other."""
        share = self._plan.orders // (self._plan.kills + 1)
        for number in range(self._plan.kills + 1):
            last = number == self._plan.kills
            life = await self._start(doomed=not last and self._chance.random() < 0.5)
            goal = self._plan.orders if last else (number + 1) * share
            while not life.over and len(jobs_of(self._at.scene)) < goal:
                await self._place(life)
            if not last:
                self.account.kills += 1
            await life.end()
            await self._leave()

    async def _start(self, *, doomed: bool) -> Life:
        """Start a life; a doomed one ends at a point that chance chooses, if it gets there."""
        doom = None
        if doomed:
            point = self._chance.choice(POINTS)
            doom = Doom(act=point.act, side=point.side, count=self._chance.randint(3, 40))
        return await self._at.start(_SETTINGS, doom)

    async def _place(self, life: Life) -> None:
        """Order one song, once there is room for it."""
        with_room = asyncio.create_task(until(self._room, _PATIENCE_SECONDS))
        over = asyncio.create_task(life.ended())
        await asyncio.wait({with_room, over}, return_when=asyncio.FIRST_COMPLETED)
        with_room.cancel()
        over.cancel()
        if life.over:
            return
        task = asyncio.create_task(self._order())
        self._placing.add(task)
        task.add_done_callback(self._placing.discard)
        await asyncio.wait({task}, timeout=0.05)

    def _room(self) -> bool:
        rows = self._at.scene.query(
            "SELECT count(DISTINCT job_id) FROM jobs LEFT JOIN deliveries USING (job_id)"
            " WHERE finished_at IS NULL OR deliveries.state = 'pending'"
        )
        return int(rows[0][0]) + len(self._placing) < OPEN_AT_ONCE

    async def _order(self) -> None:
        self._at.orders += 1
        member, channel = self._chance.choice(MEMBERS), self._chance.choice(CHANNELS)
        try:
            await self._at.scene.driver.command(
                member=member,
                channel=channel,
                name="create",
                options={"idea": f"rain {self._at.orders}", "length": 10},
            )
        except (AssertionError, LookupError, Refused):
            return  # Nobody answered in time; whether it was ordered stands in the database.

    async def _leave(self) -> None:
        for task in tuple(self._placing):
            task.cancel()
        await asyncio.gather(*self._placing, return_exceptions=True)
        await self._at.scene.driver.wait_until_offline()

    async def _trouble(self) -> None:
        """Arm one fault after the other, on either side."""
        pause = asyncio.Event()
        while True:
            await self._arm_one()
            asyncio.get_running_loop().call_later(self._plan.faults_every_seconds, pause.set)
            await pause.wait()
            pause.clear()

    async def _arm_one(self) -> None:
        chance, scene = self._chance, self._at.scene
        times = chance.randint(1, 3)
        match chance.choice(("provider", "provider", "discord", "discord", "gateway")):
            case "provider":
                fault = chance.choice(PROVIDER_FAULTS)
                value = {"value": 1.0} if fault in {"delay", "rate_limited", "unavailable"} else {}
                await scene.studio_fault(fault=fault, times=times, **value)
                self.account.provider_faults += 1
            case "discord":
                route = chance.choice(("/channels/*", "/webhooks/*"))
                fault_of_discord = dict(chance.choice(DISCORD_FAULTS))
                await scene.driver.fault(route=route, times=times, **fault_of_discord)
                self.account.discord_faults += 1
            case _:
                action = chance.choice(GATEWAY_FAULTS)
                resumable = chance.random() < 0.5
                await scene.driver.disturb_gateway(action, resumable=resumable)
                self.account.gateway_faults += 1

    async def _a_day_passes(self) -> None:
        """Let the bot look at what kills left in its archive once that is old enough."""
        scene = self._at.scene
        left = unknown_files(scene)
        self.account.left_files = len(left)
        notes = notes_of_arrivals(scene)
        assert left <= {note.stem for note in notes}, "nobody will ever remove a file"
        before = time.time() - 2 * FORGOTTEN_AFTER.total_seconds()
        for note in notes:
            os.utime(note, (before, before))
        life = await self._at.start(_SETTINGS)
        await until(lambda: not notes_of_arrivals(scene))
        assert await life.terminate() == 0

    async def _check(self) -> None:
        scene = self._at.scene
        rows = jobs_of(scene)
        assert len(rows) >= self._plan.orders
        await check_the_whole(scene, len(rows))
        self.account.paid = await scene.paid_requests()
        self.account.results = Counter(result_of(scene, row) for row in rows)


async def soak(folder: Path, plan: Plan) -> Account:
    """Order, break and kill as planned, and return what happened.

    Raises:
        AssertionError: a promise is broken.
    """
    async with open_scene(folder, _DELAYS, CHANNELS) as scene, open_lives(folder) as lives:
        return await Soak(Range(scene, lives), plan).run()


AT_LENGTH = Plan(orders=2000, kills=20)
"""What `make soak` does."""


def figures(plan: Plan, account: Account) -> str:
    """Return what happened as a paragraph."""
    ends = "; ".join(f"{number} {result}" for result, number in sorted(account.results.items()))
    minutes = account.seconds / 60
    simulated = minutes * FASTER
    return (
        f"{plan.orders} orders, {account.kills} kills, {account.provider_faults} faults of the"
        f" music service, {account.discord_faults} of Discord, each for up to three requests, and"
        f" {account.gateway_faults} disturbances of the gateway, in {minutes:.0f} minutes with"
        f" every wait {FASTER} times shorter than usual: {simulated:.0f} simulated minutes."
        f" The service accepted {account.paid} paid requests. How the orders ended: {ends}. Kills"
        f" and failed tries left {account.left_files} files in the archive that no song has; a day"
        " later there were none. Every promise held for each order."
    )


def main() -> None:
    """Soak at length."""
    orders, kills = (int(number) for number in sys.argv[1:] or (AT_LENGTH.orders, AT_LENGTH.kills))
    plan = Plan(orders=orders, kills=kills)
    with tempfile.TemporaryDirectory(prefix="jamboree-soak-") as folder:
        account = asyncio.run(soak(Path(folder), plan))
    documents.write("soak", figures(plan, account))
    sys.stdout.write(documents.part("soak") + "\n")


if __name__ == "__main__":
    main()
