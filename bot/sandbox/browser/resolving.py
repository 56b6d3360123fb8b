"""Collects the objects that ids in an interaction's data stand for (`resolved`)."""

from __future__ import annotations

from bot.sandbox.browser.people import People
from bot.sandbox.browser.refusals import Refusal
from bot.sandbox.cdn import ContentServer
from bot.sandbox.jsonvalue import JsonObject
from bot.sandbox.model import Channel, Message
from bot.sandbox.render import Renderer
from bot.sandbox.render_places import moment, role, user
from bot.sandbox.state import World


class Resolver:
    """Gathers what one interaction refers to."""

    def __init__(
        self, world: World, renderer: Renderer, content: ContentServer, place: Channel
    ) -> None:
        self._world = world
        self._renderer = renderer
        self._content = content
        self._place = place
        self._found: dict[str, JsonObject] = {}

    def resolved(self) -> JsonObject:
        """Give what was gathered."""
        return dict(self._found)

    def add_user(self, user_id: int) -> None:
        """Refer to someone, with their membership where they are a member."""
        person = self._world.users.get(user_id)
        if person is None:
            raise Refusal("There is no such user.")
        self._put("users", user_id, user(person))
        guild = self._world.guilds.get(self._place.guild_id or 0)
        member = None if guild is None else guild.members.get(user_id)
        if member is not None:
            allowed = self._world.permissions(user_id, self._place)
            drawn = self._renderer.member(member, with_user=False)
            self._put("members", user_id, drawn | {"permissions": str(allowed)})

    def add_role(self, role_id: int) -> None:
        """Refer to a role."""
        guild = self._world.guilds.get(self._place.guild_id or 0)
        found = None if guild is None else guild.roles.get(role_id)
        if found is None:
            raise Refusal("There is no such role.")
        self._put("roles", role_id, role(found))

    def add_mentionable(self, some_id: int) -> None:
        """Refer to a user or a role."""
        if some_id in self._world.users:
            self.add_user(some_id)
        else:
            self.add_role(some_id)

    def add_channel(self, channel_id: int, user_id: int, kinds: list[int] | None) -> None:
        """Refer to a channel that the person sees, of one of `kinds`."""
        channel = self._world.channels.get(channel_id)
        if (
            channel is None
            or channel.guild_id != self._place.guild_id
            or not self._world.can_view(user_id, channel)
        ):
            raise Refusal("There is no such channel.")
        if kinds and int(channel.kind) not in kinds:
            raise Refusal("That kind of channel cannot be chosen here.")
        drawn = self._renderer.channel(channel)
        kept = ("id", "name", "type", "parent_id", "thread_metadata", "owner_id", "flags")
        counts = ("message_count", "member_count", "total_message_sent", "topic", "position")
        shown: JsonObject = {key: drawn[key] for key in (*kept, *counts) if key in drawn}
        shown["permissions"] = str(self._world.permissions(user_id, channel))
        shown["app_permissions"] = str(self._world.permissions(self._world.bot_id, channel))
        shown["last_message_id"] = drawn["last_message_id"]
        self._put("channels", channel_id, shown)

    def add_attachment(self, upload_id: int) -> None:
        """Refer to an uploaded file."""
        upload = People(self._world).upload(upload_id)
        self._put("attachments", upload_id, self._content.describe(upload))

    def add_message(self, message: Message) -> None:
        """Refer to a message."""
        drawn = self._renderer.message(message)
        drawn["timestamp"] = drawn.get("timestamp") or moment(self._world.now())
        self._put("messages", message.id, drawn)

    def _put(self, kind: str, some_id: int, value: JsonObject) -> None:
        self._found.setdefault(kind, {})[str(some_id)] = value
