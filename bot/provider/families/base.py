"""What the families share: checking, ordering, asking."""

from urllib.parse import quote

from bot.domain.catalogue import Catalogue
from bot.domain.ids import ProviderTaskId
from bot.domain.operations import Operation
from bot.provider.checks import check
from bot.provider.envelope import Envelope
from bot.provider.faults import Call
from bot.provider.reading.accepted import Accepted, read_accepted
from bot.provider.reading.tasks import Deliverable, TaskReply, read_task
from bot.provider.routes import ROUTES
from bot.provider.transport import Transport
from bot.provider.wire.common import WireRequest


class OperationFamily:
    """Operations over one transport. See `MusicClient` for the errors that they raise."""

    def __init__(self, transport: Transport, catalogue: Catalogue) -> None:
        self._transport = transport
        self._catalogue = catalogue

    async def _send(self, request: WireRequest) -> Envelope:
        """Check and send an order; return its successful answer."""
        check(request, self._catalogue)
        return await self._transport.order(ROUTES[request.operation], request)

    async def _order(self, request: WireRequest) -> Accepted:
        """Check and send an order that becomes a task."""
        return read_accepted(await self._send(request))

    async def _task(
        self, operation: Operation, task_id: ProviderTaskId, deliverable: Deliverable
    ) -> TaskReply:
        route = ROUTES[operation]
        path = route.place.format(task_id=quote(task_id, safe=""))
        answer = await self._transport.ask(route, path)
        reply = read_task(answer, deliverable)
        if reply is None:
            raise self._transport.error_of(answer, route, Call.QUESTION)
        return reply
