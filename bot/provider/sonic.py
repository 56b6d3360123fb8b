"""The sonic family: songs and what is made of them."""

from urllib.parse import quote

from bot.domain.catalogue import Catalogue
from bot.domain.ids import ProviderTaskId
from bot.domain.operations import Operation
from bot.provider.accepted import Accepted, read_accepted
from bot.provider.checks import check
from bot.provider.faults import Call
from bot.provider.tasks import TaskReply, read_task
from bot.provider.transport import Route, Transport
from bot.provider.wire.common import WireRequest
from bot.provider.wire.sonic import CreateMusic

_CREATE = "/sonic/create"
_TASK = Route(Operation.GET_MUSIC, "/sonic/task/{task_id}")


class Sonic:
    """One method per operation. See `MusicClient` for the errors that they raise."""

    def __init__(self, transport: Transport, catalogue: Catalogue) -> None:
        self._transport = transport
        self._catalogue = catalogue

    async def create(self, request: CreateMusic) -> Accepted:
        """Order a new song."""
        return await self._order(_CREATE, request)

    async def task(self, task_id: ProviderTaskId) -> TaskReply:
        """Ask how far a task is."""
        answer = await self._transport.ask(_TASK, f"/sonic/task/{quote(task_id, safe='')}")
        reply = read_task(answer)
        if reply is None:
            raise self._transport.error_of(answer, _TASK, Call.QUESTION)
        return reply

    async def _order(self, place: str, request: WireRequest, *, slow: bool = False) -> Accepted:
        check(request, self._catalogue)
        answer = await self._transport.order(Route(request.operation, place, slow=slow), request)
        return read_accepted(answer)
