"""`python -m bot doctor`: looks at everything the bot needs, one by one, and says what to do."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import httpx

from bot.bootstrap.core import default_model
from bot.bootstrap.system import SystemClock
from bot.domain.catalogue import Catalogue
from bot.domain.errors import ProviderRefused, ReportUnavailable, SetupError
from bot.domain.jobs import JobState
from bot.provider import load_catalogue, open_provider
from bot.settings import Settings
from storage import count_jobs, is_new, open_database

_GIBIBYTE = 1024**3
_LITTLE_SPACE = _GIBIBYTE
_NO_SPACE = _GIBIBYTE // 10
_DISCORD_SECONDS = 15.0
_LONGEST_NAME = 40


class Verdict(StrEnum):
    """What a look found."""

    GOOD = "ok"
    NOTE = "note"
    """The bot runs, yet perhaps not as it is wanted."""
    GAP = "gap"
    """The bot cannot run, or not rightly, before this is mended."""


@dataclass(frozen=True)
class Finding:
    """One line of the report."""

    verdict: Verdict
    sentence: str


async def examine(settings: Settings, say: Callable[[str], None]) -> bool:
    """Say what was found, a line each; returns False when there is a gap. Tells no secret."""
    whole = True
    async for finding in _findings(settings):
        whole = whole and finding.verdict is not Verdict.GAP
        say(_line(finding))
    return whole


def _line(finding: Finding) -> str:
    return f"{finding.verdict:<5}{finding.sentence}"


async def _findings(settings: Settings) -> AsyncIterator[Finding]:
    catalogue = load_catalogue()
    try:
        catalogue = load_catalogue(settings.provider.catalogue)
        default_model(settings, catalogue)
    except SetupError as error:
        yield Finding(Verdict.GAP, error.sentence)
    else:
        yield Finding(Verdict.GOOD, "Every setting can be used.")
    yield _data_folder(settings.place.data_dir)
    async for finding in _database(settings.database_url):
        yield finding
    yield await _provider(settings, catalogue)
    yield await _discord(settings)


def _data_folder(folder: Path) -> Finding:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder):
            pass
        free = shutil.disk_usage(folder).free
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        return Finding(
            Verdict.GAP,
            f"The data folder {folder} cannot be written ({reason}); give this user the right, or"
            " name another by JAMBOREE_DATA_DIR.",
        )
    space = f"{free / _GIBIBYTE:.1f} GiB are free"
    if free < _NO_SPACE:
        return Finding(Verdict.GAP, f"The data folder {folder} is full: {space}; make room.")
    if free < _LITTLE_SPACE:
        return Finding(Verdict.NOTE, f"The data folder {folder} can be written, but only {space}.")
    return Finding(Verdict.GOOD, f"The data folder {folder} can be written; {space}.")


async def _database(url: str) -> AsyncIterator[Finding]:
    try:
        if is_new(url):
            yield Finding(Verdict.NOTE, "There is no database yet; the first start makes it.")
            return
        async with open_database(url, migrate=False) as database:
            jobs = await database.read(count_jobs)
            findings = await database.read(lambda tx: tx.ledger.discrepancies())
    except SetupError as error:
        yield Finding(Verdict.GAP, error.sentence)
        return
    under_way = sum(number for state, number in jobs.items() if not state.terminal)
    unknown = jobs[JobState.UNKNOWN]
    yield Finding(
        Verdict.GOOD,
        f"The database opens and has the newest form; {under_way} orders are under way,"
        f" {unknown} of them of unknown fate.",
    )
    for finding in findings:
        yield Finding(Verdict.GAP, f"The books are wrong: {finding}")
    if not findings:
        yield Finding(Verdict.GOOD, "The books are right.")


async def _provider(settings: Settings, catalogue: Catalogue) -> Finding:
    key = settings.provider.api_key
    if key is None:
        return Finding(
            Verdict.NOTE,
            "There is no AIMUSIC_API_KEY; the studio on this machine makes the music.",
        )
    try:
        address = settings.provider.api_url
        async with open_provider(
            address, key.get_secret_value(), catalogue=catalogue, clock=SystemClock()
        ) as provider:
            balance = await provider.balance()
    except SetupError as error:
        return Finding(Verdict.GAP, error.sentence)
    except ProviderRefused as error:
        return Finding(
            Verdict.GAP,
            f"The music service refuses the key ({error.reason}); copy it anew into"
            " AIMUSIC_API_KEY.",
        )
    except ReportUnavailable as error:
        return Finding(
            Verdict.GAP,
            f"The music service gives no usable answer ({error.reason}); check the network and"
            " AIMUSIC_API_URL, or try again later.",
        )
    if balance.spendable <= 0:
        return Finding(
            Verdict.GAP,
            "The music service accepts the key, but no credits are left there; buy some.",
        )
    return Finding(
        Verdict.GOOD,
        f"The music service accepts the key; {balance.spendable} credits are left there.",
    )


async def _discord(settings: Settings) -> Finding:
    token = settings.discord.token
    if token is None:
        return Finding(
            Verdict.NOTE, "There is no DISCORD_TOKEN; the sandbox stands in for Discord."
        )
    try:
        async with httpx.AsyncClient(timeout=_DISCORD_SECONDS) as http:
            answer = await http.get(
                f"{settings.discord.api_url.rstrip('/')}/users/@me",
                headers={"Authorization": f"Bot {token.get_secret_value()}"},
            )
        if answer.status_code == httpx.codes.OK:
            name = _printable(str(answer.json()["username"]))
            return Finding(Verdict.GOOD, f"Discord accepts the token; the bot's name is {name}.")
    except UnicodeError:
        return Finding(Verdict.GAP, "DISCORD_TOKEN has characters that no token has.")
    except (httpx.HTTPError, httpx.InvalidURL):
        return Finding(
            Verdict.GAP, "Discord cannot be reached; check the network and DISCORD_API_URL."
        )
    except (ValueError, KeyError, TypeError):
        return Finding(
            Verdict.GAP, "What answers at DISCORD_API_URL does not answer as Discord does."
        )
    if answer.status_code == httpx.codes.UNAUTHORIZED:
        return Finding(
            Verdict.GAP,
            "Discord does not accept the token; copy it anew from the Developer Portal (Bot,"
            " Reset Token) into DISCORD_TOKEN.",
        )
    return Finding(
        Verdict.GAP, f"Discord answers with status {answer.status_code}; try again later."
    )


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in text[:_LONGEST_NAME])
