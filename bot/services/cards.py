"""What Discord told of the messages that show jobs: their ids, fresh tokens, what they show."""

from datetime import datetime, timedelta

from bot.domain.crash_points import Act, commit
from bot.domain.delivery import DeliveryKind, JobView, MessageRef
from bot.domain.ids import JobId, MessageId
from bot.domain.jobs import Job, Work
from bot.domain.ports import Clock, Database, Transaction
from bot.services.signals import Signals

_DRAWN_WITHIN = timedelta(seconds=5)
"""So long the courier leaves a card to whoever answers the press that changed its job."""


class CardService:
    """Remembers where jobs are shown. The courier draws what is to be shown there."""

    def __init__(self, database: Database, clock: Clock, signals: Signals) -> None:
        self._database = database
        self._clock = clock
        self._signals = signals

    async def posted(self, job_id: JobId, message_id: MessageId) -> None:
        """Remember the message that shows a job, once Discord told its id."""
        await commit(
            self._database,
            Act.ANSWER_KEPT,
            lambda tx: tx.deliveries.record_message(job_id, message_id),
        )
        self._signals.ring(Work.DELIVER)

    async def renewed(self, message: MessageRef) -> bool:
        """Take over a fresh token to a job's message that nothing else leads to, and show the rest.

        Returns False, and changes nothing, for any other message.
        """

        def renew(tx: Transaction) -> bool:
            if not tx.deliveries.renew_token(message):
                return False
            tx.deliveries.take_up(message.job_id, DeliveryKind.CARD)
            tx.deliveries.want(message.job_id, DeliveryKind.CARD, self._clock.now())
            return True

        renewed = await self._database.write(renew)
        if renewed:
            self._signals.ring(Work.DELIVER)
        return renewed

    async def drawn(self, view: JobView) -> None:
        """Note that the card of a job that was cancelled shows it; nobody need draw it again.

        What is to be shown since then is drawn all the same.
        """
        job = view.job
        await commit(
            self._database,
            Act.ANSWER_KEPT,
            lambda tx: tx.deliveries.card_drawn(job.job_id, drawn_by(job)),
        )


def drawn_by(job: Job) -> datetime:
    """Return when the courier draws the card of a job that ended by a press, if nobody else did."""
    if job.finished_at is None:
        raise ValueError(f"job {job.job_id} has not ended")
    return job.finished_at + _DRAWN_WITHIN
