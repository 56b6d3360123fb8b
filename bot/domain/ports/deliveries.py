"""What is kept of messages that are to be drawn."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from bot.domain.delivery import Delivery, DeliveryKind, DueDelivery, MessageRef, Telling
from bot.domain.ids import (
    ChannelId,
    DeliveryId,
    JobId,
    MessageId,
    UserId,
)


class DeliveryRepository(Protocol):
    """Messages: where they are and what has still to be shown."""

    def add_message(self, message: MessageRef) -> None:
        """Save where a job's message is to be."""
        ...

    def message_of(self, job_id: JobId) -> MessageRef | None:
        """Return where a job's message is."""
        ...

    def record_message(self, job_id: JobId, message_id: MessageId) -> None:
        """Remember a message's id once Discord told it."""
        ...

    def renew_token(self, message: MessageRef) -> bool:
        """Take over a fresh token to a message that nothing else leads to; False for any other."""
        ...

    def take_up(self, job_id: JobId, kind: DeliveryKind) -> None:
        """Let what was given up be wanted again; its message can be reached once more."""
        ...

    def want(self, job_id: JobId, kind: DeliveryKind, due_at: datetime) -> None:
        """Ask for a drawing. A pending wish stays one wish, with a new revision.

        A ping that was delivered before is not wanted again.
        """
        ...

    def leave_card(self, job_id: JobId, until: datetime) -> None:
        """Let the wish for a card that nobody holds be due at `until`; somebody draws it before."""
        ...

    def card_drawn(self, job_id: JobId, until: datetime) -> None:
        """Close the wish for a card that was left `until` then, unless more was wanted since."""
        ...

    def due(
        self, now: datetime, *, limit: int, without: Collection[ChannelId] = ()
    ) -> tuple[DueDelivery, ...]:
        """Return at most `limit` due deliveries, longest due first, except in some channels.

        Within a writing transaction nobody else gets them before it ends.
        """
        ...

    def claim(
        self,
        *,
        now: datetime,
        lease_until: datetime,
        limit: int,
        chosen: Collection[DeliveryId] | None = None,
    ) -> tuple[Delivery, ...]:
        """Take at most `limit` due deliveries; nobody else gets them before the lease ends.

        Those that were `chosen` from `due` in this transaction are taken in that order.
        """
        ...

    def take_over(self, now: datetime) -> int:
        """Let every claimed delivery be due, before its lease ends; returns how many there are."""
        ...

    def postpone(self, delivery_ids: Collection[DeliveryId], due_at: datetime) -> None:
        """Let deliveries that nobody holds be due no sooner than `due_at`; no try is counted."""
        ...

    def next_due_at(self, *, without: Collection[ChannelId] = ()) -> datetime | None:
        """Return when the next pending delivery becomes due, or None, except in some channels."""
        ...

    def done(self, delivery: Delivery) -> bool:
        """Close a delivery; False when a newer revision is wanted, which becomes due at once."""
        ...

    def retry(self, delivery: Delivery, due_at: datetime) -> None:
        """Try again at `due_at`."""
        ...

    def give_up(self, delivery: Delivery, reason: str) -> None:
        """Close a delivery that can never be made."""
        ...


class MemberChoiceRepository(Protocol):
    """What members chose for themselves, wherever they are."""

    def telling(self, user_id: UserId) -> Telling:
        """Return how somebody wants to be told of finished songs; by a reply if they never said."""
        ...

    def tell_by(self, user_id: UserId, telling: Telling) -> None:
        """Keep how somebody wants to be told."""
        ...
