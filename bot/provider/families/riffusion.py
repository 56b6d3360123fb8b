"""The riffusion family, which the service has deprecated."""

from bot.domain.ids import ProviderTaskId
from bot.domain.operations import Operation
from bot.provider.families.base import OperationFamily
from bot.provider.reading import tools as reading
from bot.provider.reading.accepted import Accepted
from bot.provider.reading.tasks import Deliverable, TaskReply
from bot.provider.wire import riffusion


class Riffusion(OperationFamily):
    """One method per operation, as they were."""

    async def from_lyrics(self, request: riffusion.RiffusionLyrics) -> Accepted:
        """Order a song from given lyrics."""
        return await self._order(request)

    async def from_description(self, request: riffusion.RiffusionDescription) -> Accepted:
        """Order a song from a description."""
        return await self._order(request)

    async def extend(self, request: riffusion.RiffusionExtend) -> Accepted:
        """Order a continuation."""
        return await self._order(request)

    async def cover(self, request: riffusion.RiffusionCover) -> Accepted:
        """Order a clip in another style."""
        return await self._order(request)

    async def replace(self, request: riffusion.RiffusionReplace) -> Accepted:
        """Order a section to be made anew."""
        return await self._order(request)

    async def swap_sound(self, request: riffusion.RiffusionSwapSound) -> Accepted:
        """Order another backing."""
        return await self._order(request)

    async def swap_vocals(self, request: riffusion.RiffusionSwapVocals) -> Accepted:
        """Order another voice."""
        return await self._order(request)

    async def upload(self, request: riffusion.RiffusionUpload) -> reading.Uploaded:
        """Bring audio in."""
        return reading.read_upload(await self._send(request))

    async def task(self, task_id: ProviderTaskId) -> TaskReply:
        """Ask how far a task is."""
        return await self._task(Operation.RIFFUSION_GET_MUSIC, task_id, Deliverable.AUDIO)
