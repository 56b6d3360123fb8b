"""The shelf of finished files.

Audio is rendered once, when it is first wanted, off the event loop.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

_MOST_BYTES: Final = 256 * 1024 * 1024


class Shelf:
    """Keeps what was made under a key: in a folder when there is one, else the newest in memory.

    Files are made by few threads, the libraries that do the work let the interpreter run meanwhile.
    """

    def __init__(self, folder: Path | None = None, workers: int = 2) -> None:
        self._folder = folder
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="studio")
        self._made: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._pending: dict[str, asyncio.Future[bytes]] = {}
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    async def get(self, key: str, make: Callable[[], bytes]) -> bytes:
        """The file of a key, made by ``make`` if it is not there.

        Asked twice at once it is made once.
        """
        if key in self._made:
            self._made.move_to_end(key)
            return self._made[key]
        pending = self._pending.get(key)
        if pending is None:
            loop = asyncio.get_running_loop()
            pending = loop.run_in_executor(self._pool, self._fetch, key, make)
            self._pending[key] = pending
            pending.add_done_callback(lambda done: self._done(key, done))
        return await asyncio.shield(pending)

    def _done(self, key: str, done: asyncio.Future[bytes]) -> None:
        self._pending.pop(key, None)
        if done.cancelled() or done.exception() is not None:
            return
        if self._folder is None:
            self._made[key] = done.result()
            self._size += len(done.result())
            while self._size > _MOST_BYTES and len(self._made) > 1:
                self._size -= len(self._made.popitem(last=False)[1])

    def _fetch(self, key: str, make: Callable[[], bytes]) -> bytes:
        if self._folder is None:
            return make()
        path = self._folder / hashlib.sha256(key.encode()).hexdigest()
        if path.is_file():
            return path.read_bytes()
        data = make()
        unfinished = path.with_suffix(".part")
        unfinished.write_bytes(data)
        unfinished.replace(path)
        return data

    def close(self) -> None:
        """Give up what has not been begun and wait for what has."""
        self._pool.shutdown(wait=True, cancel_futures=True)
