"""Talking to Discord, and what its refusals mean for a message that has to be shown.

Numbers are Discord's JSON error codes.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import Enum, auto

import aiohttp
import discord
import structlog

from bot.domain.errors import (
    MediaUnavailable,
    MediaUnusable,
    MessageUnreachable,
    MessengerBusy,
    MessengerError,
)

log = structlog.get_logger(__name__)

_REQUEST_SECONDS = 120.0
"""Long enough to send 25 MiB over a slow line; a hanging request must not hold a worker."""


class Fault(Enum):
    """What to do about a refused request."""

    TOKEN_DEAD = auto()
    """The interaction's token has expired or was never answered: use the bot's own."""
    FILES_REFUSED = auto()
    """Too large, or the channel allows no uploads: show the message without them."""
    NOT_ALLOWED = auto()
    """A permission is missing."""
    TEXT_REFUSED = auto()
    """A filter of the server or of Discord took offence at member text."""
    ARCHIVED = auto()
    """The thread is archived: it takes changes once it is reopened."""
    GONE = auto()
    """The message or its channel is gone or closed for good, or takes no such request, ever."""
    PASSING = auto()
    """Try again later."""


_INVALID_WEBHOOK_TOKEN = 50027
_UNKNOWN_WEBHOOK = 10015
_FILE_CODES = frozenset({40005, 50045, 400001})
_TEXT_CODES = frozenset({200000, 200001, 240000, 20009})
_ARCHIVED_THREAD = 50083
_MISSING_PERMISSIONS = 50013
_NO_HISTORY_FOR_REPLY = 160002
_TOO_MANY_OLD_EDITS = 30046
"""Messages older than an hour take few edits, and more of them later."""
_MISTAKES = frozenset({50035, 50109, 50006})
"""The request is wrong by form, so it was drawn wrongly and would be again."""
_NAMED_FIELD = re.compile(
    r"^In ((?:data\.)?(?:content|embeds|components|attachments|allowed_mentions|message_reference"
    r"|nonce|flags)(?:\.[a-z0-9_]{1,30}){0,12}): ",
    re.MULTILINE,
)
"""How discord.py tells the field of a message that each of Discord's complaints is about.

Lines that begin otherwise may be quoted from what a member wrote.
"""


def judge(error: Exception) -> Fault:
    """Tell what a failed request to Discord means.

    Raises:
        Exception: `error` itself, when it does not come from talking to Discord.
    """
    if isinstance(error, discord.RateLimited | aiohttp.ClientError | OSError | TimeoutError):
        return Fault.PASSING
    if not isinstance(error, discord.HTTPException):
        raise error
    if error.status == 429 or error.status >= 500 or error.code == _TOO_MANY_OLD_EDITS:
        return Fault.PASSING
    if error.status == 413 or error.code in _FILE_CODES:
        return Fault.FILES_REFUSED
    if error.status == 401 or error.code in {_INVALID_WEBHOOK_TOKEN, _UNKNOWN_WEBHOOK}:
        return Fault.TOKEN_DEAD
    if error.code in _TEXT_CODES:
        return Fault.TEXT_REFUSED
    if error.code == _ARCHIVED_THREAD:
        return Fault.ARCHIVED
    if error.code in {_MISSING_PERMISSIONS, _NO_HISTORY_FOR_REPLY}:
        return Fault.NOT_ALLOWED
    return Fault.GONE


@asynccontextmanager
async def requests_of(client: discord.Client) -> AsyncIterator[None]:
    """Talk to Discord, for a limited time; what goes wrong becomes one of the messenger's errors.

    Raises:
        MessageUnreachable: for good.
        MessengerBusy: try again later; also when a song's file cannot be read now.
    """
    if client.application_id is None or client.is_closed():
        raise MessengerBusy("not logged in")
    async with messenger_errors(), asyncio.timeout(_REQUEST_SECONDS):
        yield


@asynccontextmanager
async def messenger_errors() -> AsyncIterator[None]:
    """Let what goes wrong within become one of the messenger's errors; see `requests_of`."""
    try:
        yield
    except MessengerError:
        raise
    except (MediaUnavailable, MediaUnusable) as error:
        raise MessengerBusy(error.reason) from error
    except Exception as error:
        raise as_messenger_error(error) from error


def as_messenger_error(error: Exception) -> MessengerError:
    """Return what workers make of a failed request; a mistake of ours goes to the log as an error.

    Raises:
        Exception: `error` itself, when it does not come from talking to Discord.
    """
    if isinstance(error, discord.HTTPException) and error.code in _MISTAKES:
        return MessageUnreachable(_told_as_mistake(error))
    reason = str(error) or type(error).__name__
    if judge(error) is Fault.PASSING:
        retry_after = error.retry_after if isinstance(error, discord.RateLimited) else None
        return MessengerBusy(reason, retry_after)
    return MessageUnreachable(reason)


def _told_as_mistake(error: discord.HTTPException) -> str:
    """Log which fields Discord names, and return the same as a reason.

    Neither holds what Discord says of them: it may quote what members wrote.
    """
    fields = _NAMED_FIELD.findall(error.text)
    log.error("message_malformed", code=error.code, fields=fields)
    return f"wrong by form, which is a mistake of the bot ({error.code}): {', '.join(fields)}"
