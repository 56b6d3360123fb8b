"""What a server filters: examining texts, and changing the filters."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

import structlog

from bot.domain.actions import ActionKind
from bot.domain.filters import (
    LONGEST_WORDS,
    MOST_FILTERS,
    MOST_PATTERNS,
    SHORTEST_STEM,
    Filter,
    FilterKind,
    FilterNotFound,
    PatternRefused,
    ScopedText,
    TextRefused,
    TooManyFilters,
    UnknownList,
    Verdict,
    WordsRefused,
)
from bot.domain.folding import letters_of
from bot.domain.ids import FilterId, GuildId, UserId
from bot.domain.jobs import Work
from bot.domain.ports import Clock, Database, PatternEngine, Transaction
from bot.domain.rulesets import LISTS, RuleSet
from bot.services.acts import act
from bot.services.signals import Signals

Result = TypeVar("Result")

log = structlog.get_logger(__name__)

LIFETIME = timedelta(seconds=10)
"""After so long it is asked whether another process changed a server's filters."""

REMEMBERED = 1000
"""How many servers' filters are kept compiled at most."""


@dataclass(frozen=True)
class _Remembered:
    rules: RuleSet
    revision: tuple[int, int]
    looked_at: datetime


class FilterService:
    """Examines texts by servers' filters, compiled once for each server."""

    def __init__(
        self, database: Database, clock: Clock, signals: Signals, engine: PatternEngine
    ) -> None:
        self._database = database
        self._clock = clock
        self._signals = signals
        self._engine = engine
        self._remembered: OrderedDict[GuildId, _Remembered] = OrderedDict()

    async def examine(self, guild_id: GuildId, texts: Sequence[ScopedText]) -> Verdict:
        """Return what a server's filters say about texts. Costs a read every ten seconds."""
        return (await self._rules(guild_id)).examine(texts)

    async def check(self, guild_id: GuildId, texts: Sequence[ScopedText]) -> Verdict:
        """Examine texts and return the verdict if it is no refusal.

        Raises:
            TextRefused: a filter does not allow one of them.
        """
        verdict = await self.examine(guild_id, texts)
        verdict.require_allowed()
        return verdict

    async def require(self, guild_id: GuildId, texts: Sequence[ScopedText]) -> Verdict:
        """Examine texts that nobody could review later, and return the verdict if they may be.

        Raises:
            TextRefused: a filter does not allow one of them, or not without a moderator.
        """
        verdict = await self.examine(guild_id, texts)
        if verdict.refused or verdict.wants_review:
            raise TextRefused(verdict.matches[0])
        return verdict

    async def of_guild(self, guild_id: GuildId) -> tuple[Filter, ...]:
        """Return all filters of a server, in the order in which they were added."""
        return await self._database.read(lambda tx: tx.filters.of_guild(guild_id))

    async def add(self, rules: Sequence[Filter], *, reason: str = "") -> tuple[Filter, ...]:
        """Store filters of one server, each in place of one of the same kind and text.

        Raises:
            PatternRefused, WordsRefused, UnknownList, TooManyFilters: nothing was changed.
        """
        checked = [self._checked(rule) for rule in rules]
        if not checked:
            return ()
        guild_id = checked[0].guild_id

        def put(tx: Transaction) -> tuple[Filter, ...]:
            held = {(rule.kind, rule.text): rule for rule in tx.filters.of_guild(guild_id)}
            stored = tuple(tx.filters.put(rule) for rule in checked)
            every = held | {(rule.kind, rule.text): rule for rule in stored}
            _check_numbers(tuple(every.values()))
            for rule in stored:
                before = held.get((rule.kind, rule.text))
                self._note(tx, ActionKind.FILTER_SET, rule.created_by, before, rule, reason)
            return stored

        return await self._write(guild_id, put)

    async def remove(
        self, guild_id: GuildId, filter_id: FilterId, *, actor_id: UserId, reason: str = ""
    ) -> Filter:
        """Remove a filter and return it.

        Raises:
            FilterNotFound: there is none such.
        """

        def remove(tx: Transaction) -> Filter:
            removed = tx.filters.remove(guild_id, filter_id)
            if removed is None:
                raise FilterNotFound(filter_id)
            self._note(tx, ActionKind.FILTER_REMOVED, actor_id, removed, None, reason)
            return removed

        return await self._write(guild_id, remove)

    async def _rules(self, guild_id: GuildId) -> RuleSet:
        now = self._clock.now()
        known = self._remembered.get(guild_id)
        if known is not None and now - known.looked_at < LIFETIME:
            return known.rules
        held = None if known is None else known.revision
        revision, filters = await self._database.read(lambda tx: _changed(tx, guild_id, held))
        if known is not None and filters is None:
            rules = known.rules
        else:
            rules = self._compiled(guild_id, filters or ())
        self._remembered[guild_id] = _Remembered(rules, revision, now)
        self._remembered.move_to_end(guild_id)
        if len(self._remembered) > REMEMBERED:
            self._remembered.popitem(last=False)
        return rules

    def _compiled(self, guild_id: GuildId, filters: Sequence[Filter]) -> RuleSet:
        """Compile filters, without a pattern that only another version of the engine took."""
        usable = []
        for rule in filters:
            try:
                self._try_pattern(rule)
            except PatternRefused as error:
                log.warning("filter_unusable", guild_id=guild_id, filter_id=rule.filter_id)
                log.debug("filter_unusable_because", fault=error.fault)
            else:
                usable.append(rule)
        return RuleSet(usable, self._engine)

    def _try_pattern(self, rule: Filter) -> None:
        if rule.kind is FilterKind.PATTERN:
            self._engine.compile(rule.text)

    def _checked(self, rule: Filter) -> Filter:
        match rule.kind:
            case FilterKind.PATTERN:
                self._engine.compile(rule.text)
                return rule
            case FilterKind.LIST:
                if rule.text not in LISTS:
                    raise UnknownList(rule.text)
                return rule
            case FilterKind.WORDS:
                return replace(rule, text=_usable_words(rule.text))

    async def _write(self, guild_id: GuildId, work: Callable[[Transaction], Result]) -> Result:
        try:
            return await self._database.write(work)
        finally:
            self._remembered.pop(guild_id, None)
            self._signals.ring(Work.LOG)

    def _note(
        self,
        tx: Transaction,
        kind: ActionKind,
        actor_id: UserId,
        before: Filter | None,
        after: Filter | None,
        reason: str,
    ) -> None:
        rule = after or before
        if rule is None:
            raise ValueError("nothing was changed")
        done = act(
            rule.guild_id,
            kind,
            actor_id=actor_id,
            now=self._clock.now(),
            subject=f"{rule.kind} {rule.text}",
            reason=reason,
            before=before,
            after=after,
        )
        tx.actions.add(done)


def _changed(
    tx: Transaction, guild_id: GuildId, held: tuple[int, int] | None
) -> tuple[tuple[int, int], tuple[Filter, ...] | None]:
    """Return the revision of a server's filters, and the filters if it is another than `held`."""
    revision = tx.filters.revision(guild_id)
    return revision, None if revision == held else tx.filters.of_guild(guild_id)


def _usable_words(text: str) -> str:
    """Return words as they are stored: on one line, with single spaces.

    Raises:
        WordsRefused: they cannot be looked for.
    """
    stored = " ".join(text.split())
    letters = letters_of(stored)
    shortest = SHORTEST_STEM if "*" in stored else 1
    if len(letters) < shortest or len(stored) > LONGEST_WORDS:
        raise WordsRefused(text, shortest, LONGEST_WORDS)
    return stored


def _check_numbers(filters: Sequence[Filter]) -> None:
    patterns = sum(1 for rule in filters if rule.kind is FilterKind.PATTERN)
    if patterns > MOST_PATTERNS:
        raise TooManyFilters(FilterKind.PATTERN, MOST_PATTERNS)
    if len(filters) - patterns > MOST_FILTERS:
        raise TooManyFilters(FilterKind.WORDS, MOST_FILTERS)
