"""Whether a person may do what moderators and managers do.

Discord hides such commands from the others, but a server can change that in its settings, and
buttons are there for everybody; so it is checked again whenever something is used.
"""

from bot.domain.ids import DIRECT_MESSAGES
from bot.ui.asking import guild_of
from bot.ui.client import Interaction
from bot.ui.refusals import MemberLacksRight, OnlyInServers

MANAGE_SERVER = "manage_guild"
MODERATE = "moderate_members"


def require(interaction: Interaction, permission: str) -> None:
    """Check that whoever uses `interaction` has a permission, by discord.py's name for it.

    Raises:
        OnlyInServers: in direct messages, and where the bot itself is not, nobody has any.
        MemberLacksRight: they do not have it.
    """
    if guild_of(interaction) == DIRECT_MESSAGES:
        raise OnlyInServers
    if not getattr(interaction.permissions, permission):
        raise MemberLacksRight(permission)
