"""What becomes of files that our own disk does not take: nothing is said against the files.

A limit on the size of files stands in for a full disk: the system refuses to write in the same
places, also in the workshop's processes, which inherit it.
"""

import resource
import struct
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import pytest

from bot.domain.errors import ArchiveUnwritable, MediaUnavailable, MediaUnusable
from bot.domain.files import FileKind
from bot.media.archive import FileArchive, open_archive
from bot.media.bounds import MediaBounds
from bot.media.folder import ArchiveFolder
from bot.media.workshop import tagging
from bot.media.workshop.messages import (
    CheckTask,
    ConvertTask,
    FilmTask,
    FitTask,
    KeepTask,
    PortrayTask,
    RetagTask,
    Texts,
)
from bot.media.workshop.process import Workshop
from tests.media.test_archive import TAGS, clip, content, files
from tests.support import audio
from tests.support.fileserver import FileServer

TEXTS = Texts(song_id="1", title="Rain", authors=("mira",), lyrics="", style="")
MIDI = b"MThd" + struct.pack(">IHHH", 6, 0, 1, 96) + b"MTrk" + struct.pack(">I", 3000) + bytes(3000)
"""Small enough to stay in the buffer of a file until that is flushed."""


@contextmanager
def room_for(most_bytes: int) -> Iterator[None]:
    """Let no file become larger."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture(scope="module")
def song(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("songs") / "song.mp3"
    return audio.write_mp3(path, audio.tone(10)).read_bytes()


@pytest.fixture
async def server() -> AsyncIterator[FileServer]:
    async with FileServer.open() as server:
        yield server


@pytest.fixture
async def archive(tmp_path: Path) -> AsyncIterator[FileArchive]:
    async with open_archive(tmp_path / "songs", MediaBounds(allow_private=True)) as archive:
        yield archive
    assert not files(tmp_path / "songs")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "target"
    path.touch()
    return path


@pytest.fixture
def source(tmp_path: Path, song: bytes) -> Path:
    """A song of ours."""
    path = tmp_path / "source.mp3"
    path.write_bytes(song)
    tagging.write(path, TEXTS)
    return path


@pytest.fixture
def workshop() -> Workshop:
    return Workshop(work_seconds=60, processes=1)


@pytest.mark.parametrize("lacking", [50_000, 1, 0], ids=["download", "last bytes", "tags"])
async def test_a_song_that_finds_no_room_is_not_blamed(
    archive: FileArchive, server: FileServer, song: bytes, lacking: int
) -> None:
    url = server.put("/song.mp3", song)
    with room_for(len(song) - lacking), pytest.raises(ArchiveUnwritable):
        await archive.keep(clip(url), TAGS)


async def test_a_song_whose_cover_finds_no_room_is_not_blamed(
    archive: FileArchive, server: FileServer, song: bytes
) -> None:
    picture = server.put("/cover.jpg", bytes(2 * len(song)), "image/jpeg")
    wanted = replace(clip(server.put("/song.mp3", song)), image_url=picture)
    with room_for(len(song)), pytest.raises(ArchiveUnwritable):
        await archive.keep(wanted, TAGS)


async def test_bytes_that_wait_in_the_buffer_find_no_room(
    archive: FileArchive, server: FileServer
) -> None:
    url = server.put("/song.mid", MIDI, "audio/midi")
    with room_for(1000), pytest.raises(ArchiveUnwritable):
        await archive.keep_file(FileKind.MIDI, url, None)


async def test_a_recording_finds_no_room(
    archive: FileArchive, server: FileServer, tmp_path: Path
) -> None:
    recording = audio.write_wav(tmp_path / "song.wav", audio.tone(2)).read_bytes()
    url = server.put("/song.wav", recording, "audio/wav")
    with room_for(len(recording) // 2), pytest.raises(ArchiveUnwritable):
        await archive.keep_file(FileKind.WAV, url, 2.0)


async def test_a_file_that_cannot_be_closed_hides_no_other_fault(tmp_path: Path) -> None:
    folder = await ArchiveFolder.opened(tmp_path / "songs")
    with room_for(10), pytest.raises(MediaUnusable):
        await spoil(folder, lambda _, file: file.write(bytes(100)))
    assert not files(tmp_path / "songs")


async def test_a_file_that_cannot_be_removed_hides_no_other_fault(tmp_path: Path) -> None:
    folder = await ArchiveFolder.opened(tmp_path / "songs")

    def put_a_folder_there(path: Path, _: BinaryIO) -> None:
        path.unlink()
        path.mkdir()

    with pytest.raises(MediaUnusable):
        await spoil(folder, put_a_folder_there)


async def spoil(folder: ArchiveFolder, how: Callable[[Path, BinaryIO], object]) -> None:
    """Do something to a temporary file, and then find that nobody wants it."""
    async with folder.incoming() as (path, file):
        how(path, file)
        raise MediaUnusable("it is a web page")


async def test_a_conversion_finds_no_room(workshop: Workshop, tmp_path: Path, target: Path) -> None:
    recording = audio.write_wav(tmp_path / "song.wav", audio.tone(10))
    task = ConvertTask(source=recording, target=target, max_duration_seconds=60)
    with room_for(50_000), pytest.raises(ArchiveUnwritable):
        await workshop.convert(task)


async def test_a_smaller_copy_finds_no_room(workshop: Workshop, source: Path, target: Path) -> None:
    task = FitTask(source=source, target=target, max_bytes=len(content(source)) - 1)
    with room_for(10_000), pytest.raises(ArchiveUnwritable):
        await workshop.fit(task)


async def test_a_picture_finds_no_room(workshop: Workshop, source: Path, target: Path) -> None:
    with room_for(100), pytest.raises(ArchiveUnwritable):
        await workshop.portray(PortrayTask(source=source, target=target))


async def test_a_film_finds_no_room(workshop: Workshop, source: Path, target: Path) -> None:
    task = FilmTask(source=source, target=target, title="Rain", remark="")
    with room_for(10_000), pytest.raises(ArchiveUnwritable):
        await workshop.store(task)


async def test_a_copy_with_another_title_finds_no_room(
    workshop: Workshop, source: Path, target: Path
) -> None:
    task = RetagTask(source=source, target=target, title="Rain on " + "tin " * 20)
    with room_for(len(content(source))), pytest.raises(ArchiveUnwritable):
        await workshop.store(task)


async def test_a_file_that_is_gone_is_no_fault_of_the_disk(
    workshop: Workshop, tmp_path: Path, target: Path
) -> None:
    gone = tmp_path / "gone"
    keep = KeepTask(path=gone, expected_seconds=None, max_duration_seconds=60, texts=TEXTS)
    check = CheckTask(path=gone, form="midi", expected_seconds=None, max_duration_seconds=60)
    portray = PortrayTask(source=gone, target=target)
    for work in (workshop.keep(keep), workshop.store(check), workshop.portray(portray)):
        with pytest.raises(MediaUnavailable) as caught:
            await work
        assert not isinstance(caught.value, ArchiveUnwritable)
