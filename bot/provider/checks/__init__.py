"""The service's documented limits, checked before anything is sent or charged."""

from functools import cache

from bot.domain.catalogue import Catalogue
from bot.provider.checks import clips, nuro, others, song
from bot.provider.checks.basics import Rule
from bot.provider.wire.common import WireRequest

_RULES = (*song.RULES, *clips.RULES, *others.RULES, *nuro.RULES)


def check(request: WireRequest, catalogue: Catalogue) -> None:
    """Check a request against every limit that the service documents.

    Raises:
        ParameterRefused: the first limit that is broken, in one of its kinds.
    """
    for rule in _rules_about(type(request)):
        rule.check(request, catalogue)


@cache
def _rules_about(kind: type[WireRequest]) -> tuple[Rule, ...]:
    """Return the rules about a kind of requests; there are few kinds, and many requests."""
    return tuple(rule for rule in _RULES if issubclass(kind, rule.kinds))
