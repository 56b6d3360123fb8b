"""How many texts are examined in a second, beside the plain way that other bots do it.

Ours folds each text and finds words as a whole, however they are written; the reference looks for
every listed word as a part of the lower-case text, which finds "ass" in "bass" and no "k1ll".
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from bench.ratios import Ratio
from bot.domain.filters import (
    EVERYWHERE,
    Filter,
    FilterAction,
    FilterKind,
    Scope,
    ScopedText,
)
from bot.domain.ids import FilterId, GuildId, UserId
from bot.domain.rulesets import RuleSet
from bot.patterns import Re2Engine

ROUNDS = 5
TEXTS = 500
WORDS = 500
THOUSANDS = 2_000.0
"""What is asked for: thousands of texts in a second."""

_IDEA = "a slow folk song about rain on a tin roof, with skilled musicians and a bass guitar solo "
_FOREIGN = "песня о дожде, ein Lied über Regen auf dem Dach, une chanson d'amour sous la pluie "
_LYRICS = "[Verse]\nRain on tin, and the classic cassette plays on\n" * 40


async def measure() -> list[Ratio]:
    """Compare for short texts, for texts in other scripts and for whole lyrics."""
    rules = RuleSet(_filters(), Re2Engine())
    listed = [f"word{number}" for number in range(WORDS)]
    return [
        _compared("ideas examined", rules, listed, _IDEA),
        _compared("ideas in several scripts examined", rules, listed, _FOREIGN),
        _compared("whole lyrics examined", rules, listed, _LYRICS),
        Ratio(
            subject="ideas examined, beside what is asked for",
            unit="texts/s",
            ours=_fastest(lambda number: _examine(rules, f"{_IDEA}{number}")),
            reference="thousands",
            theirs=THOUSANDS,
            aim=1.0,
        ),
    ]


def _compared(subject: str, rules: RuleSet, listed: list[str], text: str) -> Ratio:
    return Ratio(
        subject=subject,
        unit="texts/s",
        ours=_fastest(lambda number: _examine(rules, f"{text}{number}")),
        reference="substring search",
        theirs=_fastest(lambda number: _search(listed, f"{text}{number}")),
    )


def _examine(rules: RuleSet, text: str) -> None:
    if rules.examine([ScopedText(Scope.IDEA, text)]).matches:
        raise RuntimeError("a harmless text was matched")


def _search(listed: list[str], text: str) -> None:
    lower = text.lower()
    if any(word in lower for word in listed):
        raise RuntimeError("a harmless text was matched")


def _fastest(work: Callable[[int], None]) -> float:
    """Return how often it runs in a second, in the best of several rounds."""
    best = 0.0
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        for number in range(TEXTS):
            work(number)
        best = max(best, TEXTS / (time.perf_counter() - begun))
    return best


def _filters() -> list[Filter]:
    words = [_filter(number, FilterKind.WORDS, f"word{number}") for number in range(WORDS)]
    patterns = [
        _filter(WORDS + number, FilterKind.PATTERN, rf"\bfree{number} (money|gold)\b")
        for number in range(10)
    ]
    return [*words, *patterns]


def _filter(number: int, kind: FilterKind, text: str) -> Filter:
    return Filter(
        FilterId(number + 1),
        GuildId(1),
        kind,
        text,
        FilterAction.REFUSE,
        EVERYWHERE,
        UserId(1),
        datetime(2026, 1, 1, tzinfo=UTC),
    )
