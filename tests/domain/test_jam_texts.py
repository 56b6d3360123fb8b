"""How contributions become an order, how long they may be, and how prices are shared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.catalogue import TextLimits
from bot.domain.jams import JamMode, in_proportion, matching
from bot.domain.jams.modes import (
    BRIDGE,
    CHORUS,
    GENRE,
    IDEA,
    MOOD,
    OPTIONAL,
    PHASES,
    TITLE,
    JamPhase,
    Slot,
    as_sung,
    may_become,
    parts_for,
    slots_of,
    verse,
)
from bot.domain.jams.texts import (
    Wish,
    brief_for,
    cut,
    lyrics_of,
    part_from,
    request_for,
    room_of,
    slot_limit,
)
from bot.domain.text import length

LIMITS = TextLimits(prompt=3000, tags=200, negative_tags=200, title=80, description=400)
WISH = Wish("rain on tin", "", "sonic-v6")
PARTS = st.integers(3, 12)


def test_the_order_of_a_song_in_turns() -> None:
    assert slots_of(JamMode.VERSES, 6) == (
        *(verse(1), CHORUS, verse(2), BRIDGE, verse(3), verse(4)),
    )
    assert as_sung(JamMode.VERSES, 6) == (
        *(verse(1), CHORUS, verse(2), verse(3), BRIDGE, verse(4), CHORUS),
    )
    assert as_sung(JamMode.VERSES, 3) == (verse(1), CHORUS, verse(2), CHORUS)
    assert as_sung(JamMode.BATTLE, 0) == ()
    assert [parts_for(people) for people in (2, 3, 7, 200)] == [3, 3, 7, 12]


@given(people=st.integers(2, 300))
def test_everyone_has_a_part_as_far_as_there_are_parts(people: int) -> None:
    parts = parts_for(people)
    slots = slots_of(JamMode.VERSES, parts)
    assert len(slots) == len(set(slots)) == parts
    assert set(as_sung(JamMode.VERSES, parts)) == set(slots)


@given(mode=st.sampled_from([JamMode.VERSES, JamMode.SLOTS]), parts=PARTS, wide=st.booleans())
def test_the_longest_parts_together_always_fit(mode: JamMode, parts: int, wide: bool) -> None:
    # A character beyond the basic plane counts twice.
    letter = "𝄞" if wide else "x"
    texts = {}
    for slot in slots_of(mode, parts):
        limit = slot_limit(mode, parts, slot, LIMITS)
        texts[slot] = letter * (limit // length(letter))
    request = request_for(mode, parts, WISH, texts, LIMITS)
    assert length(request.lyrics) <= LIMITS.prompt
    assert length(request.style) <= LIMITS.tags
    assert length(request.title) <= LIMITS.title
    room = room_of(mode, parts, texts, LIMITS)
    assert room is not None
    assert 0 <= room.used <= room.limit <= LIMITS.prompt


def test_what_nobody_wrote_is_left_out_and_nothing_is_sung_twice_in_a_row() -> None:
    texts = {CHORUS: "oh", verse(2): "two"}
    assert lyrics_of(JamMode.VERSES, 4, texts) == "[Chorus]\noh\n\n[Verse 2]\ntwo\n\n[Chorus]\noh"
    assert lyrics_of(JamMode.VERSES, 4, {CHORUS: "oh"}) == "[Chorus]\noh"
    assert lyrics_of(JamMode.VERSES, 4, {}) == ""


def test_slots_without_words_ask_for_words_about_the_theme() -> None:
    texts = {GENRE: "ska", MOOD: "sunny", TITLE: "Tin"}
    request = request_for(JamMode.SLOTS, 0, WISH, texts, LIMITS)
    assert (request.idea, request.style, request.title, request.lyrics) == (
        *("rain on tin", "ska, sunny", "Tin", ""),
    )
    styled = Wish("rain on tin", "folk", "sonic-v6")
    assert request_for(JamMode.SLOTS, 0, styled, {MOOD: ""}, LIMITS).style == "folk"
    battle = request_for(JamMode.BATTLE, 0, WISH, {IDEA: "a whole song"}, LIMITS)
    assert (battle.idea, battle.style, battle.title) == ("a whole song", "", "")


def test_the_service_is_told_which_part_is_missing() -> None:
    assert brief_for("rain", verse(2), "", 200) == "Only the verse 2 of a song about: rain"
    brief = brief_for("rain", CHORUS, "[Verse 1]\nfirst\nlast line", 200)
    assert brief == "Only the chorus of a song about: rain. It follows the line: last line"
    assert length(brief_for("x" * 500, CHORUS, "y" * 500, 200)) <= 200


@pytest.mark.parametrize(
    ("draft", "part"),
    [
        ("[Verse]\none\ntwo\n\n[Chorus]\nthree", "one\ntwo"),
        ("one\n\ntwo", "one\n\ntwo"),
        ("[Verse]\n[Chorus]\nthree", "three"),
        ("[Verse]\n\n", ""),
        ("x" * 30, "x" * 20),
        ("aaaaaaaaaa\nbbbbbbbbbb\ncc", "aaaaaaaaaa"),
    ],
)
def test_of_a_draft_the_first_part_that_fits_is_taken(draft: str, part: str) -> None:
    assert part_from(draft, 20) == part


@given(text=st.text(), limit=st.integers(0, 40))
def test_cutting_keeps_a_beginning_within_the_limit(text: str, limit: int) -> None:
    kept = cut(text, limit)
    assert length(kept) <= limit
    assert kept in text


@given(parts=st.lists(st.integers(0, 1000), min_size=1, max_size=30), data=st.data())
def test_shares_are_exact_fair_and_never_above_what_was_pledged(
    parts: list[int], data: st.DataObject
) -> None:
    total = sum(parts)
    amount = data.draw(st.integers(0, total))
    shares = in_proportion(amount, dict(enumerate(parts)))
    assert sum(shares.values()) == amount
    for payer, part in enumerate(parts):
        assert 0 <= shares[payer] <= part
        if total:
            assert abs(shares[payer] - amount * part / total) < 1


def test_what_is_left_over_goes_to_the_first_of_equals() -> None:
    assert in_proportion(5, {"a": 10, "b": 10, "c": 10}) == {"a": 2, "b": 2, "c": 1}
    with pytest.raises(ValueError, match="4 out of 3"):
        in_proportion(4, {"a": 3})


@pytest.mark.parametrize(
    ("percent", "ceiling", "available", "added"),
    [(50, None, 100, 10), (50, 7, 100, 7), (50, None, 3, 3), (33, None, 100, 6), (0, None, 9, 0)],
)
def test_the_wallet_adds_its_percentage_as_far_as_it_may(
    percent: int, ceiling: int | None, available: int, added: int
) -> None:
    assert matching(21 if percent == 50 else 20, percent, ceiling, available) == added


@pytest.mark.parametrize("mode", JamMode)
def test_a_jam_only_goes_forward_over_what_is_optional(mode: JamMode) -> None:
    way = PHASES[mode]
    for at, phase in enumerate(way):
        for other in JamPhase:
            between = way[at + 1 : way.index(other)] if other in way[at + 1 :] else None
            forward = between is not None and set(between) <= OPTIONAL
            cancelled = other is JamPhase.CANCELLED and not phase.over
            assert may_become(mode, phase, other) == (forward or cancelled)


@given(st.sampled_from([slot for mode in JamMode for slot in slots_of(mode, 12)]))
def test_a_slots_key_is_its_name(slot: Slot) -> None:
    assert Slot.of(slot.key) == slot
