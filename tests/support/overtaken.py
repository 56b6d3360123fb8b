"""A music service that something overtakes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.domain.ids import ProviderTaskId
from bot.domain.jobs import Job
from bot.domain.ports import Awaited, TaskReport
from tests.support.scripted import ScriptedProvider


@dataclass
class OvertakenProvider(ScriptedProvider):
    """Something happens while it is asked, once."""

    meanwhile: Callable[[], Awaitable[object]] | None = None

    async def submit(self, job: Job) -> ProviderTaskId | TaskReport:
        """Answer after what happens meanwhile."""
        await self._overtaken()
        return await super().submit(job)

    async def report(self, task_id: ProviderTaskId, awaited: Awaited = Awaited.AUDIO) -> TaskReport:
        """Answer after what happens meanwhile."""
        await self._overtaken()
        return await super().report(task_id, awaited)

    async def _overtaken(self) -> None:
        if self.meanwhile:
            happens, self.meanwhile = self.meanwhile, None
            await happens()
