"""How news reach the bot's sessions and the open pages."""

from __future__ import annotations

from bot.sandbox.browser.hub import Hub
from bot.sandbox.browser.view import View
from bot.sandbox.gateway.gateway import Gateway
from bot.sandbox.gateway.intents import Intent
from bot.sandbox.jsonvalue import JsonObject
from bot.sandbox.model import (
    Channel,
    ChannelKind,
    Message,
)
from bot.sandbox.render import Renderer
from bot.sandbox.state import World


class AnnouncerBase:
    """Sends to whoever may see it."""

    def __init__(
        self, world: World, renderer: Renderer, view: View, gateway: Gateway, hub: Hub
    ) -> None:
        self._world = world
        self._renderer = renderer
        self._view = view
        self._gateway = gateway
        self._hub = hub

    def _sees(self, user_id: int, channel: Channel, message: Message) -> bool:
        return self._world.can_see(user_id, message) and self._world.can_view(user_id, channel)

    def _to_viewing_bot(
        self,
        channel: Channel,
        event: str,
        body: JsonObject,
        in_guild: Intent,
        in_direct: Intent,
        *,
        without_content: JsonObject | None = None,
    ) -> None:
        if self._world.can_view(self._world.bot_id, channel):
            intent = in_direct if channel.kind is ChannelKind.DIRECT else in_guild
            self._gateway.dispatch(event, body, intent, without_content=without_content)

    def _to_viewers(self, channel: Channel, event: JsonObject) -> None:
        self._hub.publish(lambda user_id: event if self._world.can_view(user_id, channel) else None)
