"""Messages and what has still to be shown, in the database."""

from collections.abc import Collection
from datetime import datetime

from bot.domain.delivery import (
    Delivery,
    DeliveryKind,
    DeliveryState,
    DueDelivery,
    MessageRef,
    Place,
)
from bot.domain.ids import ApplicationId, ChannelId, DeliveryId, GuildId, JobId, MessageId
from storage import delivery_statements as statements
from storage.connections import Connection
from storage.tables import AnyRow


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
            statements.ADD_MESSAGE,
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
        row = self._connection.execute(statements.MESSAGE_OF, {"of_job": job_id}).one_or_none()
        return None if row is None else _message(row)

    def record_message(self, job_id: JobId, message_id: MessageId) -> None:
        """Remember a message's id once Discord told it."""
        self._connection.execute(statements.RECORD, {"of_job": job_id, "told": message_id})

    def renew_token(self, message: MessageRef) -> bool:
        """Take over a fresh token to a message that nothing else leads to; False for any other."""
        place = message.place
        renewed = self._connection.execute(
            statements.RENEW_TOKEN,
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
        self._connection.execute(statements.TAKE_UP, {"of_job": job_id, "of_kind": kind})

    def want(self, job_id: JobId, kind: DeliveryKind, due_at: datetime) -> None:
        """Ask for a drawing. A pending wish stays one wish, due at the earlier of both times.

        A ping that was delivered is not wanted again, nor what was given up: its message is gone.
        """
        self._connection.execute(
            statements.WANT.on(self._connection),
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
        self._connection.execute(statements.LEAVE_CARD, {"of_job": job_id, "until": until})

    def card_drawn(self, job_id: JobId, until: datetime) -> None:
        """Close the wish for a card that was left `until` then, unless more was wanted since."""
        self._connection.execute(statements.CARD_DRAWN, {"of_job": job_id, "until": until})

    def due(
        self, now: datetime, *, limit: int, without: Collection[ChannelId] = ()
    ) -> tuple[DueDelivery, ...]:
        """Return at most `limit` due deliveries, longest due first, except in some channels."""
        rows = self._connection.execute(
            statements.LOOK, {"at": now, "most": limit, "busy": _named(without)}
        )
        return tuple(_due(row) for row in rows)

    def postpone(self, delivery_ids: Collection[DeliveryId], due_at: datetime) -> None:
        """Let deliveries that nobody holds be due no sooner than `due_at`; no try is counted."""
        self._connection.execute(
            statements.POSTPONE, {"of_deliveries": list(delivery_ids), "again_at": due_at}
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
            due = self._connection.execute(statements.DUE, {"at": now, "most": limit})
            delivery_ids = list(due.scalars())
        else:
            delivery_ids = list(chosen)[:limit]
        if not delivery_ids:
            return ()
        claimed = self._connection.execute(
            statements.CLAIM, {"of_deliveries": delivery_ids, "lease_until": lease_until}
        )
        by_id = {row.delivery_id: _delivery(row) for row in claimed}
        return tuple(by_id[delivery_id] for delivery_id in delivery_ids)

    def take_over(self, now: datetime) -> int:
        """Let every claimed delivery be due, before its lease ends; returns how many there are."""
        return self._connection.execute(statements.TAKE_OVER, {"at": now}).rowcount

    def next_due_at(self, *, without: Collection[ChannelId] = ()) -> datetime | None:
        """Return when the next pending delivery becomes due, or None, except in some channels."""
        found = self._connection.execute(statements.NEXT_DUE, {"busy": _named(without)})
        due_at: datetime | None = found.scalar_one_or_none()
        return due_at

    def done(self, delivery: Delivery) -> bool:
        """Close a delivery; False when a newer revision is wanted, which becomes due at once."""
        this = {"of_delivery": delivery.delivery_id}
        closed = self._connection.execute(
            statements.CLOSE, {**this, "of_revision": delivery.revision}
        )
        if closed.rowcount:
            return True
        self._connection.execute(statements.RENEW, {**this, "of_attempt": delivery.attempts})
        return self._connection.execute(statements.IS_PENDING, this).one_or_none() is None

    def retry(self, delivery: Delivery, due_at: datetime) -> None:
        """Try again at `due_at`."""
        self._connection.execute(
            statements.RETRY,
            {
                "of_delivery": delivery.delivery_id,
                "of_attempt": delivery.attempts,
                "again_at": due_at,
            },
        )

    def give_up(self, delivery: Delivery, reason: str) -> None:
        """Close a delivery that can never be made."""
        self._connection.execute(
            statements.GIVE_UP, {"of_delivery": delivery.delivery_id, "because": reason}
        )


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
