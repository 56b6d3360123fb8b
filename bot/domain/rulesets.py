"""A server's filters, ready to be used: made once, asked for every text."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.domain.artists import ARTIST_NAMES
from bot.domain.filters import (
    ARTISTS,
    Filter,
    FilterKind,
    Match,
    ScopedText,
    Verdict,
    verdict_of,
    within,
)
from bot.domain.folding import (
    LETTER,
    Change,
    changes,
    fold,
    without_lookalikes,
    written_in_other_scripts,
)
from bot.domain.ports.filters import Pattern, PatternEngine
from bot.domain.wordlists import WordList

LISTS: Mapping[str, tuple[str, ...]] = {ARTISTS: ARTIST_NAMES}
"""The lists that come with the bot, all off until a server switches them on."""


class RuleSet:
    """Examines texts by one server's filters. Building it is slow, using it is fast."""

    def __init__(self, filters: Iterable[Filter], engine: PatternEngine) -> None:
        """Compile filters.

        Raises:
            PatternRefused: a pattern is none that the engine takes.
        """
        by_words: list[tuple[str, Filter]] = []
        self._patterns: list[tuple[Pattern, Filter]] = []
        for rule in filters:
            match rule.kind:
                case FilterKind.WORDS:
                    by_words.append((rule.text, rule))
                case FilterKind.LIST:
                    by_words.extend((text, rule) for text in LISTS.get(rule.text, ()))
                case FilterKind.PATTERN:
                    self._patterns.append((engine.compile(rule.text), rule))
        self._words = WordList(by_words) if by_words else None

    def examine(self, texts: Sequence[ScopedText]) -> Verdict:
        """Return what the filters say about texts."""
        if self._words is None and not self._patterns:
            return Verdict()
        return verdict_of([match for text in texts for match in self._matches(text)])

    def _matches(self, text: ScopedText) -> list[Match]:
        """Return what is found, in the order of the text, each place once for each rule."""
        found = {
            (match.start, match.rule.filter_id): match
            for match in (*self._by_words(text), *self._by_pattern(text))
        }
        return [found[key] for key in sorted(found, key=lambda key: (key[0], key[1] or 0))]

    def _by_words(self, text: ScopedText) -> Iterator[Match]:
        if self._words is None:
            return
        for found in self._words.search(text.text):
            if within(found.subject, text.scope):
                yield Match(
                    found.subject,
                    text.scope,
                    found.start,
                    found.end,
                    text.text[found.start : found.end],
                    found.read_as,
                    found.after,
                )

    def _by_pattern(self, text: ScopedText) -> Iterator[Match]:
        rules = [pair for pair in self._patterns if within(pair[1], text.scope)]
        if not rules:
            return
        folded = fold(text.text)
        foreign = not text.text.isascii() and written_in_other_scripts(
            letter for letter, kind in zip(folded.text, folded.kinds, strict=True) if kind == LETTER
        )
        read = folded.text if foreign else without_lookalikes(folded.text)
        for pattern, rule in rules:
            span = pattern.find(read)
            if span is not None:
                start, end = folded.span(*span)
                written = text.text[start:end]
                after = changes(written) - ({Change.LOOKALIKES} if foreign else set())
                yield Match(rule, text.scope, start, end, written, read[slice(*span)], after)
