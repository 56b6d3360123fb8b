"""All of a server's settings in one piece: taken as it is, and put in place of another's.

Replacing is one transaction with one action, which holds what was different before and since.
"""

from dataclasses import dataclass

from bot.domain.actions import ActionKind
from bot.domain.ids import GuildId, UserId
from bot.domain.ports import Clock, Database, Transaction
from bot.domain.rules import GuildTerms
from bot.domain.servers import ServerSettings
from bot.services.acts import Json, act, parts_of
from bot.services.rules import check_terms
from bot.services.servers import ServerService


@dataclass(frozen=True)
class SettingsCopy:
    """Everything that a server's managers set."""

    settings: ServerSettings
    terms: GuildTerms


@dataclass(frozen=True)
class Difference:
    """One part that another copy has otherwise; both as JSON holds them."""

    part: str
    before: Json
    after: Json


def differences(held: SettingsCopy, wanted: SettingsCopy) -> tuple[Difference, ...]:
    """Return in which parts two copies of one server differ."""
    before, after = _parts(held), _parts(wanted)
    return tuple(
        Difference(part, before[part], after[part]) for part in after if before[part] != after[part]
    )


class SettingsCopies:
    """Takes and replaces all settings of a server."""

    def __init__(self, database: Database, clock: Clock, servers: ServerService) -> None:
        self._database = database
        self._clock = clock
        self._servers = servers

    async def take(self, guild_id: GuildId) -> SettingsCopy:
        """Return all that is set now."""
        return await self._database.read(lambda tx: _read(tx, guild_id))

    async def replace(self, wanted: SettingsCopy, *, actor_id: UserId) -> tuple[Difference, ...]:
        """Put a copy in place of what its server has set; returns what changed.

        Raises:
            Refusal: a value is none that can be set; nothing was changed.
        """
        guild_id = wanted.settings.guild_id
        self._servers.check(wanted.settings)
        check_terms(wanted.terms)

        def put(tx: Transaction) -> tuple[Difference, ...]:
            held = _read(tx, guild_id)
            changes = differences(held, wanted)
            if not changes:
                return ()
            tx.servers.save(wanted.settings)
            _put_terms(tx, held.terms, wanted.terms)
            done = act(
                guild_id,
                ActionKind.SETTINGS_IMPORTED,
                actor_id=actor_id,
                now=self._clock.now(),
                before={change.part: change.before for change in changes},
                after={change.part: change.after for change in changes},
            )
            tx.actions.add(done)
            return changes

        changes = await self._database.write(put)
        self._servers.heed(guild_id)
        return changes


def _read(tx: Transaction, guild_id: GuildId) -> SettingsCopy:
    return SettingsCopy(tx.servers.settings(guild_id), tx.rules.terms(guild_id))


def _parts(copy: SettingsCopy) -> dict[str, Json]:
    rules = parts_of(copy.terms.rules)
    # As sets: it does not matter in which order rules are read.
    listed: dict[str, Json] = {
        part: sorted(value, key=str)
        for part, value in parts_of(copy.terms).items()
        if isinstance(value, list)
    }
    return {**parts_of(copy.settings), **rules, **listed}


def _put_terms(tx: Transaction, held: GuildTerms, wanted: GuildTerms) -> None:
    guild_id, rules = wanted.rules.guild_id, tx.rules
    rules.save(wanted.rules)
    for limit in held.limits:
        rules.remove_limit(guild_id, limit.scope, limit.subject_id, limit.measure)
    for allowance in held.allowances:
        rules.remove_allowance(guild_id, allowance.role_id)
    for price in held.prices:
        rules.remove_price(guild_id, price.kind, price.model)
    for weight in held.weights:
        rules.remove_weight(guild_id, weight.role_id)
    for limit in wanted.limits:
        rules.put_limit(limit)
    for allowance in wanted.allowances:
        rules.put_allowance(allowance)
    for price in wanted.prices:
        rules.put_price(price)
    for weight in wanted.weights:
        rules.put_weight(weight)
