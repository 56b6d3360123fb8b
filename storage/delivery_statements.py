"""The statements about messages and what is to be shown, built once for `storage.deliveries`."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    case,
    or_,
    select,
    update,
)

from bot.domain.delivery import (
    DeliveryKind,
    DeliveryState,
)
from storage.columns import WHOLE_NUMBER, UtcTime
from storage.dialects import Excluded, insert_or_update
from storage.tables import deliveries, jobs, messages

ADD_MESSAGE = messages.insert().inline()
MESSAGE_OF = select(messages).where(messages.c.job_id == bindparam("of_job"))
RECORD = (
    update(messages)
    .where(messages.c.job_id == bindparam("of_job"))
    .values(message_id=bindparam("told"))
)

RENEW_TOKEN = (
    update(messages)
    .where(
        messages.c.job_id == bindparam("of_job"),
        messages.c.message_id == bindparam("on_message"),
        or_(messages.c.ephemeral == 1, messages.c.outside == 1),
    )
    .values(token=bindparam("fresh"), token_expires_at=bindparam("good_until", type_=UtcTime))
    .returning(messages.c.job_id)
)

_OF_SAME_JOB = messages.c.job_id == deliveries.c.job_id
_PENDING = deliveries.c.state == DeliveryState.PENDING
_THIS = and_(deliveries.c.delivery_id == bindparam("of_delivery"), _PENDING)
_MINE = and_(_THIS, deliveries.c.attempts == bindparam("of_attempt"))


def _renewed(wish: Excluded) -> Mapping[str, ColumnElement[Any]]:
    """Say how a wish changes the row that is there."""
    sooner = wish.wanted_at < deliveries.c.wanted_at
    wanted_at = case(
        (or_(~_PENDING, sooner), wish.wanted_at),
        else_=deliveries.c.wanted_at,
    )
    return {
        "revision": deliveries.c.revision + 1,
        "state": wish.state,
        "attempts": case((_PENDING, deliveries.c.attempts), else_=0),
        "wanted_at": wanted_at,
        "due_at": case(
            (and_(_PENDING, deliveries.c.leased == 1), deliveries.c.due_at),
            (and_(_PENDING, deliveries.c.due_at < wish.due_at), deliveries.c.due_at),
            else_=wish.due_at,
        ),
    }


WANT = insert_or_update(
    deliveries,
    unique=(deliveries.c.job_id, deliveries.c.kind),
    changes=_renewed,
    where=or_(
        _PENDING,
        and_(
            deliveries.c.state == DeliveryState.DONE,
            deliveries.c.kind != DeliveryKind.PING,
        ),
    ),
)

DUE = (
    select(deliveries.c.delivery_id)
    .where(_PENDING, deliveries.c.due_at <= bindparam("at"))
    .order_by(deliveries.c.due_at)
    .limit(bindparam("most", type_=WHOLE_NUMBER))
    .with_for_update(skip_locked=True)
)
_CHANNEL_FREE = or_(
    messages.c.channel_id.is_(None),
    messages.c.channel_id.not_in(bindparam("busy", expanding=True)),
)
LOOK = (
    select(
        deliveries.c.delivery_id,
        deliveries.c.job_id,
        deliveries.c.kind,
        messages.c.channel_id,
        jobs.c.state,
        jobs.c.created_at,
    )
    .select_from(deliveries.join(jobs).outerjoin(messages, _OF_SAME_JOB))
    .where(_PENDING, deliveries.c.due_at <= bindparam("at"), _CHANNEL_FREE)
    .order_by(deliveries.c.due_at)
    .limit(bindparam("most", type_=WHOLE_NUMBER))
    .with_for_update(skip_locked=True, of=deliveries)
)
POSTPONE = (
    update(deliveries)
    .where(deliveries.c.delivery_id.in_(bindparam("of_deliveries", expanding=True)), _PENDING)
    .values(due_at=bindparam("again_at"), leased=0)
)
CLAIM = (
    update(deliveries)
    .where(deliveries.c.delivery_id.in_(bindparam("of_deliveries", expanding=True)))
    .values(attempts=deliveries.c.attempts + 1, due_at=bindparam("lease_until"), leased=1)
    .returning(*deliveries.c)
)
TAKE_OVER = (
    update(deliveries)
    .where(_PENDING, deliveries.c.leased == 1)
    .values(due_at=bindparam("at", type_=UtcTime), leased=0)
)
NEXT_DUE = (
    select(deliveries.c.due_at)
    .select_from(deliveries.outerjoin(messages, _OF_SAME_JOB))
    .where(_PENDING, _CHANNEL_FREE)
    .order_by(deliveries.c.due_at)
    .limit(1)
)
CLOSE = (
    update(deliveries)
    .where(_THIS, deliveries.c.revision == bindparam("of_revision"))
    .values(state=DeliveryState.DONE, leased=0)
)
_CARD_AT_REST = and_(
    _PENDING,
    deliveries.c.job_id == bindparam("of_job"),
    deliveries.c.kind == DeliveryKind.CARD,
    deliveries.c.leased == 0,
)
LEAVE_CARD = (
    update(deliveries)
    .where(_CARD_AT_REST)
    .values(due_at=bindparam("until"), wanted_at=bindparam("until"))
)
CARD_DRAWN = (
    update(deliveries)
    .where(_CARD_AT_REST, deliveries.c.due_at == bindparam("until"))
    .values(state=DeliveryState.DONE)
)
RENEW = update(deliveries).where(_MINE).values(due_at=deliveries.c.wanted_at, leased=0, attempts=0)
IS_PENDING = select(deliveries.c.delivery_id).where(_THIS)
RETRY = (
    update(deliveries)
    .where(_MINE)
    .values(due_at=bindparam("again_at"), wanted_at=bindparam("again_at"), leased=0)
)
TAKE_UP = (
    update(deliveries)
    .where(
        deliveries.c.job_id == bindparam("of_job"),
        deliveries.c.kind == bindparam("of_kind"),
        deliveries.c.state == DeliveryState.UNDELIVERABLE,
    )
    .values(state=DeliveryState.DONE, reason="")
)
GIVE_UP = (
    update(deliveries)
    .where(_THIS)
    .values(state=DeliveryState.UNDELIVERABLE, leased=0, reason=bindparam("because"))
)
