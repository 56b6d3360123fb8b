"""The command line: `python -m bot run`, and what operators do beside it.

Exit codes: 0 after a clean stop, 69 for a wrong set-up (with one sentence on standard error),
1 for a fault.
"""

import argparse
import asyncio
import http.client
import logging
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from ipaddress import ip_address
from pathlib import Path

from bot.domain.errors import SetupError
from bot.logs import set_up_logging
from bot.memory import spare_what_is_there
from bot.settings import Settings
from bot.standins import Announcement

CODE_WRONG_SETUP = 69
CODE_FAULT = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code."""
    options = _parser().parse_args(arguments)
    try:
        settings = Settings()
        set_up_logging(settings.place.log_level, settings.place.log_format)
        command: Callable[[Settings, argparse.Namespace], int] = options.command
        return command(settings, options)
    except SetupError as error:
        print(error.sentence, file=sys.stderr)
        return CODE_WRONG_SETUP
    except KeyboardInterrupt:
        return 0
    except Exception:
        logging.getLogger("bot").exception("The program ends because of a fault.")
        return CODE_FAULT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Jamboree, a music bot.")
    commands = parser.add_subparsers(required=True, metavar="command")
    run = commands.add_parser("run", help="run the bot")
    run.set_defaults(command=_run)
    migrate = commands.add_parser("migrate", help="bring the database to the newest schema")
    migrate.set_defaults(command=_migrate)
    _add_operators_commands(commands)
    health = commands.add_parser("health", help="exit with 0 if the running bot is alive")
    health.set_defaults(command=_health)
    studio = commands.add_parser("studio", help="run the stand-in for the music service alone")
    studio.set_defaults(command=_studio)
    sandbox = commands.add_parser("sandbox", help="run the stand-in for Discord alone")
    sandbox.set_defaults(command=_sandbox)
    for stand_in in (studio, sandbox):
        stand_in.add_argument("--host", help="address to listen on")
        stand_in.add_argument("--port", type=int, help="port; 0 takes a free one")
        stand_in.add_argument("--data-dir", type=Path, help="folder to keep everything in")
        stand_in.add_argument(
            "--attached",
            action="store_true",
            help="announce the address as one line of JSON and end with standard input",
        )
    return parser


def _add_operators_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    backup = commands.add_parser("backup", help="copy the database, beside a running bot or not")
    backup.add_argument("--to", type=Path, metavar="FILE", help="where to; else a dated name")
    backup.add_argument("--keep", type=_count, metavar="N", help="keep so many dated backups")
    backup.set_defaults(command=_backup)
    restore = commands.add_parser("restore", help="put a backup in the database's place")
    restore.add_argument("file", type=Path, metavar="FILE", help="the backup")
    restore.add_argument(
        "--moved",
        action="store_true",
        help="no bot ran since the backup was made: orders that waited in it are sent",
    )
    restore.set_defaults(command=_restore)
    doctor = commands.add_parser("doctor", help="look at all that the bot needs; say what to do")
    doctor.set_defaults(command=_doctor)
    block = commands.add_parser("block", help="keep somebody from using the bot in any server")
    block.add_argument("user", type=_count, nargs="?", metavar="ID", help="their id at Discord")
    block.add_argument("--days", type=_count, metavar="N", help="for so long; else for good")
    block.add_argument("--reason", default="", metavar="TEXT", help="why; they are told")
    block.set_defaults(command=_block)
    unblock = commands.add_parser("unblock", help="lift such a block")
    unblock.add_argument("user", type=_count, metavar="ID", help="their id at Discord")
    unblock.add_argument("--reason", default="", metavar="TEXT", help="why, for the record")
    unblock.set_defaults(command=_unblock)
    grant = commands.add_parser("grant", help="grant somebody credits for outside servers")
    grant.add_argument("user", type=_count, metavar="ID", help="their id at Discord")
    grant.add_argument("amount", type=_count, metavar="CREDITS", help="how many")
    grant.add_argument("--reason", default="", metavar="TEXT", help="why; they see it")
    grant.set_defaults(command=_grant)
    sync = commands.add_parser("sync", help="register the commands with Discord once")
    sync.set_defaults(command=_sync)


def _count(text: str) -> int:
    number = int(text)
    # What is greater is no id of Discord's, and no column of the database holds it.
    if not 1 <= number < 2**63:
        raise ValueError(text)
    return number


def _backup(settings: Settings, options: argparse.Namespace) -> int:
    from bot.command_line.copies import make_backup

    return 0 if make_backup(settings, options.to, options.keep, _say) else CODE_FAULT


def _restore(settings: Settings, options: argparse.Namespace) -> int:
    from bot.command_line.copies import restore_backup

    right = restore_backup(settings, options.file, _say, moved=options.moved)
    return 0 if right else CODE_FAULT


def _doctor(settings: Settings, _: argparse.Namespace) -> int:
    from bot.command_line.doctor import examine

    # What every call was answered is for the log of a running bot.
    logging.getLogger().setLevel(logging.CRITICAL)
    return 0 if asyncio.run(examine(settings, _say)) else CODE_WRONG_SETUP


def _block(settings: Settings, options: argparse.Namespace) -> int:
    from bot.command_line.blocking import block_everywhere, list_blocks_everywhere

    if options.user is None:
        asyncio.run(list_blocks_everywhere(settings, _say))
    else:
        doing = block_everywhere(settings, options.user, options.days, options.reason, _say)
        asyncio.run(doing)
    return 0


def _unblock(settings: Settings, options: argparse.Namespace) -> int:
    from bot.command_line.blocking import unblock_everywhere

    asyncio.run(unblock_everywhere(settings, options.user, options.reason, _say))
    return 0


def _grant(settings: Settings, options: argparse.Namespace) -> int:
    from bot.command_line.granting import grant_personally

    doing = grant_personally(settings, options.user, options.amount, options.reason, _say)
    asyncio.run(doing)
    return 0


def _sync(settings: Settings, _: argparse.Namespace) -> int:
    from bot.bootstrap import register_commands

    asyncio.run(register_commands(settings))
    _say("The commands are registered.")
    return 0


def _run(settings: Settings, _: argparse.Namespace) -> int:
    from bot.bootstrap import run_bot

    asyncio.run(_until_told_to_stop(lambda stop: run_bot(settings, stop, _say)))
    return 0


def _migrate(settings: Settings, _: argparse.Namespace) -> int:
    from storage import migrate

    asyncio.run(migrate(settings.database_url))
    return 0


def _health(settings: Settings, _: argparse.Namespace) -> int:
    host = _where_it_answers(settings.web.host)
    try:
        connection = http.client.HTTPConnection(host, settings.web.port, timeout=5)
        connection.request("GET", "/healthz")
        return 0 if connection.getresponse().status == http.HTTPStatus.OK else CODE_FAULT
    except OSError:
        return CODE_FAULT


def _where_it_answers(host: str) -> str:
    """Return an address at which this machine reaches what listens on `host`."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not address.is_unspecified:
        return host
    return "127.0.0.1" if address.version == 4 else "::1"


def _studio(settings: Settings, options: argparse.Namespace) -> int:
    from bot.studio.config import StudioConfig
    from bot.studio.server import Studio

    studio = Studio(
        StudioConfig(
            host=options.host or settings.stand_in.host,
            port=settings.stand_in.studio_port if options.port is None else options.port,
            data_dir=options.data_dir,
        )
    )

    async def serve(stop: asyncio.Event) -> None:
        async with _listening(studio, "JAMBOREE_STANDIN_STUDIO_PORT"):
            where = Announcement(studio.url, studio.root, studio.config.api_key or "any")
            _say(where.to_line() if options.attached else f"The studio plays at {studio.url}")
            await stop.wait()

    asyncio.run(_until_told_to_stop(serve, attached=options.attached))
    return 0


def _sandbox(settings: Settings, options: argparse.Namespace) -> int:
    from bot.sandbox.config import SandboxConfig
    from bot.sandbox.server import Sandbox

    sandbox = Sandbox(
        SandboxConfig(
            host=options.host or settings.stand_in.host,
            port=settings.stand_in.sandbox_port if options.port is None else options.port,
            data_dir=options.data_dir,
        )
    )

    async def serve(stop: asyncio.Event) -> None:
        spare_what_is_there()
        async with _listening(sandbox, "JAMBOREE_STANDIN_SANDBOX_PORT"):
            where = Announcement(sandbox.api_url, sandbox.page_url, sandbox.token)
            _say(where.to_line() if options.attached else _sandbox_sentence(where))
            await stop.wait()

    asyncio.run(_until_told_to_stop(serve, attached=options.attached))
    return 0


def _sandbox_sentence(where: Announcement) -> str:
    return (
        f"The sandbox is open at {where.page_url}; a bot reaches it with"
        f" DISCORD_API_URL={where.api_url} and DISCORD_TOKEN={where.token}"
    )


@asynccontextmanager
async def _listening(
    server: AbstractAsyncContextManager[object], variable: str
) -> AsyncIterator[None]:
    """Run a stand-in, whose port `variable` sets.

    Raises:
        SetupError: its address is taken or cannot be listened on.
    """
    try:
        await server.__aenter__()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SetupError(
            f"The stand-in cannot listen ({reason}); give it another port by {variable}."
        ) from None
    try:
        yield
    finally:
        await server.__aexit__(None, None, None)


def _say(sentence: str) -> None:
    print(sentence, flush=True)


async def _until_told_to_stop(
    work: Callable[[asyncio.Event], Awaitable[None]], *, attached: bool = False
) -> None:
    """Do `work` with an event that SIGTERM and SIGINT set, and the end of standard input."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    if attached:
        await loop.connect_read_pipe(lambda: _EndOfInput(stop), sys.stdin)
    await work(stop)


class _EndOfInput(asyncio.Protocol):
    """Stops when nobody can write to standard input any more: the parent has ended."""

    def __init__(self, stop: asyncio.Event) -> None:
        self._stop = stop

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop.set()


if __name__ == "__main__":
    sys.exit(main())
