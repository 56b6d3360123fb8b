"""Telling one person privately, and the one way in which errors reach people."""

import secrets

import aiohttp
import discord
import structlog
from discord import app_commands
from discord.utils import MISSING

from bot.domain.errors import Refusal
from bot.domain.ids import CROCKFORD_ALPHABET
from bot.ui import (
    access_sentences,
    gone,
    jam_sentences,
    jam_start_sentences,
    library_sentences,
    moderation_sentences,
)
from bot.ui.fitting import fitted
from bot.ui.refusals import CommandOutdated
from bot.ui.sentences import sentence, with_reference

log = structlog.get_logger(__name__)

_WITH_SENTENCES = (
    access_sentences,
    gone,
    jam_sentences,
    jam_start_sentences,
    library_sentences,
    moderation_sentences,
)
"""Modules that teach `sentence` their errors when they are imported."""

_REFERENCE_LENGTH = 6
_UNKNOWN_INTERACTION = 10062
_ALREADY_ACKNOWLEDGED = 40060


def new_reference() -> str:
    """Return six characters that find an event in the log."""
    return "".join(secrets.choice(CROCKFORD_ALPHABET) for _ in range(_REFERENCE_LENGTH))


async def tell(
    interaction: discord.Interaction,
    text: str,
    *,
    view: discord.ui.View = MISSING,
) -> None:
    """Tell the interaction's user alone, as its first answer or as a further one.

    A text that one message does not hold is cut.
    """
    text = fitted(text)
    if interaction.response.is_done():
        await interaction.followup.send(text, ephemeral=True, view=view)
    else:
        await interaction.response.send_message(text, ephemeral=True, view=view)


async def report(
    interaction: discord.Interaction,
    error: Exception,
    *,
    view: discord.ui.View = MISSING,
) -> None:
    """Turn an error into its sentence for the interaction's user; faults go to the log as well.

    Never raises for Discord's sake: somebody who cannot be told is not told.
    """
    error = _cause(error)
    if is_noise(error):
        log.debug("interaction_superseded", error=str(error))
        return
    reference = new_reference()
    context = {
        "reference": reference,
        "kind": type(error).__name__,
        "user_id": interaction.user.id,
        "guild_id": interaction.guild_id,
    }
    if isinstance(error, Refusal):
        log.info("refused", **context)
    else:
        log.error("interaction_failed", exc_info=error, **context)
    text = with_reference(sentence(error, interaction.locale), reference, interaction.locale)
    try:
        await tell(interaction, text, view=view)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as failure:
        level = log.debug if is_noise(failure) else log.warning
        level("person_not_told", reference=reference, error=str(failure))


def is_noise(error: Exception) -> bool:
    """Tell whether an error only says that the interaction is over or was answered elsewhere."""
    if isinstance(error, discord.InteractionResponded):
        return True
    return isinstance(error, discord.HTTPException) and error.code in {
        _UNKNOWN_INTERACTION,
        _ALREADY_ACKNOWLEDGED,
    }


def _cause(error: Exception) -> Exception:
    if isinstance(error, app_commands.CommandInvokeError):
        return error.original
    outdated = (
        app_commands.CommandNotFound,
        app_commands.CommandSignatureMismatch,
        # Discord checks options against the command as it was registered.
        app_commands.TransformerError,
    )
    if isinstance(error, outdated):
        return CommandOutdated()
    return error
