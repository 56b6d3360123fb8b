"""Rule sets with patterns on the real engine: actions, scopes, places and limits."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.filters import (
    ARTISTS,
    FilterAction,
    FilterKind,
    PatternFault,
    PatternRefused,
    Scope,
    ScopedText,
    TextRefused,
)
from bot.domain.folding import Change
from bot.domain.rulesets import RuleSet
from bot.patterns import LARGEST_PROGRAM, Re2Engine
from tests.support.filtering import rule

ENGINE = Re2Engine()


def lyrics(text: str) -> list[ScopedText]:
    return [ScopedText(Scope.LYRICS, text)]


def test_the_strictest_action_holds_and_every_match_is_told() -> None:
    rules = RuleSet(
        [
            rule("moon", FilterAction.SPOILER),
            rule("sun", FilterAction.REVIEW),
            rule("star", FilterAction.REFUSE),
        ],
        ENGINE,
    )
    assert rules.examine(lyrics("clouds")).action is None
    assert rules.examine(lyrics("a moon")).spoiler
    assert rules.examine(lyrics("sun and moon")).wants_review
    verdict = rules.examine([*lyrics("sun and moon"), ScopedText(Scope.TITLE, "a star")])
    assert verdict.refused
    assert [match.read_as for match in verdict.matches] == ["star", "sun", "moon"]
    with pytest.raises(TextRefused) as refused:
        verdict.require_allowed()
    assert refused.value.match.scope is Scope.TITLE
    assert refused.value.match.found == "star"


def test_a_filter_looks_only_at_its_scopes() -> None:
    titles = frozenset({Scope.TITLE})
    rules = RuleSet(
        [rule("moon", scopes=titles), rule("s.n", kind=FilterKind.PATTERN, scopes=titles)], ENGINE
    )
    assert not rules.examine(lyrics("moon sun")).matches
    assert len(rules.examine([ScopedText(Scope.TITLE, "moon sun")]).matches) == 2


def test_patterns_see_folded_text_and_tell_places_in_the_original() -> None:
    rules = RuleSet([rule(r"\bfree (money|gold)\b", kind=FilterKind.PATTERN)], ENGINE)
    text = "é 👍 ＦＲＥＥ mоney!"
    (match,) = rules.examine(lyrics(text)).matches
    assert match.found == "ＦＲＥＥ mоney"
    assert match.read_as == "free money"
    assert match.after == {Change.CASE, Change.FORMS, Change.LOOKALIKES}
    assert text[match.start : match.end] == match.found


def test_artists_are_a_list_that_is_off_until_it_is_set() -> None:
    text = "a ballad like Taylor Swift, with a prince and a queen"
    assert not RuleSet([], ENGINE).examine(lyrics(text)).matches
    rules = RuleSet([rule(ARTISTS, kind=FilterKind.LIST)], ENGINE)
    assert [match.found for match in rules.examine(lyrics(text)).matches] == ["Taylor Swift"]
    assert rules.examine(lyrics("T4ylor Sw1ft")).refused
    assert rules.examine(lyrics("in the style of Beyonce")).refused


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("(", PatternFault.UNREADABLE),
        (r"(a)\1", PatternFault.UNREADABLE),
        ("(?=a)b", PatternFault.UNREADABLE),
        ("\ud800", PatternFault.UNREADABLE),
        ("a" * 261, PatternFault.TOO_LONG),
        ("((a{100}){100}){100}", PatternFault.TOO_COMPLEX),
        (r"(\pL{100}){9}", PatternFault.TOO_COMPLEX),
        ("a*", PatternFault.MATCHES_NOTHING),
        ("", PatternFault.MATCHES_NOTHING),
    ],
)
def test_patterns_that_cannot_be_used_are_refused(pattern: str, fault: PatternFault) -> None:
    with pytest.raises(PatternRefused) as refused:
        ENGINE.compile(pattern)
    assert refused.value.fault is fault


def test_no_pattern_is_slow() -> None:
    pattern = ENGINE.compile(r"(a|aa|a?a)+$")
    before = time.process_time()
    assert pattern.find("a" * 20_000 + "!") is None
    assert time.process_time() - before < 2.0
    assert LARGEST_PROGRAM >= 1_000


@given(st.text(max_size=40), st.text(max_size=120))
def test_any_pattern_is_compiled_or_refused_and_matches_within_the_text(
    pattern: str, text: str
) -> None:
    try:
        compiled = ENGINE.compile(pattern)
    except PatternRefused:
        return
    found = compiled.find(text)
    assert found is None or 0 <= found[0] < found[1] <= len(text)


def test_hundreds_of_words_are_looked_for_at_once() -> None:
    rules = RuleSet([rule(f"wort{number}") for number in range(2_000)], ENGINE)
    assert rules.examine(lyrics("ein ＷＯＲＴ1999 unter vielen")).refused
