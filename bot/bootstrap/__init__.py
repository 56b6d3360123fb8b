"""The composition root: opens everything in order, wires it, and closes it in reverse order."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack

from aiohttp.web import RouteDef

from bot.app import SongBot
from bot.bootstrap.backups import FOLDER, BackupSchedule
from bot.bootstrap.core import Core, build_core
from bot.bootstrap.crew import Outlets, build_crew
from bot.bootstrap.endpoints import Endpoints, media_bounds, open_endpoints
from bot.bootstrap.files import file_links
from bot.bootstrap.life import live
from bot.bootstrap.lock import data_folder_in_use
from bot.bootstrap.secrets import people_secret
from bot.bootstrap.system import SystemClock
from bot.bootstrap.watch import Watch
from bot.bootstrap.webhooks import webhook_sender
from bot.domain.catalogue import Catalogue
from bot.domain.errors import SetupError
from bot.domain.ids import GuildId
from bot.domain.ports import Clock
from bot.media.archive import FileArchive, open_archive
from bot.memory import spare_what_is_there
from bot.provider import AIMusicProvider, GateSettings, WebhookSender, load_catalogue, open_provider
from bot.services.resuming import end_copied_jams, take_over, tell_of_restart
from bot.settings import Settings, seconds
from bot.ui.command_sync import FingerprintFile
from bot.ui.herald import DiscordHerald
from bot.ui.jam_boards import DiscordJamBoards
from bot.ui.log_channel import DiscordLogPoster
from bot.ui.member_notices import DiscordWhisperer
from bot.ui.notifier import DiscordMessenger
from bot.ui.review_desk import DiscordReviewDesk
from bot.web.files import FileServer, SignedLinks
from bot.web.server import WebServer
from bot.web.webhooks import WebhookReceiver
from bot.workers.teller import LogHerald
from storage import open_database

_UNUSED_KEY = "unused"
"""Where nothing is asked of the music service."""


async def run_bot(settings: Settings, stop: asyncio.Event, announce: Callable[[str], None]) -> None:
    """Run the bot until `stop` is set, then end it in order.

    `announce` is given sentences for the operator.

    Raises:
        SetupError: the set-up is wrong.
        Exception: a fault that ends the program.
    """
    clock = SystemClock()
    folder = settings.place.data_dir
    async with AsyncExitStack() as stack:
        alone = stack.enter_context(data_folder_in_use(folder))
        endpoints = await stack.enter_async_context(open_endpoints(settings))
        database = await stack.enter_async_context(
            open_database(settings.database_url, migrate=True)
        )
        watch = Watch(settings, database, clock)
        archive = await stack.enter_async_context(
            open_archive(folder / "songs", media_bounds(settings, endpoints))
        )
        catalogue = load_catalogue(settings.provider.catalogue)
        sender = webhook_sender(settings)
        provider = await stack.enter_async_context(
            _provider(settings, endpoints, catalogue, clock, sender)
        )
        links = file_links(settings, clock)
        provider.client.tell_calls_to(watch.metrics.provider_called)
        core = build_core(
            settings,
            catalogue,
            database,
            provider,
            archive,
            clock,
            people_secret(settings),
            links,
        )
        await core.services.songs.finish_deletions()
        await core.breaker.refresh()
        await end_copied_jams(database, core.services.jams, clock)
        if alone:
            await take_over(database, clock)
        await tell_of_restart(database, clock)
        bot = SongBot(
            services=core.services,
            archive=archive,
            clock=clock,
            fingerprints=FingerprintFile(folder / "commands.json"),
            api_url=endpoints.discord_url,
            user_installs=settings.order.user_installs,
            http_trace=watch.metrics.discord_trace(),
        )
        await stack.enter_async_context(bot)
        outlets = _outlets(settings, bot, archive, clock)
        crew = build_crew(settings, endpoints, core, provider, archive, outlets, watch.metrics)
        watch.over(crew, core.breaker)
        web = WebServer(
            settings.web.host,
            settings.web.port,
            ready=watch.checks(bot.is_ready),
            routes=[
                *_webhook_routes(sender, core),
                *_file_routes(links, core, archive),
                *watch.metrics.routes(),
            ],
        )
        await stack.enter_async_context(web)
        await stack.enter_async_context(watch.watchdog(stop))
        spare_what_is_there()
        announce(endpoints.describe())
        await live(
            bot,
            endpoints.token,
            (*crew, *watch.rounds(), *_backups(settings, clock).rounds()),
            core.services.generation,
            stop,
            grace=seconds(settings.worker.stop_seconds),
        )


def _outlets(settings: Settings, bot: SongBot, archive: FileArchive, clock: Clock) -> Outlets:
    return Outlets(
        DiscordMessenger(bot, archive, clock),
        DiscordLogPoster(bot),
        DiscordJamBoards(bot, archive),
        DiscordHerald(bot, LogHerald(), _operator_server(settings)),
        DiscordReviewDesk(bot, archive),
        DiscordWhisperer(bot),
    )


async def register_commands(settings: Settings) -> None:
    """Register all commands with Discord, whether or not they changed, without going online.

    Raises:
        SetupError: there is no token, or Discord does not take it or cannot be reached.
    """
    token = settings.discord.token
    if token is None:
        raise SetupError("There is no DISCORD_TOKEN, so there is nowhere to register commands.")
    endpoints = Endpoints(
        discord_url=settings.discord.api_url,
        token=token.get_secret_value(),
        provider_url=settings.provider.api_url,
        api_key=_UNUSED_KEY,
        studio=False,
        page_url=None,
    )
    clock = SystemClock()
    folder = settings.place.data_dir
    catalogue = load_catalogue(settings.provider.catalogue)
    async with AsyncExitStack() as stack:
        stack.enter_context(data_folder_in_use(folder))
        database = await stack.enter_async_context(open_database(settings.database_url))
        archive = await stack.enter_async_context(
            open_archive(folder / "songs", media_bounds(settings, endpoints))
        )
        provider = await stack.enter_async_context(
            _provider(settings, endpoints, catalogue, clock, None)
        )
        core = build_core(
            settings, catalogue, database, provider, archive, clock, people_secret(settings)
        )
        bot = await stack.enter_async_context(
            _Registrar(
                services=core.services,
                archive=archive,
                clock=clock,
                fingerprints=_AnewEachTime(folder / "commands.json"),
                api_url=endpoints.discord_url,
            )
        )
        await bot.start(endpoints.token)


class _Registrar(SongBot):
    """The bot as far as its set-up, which registers its commands."""

    async def connect(self, *, reconnect: bool = True) -> None:
        """Stay away from the gateway."""


class _AnewEachTime(FingerprintFile):
    """Remembers what was registered, for the running bot, and does not go by it."""

    def last(self, key: str) -> str | None:
        """Return None, so that the commands are registered."""
        return None


def _backups(settings: Settings, clock: Clock) -> BackupSchedule:
    return BackupSchedule(
        settings.database_url,
        settings.place.data_dir / FOLDER,
        clock,
        every=seconds(settings.backup.interval_seconds),
        keep=settings.backup.keep,
    )


def _operator_server(settings: Settings) -> GuildId | None:
    server = settings.place.operator_server
    return None if server is None else GuildId(server)


def _provider(
    settings: Settings,
    endpoints: Endpoints,
    catalogue: Catalogue,
    clock: Clock,
    sender: WebhookSender | None,
) -> AbstractAsyncContextManager[AIMusicProvider]:
    return open_provider(
        endpoints.provider_url,
        endpoints.api_key,
        catalogue=catalogue,
        clock=clock,
        gate=GateSettings(
            order_interval_seconds=settings.provider.create_interval_seconds,
            orders_at_once=settings.provider.concurrency,
        ),
        webhooks=sender,
    )


def _file_routes(links: SignedLinks | None, core: Core, archive: FileArchive) -> Sequence[RouteDef]:
    if links is None:
        return ()
    return FileServer(links, core.database, archive, core.clock).routes()


def _webhook_routes(sender: WebhookSender | None, core: Core) -> Sequence[RouteDef]:
    if sender is None:
        return ()
    return WebhookReceiver(sender, core.database, core.clock, core.signals).routes()
