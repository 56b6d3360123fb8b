"""Rules about a message's parts together, which no single field can check."""

from __future__ import annotations

from collections.abc import Sequence

from bot.sandbox.apierrors import field_error
from bot.sandbox.jsonvalue import JsonObject
from bot.sandbox.media import SCHEME, referenced
from bot.sandbox.model import Message, MessageFlag
from bot.sandbox.wire.components import ActionRow, TextDisplay, media_urls, walk
from bot.sandbox.wire.controls import Component
from bot.sandbox.wire.messages import MessageBody

_V2 = int(MessageFlag.COMPONENTS_V2)


def texts(components: Sequence[Component]) -> list[str]:
    """Give the texts of all text displays."""
    return [item.content for item in walk(components) if isinstance(item, TextDisplay)]


def numbered(components: Sequence[Component]) -> list[JsonObject]:
    """Give components as JSON, each with an id of its own."""
    taken = {item.id for item in walk(components) if item.id}
    number = 0
    for item in walk(components):
        if not item.id:
            number += 1
            while number in taken:
                number += 1
            item.id = number
    return [item.model_dump(mode="json", exclude_none=True) for item in components]


def check_style(message: Message, body: MessageBody) -> None:
    """Refuse a mixture of the classic parts and Components V2."""
    if message.flags & _V2:
        for name, present in (("content", message.content), ("embeds", message.embeds)):
            if present:
                raise field_error(
                    name,
                    "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                    f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
                )
        return
    components = body.components or []
    for position, item in enumerate(components):
        if not isinstance(item, ActionRow):
            raise field_error(
                f"components.{position}.type",
                "BASE_TYPE_CHOICES",
                'Value of field "type" must be one of (1,).',
            )
    if len(components) > 5:
        raise field_error("components", "BASE_TYPE_MAX_LENGTH", "Must be 5 or fewer in length.")


def check_media(message: Message, body: MessageBody, names: set[str]) -> None:
    """Refuse pictures and files that name no attachment of the message."""
    for item in walk(body.components or []):
        for url in media_urls(item):
            if url.startswith(SCHEME) and url[len(SCHEME) :] not in names:
                raise field_error(
                    "components",
                    "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
                    f"The referenced attachment {url} was not found",
                )
    for embed in message.embeds:
        for name in referenced(embed):
            if name not in names:
                raise field_error(
                    "embeds", "EMBED_ATTACHMENT_NOT_FOUND", f"No attachment named {name}"
                )
