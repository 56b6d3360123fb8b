"""What the logs hold, and above all what they do not."""

import logging
from collections.abc import Iterator

import httpx
import pytest
import structlog
from structlog.testing import capture_logs

from bot.domain.errors import ProviderError
from bot.domain.ids import ProviderTaskId
from bot.provider.wire.sonic import CreateMusic
from tests.support.provider import API_KEY, Answer, Script, says, scripted_client

SECRETS = (API_KEY, "my-secret-prompt", "sig=abc", "hook-secret", "secret-token")

ORDER = CreateMusic(
    mv="sonic-v6",
    custom_mode=False,
    gpt_description_prompt="my-secret-prompt",
    webhook_url="https://bot.example/hooks/1?secret-token",
    webhook_secret="hook-secret",
)

ANSWERS: list[Answer] = [
    says({"task_id": "task-1"}),
    says({"type": "forbidden", "error": 'we refuse "my-secret-prompt"'}, 403),
    says({"type": "my-secret-prompt", "error": "my-secret-prompt"}, 500),
    httpx.ReadTimeout("https://music.example/?secret-token my-secret-prompt"),
    says({"data": [{"clip_id": "c", "audio_url": "https://cdn.example/a.mp3?sig=abc"}]}),
    httpx.Response(200, text="<html>my-secret-prompt"),
    says({"error": "x"}, 429),
]


@pytest.fixture
def standard_logs(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.DEBUG):
        yield caplog


async def test_no_secret_reaches_the_logs(standard_logs: pytest.LogCaptureFixture) -> None:
    errors = []
    with capture_logs() as entries:
        for answer in ANSWERS:
            async with scripted_client(Script([answer])) as client:
                for call in (client.sonic.create(ORDER), client.sonic.task(ProviderTaskId("t"))):
                    try:
                        await call
                    except ProviderError as error:
                        errors.append(error)
    written = f"{entries} {standard_logs.text}"
    assert len(entries) >= 2 * len(ANSWERS)
    for secret in SECRETS:
        assert secret not in written
    assert API_KEY not in repr(errors)


async def test_each_call_is_logged_by_a_constant_name_with_its_data() -> None:
    with capture_logs() as entries:
        async with scripted_client(Script([says({"task_id": "task-1"})])) as client:
            await client.sonic.create(ORDER)
    assert len(entries) == 1
    entry = entries[0]
    assert entry.pop("seconds") >= 0
    assert entry == {
        "event": "provider_call_answered",
        "log_level": "info",
        "operation": "create",
        "place": "/sonic/create",
        "status": 200,
        "code": None,
        "type": "",
    }


def test_the_test_would_see_a_secret(standard_logs: pytest.LogCaptureFixture) -> None:
    with capture_logs() as entries:
        structlog.get_logger("x").info("event", key=API_KEY)
    assert API_KEY in str(entries)
