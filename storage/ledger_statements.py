"""The ledger's statements, built once so that SQLAlchemy finds their compiled form again."""

from sqlalchemy import and_, bindparam, select, union_all, update

from bot.domain.credits import HoldState
from storage.columns import WHOLE_NUMBER
from storage.dialects import insert_once
from storage.tables import accounts, entries, holds

_AMOUNT = bindparam("moved", type_=WHOLE_NUMBER)
_THIS_ACCOUNT = accounts.c.account_id == bindparam("of_account")
_NAMED = and_(
    accounts.c.kind == bindparam("of_kind"),
    accounts.c.guild_id == bindparam("of_guild"),
    accounts.c.owner_id == bindparam("of_owner"),
)

FIND = select(
    accounts.c.account_id, accounts.c.posted, accounts.c.held, accounts.c.opened_at
).where(_NAMED)
OPEN = insert_once(
    accounts,
    unique=(accounts.c.kind, accounts.c.guild_id, accounts.c.owner_id),
    returning=accounts.c.account_id,
)
MARK_OPENED = (
    update(accounts)
    .where(_THIS_ACCOUNT, accounts.c.opened_at.is_(None))
    .values(opened_at=bindparam("at"))
)
AVAILABLE = select(accounts.c.posted - accounts.c.held).where(_THIS_ACCOUNT)

SET_ASIDE = (
    update(accounts)
    .where(_THIS_ACCOUNT, accounts.c.posted - accounts.c.held >= _AMOUNT)
    .values(held=accounts.c.held + _AMOUNT)
)
FREE = update(accounts).where(_THIS_ACCOUNT).values(held=accounts.c.held - _AMOUNT)
MOVE = update(accounts).where(_THIS_ACCOUNT).values(posted=accounts.c.posted + _AMOUNT)
CHARGE = (
    update(accounts)
    .where(_THIS_ACCOUNT)
    .values(
        posted=accounts.c.posted - _AMOUNT,
        held=accounts.c.held - bindparam("freed", type_=WHOLE_NUMBER),
    )
    .returning(accounts.c.guild_id)
)
RECEIVE = (
    update(accounts)
    .where(_NAMED)
    .values(posted=accounts.c.posted + _AMOUNT)
    .returning(accounts.c.account_id)
)

ADD_HOLD = insert_once(holds, unique=(holds.c.idempotency_key,), returning=holds.c.hold_id)
HOLD_BY_KEY = select(holds).where(holds.c.idempotency_key == bindparam("of_key"))
HOLD_BY_ID = select(holds).where(holds.c.hold_id == bindparam("of_hold"))
HOLD_OF_JOB = (
    select(holds).where(holds.c.job_id == bindparam("of_job")).order_by(holds.c.hold_id).limit(1)
)
RESOLVE = (
    update(holds)
    .where(
        holds.c.hold_id == bindparam("of_hold"),
        holds.c.state == HoldState.PENDING,
        holds.c.amount >= _AMOUNT,
    )
    .values(state=bindparam("outcome"), captured=_AMOUNT, resolved_at=bindparam("at"))
    .returning(holds.c.account_id, holds.c.job_id, holds.c.amount)
)

ADD_ENTRY = entries.insert().inline()
ADD_ENTRY_ONCE = insert_once(
    entries, unique=(entries.c.idempotency_key,), returning=entries.c.entry_id
)
_NEWEST = bindparam("newest", type_=WHOLE_NUMBER)
_STATEMENT_SIDES = [
    select(entries)
    .where(side == bindparam("of_account"))
    .order_by(entries.c.entry_id.desc())
    .limit(_NEWEST)
    .subquery()
    for side in (entries.c.source_id, entries.c.target_id)
]
# Two searches by index instead of one condition with OR, which would read every line of a busy
# account. No line is found twice, because its two accounts differ.
_BOTH_SIDES = union_all(*(select(side) for side in _STATEMENT_SIDES)).subquery()
STATEMENT = select(_BOTH_SIDES).order_by(_BOTH_SIDES.c.entry_id.desc()).limit(_NEWEST)
