"""The ledger in the database: accounts and lines, and the holds between them."""

from datetime import datetime

from bot.domain.credits import (
    STARTING_REASON,
    AccountKind,
    AccountName,
    Balance,
    EntryKind,
    Hold,
    HoldState,
)
from bot.domain.errors import NotEnoughCredits
from bot.domain.ids import AccountId, GuildId, HoldId, IdempotencyKey, JobId, UserId
from storage import ledger_statements as statements
from storage.accounts import balance_from, named
from storage.audit import find_discrepancies
from storage.lines import Line, SqlLines
from storage.tables import AnyRow


class SqlLedger(SqlLines):
    """`LedgerRepository` on one connection."""

    def open_member(
        self,
        guild_id: GuildId,
        user_id: UserId,
        *,
        starting_grant: int,
        now: datetime,
        kind: AccountKind = AccountKind.MEMBER,
    ) -> Balance:
        """Return one of a member's accounts; the first call opens it with `starting_grant`."""
        name = AccountName(kind, guild_id, user_id)
        row = self._find(name)
        if row is not None and row.opened_at is not None:
            return balance_from(row)
        account_id = self._open(name)
        self._connection.execute(statements.MARK_OPENED, {"of_account": account_id, "at": now})
        if starting_grant:
            self.grant(
                name,
                starting_grant,
                reason=STARTING_REASON,
                actor_id=None,
                key=IdempotencyKey(f"start:{guild_id}:{user_id}"),
                now=now,
            )
        return balance_from(self._connection.execute(statements.FIND, named(name)).one())

    def hold(
        self,
        account_id: AccountId,
        amount: int,
        *,
        job_id: JobId,
        key: IdempotencyKey,
        now: datetime,
    ) -> Hold:
        """Set credits aside for a saved job; the same key again returns the hold made before.

        Raises:
            NotEnoughCredits: fewer than `amount` are available; nothing changed.
            ValueError: `amount` is below zero.
        """
        if amount < 0:
            raise ValueError(f"a hold of {amount} credits")
        moving = {"of_account": account_id, "moved": amount}
        if not self._connection.execute(statements.SET_ASIDE, moving).rowcount:
            return self._repeated_hold(key) or self._refuse(account_id, amount)
        row = self._connection.execute(
            statements.ADD_HOLD.on(self._connection),
            {
                "account_id": account_id,
                "job_id": job_id,
                "amount": amount,
                "state": HoldState.PENDING,
                "captured": 0,
                "idempotency_key": key,
                "created_at": now,
                "resolved_at": None,
            },
        ).one_or_none()
        if row is None:
            self._connection.execute(statements.FREE, moving)
            return _hold(self._connection.execute(statements.HOLD_BY_KEY, {"of_key": key}).one())
        return Hold(HoldId(row.hold_id), account_id, job_id, amount, HoldState.PENDING, 0)

    def holds_of(self, job_id: JobId) -> tuple[Hold, ...]:
        """Return a job's holds in the order in which they were made."""
        rows = self._connection.execute(statements.HOLDS_OF_JOB, {"of_job": job_id})
        return tuple(_hold(row) for row in rows)

    def capture(self, hold_id: HoldId, amount: int, *, reason: str, now: datetime) -> bool:
        """Take `amount` of a hold and free the rest; False when it was resolved before.

        Raises:
            ValueError: `amount` is not above zero, or above the hold's.
            LookupError: there is no such hold.
        """
        if amount <= 0:
            raise ValueError(f"a capture of {amount} credits")
        hold = self._resolve(hold_id, HoldState.CAPTURED, amount, now)
        if hold is None:
            return False
        guild_id: int = self._connection.execute(
            statements.CHARGE,
            {"of_account": hold.account_id, "moved": amount, "freed": hold.amount},
        ).scalar_one()
        target_id = self._receive(AccountName.spent(GuildId(guild_id)), amount)
        self._connection.execute(
            statements.ADD_ENTRY,
            Line(
                source_id=hold.account_id,
                target_id=target_id,
                amount=amount,
                kind=EntryKind.CAPTURE,
                reason=reason,
                key=IdempotencyKey(f"capture:{hold_id}"),
                created_at=now,
                job_id=hold.job_id,
                hold_id=hold_id,
            ).columns,
        )
        return True

    def release(self, hold_id: HoldId, *, now: datetime) -> bool:
        """Free the whole hold; False, changing nothing, when it was resolved before.

        Raises:
            LookupError: there is no such hold.
        """
        hold = self._resolve(hold_id, HoldState.RELEASED, 0, now)
        if hold is None:
            return False
        self._connection.execute(
            statements.FREE, {"of_account": hold.account_id, "moved": hold.amount}
        )
        return True

    def discrepancies(self) -> tuple[str, ...]:
        """Check every invariant of the books; one English line per finding."""
        return find_discrepancies(self._connection)

    def _receive(self, name: AccountName, amount: int) -> AccountId:
        receiving = {**named(name), "moved": amount}
        row = self._connection.execute(statements.RECEIVE, receiving).one_or_none()
        if row is None:
            self._open(name)
            row = self._connection.execute(statements.RECEIVE, receiving).one()
        return AccountId(row.account_id)

    def _repeated_hold(self, key: IdempotencyKey) -> Hold | None:
        row = self._connection.execute(statements.HOLD_BY_KEY, {"of_key": key}).one_or_none()
        return None if row is None else _hold(row)

    def _refuse(self, account_id: AccountId, amount: int) -> Hold:
        available = self._connection.execute(
            statements.AVAILABLE, {"of_account": account_id}
        ).scalar()
        raise NotEnoughCredits(needed=amount, available=available or 0)

    def _resolve(
        self, hold_id: HoldId, outcome: HoldState, captured: int, now: datetime
    ) -> Hold | None:
        """Resolve a pending hold; None when it was resolved before."""
        row = self._connection.execute(
            statements.RESOLVE,
            {"of_hold": hold_id, "outcome": outcome, "moved": captured, "at": now},
        ).one_or_none()
        if row is not None:
            return Hold(hold_id, row.account_id, row.job_id, row.amount, outcome, captured)
        stored = self._connection.execute(statements.HOLD_BY_ID, {"of_hold": hold_id}).one_or_none()
        if stored is None:
            raise LookupError(f"no hold {hold_id}")
        if stored.state is HoldState.PENDING:
            raise ValueError(f"a capture of {captured} out of {stored.amount} credits")
        return None


def _hold(row: AnyRow) -> Hold:
    return Hold(
        hold_id=HoldId(row.hold_id),
        account_id=AccountId(row.account_id),
        job_id=JobId(row.job_id),
        amount=row.amount,
        state=row.state,
        captured=row.captured,
    )
