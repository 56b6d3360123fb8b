from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.circuit import Circuit, CircuitPace

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PACE = CircuitPace(failures=3)


def failing(circuit: Circuit, times: int) -> Circuit:
    """Let calls fail, one a second."""
    for second in range(times):
        circuit = circuit.failed(NOW + timedelta(seconds=second), PACE)
    return circuit


def test_it_opens_at_the_last_of_so_many_failures_in_a_row() -> None:
    assert not failing(Circuit(), 2).open
    opened = failing(Circuit(), 3)
    assert opened.down_since == NOW
    assert opened.probe_at == NOW + timedelta(seconds=2) + PACE.first_probe


def test_an_answer_in_between_begins_the_count_anew() -> None:
    circuit = failing(Circuit(), 2).answered(NOW, order_taken=False)
    assert not failing(circuit, 2).open


def test_probes_come_less_and_less_often() -> None:
    circuit, waits = failing(Circuit(), 3), []
    for _ in range(7):
        assert circuit.probe_at is not None
        at = circuit.probe_at
        probing = circuit.probing(at, PACE)
        assert probing is not None
        assert probing.probe_at is not None
        waits.append((probing.probe_at - at).total_seconds())
        circuit = probing
    assert waits == [10, 20, 40, 60, 60, 60, 60]


def test_of_several_who_look_one_probes() -> None:
    circuit = failing(Circuit(), 3)
    assert circuit.probe_at is not None
    assert circuit.probing(circuit.probe_at - timedelta(microseconds=1), PACE) is None
    first = circuit.probing(circuit.probe_at, PACE)
    assert first is not None
    assert first.probing(circuit.probe_at, PACE) is None


def test_after_a_probe_it_is_on_trial_until_an_order_is_taken() -> None:
    back = failing(Circuit(), 3).answered(NOW, order_taken=False)
    assert (back.open, back.trial, back.closed_at) == (False, True, NOW)
    polled = back.answered(NOW, order_taken=False)
    assert polled.trial
    assert not polled.answered(NOW, order_taken=True).trial


def test_one_failure_ends_a_trial_and_the_waits_go_on_growing() -> None:
    circuit = failing(Circuit(), 3)
    assert circuit.probe_at is not None
    probing = circuit.probing(circuit.probe_at, PACE)
    assert probing is not None
    again = probing.answered(NOW, order_taken=False).failed(NOW, PACE)
    assert again.open
    assert again.probe_at == NOW + PACE.wait(1)


def test_a_question_about_one_task_ends_no_trial() -> None:
    on_trial = failing(Circuit(), 3).answered(NOW, order_taken=False)
    asked = on_trial
    for _ in range(10):
        asked = asked.failed(NOW, PACE, decisive=False)
    assert asked == on_trial
    assert asked.failed(NOW, PACE).down_since == NOW


def test_questions_about_tasks_show_that_a_service_went_away() -> None:
    circuit = Circuit()
    for _ in range(3):
        circuit = circuit.failed(NOW, PACE, decisive=False)
    assert circuit.open


@given(st.lists(st.sampled_from(["failed", "unreported", "answered", "taken"]), max_size=30))
def test_it_is_open_only_after_failures_and_never_after_an_answer(calls: list[str]) -> None:
    circuit = Circuit()
    for call in calls:
        if call in {"failed", "unreported"}:
            circuit = circuit.failed(NOW, PACE, decisive=call == "failed")
        else:
            circuit = circuit.answered(NOW, order_taken=call == "taken")
            assert not circuit.open
            assert circuit.failures == 0
    assert circuit.open == (circuit.down_since is not None)
    if circuit.open:
        assert calls[-1] in {"failed", "unreported"}
