"""Composing: every style, metre and length gives music that holds together."""

from dataclasses import replace
from itertools import pairwise

import pytest

from bot.studio.music import composer, editing, form, planner, theory
from bot.studio.music.instruments import INSTRUMENTS
from bot.studio.music.plan import Plan
from bot.studio.music.score import TICKS_PER_BEAT, Metre, Role, Score
from bot.studio.music.styles import STYLES
from bot.studio.words import brief, lyrics

WORDS = lyrics.write("a lighthouse keeper", 3).lyrics
ALL = pytest.mark.parametrize("style", [style.name for style in STYLES])


def planned(tags: str, *, sung: bool = True, seed: int = 5, wildness: float = 0.3) -> Plan:
    return planner.draft(brief.read(tags, ""), seed, sung=sung, wildness=wildness)


def composed(tags: str, duration: float | None = 45, *, sung: bool = True, seed: int = 5) -> Score:
    plan = planned(tags, sung=sung, seed=seed)
    return composer.compose(plan, composer.form_of(plan, WORDS if sung else None, duration))


@ALL
@pytest.mark.parametrize("sung", [True, False])
def test_every_note_can_be_played(style: str, sung: bool) -> None:
    for extra in ("", ", 3/4", ", 6/8", ", 5/4"):
        score = composed(style + extra, sung=sung)
        for part in score.parts:
            assert part.notes
            for note in part.notes:
                assert 0 <= note.start < score.length
                assert note.length > 0
                assert 20 < note.pitch < 112
                assert 0 < note.velocity < 128


@ALL
def test_style_is_known_by_its_name(style: str) -> None:
    assert brief.read(style, "").style == style
    assert brief.read("", f"a {style} song about rain").style == style


@ALL
def test_melody_is_singable(style: str) -> None:
    score = composed(style)
    assert score.lead is not None
    assert score.lead.role is Role.VOCALS
    notes = score.lead.notes
    assert all(a.start < b.start for a, b in pairwise(notes))
    assert max(note.pitch for note in notes) - min(note.pitch for note in notes) <= 18
    leaps = [abs(b.pitch - a.pitch) for a, b in pairwise(notes)]
    assert sum(leaps) / len(leaps) < 4.5


@ALL
def test_melody_agrees_with_its_chords(style: str) -> None:
    score = composed(style)
    assert score.lead is not None
    fitting = total = 0
    for note in score.lead.notes:
        if note.length >= TICKS_PER_BEAT:
            chord = next(
                each
                for each in score.harmonies
                if each.start <= note.start < each.start + each.length
            )
            fitting += note.pitch % 12 in chord.pitch_classes
            total += 1
    assert fitting >= 0.8 * total


@ALL
def test_hook_returns_in_every_chorus(style: str) -> None:
    score = composed(style, duration=None)
    assert score.lead is not None
    lead = score.lead.notes
    choruses = [each for each in score.passages if each.kind == form.CHORUS]
    heard = [
        [
            (note.start - each.start, note.pitch)
            for note in lead
            if each.start <= note.start < each.start + each.length
        ]
        for each in choruses
    ]
    assert all(heard)
    assert all(each == heard[0] for each in heard)


@ALL
def test_same_plan_and_form_give_the_same_score(style: str) -> None:
    assert composed(style) == composed(style)
    assert composed(style) != composed(style, seed=6)


@pytest.mark.parametrize("duration", [10, 17, 30, 60, 61, 90, 150, 360])
@pytest.mark.parametrize("sung", [True, False])
def test_length_comes_near_to_what_was_asked(duration: float, sung: bool) -> None:
    for style in ("pop", "ballad", "waltz", "drum and bass", "ambient"):
        score = composed(style, duration, sung=sung)
        assert score.duration_seconds == pytest.approx(duration, abs=max(5, 0.1 * duration))


@ALL
def test_songs_without_a_wish_last_a_minute_or_two(style: str) -> None:
    plan = planned(style)
    words = lyrics.write("a lost umbrella", 1, lines=composer.lines_for(plan, None)).lyrics
    score = composer.compose(plan, composer.form_of(plan, words, None))
    assert 50 < score.duration_seconds < 130


def test_words_of_a_request_are_heard() -> None:
    wanted = brief.read("waltz, 92 bpm, in f# minor", "with cello and no drums", "accordion")
    plan = planner.draft(wanted, 1, sung=True)
    assert (plan.style, plan.tempo, plan.metre) == ("waltz", 92.0, Metre(3, 4))
    assert plan.key_name == "F# minor"
    assert 42 in plan.programs or plan.lead == 42
    assert plan.kit is None
    assert 21 not in plan.programs
    score = composer.compose(plan, composer.form_of(plan, WORDS, 30))
    assert not any(part.is_drum for part in score.parts)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("in bb major", "Bb major"),
        ("in c sharp minor", "Db minor"),
        ("in e flat dorian", "Eb dorian"),
    ],
)
def test_keys_are_read(text: str, key: str) -> None:
    assert planner.draft(brief.read(text, ""), 1, sung=True).key_name == key


def test_mood_decides_between_dark_and_bright() -> None:
    for seed in range(8):
        assert planned("sad, melancholic pop", seed=seed).mode.is_dark
        assert not planned("happy, sunny pop", seed=seed).mode.is_dark


@ALL
def test_numerals_of_every_style_can_be_read(style: str) -> None:
    found = next(each for each in STYLES if each.name == style)
    for progression in found.bright + found.dark:
        for numeral in progression.split():
            root, intervals = theory.chord(numeral)
            assert 0 <= root < 12
            assert intervals[0] == 0


@pytest.mark.parametrize("numeral", ["", "H", "Ivi", "Imaj99", "x"])
def test_what_is_no_numeral_is_refused(numeral: str) -> None:
    with pytest.raises(ValueError, match="not a"):
        theory.chord(numeral)


def test_voices_move_little_between_chords() -> None:
    first = theory.voicing((0, 4, 7), (), 60)
    second = theory.voicing((9, 0, 4), first, 60)
    assert sorted(tone % 12 for tone in second) == [0, 4, 9]
    assert sum(min(abs(tone - old) for old in first) for tone in second) <= 2


def test_programs_of_styles_are_known() -> None:
    for style in STYLES:
        for program in (
            *style.basses,
            *style.leads,
            *(p for c in style.chairs for p in c.programs),
        ):
            assert program in INSTRUMENTS


def test_cut_pieces_join_to_the_whole() -> None:
    score = composed("rock")
    for seam in (1, score.length // 3, score.length // 2 + 77, score.length - 1):
        again = editing.joined(editing.cut(score, 0, seam), editing.cut(score, seam, score.length))
        assert again.length == score.length
        assert again.fade_out == score.fade_out
        before = {part.name: [note[:3:2] for note in sorted(part.notes)] for part in score.parts}
        after = {part.name: [note[:3:2] for note in sorted(part.notes)] for part in again.parts}
        assert after == before
        assert [each.text for each in again.syllables] == [each.text for each in score.syllables]
        assert sum(each.length for each in again.harmonies) == score.length


def test_recounting_keeps_every_second() -> None:
    score = composed("jazz")
    other = editing.recounted(score, score.tempo * 1.5)
    assert other.duration_seconds == pytest.approx(score.duration_seconds, abs=0.01)
    for part, again in zip(score.parts, other.parts, strict=True):
        assert [other.seconds(note.start) for note in again.notes] == pytest.approx(
            [score.seconds(note.start) for note in part.notes], abs=0.01
        )


def test_transposing_leaves_drums_alone() -> None:
    score = composed("rock")
    higher = editing.transposed(score, 3)
    for part, again in zip(score.parts, higher.parts, strict=True):
        step = 0 if part.is_drum else 3
        assert [note.pitch + step for note in part.notes] == [note.pitch for note in again.notes]


def test_continuation_has_the_instruments_of_its_song() -> None:
    plan = planned("reggae")
    song = composer.compose(plan, composer.form_of(plan, WORDS, 60))
    later = composer.compose(plan, composer.form_of(plan, WORDS, 60, opening=False), 240)
    assert {part.program for part in later.parts} <= {part.program for part in song.parts}
    assert min(note.start for part in later.parts for note in part.notes) >= 236
    assert (later.tempo, later.metre) == (song.tempo, song.metre)


def test_wilder_songs_differ() -> None:
    plan = planned("pop")
    sections = composer.form_of(plan, WORDS, 60)
    tame = composer.compose(replace(plan, wildness=0.0), sections)
    wild = composer.compose(replace(plan, wildness=1.0), sections)
    assert tame.lead is not None
    assert wild.lead is not None
    assert tame.lead.notes != wild.lead.notes
