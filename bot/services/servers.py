"""What a server's managers set besides credits. Every change leaves an action."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from bot.domain.access import AccessRule, TooManyRules, Verdict
from bot.domain.actions import Action, ActionKind, ActionQuery
from bot.domain.errors import AmountOutOfRange, Field, UnknownChoice
from bot.domain.ids import ActionId, GuildId, UserId
from bot.domain.jobs import Work
from bot.domain.ports import Clock, Database, Transaction
from bot.domain.servers import ServerSettings
from bot.services.acts import act, changed
from bot.services.signals import Signals
from bot.services.standings import Standings

Written = TypeVar("Written")

MOST_RULES = 300
"""How many rules about access a server may have."""

MOST_DAYS = 3650
"""The longest time that a setting in days may say."""

_OPPOSITE = {Verdict.ALLOW: Verdict.DENY, Verdict.DENY: Verdict.ALLOW}


class ServerService:
    """Reads and changes servers' settings."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        signals: Signals,
        standings: Standings,
        models: tuple[str, ...],
    ) -> None:
        """`models` are those that can be chosen."""
        self._database = database
        self._clock = clock
        self._signals = signals
        self._standings = standings
        self._models = models

    async def settings(self, guild_id: GuildId) -> ServerSettings:
        """Return a server's settings, at most seconds old."""
        return (await self._standings.of(guild_id)).settings

    def peek(self, guild_id: GuildId) -> ServerSettings:
        """Return a server's settings as they were last read; the defaults if they never were."""
        return self._standings.peek(guild_id)

    async def model_for(self, guild_id: GuildId) -> str:
        """Return the model of orders that name none; empty when the bot's own is wanted."""
        model = (await self.settings(guild_id)).model
        # A model may have gone from the catalogue since it was chosen.
        return model if model in self._models else ""

    async def change(
        self,
        guild_id: GuildId,
        alter: Callable[[ServerSettings], ServerSettings],
        *,
        actor_id: UserId,
        reason: str = "",
        kind: ActionKind = ActionKind.SETTINGS_CHANGED,
    ) -> ServerSettings:
        """Replace the settings by what `alter` makes of them, and return that.

        `alter` may run more than once; it is `lambda held: replace(held, review_first=5)`.

        Raises:
            AmountOutOfRange, UnknownChoice, TooManyRules: nothing was changed.
        """

        def change(tx: Transaction) -> ServerSettings:
            held = tx.servers.settings(guild_id)
            wanted = alter(held)
            self.check(wanted)
            if wanted != held:
                before, after = changed(held, wanted)
                done = act(
                    guild_id,
                    kind,
                    actor_id=actor_id,
                    now=self._clock.now(),
                    reason=reason,
                    before=before,
                    after=after,
                )
                tx.servers.save(wanted)
                tx.actions.add(done)
            return wanted

        return await self._write(guild_id, change)

    async def set_rule(
        self, guild_id: GuildId, rule: AccessRule, *, actor_id: UserId, reason: str = ""
    ) -> bool:
        """Set a rule about access; an allow takes the place of a deny, and the other way round.

        Returns False when it was there already.

        Raises:
            TooManyRules: nothing was changed.
        """

        def put(tx: Transaction) -> bool:
            return self.put_rule(tx, guild_id, rule, actor_id=actor_id, reason=reason)

        return await self._write(guild_id, put)

    def put_rule(
        self,
        tx: Transaction,
        guild_id: GuildId,
        rule: AccessRule,
        *,
        actor_id: UserId,
        reason: str = "",
    ) -> bool:
        """Set a rule in a transaction of somebody else, who calls `heed` after it.

        Raises:
            TooManyRules: the transaction has to be given up.
        """
        held = tx.servers.settings(guild_id)
        if rule in held.access.rules:
            return False
        opposite = _OPPOSITE.get(rule.verdict)
        replaced = None if opposite is None else replace(rule, verdict=opposite)
        rules = (held.access.rules | {rule}) - {replaced}
        wanted = replace(held, access=replace(held.access, rules=frozenset(rules)))
        self.check(wanted)
        before = replaced if replaced in held.access.rules else None
        self._note_rule(tx, guild_id, ActionKind.ACCESS_SET, actor_id, reason, before, rule)
        tx.servers.save(wanted)
        return True

    async def remove_rule(self, guild_id: GuildId, rule: AccessRule, *, actor_id: UserId) -> bool:
        """Remove a rule about access; False when there was none."""

        def remove(tx: Transaction) -> bool:
            held = tx.servers.settings(guild_id)
            if rule not in held.access.rules:
                return False
            rules = held.access.rules - {rule}
            self._note_rule(tx, guild_id, ActionKind.ACCESS_REMOVED, actor_id, "", rule, None)
            tx.servers.save(replace(held, access=replace(held.access, rules=rules)))
            return True

        return await self._write(guild_id, remove)

    def heed(self, guild_id: GuildId) -> None:
        """See a change that was made in a transaction of somebody else."""
        self._standings.forget(guild_id)
        self._signals.ring(Work.LOG)

    async def greet(self, guild_id: GuildId) -> bool:
        """Remember that the bot introduces itself to a server; False when it did before."""
        now = self._clock.now()
        return await self._database.write(lambda tx: tx.servers.greet(guild_id, now))

    async def actions(
        self,
        guild_id: GuildId,
        query: ActionQuery,
        *,
        before: ActionId | None = None,
        limit: int = 20,
    ) -> tuple[Action, ...]:
        """Return what was done, newest first, or the newest before one."""
        return await self._database.read(
            lambda tx: tx.actions.newest(guild_id, limit, before, query)
        )

    async def _write(self, guild_id: GuildId, work: Callable[[Transaction], Written]) -> Written:
        try:
            return await self._database.write(work)
        finally:
            self.heed(guild_id)

    def _note_rule(
        self,
        tx: Transaction,
        guild_id: GuildId,
        kind: ActionKind,
        actor_id: UserId,
        reason: str,
        before: AccessRule | None,
        after: AccessRule | None,
    ) -> None:
        rule = after or before
        tx.actions.add(
            act(
                guild_id,
                kind,
                actor_id=actor_id,
                now=self._clock.now(),
                subject="" if rule is None else f"{rule.verdict} {rule.scope} {rule.subject_id}",
                reason=reason,
                before=before,
                after=after,
            )
        )

    def check(self, settings: ServerSettings) -> None:
        """Check that settings can be set.

        Raises:
            AmountOutOfRange, UnknownChoice, TooManyRules: they cannot.
        """
        if len(settings.access.rules) > MOST_RULES:
            raise TooManyRules(MOST_RULES)
        newcomers = settings.access.newcomers
        _check_between(0, newcomers.account_days, MOST_DAYS)
        _check_between(0, newcomers.stay_days, MOST_DAYS)
        _check_between(1, settings.review_first, 100)
        _check_between(1, settings.review_hours, 168)
        _check_between(0, settings.report_threshold, 100)
        if settings.prompts_kept_days is not None:
            _check_between(1, settings.prompts_kept_days, MOST_DAYS)
        if settings.model and settings.model not in self._models:
            raise UnknownChoice(Field.MODEL, settings.model, self._models)


def _check_between(lowest: int, given: int, highest: int) -> None:
    if not lowest <= given <= highest:
        raise AmountOutOfRange(lowest, highest, given)
