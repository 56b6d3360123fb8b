"""The gate: distance between orders, pauses, and who waits behind whom."""

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest

from bot.domain.errors import Presence, ProviderBusy, ReportUnavailable
from bot.domain.ports import Turns
from bot.provider.gate import Gate, GateSettings
from tests.support.clock import ManualClock


class Waiter:
    """Moves the clock instead of waiting, and records how long it would have waited."""

    def __init__(self, clock: ManualClock) -> None:
        self.clock = clock
        self.waits: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.clock.advance(seconds)


def gate_with(settings: GateSettings) -> tuple[Gate, ManualClock, Waiter]:
    clock = ManualClock()
    waiter = Waiter(clock)
    return Gate(clock, settings, wait=waiter), clock, waiter


async def pass_order(gate: Gate) -> None:
    async with gate.order():
        pass


async def pass_question(gate: Gate) -> None:
    async with gate.question():
        pass


async def test_orders_keep_their_distance() -> None:
    gate, clock, waiter = gate_with(GateSettings(order_interval_seconds=3))
    await pass_order(gate)
    clock.advance(1)
    await pass_order(gate)
    await pass_order(gate)
    assert waiter.waits == [2, 3]


async def test_an_order_after_the_interval_does_not_wait() -> None:
    gate, clock, waiter = gate_with(GateSettings(order_interval_seconds=3))
    await pass_order(gate)
    clock.advance(3)
    await pass_order(gate)
    assert waiter.waits == []


async def test_orders_without_a_limit_of_frequency_do_not_wait() -> None:
    gate, _, waiter = gate_with(GateSettings(order_interval_seconds=3))
    for _ in range(3):
        async with gate.order(spaced=False):
            pass
    assert waiter.waits == []


async def test_who_would_wait_too_long_is_turned_away_with_the_time_to_come_again() -> None:
    clock = ManualClock()
    waits: list[float] = []
    release = asyncio.Event()

    async def wait(seconds: float) -> None:
        waits.append(seconds)
        await release.wait()

    settings = GateSettings(order_interval_seconds=3, longest_wait_seconds=6, orders_at_once=9)
    gate = Gate(clock, settings, wait=wait)
    tasks = [asyncio.create_task(pass_order(gate)) for _ in range(4)]
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION, timeout=5)
    refused = [task.exception() for task in done if task.exception()]
    assert [type(error) for error in refused] == [ProviderBusy]
    assert isinstance(refused[0], ProviderBusy)
    assert refused[0].retry_after_seconds == 9
    assert waits == [3, 6]
    release.set()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_only_some_orders_are_on_their_way_at_once() -> None:
    gate, _, _ = gate_with(GateSettings(order_interval_seconds=0, orders_at_once=2))
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(gate.order())
        await stack.enter_async_context(gate.order())
        with pytest.raises(ProviderBusy):
            await pass_order(gate)
    await pass_order(gate)


async def test_questions_do_not_wait_behind_orders() -> None:
    gate, _, waiter = gate_with(GateSettings(order_interval_seconds=3, orders_at_once=1))
    async with gate.order():
        await asyncio.wait_for(pass_question(gate), 5)
    assert waiter.waits == []


async def test_only_some_questions_are_asked_at_once() -> None:
    gate, _, _ = gate_with(GateSettings(questions_at_once=1))
    async with gate.question():
        second = asyncio.create_task(pass_question(gate))
        await asyncio.wait([second], timeout=0.01)
        assert not second.done()
    await asyncio.wait_for(second, 5)


async def test_a_pause_turns_everybody_away_until_its_last_moment() -> None:
    gate, clock, _ = gate_with(GateSettings(pause_seconds=30))
    assert gate.busy(None) == 30
    clock.advance(29.5)
    with pytest.raises(ProviderBusy) as order:
        await pass_order(gate)
    with pytest.raises(ReportUnavailable) as question:
        await pass_question(gate)
    assert order.value.retry_after_seconds == 0.5
    assert question.value.retry_after_seconds == 0.5
    assert order.value.presence is question.value.presence is Presence.UNASKED
    clock.advance(0.5)
    await pass_order(gate)
    await pass_question(gate)


async def test_a_pause_that_begins_while_an_order_waits_for_its_turn_stops_it() -> None:
    clock = ManualClock()
    settings = GateSettings(order_interval_seconds=3)

    async def wait(seconds: float) -> None:
        gate.busy(30)

    gate = Gate(clock, settings, wait=wait)
    await pass_order(gate)
    with pytest.raises(ProviderBusy):
        await pass_order(gate)


def test_pauses_double_up_to_the_ceiling_and_begin_short_again() -> None:
    gate, _, _ = gate_with(GateSettings(pause_seconds=10, longest_pause_seconds=60))
    assert [gate.busy(None) for _ in range(5)] == [10, 20, 40, 60, 60]
    gate.answered()
    assert gate.busy(None) == 10


@pytest.mark.parametrize(
    ("asked", "kept"), [(0.0, 0.0), (1.0, 1.0), (300.0, 300.0), (301.0, 300.0)]
)
def test_retry_after_is_honoured_up_to_the_ceiling(asked: float, kept: float) -> None:
    gate, _, _ = gate_with(GateSettings(longest_retry_after_seconds=300))
    assert gate.busy(asked) == kept


async def test_a_shorter_pause_does_not_end_a_longer_one() -> None:
    gate, clock, _ = gate_with(GateSettings())
    gate.busy(60)
    gate.busy(5)
    clock.advance(59)
    with pytest.raises(ProviderBusy):
        await pass_order(gate)


async def test_a_clock_that_is_put_back_shuts_nobody_out() -> None:
    gate, clock, waiter = gate_with(GateSettings())
    await pass_order(gate)
    gate.busy(60)
    clock.advance(-3600)
    await pass_order(gate)
    await pass_question(gate)
    assert waiter.waits == []


async def test_a_turn_is_told_before_it_is_taken() -> None:
    gate, clock, waiter = gate_with(GateSettings(order_interval_seconds=3))
    assert gate.turns() == Turns(1, None)
    gate.book(1)
    assert gate.turns() == Turns(0, clock.now() + timedelta(seconds=3))
    await pass_order(gate)
    clock.advance(3)
    assert gate.turns() == Turns(1, None)
    gate.book(1)
    await pass_order(gate)
    assert waiter.waits == []


async def test_no_turn_is_free_during_a_pause_or_while_enough_are_on_their_way() -> None:
    gate, clock, _ = gate_with(GateSettings(order_interval_seconds=0, orders_at_once=2))
    assert gate.turns() == Turns(2, None)
    async with gate.order(), gate.order():
        assert gate.turns() == Turns(0, clock.now() + timedelta(seconds=1))
    gate.busy(40)
    assert gate.turns() == Turns(0, clock.now() + timedelta(seconds=40))


async def test_turns_of_orders_that_never_came_are_not_lost() -> None:
    gate, clock, waiter = gate_with(GateSettings(order_interval_seconds=3, orders_at_once=2))
    for _ in range(10):
        assert gate.turns().free == 1
        gate.book(1)
        clock.advance(3)
    await pass_order(gate)
    assert waiter.waits == []
    assert gate.turns().free == 1
