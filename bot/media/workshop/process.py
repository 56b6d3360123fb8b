"""Starting the workshop's process and living with whatever becomes of it."""

import asyncio
import math
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path

from pydantic import ValidationError

from bot.domain.errors import ArchiveUnwritable, MediaUnavailable, MediaUnusable
from bot.media.workshop.messages import (
    CheckTask,
    Converted,
    ConvertTask,
    DoesNotFit,
    Failed,
    FilmTask,
    FitTask,
    Fitted,
    Incomplete,
    KeepTask,
    Kept,
    Order,
    Outcome,
    Portrayed,
    PortrayTask,
    Refused,
    Report,
    RetagTask,
    Stored,
    Task,
    Unwritable,
)

_CHUNK_BYTES = 64 * 1024
_PACKAGE_ROOT = Path(__file__).parents[3]
# What an interpreter may need to start. Everything else stays outside, secrets above all.
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "TMPDIR")
# How a process ends that was stopped from outside, not by the file it worked on.
_STOPPED = frozenset({-signal.SIGKILL, -signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP})

_FILM_SHARE = 4
"""A film takes several times as long as any other work, and nobody's song waits for it."""


class Workshop:
    """Runs tasks on audio files, each in a new process.

    A process per file costs about a third of a second and, unlike a pool, no memory between files;
    a decoder that crashes or hangs takes nothing with it. All work raises ArchiveUnwritable, which
    is a MediaUnavailable, when our own disk does not take what it makes.
    """

    def __init__(self, *, work_seconds: float, processes: int) -> None:
        self._work_seconds = work_seconds
        self._slots = asyncio.Semaphore(processes)

    async def keep(self, task: KeepTask) -> Kept:
        """Check, tag and save a file in place.

        Raises:
            MediaUnavailable: it ends too early, or the work could not be done now.
            MediaUnusable: it is not the audio that was promised.
        """
        outcome = await self._do(task)
        if not isinstance(outcome, Kept):
            raise _unexpected(outcome)
        return outcome

    async def fit(self, task: FitTask) -> Fitted | DoesNotFit:
        """Encode a song anew so that it fits into a number of bytes.

        Raises:
            MediaUnavailable: the work could not be done now.
            MediaUnusable: the song does not decode.
        """
        outcome = await self._do(task)
        if not isinstance(outcome, Fitted | DoesNotFit):
            raise _unexpected(outcome)
        return outcome

    async def convert(self, task: ConvertTask) -> None:
        """Make an mp3 file of audio in another form.

        Raises:
            MediaUnavailable: the work could not be done now.
            MediaUnusable: it is no audio of a known kind, is broken, or too long.
        """
        outcome = await self._do(task)
        if not isinstance(outcome, Converted):
            raise _unexpected(outcome)

    async def portray(self, task: PortrayTask) -> Portrayed:
        """Draw a song's cover and waveform into a file.

        Raises:
            MediaUnavailable: the work could not be done now.
            MediaUnusable: the song does not decode.
        """
        outcome = await self._do(task)
        if not isinstance(outcome, Portrayed):
            raise _unexpected(outcome)
        return outcome

    async def store(self, task: CheckTask | FilmTask | RetagTask) -> Stored:
        """Check an exported file, film a song, or give it other tags.

        Raises:
            MediaUnavailable: it ends too early, or the work could not be done now.
            MediaUnusable: it is not what it should be.
        """
        outcome = await self._do(task)
        if not isinstance(outcome, Stored):
            raise _unexpected(outcome)
        return outcome

    async def _do(self, task: Task) -> Outcome:
        seconds = self._work_seconds * (_FILM_SHARE if isinstance(task, FilmTask) else 1)
        order = Order(task=task, processor_seconds=math.ceil(seconds), bot_pid=os.getpid())
        async with self._slots:
            outcome = await self._run(order, seconds)
        match outcome:
            case Refused():
                raise MediaUnusable(outcome.reason)
            case Unwritable():
                raise ArchiveUnwritable(outcome.reason)
            case Incomplete() | Failed():
                raise MediaUnavailable(outcome.reason)
            case _:
                return outcome

    async def _run(self, order: Order, seconds: float) -> Outcome:
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                # Safe path: modules come from the installation, never from the working folder.
                *("-P", "-m", "bot.media.workshop"),
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                env=_environment(),
                # Ctrl-C in a terminal is the bot's to handle.
                start_new_session=True,
            )
        except OSError as error:
            raise MediaUnavailable(f"no process can be started: {error.strerror}") from error
        try:
            async with asyncio.timeout(seconds):
                answer = await _converse(process, order)
                status = await process.wait()
        except TimeoutError:
            raise MediaUnavailable("the check took too long") from None
        finally:
            if process.returncode is None:
                await _end(process)
        return _read(answer, status)


def _unexpected(outcome: Outcome) -> MediaUnavailable:
    return MediaUnavailable(f"the process answered something else: {outcome.kind}")


async def _converse(process: Process, order: Order) -> bytes:
    if process.stdin is None or process.stdout is None:
        raise MediaUnavailable("the process has no pipes")
    try:
        process.stdin.write(order.model_dump_json().encode())
        await process.stdin.drain()
        process.stdin.close()
        # One line of at most 64 KiB: a decoder that was taken over cannot fill our memory.
        return await process.stdout.readline()
    except (BrokenPipeError, ConnectionResetError, ValueError):
        return b""


async def _end(process: Process) -> None:
    process.kill()
    # The end of a process is only told once all that it wrote has been read.
    while process.stdout is not None and await process.stdout.read(_CHUNK_BYTES):
        pass
    await process.wait()


def _read(answer: bytes, status: int) -> Outcome:
    if status == 0:
        try:
            return Report.model_validate_json(answer).outcome
        except ValidationError:
            return Failed(reason="the check gave no readable answer")
    if status > 0 or status in _STOPPED:
        return Failed(reason=f"the check ended with status {status}")
    return Refused(reason=f"it crashes the decoder ({signal.Signals(-status).name})")


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    # One song needs one thread; numpy would reserve memory for as many as there are cores.
    return {**kept, "PYTHONPATH": str(_PACKAGE_ROOT), "OPENBLAS_NUM_THREADS": "1"}
