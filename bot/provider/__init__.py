"""The paid music API: the only package that speaks to it, and the only one that knows its words.

ProviderError (`bot.domain.errors`)
├── NotAccepted           ProviderUnreachable, ProviderBusy, ProviderRefused
├── OutcomeUnknown        an order was sent and nobody knows its fate
└── ReportUnavailable     a question brought no answer
Refusal
└── ParameterRefused      (`bot.domain.operations`) a documented limit is broken; nothing was sent
"""

from bot.provider.adapter import AIMusicProvider
from bot.provider.catalogue import load_catalogue
from bot.provider.client import MusicClient
from bot.provider.gate import GateSettings
from bot.provider.opening import open_provider
from bot.provider.transport import Observe, ProviderTimeouts
from bot.provider.webhooks import WebhookSender

__all__ = [
    "AIMusicProvider",
    "GateSettings",
    "MusicClient",
    "Observe",
    "ProviderTimeouts",
    "WebhookSender",
    "load_catalogue",
    "open_provider",
]
