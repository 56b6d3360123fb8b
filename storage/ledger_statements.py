"""The ledger's statements, built once so that SQLAlchemy finds their compiled form again."""

from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    FromClause,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
    union_all,
    update,
)

from bot.domain.credits import AccountKind, HoldState
from storage.columns import WHOLE_NUMBER, UtcTime
from storage.dialects import insert_once
from storage.tables import accounts, entries, entry_messages, holds, messages, postings

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
PURSE = select(accounts).where(
    or_(
        *(
            and_(
                accounts.c.kind == kind,
                accounts.c.guild_id == bindparam("of_guild"),
                accounts.c.owner_id == (0 if kind is AccountKind.WALLET else bindparam("of_owner")),
            )
            for kind in (
                AccountKind.ALLOWANCE,
                AccountKind.WELCOME,
                AccountKind.MEMBER,
                AccountKind.WALLET,
            )
        )
    )
)
OWNER = select(accounts.c.kind, accounts.c.guild_id, accounts.c.owner_id).where(_THIS_ACCOUNT)
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
DEBIT = (
    update(accounts)
    .where(
        _THIS_ACCOUNT,
        or_(accounts.c.kind == AccountKind.ISSUE, accounts.c.posted - accounts.c.held >= _AMOUNT),
    )
    .values(posted=accounts.c.posted - _AMOUNT)
)
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
HOLDS_OF_JOB = select(holds).where(holds.c.job_id == bindparam("of_job")).order_by(holds.c.hold_id)
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
ENTRY_BY_KEY = select(entries.c.entry_id).where(entries.c.idempotency_key == bindparam("of_key"))


def with_message(
    lines: FromClause, *besides: ColumnElement[Any], joined: FromClause | None = None
) -> Select[Any]:
    """Select lines with the addresses of their messages: `in_guild`, `in_channel`, `in_message`.

    `joined` are the lines with what they are joined to, if anything is; messages are looked for
    last, since most lines may be left out by then.

    A job's card tells of its lines, unless they have a message of their own. Where there is none
    that others see, as for a jam's song, the first other message with its songs does.
    """
    own = entry_messages.c.entry_id == lines.c.entry_id
    card = and_(
        messages.c.job_id == lines.c.job_id,
        messages.c.ephemeral == 0,
        messages.c.outside == 0,
        messages.c.message_id.is_not(None),
    )
    shown = postings.alias()
    first = (
        select(func.min(shown.c.message_id))
        .where(shown.c.job_id == lines.c.job_id, shown.c.out_of_reach == 0)
        .correlate(lines)
        .scalar_subquery()
    )
    found = (entry_messages, messages, postings)
    return select(
        lines,
        func.coalesce(*(table.c.guild_id for table in found)).label("in_guild"),
        func.coalesce(*(table.c.channel_id for table in found)).label("in_channel"),
        func.coalesce(*(table.c.message_id for table in found)).label("in_message"),
        *besides,
    ).select_from(
        (lines if joined is None else joined)
        .outerjoin(entry_messages, own)
        .outerjoin(messages, card)
        .outerjoin(postings, postings.c.message_id == first)
    )


ENTRY = with_message(
    entries, joined=entries.join(accounts, accounts.c.account_id == entries.c.source_id)
).where(entries.c.entry_id == bindparam("of_entry"), accounts.c.guild_id == bindparam("of_guild"))
LINK = insert_once(
    entry_messages, unique=(entry_messages.c.entry_id,), returning=entry_messages.c.entry_id
)


def _moved(side: Column[int]) -> Select[Any]:
    return select(func.coalesce(func.sum(entries.c.amount), 0).cast(WHOLE_NUMBER)).where(
        side == bindparam("of_account"),
        entries.c.kind == bindparam("of_kind"),
        entries.c.created_at >= bindparam("since", type_=UtcTime),
    )


MOVED_IN = _moved(entries.c.target_id)
MOVED_OUT = _moved(entries.c.source_id)

_NEWEST = bindparam("newest", type_=WHOLE_NUMBER)


def _statement(*conditions: ColumnElement[bool]) -> Select[Any]:
    # Two searches by index instead of one condition with OR, which would read every line of a
    # busy account. No line is found twice, because its two accounts differ.
    sides = [
        select(entries)
        .where(side == bindparam("of_account"), *conditions)
        .order_by(entries.c.entry_id.desc())
        .limit(_NEWEST)
        .subquery()
        for side in (entries.c.source_id, entries.c.target_id)
    ]
    both = union_all(*(select(side) for side in sides)).subquery()
    return with_message(both).order_by(both.c.entry_id.desc()).limit(_NEWEST)


STATEMENT = _statement()
STATEMENT_BEFORE = _statement(entries.c.entry_id < bindparam("before", type_=WHOLE_NUMBER))
