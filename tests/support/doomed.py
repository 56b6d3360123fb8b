"""The bot's program, many times over: `python -m tests.support.doomed`.

It imports everything once and then forks a process for each line of standard input; each runs
`python -m bot run` as it is, and ends by SIGKILL at a named point once it is told which. It leads a
process group, and takes the whole of it along when standard input ends.
"""

import importlib
import os
import pkgutil
import select
import signal
import sys
import threading
from pathlib import Path
from types import FrameType

from pydantic import BaseModel

from bot.domain import crash_points
from bot.domain.crash_points import Act, CrashPoint, Side

ARMING = signal.SIGUSR1
"""Tells a life to read at which point it ends."""


class Doom(BaseModel):
    """At which point a process ends, and which time it is passed."""

    act: Act
    side: Side
    count: int = 1

    @property
    def point(self) -> CrashPoint:
        """The point."""
        return CrashPoint(self.act, self.side)


class Birth(BaseModel):
    """What a process is started with."""

    folder: Path
    settings: dict[str, str]
    doom: Doom | None = None

    @property
    def orders(self) -> Path:
        """Where a process that is told to reads its doom."""
        return self.folder / "doom.json"

    @property
    def reached(self) -> Path:
        """Exists once a process has ended at its point."""
        return self.folder / "doom.reached"

    @property
    def armed(self) -> Path:
        """Exists once a process knows its doom."""
        return self.folder / "doom.armed"


class News(BaseModel):
    """What is told of a process: its id when it began, and its exit code when it ended."""

    pid: int
    code: int | None = None


class _Watcher:
    def __init__(self, birth: Birth, doom: Doom) -> None:
        self._birth = birth
        self._point = doom.point
        self._left = doom.count
        self._counting = threading.Lock()

    def __call__(self, point: CrashPoint) -> None:
        if point != self._point:
            return
        with self._counting:
            self._left -= 1
            if self._left:
                return
        self._birth.reached.touch()
        os.kill(os.getpid(), signal.SIGKILL)


def _arm(birth: Birth, doom: Doom) -> None:
    crash_points.watch(_Watcher(birth, doom))
    birth.armed.touch()


def _live(birth: Birth) -> int:
    for descriptor, name in ((1, "bot.out"), (2, "bot.log")):
        target = os.open(birth.folder / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(target, descriptor)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.environ.clear()
    os.environ.update(birth.settings)
    os.chdir(birth.folder)

    def told(_: int, frame: FrameType | None) -> None:
        _arm(birth, Doom.model_validate_json(birth.orders.read_bytes()))

    signal.signal(ARMING, told)
    if birth.doom is not None:
        _arm(birth, birth.doom)
    from bot.__main__ import main

    return main(["run"])


def _import_everything() -> None:
    cogs = importlib.import_module("cogs")
    names = [f"cogs.{module.name}" for module in pkgutil.iter_modules(cogs.__path__)]
    for name in ("bot.__main__", "bot.bootstrap", *names):
        importlib.import_module(name)


def _say(news: News) -> None:
    sys.stdout.write(news.model_dump_json() + "\n")
    sys.stdout.flush()


def run() -> None:
    """Start a process for each line, one after the other, and tell of each."""
    _import_everything()
    for line in sys.stdin:
        birth = Birth.model_validate_json(line)
        pid = os.fork()
        if not pid:
            code = 1
            try:
                code = _live(birth)
            finally:
                os._exit(code)
        _say(News(pid=pid))
        _say(News(pid=pid, code=_code_of(pid)))


def _code_of(pid: int) -> int:
    """Wait for a life to end and return its exit code; end with it if nobody listens any more.

    A test that is killed closes nothing in order, but its end of standard input closes with it.
    """
    end = os.pidfd_open(pid)
    events = select.poll()
    events.register(end, select.POLLIN)
    # Nothing but its end is waited for: no line comes before the life's end was told.
    events.register(sys.stdin, 0)
    if end not in dict(events.poll()):
        os.killpg(0, signal.SIGKILL)
    os.close(end)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    run()
