"""Who asks, where, and under which key: what every use case needs of an interaction."""

from datetime import datetime

import discord

from bot.domain.delivery import Place
from bot.domain.ids import (
    DIRECT_MESSAGES,
    ApplicationId,
    ChannelId,
    GuildId,
    IdempotencyKey,
    MessageId,
    RoleId,
    UserId,
)
from bot.domain.messages import MessageAddress
from bot.services.orders import Requester
from bot.ui.client import Interaction


def place_of(interaction: Interaction, *, private: bool) -> Place:
    """Return where an interaction's answer is shown.

    Raises:
        ValueError: the interaction has no channel, which no command or button has.
    """
    if interaction.channel_id is None:
        raise ValueError("an interaction without a channel cannot be answered with a card")
    return Place(
        guild_id=guild_of(interaction),
        channel_id=ChannelId(interaction.channel_id),
        application_id=ApplicationId(interaction.application_id),
        token=interaction.token,
        token_expires_at=interaction.expires_at,
        ephemeral=private or is_answered_privately(interaction),
        outside=is_outside(interaction),
        parent_id=parent_of(interaction),
    )


def guild_of(interaction: Interaction) -> GuildId:
    """Return the server of an interaction, or the stand-in for direct messages.

    A server that the bot itself is not in has no rules here and pays for nothing; whoever uses the
    bot there, because they installed it for themselves, does so as in direct messages.
    """
    if interaction.guild_id is None or is_outside(interaction):
        return DIRECT_MESSAGES
    return GuildId(interaction.guild_id)


def is_outside(interaction: Interaction) -> bool:
    """Tell whether the bot itself is not where an interaction comes from.

    Somebody installed it for themselves and used it in another server, or in a conversation among
    people; its own rights lead to nothing there. Whoever presses a button there need not be the one
    who installed it.
    """
    if interaction.guild_id is not None:
        return not interaction.is_guild_integration()
    return bool(interaction.context.private_channel)


def is_answered_privately(interaction: Interaction) -> bool:
    """Tell whether Discord shows the answer to nobody else, whatever the bot says.

    A server that the bot is not in can forbid its members to let other people see such answers.
    """
    if interaction.guild_id is None or not is_outside(interaction):
        return False
    return not interaction.permissions.use_external_apps


def address_of(interaction: Interaction, message_id: int | None) -> MessageAddress | None:
    """Return where a message in an interaction's channel is; None if unknown, or out of reach."""
    if message_id is None or interaction.channel_id is None or is_outside(interaction):
        return None
    return MessageAddress(
        guild_of(interaction), ChannelId(interaction.channel_id), MessageId(message_id)
    )


def requester_of(interaction: Interaction) -> Requester:
    """Return who uses an interaction, with the roles that they have now."""
    user = interaction.user
    return Requester(
        UserId(user.id),
        user.display_name,
        role_ids=() if is_outside(interaction) else roles_of(user),
        joined_at=_joined_at(interaction),
        registered_at=user.created_at,
    )


def _joined_at(interaction: Interaction) -> datetime | None:
    user = interaction.user
    if not isinstance(user, discord.Member) or is_outside(interaction):
        return None
    return user.joined_at


def roles_of(user: discord.User | discord.Member) -> tuple[RoleId, ...]:
    """Return the roles that an interaction says somebody has, without the one of everyone."""
    if not isinstance(user, discord.Member):
        return ()
    return tuple(RoleId(role.id) for role in user.roles if not role.is_default())


def parent_of(interaction: Interaction) -> ChannelId | None:
    """Return the channel of the thread that an interaction comes from; None outside threads."""
    channel = interaction.channel
    return ChannelId(channel.parent_id) if isinstance(channel, discord.Thread) else None


def usual_model(interaction: Interaction) -> str:
    """Return the model of an order that names none: the server's choice, else the bot's."""
    services = interaction.client.services
    model = services.servers.peek(guild_of(interaction)).model
    # A model may have gone from the catalogue since it was chosen.
    return model if model in services.generation.models else services.generation.default_model


def key_of(interaction: Interaction) -> IdempotencyKey:
    """Return the key under which an interaction orders at most once."""
    return IdempotencyKey(f"itx:{interaction.id}")
