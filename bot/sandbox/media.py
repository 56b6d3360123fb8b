"""Pictures and files inside embeds and components: from `attachment://` to real links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from zlib import crc32

from bot.sandbox.cdn import ContentServer
from bot.sandbox.jsonvalue import JsonObject, JsonValue
from bot.sandbox.model import Attachment

_MEDIA = ("media", "file")
_FILE, _CONTAINER = 13, 17

SCHEME = "attachment://"
"""How a message names its own attachments."""


def referenced(value: JsonValue) -> Iterator[str]:
    """Give the names of the attachments that an embed or component refers to."""
    match value:
        case str():
            return
        case Mapping():
            url = value.get("url")
            if isinstance(url, str) and url.startswith(SCHEME):
                yield url[len(SCHEME) :]
            for key, item in value.items():
                if key != "url":
                    yield from referenced(item)
        case list() | tuple():
            for item in value:
                yield from referenced(item)
        case _:
            return


def with_media(
    value: JsonObject, media: Mapping[str, Attachment], content: ContentServer
) -> JsonObject:
    """Copy an embed or component with links to the content server where it names files."""
    drawn: JsonObject = {key: _resolved(key, item, media, content) for key, item in value.items()}
    return drawn | _completion(value, media)


def _resolved(
    key: str, value: JsonValue, media: Mapping[str, Attachment], content: ContentServer
) -> JsonValue:
    match value:
        case str():
            return content.refresh(value) if key in ("url", "icon_url", "proxy_url") else value
        case Mapping():
            url = value.get("url")
            attachment = None
            if isinstance(url, str) and url.startswith(SCHEME):
                attachment = media.get(url[len(SCHEME) :])
            body: JsonObject = {
                name: _resolved(name, item, media, content) for name, item in value.items()
            }
            if attachment is not None:
                body |= _unfurled(attachment, content)
            elif key in _MEDIA and isinstance(url, str):
                body |= {"id": str(crc32(url.encode())), "proxy_url": body["url"]}
            return body | _completion(value, media)
        case list() | tuple():
            return [_resolved("", item, media, content) for item in value]
        case _:
            return value


def _completion(value: Mapping[str, JsonValue], media: Mapping[str, Attachment]) -> JsonObject:
    # What Discord adds to components, whether the bot gave it or not.
    if value.get("type") == _CONTAINER:
        return {"accent_color": value.get("accent_color")}
    if "media" in value:
        return {"description": value.get("description")}
    if value.get("type") == _FILE:
        for name in referenced(value.get("file")):
            if name in media:
                return {"name": media[name].filename, "size": media[name].size}
    return {}


def _unfurled(attachment: Attachment, content: ContentServer) -> JsonObject:
    url = content.url(attachment)
    body: JsonObject = {
        "url": url,
        "proxy_url": url,
        "width": attachment.width,
        "height": attachment.height,
        "id": str(attachment.id),
        "attachment_id": str(attachment.id),
    }
    if attachment.content_type is not None:
        body["content_type"] = attachment.content_type
    return body
