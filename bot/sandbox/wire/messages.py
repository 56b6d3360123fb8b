"""The body that makes or changes a message."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from bot.sandbox.wire.components import (
    MOST_COMPONENTS,
    MOST_TEXT,
    MessageComponent,
    TextDisplay,
    custom_id,
    walk,
)
from bot.sandbox.wire.embeds import MOST_CHARACTERS, Embed
from bot.sandbox.wire.validation import Body, Snowflake, problem


class AllowedMentions(Body):
    """Which mentions in the text may ping."""

    parse: list[Literal["roles", "users", "everyone"]] | None = None
    users: Annotated[list[Snowflake], Field(max_length=100)] | None = None
    roles: Annotated[list[Snowflake], Field(max_length=100)] | None = None
    replied_user: bool | None = None

    @model_validator(mode="after")
    def _exclusive(self) -> AllowedMentions:
        parse = self.parse or []
        for name, ids in (("users", self.users), ("roles", self.roles)):
            if name in parse and ids:
                raise problem(
                    "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                    f'parse:["{name}"] and {name}: [ids...] are mutually exclusive.',
                )
        return self


class MessageReference(Body):
    """The message that is answered."""

    type: Literal[0, 1] = 0
    message_id: Snowflake
    channel_id: Snowflake | None = None
    guild_id: Snowflake | None = None
    fail_if_not_exists: bool = True


class AttachmentBody(Body):
    """A new file of this request (`id` is its n) or one to keep."""

    id: Snowflake
    filename: Annotated[str, Field(max_length=1024)] | None = None
    description: Annotated[str, Field(max_length=1024)] | None = None
    title: Annotated[str, Field(max_length=1024)] | None = None
    is_spoiler: bool | None = None
    duration_secs: float | None = None
    waveform: Annotated[str, Field(max_length=400)] | None = None


class MessageBody(Body):
    """What creates or edits a message; which fields were given is in `model_fields_set`."""

    content: Annotated[str, Field(max_length=2000)] | None = None
    tts: bool | None = None
    embeds: Annotated[list[Embed], Field(max_length=10)] | None = None
    allowed_mentions: AllowedMentions | None = None
    message_reference: MessageReference | None = None
    components: Annotated[list[MessageComponent], Field(max_length=MOST_COMPONENTS)] | None = None
    flags: Annotated[int, Field(ge=0)] | None = None
    attachments: Annotated[list[AttachmentBody], Field(max_length=10)] | None = None
    nonce: Annotated[str, Field(max_length=25)] | int | None = None
    enforce_nonce: bool | None = None
    sticker_ids: Annotated[list[Snowflake], Field(max_length=3)] | None = None
    thread_name: Annotated[str, Field(min_length=1, max_length=100)] | None = None

    @model_validator(mode="after")
    def _limits(self) -> MessageBody:
        if sum(embed.characters() for embed in self.embeds or []) > MOST_CHARACTERS:
            raise problem(
                "MAX_EMBED_SIZE_EXCEEDED",
                f"Embed size exceeds maximum size of {MOST_CHARACTERS}",
            )
        everything = list(walk(self.components or []))
        if len(everything) > MOST_COMPONENTS:
            raise problem(
                "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
                f"The total number of components cannot exceed {MOST_COMPONENTS}",
            )
        ids = [item for item in map(custom_id, everything) if item is not None]
        if len(set(ids)) != len(ids):
            raise problem(
                "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated"
            )
        text = sum(len(item.content) for item in everything if isinstance(item, TextDisplay))
        if text > MOST_TEXT:
            raise problem(
                "COMPONENT_TOTAL_TEXT_SIZE_EXCEEDED",
                f"The total text of all components cannot exceed {MOST_TEXT}",
            )
        return self

    def given(self, field: str) -> bool:
        """Tell whether a field was in the body, be it null."""
        return field in self.model_fields_set
