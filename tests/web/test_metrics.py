import aiohttp
import httpx
import pytest
from aiohttp import web

from bot.domain.ids import JobId
from bot.domain.jobs import JobState, Work
from bot.domain.operations import Operation
from bot.web.metrics import Metrics, Readings, status_class
from bot.web.server import WebServer


class Scene:
    """Metrics whose readings and time a test sets."""

    def __init__(self) -> None:
        self.readings: Readings | None = Readings(
            jobs=dict.fromkeys(JobState, 0) | {JobState.QUEUED: 3, JobState.SUCCEEDED: 7},
            worker_errors={Work.POLL: 2},
            ledger_findings=None,
            database_writable=True,
            provider_down=True,
        )
        self.time = 100.0
        self.metrics = Metrics(self._read, lambda: self.time)

    async def _read(self) -> Readings:
        if self.readings is None:
            raise OSError("the database is gone")
        return self.readings

    async def figures(self) -> dict[str, float]:
        async with (
            WebServer("127.0.0.1", 0, ready={}, routes=self.metrics.routes()) as server,
            httpx.AsyncClient(trust_env=False) as http,
        ):
            answer = await http.get(f"http://127.0.0.1:{server.port}/metrics")
        assert answer.status_code == 200
        lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
        return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


async def test_what_is_read_at_the_scrape_is_told() -> None:
    figures = await Scene().figures()
    assert figures['jamboree_jobs{state="queued"}'] == 3
    assert figures['jamboree_orders{outcome="succeeded"}'] == 7
    assert figures["jamboree_queue_length"] == 3
    assert figures['jamboree_worker_errors_total{work="poll"}'] == 2
    assert figures["jamboree_database_writable"] == 1
    assert figures["jamboree_provider_down"] == 1
    assert "jamboree_ledger_findings" not in figures


async def test_what_was_counted_is_told_even_when_the_database_cannot_be_read() -> None:
    scene = Scene()
    scene.metrics.provider_called(Operation.CREATE, 200)
    scene.metrics.provider_called(Operation.CREATE, None)
    scene.readings = None
    figures = await scene.figures()
    name = f'jamboree_provider_calls_total{{operation="{Operation.CREATE.value}",status="%s"}}'
    assert figures[name % "2xx"] == 1
    assert figures[name % "none"] == 1
    assert "jamboree_queue_length" not in figures


async def test_the_lag_is_from_the_last_task_to_the_first_final_card() -> None:
    scene, job = Scene(), JobId("aaaaaaaaaa")
    scene.metrics.task_finished(job)
    scene.time += 50
    scene.metrics.task_finished(job)
    scene.time += 4
    scene.metrics.final_card_shown(job)
    scene.metrics.final_card_shown(job)
    scene.metrics.final_card_shown(JobId("of-an-earlier-life"))
    figures = await scene.figures()
    assert figures["jamboree_finish_lag_seconds_count"] == 1
    assert figures["jamboree_finish_lag_seconds_sum"] == pytest.approx(4)


async def test_requests_of_a_client_are_counted_by_class() -> None:
    scene = Scene()

    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=int(request.match_info["status"]))

    routes = [web.get("/{status}", answer)]
    async with (
        WebServer("127.0.0.1", 0, ready={}, routes=routes) as server,
        aiohttp.ClientSession(trace_configs=[scene.metrics.discord_trace()]) as http,
    ):
        for status in (200, 204, 404, 429, 503):
            await http.get(f"http://127.0.0.1:{server.port}/{status}")
        port = server.port
    async with aiohttp.ClientSession(trace_configs=[scene.metrics.discord_trace()]) as http:
        with pytest.raises(aiohttp.ClientConnectionError):
            await http.get(f"http://127.0.0.1:{port}/200")
    figures = await scene.figures()
    told = {
        label: figures[f'jamboree_discord_requests_total{{status="{label}"}}']
        for label in ("2xx", "4xx", "429", "5xx", "none")
    }
    assert told == {"2xx": 2, "4xx": 1, "429": 1, "5xx": 1, "none": 1}


def test_labels_are_few() -> None:
    assert {status_class(status) for status in range(100, 600)} == {
        "1xx",
        "2xx",
        "3xx",
        "4xx",
        "5xx",
        "429",
    }
