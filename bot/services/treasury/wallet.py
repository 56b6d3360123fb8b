"""The wallet of a server: what it holds, what it pays, and its month at the provider."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.actions import ActionKind
from bot.domain.credits import AccountName, Balance, EntryKind
from bot.domain.ids import AccountId, GuildId, IdempotencyKey, UserId
from bot.domain.ports import Transaction
from bot.services.budget import month_name, month_of
from bot.services.credits import check_amount
from bot.services.treasury.moves import Moves


@dataclass(frozen=True)
class WalletState:
    """A server's own credits, and what it cost at the provider this month."""

    balance: Balance
    pays: bool
    """Whether it pays what a member cannot."""
    ceiling: int | None
    """The most provider credits in a month; None: no ceiling."""
    used_this_month: int
    """Provider credits, those included that running orders are expected to cost."""
    month_ends_at: datetime


class Wallets(Moves):
    """Fills and drains wallets."""

    async def wallet(self, guild_id: GuildId) -> WalletState:
        """Return the server's own credits and its month at the provider."""
        return await self._database.read(lambda tx: self._wallet(tx, guild_id))

    async def fill_wallet(
        self,
        guild_id: GuildId,
        amount: int,
        *,
        actor_id: UserId,
        reason: str,
        key: IdempotencyKey,
    ) -> WalletState:
        """Issue credits to the wallet, once per key.

        Raises:
            AmountOutOfRange: nothing was changed.
        """
        issue, wallet = AccountName.issue(guild_id), AccountName.wallet(guild_id)
        change = self._change_wallet(
            (issue, wallet), amount, EntryKind.GRANT, actor_id, reason, key
        )
        return await self._database.write(change)

    async def drain_wallet(
        self,
        guild_id: GuildId,
        amount: int,
        *,
        actor_id: UserId,
        reason: str,
        key: IdempotencyKey,
    ) -> WalletState:
        """Take credits out of the wallet, once per key.

        Raises:
            AmountOutOfRange, NotEnoughCredits: nothing was changed.
        """
        issue, wallet = AccountName.issue(guild_id), AccountName.wallet(guild_id)
        change = self._change_wallet((wallet, issue), amount, EntryKind.TAKE, actor_id, reason, key)
        return await self._database.write(change)

    def _change_wallet(
        self,
        way: tuple[AccountName, AccountName],
        amount: int,
        kind: EntryKind,
        actor_id: UserId,
        reason: str,
        key: IdempotencyKey,
    ) -> Callable[[Transaction], WalletState]:
        check_amount(amount)
        source, target = way
        filled = kind is EntryKind.GRANT
        action = ActionKind.WALLET_FILLED if filled else ActionKind.WALLET_DRAINED

        def change(tx: Transaction) -> WalletState:
            if self._move(tx, source, target, amount, kind, actor_id, reason, key):
                self._note_amount(
                    tx, source.guild_id, actor_id, action, "", reason, amount, moved_by=key
                )
            return self._wallet(tx, source.guild_id)

        return change

    def _wallet(self, tx: Transaction, guild_id: GuildId) -> WalletState:
        rules = tx.rules.terms(guild_id).rules
        month = month_of(rules, self._clock.now())
        balance = tx.ledger.balance(AccountName.wallet(guild_id))
        return WalletState(
            balance=balance or Balance(AccountId(0), 0, 0),
            pays=rules.wallet_pays,
            ceiling=rules.monthly_ceiling,
            used_this_month=tx.budgets.used(guild_id, month_name(month)),
            month_ends_at=month.ends_at,
        )
