"""Requests for credits, in the database."""

from datetime import datetime

from sqlalchemy import bindparam, literal_column, select, update

from bot.domain.credit_requests import CreditRequest, RequestState
from bot.domain.ids import CreditRequestId, GuildId, UserId
from storage.columns import WHOLE_NUMBER
from storage.connections import Connection
from storage.tables import AnyRow, credit_requests

# Said literally, so that the index of open requests is used.
_OPEN = credit_requests.c.state == literal_column("'open'")
_OF_GUILD = credit_requests.c.guild_id == bindparam("of_guild")
_ADD = credit_requests.insert().returning(*credit_requests.c)
_GET = select(credit_requests).where(
    _OF_GUILD, credit_requests.c.request_id == bindparam("of_request")
)
_OPEN_OF = select(credit_requests).where(
    _OF_GUILD, _OPEN, credit_requests.c.user_id == bindparam("of_member")
)
_OPEN_IN = (
    select(credit_requests)
    .where(_OF_GUILD, _OPEN)
    .order_by(credit_requests.c.request_id)
    .limit(bindparam("most", type_=WHOLE_NUMBER))
)
_DECIDE = update(credit_requests).where(
    credit_requests.c.request_id == bindparam("of_request"),
    credit_requests.c.state == RequestState.OPEN,
)


class SqlCreditRequests:
    """`CreditRequestRepository` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self, guild_id: GuildId, user_id: UserId, amount: int, reason: str, now: datetime
    ) -> CreditRequest | None:
        """Save a new request; None when one of this member is open."""
        if self.open_of(guild_id, user_id) is not None:
            return None
        row = self._connection.execute(
            _ADD,
            {
                "guild_id": guild_id,
                "user_id": user_id,
                "amount": amount,
                "reason": reason,
                "state": RequestState.OPEN,
                "created_at": now,
                "decided_by": None,
                "decided_at": None,
                "granted": 0,
                "answer": "",
            },
        ).one()
        return _request(row)

    def get(self, guild_id: GuildId, request_id: CreditRequestId) -> CreditRequest | None:
        """Return a server's request."""
        row = self._connection.execute(
            _GET, {"of_guild": guild_id, "of_request": request_id}
        ).one_or_none()
        return None if row is None else _request(row)

    def open_of(self, guild_id: GuildId, user_id: UserId) -> CreditRequest | None:
        """Return a member's open request."""
        row = self._connection.execute(
            _OPEN_OF, {"of_guild": guild_id, "of_member": user_id}
        ).one_or_none()
        return None if row is None else _request(row)

    def open_in(self, guild_id: GuildId, limit: int) -> tuple[CreditRequest, ...]:
        """Return a server's open requests, oldest first."""
        rows = self._connection.execute(_OPEN_IN, {"of_guild": guild_id, "most": limit})
        return tuple(_request(row) for row in rows)

    def decide(self, request: CreditRequest) -> bool:
        """Save the decision on an open request; False when it was decided before."""
        result = self._connection.execute(
            _DECIDE,
            {
                "of_request": request.request_id,
                "state": request.state,
                "decided_by": request.decided_by,
                "decided_at": request.decided_at,
                "granted": request.granted,
                "answer": request.answer,
            },
        )
        return result.rowcount == 1


def _request(row: AnyRow) -> CreditRequest:
    return CreditRequest(
        request_id=CreditRequestId(row.request_id),
        guild_id=GuildId(row.guild_id),
        user_id=UserId(row.user_id),
        amount=row.amount,
        reason=row.reason,
        state=row.state,
        created_at=row.created_at,
        decided_by=None if row.decided_by is None else UserId(row.decided_by),
        decided_at=row.decided_at,
        granted=row.granted,
        answer=row.answer,
    )
