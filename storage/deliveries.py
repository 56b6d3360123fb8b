"""Messages and what has still to be shown, in the database."""

from collections.abc import Collection, Mapping
from datetime import datetime
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
    Delivery,
    DeliveryKind,
    DeliveryState,
    DueDelivery,
    MessageRef,
    Place,
)
from bot.domain.ids import ApplicationId, ChannelId, DeliveryId, GuildId, JobId, MessageId
from storage.columns import WHOLE_NUMBER, UtcTime
from storage.connections import Connection
from storage.dialects import Excluded, insert_or_update
from storage.tables import AnyRow, deliveries, jobs, messages

_ADD_MESSAGE = messages.insert().inline()
_MESSAGE_OF = select(messages).where(messages.c.job_id == bindparam("of_job"))
_RECORD = (
    update(messages)
    .where(messages.c.job_id == bindparam("of_job"))
    .values(message_id=bindparam("told"))
)

_RENEW_TOKEN = (
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


_WANT = insert_or_update(
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

_DUE = (
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
_LOOK = (
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
_POSTPONE = (
    update(deliveries)
    .where(deliveries.c.delivery_id.in_(bindparam("of_deliveries", expanding=True)), _PENDING)
    .values(due_at=bindparam("again_at"), leased=0)
)
_CLAIM = (
    update(deliveries)
    .where(deliveries.c.delivery_id.in_(bindparam("of_deliveries", expanding=True)))
    .values(attempts=deliveries.c.attempts + 1, due_at=bindparam("lease_until"), leased=1)
    .returning(*deliveries.c)
)
_NEXT_DUE = (
    select(deliveries.c.due_at)
    .select_from(deliveries.outerjoin(messages, _OF_SAME_JOB))
    .where(_PENDING, _CHANNEL_FREE)
    .order_by(deliveries.c.due_at)
    .limit(1)
)
_CLOSE = (
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
_LEAVE_CARD = (
    update(deliveries)
    .where(_CARD_AT_REST)
    .values(due_at=bindparam("until"), wanted_at=bindparam("until"))
)
_CARD_DRAWN = (
    update(deliveries)
    .where(_CARD_AT_REST, deliveries.c.due_at == bindparam("until"))
    .values(state=DeliveryState.DONE)
)
_RENEW = update(deliveries).where(_MINE).values(due_at=deliveries.c.wanted_at, leased=0, attempts=0)
_IS_PENDING = select(deliveries.c.delivery_id).where(_THIS)
_RETRY = (
    update(deliveries)
    .where(_MINE)
    .values(due_at=bindparam("again_at"), wanted_at=bindparam("again_at"), leased=0)
)
_TAKE_UP = (
    update(deliveries)
    .where(
        deliveries.c.job_id == bindparam("of_job"),
        deliveries.c.kind == bindparam("of_kind"),
        deliveries.c.state == DeliveryState.UNDELIVERABLE,
    )
    .values(state=DeliveryState.DONE, reason="")
)
_GIVE_UP = (
    update(deliveries)
    .where(_THIS)
    .values(state=DeliveryState.UNDELIVERABLE, leased=0, reason=bindparam("because"))
)


class SqlDeliveries:
    """`DeliveryRepository` on one connection.

    A courier's claim is known by the number of its attempt: a courier whose lease ended, and whose
    delivery another one took, changes nothing of the other's lease.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_message(self, message: MessageRef) -> None:
        """Save where a job's message is to be."""
        place = message.place
        self._connection.execute(
            _ADD_MESSAGE,
            {
                "job_id": message.job_id,
                "guild_id": place.guild_id,
                "channel_id": place.channel_id,
                "application_id": place.application_id,
                "token": place.token,
                "token_expires_at": place.token_expires_at,
                "ephemeral": int(place.ephemeral),
                "outside": int(place.outside),
                "message_id": message.message_id,
            },
        )

    def message_of(self, job_id: JobId) -> MessageRef | None:
        """Return where a job's message is."""
        row = self._connection.execute(_MESSAGE_OF, {"of_job": job_id}).one_or_none()
        return None if row is None else _message(row)

    def record_message(self, job_id: JobId, message_id: MessageId) -> None:
        """Remember a message's id once Discord told it."""
        self._connection.execute(_RECORD, {"of_job": job_id, "told": message_id})

    def renew_token(self, message: MessageRef) -> bool:
        """Take over a fresh token to a message that nothing else leads to; False for any other."""
        place = message.place
        renewed = self._connection.execute(
            _RENEW_TOKEN,
            {
                "of_job": message.job_id,
                "on_message": message.message_id,
                "fresh": place.token,
                "good_until": place.token_expires_at,
            },
        )
        return renewed.one_or_none() is not None

    def take_up(self, job_id: JobId, kind: DeliveryKind) -> None:
        """Let what was given up be wanted again; its message can be reached once more."""
        self._connection.execute(_TAKE_UP, {"of_job": job_id, "of_kind": kind})

    def want(self, job_id: JobId, kind: DeliveryKind, due_at: datetime) -> None:
        """Ask for a drawing. A pending wish stays one wish, due at the earlier of both times.

        A ping that was delivered is not wanted again, nor what was given up: its message is gone.
        """
        self._connection.execute(
            _WANT.on(self._connection),
            {
                "job_id": job_id,
                "kind": kind,
                "state": DeliveryState.PENDING,
                "revision": 1,
                "attempts": 0,
                "due_at": due_at,
                "wanted_at": due_at,
                "leased": 0,
                "reason": "",
            },
        )

    def leave_card(self, job_id: JobId, until: datetime) -> None:
        """Let the wish for a card that nobody holds be due at `until`; somebody draws it before."""
        self._connection.execute(_LEAVE_CARD, {"of_job": job_id, "until": until})

    def card_drawn(self, job_id: JobId, until: datetime) -> None:
        """Close the wish for a card that was left `until` then, unless more was wanted since."""
        self._connection.execute(_CARD_DRAWN, {"of_job": job_id, "until": until})

    def due(
        self, now: datetime, *, limit: int, without: Collection[ChannelId] = ()
    ) -> tuple[DueDelivery, ...]:
        """Return at most `limit` due deliveries, longest due first, except in some channels."""
        rows = self._connection.execute(_LOOK, {"at": now, "most": limit, "busy": _named(without)})
        return tuple(_due(row) for row in rows)

    def postpone(self, delivery_ids: Collection[DeliveryId], due_at: datetime) -> None:
        """Let deliveries that nobody holds be due no sooner than `due_at`; no try is counted."""
        self._connection.execute(
            _POSTPONE, {"of_deliveries": list(delivery_ids), "again_at": due_at}
        )

    def claim(
        self,
        *,
        now: datetime,
        lease_until: datetime,
        limit: int,
        chosen: Collection[DeliveryId] | None = None,
    ) -> tuple[Delivery, ...]:
        """Take at most `limit` due deliveries; nobody else gets them before the lease ends."""
        if chosen is None:
            due = self._connection.execute(_DUE, {"at": now, "most": limit})
            delivery_ids = list(due.scalars())
        else:
            delivery_ids = list(chosen)[:limit]
        if not delivery_ids:
            return ()
        claimed = self._connection.execute(
            _CLAIM, {"of_deliveries": delivery_ids, "lease_until": lease_until}
        )
        by_id = {row.delivery_id: _delivery(row) for row in claimed}
        return tuple(by_id[delivery_id] for delivery_id in delivery_ids)

    def next_due_at(self, *, without: Collection[ChannelId] = ()) -> datetime | None:
        """Return when the next pending delivery becomes due, or None, except in some channels."""
        found = self._connection.execute(_NEXT_DUE, {"busy": _named(without)})
        due_at: datetime | None = found.scalar_one_or_none()
        return due_at

    def done(self, delivery: Delivery) -> bool:
        """Close a delivery; False when a newer revision is wanted, which becomes due at once."""
        this = {"of_delivery": delivery.delivery_id}
        closed = self._connection.execute(_CLOSE, {**this, "of_revision": delivery.revision})
        if closed.rowcount:
            return True
        self._connection.execute(_RENEW, {**this, "of_attempt": delivery.attempts})
        return self._connection.execute(_IS_PENDING, this).one_or_none() is None

    def retry(self, delivery: Delivery, due_at: datetime) -> None:
        """Try again at `due_at`."""
        self._connection.execute(
            _RETRY,
            {
                "of_delivery": delivery.delivery_id,
                "of_attempt": delivery.attempts,
                "again_at": due_at,
            },
        )

    def give_up(self, delivery: Delivery, reason: str) -> None:
        """Close a delivery that can never be made."""
        self._connection.execute(_GIVE_UP, {"of_delivery": delivery.delivery_id, "because": reason})


def _message(row: AnyRow) -> MessageRef:
    return MessageRef(
        job_id=JobId(row.job_id),
        place=Place(
            guild_id=GuildId(row.guild_id),
            channel_id=ChannelId(row.channel_id),
            application_id=ApplicationId(row.application_id),
            token=row.token,
            token_expires_at=row.token_expires_at,
            ephemeral=bool(row.ephemeral),
            outside=bool(row.outside),
        ),
        message_id=None if row.message_id is None else MessageId(row.message_id),
    )


def _named(channels: Collection[ChannelId]) -> list[ChannelId]:
    """Return channels for a list that must not be empty; no channel has the id 0."""
    return [ChannelId(0), *channels]


def _due(row: AnyRow) -> DueDelivery:
    return DueDelivery(
        delivery_id=DeliveryId(row.delivery_id),
        job_id=JobId(row.job_id),
        kind=row.kind,
        channel_id=None if row.channel_id is None else ChannelId(row.channel_id),
        state=row.state,
        ordered_at=row.created_at,
    )


def _delivery(row: AnyRow) -> Delivery:
    return Delivery(
        delivery_id=DeliveryId(row.delivery_id),
        job_id=JobId(row.job_id),
        kind=row.kind,
        revision=row.revision,
        attempts=row.attempts,
        due_at=row.due_at,
    )
