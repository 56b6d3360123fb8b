"""The bot itself: set-up, the gate before every command, and errors of commands in one place."""

import asyncio
from collections.abc import Mapping
from typing import Final

import aiohttp
import discord
import structlog
import yarl
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket

from bot.domain.errors import OrdersStopped, SetupError
from bot.domain.ports import Clock, SongArchive
from bot.services import Services
from bot.ui.buttons import ALL_BUTTONS, is_known
from bot.ui.charts.process import ChartPainter
from bot.ui.client import JamboreeClient, of_this_bot
from bot.ui.command_sync import Fingerprints, sync_if_changed
from bot.ui.controls import SongControls
from bot.ui.drafts import Draft, Drafts, FormDraft
from bot.ui.gate import admit, use_of
from bot.ui.greeting import greet
from bot.ui.jam_controls import DiscordJamControls
from bot.ui.library_controls import SongLibraryControls
from bot.ui.painted import PaintedCards
from bot.ui.refusals import ControlExpired
from bot.ui.reports import report
from bot.ui.review_desk import DiscordReviewControls
from bot.ui.rework_controls import SongReworkControls
from bot.ui.submissions import submit
from bot.ui.translation import CommandTranslator
from bot.ui.voices import SingingVoiceControls
from bot.ui.word_controls import SongWordControls

log = structlog.get_logger(__name__)

EXTENSIONS: Final = (
    "cogs.audit",
    "cogs.blocking",
    "cogs.create",
    "cogs.filtering",
    "cogs.reviewing",
    "cogs.remix",
    "cogs.rework",
    "cogs.voice",
    "cogs.words",
    "cogs.credits",
    "cogs.help",
    "cogs.jam",
    "cogs.library",
    "cogs.moderation",
    "cogs.privacy",
    "cogs.server",
    "cogs.server_access",
    "cogs.server_setup",
)

_FINAL_CLOSE_CODES: Final = {
    4004: "Discord does not accept the bot's token any more; put a new one into DISCORD_TOKEN.",
    4010: "Discord does not accept the shard this bot runs as.",
    4011: "This bot is in so many servers that Discord asks for several shards.",
    4012: "Discord does not speak the version of its gateway that this program uses; update it.",
    4013: "Discord does not know the intents that this program asks for; update it.",
    4014: "Discord does not allow this bot the intents that the program asks for.",
}
"""Discord's gateway close codes that connecting again cannot mend, and what the operator does."""


class SongTree(app_commands.CommandTree["SongBot"]):
    """The bot's commands: one gate before them, one place for their errors."""

    async def interaction_check(self, interaction: discord.Interaction["SongBot"], /) -> bool:
        """Let a command through that its user may use now; autocompletion else stays empty."""
        try:
            if interaction.client.stopping:
                raise OrdersStopped
            # A command that is not known any more is refused by the tree.
            if interaction.command is not None:
                await admit(of_this_bot(interaction), use_of(interaction.command))
        except Exception as error:
            if interaction.type is not discord.InteractionType.autocomplete:
                await report(interaction, error)
            return False
        return True

    async def on_error(
        self,
        interaction: discord.Interaction["SongBot"],
        error: app_commands.AppCommandError,
        /,
    ) -> None:
        """Turn an error into its sentence for the person who used the command."""
        if interaction.type is not discord.InteractionType.autocomplete:
            await report(interaction, error)


class SongBot(JamboreeClient):
    """The bot on Discord. Everything it works with is opened and closed by whoever makes it."""

    def __init__(
        self,
        *,
        services: Services,
        archive: SongArchive,
        clock: Clock,
        fingerprints: Fingerprints,
        api_url: str,
        user_installs: bool = False,
        http_trace: aiohttp.TraceConfig | None = None,
    ) -> None:
        """`api_url` is the base of Discord's REST API, version included.

        With `user_installs` people who installed the bot for themselves may use its commands
        anywhere, but those that are for servers. `http_trace` is told of every request to it.
        """
        # Warnings at every start about packages that only a bot in voice channels needs.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        # discord.py knows one address for all clients of a process.
        discord.http.Route.BASE = api_url.rstrip("/")
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=SongTree,
            intents=discord.Intents(guilds=True, voice_states=True),
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=user_installs
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=user_installs),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            max_ratelimit_timeout=60.0,
            http_trace=http_trace or aiohttp.TraceConfig(),
        )
        self.services = services
        self.archive = archive
        self.clock = clock
        self.drafts = Drafts[Draft]()
        self.painted = PaintedCards()
        self.jam_drafts = Drafts[FormDraft]()
        self.controls = SongControls()
        self.charts = ChartPainter()
        self.library_controls = SongLibraryControls()
        self.rework_controls = SongReworkControls()
        self.jam_controls = DiscordJamControls()
        self.word_controls = SongWordControls()
        self.voice_controls = SingingVoiceControls()
        self.review_controls = DiscordReviewControls()
        self._fingerprints = fingerprints
        self._api_url = api_url
        self._greetings: set[asyncio.Task[None]] = set()
        self._closing = False

    async def setup_hook(self) -> None:
        """Load commands and buttons, and register commands if they changed."""
        for extension in EXTENSIONS:
            await self.load_extension(extension)
        self.add_dynamic_items(*ALL_BUTTONS)
        await self.tree.set_translator(CommandTranslator())
        await sync_if_changed(self.tree, self._fingerprints)

    async def start(self, token: str, *, reconnect: bool = True) -> None:
        """Log in and run until closed.

        Raises:
            SetupError: Discord cannot be reached at the start, or refuses for good.
        """
        try:
            await super().start(token, reconnect=reconnect)
        except discord.LoginFailure as error:
            raise SetupError(
                "Discord does not accept the bot's token; copy it anew from the Developer Portal"
                " (Bot, Reset Token) into DISCORD_TOKEN."
            ) from error
        except discord.PrivilegedIntentsRequired as error:
            raise SetupError(_FINAL_CLOSE_CODES[4014]) from error
        except discord.ConnectionClosed as error:
            raise _final_close(error) from error
        except (
            aiohttp.ClientConnectionError,
            discord.DiscordServerError,
            discord.GatewayNotFound,
        ) as error:
            if self.is_closed():
                # It was told to stop while it was connecting.
                return
            raise SetupError(
                f"Discord cannot be reached at {self._api_url}; check the network and"
                " DISCORD_API_URL."
            ) from error

    async def connect(self, *, reconnect: bool = True) -> None:
        """Connect to the gateway that the REST API names, and stay connected."""
        _, gateway_url, _ = await self.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)
        await super().connect(reconnect=reconnect)

    async def on_ready(self) -> None:
        """Note the connection in the log; Discord may say so many times."""
        log.info("discord_ready", user=str(self.user), guilds=len(self.guilds))
        self._greet(*self.guilds)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Introduce the bot to a server that it was just added to."""
        self._greet(guild)

    def dispatch(self, event_name: str, /, *args: object, **kwargs: object) -> None:
        """Tell listeners of an event; not any more once the bot closes.

        discord.py starts a task for each, and after the end there is nobody to wait for it.
        """
        if not self._closing:
            super().dispatch(event_name, *args, **kwargs)

    async def close(self) -> None:
        """Log out; greetings that are under way are broken off first."""
        self.stopping = self._closing = True
        for task in self._greetings:
            task.cancel()
        await asyncio.gather(*self._greetings, return_exceptions=True)
        await super().close()

    def _greet(self, *guilds: discord.Guild) -> None:
        """Greet servers beside whatever else goes on, unless the bot is about to stop."""
        if self.stopping:
            return

        async def greet_all() -> None:
            for guild in guilds:
                try:
                    await greet(self, guild)
                except Exception:
                    log.exception("greeting_failed", guild_id=guild.id)

        task = asyncio.create_task(greet_all(), name="greetings")
        self._greetings.add(task)
        task.add_done_callback(self._greetings.discard)

    async def on_interaction(self, interaction: discord.Interaction["SongBot"]) -> None:
        """Answer forms, and the buttons and forms that no part of the program knows."""
        data: Mapping[str, object] = interaction.data or {}
        custom_id = str(data.get("custom_id", ""))
        try:
            if interaction.type is discord.InteractionType.modal_submit:
                await self._submit(interaction, custom_id, data.get("components"))
            elif interaction.type is discord.InteractionType.component and not is_known(custom_id):
                raise ControlExpired
        except Exception as error:
            await report(interaction, error)

    async def _submit(
        self, interaction: discord.Interaction["SongBot"], custom_id: str, components: object
    ) -> None:
        if self.stopping:
            raise OrdersStopped
        await submit(of_this_bot(interaction), custom_id, components)


def _final_close(error: discord.ConnectionClosed) -> SetupError:
    known = _FINAL_CLOSE_CODES.get(error.code)
    return SetupError(known or f"Discord closed the connection for good (code {error.code}).")
