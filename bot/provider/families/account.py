"""The operator's account at the service."""

from pydantic import ValidationError

from bot.domain.errors import ReportUnavailable
from bot.domain.operations import Operation
from bot.provider.families.base import OperationFamily
from bot.provider.faults import Call
from bot.provider.routes import ROUTES
from bot.provider.wire.replies import CreditsReply


class Account(OperationFamily):
    """What is left of the operator's credits."""

    async def credits(self) -> CreditsReply:
        """Ask for both pools of credits, bare or under `data`."""
        route = ROUTES[Operation.GET_CREDITS]
        answer = await self._transport.ask(route, route.place)
        if not answer.succeeded:
            raise self._transport.error_of(answer, route, Call.QUESTION)
        contents = answer.data if isinstance(answer.data, dict) else answer.contents
        try:
            return CreditsReply.model_validate(contents)
        except ValidationError:
            raise ReportUnavailable("credits unreadable") from None
