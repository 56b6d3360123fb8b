"""Announcements: who is believed, and what is understood."""

import contextlib
import json
from datetime import UTC, datetime

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import SetupError
from bot.domain.ids import JobId
from bot.provider.webhooks import (
    LARGEST_BODY_BYTES,
    Announcement,
    Distrust,
    WebhookEvent,
    WebhookRefused,
    WebhookSender,
    read_webhook,
    sign,
)

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
STAMP = str(int(NOW.timestamp()))
SENDER = WebhookSender("https://bot.example/base/", "a secret of the server")
JOB = JobId("0123456789")
SECRET = SENDER.secret_for(JOB)
COMPLETED = {
    "code": 200,
    "message": "success",
    "task_id": "t-1",
    "platform": "suno",
    "event": "song.completed",
    "data": [{"clip_id": "c-1", "state": "succeeded"}],
}


def signed(body: bytes, *, stamp: str = STAMP, secret: str = SECRET) -> httpx.Headers:
    headers = {
        "X-Webhook-Timestamp": stamp,
        "X-Webhook-Signature": f"sha256={sign(body, stamp, secret)}",
    }
    return httpx.Headers(headers)


def read(body: object, **more: str) -> WebhookEvent:
    raw = json.dumps(body).encode()
    headers = signed(raw)
    headers.update({name.replace("_", "-"): text for name, text in more.items()})
    return read_webhook(headers, raw, secret=SECRET, now=NOW)


def refused(headers: httpx.Headers, body: bytes, now: datetime = NOW) -> Distrust:
    with pytest.raises(WebhookRefused) as raised:
        read_webhook(headers, body, secret=SECRET, now=now)
    return raised.value.reason


def test_a_known_signature() -> None:
    # Made with: printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac key
    assert (
        sign(b'{"a":1}', "1700000000", "key")
        == "a438e398bfafc57e4396bb7fc2304422f0f768e965d073ca313cb52e22e6ad03"
    )


def test_a_signed_announcement_is_believed() -> None:
    event = read(COMPLETED, X_Webhook_Id="e-1")
    assert event.announcement is Announcement.COMPLETED
    assert (event.task_id, event.platform) == ("t-1", "suno")
    raw = json.dumps(COMPLETED).encode()
    assert event.replay_keys == (
        f"signature:{sign(raw, STAMP, SECRET)}",
        "event:t-1:song.completed:e-1",
    )


@pytest.mark.parametrize("prefix", ["", "sha256=", "SHA256="])
def test_the_prefix_of_a_signature_does_not_matter(prefix: str) -> None:
    raw = json.dumps(COMPLETED).encode()
    headers = signed(raw)
    headers["X-Webhook-Signature"] = prefix + sign(raw, STAMP, SECRET).upper()
    read_webhook(headers, raw, secret=SECRET, now=NOW)


@pytest.mark.parametrize(
    ("body", "headers", "announcement"),
    [
        (COMPLETED | {"event": "song.streaming"}, {}, Announcement.STREAMING),
        (COMPLETED | {"event": "song.failed"}, {}, Announcement.FAILED),
        (COMPLETED | {"event": "song.sold"}, {}, Announcement.OTHER),
        (
            COMPLETED | {"event": "song.failed"},
            {"X_Webhook_Event": "song.completed"},
            Announcement.FAILED,
        ),
        (
            {"task_id": "t", "data": []},
            {"X_Webhook_Event": "song.streaming"},
            Announcement.STREAMING,
        ),
        (
            {"type": "failed", "message": "…", "refund_processed": True, "task_id": "t"},
            {},
            Announcement.FAILED,
        ),
        ({"code": 500, "task_id": "t", "data": []}, {}, Announcement.FAILED),
        ({"task_id": "t-v", "data": {"persona_id": "p-1"}}, {}, Announcement.COMPLETED),
        ({"task_id": "t", "platform": "nuro", "status": "succeeded"}, {}, Announcement.OTHER),
        ({"data": {"task_id": "t"}}, {}, Announcement.COMPLETED),
    ],
)
def test_every_shape_is_understood(
    body: object, headers: dict[str, str], announcement: Announcement
) -> None:
    assert read(body, **headers).announcement is announcement


@pytest.mark.parametrize(
    ("seconds", "believed"), [(300, True), (-300, True), (301, False), (-301, False)]
)
def test_an_announcement_is_believed_for_five_minutes_either_way(
    seconds: int, believed: bool
) -> None:
    raw = json.dumps(COMPLETED).encode()
    headers = signed(raw, stamp=str(int(NOW.timestamp()) - seconds))
    if believed:
        read_webhook(headers, raw, secret=SECRET, now=NOW)
    else:
        assert refused(headers, raw) is Distrust.OUT_OF_TIME


@pytest.mark.parametrize("stamp", ["", "soon", "-5", "1e9", "1700000000.0", "٣٤", "9" * 13])
def test_a_timestamp_that_is_no_number_is_refused(stamp: str) -> None:
    raw = json.dumps(COMPLETED).encode()
    headers = signed(raw)
    headers["X-Webhook-Timestamp"] = stamp.encode().decode("latin-1")
    assert refused(headers, raw) is Distrust.UNSIGNED


@pytest.mark.parametrize("signature", ["", "sha256=", "abc", "z" * 64, "sha1=" + "a" * 64])
def test_a_malformed_signature_is_refused(signature: str) -> None:
    raw = json.dumps(COMPLETED).encode()
    headers = signed(raw)
    headers["X-Webhook-Signature"] = signature
    assert refused(headers, raw) is Distrust.UNSIGNED


def test_missing_headers_are_refused() -> None:
    assert refused(httpx.Headers(), b"{}") is Distrust.UNSIGNED


@settings(deadline=None)
@given(st.data())
def test_a_changed_body_time_or_secret_is_refused(data: st.DataObject) -> None:
    raw = json.dumps(COMPLETED).encode()
    headers = signed(raw)
    place = data.draw(st.integers(0, len(raw) - 1))
    other = bytes([raw[place] ^ data.draw(st.integers(1, 255))])
    assert refused(headers, raw[:place] + other + raw[place + 1 :]) is Distrust.FORGED
    assert refused(headers, raw[:place]) is Distrust.FORGED
    headers["X-Webhook-Timestamp"] = str(int(STAMP) + 1)
    assert refused(headers, raw) is Distrust.FORGED
    job = JobId(data.draw(st.text("0123456789abcdef", min_size=10, max_size=10)))
    if job != JOB:
        assert refused(signed(raw, secret=SENDER.secret_for(job)), raw) is Distrust.FORGED


def test_a_huge_body_is_refused_before_anything_else() -> None:
    assert refused(httpx.Headers(), b" " * (LARGEST_BODY_BYTES + 1)) is Distrust.TOO_LARGE
    fitting = json.dumps(COMPLETED).encode().ljust(LARGEST_BODY_BYTES)
    read_webhook(signed(fitting), fitting, secret=SECRET, now=NOW)


@settings(deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=100).map(lambda text: json.dumps(text).encode()))
def test_a_signed_body_that_is_no_announcement_is_refused(body: bytes) -> None:
    assert refused(signed(body), body) is Distrust.UNREADABLE


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)
KEYS = st.sampled_from(["task_id", "event", "type", "code", "data", "platform", "error"])


@settings(deadline=None)
@given(st.dictionaries(KEYS, JSON, max_size=7))
def test_a_signed_body_is_understood_or_refused(contents: dict[str, object]) -> None:
    body = json.dumps(contents).encode()
    if isinstance(contents.get("task_id"), str):
        with contextlib.suppress(WebhookRefused):
            assert read_webhook(signed(body), body, secret=SECRET, now=NOW).task_id
    elif not isinstance(contents.get("data"), dict):
        assert refused(signed(body), body) is Distrust.UNREADABLE


def test_the_same_announcement_again_shows_by_its_signature_whatever_its_id() -> None:
    first, again = read(COMPLETED, X_Webhook_Id="e-1"), read(COMPLETED, X_Webhook_Id="e-2")
    assert first.replay_keys[0] == again.replay_keys[0]


def test_an_event_without_an_id_is_known_by_its_signature_alone() -> None:
    assert len(read(COMPLETED).replay_keys) == 1
    assert read(COMPLETED, Idempotency_Key="e-1").replay_keys[1] == "event:t-1:song.completed:e-1"


def test_each_job_has_its_own_address_and_secret() -> None:
    callback, other = SENDER.callback_for(JOB), SENDER.callback_for(JobId("abcdefghjk"))
    assert callback.url == "https://bot.example/base/webhooks/music/0123456789"
    assert callback.secret == SECRET
    assert len(callback.secret) == 64
    assert callback.secret != other.secret
    assert callback.url != other.url
    again = WebhookSender("https://elsewhere.example", "a secret of the server")
    assert again.secret_for(JOB) == SECRET
    changed = WebhookSender("https://bot.example", "another secret of the server")
    assert changed.secret_for(JOB) != SECRET


def test_the_secret_of_the_server_is_not_shown() -> None:
    assert "a secret of the server" not in repr(SENDER)


@pytest.mark.parametrize(
    ("address", "secret"),
    [
        ("http://bot.example", "a secret of the server"),
        ("bot.example", "a secret of the server"),
        ("https://bot.example/" + "a" * 900, "a secret of the server"),
        ("https://bot.example", "short"),
        ("https://bot.example", ""),
    ],
)
def test_an_unusable_sender_is_told_at_the_start(address: str, secret: str) -> None:
    with pytest.raises(SetupError) as raised:
        WebhookSender(address, secret)
    assert not secret or secret not in raised.value.sentence


def test_a_stand_in_on_this_machine_needs_no_https() -> None:
    sender = WebhookSender("http://127.0.0.1:8080", "a secret of the server")
    assert sender.callback_for(JOB).url == "http://127.0.0.1:8080/webhooks/music/0123456789"
