"""What members were given for the running period, and what servers cost, in the database."""

from datetime import datetime

from sqlalchemy import bindparam, case, delete, func, select

from bot.domain.allowances import AllowanceState
from bot.domain.ids import ChargeId, GuildId, JobId, RoleId, UserId
from storage.columns import WHOLE_NUMBER
from storage.connections import Connection
from storage.dialects import insert_or_update
from storage.tables import allowance_states, budgets, provider_charges

_THIS = (
    allowance_states.c.guild_id == bindparam("of_guild"),
    allowance_states.c.user_id == bindparam("of_member"),
)
_STATE = select(allowance_states).where(*_THIS)
_FORGET = delete(allowance_states).where(*_THIS)
_SAVE = insert_or_update(
    allowance_states,
    unique=(allowance_states.c.guild_id, allowance_states.c.user_id),
    changes=lambda new: {
        column.name: new[column.name] for column in allowance_states.c if not column.primary_key
    },
)
_USED = select(budgets.c.used).where(
    budgets.c.guild_id == bindparam("of_guild"), budgets.c.month == bindparam("of_month")
)
_ADD = insert_or_update(
    budgets,
    unique=(budgets.c.guild_id, budgets.c.month),
    changes=lambda more: {"used": budgets.c.used + more.used},
    returning=(budgets.c.used,),
)


class SqlAllowances:
    """`AllowanceRepository` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def state(self, guild_id: GuildId, user_id: UserId) -> AllowanceState | None:
        """Return what a member was given, or None when there was no allowance for them."""
        row = self._connection.execute(
            _STATE, {"of_guild": guild_id, "of_member": user_id}
        ).one_or_none()
        if row is None:
            return None
        return AllowanceState(
            role_id=RoleId(row.role_id),
            amount=row.amount,
            period=row.period,
            carry_over=row.carry_over,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            granted=row.granted,
        )

    def save(self, guild_id: GuildId, user_id: UserId, state: AllowanceState | None) -> None:
        """Replace it."""
        if state is None:
            self._connection.execute(_FORGET, {"of_guild": guild_id, "of_member": user_id})
            return
        self._connection.execute(
            _SAVE.on(self._connection),
            {
                "guild_id": guild_id,
                "user_id": user_id,
                "role_id": state.role_id,
                "amount": state.amount,
                "period": state.period,
                "carry_over": state.carry_over,
                "starts_at": state.starts_at,
                "ends_at": state.ends_at,
                "granted": state.granted,
            },
        )


_NOTE_REQUEST = provider_charges.insert().returning(provider_charges.c.charge_id)
_TELL_CHARGE = (
    provider_charges.update()
    .where(provider_charges.c.charge_id == bindparam("of_charge"))
    .values(amount=bindparam("taken"))
)
# Null as soon as one of them is unknown, or where there is none.
_CHARGED = select(
    case(
        (func.count() == func.count(provider_charges.c.amount), func.sum(provider_charges.c.amount))
    ).cast(WHOLE_NUMBER)
).where(provider_charges.c.job_id == bindparam("of_job"))


class SqlBudgets:
    """`BudgetRepository` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def used(self, guild_id: GuildId, month: str) -> int:
        """Return how many provider credits were used or are expected to be."""
        used: int | None = self._connection.execute(
            _USED, {"of_guild": guild_id, "of_month": month}
        ).scalar_one_or_none()
        return used or 0

    def note_request(self, job_id: JobId, now: datetime) -> ChargeId:
        """Write down that a paid request of a job begins; what it takes is unknown."""
        made = self._connection.execute(_NOTE_REQUEST, {"job_id": job_id, "created_at": now})
        return ChargeId(made.scalar_one())

    def tell_charge(self, charge_id: ChargeId, amount: int) -> None:
        """Write down what a paid request took from the provider's balance."""
        self._connection.execute(_TELL_CHARGE, {"of_charge": charge_id, "taken": amount})

    def charged(self, job_id: JobId) -> int | None:
        """Return what a job's paid requests took; None when that of any is unknown."""
        charged: int | None = self._connection.execute(_CHARGED, {"of_job": job_id}).scalar_one()
        return charged

    def add(self, guild_id: GuildId, month: str, amount: int) -> int:
        """Add some, or give some back with an amount below zero; return the sum."""
        return int(
            self._connection.execute(
                _ADD.on(self._connection), {"guild_id": guild_id, "month": month, "used": amount}
            ).scalar_one()
        )
