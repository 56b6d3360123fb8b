"""Calls that nobody may believe: whatever is sent, the database stays as it is."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.ids import JobId, new_job_id
from bot.domain.ports import TaskReport, TaskState
from bot.provider.webhooks import LARGEST_BODY_BYTES, PATH, WebhookSender
from tests.support.announcing import Service, announcement, signed
from tests.support.core_fixture import order
from tests.support.surroundings import Core

REFUSALS = {400, 401, 404, 405, 413, 415}
EXAMPLES = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
"""The fixture is shared by the examples on purpose: none of them may leave a trace in it."""

VALUES = st.text(st.characters(min_codepoint=0x21, max_codepoint=0xFF, exclude_characters="\x7f"))
NAMES = st.sampled_from(
    [
        "X-Webhook-Timestamp",
        "X-Webhook-Signature",
        "X-Webhook-Id",
        "X-Webhook-Event",
        "Idempotency-Key",
        "Content-Type",
        "Content-Encoding",
    ]
)


@dataclass(frozen=True)
class Target:
    """A job that runs and was announced once, and the file that must not change."""

    service: Service
    job_id: JobId
    file: Path

    @property
    def path(self) -> str:
        """Where its announcements go."""
        return PATH.format(job_id=self.job_id)

    def rows(self) -> list[str]:
        """Return everything that is in the database."""
        with closing(sqlite3.connect(f"file:{self.file}?mode=ro", uri=True)) as connection:
            return list(connection.iterdump())

    def signed(self, body: bytes, late: timedelta = timedelta()) -> dict[str, str]:
        """Return the headers with which the service would announce `body` for the job."""
        return signed(body, self.job_id, self.service.core.clock.now() - late, "e-1")


@pytest.fixture
async def target(core: Core, service: Service, tmp_path: Path) -> AsyncIterator[Target]:
    """A job, watched: at the end the database is what it was, and the job can still be woken."""
    view = await order(core)
    await core.submitter.run_once()
    core.provider.reports = [TaskReport(TaskState.RUNNING)]
    await service.announce(view.job.job_id, event_id="e-1")
    assert await core.poller.run_once() == 1
    target = Target(service, view.job.job_id, tmp_path / "core.db")
    before = target.rows()
    yield target
    assert target.rows() == before
    assert await core.poller.run_once() == 0
    core.clock.advance(1)
    assert await service.announce(view.job.job_id, event_id="e-last") == 204
    assert await core.poller.run_once() == 1


@EXAMPLES
@given(st.dictionaries(NAMES, VALUES), st.binary(max_size=400))
async def test_any_headers_and_any_body(
    target: Target, headers: dict[str, str], body: bytes
) -> None:
    raw = {name.encode(): value.encode("latin-1") for name, value in headers.items()}
    assert await target.service.post(target.path, body, raw) in REFUSALS


@EXAMPLES
@given(st.data())
async def test_a_changed_body_or_signature(target: Target, data: st.DataObject) -> None:
    body = announcement()
    headers = target.signed(body)
    place = data.draw(st.integers(0, len(body) - 1), label="place")
    if data.draw(st.booleans(), label="in the body"):
        kind = data.draw(st.sampled_from(["changed", "shortened", "lengthened"]), label="how")
        other = bytes([body[place] ^ data.draw(st.integers(1, 255), label="by")])
        body = {
            "changed": body[:place] + other + body[place + 1 :],
            "shortened": body[:place],
            "lengthened": body + b" ",
        }[kind]
    else:
        signature = headers["X-Webhook-Signature"]
        digit = 7 + place % 64
        changed = data.draw(
            st.sampled_from("0123456789abcdef").filter(lambda new: new != signature[digit])
        )
        headers["X-Webhook-Signature"] = signature[:digit] + changed + signature[digit + 1 :]
    assert await target.service.post(target.path, body, headers) == 401


@EXAMPLES
@given(st.integers(301, 10**9), st.booleans())
async def test_a_true_signature_of_another_time(target: Target, seconds: int, future: bool) -> None:
    late = timedelta(seconds=-seconds if future else seconds)
    headers = target.signed(announcement(), late)
    assert await target.service.post(target.path, announcement(), headers) == 401


@EXAMPLES
@given(
    st.sampled_from(["e-1", "e-2", "", "é", "x" * 4000]),
    st.sampled_from([str.upper, str.lower, lambda text: text.removeprefix("sha256=")]),
    st.sampled_from(["song.completed", "song.failed", "nonsense"]),
)
async def test_a_repetition_with_other_unsigned_headers(
    target: Target, event_id: str, respell: type[str], event: str
) -> None:
    headers = target.signed(announcement()) | {"X-Webhook-Event": event, "X-Webhook-Id": event_id}
    headers["X-Webhook-Signature"] = respell(headers["X-Webhook-Signature"])
    raw = {name.encode(): value.encode() for name, value in headers.items()}
    assert await target.service.post(target.path, announcement(), raw) == 204


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@EXAMPLES
@given(JSON | st.dictionaries(st.sampled_from(["event", "type", "code", "data"]), JSON))
async def test_a_true_signature_of_something_else(target: Target, contents: object) -> None:
    body = json.dumps(contents).encode()
    if b'"task_id"' not in body:
        assert await target.service.post(target.path, body, target.signed(body)) == 400


@EXAMPLES
@given(st.text(max_size=40))
async def test_any_address(target: Target, text: str) -> None:
    path = f"/webhooks/music/{httpx.QueryParams({'x': text or 'x'})}".replace("x=", "", 1)
    headers = target.signed(announcement())
    assert await target.service.post(path, announcement(), headers) in REFUSALS


async def test_the_secret_of_another_job_or_server(target: Target) -> None:
    body, now = announcement(), target.service.core.clock.now()
    elsewhere = WebhookSender("https://bot.example", "a secret of another server")
    for headers in (
        signed(body, new_job_id(), now),
        signed(body, target.job_id, now, sender=elsewhere),
    ):
        assert await target.service.post(target.path, body, headers) == 401


async def test_a_body_that_is_too_large(target: Target) -> None:
    body = announcement().ljust(LARGEST_BODY_BYTES + 1)
    assert await target.service.post(target.path, body, target.signed(body)) == 413


async def test_a_large_body_of_unknown_length(target: Target) -> None:
    body = announcement().ljust(LARGEST_BODY_BYTES + 1)

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(body), 50_000):
            yield body[start : start + 50_000]

    answer = await target.service.http.post(
        target.path, content=pieces(), headers=target.signed(body)
    )
    assert answer.status_code == 413


async def test_a_packed_body(target: Target) -> None:
    headers = target.signed(announcement()) | {"Content-Encoding": "gzip"}
    assert await target.service.post(target.path, announcement(), headers) in {400, 415}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD"])
async def test_other_methods(target: Target, method: str) -> None:
    headers = target.signed(announcement())
    answer = await target.service.http.request(method, target.path, headers=headers)
    assert answer.status_code == 405


@pytest.mark.parametrize("sent", [0, 1, 50])
async def test_a_call_that_breaks_off(
    target: Target, sent: int, caplog: pytest.LogCaptureFixture
) -> None:
    await raw_call(target, f"Content-Length: {len(announcement())}", announcement()[:sent])
    assert (await target.service.http.get("/healthz")).status_code == 200
    assert caplog.records == []


async def test_a_call_that_is_no_http(target: Target) -> None:
    await raw_call(target, "Transfer-Encoding: chunked", b"5\r\nabcde\r\nnot a number\r\n")
    assert (await target.service.http.get("/healthz")).status_code == 200


async def raw_call(target: Target, length: str, body: bytes) -> None:
    """Send the head of a call and what `body` holds, say no more, and hear the server out."""
    headers = target.signed(announcement()) | {"Host": "bot"}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    reader, writer = await asyncio.open_connection("127.0.0.1", target.service.port)
    writer.write(f"POST {target.path} HTTP/1.1\r\n{length}\r\n{head}\r\n".encode() + body)
    writer.write_eof()
    async with asyncio.timeout(20):
        assert b" 204 " not in await reader.read()
    writer.close()
    await writer.wait_closed()


async def test_the_largest_allowed_body_is_read(core: Core, service: Service) -> None:
    view = await order(core)
    await core.submitter.run_once()
    body = announcement().ljust(LARGEST_BODY_BYTES)
    assert await service.announce(view.job.job_id, body) == 204
    assert await core.poller.run_once() == 1
