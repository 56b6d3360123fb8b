"""The operator's account at the service."""

from pydantic import ValidationError

from bot.domain.errors import ReportUnavailable
from bot.domain.operations import Operation
from bot.provider.faults import Call
from bot.provider.transport import Route, Transport
from bot.provider.wire.replies import CreditsReply

_CREDITS = Route(Operation.GET_CREDITS, "/get-credits")


class Account:
    """What is left of the operator's credits."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def credits(self) -> CreditsReply:
        """Ask for both pools of credits, bare or under `data`.

        Raises:
            ReportUnavailable: no usable answer.
            ProviderRefused: the key is not accepted.
        """
        answer = await self._transport.ask(_CREDITS, _CREDITS.place)
        if not answer.succeeded:
            raise self._transport.error_of(answer, _CREDITS, Call.QUESTION)
        contents = answer.data if isinstance(answer.data, dict) else answer.contents
        try:
            return CreditsReply.model_validate(contents)
        except ValidationError:
            raise ReportUnavailable("credits unreadable") from None
