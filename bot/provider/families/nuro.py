"""The nuro family, which the service has retired."""

from bot.domain.ids import ProviderTaskId
from bot.domain.operations import Operation
from bot.provider.families.base import OperationFamily
from bot.provider.reading.accepted import Accepted
from bot.provider.reading.tasks import Deliverable, TaskReply
from bot.provider.wire import nuro


class Nuro(OperationFamily):
    """One method per operation, as they were."""

    async def vocal(self, request: nuro.NuroVocal) -> Accepted:
        """Order a sung song."""
        return await self._order(request)

    async def instrumental(self, request: nuro.NuroInstrumental) -> Accepted:
        """Order background music."""
        return await self._order(request)

    async def task(self, task_id: ProviderTaskId) -> TaskReply:
        """Ask how far a task is."""
        return await self._task(Operation.NURO_GET_MUSIC, task_id, Deliverable.AUDIO)
