"""The producer family. Every order becomes a task that brings one result."""

from bot.domain.ids import ProviderTaskId
from bot.domain.operations import Operation
from bot.provider.families.base import OperationFamily
from bot.provider.reading.accepted import Accepted
from bot.provider.reading.tasks import Deliverable, TaskReply
from bot.provider.wire import producer


class Producer(OperationFamily):
    """One method per operation."""

    async def create(self, request: producer.ProducerCreate) -> Accepted:
        """Order a song."""
        return await self._order(request)

    async def lyrics(self, request: producer.ProducerLyrics) -> Accepted:
        """Order lyrics; ask for the task with `Deliverable.LYRICS`."""
        return await self._order(request)

    async def video(self, request: producer.ProducerVideo) -> Accepted:
        """Order a video; ask for the task with `Deliverable.VIDEO`."""
        return await self._order(request)

    async def upload(self, request: producer.ProducerUpload) -> Accepted:
        """Bring audio in; ask for the task with `Deliverable.CLIP`."""
        return await self._order(request)

    async def download(self, request: producer.ProducerDownload) -> Accepted:
        """Order a clip's file; ask for the task with `Deliverable.AUDIO`."""
        return await self._order(request)

    async def task(
        self, task_id: ProviderTaskId, deliverable: Deliverable = Deliverable.AUDIO
    ) -> TaskReply:
        """Ask how far a task is, which is finished when it has what it is to deliver."""
        return await self._task(Operation.PRODUCER_GET_MUSIC, task_id, deliverable)
