"""The service's documented limits, checked before anything is sent or charged."""

from bot.domain.catalogue import Catalogue
from bot.provider.checks import clips, nuro, others, song
from bot.provider.wire.common import WireRequest

_RULES = (*song.RULES, *clips.RULES, *others.RULES, *nuro.RULES)


def check(request: WireRequest, catalogue: Catalogue) -> None:
    """Check a request against every limit that the service documents.

    Raises:
        ParameterRefused: the first limit that is broken, in one of its kinds.
    """
    for rule in _RULES:
        rule(request, catalogue)
