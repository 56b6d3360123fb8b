"""What the bot is told when someone uses it: INTERACTION_CREATE."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.cdn import FILE_LIMIT
from bot.sandbox.jsonvalue import JsonObject
from bot.sandbox.model import (
    Channel,
    ChannelKind,
    CommandKind,
    Interaction,
    InteractionKind,
    InteractionStamp,
    Message,
)
from bot.sandbox.permissions import Permission
from bot.sandbox.render import Renderer
from bot.sandbox.render_places import user
from bot.sandbox.state import World


@dataclass(frozen=True, slots=True)
class Use:
    """What someone did: the base of a new interaction."""

    kind: InteractionKind
    user_id: int
    channel: Channel
    data: JsonObject
    nonce: str | None = None
    command_name: str | None = None
    command_kind: CommandKind | None = None
    message: Message | None = None
    custom_id: str | None = None
    target_user_id: int | None = None
    target_message_id: int | None = None
    opened_by: InteractionStamp | None = None


class PayloadWriter:
    """Writes the event for an interaction."""

    def __init__(self, world: World, renderer: Renderer) -> None:
        self._world = world
        self._renderer = renderer

    def _app_permissions(self, interaction: Interaction, channel: Channel) -> int:
        if interaction.by_user_install:
            return int(
                Permission.ATTACH_FILES | Permission.EMBED_LINKS | Permission.MENTION_EVERYONE
            )
        return self._world.permissions(self._world.bot_id, channel)

    def owners(self, use: Use, *, by_user_install: bool) -> dict[str, str]:
        """Give whose installations allow a use: those that allowed the command it began with.

        Whoever presses a button of a message need not be the one who installed the app.
        """
        began = use.opened_by or (None if use.message is None else use.message.stamp)
        if began is not None and began.owners:
            return dict(began.owners)
        owners: dict[str, str] = {}
        if use.channel.guild_id is None:
            owners["0"] = "0"
        elif not by_user_install:
            owners["0"] = str(use.channel.guild_id)
        if self._world.users[use.user_id].installed_app and self._is_for_persons(use):
            owners["1"] = str(use.user_id)
        return owners

    def _is_for_persons(self, use: Use) -> bool:
        command = self._world.commands.get(int(str(use.data.get("id") or 0)))
        kinds = None if command is None else command.body.get("integration_types")
        return isinstance(kinds, list) and 1 in kinds

    def write(self, interaction: Interaction, use: Use) -> JsonObject:
        """Give the event's data."""
        world, channel = self._world, use.channel
        direct = channel.kind is ChannelKind.DIRECT
        allowed = world.permissions(use.user_id, channel)
        body: JsonObject = {
            "id": str(interaction.id),
            "application_id": str(world.bot_id),
            "type": int(use.kind),
            "data": use.data,
            "channel": self._renderer.channel(channel) | {"permissions": str(allowed)},
            "channel_id": str(channel.id),
            "token": interaction.token,
            "version": 1,
            "app_permissions": str(self._app_permissions(interaction, channel)),
            "locale": interaction.locale,
            "entitlements": [],
            "entitlement_sku_ids": [],
            "authorizing_integration_owners": {**interaction.owners},
            "context": 1 if direct else 0,
            "attachment_size_limit": FILE_LIMIT,
        }
        person = world.users[use.user_id]
        if channel.guild_id is None:
            body["user"] = user(person)
        else:
            guild = world.guilds[channel.guild_id]
            body |= {
                "guild_id": str(guild.id),
                "guild": {
                    "id": str(guild.id),
                    "locale": guild.preferred_locale,
                    "features": ["COMMUNITY"],
                },
                "guild_locale": guild.preferred_locale,
                "member": self._renderer.member(guild.members[use.user_id])
                | {"permissions": str(allowed)},
            }
        if use.message is not None:
            body["message"] = self._renderer.message(use.message)
        return body
