"""Links to songs' files: signed, for some days, and only as long as the song is there.

An address holds the file's hash, the time at which it ends, what the file is called, and a
signature over all three with a secret of this server. Nothing in it is ever used as a path before
the signature has proved that this server wrote it. A link to a file that no song needs any more
stops working at once, whatever time it names.
"""

import hashlib
import hmac
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog
from aiohttp import web

from bot.domain.files import StoredFile
from bot.domain.ids import ContentHash
from bot.domain.ports import Clock, Database, SongArchive, Transaction
from bot.domain.songs import StoredAudio

log = structlog.get_logger(__name__)

PATH = "/files/{content}/{until}/{signature}/{name}"

_PURPOSE = b"a link to a song's file"
_CONTENT = re.compile(r"[0-9a-f]{64}")
_UNTIL = re.compile(r"[0-9]{1,12}")
_NAME = re.compile(r"([0-9A-Za-z_-]{1,80})\.([0-9a-z]{2,4})")
_NOT_IN_NAMES = re.compile(r"[^0-9A-Za-z_-]+")
_FALLBACK = "song"
_LONGEST_NAME = 80
_TYPES = {
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "mid": "audio/midi",
    "mp4": "video/mp4",
    "png": "image/png",
}
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    # Who has the link may keep the file; nobody between may.
    "Cache-Control": "private, no-store",
}


class SignedLinks:
    """`PublicFiles` of a server that others can reach."""

    def __init__(self, public_url: str, secret: str, clock: Clock, lasting: timedelta) -> None:
        """`secret` is this server's alone; links end `lasting` after they are made."""
        self._root = public_url.rstrip("/")
        self._key = hmac.digest(secret.encode(), _PURPOSE, hashlib.sha256)
        self._clock = clock
        self._lasting = lasting

    def address_of(self, audio: StoredAudio | StoredFile, name: str = "") -> str | None:
        """Return where a file can be fetched until the link ends."""
        until = int((self._clock.now() + self._lasting).timestamp())
        stem = _NOT_IN_NAMES.sub("-", name)[:_LONGEST_NAME].strip("-") or _FALLBACK
        file_name = f"{stem}.{audio.extension}"
        signature = self.signature(audio.content_hash, until, file_name)
        return f"{self._root}/files/{audio.content_hash}/{until}/{signature}/{file_name}"

    def signature(self, content_hash: str, until: int, file_name: str) -> str:
        """Return what proves that this server made a link."""
        told = f"{content_hash}\n{until}\n{file_name}".encode()
        return hmac.new(self._key, told, hashlib.sha256).hexdigest()

    def is_genuine(self, content_hash: str, until: int, file_name: str, signature: str) -> bool:
        """Tell whether this server made a link, in a time that tells nothing of the secret."""
        wanted = self.signature(content_hash, until, file_name)
        return hmac.compare_digest(wanted.encode(), signature.encode("utf-8", "replace"))


class FileServer:
    """Serves what links of ours lead to."""

    def __init__(
        self, links: SignedLinks, database: Database, archive: SongArchive, clock: Clock
    ) -> None:
        self._links = links
        self._database = database
        self._archive = archive
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        """Return what the web server has to serve."""
        return [web.get(PATH, self._serve)]

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        """Answer with the file, or a part of it if one is asked for.

        404 says that this server never made such a link, 410 that what it led to has ended.
        """
        given = request.match_info
        name = _NAME.fullmatch(given["name"])
        well_formed = _CONTENT.fullmatch(given["content"]) and _UNTIL.fullmatch(given["until"])
        if name is None or not well_formed or name[2] not in _TYPES:
            return _refused(404)
        until = int(given["until"])
        if not self._links.is_genuine(given["content"], until, given["name"], given["signature"]):
            return _refused(404)
        now = self._clock.now()
        if now >= datetime.fromtimestamp(until, UTC):
            return _refused(410)
        content_hash = ContentHash(given["content"])
        if not await self._database.read(_is_served(content_hash, now)):
            return _refused(410)
        path = self._archive.path_of(StoredFile(content_hash, 0, name[2]))
        if not path.is_file():
            log.warning("linked_file_missing", content_hash=content_hash)
            return _refused(410)
        headers = {
            **_HEADERS,
            "Content-Type": _TYPES[name[2]],
            "Content-Disposition": f'attachment; filename="{given["name"]}"',
        }
        return web.FileResponse(path, headers=headers)


def _is_served(content_hash: ContentHash, now: datetime) -> Callable[[Transaction], bool]:
    return lambda tx: tx.files.is_served(content_hash, now)


def _refused(status: int) -> web.Response:
    return web.Response(status=status, headers=_HEADERS)
