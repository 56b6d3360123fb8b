"""Turns records into the JSON objects of Discord's API (v10)."""

from __future__ import annotations

from collections.abc import Iterable

from bot.sandbox.cdn import ContentServer
from bot.sandbox.jsonvalue import JsonObject
from bot.sandbox.media import with_media
from bot.sandbox.model import (
    Attachment,
    Command,
    InteractionStamp,
    Message,
    MessageFlag,
    Reaction,
)
from bot.sandbox.render_places import PlaceRenderer, identity, moment, user
from bot.sandbox.snowflakes import created_at
from bot.sandbox.state import World


class Renderer(PlaceRenderer):
    """Draws every record of the world."""

    def __init__(self, world: World, content: ContentServer) -> None:
        super().__init__(world)
        self._content = content

    def command(self, record: Command) -> JsonObject:
        """Give Discord's application command object."""
        body: JsonObject = {
            "id": str(record.id),
            "application_id": str(self._world.bot_id),
            "version": str(record.version),
            **record.body,
        }
        if record.guild_id is not None:
            body["guild_id"] = str(record.guild_id)
        return body

    def attachments(self, records: Iterable[Attachment]) -> list[JsonObject]:
        """Give Discord's attachment objects."""
        return [self._content.describe(record) for record in records]

    def message(self, record: Message, *, nested: bool = False) -> JsonObject:
        """Give Discord's message object; `nested` leaves out what it answers."""
        world = self._world
        media = {attachment.filename: attachment for attachment in record.attachments}
        body: JsonObject = {
            "id": str(record.id),
            "type": int(record.kind),
            "channel_id": str(record.channel_id),
            "content": record.content,
            "author": user(world.users[record.author_id]),
            "attachments": self.attachments(record.attachments),
            "embeds": []
            if record.flags & MessageFlag.SUPPRESS_EMBEDS
            else [with_media(embed, media, self._content) for embed in record.embeds],
            "components": [with_media(item, media, self._content) for item in record.components],
            "mentions": [
                user(world.users[item]) for item in record.mentions if item in world.users
            ],
            "mention_roles": [str(item) for item in record.mention_roles],
            "mention_everyone": record.mention_everyone,
            "pinned": record.pinned_at is not None,
            "tts": record.tts,
            "timestamp": moment(created_at(record.id)),
            "edited_timestamp": moment(record.edited_at),
            "flags": record.flags,
        }
        if record.reactions:
            body["reactions"] = [self._reaction(item) for item in record.reactions]
        if record.nonce is not None:
            body["nonce"] = record.nonce
        if record.author_id == world.bot_id:
            body["application_id"] = str(world.bot_id)
        if record.stamp is not None:
            body["webhook_id"] = str(world.bot_id)
            body["interaction_metadata"] = self.stamp(record.stamp)
        if record.reference is not None:
            self._reference(record, body, nested=nested)
        thread = world.channels.get(record.thread_id or 0)
        if thread is not None:
            body["thread"] = self.channel(thread, for_bot=True)
        return body

    def gateway_message(self, record: Message) -> JsonObject:
        """Give the message with what the gateway adds: its server and author's membership."""
        body = self.message(record)
        channel = self._world.channels.get(record.channel_id)
        if channel is not None and channel.guild_id is not None:
            body["guild_id"] = str(channel.guild_id)
            guild = self._world.guilds[channel.guild_id]
            member = guild.members.get(record.author_id)
            if member is not None:
                body["member"] = self.member(member, with_user=False)
        body["channel_type"] = int(channel.kind) if channel is not None else 0
        return body

    def _reaction(self, record: Reaction) -> JsonObject:
        return {
            "count": len(record.user_ids),
            "count_details": {"burst": 0, "normal": len(record.user_ids)},
            "me": self._world.bot_id in record.user_ids,
            "me_burst": False,
            "burst_colors": [],
            "emoji": {"id": identity(record.emoji_id), "name": record.emoji_name},
        }

    def stamp(self, record: InteractionStamp) -> JsonObject:
        """Give Discord's message interaction metadata."""
        world = self._world
        body: JsonObject = {
            "id": str(record.id),
            "type": int(record.kind),
            "user": user(world.users[record.user_id]),
            "authorizing_integration_owners": {**(record.owners or {"0": "0"})},
        }
        if record.name is not None:
            body["name"] = record.name
        if record.target_user_id is not None and record.target_user_id in world.users:
            body["target_user"] = user(world.users[record.target_user_id])
        for name, value in (
            ("target_message_id", record.target_message_id),
            ("interacted_message_id", record.interacted_message_id),
            ("original_response_message_id", record.original_message_id),
        ):
            if value is not None:
                body[name] = str(value)
        if record.opened_by is not None:
            body["triggering_interaction_metadata"] = self.stamp(record.opened_by)
        return body

    def _reference(self, record: Message, body: JsonObject, *, nested: bool) -> None:
        reference = record.reference
        if reference is None:
            return
        target: JsonObject = {
            "type": 0,
            "message_id": str(reference.message_id),
            "channel_id": str(reference.channel_id),
        }
        if reference.guild_id is not None:
            target["guild_id"] = str(reference.guild_id)
        body["message_reference"] = target
        if not nested:
            answered = self._world.message(reference.channel_id, reference.message_id)
            body["referenced_message"] = (
                None if answered is None else self.message(answered, nested=True)
            )
