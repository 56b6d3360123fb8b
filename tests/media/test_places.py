"""From where files may come, by who names them: the music service, or members."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.errors import AddressRefused
from bot.domain.files import FileKind
from bot.media.archive import open_archive
from bot.media.bounds import MediaBounds
from tests.media.test_archive import TAGS, clip
from tests.support import audio
from tests.support.fileserver import FileServer

MIDI = b"MThd\0\0\0\6\0\0\0\1\0\x60MTrk\0\0\0\4\0\xff\x2f\0"


@pytest.fixture(scope="module")
def song(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("songs") / "song.mp3"
    return audio.write_mp3(path, audio.tone(2)).read_bytes()


@pytest.fixture
async def server() -> AsyncIterator[FileServer]:
    async with FileServer.open() as server:
        yield server


async def test_a_studio_on_this_machine_opens_nothing_to_members(
    server: FileServer, tmp_path: Path, song: bytes
) -> None:
    url = server.put("/song.mp3", song)
    cover = server.put("/cover.jpg", b"no picture", "image/jpeg")
    score = server.put("/song.mid", MIDI, "audio/midi")
    bounds = MediaBounds(provider_places=(server.url("/"),))
    async with open_archive(tmp_path / "songs", bounds) as archive:
        await archive.keep(replace(clip(url, 2.0), image_url=cover), TAGS)
        await archive.keep_file(FileKind.MIDI, score, None)
        assert [request.path for request in server.requests] == [
            *("/song.mp3", "/cover.jpg", "/song.mid")
        ]
        server.requests.clear()
        for closed in (url, server.url("/none"), "http://127.0.0.1:1/x", "http://169.254.169.254/"):
            with pytest.raises(AddressRefused):
                await archive.inspect(closed)
    assert not server.requests


async def test_attachments_on_this_machine_open_nothing_to_the_music_service(
    server: FileServer, tmp_path: Path, song: bytes
) -> None:
    url = server.put("/attachments/1/song.mp3", song)
    bounds = MediaBounds(member_places=(server.url("/attachments/"),))
    async with open_archive(tmp_path / "songs", bounds) as archive:
        assert await archive.inspect(url) == pytest.approx(2, abs=0.2)
        server.requests.clear()
        with pytest.raises(AddressRefused):
            await archive.keep(clip(url, 2.0), TAGS)
    assert not server.requests
