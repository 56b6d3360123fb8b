"""What the bot lacks in a server: permissions by name and channel, and what to do about each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import discord
from discord import Locale

from bot.domain.servers import ReviewMode, ServerSettings
from bot.ui.sentences import permission_name
from bot.ui.text import inline
from bot.ui.translation import translate, translate_plural

SONG_PERMISSIONS: Final = (
    "view_channel",
    "send_messages",
    "embed_links",
    "attach_files",
    "read_message_history",
)
"""What delivering songs needs in a channel."""

JAM_PERMISSIONS: Final = (
    "send_messages_in_threads",
    "create_public_threads",
    "pin_messages",
)
"""What jams need besides."""

LOG_PERMISSIONS: Final = ("view_channel", "send_messages", "embed_links")
REVIEW_PERMISSIONS: Final = (*LOG_PERMISSIONS, "attach_files")
_MOST_CHANNELS: Final = 15
_NAME_LIMIT: Final = 60

PostingChannel = discord.TextChannel | discord.VoiceChannel | discord.ForumChannel


@dataclass(frozen=True)
class Gap:
    """One thing to mend, in one sentence with what to do."""

    sentence: str


def gaps_of(guild: discord.Guild, settings: ServerSettings, locale: Locale) -> tuple[Gap, ...]:
    """Return what is missing, the weightiest first; empty when all is well."""
    return tuple(
        Gap(sentence)
        for sentence in (
            *_song_gaps(guild, settings, locale),
            *_log_gaps(guild, settings, locale),
            *_review_gaps(guild, settings, locale),
            *_role_gaps(guild, settings, locale),
        )
    )


def draw_gaps(gaps: Iterable[Gap], locale: Locale) -> str:
    """Return the gaps as a list of at most 4,000 characters, or that there are none."""
    lines: list[str] = []
    for gap in gaps:
        if sum(map(len, lines)) + len(gap.sentence) > 3500:
            lines.append("…")
            break
        lines.append(f"❌ {gap.sentence}")
    return "\n".join(lines) or translate(locale, "✅ I have every permission that I need.")


def greeting_channel(guild: discord.Guild) -> discord.TextChannel | None:
    """Return where the bot may introduce itself: Discord's system channel, else the first."""
    candidates = [guild.system_channel, guild.public_updates_channel, *guild.text_channels]
    for channel in candidates:
        if channel is None:
            continue
        allowed = channel.permissions_for(guild.me)
        if allowed.view_channel and allowed.send_messages and allowed.embed_links:
            return channel
    return None


def _song_gaps(guild: discord.Guild, settings: ServerSettings, locale: Locale) -> Iterator[str]:
    named = settings.access.song_channels
    for channel_id in sorted(named):
        if guild.get_channel(channel_id) is None:
            yield translate(
                locale,
                "A channel for songs is gone (<#{channel}>): take it off in /server setup or by"
                " /server access allow with remove.",
                channel=channel_id,
            )
    channels = [
        channel
        for channel in guild.channels
        if isinstance(channel, PostingChannel) and (not named or channel.id in named)
    ]
    needed = (*SONG_PERMISSIONS, *JAM_PERMISSIONS)
    lacking = [
        (channel, missing)
        for channel in channels
        if (missing := _missing(channel, needed))
        # Where everything may be ordered, a channel that the bot cannot see is no gap.
        and (named or "view_channel" not in missing)
    ]
    for channel, missing in lacking[:_MOST_CHANNELS]:
        yield _permission_gap(channel, missing, locale)
    if len(lacking) > _MOST_CHANNELS:
        yield translate_plural(
            locale,
            "It is alike in {count} more channel.",
            "It is alike in {count} more channels.",
            len(lacking) - _MOST_CHANNELS,
        )


def _log_gaps(guild: discord.Guild, settings: ServerSettings, locale: Locale) -> Iterator[str]:
    if settings.log_channel_id is None:
        return
    channel = guild.get_channel(settings.log_channel_id)
    if channel is None:
        yield translate(locale, "The log channel is gone: choose another in /server setup.")
    elif missing := _missing(channel, LOG_PERMISSIONS):
        yield _permission_gap(channel, missing, locale)


def _review_gaps(guild: discord.Guild, settings: ServerSettings, locale: Locale) -> Iterator[str]:
    if settings.review_channel_id is None:
        if settings.review is not ReviewMode.OFF:
            yield translate(
                locale,
                "Songs are reviewed, and there is no channel for it: choose one in /server setup,"
                " or moderators look with /mod review.",
            )
        return
    channel = guild.get_channel(settings.review_channel_id)
    if channel is None:
        yield translate(locale, "The review channel is gone: choose another in /server setup.")
    elif missing := _missing(channel, REVIEW_PERMISSIONS):
        yield _permission_gap(channel, missing, locale)


def _role_gaps(guild: discord.Guild, settings: ServerSettings, locale: Locale) -> Iterator[str]:
    if settings.alert_role_id is None:
        return
    role = guild.get_role(settings.alert_role_id)
    if role is None:
        yield translate(
            locale, "The role that the log pings is gone: choose another in /server setup."
        )
        return
    channel = settings.log_channel_id and guild.get_channel(settings.log_channel_id)
    if role.mentionable or not channel or not isinstance(channel, discord.abc.GuildChannel):
        return
    if not channel.permissions_for(guild.me).mention_everyone:
        yield translate(
            locale,
            "<@&{role}> cannot be pinged by me: in Server Settings, Roles, let anyone mention it,"
            " or give me *{permission}* in {channel}.",
            role=role.id,
            permission=permission_name("mention_everyone", locale),
            channel=_channel_name(channel),
        )


def _missing(channel: discord.abc.GuildChannel, needed: Iterable[str]) -> tuple[str, ...]:
    allowed = channel.permissions_for(channel.guild.me)
    return tuple(name for name in needed if not getattr(allowed, name))


def _permission_gap(
    channel: discord.abc.GuildChannel, missing: tuple[str, ...], locale: Locale
) -> str:
    return translate(
        locale,
        "In {channel} I lack {permissions}: open the channel's settings, Permissions, add the role"
        " {role} and allow them.",
        channel=_channel_name(channel),
        permissions=", ".join(f"*{permission_name(name, locale)}*" for name in missing),
        role=_own_role(channel.guild, locale),
    )


def _channel_name(channel: discord.abc.GuildChannel) -> str:
    return f"<#{channel.id}> (#{inline(channel.name, _NAME_LIMIT)})"


def _own_role(guild: discord.Guild, locale: Locale) -> str:
    role = guild.self_role
    if role is None:
        return translate(locale, "that I have")
    return f"“{inline(role.name, _NAME_LIMIT)}”"
