"""Moving credits and writing down who did it: what all of the treasury shares."""

import json

from bot.domain.actions import Action, ActionKind
from bot.domain.credits import AccountName, EntryKind
from bot.domain.ids import GuildId, IdempotencyKey, UserId
from bot.domain.ports import Clock, Database, Transaction
from bot.services.accounts import MemberAccounts


class Moves:
    """Moves credits within a caller's transaction."""

    def __init__(self, database: Database, clock: Clock, accounts: MemberAccounts) -> None:
        self._database = database
        self._clock = clock
        self._accounts = accounts

    def _move(
        self,
        tx: Transaction,
        source: AccountName,
        target: AccountName,
        amount: int,
        kind: EntryKind,
        actor_id: UserId | None,
        reason: str,
        key: IdempotencyKey,
    ) -> bool:
        return tx.ledger.move(
            source,
            target,
            amount,
            kind=kind,
            reason=reason,
            actor_id=actor_id,
            key=key,
            now=self._clock.now(),
        )

    def _note_amount(
        self,
        tx: Transaction,
        guild_id: GuildId,
        actor_id: UserId | None,
        kind: ActionKind,
        subject: object,
        reason: str,
        amount: int,
        *,
        moved_by: IdempotencyKey | None = None,
    ) -> None:
        tx.actions.add(
            Action(
                action_id=None,
                guild_id=guild_id,
                actor_id=actor_id,
                kind=kind,
                subject=str(subject),
                reason=reason,
                before="",
                after=json.dumps({"amount": amount}),
                created_at=self._clock.now(),
            ),
            moved_by=moved_by,
        )
