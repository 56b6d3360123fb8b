"""What our own disk does to songs, and what a bot that died leaves of them."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from bot.domain.errors import ArchiveUnwritable
from bot.media.folder import ArchiveFolder
from bot.media.workshop import tagging
from bot.media.workshop.messages import ConvertTask, Order, Texts
from tests.support.lives import until
from tests.support.program import environment


async def test_a_folder_that_takes_no_file_is_told_apart(tmp_path: Path) -> None:
    folder = await ArchiveFolder.opened(tmp_path / "songs")
    (tmp_path / "songs" / "incoming").rmdir()
    with pytest.raises(ArchiveUnwritable):
        async with folder.incoming():
            pass


def test_a_process_that_outlives_the_bot_does_not_make_a_cleared_file_anew(tmp_path: Path) -> None:
    texts = Texts(song_id="", title="Rain", authors=(), lyrics="", style="")
    with pytest.raises(FileNotFoundError):
        tagging.write(tmp_path / "cleared.part", texts)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
async def test_a_process_at_work_ends_with_the_bot(tmp_path: Path) -> None:
    endless = tmp_path / "endless"
    os.mkfifo(endless)
    task = ConvertTask(source=endless, target=tmp_path / "made.mp3", max_duration_seconds=60)
    order = Order(task=task, processor_seconds=60, bot_pid=0).model_dump_json()
    bot = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _BOT, order),
        env=environment({}),
        stdout=asyncio.subprocess.PIPE,
        stdin=asyncio.subprocess.DEVNULL,
    )
    assert bot.stdout is not None
    async with asyncio.timeout(60):
        workshop = Path("/proc") / (await bot.stdout.readline()).decode().strip()
        # Opening returns once the process reads what never comes.
        writer = await asyncio.to_thread(os.open, endless, os.O_WRONLY)
    bot.kill()
    await bot.wait()
    await until(lambda: not workshop.exists())
    os.close(writer)
    assert not (tmp_path / "made.mp3").exists()


async def test_a_process_that_starts_when_the_bot_is_gone_does_nothing(tmp_path: Path) -> None:
    incoming = tmp_path / "left.part"
    incoming.touch()
    task = ConvertTask(source=incoming, target=tmp_path / "made.mp3", max_duration_seconds=60)
    order = Order(task=task, processor_seconds=60, bot_pid=os.getppid())
    workshop = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "bot.media.workshop"),
        env=environment({}),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, complained = await workshop.communicate(order.model_dump_json().encode())
    assert (workshop.returncode, said, complained) == (1, b"", b"the bot is gone\n")
    assert not task.target.exists()


_BOT = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-P", "-m", "bot.media.workshop"], stdin=subprocess.PIPE)
child.stdin.write(sys.argv[1].replace('"bot_pid":0', f'"bot_pid":{os.getpid()}').encode())
child.stdin.close()
print(child.pid, flush=True)
time.sleep(600)
"""
