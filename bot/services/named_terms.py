"""Which of a server's terms is set under a name."""

from bot.domain.allowances import Allowance
from bot.domain.ids import RoleId
from bot.domain.jobs import JobKind
from bot.domain.limits import Limit, LimitScope, Measure
from bot.domain.rules import FixedPrice, GuildTerms, TurnWeight


def limit_of(
    terms: GuildTerms, scope: LimitScope, subject_id: int, measure: Measure
) -> Limit | None:
    """Return the limit of a measure for somebody; None when there is none."""
    named = (scope, subject_id, measure)
    found = (each for each in terms.limits if (each.scope, each.subject_id, each.measure) == named)
    return next(found, None)


def allowance_of(terms: GuildTerms, role_id: RoleId) -> Allowance | None:
    """Return a role's allowance; None when it has none."""
    return next((each for each in terms.allowances if each.role_id == role_id), None)


def price_of(terms: GuildTerms, kind: JobKind, model: str) -> FixedPrice | None:
    """Return the fixed price of a kind by a model; None when there is none of just these."""
    return next((each for each in terms.prices if (each.kind, each.model) == (kind, model)), None)


def weight_of(terms: GuildTerms, role_id: RoleId) -> TurnWeight | None:
    """Return how many turns a role gets; None when that is not set."""
    return next((each for each in terms.weights if each.role_id == role_id), None)
