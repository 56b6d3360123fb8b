"""Accounts of the ledger in the database."""

from bot.domain.credits import AccountKind, AccountName, Balance, Purse
from bot.domain.ids import AccountId, GuildId, UserId
from storage import ledger_statements as statements
from storage.connections import Connection
from storage.tables import AnyRow


class SqlAccounts:
    """Finding and opening accounts on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def purse(self, guild_id: GuildId, user_id: UserId) -> Purse:
        """Return everything that can pay for a member's orders."""
        rows = self._connection.execute(
            statements.PURSE, {"of_guild": guild_id, "of_owner": user_id}
        )
        found: dict[AccountKind, Balance] = {}
        welcomed = False
        for row in rows:
            found[row.kind] = balance_from(row)
            welcomed = welcomed or (row.kind is AccountKind.WELCOME and row.opened_at is not None)
        return Purse(
            allowance=found.get(AccountKind.ALLOWANCE),
            welcome=found.get(AccountKind.WELCOME),
            granted=found.get(AccountKind.MEMBER),
            wallet=found.get(AccountKind.WALLET),
            welcomed=welcomed,
        )

    def balance(self, name: AccountName) -> Balance | None:
        """Return an account's state, or None when it was never opened."""
        row = self._find(name)
        return None if row is None else balance_from(row)

    def owner_of(self, account_id: AccountId) -> AccountName:
        """Return what an account is called.

        Raises:
            LookupError: there is none such.
        """
        row = self._connection.execute(statements.OWNER, {"of_account": account_id}).one_or_none()
        if row is None:
            raise LookupError(f"no account {account_id}")
        return AccountName(row.kind, GuildId(row.guild_id), row.owner_id)

    def _find(self, name: AccountName) -> AnyRow | None:
        return self._connection.execute(statements.FIND, named(name)).one_or_none()

    def _open(self, name: AccountName) -> AccountId:
        row = self._find(name)
        if row is None:
            row = self._connection.execute(
                statements.OPEN.on(self._connection),
                {
                    "kind": name.kind,
                    "guild_id": name.guild_id,
                    "owner_id": name.owner_id,
                    "posted": 0,
                    "held": 0,
                    "opened_at": None,
                },
            ).one_or_none()
        return AccountId(
            (row or self._connection.execute(statements.FIND, named(name)).one()).account_id
        )


def named(name: AccountName) -> dict[str, AccountKind | int]:
    """Return the parameters that name an account."""
    return {"of_kind": name.kind, "of_guild": name.guild_id, "of_owner": name.owner_id}


def balance_from(row: AnyRow) -> Balance:
    """Read a balance from an account's row."""
    return Balance(AccountId(row.account_id), posted=row.posted, held=row.held)
