"""Waiting as the service asks, and answers that are slow, cut or too large."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import (
    OutcomeUnknown,
    ProviderBusy,
    ProviderRefused,
    ReportUnavailable,
)
from bot.domain.ids import ProviderTaskId
from bot.provider.gate import GateSettings
from bot.provider.transport import ProviderTimeouts, retry_after_seconds
from bot.provider.wire.sonic import CreateMusic
from tests.support.clock import ManualClock
from tests.support.provider import Handler, Script, says, scripted_client, scripted_provider

ORDER = CreateMusic(mv="sonic-v6", custom_mode=False, gpt_description_prompt="rain")
TASK = ProviderTaskId("task-1")


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        (" 0 ", 0.0),
        ("Mon, 23 Nov 2026 12:00:30 GMT", 30.0),
        ("Mon, 23 Nov 2026 12:00:30 -0000", 30.0),
        ("Mon, 23 Nov 2026 11:59:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("", None),
        ("9" * 50, 999_999_999.0),
        ("Mon, 23 Nov 99999999999999999999 12:00:30 GMT", None),
    ],
)
def test_retry_after_is_read_in_both_forms(header: str, seconds: float | None) -> None:
    assert retry_after_seconds(header, ManualClock().now()) == seconds


@settings(deadline=None)
@given(st.text() | st.from_regex(r"[A-Z][a-z]{2}, \d+ [A-Z][a-z]{2} \d+ \d+:\d+:\d+ [+-]\d+"))
def test_any_retry_after_is_read_or_passed_over(header: str) -> None:
    seconds = retry_after_seconds(header, ManualClock().now())
    assert seconds is None or seconds >= 0


@pytest.mark.parametrize("status", [429, 503])
async def test_after_a_busy_answer_nothing_is_called_until_the_pause_ends(status: int) -> None:
    clock = ManualClock()
    script = Script([says({"error": "slow"}, status, Retry_After="20"), says({"task_id": "t"})])
    gate = GateSettings(order_interval_seconds=0)
    async with scripted_provider(script, clock=clock, gate=gate) as provider:
        with pytest.raises(ProviderBusy) as raised:
            await provider.client.sonic.create(ORDER)
        assert raised.value.retry_after_seconds == 20
        clock.advance(19.75)
        with pytest.raises(ProviderBusy) as paused:
            await provider.client.sonic.create(ORDER)
        assert paused.value.retry_after_seconds == 0.25
        with pytest.raises(ReportUnavailable):
            await provider.report(TASK)
        assert len(script.requests) == 1
        clock.advance(0.25)
        await provider.client.sonic.create(ORDER)
    assert len(script.requests) == 2


async def test_a_service_that_answers_drop_by_drop_is_given_up() -> None:
    async def never(request: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    timeouts = ProviderTimeouts(total_seconds=0.01)
    async with scripted_provider(never, timeouts=timeouts) as provider:
        with pytest.raises(OutcomeUnknown):
            await provider.client.sonic.create(ORDER)
        with pytest.raises(ReportUnavailable):
            await provider.report(TASK)


async def test_an_answer_is_read_only_up_to_the_limit() -> None:
    huge = says({"task_id": "t", "padding": "x" * 2000})
    timeouts = ProviderTimeouts(answer_bytes=1000)
    async with scripted_provider(Script([huge]), timeouts=timeouts) as provider:
        with pytest.raises(OutcomeUnknown):
            await provider.client.sonic.create(ORDER)


class Breaking(httpx.AsyncByteStream):
    """A body whose connection is lost in the middle."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b'{"task_id": "t-1",'
        raise httpx.ReadError("lost")


def breaking(status: int, **headers: str) -> Handler:
    async def answer(request: httpx.Request) -> httpx.Response:
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        return httpx.Response(status, headers=named, stream=Breaking())

    return answer


async def test_a_success_that_is_cut_is_of_unknown_outcome() -> None:
    async with scripted_client(breaking(200)) as client:
        with pytest.raises(OutcomeUnknown):
            await client.sonic.create(ORDER)
        with pytest.raises(ReportUnavailable):
            await client.sonic.task(TASK)


async def test_a_failure_that_is_cut_is_known_by_its_status() -> None:
    async with scripted_client(breaking(400)) as client:
        with pytest.raises(ProviderRefused):
            await client.sonic.create(ORDER)
    async with scripted_client(breaking(429, Retry_After="9")) as client:
        with pytest.raises(ProviderBusy) as raised:
            await client.sonic.create(ORDER)
    assert raised.value.retry_after_seconds == 9


async def test_pauses_grow_while_the_service_is_busy_and_are_short_again_afterwards() -> None:
    clock = ManualClock()
    busy, good = says({"error": "slow"}, 429), says({"task_id": "t"})
    gate = GateSettings(order_interval_seconds=0, pause_seconds=10)
    script = Script([busy, busy, good, busy])
    async with scripted_provider(script, clock=clock, gate=gate) as provider:
        order = provider.client.sonic.create
        assert await _pause_after_busy(order, clock) == 10
        assert await _pause_after_busy(order, clock) == 20
        await order(ORDER)
        assert await _pause_after_busy(order, clock) == 10


async def _pause_after_busy(
    order: Callable[[CreateMusic], Awaitable[object]], clock: ManualClock
) -> float:
    """Send an order that is answered busy; return the pause after it, and let it pass."""
    with pytest.raises(ProviderBusy):
        await order(ORDER)
    with pytest.raises(ProviderBusy) as paused:
        await order(ORDER)
    seconds = paused.value.retry_after_seconds
    assert seconds is not None
    clock.advance(seconds)
    return seconds


@pytest.mark.parametrize(("header", "seconds"), [("300", 300), ("301", 300), ("9" * 20, 300)])
async def test_what_a_busy_service_asks_for_is_told_up_to_the_ceiling(
    header: str, seconds: float
) -> None:
    answer = says({"error": "x"}, 429, Retry_After=header)
    async with scripted_client(Script([answer])) as client:
        with pytest.raises(ProviderBusy) as order:
            await client.sonic.create(ORDER)
    async with scripted_client(Script([answer])) as client:
        with pytest.raises(ReportUnavailable) as question:
            await client.sonic.task(TASK)
    assert order.value.retry_after_seconds == seconds
    assert question.value.retry_after_seconds == seconds


async def test_a_failing_service_is_believed_only_up_to_the_ceiling() -> None:
    answer = says({"error": "x"}, 500, Retry_After="9999")
    async with scripted_client(Script([answer])) as client:
        with pytest.raises(ReportUnavailable) as raised:
            await client.sonic.task(TASK)
    assert raised.value.retry_after_seconds == 300


async def test_a_busy_service_that_asks_for_nothing_gets_the_usual_pause() -> None:
    async with scripted_client(Script([says({"error": "x"}, 503)])) as client:
        with pytest.raises(ProviderBusy) as raised:
            await client.sonic.create(ORDER)
    assert raised.value.retry_after_seconds == 30
