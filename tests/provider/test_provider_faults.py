"""The table of faults, row by row, through the real client."""

import httpx
import pytest

from bot.domain.errors import (
    NotAccepted,
    OutcomeUnknown,
    Presence,
    ProviderBusy,
    ProviderError,
    ProviderRefused,
    ProviderUnreachable,
    RefusalReason,
    ReportUnavailable,
)
from bot.domain.ids import ProviderTaskId
from bot.domain.ports import TaskState
from bot.provider.faults import TABLE, Fate, Row, row_of_exception, row_of_status
from bot.provider.wire import tools
from bot.provider.wire.sonic import CreateMusic
from tests.support.provider import (
    Answer,
    Script,
    everything_on,
    says,
    scripted_client,
    scripted_provider,
)

ORDER = CreateMusic(mv="sonic-v6", custom_mode=False, gpt_description_prompt="rain")
TASK = ProviderTaskId("task-1")


async def error_of_order(answer: Answer) -> ProviderError:
    script = Script([answer])
    async with scripted_client(script) as client:
        with pytest.raises(ProviderError) as raised:
            await client.sonic.create(ORDER)
    assert len(script.requests) == 1, "an order must be sent once"
    return raised.value


async def error_of_question(answer: Answer) -> ProviderError:
    script = Script([answer])
    async with scripted_client(script) as client:
        with pytest.raises(ProviderError) as raised:
            await client.sonic.task(TASK)
    return raised.value


NEVER_SENT = (ProviderUnreachable, ReportUnavailable)
UNKNOWN = (OutcomeUnknown, ReportUnavailable)
BUSY = (ProviderBusy, ReportUnavailable)
REFUSED = (ProviderRefused, ProviderRefused)
REFUSED_ORDER = (ProviderRefused, ReportUnavailable)

# One case for each row of the table, in its order, with the errors of an order and a question.
CASES: list[tuple[Answer, tuple[type[ProviderError], type[ProviderError]]]] = [
    (httpx.ConnectError("x"), NEVER_SENT),
    (httpx.ConnectTimeout("x"), NEVER_SENT),
    (httpx.PoolTimeout("x"), NEVER_SENT),
    (httpx.ProxyError("x"), NEVER_SENT),
    (httpx.UnsupportedProtocol("x"), NEVER_SENT),
    (httpx.InvalidURL("x"), NEVER_SENT),
    (httpx.WriteTimeout("x"), UNKNOWN),
    (httpx.WriteError("x"), UNKNOWN),
    (httpx.ReadTimeout("x"), UNKNOWN),
    (httpx.ReadError("x"), UNKNOWN),
    (httpx.CloseError("x"), UNKNOWN),
    (httpx.LocalProtocolError("x"), UNKNOWN),
    (httpx.RemoteProtocolError("x"), UNKNOWN),
    (httpx.DecodingError("x"), UNKNOWN),
    (httpx.TooManyRedirects("x"), UNKNOWN),
    (TimeoutError("x"), UNKNOWN),
    (httpx.HTTPError("x"), UNKNOWN),
    (httpx.StreamError("x"), UNKNOWN),
    (httpx.Response(200, text="<html>ok</html>"), UNKNOWN),
    (says({"code": 201, "task_id": ""}, 201), UNKNOWN),
    (httpx.Response(302, headers={"Location": "https://elsewhere.example"}), NEVER_SENT),
    (httpx.Response(308, headers={"Location": "https://elsewhere.example"}), NEVER_SENT),
    (httpx.Response(303, headers={"Location": "https://elsewhere.example"}), UNKNOWN),
    (says({"type": "unauthorized", "error": "x"}, 401), REFUSED),
    (says({"type": "insufficient_credits", "error": "x"}, 402), REFUSED_ORDER),
    (says({"type": "forbidden", "error": "x"}, 403), REFUSED_ORDER),
    (says({"error": "x"}, 408), UNKNOWN),
    (says({"type": "endpoint_retired", "error": "x"}, 410), REFUSED),
    (says({"type": "rate_limited", "error": "x"}, 429), BUSY),
    (says({"type": "validation_error", "error": "x"}, 400), REFUSED),
    (says({"error": "x"}, 503), BUSY),
    (says({"type": "upstream_error", "error": "x"}, 502), UNKNOWN),
]


def test_every_row_has_its_case() -> None:
    assert len(CASES) == len(TABLE)
    for row, (answer, _) in zip(TABLE, CASES, strict=True):
        assert happens(row, answer), row


def happens(row: Row, answer: Answer) -> bool:
    if isinstance(row.cause, type):
        return type(answer) is row.cause
    if not isinstance(answer, httpx.Response):
        return False
    unreadable = answer.headers.get("Content-Type", "").startswith("text/plain")
    return (0 if unreadable else answer.status_code) in row.cause


@pytest.mark.parametrize(("answer", "errors"), CASES)
async def test_a_row_for_an_order(
    answer: Answer, errors: tuple[type[ProviderError], type[ProviderError]]
) -> None:
    assert type(await error_of_order(answer)) is errors[0]


@pytest.mark.parametrize(
    ("answer", "errors"),
    [case for case in CASES if not (isinstance(case[0], httpx.Response) and case[0].is_success)],
)
async def test_a_row_for_a_question(
    answer: Answer, errors: tuple[type[ProviderError], type[ProviderError]]
) -> None:
    assert type(await error_of_question(answer)) is errors[1]


@pytest.mark.parametrize(("row", "case"), list(zip(TABLE, CASES, strict=True)))
def test_only_a_busy_service_makes_all_calls_pause(
    row: Row, case: tuple[Answer, tuple[type[ProviderError], type[ProviderError]]]
) -> None:
    assert row.pauses == (case[1][0] is ProviderBusy)


@pytest.mark.parametrize(
    ("answer", "presence"),
    [
        (httpx.ConnectError("x"), Presence.AWAY),
        (httpx.ReadTimeout("x"), Presence.AWAY),
        (httpx.Response(200, text="<html>ok</html>"), Presence.AWAY),
        (says({"error": "x"}, 500), Presence.AWAY),
        (says({"error": "x"}, 503), Presence.AWAY),
        (says({"type": "rate_limited", "error": "x"}, 429), Presence.THERE),
        (says({"type": "forbidden", "error": "x"}, 403), Presence.THERE),
        (says({"type": "insufficient_credits", "error": "x"}, 402), Presence.THERE),
        (says({"type": "validation_error", "error": "x"}, 400), Presence.THERE),
        (says({"type": "unauthorized", "error": "x"}, 401), Presence.THERE),
    ],
)
async def test_an_error_says_whether_the_service_is_there(
    answer: Answer, presence: Presence
) -> None:
    assert (await error_of_order(answer)).presence is presence
    assert (await error_of_question(answer)).presence is presence


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (400, {"type": "validation_error", "error": "x"}, RefusalReason.INVALID),
        (404, {"type": "not_found", "error": "x"}, RefusalReason.INVALID),
        (422, {"detail": "x"}, RefusalReason.INVALID),
        (418, {}, RefusalReason.INVALID),
        (401, {"message": "x"}, RefusalReason.UNAUTHORIZED),
        (402, {"error": "x"}, RefusalReason.OUT_OF_CREDITS),
        (403, {"error": "Not enough credits"}, RefusalReason.OUT_OF_CREDITS),
        (403, {"error": "Subscription lapsed"}, RefusalReason.OUT_OF_CREDITS),
        (403, {"type": "insufficient_credits", "error": "x"}, RefusalReason.OUT_OF_CREDITS),
        (403, {"error": 'Protected lyrics: "the credits roll"'}, RefusalReason.CONTENT),
        (403, {"error": "names an artist"}, RefusalReason.CONTENT),
        (410, {"type": "endpoint_retired"}, RefusalReason.RETIRED),
        (200, {"code": 402, "message": "x"}, RefusalReason.OUT_OF_CREDITS),
        (200, {"type": "validation_error", "error": "x"}, RefusalReason.INVALID),
    ],
)
async def test_refusals_name_their_reason(status: int, body: object, reason: RefusalReason) -> None:
    error = await error_of_order(says(body, status))
    assert isinstance(error, ProviderRefused)
    assert error.reason is reason


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({"detail": "d", "error": "e", "message": "m"}, "d"),
        ({"error": "e", "message": "m"}, "e"),
        ({"message": "m", "type": "t"}, "m"),
        ({"type": "validation_error"}, "validation_error"),
        ({"error": {"nested": 1}}, "HTTP 400"),
        ({"error": "e" * 501}, "e" * 500),
    ],
)
async def test_the_service_s_sentence_is_found(body: object, detail: str) -> None:
    error = await error_of_order(says(body, 400))
    assert isinstance(error, ProviderRefused)
    assert error.detail == detail


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200),
        httpx.Response(200, text="<!doctype html><p>maintenance"),
        httpx.Response(200, text="[]"),
        httpx.Response(200, text='{"task_id":'),
        httpx.Response(200, content=b"\xff\xfe"),
        httpx.Response(200, text="[" * 100_000),
        says({"code": 0, "message": "?"}),
        says({"code": 0, "task_id": "t-1"}),
        says({"code": 300, "task_id": "t-1"}),
        says({"code": 500, "message": "?"}),
        says({"type": "failed", "error": "?"}),
        httpx.Response(204),
    ],
)
async def test_a_success_that_cannot_be_read_is_of_unknown_outcome(answer: Answer) -> None:
    assert isinstance(await error_of_order(answer), OutcomeUnknown)


@pytest.mark.parametrize("status", [500, 501, 502, 504, 520])
async def test_a_failure_of_the_server_is_of_unknown_outcome(status: int) -> None:
    assert isinstance(await error_of_order(httpx.Response(status, text="<html>")), OutcomeUnknown)


async def test_a_redirect_is_not_followed() -> None:
    script = Script([httpx.Response(307, headers={"Location": "https://elsewhere.example/x"})])
    async with scripted_client(script) as client:
        with pytest.raises(NotAccepted):
            await client.sonic.create(ORDER)
    assert [request.url.host for request in script.requests] == ["music.example"]


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (says({"code": 202, "type": "not_ready", "error": "wait"}, 202), TaskState.WAITING),
        (says({"code": 202, "type": "not_ready", "error": "wait"}), TaskState.WAITING),
        (says({"type": "not_ready", "error": "wait"}), TaskState.WAITING),
        (says({"code": 202, "type": "not_ready", "data": []}), TaskState.WAITING),
        (says({"type": "failed", "error": "sorry"}, 500), TaskState.FAILED),
        (says({"type": "failed", "error": "sorry"}), TaskState.FAILED),
        (says({"code": 500, "type": "failed", "error": "sorry"}), TaskState.FAILED),
        (says({"type": "timeout", "error": "sorry"}, 504), TaskState.FAILED),
        (says({"code": 504, "error": "sorry"}, 504), TaskState.FAILED),
    ],
)
async def test_news_of_a_task_is_no_fault_of_the_call(answer: Answer, state: TaskState) -> None:
    async with scripted_provider(Script([answer])) as provider:
        report = await provider.report(TASK)
    assert report.state is state
    assert report.detail == ("sorry" if state is TaskState.FAILED else "")


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(504, text="<html>gateway"),
        says({"message": "Endpoint request timed out"}, 504),
        says({"type": "api_error", "error": "x"}, 500),
        says({"type": "failed", "error": "x"}, 502),
        httpx.Response(200, text="<html>"),
        httpx.Response(200),
        says({"code": 7}),
    ],
)
async def test_trouble_of_a_gateway_says_nothing_of_a_task(answer: Answer) -> None:
    assert isinstance(await error_of_question(answer), ReportUnavailable)


@pytest.mark.parametrize("status", [400, 404])
async def test_a_task_that_the_service_does_not_know_is_refused(status: int) -> None:
    error = await error_of_question(says({"error": "no such task"}, status))
    assert isinstance(error, ProviderRefused)
    assert error.reason is RefusalReason.INVALID


GUARDED = [
    httpx.Response(403, text="<!DOCTYPE html><title>Attention Required! | Cloudflare</title>"),
    httpx.Response(403, text="error code: 1020"),
    httpx.Response(403),
    says([], 403),
]


@pytest.mark.parametrize("answer", GUARDED)
async def test_a_403_that_is_not_the_service_s_own_is_no_refusal(answer: Answer) -> None:
    order = await error_of_order(answer)
    assert isinstance(order, ProviderUnreachable)
    assert order.presence is Presence.AWAY
    question = await error_of_question(answer)
    assert isinstance(question, ReportUnavailable)
    assert question.presence is Presence.AWAY


async def test_a_403_page_for_what_was_withdrawn_says_that_it_is_retired() -> None:
    persona = tools.Persona(name="N", clip_id="c", describe="d", styles="s")
    async with scripted_client(Script(list(GUARDED)), catalogue=everything_on()) as client:
        with pytest.raises(ProviderRefused) as raised:
            await client.tools.persona(persona)
    assert raised.value.reason is RefusalReason.RETIRED


def test_what_the_table_does_not_know_is_of_unknown_outcome() -> None:
    assert row_of_exception(KeyError()).fate is Fate.UNKNOWN
    assert row_of_status(999).fate is Fate.UNKNOWN


async def test_a_status_that_nobody_knows_is_of_unknown_outcome() -> None:
    assert isinstance(await error_of_order(says({"task_id": "t"}, 999)), OutcomeUnknown)
