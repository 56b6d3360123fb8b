import asyncio
import hashlib
import math
import os
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web
from mutagen.id3 import APIC, COMM, ID3, TIT2

from bot.domain.errors import MediaUnavailable, MediaUnusable, SetupError
from bot.domain.ids import ProviderClipId, SongId
from bot.domain.ports import SongArchive, SongTags
from bot.domain.songs import Clip
from bot.media.archive import FileArchive, open_archive
from bot.media.bounds import MediaBounds
from tests.support import audio
from tests.support.fileserver import FileServer

# mutagen says that it has types, but most of its functions have none.
# mypy: allow-untyped-calls

BOUNDS = MediaBounds(allow_private=True, max_bytes=4_000_000, max_duration_seconds=60)
TAGS = SongTags(
    song_id=SongId("0123456789"),
    title="Neon Rain",
    authors=("mira", "jo"),
    lyrics="[Verse]\nRain on tin",
    style="synthwave",
)


def clip(url: str, duration_seconds: float | None = 10.0) -> Clip:
    return Clip(
        clip_id=ProviderClipId("clip"),
        title="Neon Rain",
        style="synthwave",
        lyrics="",
        audio_url=url,
        image_url=None,
        duration_seconds=duration_seconds,
        model="sonic-v5",
    )


@pytest.fixture(scope="module")
def song(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("songs") / "song.mp3"
    return audio.write_mp3(path, audio.tone(10)).read_bytes()


@pytest.fixture
async def server() -> AsyncIterator[FileServer]:
    async with FileServer.open() as server:
        yield server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "songs"


@pytest.fixture
async def archive(folder: Path) -> AsyncIterator[FileArchive]:
    async with open_archive(folder, BOUNDS) as archive:
        yield archive
    assert not files(folder / "incoming")


def files(folder: Path) -> list[Path]:
    """Return all files but the notes of those that arrived."""
    everything = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in everything if path.parent.name != "arrivals")


def content(path: Path) -> bytes:
    return path.read_bytes()


async def test_a_song_is_stored_under_the_hash_of_its_content(
    archive: FileArchive, server: FileServer, folder: Path, song: bytes
) -> None:
    port: SongArchive = archive
    stored = await port.keep(clip(server.put("/song.mp3", song)), TAGS)
    path = port.path_of(stored)
    assert path == folder / stored.content_hash[:2] / f"{stored.content_hash}.mp3"
    assert files(folder) == [path]
    assert hashlib.sha256(content(path)).hexdigest() == stored.content_hash
    assert stored.size_bytes == len(content(path))
    assert stored.duration_seconds == pytest.approx(10, abs=0.2)


async def test_a_song_carries_its_tags(
    archive: FileArchive, server: FileServer, song: bytes
) -> None:
    stored = await archive.keep(clip(server.put("/song.mp3", song)), TAGS)
    tags = ID3(archive.path_of(stored))
    assert tags.version == (2, 4, 0)
    assert tags["TIT2"].text == ["Neon Rain"]
    assert tags["TPE1"].text == ["mira", "jo"]
    assert tags["TCON"].text == ["synthwave"]
    assert tags["USLT::und"].text == "[Verse]\nRain on tin"
    assert tags["COMM::eng"].text == ["made with AI"]
    assert tags["TXXX:JAMBOREE_SONG_ID"].text == ["0123456789"]


async def test_somebody_s_own_recording_is_not_said_to_be_made_with_ai(
    archive: FileArchive, server: FileServer, song: bytes
) -> None:
    own = replace(TAGS, made_with_ai=False)
    stored = await archive.keep(clip(server.put("/song.mp3", song)), own)
    tags = ID3(archive.path_of(stored))
    assert tags["TIT2"].text == ["Neon Rain"]
    assert "COMM::eng" not in tags


async def test_hostile_texts_become_harmless_tags(
    archive: FileArchive, server: FileServer, song: bytes
) -> None:
    tags = replace(
        TAGS,
        title="a\x00b\x1b[31m\u202e\ud800\nc" + "x" * 5000,
        authors=("", "\x00", "mira\x00TIT2"),
        lyrics="one\r\ntwo\x07\ud800",
        style="\u200e",
    )
    stored = await archive.keep(clip(server.put("/song.mp3", song)), tags)
    written = ID3(archive.path_of(stored))
    assert written["TIT2"].text[0].startswith("ab[31m cxxx")
    assert len(written["TIT2"].text[0]) == 300
    assert written["TPE1"].text == ["miraTIT2"]
    assert written["USLT::und"].text == "one\ntwo"
    assert "TCON" not in written


async def test_the_providers_tags_and_pictures_are_gone(
    archive: FileArchive, server: FileServer, tmp_path: Path, song: bytes
) -> None:
    original = tmp_path / "tagged.mp3"
    original.write_bytes(song)
    tags = ID3()
    tags.add(TIT2(text=["theirs"]))
    tags.add(COMM(lang="eng", desc="origin", text=["made by theirs"]))
    tags.add(APIC(mime="image/png", data=b"\x89PNG" + bytes(100_000)))
    tags.save(original, v1=2)
    stored = await archive.keep(clip(server.put("/song.mp3", content(original))), TAGS)
    plain = await archive.keep(clip(server.put("/plain.mp3", song)), TAGS)
    assert stored == plain
    assert set(ID3(archive.path_of(stored))) == {
        *("TIT2", "TPE1", "TCON", "USLT::und", "COMM::eng", "TXXX:JAMBOREE_SONG_ID")
    }


async def test_keeping_again_gives_the_same_file(
    archive: FileArchive, server: FileServer, folder: Path, song: bytes
) -> None:
    url = server.put("/song.mp3", song)
    first, second = await asyncio.gather(
        archive.keep(clip(url), TAGS), archive.keep(clip(url), TAGS)
    )
    assert first == second == await archive.keep(clip(url), TAGS)
    assert len(files(folder)) == 1


@pytest.mark.parametrize("reported", [None, 0.0, math.nan, -1.0, 8.0, 12.5])
async def test_a_duration_that_is_unknown_or_near_is_accepted(
    archive: FileArchive, server: FileServer, song: bytes, reported: float | None
) -> None:
    stored = await archive.keep(clip(server.put("/song.mp3", song), reported), TAGS)
    assert stored.duration_seconds == pytest.approx(10, abs=0.2)


async def test_a_song_shorter_than_reported_may_still_grow(
    archive: FileArchive, server: FileServer, folder: Path, song: bytes
) -> None:
    with pytest.raises(MediaUnavailable):
        await archive.keep(clip(server.put("/song.mp3", song), 20.0), TAGS)
    assert not files(folder)


@pytest.mark.parametrize("share", [0.3, 0.6])
async def test_half_a_file_is_noticed_even_when_nothing_was_reported(
    archive: FileArchive, server: FileServer, song: bytes, share: float
) -> None:
    half = song[: int(len(song) * share)]
    with pytest.raises(MediaUnavailable):
        await archive.keep(clip(server.put("/song.mp3", half), None), TAGS)


async def test_a_song_longer_than_reported_is_not_the_promised_one(
    archive: FileArchive, server: FileServer, song: bytes
) -> None:
    with pytest.raises(MediaUnusable):
        await archive.keep(clip(server.put("/song.mp3", song), 5.0), TAGS)


def _mp3(samples: audio.Samples) -> Callable[[Path], bytes]:
    return lambda folder: audio.write_mp3(folder / "made.mp3", samples).read_bytes()


def _changing_rate(folder: Path) -> bytes:
    slow = audio.write_mp3(folder / "slow.mp3", audio.tone(5), rate=audio.RATE)
    fast = audio.write_mp3(folder / "fast.mp3", audio.tone(5), rate=2 * audio.RATE)
    return slow.read_bytes() + fast.read_bytes()


WRONG: dict[str, Callable[[Path], bytes]] = {
    "html": lambda _: b"<!doctype html><title>Gone</title>" * 500,
    "zeros": lambda _: bytes(100_000),
    "noise": lambda _: os.urandom(300_000),
    "false frame headers": lambda _: b"\xff\xfb\x90\x64" * 50_000,
    "one byte": lambda _: b"\xff",
    "a tag alone": lambda _: b"ID3\x04\x00\x00\x00\x00\x00\x00",
    "a tag that claims 256 MB": lambda _: b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f" + bytes(1000),
    "tags without end": lambda _: b"ID3\x04\x00\x00\x00\x00\x00\x00" * 1000,
    "playlist": lambda _: b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n",
    "concat script": lambda _: b"ffconcat version 1.0\nfile /etc/passwd\n",
    "silent wav": lambda folder: audio.write_wav(folder / "s.wav", audio.silence(5)).read_bytes(),
    "film": lambda folder: audio.write_film(folder / "made.mp4", audio.tone(5)).read_bytes(),
    "silence": _mp3(audio.silence(10)),
    "next to silence": _mp3(audio.tone(10, peak=0.0005)),
    "two songs of different sample rates": _changing_rate,
    "longer than allowed": _mp3(audio.tone(70)),
}


@pytest.mark.parametrize("kind", WRONG)
async def test_what_is_no_song_is_refused_and_leaves_nothing(
    archive: FileArchive, server: FileServer, folder: Path, tmp_path: Path, kind: str
) -> None:
    url = server.put("/song.mp3", WRONG[kind](tmp_path))
    with pytest.raises(MediaUnusable):
        await archive.keep(clip(url, None), TAGS)
    assert not files(folder)


async def test_a_song_hidden_in_something_else_is_refused(
    archive: FileArchive, server: FileServer, song: bytes
) -> None:
    url = server.put("/song.mp3", song + b"<script>" * len(song))
    with pytest.raises(MediaUnusable):
        await archive.keep(clip(url), TAGS)


async def test_a_soft_song_is_a_song(
    archive: FileArchive, server: FileServer, tmp_path: Path
) -> None:
    soft = audio.write_mp3(tmp_path / "soft.mp3", audio.tone(5, peak=0.01))
    await archive.keep(clip(server.put("/song.mp3", content(soft)), None), TAGS)


async def test_a_cancelled_download_leaves_nothing(
    archive: FileArchive, server: FileServer, folder: Path
) -> None:
    asked, never = asyncio.Event(), asyncio.Event()

    async def silent(_: object) -> web.StreamResponse:
        asked.set()
        await never.wait()
        raise AssertionError

    url = server.handle("/song.mp3", silent)
    task = asyncio.create_task(archive.keep(clip(url), TAGS))
    await asyncio.wait_for(asked.wait(), 5)
    assert len(files(folder / "incoming")) == 1
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not files(folder)


async def test_leftovers_of_a_crash_are_removed_and_work_in_hand_is_not(
    archive: FileArchive, server: FileServer, folder: Path, song: bytes
) -> None:
    """The second archive stands for another bot on the same folder."""
    leftover = folder / "incoming" / "tmpabc.part"
    _touch(leftover)
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def slow(_: object) -> web.StreamResponse:
        asked.set()
        await go_on.wait()
        return web.Response(body=song)

    url = server.handle("/song.mp3", slow)
    task = asyncio.create_task(archive.keep(clip(url), TAGS))
    await asyncio.wait_for(asked.wait(), 5)
    async with open_archive(folder, BOUNDS):
        assert leftover not in files(folder)
        assert len(files(folder)) == 1
    go_on.set()
    stored = await task
    assert archive.path_of(stored) in files(folder)


async def test_what_arrived_is_noted_until_somebody_knows_whether_it_is_needed(
    archive: FileArchive, server: FileServer, folder: Path, song: bytes
) -> None:
    url = server.put("/song.mp3", song)
    stored = await archive.keep(clip(url), TAGS)
    (arrival,) = await archive.arrivals()
    assert arrival.file.content_hash == stored.content_hash
    assert archive.path_of(arrival.file) == archive.path_of(stored)
    await archive.settle_in(arrival)
    assert await archive.arrivals() == ()
    assert archive.path_of(stored).is_file()

    await archive.keep(clip(url), TAGS)
    (again,) = await archive.arrivals()
    assert again.arrived_at > arrival.arrived_at
    # Whoever read the note before the file came once more removes nothing.
    await archive.turn_away(arrival)
    assert archive.path_of(stored).is_file()
    await archive.turn_away(again)
    assert await archive.arrivals() == ()
    assert files(folder) == []
    await archive.turn_away(again)


async def test_a_file_is_noted_before_it_is_moved(
    archive: FileArchive, server: FileServer, folder: Path, song: bytes
) -> None:
    (folder / "arrivals").rmdir()
    with pytest.raises(MediaUnavailable):
        await archive.keep(clip(server.put("/song.mp3", song)), TAGS)
    assert files(folder) == []


def _touch(path: Path) -> None:
    path.touch()


async def test_a_folder_that_cannot_be_made_is_told_in_one_sentence(tmp_path: Path) -> None:
    _touch(tmp_path / "file")
    with pytest.raises(SetupError) as caught:
        async with open_archive(tmp_path / "file" / "songs", BOUNDS):
            pass
    assert "Not a directory" in str(caught.value)


async def test_the_bot_itself_loads_no_audio_library() -> None:
    """They would take a third of the memory that an idle bot may use."""
    program = "import sys, bot.media.archive; print(*sys.modules, sep='\\n')"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE
    )
    loaded, _ = await process.communicate()
    assert process.returncode == 0
    assert {"av", "numpy", "mutagen", "PIL"}.isdisjoint(loaded.decode().split())
