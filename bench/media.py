"""How long the event loop is kept waiting while a song of six minutes is worked on.

Ours works in a process of its own. The reference does the same decoding in a thread of the bot's
process, the usual way to keep work off the loop; it lets the loop turn only between the calls that
hold the interpreter.

Each wait is the longest of one piece of work, and the least of three such: what the machine's other
programs cause differs from time to time, what we cause does not.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import av
import numpy as np

from bench.ratios import Ratio
from bot.domain.ids import ProviderClipId, SongId
from bot.domain.ports import SongTags
from bot.domain.songs import Clip, StoredAudio
from bot.media.archive import FileArchive, open_archive
from bot.media.bounds import MediaBounds
from bot.media.workshop.listening import hear

ALLOWED_MILLISECONDS = 50.0
SONG_SECONDS = 360
_PIECE_SECONDS = 30
_RATE = 48_000
_REPETITIONS = 3
_SMALL_BYTES = 5_000_000
_TICK_SECONDS = 0.002
_TAGS = SongTags(SongId("0123456789"), "Six Minutes", ("mira",), "la la la\n" * 200, "ambient")


async def measure() -> list[Ratio]:
    """Measure fetching and keeping, drawing and fitting one song."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        song = await asyncio.to_thread(_make_song, folder)
        async with (
            _served(folder) as base,
            open_archive(folder / "songs", MediaBounds(allow_private=True)) as archive,
        ):
            # The first use of each part loads it; a running bot has that behind it.
            audio = await _keep(archive, f"{base}/{song.name}")
            delays = {
                "kept": await _longest_wait(lambda: _keep(archive, f"{base}/{song.name}")),
                "drawn": await _longest_wait(lambda: archive.portray(audio)),
                "filmed": await _longest_wait(lambda: archive.film(audio, "Six Minutes")),
                "given another title": await _longest_wait(lambda: archive.retag(audio, "Seven")),
                "fitted into 5 MB": await _longest_wait(lambda: _fit(archive, audio)),
            }
            began = time.perf_counter()
            await _keep(archive, f"{base}/{song.name}")
            keep_seconds = time.perf_counter() - began
        thread_delay = await _longest_wait(lambda: asyncio.to_thread(_hear, song))
        began = time.perf_counter()
        await asyncio.to_thread(_hear, song)
        hear_seconds = time.perf_counter() - began
    return [
        *(
            Ratio(
                subject=f"longest wait of the event loop while a six-minute song is {what}",
                unit="ms",
                ours=delay,
                reference="allowed",
                theirs=ALLOWED_MILLISECONDS,
                aim=1.0,
                more_is_better=False,
            )
            for what, delay in delays.items()
        ),
        Ratio(
            subject="the same while it is kept",
            unit="ms",
            ours=delays["kept"],
            reference="decoded in a thread",
            theirs=thread_delay,
            more_is_better=False,
        ),
        Ratio(
            subject="fetching, checking, tagging and storing it",
            unit="s",
            ours=keep_seconds,
            reference="only decoding it in a thread",
            theirs=hear_seconds,
            more_is_better=False,
        ),
    ]


async def _keep(archive: FileArchive, url: str) -> StoredAudio:
    clip = Clip(ProviderClipId("clip"), "", "", "", url, None, SONG_SECONDS, "sonic-v5")
    return await archive.keep(clip, _TAGS)


async def _fit(archive: FileArchive, audio: StoredAudio) -> None:
    async with archive.fitted(audio, _SMALL_BYTES) as fitted:
        if fitted is None:
            raise RuntimeError("the song does not fit")


def _hear(path: Path) -> None:
    hear(path, expected_seconds=SONG_SECONDS, max_duration_seconds=2 * SONG_SECONDS)


async def _longest_wait(work: Callable[[], Awaitable[object]]) -> float:
    """Do `work` three times; return by how many milliseconds the loop was late meanwhile."""
    return min([await _lateness(work()) for _ in range(_REPETITIONS)])


async def _lateness(work: Awaitable[object]) -> float:
    task = asyncio.ensure_future(work)
    worst = 0.0
    while not task.done():
        began = time.perf_counter()
        await asyncio.sleep(_TICK_SECONDS)
        worst = max(worst, time.perf_counter() - began - _TICK_SECONDS)
    await task
    return worst * 1000


def _make_song(folder: Path) -> Path:
    """Encode half a minute of stereo at 192 kbit/s and repeat it; returns a file without tags."""
    piece = folder / "piece.mp3"
    times = np.arange(_PIECE_SECONDS * _RATE) / _RATE
    noise = np.random.default_rng(1).normal(0, 0.05, times.size)
    left = (0.3 * np.sin(2 * np.pi * 220 * times) + noise).astype(np.float32)
    frame = av.AudioFrame.from_ndarray(np.stack([left, left[::-1]]), format="fltp")
    frame.sample_rate = _RATE
    options = {"write_xing": "0", "id3v2_version": "0"}
    with av.open(str(piece), "w", format="mp3", options=options) as container:
        stream = container.add_stream("mp3", rate=_RATE)
        stream.layout = "stereo"
        stream.bit_rate = 192_000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    song = folder / "song.mp3"
    song.write_bytes(piece.read_bytes() * (SONG_SECONDS // _PIECE_SECONDS))
    return song


@asynccontextmanager
async def _served(folder: Path) -> AsyncIterator[str]:
    """Serve a folder from another process, so that serving it is not measured."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1"),
        *("--directory", str(folder)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        if process.stdout is None:
            raise RuntimeError("the server has no output")
        announcement = (await process.stdout.readline()).decode().split()
        yield f"http://127.0.0.1:{announcement[announcement.index('port') + 1]}"
    finally:
        process.terminate()
        await process.wait()
