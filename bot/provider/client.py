"""The typed client of the music API: one method per operation, grouped by family."""

import httpx

from bot.domain.catalogue import Catalogue
from bot.domain.ports import Clock
from bot.provider.families.account import Account
from bot.provider.families.nuro import Nuro
from bot.provider.families.producer import Producer
from bot.provider.families.riffusion import Riffusion
from bot.provider.families.sonic import Sonic
from bot.provider.families.tools import Tools
from bot.provider.gate import Gate
from bot.provider.transport import Observe, ProviderTimeouts, Transport


class MusicClient:
    """All operations of the service over one HTTP client, whose base address and key are set.

    Orders (POST, charged) raise, beside `ParameterRefused` before anything is sent:
        NotAccepted: the service certainly did not take it, in one of its three kinds.
        OutcomeUnknown: it was sent and nobody knows; it must not be sent again.
    Questions (GET, free) raise:
        ReportUnavailable: no usable answer; ask again later.
        ProviderRefused: the service does not know the task, or the key.
    An operation that the catalogue switches off raises `ProviderRefused` without a call.
    """

    def __init__(
        self,
        http: httpx.AsyncClient,
        *,
        catalogue: Catalogue,
        gate: Gate,
        clock: Clock,
        timeouts: ProviderTimeouts,
    ) -> None:
        transport = Transport(http, gate=gate, catalogue=catalogue, clock=clock, timeouts=timeouts)
        self._transport = transport
        self._gate = gate
        self.account = Account(transport, catalogue)
        self.sonic = Sonic(transport, catalogue)
        self.tools = Tools(transport, catalogue)
        self.producer = Producer(transport, catalogue)
        self.nuro = Nuro(transport, catalogue)
        self.riffusion = Riffusion(transport, catalogue)

    @property
    def gate(self) -> Gate:
        """What all its calls pass."""
        return self._gate

    def tell_calls_to(self, observe: Observe) -> None:
        """Tell every call from now on, orders and questions alike, to `observe`."""
        self._transport.observe = observe
