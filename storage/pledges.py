"""Credits set aside for jams, in the database."""

from datetime import datetime
from typing import NoReturn

from sqlalchemy import bindparam, case, func, insert, select, update

from bot.domain.errors import NotEnoughCredits
from bot.domain.ids import AccountId, JamId, JobId, UserId
from bot.domain.jams.money import MATCHING, Pledge, PledgeState, Pot
from storage import ledger_statements as statements
from storage.columns import WHOLE_NUMBER
from storage.connections import Connection
from storage.tables import AnyRow, pledges

_PENDING = pledges.c.state == PledgeState.PENDING
_OF_JAM = pledges.c.jam_id == bindparam("of_jam")

_ADD = insert(pledges).inline()
_PENDING_OF = select(pledges).where(_OF_JAM, _PENDING).order_by(pledges.c.pledge_id)
_PENDING_BY = _PENDING_OF.where(pledges.c.user_id == bindparam("of_user"))
_BY_WALLET = pledges.c.user_id == MATCHING
_POT = select(
    func.coalesce(func.sum(case((_BY_WALLET, 0), else_=pledges.c.amount)), 0)
    .cast(WHOLE_NUMBER)
    .label("pledged"),
    func.coalesce(func.sum(case((_BY_WALLET, pledges.c.amount), else_=0)), 0)
    .cast(WHOLE_NUMBER)
    .label("matched"),
    func.count(case((_BY_WALLET, None), else_=pledges.c.user_id).distinct()).label("people"),
).where(_OF_JAM, _PENDING)
_SPENT_MATCHING = select(func.coalesce(func.sum(pledges.c.used), 0).cast(WHOLE_NUMBER)).where(
    _OF_JAM, _BY_WALLET
)
_RESOLVE = (
    update(pledges)
    .where(pledges.c.pledge_id == bindparam("of_pledge"), _PENDING)
    .values(
        state=bindparam("outcome"),
        used=bindparam("taken"),
        job_id=bindparam("for_job"),
        resolved_at=bindparam("at"),
    )
)


class SqlPledges:
    """`PledgeRepository` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        jam_id: JamId,
        user_id: UserId,
        account_id: AccountId,
        amount: int,
        *,
        now: datetime,
    ) -> None:
        """Set `amount` of an account aside, which has no pending pledge to the jam.

        Raises:
            NotEnoughCredits: fewer are available; nothing changed.
            ValueError: `amount` is not above zero.
        """
        if amount <= 0:
            raise ValueError(f"a pledge of {amount} credits")
        moving = {"of_account": account_id, "moved": amount}
        if not self._connection.execute(statements.SET_ASIDE, moving).rowcount:
            self._refuse(account_id, amount)
        self._connection.execute(
            _ADD,
            {
                "jam_id": jam_id,
                "user_id": user_id,
                "account_id": account_id,
                "amount": amount,
                "state": PledgeState.PENDING,
                "used": 0,
                "job_id": None,
                "created_at": now,
                "resolved_at": None,
            },
        )

    def pending(self, jam_id: JamId, user_id: UserId | None = None) -> tuple[Pledge, ...]:
        """Return a jam's pledges, or somebody's, that are not resolved, oldest first."""
        given: dict[str, object] = {"of_jam": jam_id}
        statement = _PENDING_OF
        if user_id is not None:
            statement, given["of_user"] = _PENDING_BY, user_id
        return tuple(_pledge(row) for row in self._connection.execute(statement, given))

    def pot(self, jam_id: JamId) -> Pot:
        """Return what is set aside for a jam."""
        row = self._connection.execute(_POT, {"of_jam": jam_id}).one()
        spent = self._connection.execute(_SPENT_MATCHING, {"of_jam": jam_id}).scalar_one()
        return Pot(row.pledged, row.matched, row.people, spent)

    def release(self, pledge: Pledge, now: datetime) -> bool:
        """Free a pledge; False, changing nothing, when it was resolved before."""
        return self._resolve(pledge, PledgeState.RELEASED, 0, None, now)

    def use(self, pledge: Pledge, amount: int, job_id: JobId, now: datetime) -> bool:
        """Free a pledge of which `amount` becomes a hold of a saved job, which the caller makes.

        Raises:
            ValueError: `amount` is not above zero, or above the pledge's.
        """
        if not 0 < amount <= pledge.amount:
            raise ValueError(f"{amount} out of a pledge of {pledge.amount} credits")
        return self._resolve(pledge, PledgeState.USED, amount, job_id, now)

    def _resolve(
        self, pledge: Pledge, outcome: PledgeState, taken: int, job_id: JobId | None, now: datetime
    ) -> bool:
        resolved = self._connection.execute(
            _RESOLVE,
            {
                "of_pledge": pledge.pledge_id,
                "outcome": outcome,
                "taken": taken,
                "for_job": job_id,
                "at": now,
            },
        )
        if not resolved.rowcount:
            return False
        freed = {"of_account": pledge.account_id, "moved": pledge.amount}
        self._connection.execute(statements.FREE, freed)
        return True

    def _refuse(self, account_id: AccountId, amount: int) -> NoReturn:
        found = self._connection.execute(statements.AVAILABLE, {"of_account": account_id})
        raise NotEnoughCredits(needed=amount, available=found.scalar() or 0)


def _pledge(row: AnyRow) -> Pledge:
    return Pledge(
        pledge_id=row.pledge_id,
        jam_id=JamId(row.jam_id),
        user_id=UserId(row.user_id),
        account_id=AccountId(row.account_id),
        amount=row.amount,
    )
