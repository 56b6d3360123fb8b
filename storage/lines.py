"""Lines of the ledger in the database."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.credits import AccountName, Entry, EntryKind
from bot.domain.errors import NotEnoughCredits
from bot.domain.ids import (
    AccountId,
    ChannelId,
    EntryId,
    GuildId,
    HoldId,
    IdempotencyKey,
    JobId,
    MessageId,
    UserId,
)
from bot.domain.messages import MessageAddress
from storage import ledger_statements as statements
from storage.accounts import SqlAccounts
from storage.tables import AnyRow


@dataclass(frozen=True)
class Line:
    """A line that is to be written."""

    source_id: AccountId
    target_id: AccountId
    amount: int
    kind: EntryKind
    reason: str
    key: IdempotencyKey
    created_at: datetime
    actor_id: UserId | None = None
    job_id: JobId | None = None
    hold_id: HoldId | None = None
    reverses_id: EntryId | None = None

    @property
    def columns(self) -> dict[str, object]:
        """The row's columns."""
        return {
            "source_id": self.source_id,
            "target_id": self.target_id,
            "amount": self.amount,
            "kind": self.kind,
            "reason": self.reason,
            "job_id": self.job_id,
            "hold_id": self.hold_id,
            "actor_id": self.actor_id,
            "idempotency_key": self.key,
            "created_at": self.created_at,
            "reverses_id": self.reverses_id,
        }


class SqlLines(SqlAccounts):
    """Writing and reading lines on one connection."""

    def grant(
        self,
        name: AccountName,
        amount: int,
        *,
        reason: str,
        actor_id: UserId | None,
        key: IdempotencyKey,
        now: datetime,
    ) -> bool:
        """Issue `amount` credits to an account, opening it if need be; False when repeated.

        Raises:
            ValueError: `amount` is not above zero.
        """
        if amount <= 0:
            raise ValueError(f"a grant of {amount} credits")
        return self.move(
            AccountName.issue(name.guild_id),
            name,
            amount,
            kind=EntryKind.GRANT,
            reason=reason,
            actor_id=actor_id,
            key=key,
            now=now,
        )

    def move(
        self,
        source: AccountName,
        target: AccountName,
        amount: int,
        *,
        kind: EntryKind,
        reason: str,
        actor_id: UserId | None,
        key: IdempotencyKey,
        now: datetime,
    ) -> bool:
        """Move credits between accounts, opening them if need be; False when repeated.

        Raises:
            NotEnoughCredits: the source has fewer available; nothing changed.
            ValueError: `amount` is not above zero.
        """
        if amount <= 0:
            raise ValueError(f"a line of {amount} credits")
        line = Line(
            source_id=self._open(source),
            target_id=self._open(target),
            amount=amount,
            kind=kind,
            reason=reason,
            key=key,
            created_at=now,
            actor_id=actor_id,
        )
        return self._move(line) is not None

    def reverse(
        self, entry: Entry, *, reason: str, actor_id: UserId | None, now: datetime
    ) -> Entry | None:
        """Write the line that takes `entry` back; None when it was taken back before.

        Raises:
            NotEnoughCredits: the account that got the credits has fewer available; nothing changed.
            ValueError: lines of this kind are not taken back.
        """
        if not entry.kind.reversible:
            raise ValueError(f"line {entry.entry_id} takes another back")
        # One key for each line: of two that take it back at once, one is a repetition.
        key = IdempotencyKey(f"reversal:{entry.entry_id}")
        line = Line(
            source_id=entry.target_id,
            target_id=entry.source_id,
            amount=entry.amount,
            kind=EntryKind.REVERSAL,
            reason=reason,
            key=key,
            created_at=now,
            actor_id=actor_id,
            job_id=entry.job_id,
            reverses_id=entry.entry_id,
        )
        entry_id = self._move(line)
        if entry_id is None:
            return None
        return Entry(
            entry_id=entry_id,
            source_id=line.source_id,
            target_id=line.target_id,
            amount=line.amount,
            kind=line.kind,
            reason=reason,
            job_id=line.job_id,
            actor_id=actor_id,
            idempotency_key=key,
            created_at=now,
            reverses_id=line.reverses_id,
        )

    def entry(self, guild_id: GuildId, entry_id: EntryId) -> Entry | None:
        """Return a line of a server's ledger, or None when the server has none such."""
        row = self._connection.execute(
            statements.ENTRY, {"of_entry": entry_id, "of_guild": guild_id}
        ).one_or_none()
        return None if row is None else _entry(row)

    def link(self, entry_id: EntryId, message: MessageAddress) -> None:
        """Remember the message that tells of a line; the first one stays."""
        self._connection.execute(
            statements.LINK.on(self._connection),
            {
                "entry_id": entry_id,
                "guild_id": message.guild_id,
                "channel_id": message.channel_id,
                "message_id": message.message_id,
            },
        )

    def link_key(self, key: IdempotencyKey, message: MessageAddress) -> None:
        """Do so for the line with a key; nothing if there is none."""
        found = self._connection.execute(statements.ENTRY_BY_KEY, {"of_key": key}).first()
        if found is not None:
            self.link(EntryId(found.entry_id), message)

    def moved_since(
        self, account_id: AccountId, kind: EntryKind, since: datetime, *, incoming: bool
    ) -> int:
        """Return how much lines of a kind moved to (or from) an account since a time."""
        moved: int = self._connection.execute(
            statements.MOVED_IN if incoming else statements.MOVED_OUT,
            {"of_account": account_id, "of_kind": kind, "since": since},
        ).scalar_one()
        return moved

    def statement(
        self, account_id: AccountId, limit: int, before: EntryId | None = None
    ) -> tuple[Entry, ...]:
        """Return an account's newest lines, or the newest before one, newest first."""
        wanted = {"of_account": account_id, "newest": limit}
        if before is None:
            rows = self._connection.execute(statements.STATEMENT, wanted)
        else:
            rows = self._connection.execute(
                statements.STATEMENT_BEFORE, {**wanted, "before": before}
            )
        return tuple(_entry(row) for row in rows)

    def _move(self, line: Line) -> EntryId | None:
        """Write a line and move its credits; None when its key was used before."""
        debit = {"of_account": line.source_id, "moved": line.amount}
        if not self._connection.execute(statements.DEBIT, debit).rowcount:
            if self._connection.execute(statements.ENTRY_BY_KEY, {"of_key": line.key}).first():
                return None
            available: int = self._connection.execute(
                statements.AVAILABLE, {"of_account": line.source_id}
            ).scalar_one()
            raise NotEnoughCredits(needed=line.amount, available=available)
        added = self._connection.execute(
            statements.ADD_ENTRY_ONCE.on(self._connection), line.columns
        ).one_or_none()
        # A repetition gives back what it just took.
        receiver = line.source_id if added is None else line.target_id
        self._connection.execute(statements.MOVE, {"of_account": receiver, "moved": line.amount})
        return None if added is None else EntryId(added.entry_id)


def _entry(row: AnyRow) -> Entry:
    return Entry(
        entry_id=EntryId(row.entry_id),
        source_id=AccountId(row.source_id),
        target_id=AccountId(row.target_id),
        amount=row.amount,
        kind=row.kind,
        reason=row.reason,
        job_id=None if row.job_id is None else JobId(row.job_id),
        actor_id=None if row.actor_id is None else UserId(row.actor_id),
        idempotency_key=IdempotencyKey(row.idempotency_key),
        created_at=row.created_at,
        reverses_id=None if row.reverses_id is None else EntryId(row.reverses_id),
        message=message_of(row),
    )


def message_of(row: AnyRow) -> MessageAddress | None:
    """Return the message that tells of a line, selected by `with_message`."""
    if row.in_message is None:
        return None
    return MessageAddress(
        GuildId(row.in_guild), ChannelId(row.in_channel), MessageId(row.in_message)
    )
