import asyncio
import gzip
import ssl
from collections.abc import AsyncIterator
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiohttp import web

from bot.domain.errors import AddressRefused, MediaError, MediaUnavailable, MediaUnusable
from bot.media.addresses import Address, AddressRule
from bot.media.bounds import MediaBounds
from bot.media.download import AUDIO, Downloader, Wanted
from tests.support.fileserver import FileServer

TLS = Path(__file__).parent / "tls"
BODY = bytes(range(256)) * 4000
BOUNDS = MediaBounds(allow_private=True, max_bytes=2_000_000, fetch_seconds=10, stall_seconds=5)
SECRET = "Signature=do-not-tell"


class Names:
    """A resolver with names of its own, which counts the questions."""

    def __init__(self, *answers: str) -> None:
        self._answers = [ip_address(answer) for answer in answers]
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> tuple[Address, ...]:
        self.asked.append(host)
        return (self._answers[min(len(self.asked), len(self._answers)) - 1],)


@pytest.fixture
async def server() -> AsyncIterator[FileServer]:
    async with FileServer.open() as server:
        yield server


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "target"


def written(target: Path) -> bytes:
    return target.read_bytes()


async def fetch(
    url: str,
    target: Path,
    bounds: MediaBounds = BOUNDS,
    names: Names | None = None,
    may_reach: AddressRule | None = None,
    tls: ssl.SSLContext | None = None,
    wanted: Wanted = AUDIO,
) -> int:
    options = {"resolver": names} if names else {}
    downloader = Downloader(bounds, may_reach=may_reach, tls=tls, **options)
    try:
        with target.open("wb") as file:
            return await downloader.fetch(url, file, wanted)
    finally:
        await downloader.aclose()


async def refusal(
    kind: type[MediaError], url: str, target: Path, bounds: MediaBounds = BOUNDS
) -> str:
    with pytest.raises(kind) as caught:
        await fetch(url, target, bounds)
    assert SECRET not in repr(caught.value)
    return str(caught.value)


async def test_a_file_arrives_unchanged(server: FileServer, target: Path) -> None:
    size = await fetch(server.put("/song.mp3", BODY), target)
    assert size == len(BODY)
    assert written(target) == BODY
    assert server.requests[0].headers["Accept-Encoding"] == "identity"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirects_are_followed(server: FileServer, target: Path, status: int) -> None:
    server.put("/song.mp3", BODY)
    url = server.redirect("/old", "/song.mp3", status)
    assert await fetch(url, target) == len(BODY)


async def test_redirects_have_an_end(server: FileServer, target: Path) -> None:
    await refusal(MediaUnusable, server.redirect("/round", "/round"), target)
    assert len(server.requests) == BOUNDS.max_redirects + 1


async def test_a_private_server_is_not_even_connected_to(server: FileServer, target: Path) -> None:
    url = server.put("/song.mp3", BODY).replace("http:", "https:")
    reason = await refusal(AddressRefused, url, target, replace(BOUNDS, allow_private=False))
    assert "public" in reason
    assert not server.requests


async def test_a_private_place_that_is_allowed_leads_nowhere_else(
    server: FileServer, target: Path
) -> None:
    bounds = replace(BOUNDS, allow_private=False)
    wanted = replace(AUDIO, places=(server.url("/attachments/"),))
    inside = server.put("/attachments/song.mp3", BODY)
    assert await fetch(inside, target, bounds, wanted=wanted) == len(BODY)
    server.requests.clear()
    outside = server.put("/admin", BODY)
    server.put("/attachments/../admin", BODY)
    for url in (
        outside,
        server.url("/attachments"),
        server.url("/attachments/../admin"),
        server.url("/attachments/%2e%2e/admin"),
        inside.replace("http:", "https:"),
        inside.replace("127.0.0.1", "127.0.0.2"),
        inside.replace("127.0.0.1", "127.1"),
        inside.replace(f":{server.port}", ":1"),
        inside.replace("http://", f"http://127.0.0.1:{server.port}@"),
    ):
        with pytest.raises(AddressRefused):
            await fetch(url, target, bounds, wanted=wanted)
    assert not server.requests
    with pytest.raises(AddressRefused):
        await fetch(server.redirect("/attachments/x", outside), target, bounds, wanted=wanted)
    assert [request.path for request in server.requests] == ["/attachments/x"]


async def test_the_clouds_credentials_are_no_place(target: Path) -> None:
    place = "http://169.254.169.254/"
    wanted = replace(AUDIO, places=(place,))
    with pytest.raises(AddressRefused):
        await fetch(f"{place}latest", target, replace(BOUNDS, allow_private=False), wanted=wanted)


async def test_a_redirect_to_a_forbidden_address_is_refused(
    server: FileServer, target: Path
) -> None:
    """127.0.0.1 plays the public internet here, and 127.0.0.2 the machine behind the wall."""
    async with FileServer.open(host="127.0.0.2") as inner:
        inner.put("/secret", BODY)
        url = server.redirect("/song.mp3", inner.url("/secret", host="127.0.0.2"))
        with pytest.raises(MediaUnusable):
            await fetch(url, target, may_reach=lambda address: str(address) == "127.0.0.1")
        assert not inner.requests


async def test_a_redirect_to_the_clouds_credentials_is_refused_even_among_private_addresses(
    server: FileServer, target: Path
) -> None:
    url = server.redirect("/song.mp3", "http://169.254.169.254/latest/meta-data")
    await refusal(MediaUnusable, url, target)


async def test_a_name_that_changes_its_address_changes_nothing(
    server: FileServer, target: Path
) -> None:
    """The second answer would lead elsewhere; it is never asked for."""
    server.put("/song.mp3", BODY)
    names = Names("127.0.0.1", "169.254.169.254")
    url = server.url("/song.mp3", host="songs.example")
    assert await fetch(url, target, names=names) == len(BODY)
    assert names.asked == ["songs.example"]
    assert server.requests[0].host == f"songs.example:{server.port}"


async def test_one_forbidden_address_among_several_is_enough(
    server: FileServer, target: Path
) -> None:
    async def both(host: str, port: int) -> tuple[Address, ...]:
        return ip_address("127.0.0.1"), ip_address("169.254.169.254")

    downloader = Downloader(BOUNDS, resolver=both)
    with target.open("wb") as file, pytest.raises(MediaUnusable):
        await downloader.fetch(server.put("/song.mp3", BODY), file)
    await downloader.aclose()
    assert not server.requests


async def test_the_next_address_is_tried_when_one_refuses(server: FileServer, target: Path) -> None:
    async def both(host: str, port: int) -> tuple[Address, ...]:
        return ip_address("::1"), ip_address("127.0.0.1")

    downloader = Downloader(BOUNDS, resolver=both)
    with target.open("wb") as file:
        assert await downloader.fetch(server.put("/song.mp3", BODY), file) == len(BODY)
    await downloader.aclose()


@pytest.mark.parametrize(
    "url",
    [
        "ftp://songs.example/a.mp3",
        "file:///etc/passwd",
        "/etc/passwd",
        "",
        "https://",
        "http://[::1",
        "https://songs.example:99999/",
        "https://user:password@songs.example/a.mp3",
        "javascript:alert(1)",
        "https://songs.example/\n\x00",
    ],
)
async def test_odd_addresses_are_refused(url: str, target: Path) -> None:
    reason = await refusal(MediaUnusable, url, target)
    assert "password" not in reason


async def test_http_needs_permission(target: Path) -> None:
    bounds = replace(BOUNDS, allow_private=False)
    await refusal(AddressRefused, "http://93.184.216.34/a.mp3", target, bounds)


@pytest.mark.parametrize("status", [202, 204, 206, 304, 400, 401, 403, 404, 410, 429, 500, 503])
async def test_other_answers_may_change_later(
    server: FileServer, target: Path, status: int
) -> None:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status)

    url = server.handle("/song.mp3", answer) + "?" + SECRET
    reason = await refusal(MediaUnavailable, url, target)
    assert str(status) in reason


async def test_an_empty_file_may_be_filled_later(server: FileServer, target: Path) -> None:
    await refusal(MediaUnavailable, server.put("/song.mp3", b""), target)


@pytest.mark.parametrize(
    "content_type",
    ["text/html", "application/json", "image/png", "audio/x-mpegurl"],
)
async def test_what_calls_itself_something_else_is_refused(
    server: FileServer, target: Path, content_type: str
) -> None:
    await refusal(MediaUnusable, server.put("/song.mp3", b"<html>", content_type), target)
    assert not written(target)


async def test_a_file_that_says_it_is_too_large_is_not_read(
    server: FileServer, target: Path
) -> None:
    url = server.put("/song.mp3", bytes(BOUNDS.max_bytes + 1))
    await refusal(MediaUnusable, url, target)
    assert not written(target)


async def test_an_endless_file_is_left_at_the_limit(server: FileServer, target: Path) -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(bytes(65536))

    await refusal(MediaUnusable, server.handle("/song.mp3", endless), target)
    assert 0 < len(written(target)) <= BOUNDS.max_bytes


async def test_a_file_cut_short_is_noticed(server: FileServer, target: Path) -> None:
    async def cut(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        response.content_length = len(BODY)
        await response.prepare(request)
        await response.write(BODY[:1000])
        if request.transport is not None:
            request.transport.abort()
        return response

    await refusal(MediaUnavailable, server.handle("/song.mp3", cut), target)


async def test_a_slow_drip_ends_at_the_limit(server: FileServer, target: Path) -> None:
    never = asyncio.Event()

    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b"drip")
        await never.wait()
        return response

    url = server.handle("/song.mp3", drip) + "?" + SECRET
    reason = await refusal(MediaUnavailable, url, target, replace(BOUNDS, fetch_seconds=0.2))
    assert "too long" in reason
    await refusal(MediaUnavailable, url, target, replace(BOUNDS, stall_seconds=0.2))


async def test_compressed_data_is_not_unpacked(server: FileServer, target: Path) -> None:
    bomb = gzip.compress(bytes(50_000_000))

    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(body=bomb, headers={"Content-Encoding": "gzip"})

    await refusal(MediaUnusable, server.handle("/song.mp3", answer), target)


async def test_a_name_without_address_may_get_one(target: Path) -> None:
    async def nobody(host: str, port: int) -> tuple[Address, ...]:
        raise OSError

    downloader = Downloader(BOUNDS, resolver=nobody)
    with target.open("wb") as file, pytest.raises(MediaUnavailable):
        await downloader.fetch("https://songs.example/a.mp3?" + SECRET, file)
    await downloader.aclose()


async def test_a_server_that_is_down_may_come_back(server: FileServer, target: Path) -> None:
    url = server.url("/song.mp3", host="127.0.0.9") + "?" + SECRET
    await refusal(MediaUnavailable, url, target)


async def test_a_full_disk_is_a_passing_fault(server: FileServer) -> None:
    reason = await refusal(MediaUnavailable, server.put("/song.mp3", BODY), Path("/dev/full"))
    assert "No space" in reason


def _serving() -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(TLS / "certificate.pem", TLS / "key.pem")
    return context


async def test_the_certificate_is_checked_for_the_name_and_not_for_the_address(
    target: Path,
) -> None:
    async with FileServer.open(tls=_serving()) as server:
        server.put("/song.mp3", BODY)
        trusting = ssl.create_default_context(cafile=TLS / "certificate.pem")
        names = Names("127.0.0.1")
        right = server.url("/song.mp3", scheme="https", host="songs.example")
        assert await fetch(right, target, names=names, tls=trusting) == len(BODY)
        wrong = server.url("/song.mp3", scheme="https", host="other.example")
        with pytest.raises(MediaUnavailable):
            await fetch(wrong, target, names=names, tls=trusting)
        with pytest.raises(MediaUnavailable):
            await fetch(right, target, names=names)
        assert len(server.requests) == 1
