"""Whatever the service answers, the client returns something or raises one of our errors."""

import contextlib
import json

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.errors import NotAccepted, OutcomeUnknown, ProviderRefused, ReportUnavailable
from bot.domain.operations import Operation
from bot.provider.envelope import read_envelope
from bot.provider.routes import ROUTES
from tests.support.operations import EXAMPLES, Sources
from tests.support.provider import Script, everything_on, scripted_client, scripted_provider

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(
        ["succeeded", "failed", "SUCCESS", "not_ready", "https://x.example/a", "200", "c-1", ""]
    )
)
KEYS = st.sampled_from(
    [
        "data",
        "results",
        "code",
        "type",
        "error",
        "message",
        "detail",
        "status",
        "state",
        "task_id",
        "clip_id",
        "audio_url",
        "duration",
        "full",
        "extended",
        "clips",
        "persona_id",
        "steps",
        "upload",
        "files",
        "midi_url",
        "instruments",
        "notes",
        "alignment",
        "avg_bpm",
        "lyrics",
        "credits",
        "extra_credits",
    ]
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=20,
)
ODD = st.sampled_from(
    [rb"\ud83d", rb"\ude00", b"\xff", b"\xed\xa0\xbd", b"\x00", b"NaN", b"[" * 500]
)
WELL_FORMED = JSON.map(lambda value: json.dumps(value).encode())
DAMAGED = st.builds(
    lambda body, odd, at: body[: at % len(body)] + odd + body[at % len(body) :],
    WELL_FORMED,
    ODD,
    st.integers(0, 500),
)
BODIES = st.binary(max_size=200) | WELL_FORMED | DAMAGED
STATUSES = st.sampled_from(
    [200, 201, 202, 204, 302, 400, 401, 402, 403, 404, 410, 418, 422, 429, 500, 502, 503, 504, 599]
)
CATALOGUE = everything_on()
FUZZING = settings(
    # The machine may be busy with other things.
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    max_examples=300,
)


@FUZZING
@given(st.sampled_from(Operation), STATUSES, BODIES)
async def test_an_operation_returns_or_raises_what_it_says(
    operation: Operation, status: int, body: bytes
) -> None:
    script = Script([httpx.Response(status, content=body)])
    errors: tuple[type[Exception], ...] = (NotAccepted, OutcomeUnknown)
    if ROUTES[operation].method == "GET":
        errors = (ReportUnavailable, ProviderRefused)
    async with scripted_client(script, catalogue=CATALOGUE) as client:
        with contextlib.suppress(*errors):
            await EXAMPLES[operation](client, Sources())
    assert len(script.requests) == 1


@FUZZING
@given(STATUSES, BODIES)
async def test_a_report_or_one_of_its_errors(status: int, body: bytes) -> None:
    script = Script([httpx.Response(status, content=body)])
    async with scripted_provider(script) as provider:
        try:
            report = await provider.report(Sources().task)
        except (ReportUnavailable, ProviderRefused):
            return
    assert all(clip.audio_url.startswith(("http://", "https://")) for clip in report.clips)
    assert len(report.detail) <= 500


@settings(deadline=None)
@given(STATUSES, BODIES)
def test_an_envelope_can_be_made_of_anything(status: int, body: bytes) -> None:
    envelope = read_envelope(status, body)
    assert envelope.detail
    assert json.dumps(envelope.contents, ensure_ascii=False).encode()
    assert envelope.status == status or 200 <= status < 300
