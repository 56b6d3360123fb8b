"""The studio's faults over a socket: what the client makes of them, and what it does not repeat."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest
import pytest_asyncio

from bot.domain.errors import (
    OutcomeUnknown,
    ProviderBusy,
    ProviderError,
    ProviderRefused,
    ProviderUnreachable,
    ReportUnavailable,
)
from bot.domain.operations import Operation
from bot.domain.ports import TaskState
from bot.provider import AIMusicProvider, GateSettings, load_catalogue, open_provider
from bot.provider.reading.accepted import Accepted
from bot.provider.transport import ProviderTimeouts
from bot.studio.config import Delays, StudioConfig
from bot.studio.server import Studio
from tests.support.clock import ManualClock
from tests.support.operations import EXAMPLES, Sources

pytestmark = pytest.mark.asyncio(loop_scope="module")

UNPAUSED = GateSettings(
    order_interval_seconds=0.0, pause_seconds=0.0, longest_retry_after_seconds=0.0
)


@dataclass(frozen=True)
class Stage:
    """A studio that can be told to fail, and the provider over its socket."""

    studio: Studio
    provider: AIMusicProvider

    async def arm(self, fault: str, **more: object) -> None:
        async with httpx.AsyncClient() as http:
            answer = await http.post(
                f"{self.studio.root}/studio/faults", json={"fault": fault, **more}
            )
        assert answer.status_code == 200, answer.text

    async def accepted_posts(self) -> int:
        async with httpx.AsyncClient() as http:
            answer = await http.get(f"{self.studio.root}/studio/ledger")
        return int(answer.json()["accepted_posts"])

    async def order(self) -> Accepted:
        accepted = await EXAMPLES[Operation.CREATE](self.provider.client, Sources())
        assert isinstance(accepted, Accepted)
        return accepted


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage() -> AsyncIterator[Stage]:
    config = StudioConfig(api_key="key", delays=Delays.none(), seed=7, render_ahead=False)
    async with (
        Studio(config) as studio,
        open_provider(
            studio.url,
            "key",
            catalogue=load_catalogue(),
            clock=ManualClock(),
            gate=UNPAUSED,
            timeouts=ProviderTimeouts(read_seconds=0.5),
        ) as provider,
    ):
        yield Stage(studio, provider)


ORDERS = [
    ("bad_request", ProviderRefused, 0),
    ("unauthorized", ProviderRefused, 0),
    ("insufficient_credits", ProviderRefused, 0),
    ("credits_exhausted", ProviderRefused, 0),
    ("forbidden", ProviderRefused, 0),
    ("not_found", ProviderRefused, 0),
    ("gone", ProviderRefused, 0),
    ("unprocessable", ProviderRefused, 0),
    ("rate_limited", ProviderBusy, 0),
    ("unavailable", ProviderBusy, 0),
    ("api_error", OutcomeUnknown, 0),
    ("upstream_error", OutcomeUnknown, 0),
    ("timeout", OutcomeUnknown, 0),
    ("cut_before", OutcomeUnknown, 0),
    ("html_before", OutcomeUnknown, 0),
    ("empty_before", OutcomeUnknown, 0),
    ("cut_after", OutcomeUnknown, 1),
    ("html_after", OutcomeUnknown, 1),
    ("empty_after", OutcomeUnknown, 1),
]


@pytest.mark.parametrize(("fault", "error", "accepted"), ORDERS)
async def test_a_fault_of_an_order_is_told_and_the_order_is_not_repeated(
    stage: Stage, fault: str, error: type[ProviderError], accepted: int
) -> None:
    before = await stage.accepted_posts()
    await stage.arm(fault, path="/sonic/create")
    with pytest.raises(ProviderError) as raised:
        await stage.order()
    assert type(raised.value) is error
    assert await stage.accepted_posts() - before == accepted


async def test_an_order_that_is_answered_too_late_is_of_unknown_outcome(stage: Stage) -> None:
    await stage.arm("delay", path="/sonic/create", value=1.0)
    with pytest.raises(OutcomeUnknown):
        await stage.order()


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        ("long_not_ready", TaskState.WAITING),
        ("task_clips_failed", TaskState.FAILED),
        ("task_failed_500", TaskState.FAILED),
        ("task_timeout_504", TaskState.FAILED),
        ("one_clip_failed", TaskState.FINISHED),
    ],
)
async def test_a_task_that_goes_wrong_is_reported(
    stage: Stage, fault: str, state: TaskState
) -> None:
    more = {"value": 1000.0} if fault == "long_not_ready" else {}
    await stage.arm(fault, path="/sonic/create", **more)
    accepted = await stage.order()
    report = await stage.provider.report(accepted.task_id)
    assert report.state is state
    assert report.failed_clips == (1 if fault == "one_clip_failed" else report.failed_clips)
    assert bool(report.detail) == (state is TaskState.FAILED or fault == "one_clip_failed")


@pytest.mark.parametrize(
    "fault",
    ["rate_limited", "api_error", "upstream_error", "unavailable", "cut_before", "html_before"],
)
async def test_a_poll_that_goes_wrong_is_made_again_later(stage: Stage, fault: str) -> None:
    accepted = await stage.order()
    await stage.arm(fault, path="/sonic/task")
    with pytest.raises(ReportUnavailable):
        await stage.provider.report(accepted.task_id)
    report = await stage.provider.report(accepted.task_id)
    assert report.state is TaskState.FINISHED
    assert len(report.clips) == 2


async def test_nothing_was_sent_when_nobody_listens() -> None:
    async with Studio(StudioConfig()) as studio:
        address = studio.url
    async with open_provider(
        address, "key", catalogue=load_catalogue(), clock=ManualClock()
    ) as provider:
        with pytest.raises(ProviderUnreachable):
            await EXAMPLES[Operation.CREATE](provider.client, Sources())
        with pytest.raises(ReportUnavailable):
            await provider.balance()
