"""Beginning a jam on Discord: its thread first, for without one there is no jam."""

from collections.abc import Awaitable, Callable
from typing import Final

import aiohttp
import discord
import structlog

from bot.domain.errors import Field, ValueOutOfRange
from bot.domain.ids import DIRECT_MESSAGES, ChannelId, JamId
from bot.domain.jams import JamPlace, JamPlan, JamView
from bot.ui.asking import guild_of, key_of, requester_of
from bot.ui.client import Interaction
from bot.ui.faults import Fault, judge
from bot.ui.jam_answers import announced, not_pinned
from bot.ui.refusals import JamLengthUnusable, JamRightsMissing, NoThreadsHere, OnlyInServers
from bot.ui.rendering import reader_locale
from bot.ui.reports import is_noise
from bot.ui.sentences import permission_name
from bot.ui.text import one_line, shorten
from bot.ui.translation import translate

log = structlog.get_logger(__name__)

NEEDED = (
    "view_channel",
    "create_public_threads",
    "send_messages_in_threads",
    "embed_links",
    "attach_files",
    "read_message_history",
)
"""What a jam's thread takes in its channel, by discord.py's names."""

PINNING = "pin_messages"

_NAME_LIMIT = 90
_ARCHIVE_MINUTES: Final = 1440

Begin = Callable[[JamPlace], Awaitable[JamView]]


async def start_jam(
    interaction: Interaction, plan: JamPlan, pledge: int = 0, length: str = ""
) -> None:
    """Begin a jam as whoever uses `interaction`, who pledges something to begin with.

    `length` is what the plan's was read from.

    Raises:
        Refusal: nothing was begun.
    """
    jams, guild_id = interaction.client.services.jams, guild_of(interaction)
    who, key = requester_of(interaction), key_of(interaction)
    channel = _channel(interaction)
    try:
        checked = await jams.check_start(plan, who, guild_id)
    except ValueOutOfRange as error:
        if error.field is not Field.LENGTH:
            raise
        raise JamLengthUnusable(length, error.lowest, error.highest) from error

    async def begin(place: JamPlace) -> JamView:
        return await jams.start(checked, who, place, key=key, pledge=pledge)

    await _in_a_thread(interaction, channel, checked.theme, begin)


async def start_again(interaction: Interaction, jam_id: JamId) -> None:
    """Begin another round of a jam that is over, with its people and settings.

    Raises:
        Refusal: nothing was begun.
    """
    jams, guild_id = interaction.client.services.jams, guild_of(interaction)
    who, key = requester_of(interaction), key_of(interaction)
    channel = _channel(interaction)
    over = await jams.check_again(jam_id, guild_id, who)

    async def begin(place: JamPlace) -> JamView:
        return await jams.again(jam_id, guild_id, who, place, key=key)

    await _in_a_thread(interaction, channel, over.jam.plan.theme, begin)


def _channel(interaction: Interaction) -> discord.TextChannel:
    """Return the text channel of an interaction, or the one that its thread belongs to.

    Raises:
        OnlyInServers, NoThreadsHere: there is none.
        JamRightsMissing: the bot cannot hold a jam there.
    """
    if guild_of(interaction) == DIRECT_MESSAGES:
        raise OnlyInServers
    channel = interaction.channel
    allowed = interaction.app_permissions
    if isinstance(channel, discord.Thread):
        parent = channel.parent
        if parent is not None:
            allowed = parent.permissions_for(parent.guild.me)
        channel = parent
    if not isinstance(channel, discord.TextChannel) or channel.is_news():
        raise NoThreadsHere
    missing = tuple(name for name in NEEDED if not getattr(allowed, name))
    if missing:
        raise JamRightsMissing(missing, ChannelId(channel.id))
    return channel


async def _in_a_thread(
    interaction: Interaction, channel: discord.TextChannel, theme: str, begin: Begin
) -> JamView:
    """Open a thread, begin the jam in it and tell the channel; a refusal leaves nothing behind."""
    await interaction.response.defer(thinking=True)
    thread: discord.Thread | None = None
    try:
        thread = await _opened(channel, theme, interaction)
        place = JamPlace(guild_of(interaction), ChannelId(channel.id), ChannelId(thread.id))
        view = await begin(place)
    except Exception:
        if thread is not None:
            await _closed(thread)
        await _without_answer(interaction)
        raise
    locale = reader_locale(interaction, private=False)
    told = announced(view, locale)
    if not getattr(interaction.app_permissions, PINNING):
        told += f"\n{not_pinned(permission_name(PINNING, locale), locale)}"
    await interaction.edit_original_response(content=told)
    return view


async def _opened(
    channel: discord.TextChannel, theme: str, interaction: Interaction
) -> discord.Thread:
    try:
        return await _thread(channel, shorten(f"🎵 {one_line(theme)}", _NAME_LIMIT))
    except discord.Forbidden as error:
        raise JamRightsMissing(("create_public_threads",), ChannelId(channel.id)) from error
    except discord.HTTPException as error:
        if judge(error) is not Fault.TEXT_REFUSED:
            raise
    # A filter of the server took offence at the theme; the board shows it all the same.
    locale = reader_locale(interaction, private=False)
    return await _thread(channel, f"🎵 {translate(locale, 'Jam')}")


async def _thread(channel: discord.TextChannel, name: str) -> discord.Thread:
    return await channel.create_thread(
        name=name,
        type=discord.ChannelType.public_thread,
        auto_archive_duration=_ARCHIVE_MINUTES,
    )


async def _closed(thread: discord.Thread) -> None:
    """Take back a thread in which no jam began: delete it, or at least archive it."""
    try:
        await thread.delete()
    except discord.HTTPException:
        try:
            await thread.edit(archived=True)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            log.warning("jam_thread_left_behind", thread_id=thread.id, error=str(error))


async def _without_answer(interaction: Interaction) -> None:
    """Take back the answer that is still to come, so that a refusal is for one person alone."""
    try:
        await interaction.delete_original_response()
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        level = log.debug if is_noise(error) else log.warning
        level("answer_not_taken_back", error=str(error))
