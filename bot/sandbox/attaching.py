"""Puts files into messages, as new ones, kept ones or pictures of embeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.sandbox import apierrors
from bot.sandbox.apierrors import field_error
from bot.sandbox.cdn import FILE_LIMIT, ContentServer
from bot.sandbox.jsonvalue import JsonObject
from bot.sandbox.media import SCHEME, referenced
from bot.sandbox.message_checks import check_media
from bot.sandbox.model import Attachment, Channel, Message
from bot.sandbox.wire.messages import AttachmentBody, MessageBody

MOST_FILES = 10
"""Files of one message."""


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file of a multipart request; `index` is the n of `files[n]`."""

    index: int
    filename: str
    content: bytes


class Attacher:
    """Keeps and drops a message's files as a body says."""

    def __init__(self, content: ContentServer) -> None:
        self._content = content

    def attach(
        self,
        message: Message,
        channel: Channel,
        body: MessageBody,
        files: Sequence[UploadedFile],
    ) -> None:
        """Bring the message's attachments in line with the body; raises `ApiError`."""
        entries = {entry.id: entry for entry in body.attachments or []}
        if body.given("attachments"):
            message.attachments = [item for item in message.attachments if item.id in entries]
            known = {item.id for item in message.attachments} | {item.index for item in files}
            for position, entry in enumerate(body.attachments or []):
                if entry.id not in known:
                    raise field_error(
                        f"attachments.{position}.id",
                        "ATTACHMENT_NOT_FOUND",
                        "The specified attachment was not found",
                    )
        for kept in message.attachments:
            _describe(kept, entries.get(kept.id))
        if len(message.attachments) + len(files) > MOST_FILES:
            raise apierrors.ApiError(
                400, 30015, "Maximum number of attachments in a message reached (10)"
            )
        if any(len(file.content) > FILE_LIMIT for file in files):
            raise apierrors.too_large()
        names = {item.filename for item in (*message.embedded, *message.attachments)}
        names |= {_name_of(file, entries.get(file.index)) for file in files}
        check_media(message, body, names)
        for file in files:
            described = entries.get(file.index)
            attachment = self._content.store(
                channel.id,
                _name_of(file, described),
                file.content,
                ephemeral=message.visible_to is not None,
            )
            _describe(attachment, described)
            message.attachments.append(attachment)
        self._embed_pictures(message)

    def _embed_pictures(self, message: Message) -> None:
        # An attachment shown by an embed is no longer listed among the attachments.
        by_name = {item.filename: item for item in (*message.embedded, *message.attachments)}
        shown = [
            by_name[name]
            for embed in message.embeds
            for name in referenced(embed)
            if name in by_name
        ]
        if not shown:
            return
        pictures = {f"{SCHEME}{item.filename}": self._picture(item) for item in shown}
        message.embeds = [_linked(embed, pictures) for embed in message.embeds]
        message.attachments = [item for item in message.attachments if item not in shown]
        message.embedded += [item for item in shown if item not in message.embedded]

    def _picture(self, attachment: Attachment) -> JsonObject:
        body: JsonObject = {"url": self._content.base + self._content.path(attachment)}
        if attachment.description is not None:
            body["description"] = attachment.description
        return body


def _name_of(file: UploadedFile, entry: AttachmentBody | None) -> str:
    return file.filename if entry is None or entry.filename is None else entry.filename


def _describe(attachment: Attachment, entry: AttachmentBody | None) -> None:
    if entry is None:
        return
    if entry.description is not None:
        attachment.description = entry.description or None
    if entry.title is not None:
        attachment.title = entry.title or None
    if entry.is_spoiler is not None:
        attachment.spoiler = entry.is_spoiler


def _linked(embed: JsonObject, pictures: Mapping[str, JsonObject]) -> JsonObject:
    copy: JsonObject = {
        key: _linked(value, pictures) if isinstance(value, dict) else value
        for key, value in embed.items()
    }
    for key in ("url", "icon_url"):
        picture = pictures.get(str(copy.get(key)))
        if picture is not None:
            # What the bot says of the picture in the embed goes before what it says of the file.
            told = picture if key == "url" else {}
            copy = told | copy | {key: picture["url"]}
    return copy
