"""What members have and where it went."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.credits import AccountName, Balance, Entry, EntryKind
from bot.domain.delivery import MessageRef
from bot.domain.ids import GuildId, JobId, UserId
from bot.domain.ports import Clock, Database, Transaction


@dataclass(frozen=True)
class StatementLine:
    """One movement as its owner sees it: `amount` is above zero for credits that came in."""

    at: datetime
    amount: int
    kind: EntryKind
    reason: str
    job_id: JobId | None
    message: MessageRef | None
    """The job's message, to link to; None when there is none."""


@dataclass(frozen=True)
class Statement:
    """A member's account with its newest lines first."""

    balance: Balance
    lines: tuple[StatementLine, ...]


class CreditService:
    """Shows members their account."""

    def __init__(self, database: Database, clock: Clock, starting_grant: int) -> None:
        self._database = database
        self._clock = clock
        self._starting_grant = starting_grant

    async def statement(self, guild_id: GuildId, user_id: UserId, limit: int = 10) -> Statement:
        """Return a member's account with its newest `limit` lines; opens it on the first use."""
        name = AccountName.member(guild_id, user_id)

        def read(tx: Transaction) -> Statement | None:
            balance = tx.ledger.balance(name)
            return None if balance is None else _statement(tx, balance, limit)

        def open_account(tx: Transaction) -> Statement:
            balance = tx.ledger.open_member(
                guild_id, user_id, starting_grant=self._starting_grant, now=self._clock.now()
            )
            return _statement(tx, balance, limit)

        statement: Statement | None = await self._database.read(read)
        if statement is None:
            return await self._database.write(open_account)
        return statement


def _statement(tx: Transaction, balance: Balance, limit: int) -> Statement:
    entries = tx.ledger.statement(balance.account_id, limit)
    return Statement(balance, tuple(_line(tx, balance, entry) for entry in entries))


def _line(tx: Transaction, balance: Balance, entry: Entry) -> StatementLine:
    incoming = entry.target_id == balance.account_id
    return StatementLine(
        at=entry.created_at,
        amount=entry.amount if incoming else -entry.amount,
        kind=entry.kind,
        reason=entry.reason,
        job_id=entry.job_id,
        message=tx.deliveries.message_of(entry.job_id) if entry.job_id else None,
    )
