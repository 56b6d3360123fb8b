"""What moderators do with credits. Everything leaves an action."""

from bot.domain.actions import ActionKind
from bot.domain.credits import AccountName, Entry, EntryKind, Purse
from bot.domain.errors import EntryNotFound, NotReversible
from bot.domain.ids import EntryId, GuildId, IdempotencyKey, UserId
from bot.domain.ports import Transaction
from bot.services.accounts import Member
from bot.services.credits import Statement, check_amount, statement_of
from bot.services.treasury.requests import MOST_REQUESTS, Requests
from bot.services.treasury.wallet import Wallets, WalletState

__all__ = ["MOST_REQUESTS", "TreasuryService", "WalletState"]


class TreasuryService(Wallets, Requests):
    """Grants, takes back and undoes; looks after the wallet; answers requests."""

    async def grant(
        self,
        guild_id: GuildId,
        user_id: UserId,
        amount: int,
        *,
        actor_id: UserId | None,
        reason: str,
        key: IdempotencyKey,
    ) -> Purse:
        """Issue credits to a member, once per key; returns what the member has then.

        Without an actor it was the bot's operator.

        Raises:
            AmountOutOfRange: nothing was granted.
        """
        check_amount(amount)

        def grant(tx: Transaction) -> Purse:
            granted = self._move(
                tx,
                AccountName.issue(guild_id),
                AccountName.member(guild_id, user_id),
                amount,
                EntryKind.GRANT,
                actor_id,
                reason,
                key,
            )
            if granted:
                self._note_amount(
                    tx,
                    guild_id,
                    actor_id,
                    ActionKind.CREDITS_GRANTED,
                    user_id,
                    reason,
                    amount,
                    moved_by=key,
                )
            return tx.ledger.purse(guild_id, user_id)

        return await self._database.write(grant)

    async def take(
        self,
        guild_id: GuildId,
        user_id: UserId,
        amount: int,
        *,
        actor_id: UserId,
        reason: str,
        key: IdempotencyKey,
    ) -> Purse:
        """Take granted credits back from a member, once per key; returns what is left.

        Raises:
            AmountOutOfRange, NotEnoughCredits: nothing was taken.
        """
        check_amount(amount)

        def take(tx: Transaction) -> Purse:
            taken = self._move(
                tx,
                AccountName.member(guild_id, user_id),
                AccountName.issue(guild_id),
                amount,
                EntryKind.TAKE,
                actor_id,
                reason,
                key,
            )
            if taken:
                self._note_amount(
                    tx,
                    guild_id,
                    actor_id,
                    ActionKind.CREDITS_TAKEN,
                    user_id,
                    reason,
                    amount,
                    moved_by=key,
                )
            return tx.ledger.purse(guild_id, user_id)

        return await self._database.write(take)

    async def undo(
        self, guild_id: GuildId, entry_id: EntryId, *, actor_id: UserId, reason: str
    ) -> Entry:
        """Reverse a line by a new line, once and in full; returns the new line.

        Raises:
            EntryNotFound, NotReversible, NotEnoughCredits: nothing was changed.
        """

        def undo(tx: Transaction) -> Entry:
            entry = tx.ledger.entry(guild_id, entry_id)
            if entry is None:
                raise EntryNotFound(entry_id)
            if not entry.kind.reversible:
                raise NotReversible(entry_id)
            now = self._clock.now()
            reversal = tx.ledger.reverse(entry, reason=reason, actor_id=actor_id, now=now)
            if reversal is None:
                raise NotReversible(entry_id)
            self._note_amount(
                tx,
                guild_id,
                actor_id,
                ActionKind.LINE_REVERSED,
                entry_id,
                reason,
                entry.amount,
                moved_by=reversal.idempotency_key,
            )
            return reversal

        return await self._database.write(undo)

    async def show(self, guild_id: GuildId, user_id: UserId, limit: int = 20) -> Statement:
        """Return a member's account as it stands, without giving anything that is due."""

        def show(tx: Transaction) -> Statement:
            terms = tx.rules.terms(guild_id)
            member = Member(guild_id, user_id)
            account = self._accounts.as_stored(tx, terms, member, self._clock.now())
            return statement_of(tx, terms.rules, account, limit)

        return await self._database.read(show)
