"""What the bot must be allowed to in a channel before it takes an order there.

The first answer needs no permission, for it goes out with the interaction's token; but once that is
15 minutes old, Discord asks for the ordinary ones.
"""

import discord

from bot.domain.ids import DIRECT_MESSAGES, ChannelId
from bot.ui.asking import guild_of
from bot.ui.client import Interaction
from bot.ui.refusals import MissingRights


def check_delivery(interaction: Interaction) -> None:
    """Check that a song could be delivered to where `interaction` came from.

    Raises:
        MissingRights: names what is missing; never raised in direct messages, nor where the
            bot itself is not and everything goes by tokens.
    """
    if guild_of(interaction) == DIRECT_MESSAGES or interaction.channel_id is None:
        return
    in_thread = isinstance(interaction.channel, discord.Thread)
    needed = (
        "view_channel",
        "send_messages_in_threads" if in_thread else "send_messages",
        "embed_links",
        "attach_files",
    )
    allowed = interaction.app_permissions
    missing = tuple(name for name in needed if not getattr(allowed, name))
    if missing:
        raise MissingRights(missing, ChannelId(interaction.channel_id))
