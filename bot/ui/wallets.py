"""Moving credits of a server's wallet."""

from bot.domain.errors import NotEnoughCredits
from bot.domain.ids import UserId
from bot.ui.asking import guild_of, key_of
from bot.ui.client import Interaction
from bot.ui.refusals import AccountTooLow


async def move_wallet(interaction: Interaction, amount: int, reason: str) -> None:
    """Put credits into the server's wallet, or take some out with an amount below zero.

    Raises:
        AccountTooLow: so many are not in it.
    """
    treasury, guild_id = interaction.client.services.treasury, guild_of(interaction)
    move = treasury.fill_wallet if amount > 0 else treasury.drain_wallet
    if not amount:
        return
    try:
        await move(
            guild_id,
            abs(amount),
            actor_id=UserId(interaction.user.id),
            reason=reason,
            key=key_of(interaction),
        )
    except NotEnoughCredits as refusal:
        raise AccountTooLow(refusal.needed, refusal.available) from refusal
