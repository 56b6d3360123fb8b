"""Everything the routes work with, put together once."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.announcer import Announcer
from bot.sandbox.archive import Archive
from bot.sandbox.browser.hub import Hub
from bot.sandbox.browser.view import View
from bot.sandbox.cdn import ContentServer
from bot.sandbox.config import SandboxConfig
from bot.sandbox.errorlog import ErrorLog
from bot.sandbox.faults import Faults
from bot.sandbox.gateway.gateway import Gateway
from bot.sandbox.interactions import InteractionService
from bot.sandbox.journal import Journal
from bot.sandbox.messages import MessageService
from bot.sandbox.ratelimits import RateLimiter
from bot.sandbox.render import Renderer
from bot.sandbox.state import World
from bot.sandbox.threads import ThreadService
from bot.sandbox.voice import VoiceService


@dataclass(frozen=True, slots=True)
class Services:
    """The sandbox's parts."""

    world: World
    content: ContentServer
    renderer: Renderer
    gateway: Gateway
    hub: Hub
    view: View
    announcer: Announcer
    messages: MessageService
    threads: ThreadService
    interactions: InteractionService
    voice: VoiceService
    journal: Journal
    errors: ErrorLog
    faults: Faults
    limiter: RateLimiter


def assemble(config: SandboxConfig) -> Services:
    """Make the parts, with the state of an earlier run when there is a folder."""
    world = World(config, Archive(config.data_dir))
    content = ContentServer(world)
    renderer = Renderer(world, content)
    gateway = Gateway(world, renderer)
    hub = Hub()
    view = View(world, renderer, content)
    announcer = Announcer(world, renderer, view, gateway, hub)
    messages = MessageService(world, content, announcer)
    voice = VoiceService(world, announcer)
    gateway.on_presence = announcer.presence_changed
    gateway.on_voice = voice.move_bot
    return Services(
        world,
        content,
        renderer,
        gateway,
        hub,
        view,
        announcer,
        messages,
        ThreadService(world, announcer, messages),
        InteractionService(world, renderer, view, gateway, hub, messages),
        voice,
        Journal(config.journal_length),
        ErrorLog(world.clock),
        Faults(),
        RateLimiter(world.clock, active=config.rate_limits),
    )
