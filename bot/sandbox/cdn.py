"""The content server: attachments under signed links, drawn avatars."""

from __future__ import annotations

import colorsys
import hashlib
import hmac
import io
import mimetypes
from html import escape
from urllib.parse import quote

from aiohttp import web
from PIL import Image, UnidentifiedImageError

from bot.sandbox.jsonvalue import JsonObject
from bot.sandbox.model import Attachment, User
from bot.sandbox.state import World

LINK_SECONDS = 24 * 3600
"""How long a link to a file works."""

FILE_LIMIT = 10 * 1024 * 1024
"""Bytes one file may have."""

REQUEST_LIMIT = 25 * 1024 * 1024
"""Bytes one request may have."""

_CONTENT_TYPES = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".wav": "audio/x-wav",
    ".ogg": "audio/ogg",
    ".opus": "audio/opus",
    ".flac": "audio/flac",
    ".mid": "audio/midi",
    ".midi": "audio/midi",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".mov": "video/quicktime",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".txt": "text/plain; charset=utf-8",
    ".lrc": "text/plain; charset=utf-8",
    ".srt": "application/x-subrip",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".zip": "application/zip",
}
_SHOWN_INLINE = ("image/", "audio/", "video/", "text/plain")


def content_type(filename: str) -> str | None:
    """Give the content type that Discord derives from a file's extension."""
    stem, dot, extension = filename.rpartition(".")
    if not dot or not stem:
        return None
    known = _CONTENT_TYPES.get(f".{extension.lower()}")
    return known or mimetypes.guess_type(f"x.{extension.lower()}")[0]


def clean_filename(filename: str) -> str:
    """Make a file name as Discord does: ASCII letters, digits, `_`, `-` and `.`."""
    name = filename.replace("\\", "/").rpartition("/")[2].replace(" ", "_")
    kept = "".join(
        character
        for character in name
        if character.isascii() and (character.isalnum() or character in "_-.")
    ).lstrip(".")
    return kept[-100:] or "unknown"


class ContentServer:
    """Keeps files and answers for them while their link is fresh by the sandbox's clock."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.base = ""
        self._key = hashlib.sha256(world.config.token.encode()).digest()

    def store(
        self, channel_id: int, filename: str, content: bytes, *, ephemeral: bool = False
    ) -> Attachment:
        """Keep a file and describe it; pictures are measured."""
        name = clean_filename(filename)
        attachment = Attachment(
            self._world.snowflakes.new(),
            channel_id,
            name,
            len(content),
            content_type(name),
            ephemeral=ephemeral,
            spoiler=name.startswith("SPOILER_"),
        )
        if (attachment.content_type or "").startswith("image/"):
            size = _picture_size(content)
            if size is not None:
                attachment.width, attachment.height = size
        self._world.archive.write_file(attachment.id, content)
        return attachment

    def path(self, attachment: Attachment) -> str:
        """Give the unsigned path of a file."""
        kind = "ephemeral-attachments" if attachment.ephemeral else "attachments"
        return f"/{kind}/{attachment.channel_id}/{attachment.id}/{quote(attachment.filename)}"

    def url(self, attachment: Attachment) -> str:
        """Give the signed link to a file."""
        return self.sign(self.path(attachment))

    def sign(self, path: str) -> str:
        """Give the link to a path on this server, good for 24 hours."""
        issued = int(self._world.clock.seconds())
        expires = issued + LINK_SECONDS
        mark = self._mark(path, f"{expires:x}", f"{issued:x}")
        return f"{self.base}{path}?ex={expires:x}&is={issued:x}&hm={mark}"

    def refresh(self, url: str) -> str:
        """Sign a link anew when it is one of this server's, else leave it alone."""
        prefix = f"{self.base}/"
        if not url.startswith((f"{prefix}attachments/", f"{prefix}ephemeral-attachments/")):
            return url
        return self.sign(url[len(self.base) :].partition("?")[0])

    def avatar_url(self, user: User) -> str:
        """Give the link to someone's drawn portrait."""
        return f"{self.base}/avatars/{user.id}.svg"

    def describe(self, attachment: Attachment) -> JsonObject:
        """Give Discord's attachment object."""
        url = self.url(attachment)
        body: JsonObject = {
            "id": str(attachment.id),
            "filename": attachment.filename,
            "size": attachment.size,
            "url": url,
            "proxy_url": url,
        }
        if attachment.content_type is not None:
            body["content_type"] = attachment.content_type
        if attachment.width is not None:
            body["width"] = attachment.width
            body["height"] = attachment.height
        if attachment.description is not None:
            body["description"] = attachment.description
        if attachment.title is not None:
            body["title"] = attachment.title
        if attachment.ephemeral:
            body["ephemeral"] = True
        return body

    def add_routes(self, app: web.Application) -> None:
        """Serve files and portraits."""
        for kind in ("attachments", "ephemeral-attachments"):
            app.router.add_get(f"/{kind}/{{channel_id}}/{{id}}/{{filename}}", self._file)
        app.router.add_get("/avatars/{id}.svg", self._avatar)

    def _mark(self, path: str, expires: str, issued: str) -> str:
        text = f"{path}|{expires}|{issued}".encode()
        return hmac.new(self._key, text, hashlib.sha256).hexdigest()

    async def _file(self, request: web.Request) -> web.StreamResponse:
        query = request.query
        expires, issued = query.get("ex", ""), query.get("is", "")
        expected = self._mark(request.rel_url.raw_path, expires, issued)
        if not hmac.compare_digest(expected, query.get("hm", "")):
            return web.Response(status=404, text="This content is no longer available.")
        if int(expires, 16) < self._world.clock.seconds():
            return web.Response(status=404, text="This content is no longer available.")
        content = self._world.archive.read_file(int(request.match_info["id"]))
        if content is None:
            return web.Response(status=404, text="This content is no longer available.")
        return _ranged(request, content, request.match_info["filename"])

    async def _avatar(self, request: web.Request) -> web.Response:
        user = self._world.users.get(int(request.match_info["id"]))
        if user is None:
            raise web.HTTPNotFound
        return web.Response(
            text=draw_avatar(user),
            content_type="image/svg+xml",
            headers={"Cache-Control": "max-age=3600", "Access-Control-Allow-Origin": "*"},
        )


def _ranged(request: web.Request, content: bytes, filename: str) -> web.Response:
    kind = content_type(filename) or "application/octet-stream"
    headers = {
        "Content-Type": kind,
        "Accept-Ranges": "bytes",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'; media-src 'self'",
        "Access-Control-Allow-Origin": "*",
    }
    if not kind.startswith(_SHOWN_INLINE) or kind.startswith("image/svg"):
        headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    try:
        wanted = request.http_range
    except ValueError:
        return _unsatisfiable(len(content))
    if wanted.start is None and wanted.stop is None:
        return web.Response(body=content, headers=headers)
    start, stop, _ = wanted.indices(len(content))
    if start >= stop:
        return _unsatisfiable(len(content))
    headers["Content-Range"] = f"bytes {start}-{stop - 1}/{len(content)}"
    return web.Response(status=206, body=content[start:stop], headers=headers)


def _unsatisfiable(size: int) -> web.Response:
    return web.Response(status=416, headers={"Content-Range": f"bytes */{size}"})


def _picture_size(content: bytes) -> tuple[int, int] | None:
    try:
        with Image.open(io.BytesIO(content)) as picture:
            return picture.size
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None


def draw_avatar(user: User) -> str:
    """Draw someone's portrait as SVG: a colour of their own and their first letter."""
    digest = hashlib.sha256(str(user.id).encode()).digest()
    red, green, blue = colorsys.hls_to_rgb(digest[0] / 255, 0.42, 0.55)
    colour = f"#{int(red * 255):02x}{int(green * 255):02x}{int(blue * 255):02x}"
    letter = escape((user.global_name or user.username)[:1].upper())
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 80" width="80" height="80">'
        f'<rect width="80" height="80" fill="{colour}"/>'
        '<text x="40" y="42" fill="#fff" font-family="sans-serif" font-size="38"'
        f' text-anchor="middle" dominant-baseline="middle">{letter}</text></svg>'
    )
