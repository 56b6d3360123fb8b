from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from bot.domain.ids import JobId
from bot.domain.jams import (
    SERVICE,
    JamEnd,
    JamMode,
    JamPayer,
    JamPhase,
    JamSong,
    JamView,
    Pot,
    Turn,
)
from bot.domain.jams.modes import CHORUS, PHASES
from bot.domain.jobs import JobState
from bot.sandbox.wire.components import MOST_COMPONENTS, MOST_TEXT
from bot.ui.buttons import is_known
from bot.ui.jam_answers import stop_question
from bot.ui.jam_board import build_board, draw_board
from bot.ui.translation import DEFAULT_LOCALE
from tests.support.discord_objects import units
from tests.support.jam_views import HOST, NOW, person, view_of_jam

EVERY = [(mode, phase) for mode in JamMode for phase in (*PHASES[mode], JamPhase.CANCELLED)]
HOSTILE = "**@everyone** <@1> `x` [y](http://z) > # ||s||\n-# " * 20


def components(view: JamView) -> list[Mapping[str, object]]:
    """Return everything on a board, nested parts included."""
    built: list[dict[str, object]] = build_board(draw_board(view, DEFAULT_LOCALE)).to_components()  # type: ignore[no-untyped-call]
    return list(_walk(built))


def _walk(parts: object) -> Iterator[Mapping[str, object]]:
    if isinstance(parts, list):
        for part in parts:
            yield part
            yield from _walk(part.get("components"))


def text_of(view: JamView) -> str:
    """Return all words of a board."""
    return "\n".join(str(part["content"]) for part in components(view) if part["type"] == 10)


def labels(view: JamView) -> list[str]:
    """Return the labels of a board's buttons."""
    return [str(part["label"]) for part in components(view) if part["type"] == 2]


@pytest.mark.parametrize(("mode", "phase"), EVERY)
def test_a_board_fits_discord_and_no_text_of_members_acts(mode: JamMode, phase: JamPhase) -> None:
    view = view_of_jam(mode, phase, text=HOSTILE, people=200, theme=HOSTILE[:200], parts=12)
    stopped = replace(view.jam, end_reason=HOSTILE)
    parts = components(replace(view, jam=stopped))
    assert len(parts) <= MOST_COMPONENTS
    texts = [str(part["content"]) for part in parts if part["type"] == 10]
    assert sum(map(units, texts)) <= MOST_TEXT
    words = "\n".join(texts)
    for marked in ("**@everyone**", "<@1>", "`x`", "[y](", "||s||", "http://"):
        assert marked not in words
    for part in parts:
        if part["type"] == 2:
            assert is_known(str(part["custom_id"]))
            assert 1 <= units(str(part["label"])) <= 38


@pytest.mark.parametrize(("mode", "phase"), EVERY)
def test_a_board_names_its_phase_and_end_in_words(mode: JamMode, phase: JamPhase) -> None:
    view = view_of_jam(mode, phase)
    words = text_of(view)
    assert "a lighthouse in the fog" in words
    assert f"<@{HOST}>" in words
    if phase is JamPhase.COMPOSING:
        assert "ordered" in words
    else:
        assert "<t:" in words
        assert ":R>" in words


def test_what_can_be_done_depends_on_the_phase() -> None:
    host = ["Lock and begin", "Stop"]
    assert labels(view_of_jam(JamMode.SLOTS, JamPhase.GATHERING)) == [
        "Join", "Pledge", "Leave", *host,
    ]  # fmt: skip
    assert labels(view_of_jam(JamMode.VERSES, JamPhase.WRITING)) == [
        "Add a line", "Join or come back", "Pledge", "Leave",
        "Lock and compose", "Skip absent", "Choose for me · 1", "Stop",
    ]  # fmt: skip
    assert labels(view_of_jam(JamMode.BATTLE, JamPhase.PROPOSING)) == [
        "Add an idea", "Pledge", "Leave", "Lock and vote", "Stop",
    ]  # fmt: skip
    assert labels(view_of_jam(JamMode.SLOTS, JamPhase.VOTING)) == [
        "Vote", "Pledge", "Leave", "Lock and compose", "Stop",
    ]  # fmt: skip
    assert labels(view_of_jam(JamMode.BATTLE, JamPhase.CHOOSING)) == [
        "Vote", "Leave", "Lock and count",
    ]  # fmt: skip
    assert labels(view_of_jam(JamMode.BATTLE, JamPhase.DONE)) == ["Another round"]
    next_round = replace(view_of_jam(JamMode.BATTLE, JamPhase.DONE), next_id="x")
    assert labels(next_round) == []


def test_nothing_can_be_pledged_or_stopped_once_the_song_is_ordered() -> None:
    view = view_of_jam(JamMode.VERSES, JamPhase.COMPOSING)
    assert labels(view) == ["Pledge", "Leave", "Stop"]
    ordered = replace(view, jam=replace(view.jam, ordered=True))
    assert labels(ordered) == []
    two = JamSong(JobId("0123456789"), JobState.RUNNING, None)
    assert "2 songs are being made" in text_of(replace(ordered, songs=(two, two)))


def test_what_is_proposed_is_hidden_and_only_counted() -> None:
    for phase in (JamPhase.PROPOSING, JamPhase.VOTING):
        words = text_of(view_of_jam(JamMode.SLOTS, phase, text="secret words"))
        assert "secret words" not in words
        assert "**Genre** · 4 entries" in words
    assert "2 of 4 have voted" in text_of(view_of_jam(JamMode.SLOTS, JamPhase.VOTING))


def test_votes_are_shown_once_they_are_counted() -> None:
    words = text_of(view_of_jam(JamMode.SLOTS, JamPhase.DONE))
    assert f"by <@{person(1)}> · 3 votes" in words
    battle = text_of(view_of_jam(JamMode.BATTLE, JamPhase.CHOOSING))
    assert "Pot" not in battle
    assert "1. <@" in battle
    assert "the lamp turns slow" in battle


def test_a_turn_is_named_with_its_end_and_also_when_nobody_has_it() -> None:
    view = view_of_jam(JamMode.VERSES, JamPhase.WRITING)
    assert f"**Verse 1**: it is <@{person(1)}>'s turn; it ends <t:" in text_of(view)
    nobody = replace(view, jam=replace(view.jam, turn=Turn(2, CHORUS, None, None)))
    assert "Nobody is here to write **Chorus**" in text_of(nobody)
    service = replace(view, jam=replace(view.jam, turn=Turn(2, CHORUS, SERVICE, None)))
    assert "**Chorus** is being written by the music service" in text_of(service)
    assert "Skip absent" not in labels(service)
    done = replace(view, jam=replace(view.jam, turn=None))
    assert "Every part is written" in text_of(done)


def test_who_pays_and_what_is_missing_is_said() -> None:
    view = view_of_jam(JamMode.SLOTS, JamPhase.PROPOSING)
    assert "13 of 14 credits, pledged by 3 people, 4 of them by the server" in text_of(view)
    full = replace(view, pot=Pot(14, 0, 1))
    assert "14 of 14 credits, pledged by 1 person ✓" in text_of(full)
    for payer, words in ((JamPayer.HOST, f"<@{HOST}> pays"), (JamPayer.WALLET, "the server pays")):
        plan = replace(view.jam.plan, payer=payer)
        assert f"14 credits, which {words}" in text_of(
            replace(view, jam=replace(view.jam, plan=plan))
        )
    short = view_of_jam(JamMode.SLOTS, JamPhase.COMPOSING)
    hindered = replace(short, jam=replace(short.jam, obstacle="NotEnoughCredits"))
    assert "The pot lacks 1 credit of 14" in text_of(hindered)


@pytest.mark.parametrize(
    ("mode", "phase"),
    [(JamMode.VERSES, JamPhase.WRITING), (JamMode.SLOTS, JamPhase.VOTING)],
)
def test_a_host_who_pays_reads_the_price_before_ordering(mode: JamMode, phase: JamPhase) -> None:
    view = view_of_jam(mode, phase)
    assert "Lock and compose" in labels(view)
    plan = replace(view.jam.plan, payer=JamPayer.HOST)
    assert "Lock and compose · 14" in labels(replace(view, jam=replace(view.jam, plan=plan)))


def test_a_host_who_was_to_pay_and_is_gone_is_named() -> None:
    gone = f"<@{HOST}>, who was to pay, takes no part any more"
    view = view_of_jam(JamMode.SLOTS, JamPhase.COMPOSING)
    plan = replace(view.jam.plan, payer=JamPayer.HOST)
    hindered = replace(view, jam=replace(view.jam, plan=plan, obstacle="HostGone"))
    assert f"cannot be ordered yet: {gone}" in text_of(hindered)
    over = view_of_jam(JamMode.SLOTS, JamPhase.CANCELLED)
    ended = replace(over.jam, end=JamEnd.NOT_PAID, ended_at=NOW, obstacle="HostGone")
    assert f"could not be ordered: {gone}" in text_of(replace(over, jam=ended))


@pytest.mark.parametrize("end", [end for end in JamEnd if end is not JamEnd.FINISHED])
def test_every_end_without_a_song_says_that_everything_went_back(end: JamEnd) -> None:
    view = view_of_jam(JamMode.VERSES, JamPhase.CANCELLED)
    ended = replace(view, jam=replace(view.jam, end=end, ended_at=NOW, obstacle="LimitReached"))
    assert "went back" in text_of(ended)


def test_whoever_ends_a_jam_that_has_songs_reads_that_they_are_paid_for() -> None:
    asked = stop_question(view_of_jam(JamMode.BATTLE, JamPhase.CHOOSING), DEFAULT_LOCALE)
    assert "made and paid for" in asked
    assert "goes back" not in asked
    before = stop_question(view_of_jam(JamMode.BATTLE, JamPhase.VOTING), DEFAULT_LOCALE)
    assert "Everything pledged goes back" in before


def test_a_second_song_that_is_hindered_is_told() -> None:
    view = view_of_jam(JamMode.BATTLE, JamPhase.COMPOSING)
    ordered = replace(view.jam, ordered=True, obstacle="LimitReached")
    waiting = text_of(replace(view, jam=replace(ordered, ends_at=NOW)))
    assert "The other song cannot be ordered yet: a limit of this server is reached" in waiting
    given_up = "The other song could not be ordered: a limit of this server is reached"
    assert given_up in text_of(replace(view, jam=replace(ordered, ends_at=None)))
    done = view_of_jam(JamMode.BATTLE, JamPhase.DONE)
    assert "The other song" not in text_of(done)
    assert given_up in text_of(replace(done, jam=replace(done.jam, obstacle="LimitReached")))
