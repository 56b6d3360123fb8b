"""What managers set. Every change leaves an action with what held before and since."""

import json
from collections.abc import Callable
from dataclasses import asdict

from bot.domain.actions import Action, ActionKind
from bot.domain.allowances import Allowance
from bot.domain.errors import AmountOutOfRange, TooManyLimits, UnknownTimeZone
from bot.domain.ids import ActionId, GuildId, RoleId, UserId
from bot.domain.jobs import JobKind
from bot.domain.limits import Limit, LimitScope, Measure
from bot.domain.periods import known_zone
from bot.domain.ports import Clock, Database, Transaction
from bot.domain.rules import FixedPrice, GuildRules, GuildTerms, TurnWeight
from bot.domain.turns import HEAVIEST
from bot.services.credits import MOST_CREDITS, check_amount
from bot.services.named_terms import allowance_of, limit_of, price_of, weight_of

MOST_PERCENT = 10_000
"""The greatest factor on the provider's cost."""

MOST_LIMITS = 500
"""How many limits a server may have; those of one that has more already hold on."""

Rule = GuildRules | Limit | Allowance | FixedPrice | TurnWeight


class RuleService:
    """Reads and changes a server's rules."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def of(self, guild_id: GuildId) -> GuildRules:
        """Return the server's general rules."""
        return await self._database.read(lambda tx: tx.rules.terms(guild_id).rules)

    async def change(
        self,
        guild_id: GuildId,
        alter: Callable[[GuildRules], GuildRules],
        *,
        actor_id: UserId,
        reason: str = "",
    ) -> GuildRules:
        """Replace the rules by what `alter` makes of them, and return that.

        `alter` may run more than once; it is `lambda rules: replace(rules, gifts=True)`.

        Raises:
            UnknownTimeZone, AmountOutOfRange: nothing was changed.
        """

        def change(tx: Transaction) -> GuildRules:
            before = tx.rules.terms(guild_id).rules
            after = alter(before)
            _check_rules(after)
            if after != before:
                tx.rules.save(after)
                self._note(tx, ActionKind.RULES_CHANGED, "", actor_id, before, after, reason)
            return after

        return await self._database.write(change)

    async def limits(self, guild_id: GuildId) -> tuple[Limit, ...]:
        """Return all limits, sorted by measure."""
        return await self._database.read(lambda tx: tx.rules.terms(guild_id).limits)

    async def set_limit(self, limit: Limit, *, actor_id: UserId) -> None:
        """Set a limit, replacing an earlier one of the same scope, subject and measure.

        Raises:
            AmountOutOfRange, TooManyLimits: nothing was changed.
        """
        _check_between(0, limit.amount, MOST_CREDITS)
        named = (limit.scope, limit.subject_id, limit.measure)

        def put(tx: Transaction) -> None:
            held = tx.rules.terms(limit.guild_id)
            before = limit_of(held, *named)
            if before is None and len(held.limits) >= MOST_LIMITS:
                raise TooManyLimits(MOST_LIMITS)
            tx.rules.put_limit(limit)
            subject = _limit_name(*named)
            self._note(tx, ActionKind.LIMIT_SET, subject, actor_id, before, limit)

        await self._database.write(put)

    async def remove_limit(
        self,
        guild_id: GuildId,
        scope: LimitScope,
        subject_id: int,
        measure: Measure,
        *,
        actor_id: UserId,
    ) -> bool:
        """Remove a limit; False when there was none."""

        def remove(tx: Transaction) -> bool:
            before = limit_of(tx.rules.terms(guild_id), scope, subject_id, measure)
            if before is None:
                return False
            tx.rules.remove_limit(guild_id, scope, subject_id, measure)
            subject = _limit_name(scope, subject_id, measure)
            self._note(tx, ActionKind.LIMIT_REMOVED, subject, actor_id, before, None)
            return True

        return await self._database.write(remove)

    async def allowances(self, guild_id: GuildId) -> tuple[Allowance, ...]:
        """Return all allowances, sorted by role."""
        return await self._database.read(lambda tx: tx.rules.terms(guild_id).allowances)

    async def set_allowance(self, allowance: Allowance, *, actor_id: UserId) -> None:
        """Set a role's allowance, replacing an earlier one.

        Raises:
            AmountOutOfRange: nothing was changed.
        """
        check_amount(allowance.amount)
        _check_between(0, allowance.carry_over, MOST_CREDITS)

        def put(tx: Transaction) -> None:
            before = allowance_of(tx.rules.terms(allowance.guild_id), allowance.role_id)
            tx.rules.put_allowance(allowance)
            subject = str(allowance.role_id)
            self._note(tx, ActionKind.ALLOWANCE_SET, subject, actor_id, before, allowance)

        await self._database.write(put)

    async def remove_allowance(
        self, guild_id: GuildId, role_id: RoleId, *, actor_id: UserId
    ) -> bool:
        """Remove a role's allowance; what was granted stays until its period ends."""

        def remove(tx: Transaction) -> bool:
            before = allowance_of(tx.rules.terms(guild_id), role_id)
            if before is None:
                return False
            tx.rules.remove_allowance(guild_id, role_id)
            self._note(tx, ActionKind.ALLOWANCE_REMOVED, str(role_id), actor_id, before, None)
            return True

        return await self._database.write(remove)

    async def prices(self, guild_id: GuildId) -> tuple[FixedPrice, ...]:
        """Return all fixed prices, sorted by kind and model."""
        return await self._database.read(lambda tx: tx.rules.terms(guild_id).prices)

    async def set_price(self, price: FixedPrice, *, actor_id: UserId) -> None:
        """Set a fixed price, replacing an earlier one of the same kind and model.

        Raises:
            AmountOutOfRange: nothing was changed.
        """
        _check_between(0, price.amount, MOST_CREDITS)

        def put(tx: Transaction) -> None:
            before = price_of(tx.rules.terms(price.guild_id), price.kind, price.model)
            tx.rules.put_price(price)
            subject = f"{price.kind} {price.model}".strip()
            self._note(tx, ActionKind.PRICE_SET, subject, actor_id, before, price)

        await self._database.write(put)

    async def remove_price(
        self, guild_id: GuildId, kind: JobKind, model: str, *, actor_id: UserId
    ) -> bool:
        """Remove a fixed price; False when there was none."""

        def remove(tx: Transaction) -> bool:
            before = price_of(tx.rules.terms(guild_id), kind, model)
            if before is None:
                return False
            tx.rules.remove_price(guild_id, kind, model)
            subject = f"{kind} {model}".strip()
            self._note(tx, ActionKind.PRICE_REMOVED, subject, actor_id, before, None)
            return True

        return await self._database.write(remove)

    async def weights(self, guild_id: GuildId) -> tuple[TurnWeight, ...]:
        """Return all weights, sorted by role."""
        return await self._database.read(lambda tx: tx.rules.terms(guild_id).weights)

    async def set_weight(self, weight: TurnWeight, *, actor_id: UserId) -> None:
        """Set a role's weight, for orders made from now on.

        Raises:
            AmountOutOfRange: nothing was changed.
        """
        _check_between(1, weight.weight, HEAVIEST)

        def put(tx: Transaction) -> None:
            before = weight_of(tx.rules.terms(weight.guild_id), weight.role_id)
            tx.rules.put_weight(weight)
            subject = str(weight.role_id)
            self._note(tx, ActionKind.WEIGHT_SET, subject, actor_id, before, weight)

        await self._database.write(put)

    async def remove_weight(self, guild_id: GuildId, role_id: RoleId, *, actor_id: UserId) -> bool:
        """Remove a role's weight; False when there was none."""

        def remove(tx: Transaction) -> bool:
            before = weight_of(tx.rules.terms(guild_id), role_id)
            if before is None:
                return False
            tx.rules.remove_weight(guild_id, role_id)
            self._note(tx, ActionKind.WEIGHT_REMOVED, str(role_id), actor_id, before, None)
            return True

        return await self._database.write(remove)

    async def actions(
        self, guild_id: GuildId, *, before: ActionId | None = None, limit: int = 50
    ) -> tuple[Action, ...]:
        """Return what was done, newest first, or the newest before one."""
        return await self._database.read(lambda tx: tx.actions.newest(guild_id, limit, before))

    def _note(
        self,
        tx: Transaction,
        kind: ActionKind,
        subject: str,
        actor_id: UserId,
        before: Rule | None,
        after: Rule | None,
        reason: str = "",
    ) -> None:
        rule = after or before
        if rule is None:
            raise ValueError("nothing was changed")
        tx.actions.add(
            Action(
                action_id=None,
                guild_id=rule.guild_id,
                actor_id=actor_id,
                kind=kind,
                subject=subject,
                reason=reason,
                before=_json(before),
                after=_json(after),
                created_at=self._clock.now(),
            )
        )


def check_terms(terms: GuildTerms) -> None:
    """Check all of a server's rules about credits.

    Raises:
        UnknownTimeZone, AmountOutOfRange, TooManyLimits: they cannot be set.
    """
    _check_rules(terms.rules)
    if len(terms.limits) > MOST_LIMITS:
        raise TooManyLimits(MOST_LIMITS)
    for limit in terms.limits:
        _check_between(0, limit.amount, MOST_CREDITS)
    for allowance in terms.allowances:
        check_amount(allowance.amount)
        _check_between(0, allowance.carry_over, MOST_CREDITS)
    for price in terms.prices:
        _check_between(0, price.amount, MOST_CREDITS)
    for weight in terms.weights:
        _check_between(1, weight.weight, HEAVIEST)


def _json(rule: Rule | None) -> str:
    return "" if rule is None else json.dumps(asdict(rule))


def _limit_name(scope: LimitScope, subject_id: int, measure: Measure) -> str:
    return f"{measure} {scope} {subject_id}" if subject_id else f"{measure} {scope}"


def _check_rules(rules: GuildRules) -> None:
    if not known_zone(rules.time_zone):
        raise UnknownTimeZone(rules.time_zone)
    for amount in (rules.welcome, rules.monthly_ceiling, rules.gift_ceiling):
        if amount is not None:
            _check_between(0, amount, MOST_CREDITS)
    _check_between(0, rules.price_percent, MOST_PERCENT)


def _check_between(lowest: int, given: int, highest: int) -> None:
    if not lowest <= given <= highest:
        raise AmountOutOfRange(lowest, highest, given)
