"""Links to songs' files, over a socket: whom they let in, to what, and until when."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from bot.domain.files import FileGone, FileKind, GoneReason, RetiredFile, SongFile, StoredFile
from bot.domain.ids import ContentHash
from bot.domain.ports import Database, Transaction
from bot.domain.songs import Song, StoredAudio
from bot.media.archive import FileArchive, open_archive
from bot.media.bounds import MediaBounds
from bot.services.keeping import take_down
from bot.web.files import FileServer, SignedLinks
from bot.web.server import WebServer
from storage import open_database
from tests.support.clock import ManualClock
from tests.support.records import new_job, new_song

CONTENT = b"ID3" + bytes(range(256)) * 40
SECRET = "a secret of this server alone"
DAYS = 7


@dataclass
class Served:
    """A web server with one song's file."""

    http: httpx.AsyncClient
    links: SignedLinks
    database: Database
    archive: FileArchive
    clock: ManualClock
    song: Song

    def link(self, file: StoredAudio | StoredFile | None = None, name: str = "neon-rain-1") -> str:
        """Return the path of a link."""
        address = self.links.address_of(file or self.song.audio, name)
        assert address is not None
        return urlsplit(address).path

    async def status(self, path: str) -> int:
        """Return how a path is answered."""
        return (await self.http.get(path)).status_code


def store(archive: FileArchive, file: StoredAudio | StoredFile) -> None:
    path = archive.path_of(file)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(CONTENT)


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    clock = ManualClock()
    job = new_job()
    song = new_song(job)
    song = replace(song, audio=replace(song.audio, content_hash=ContentHash("ab" * 32)))
    links = SignedLinks("https://songs.example/", SECRET, clock, timedelta(days=DAYS))

    def save(tx: Transaction) -> None:
        tx.jobs.add(job)
        tx.songs.add(song)

    async with (
        open_archive(tmp_path / "songs", MediaBounds()) as archive,
        open_database(f"sqlite:///{tmp_path / 'links.db'}", migrate=True) as database,
    ):
        await database.write(save)
        await asyncio.to_thread(store, archive, song.audio)
        server = FileServer(links, database, archive, clock)
        async with (
            WebServer("127.0.0.1", 0, ready={}, routes=server.routes()) as web,
            httpx.AsyncClient(base_url=f"http://127.0.0.1:{web.port}") as http,
        ):
            yield Served(http, links, database, archive, clock, song)


async def test_a_link_gives_the_file_and_nothing_to_search_engines(served: Served) -> None:
    answer = await served.http.get(served.link())
    assert answer.status_code == 200
    assert answer.content == CONTENT
    assert answer.headers["content-type"] == "audio/mpeg"
    disposition = answer.headers["content-disposition"]
    assert disposition == 'attachment; filename="neon-rain-1.mp3"'
    assert "noindex" in answer.headers["x-robots-tag"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "no-store" in answer.headers["cache-control"]
    head = await served.http.head(served.link())
    assert head.headers["content-length"] == str(len(CONTENT))


async def test_a_part_of_a_file_can_be_asked_for(served: Served) -> None:
    answer = await served.http.get(served.link(), headers={"Range": "bytes=3-12"})
    assert answer.status_code == 206
    assert answer.content == CONTENT[3:13]
    assert answer.headers["content-range"] == f"bytes 3-12/{len(CONTENT)}"
    beyond = await served.http.get(served.link(), headers={"Range": f"bytes={len(CONTENT)}-"})
    assert beyond.status_code == 416


async def test_whatever_is_changed_in_a_link_makes_it_none_of_ours(served: Served) -> None:
    _, files, content, until, signature, name = served.link().split("/")
    other = "cd" * 32
    store(served.archive, StoredFile(ContentHash(other), 1, "mp3"))
    changed = [
        (other, until, signature, name),
        (content, str(int(until) + 1), signature, name),
        (content, until, signature, "other.mp3"),
        (content, until, signature, name.replace("mp3", "wav")),
        (content, until, signature[:-1] + ("0" if signature[-1] != "0" else "1"), name),
        (content, until, signature.upper(), name),
        (content, until, "é" * 64, name),
        (content, until, "x", name),
        ("..", until, signature, name),
        (content, "9" * 40, signature, name),
        (content, "-1", signature, name),
        (content, until, signature, "..%2f..%2fjamboree.mp3"),
        (content, until, signature, "%2e%2e"),
        (content.upper(), until, signature, name),
    ]
    for parts in changed:
        assert await served.status("/" + "/".join((files, *parts))) == 404, parts


async def test_another_server_s_secret_signs_nothing_here(served: Served) -> None:
    foreign = replace(served, links=SignedLinks("https://x.example", "other", served.clock, DAY))
    assert await served.status(foreign.link()) == 404


DAY = timedelta(days=1)


async def test_a_link_ends_when_it_says(served: Served) -> None:
    link = served.link()
    served.clock.advance(DAYS * 86_400 - 1)
    assert await served.status(link) == 200
    served.clock.advance(1)
    assert await served.status(link) == 410


async def test_a_deleted_song_s_links_end_at_once(served: Served) -> None:
    link, now = served.link(), served.clock.now()
    old = StoredFile(ContentHash("ef" * 32), 1, "mp3")
    wav = SongFile(
        served.song.song_id, FileKind.WAV, StoredFile(ContentHash("12" * 32), 1, "wav"), now
    )
    retired = RetiredFile(old, served.song.song_id, now + DAY)

    def keep(tx: Transaction) -> None:
        tx.files.save(wav)
        tx.files.retire(retired)

    await served.database.write(keep)
    for file in (old, wav.file):
        await asyncio.to_thread(store, served.archive, file)
    links = [link, served.link(old), served.link(wav.file)]
    assert [await served.status(each) for each in links] == [200, 200, 200]
    await served.database.write(lambda tx: take_down(tx, served.song, now))
    # The files are still there; nobody gets them any more.
    assert served.archive.path_of(served.song.audio).is_file()
    assert [await served.status(each) for each in links] == [410, 410, 410]


async def test_what_belongs_to_no_song_is_not_served(served: Served) -> None:
    stray = StoredFile(ContentHash("34" * 32), 1, "mp3")
    await asyncio.to_thread(store, served.archive, stray)
    assert await served.status(served.link(stray)) == 410


async def test_a_file_that_the_archive_let_go_is_not_served(served: Served) -> None:
    gone = FileGone(served.clock.now(), GoneReason.SPACE)
    await served.database.write(lambda tx: tx.files.mark_gone(served.song.song_id, gone))
    assert await served.status(served.link()) == 410


@pytest.mark.parametrize(
    "name", ['a"b\r\nX: y', "../../etc/passwd", "", "жёлтый", "a" * 500, "CON<script>"]
)
async def test_a_hostile_name_is_only_a_name(served: Served, name: str) -> None:
    answer = await served.http.get(served.link(name=name))
    assert answer.status_code == 200
    told = answer.headers["content-disposition"].removeprefix('attachment; filename="')
    assert set(told) <= set('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."')
    assert len(told) < 100
