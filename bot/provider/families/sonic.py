"""The sonic family: songs and what is made of them, all as tasks."""

from bot.domain.ids import ProviderTaskId
from bot.domain.operations import Operation
from bot.provider.families.base import OperationFamily
from bot.provider.reading.accepted import Accepted
from bot.provider.reading.tasks import Deliverable, TaskReply
from bot.provider.wire import sonic, sonic_tasks


class Sonic(OperationFamily):
    """One method per operation that becomes a task, and the question how far it is."""

    async def create(self, request: sonic.CreateMusic) -> Accepted:
        """Order a new song."""
        return await self._order(request)

    async def extend(self, request: sonic.ExtendMusic) -> Accepted:
        """Order the continuation of a song of the service."""
        return await self._order(request)

    async def cover(self, request: sonic.CoverMusic) -> Accepted:
        """Order a song of the service in another style."""
        return await self._order(request)

    async def concat(self, request: sonic.ConcatMusic) -> Accepted:
        """Order a continuation to be joined with its source."""
        return await self._order(request)

    async def persona_music(self, request: sonic.PersonaMusic) -> Accepted:
        """Order a new song with a certain voice."""
        return await self._order(request)

    async def extend_upload(self, request: sonic.ExtendUpload) -> Accepted:
        """Order the continuation of uploaded audio."""
        return await self._order(request)

    async def cover_upload(self, request: sonic.CoverUpload) -> Accepted:
        """Order uploaded audio in another style."""
        return await self._order(request)

    async def remaster(self, request: sonic.Remaster) -> Accepted:
        """Order a new rendering of a song."""
        return await self._order(request)

    async def add_vocals(self, request: sonic.AddVocals) -> Accepted:
        """Order a voice over uploaded audio."""
        return await self._order(request)

    async def add_instrumental(self, request: sonic.AddInstrumental) -> Accepted:
        """Order a band behind uploaded audio."""
        return await self._order(request)

    async def upload_extend(self, request: sonic_tasks.UploadExtend) -> Accepted:
        """Upload audio and order its continuation, in one step."""
        return await self._order(request)

    async def upload_cover(self, request: sonic_tasks.UploadCover) -> Accepted:
        """Upload audio and order it in another style, in one step."""
        return await self._order(request)

    async def sample(self, request: sonic_tasks.Sample) -> Accepted:
        """Order a song out of a snippet."""
        return await self._order(request)

    async def mashup(self, request: sonic_tasks.Mashup) -> Accepted:
        """Order a song out of two."""
        return await self._order(request)

    async def replace_section(self, request: sonic_tasks.ReplaceSection) -> Accepted:
        """Order a part of a song to be made anew."""
        return await self._order(request)

    async def create_voice(self, request: sonic_tasks.CreateVoice) -> Accepted:
        """Order a singing voice; its task brings `TaskReply.voice`."""
        return await self._order(request)

    async def stems_basic(self, request: sonic_tasks.StemsBasic) -> Accepted:
        """Order voice and backing apart."""
        return await self._order(request)

    async def stems_full(self, request: sonic_tasks.StemsFull) -> Accepted:
        """Order every instrument apart."""
        return await self._order(request)

    async def task(
        self, task_id: ProviderTaskId, deliverable: Deliverable = Deliverable.AUDIO
    ) -> TaskReply:
        """Ask how far a task is, which is finished when it has what it is to deliver."""
        return await self._task(Operation.GET_MUSIC, task_id, deliverable)
