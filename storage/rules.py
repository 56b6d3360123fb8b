"""What servers set, in the database.

All rules of a server are read with one statement as long as they do not change: the row in
`guild_rules` carries a random revision, renewed by every change in the same transaction, and what
was read before under the same revision is the same still.
"""

import secrets
from collections import OrderedDict
from functools import lru_cache

from sqlalchemy import Delete, and_, bindparam, delete, select, update

from bot.domain.allowances import Allowance
from bot.domain.ids import GuildId, RoleId
from bot.domain.jobs import JobKind
from bot.domain.limits import Limit, LimitScope, Measure
from bot.domain.rules import FixedPrice, GuildRules, GuildTerms, TurnWeight
from storage.connections import Connection
from storage.dialects import insert_once, insert_or_update
from storage.tables import AnyRow, allowances, guild_rules, limits, prices, turn_weights

REMEMBERED = 1000
"""How many servers' rules are kept in memory at most, for each connection."""

_RULES = select(guild_rules).where(guild_rules.c.guild_id == bindparam("of_guild"))
_LIMITS = (
    select(limits)
    .where(limits.c.guild_id == bindparam("of_guild"))
    .order_by(limits.c.measure, limits.c.scope, limits.c.subject_id)
)
_ALLOWANCES = (
    select(allowances)
    .where(allowances.c.guild_id == bindparam("of_guild"))
    .order_by(allowances.c.role_id)
)
_PRICES = (
    select(prices)
    .where(prices.c.guild_id == bindparam("of_guild"))
    .order_by(prices.c.kind, prices.c.model)
)
_WEIGHTS = (
    select(turn_weights)
    .where(turn_weights.c.guild_id == bindparam("of_guild"))
    .order_by(turn_weights.c.role_id)
)

_DEFAULTS = insert_once(
    guild_rules, unique=(guild_rules.c.guild_id,), returning=guild_rules.c.guild_id
)
_RENEW = (
    update(guild_rules)
    .where(guild_rules.c.guild_id == bindparam("of_guild"))
    .values(revision=bindparam("renewed"))
)
_SAVE = insert_or_update(
    guild_rules,
    unique=(guild_rules.c.guild_id,),
    changes=lambda new: {
        column.name: new[column.name] for column in guild_rules.c if not column.primary_key
    },
)
_PUT_LIMIT = insert_or_update(
    limits,
    unique=(limits.c.guild_id, limits.c.scope, limits.c.subject_id, limits.c.measure),
    changes=lambda new: {"amount": new.amount},
)
_PUT_ALLOWANCE = insert_or_update(
    allowances,
    unique=(allowances.c.guild_id, allowances.c.role_id),
    changes=lambda new: {
        "amount": new.amount,
        "period": new.period,
        "carry_over": new.carry_over,
    },
)
_PUT_PRICE = insert_or_update(
    prices,
    unique=(prices.c.guild_id, prices.c.kind, prices.c.model),
    changes=lambda new: {"amount": new.amount},
)
_PUT_WEIGHT = insert_or_update(
    turn_weights,
    unique=(turn_weights.c.guild_id, turn_weights.c.role_id),
    changes=lambda new: {"weight": new.weight},
)
_REMOVE_LIMIT = delete(limits).where(
    and_(
        limits.c.guild_id == bindparam("of_guild"),
        limits.c.scope == bindparam("of_scope"),
        limits.c.subject_id == bindparam("of_subject"),
        limits.c.measure == bindparam("of_measure"),
    )
)
_REMOVE_ALLOWANCE = delete(allowances).where(
    allowances.c.guild_id == bindparam("of_guild"), allowances.c.role_id == bindparam("of_role")
)
_REMOVE_PRICE = delete(prices).where(
    prices.c.guild_id == bindparam("of_guild"),
    prices.c.kind == bindparam("of_kind"),
    prices.c.model == bindparam("of_model"),
)
_REMOVE_WEIGHT = delete(turn_weights).where(
    turn_weights.c.guild_id == bindparam("of_guild"),
    turn_weights.c.role_id == bindparam("of_role"),
)


@lru_cache(REMEMBERED)
def _defaults(guild_id: GuildId) -> GuildTerms:
    return GuildTerms(GuildRules(guild_id))


class SqlRules:
    """`RuleRepository` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._remembered: OrderedDict[GuildId, tuple[int, GuildTerms]] = OrderedDict()

    def terms(self, guild_id: GuildId) -> GuildTerms:
        """Return all of a server's rules; the defaults when nobody set any."""
        of_guild = {"of_guild": guild_id}
        row = self._connection.execute(_RULES, of_guild).one_or_none()
        if row is None:
            return _defaults(guild_id)
        remembered = self._remembered.get(guild_id)
        if remembered is not None and remembered[0] == row.revision:
            return remembered[1]
        read = self._connection.execute
        terms = GuildTerms(
            rules=_rules(row),
            limits=tuple(_limit(found) for found in read(_LIMITS, of_guild)),
            allowances=tuple(_allowance(found) for found in read(_ALLOWANCES, of_guild)),
            prices=tuple(_price(found) for found in read(_PRICES, of_guild)),
            weights=tuple(_weight(found) for found in read(_WEIGHTS, of_guild)),
        )
        self._remembered[guild_id] = (row.revision, terms)
        self._remembered.move_to_end(guild_id)
        if len(self._remembered) > REMEMBERED:
            self._remembered.popitem(last=False)
        return terms

    def save(self, rules: GuildRules) -> None:
        """Replace a server's general rules."""
        self._connection.execute(_SAVE.on(self._connection), _columns(rules))

    def put_limit(self, limit: Limit) -> None:
        """Set a limit."""
        self._connection.execute(
            _PUT_LIMIT.on(self._connection),
            {
                "guild_id": limit.guild_id,
                "scope": limit.scope,
                "subject_id": limit.subject_id,
                "measure": limit.measure,
                "amount": limit.amount,
            },
        )
        self._renew(limit.guild_id)

    def remove_limit(
        self, guild_id: GuildId, scope: LimitScope, subject_id: int, measure: Measure
    ) -> bool:
        """Remove a limit; False when there was none."""
        subject = {"of_scope": scope, "of_subject": subject_id, "of_measure": measure}
        return self._remove(_REMOVE_LIMIT, guild_id, subject)

    def put_allowance(self, allowance: Allowance) -> None:
        """Set a role's allowance."""
        self._connection.execute(
            _PUT_ALLOWANCE.on(self._connection),
            {
                "guild_id": allowance.guild_id,
                "role_id": allowance.role_id,
                "amount": allowance.amount,
                "period": allowance.period,
                "carry_over": allowance.carry_over,
            },
        )
        self._renew(allowance.guild_id)

    def remove_allowance(self, guild_id: GuildId, role_id: RoleId) -> bool:
        """Remove a role's allowance; False when there was none."""
        return self._remove(_REMOVE_ALLOWANCE, guild_id, {"of_role": role_id})

    def put_price(self, price: FixedPrice) -> None:
        """Set a fixed price."""
        self._connection.execute(
            _PUT_PRICE.on(self._connection),
            {
                "guild_id": price.guild_id,
                "kind": price.kind,
                "model": price.model,
                "amount": price.amount,
            },
        )
        self._renew(price.guild_id)

    def remove_price(self, guild_id: GuildId, kind: JobKind, model: str) -> bool:
        """Remove a fixed price; False when there was none."""
        return self._remove(_REMOVE_PRICE, guild_id, {"of_kind": kind, "of_model": model})

    def put_weight(self, weight: TurnWeight) -> None:
        """Set a role's weight."""
        self._connection.execute(
            _PUT_WEIGHT.on(self._connection),
            {"guild_id": weight.guild_id, "role_id": weight.role_id, "weight": weight.weight},
        )
        self._renew(weight.guild_id)

    def remove_weight(self, guild_id: GuildId, role_id: RoleId) -> bool:
        """Remove a role's weight; False when there was none."""
        return self._remove(_REMOVE_WEIGHT, guild_id, {"of_role": role_id})

    def _remove(self, statement: Delete, guild_id: GuildId, subject: dict[str, object]) -> bool:
        removed = self._connection.execute(statement, {"of_guild": guild_id, **subject}).rowcount
        self._renew(guild_id)
        return removed > 0

    def _renew(self, guild_id: GuildId) -> None:
        self._connection.execute(_DEFAULTS.on(self._connection), _columns(GuildRules(guild_id)))
        self._connection.execute(_RENEW, {"of_guild": guild_id, "renewed": _new_revision()})


def _new_revision() -> int:
    # Random, so that one that was undone never comes again.
    return secrets.randbits(62)


def _columns(rules: GuildRules) -> dict[str, object]:
    return {
        "guild_id": rules.guild_id,
        "revision": _new_revision(),
        "time_zone": rules.time_zone,
        "welcome": rules.welcome,
        "wallet_pays": int(rules.wallet_pays),
        "monthly_ceiling": rules.monthly_ceiling,
        "price_percent": rules.price_percent,
        "gifts": int(rules.gifts),
        "gift_ceiling": rules.gift_ceiling,
    }


def _rules(row: AnyRow) -> GuildRules:
    return GuildRules(
        guild_id=GuildId(row.guild_id),
        time_zone=row.time_zone,
        welcome=row.welcome,
        wallet_pays=bool(row.wallet_pays),
        monthly_ceiling=row.monthly_ceiling,
        price_percent=row.price_percent,
        gifts=bool(row.gifts),
        gift_ceiling=row.gift_ceiling,
    )


def _limit(row: AnyRow) -> Limit:
    return Limit(GuildId(row.guild_id), row.scope, row.subject_id, row.measure, row.amount)


def _allowance(row: AnyRow) -> Allowance:
    return Allowance(
        GuildId(row.guild_id), RoleId(row.role_id), row.amount, row.period, row.carry_over
    )


def _price(row: AnyRow) -> FixedPrice:
    return FixedPrice(GuildId(row.guild_id), row.kind, row.model, row.amount)


def _weight(row: AnyRow) -> TurnWeight:
    return TurnWeight(GuildId(row.guild_id), RoleId(row.role_id), row.weight)
