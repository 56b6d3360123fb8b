"""Discord's permission bits and how they are computed for a person in a place."""

from __future__ import annotations

from datetime import datetime
from enum import IntFlag

from bot.sandbox.model import Channel, ChannelKind, Guild


class Permission(IntFlag):
    """Discord's permissions, by Discord's names."""

    CREATE_INSTANT_INVITE = 1 << 0
    KICK_MEMBERS = 1 << 1
    BAN_MEMBERS = 1 << 2
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_AUDIT_LOG = 1 << 7
    PRIORITY_SPEAKER = 1 << 8
    STREAM = 1 << 9
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    SEND_TTS_MESSAGES = 1 << 12
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    VIEW_GUILD_INSIGHTS = 1 << 19
    CONNECT = 1 << 20
    SPEAK = 1 << 21
    MUTE_MEMBERS = 1 << 22
    DEAFEN_MEMBERS = 1 << 23
    MOVE_MEMBERS = 1 << 24
    USE_VAD = 1 << 25
    CHANGE_NICKNAME = 1 << 26
    MANAGE_NICKNAMES = 1 << 27
    MANAGE_ROLES = 1 << 28
    MANAGE_WEBHOOKS = 1 << 29
    MANAGE_GUILD_EXPRESSIONS = 1 << 30
    USE_APPLICATION_COMMANDS = 1 << 31
    REQUEST_TO_SPEAK = 1 << 32
    MANAGE_EVENTS = 1 << 33
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    USE_EXTERNAL_STICKERS = 1 << 37
    SEND_MESSAGES_IN_THREADS = 1 << 38
    USE_EMBEDDED_ACTIVITIES = 1 << 39
    MODERATE_MEMBERS = 1 << 40
    VIEW_CREATOR_MONETIZATION_ANALYTICS = 1 << 41
    USE_SOUNDBOARD = 1 << 42
    CREATE_GUILD_EXPRESSIONS = 1 << 43
    CREATE_EVENTS = 1 << 44
    USE_EXTERNAL_SOUNDS = 1 << 45
    SEND_VOICE_MESSAGES = 1 << 46
    SET_VOICE_CHANNEL_STATUS = 1 << 48
    SEND_POLLS = 1 << 49
    USE_EXTERNAL_APPS = 1 << 50
    PIN_MESSAGES = 1 << 51
    BYPASS_SLOWMODE = 1 << 52


EVERYTHING = sum(int(permission) for permission in Permission)
"""What a server's owner and administrators have."""

BOT_INVITE = int(
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.SEND_MESSAGES_IN_THREADS
    | Permission.CREATE_PUBLIC_THREADS
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.USE_EXTERNAL_EMOJIS
    | Permission.PIN_MESSAGES
)
"""The smallest invitation a song bot needs: 2252109051710464."""

DIRECT = int(
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.ADD_REACTIONS
    | Permission.USE_EXTERNAL_EMOJIS
    | Permission.MENTION_EVERYONE
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.SEND_VOICE_MESSAGES
    | Permission.PIN_MESSAGES
)
"""What both sides may do in direct messages."""

_ADMINISTRATOR = int(Permission.ADMINISTRATOR)
_VIEW = int(Permission.VIEW_CHANNEL)
_CONNECT = int(Permission.CONNECT)
_SEND = int(Permission.SEND_MESSAGES)
_SEND_IN_THREADS = int(Permission.SEND_MESSAGES_IN_THREADS)
_WHILE_TIMED_OUT = int(Permission.VIEW_CHANNEL | Permission.READ_MESSAGE_HISTORY)
_NEEDS_SENDING = int(
    Permission.MENTION_EVERYONE
    | Permission.SEND_TTS_MESSAGES
    | Permission.ATTACH_FILES
    | Permission.EMBED_LINKS
)
_THREADS = (ChannelKind.PUBLIC_THREAD, ChannelKind.PRIVATE_THREAD)


def in_guild(guild: Guild, user_id: int, now: datetime) -> int:
    """Compute what a member may do in the server as a whole; a stranger nothing."""
    member = guild.members.get(user_id)
    if member is None:
        return 0
    if guild.owner_id == user_id:
        return EVERYTHING
    allowed = guild.roles[guild.id].permissions
    for role_id in member.roles:
        role = guild.roles.get(role_id)
        if role is not None:
            allowed |= role.permissions
    if allowed & _ADMINISTRATOR:
        return EVERYTHING
    if member.timed_out_until is not None and member.timed_out_until > now:
        allowed &= _WHILE_TIMED_OUT
    return allowed


def in_channel(
    guild: Guild, channel: Channel, parent: Channel | None, user_id: int, now: datetime
) -> int:
    """Compute what a member may do in a channel; `parent` is a thread's channel.

    Overwrites apply in Discord's order (everyone, roles together, the member); what
    needs another permission goes with it (nothing without View Channel).
    """
    allowed = in_guild(guild, user_id, now)
    if allowed == EVERYTHING:
        return allowed
    member = guild.members.get(user_id)
    if member is None:
        return 0
    is_thread = channel.kind in _THREADS
    place = parent if is_thread and parent is not None else channel
    allowed = _overwritten(allowed, guild.id, place, user_id, member.roles)
    if member.timed_out_until is not None and member.timed_out_until > now:
        allowed &= _WHILE_TIMED_OUT
    if not allowed & _VIEW:
        return 0
    if not allowed & (_SEND_IN_THREADS if is_thread else _SEND):
        allowed &= ~_NEEDS_SENDING
    if place.kind is ChannelKind.VOICE and not allowed & _CONNECT:
        allowed &= _VIEW
    return allowed


def _overwritten(
    allowed: int, everyone_id: int, place: Channel, user_id: int, role_ids: list[int]
) -> int:
    role_allow = role_deny = member_allow = member_deny = 0
    for overwrite in place.overwrites:
        if overwrite.is_member:
            if overwrite.id == user_id:
                member_allow, member_deny = overwrite.allow, overwrite.deny
        elif overwrite.id == everyone_id:
            allowed = (allowed & ~overwrite.deny) | overwrite.allow
        elif overwrite.id in role_ids:
            role_allow |= overwrite.allow
            role_deny |= overwrite.deny
    allowed = (allowed & ~role_deny) | role_allow
    return (allowed & ~member_deny) | member_allow
