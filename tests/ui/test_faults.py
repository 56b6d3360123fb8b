from types import SimpleNamespace
from typing import cast

import aiohttp
import discord
import pytest
from structlog.testing import capture_logs

from bot.domain.errors import MessageUnreachable, MessengerBusy
from bot.ui.faults import Fault, as_messenger_error, judge


def response(status: int) -> aiohttp.ClientResponse:
    """What discord.py needs of an answer."""
    return cast(aiohttp.ClientResponse, SimpleNamespace(status=status, reason="reason"))


def refusal(status: int, code: int = 0) -> discord.HTTPException:
    """Discord's answer as discord.py raises it."""
    kinds = {403: discord.Forbidden, 404: discord.NotFound, 500: discord.DiscordServerError}
    kind = kinds.get(status, discord.HTTPException)
    return kind(response(status), {"code": code, "message": "message"})


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (refusal(401, 50027), Fault.TOKEN_DEAD),
        (refusal(404, 10015), Fault.TOKEN_DEAD),
        (refusal(401), Fault.TOKEN_DEAD),
        (refusal(404, 10008), Fault.GONE),
        (refusal(404, 10003), Fault.GONE),
        (refusal(403, 50001), Fault.GONE),
        (refusal(400, 50083), Fault.ARCHIVED),
        (refusal(403, 50013), Fault.NOT_ALLOWED),
        (refusal(400, 160002), Fault.NOT_ALLOWED),
        (refusal(400, 40005), Fault.FILES_REFUSED),
        (refusal(400, 50045), Fault.FILES_REFUSED),
        (refusal(413), Fault.FILES_REFUSED),
        (refusal(400, 200000), Fault.TEXT_REFUSED),
        (refusal(429), Fault.PASSING),
        (refusal(429, 30046), Fault.PASSING),
        (refusal(400, 30046), Fault.PASSING),
        (refusal(500), Fault.PASSING),
        (refusal(503), Fault.PASSING),
        (discord.RateLimited(90.0), Fault.PASSING),
        (aiohttp.ServerDisconnectedError(), Fault.PASSING),
        (ConnectionResetError(104, "reset"), Fault.PASSING),
        (TimeoutError(), Fault.PASSING),
    ],
    ids=repr,
)
def test_every_refusal_has_a_meaning(error: Exception, fault: Fault) -> None:
    assert judge(error) is fault


def test_a_passing_fault_is_tried_again_when_discord_says() -> None:
    busy = as_messenger_error(discord.RateLimited(90.0))
    assert isinstance(busy, MessengerBusy)
    assert busy.retry_after_seconds == 90.0


def test_a_lasting_fault_is_not_tried_again() -> None:
    assert isinstance(as_messenger_error(refusal(404, 10008)), MessageUnreachable)
    assert isinstance(as_messenger_error(refusal(403, 50001)), MessageUnreachable)


def test_a_message_that_is_drawn_wrongly_is_logged_with_its_fields_and_without_texts() -> None:
    complaint = {"_errors": [{"code": "X", "message": 'Value "a *secret* word\nIn here: x"'}]}
    told = {
        "code": 50035,
        "message": "Invalid Form Body",
        "errors": {
            "content": complaint,
            "embeds": {"0": {"fields": {"3": {"value": complaint}}}},
        },
    }
    with capture_logs() as logs:
        error = as_messenger_error(discord.HTTPException(response(400), told))
    assert isinstance(error, MessageUnreachable)
    (line,) = logs
    assert (line["event"], line["log_level"], line["code"]) == ("message_malformed", "error", 50035)
    assert line["fields"] == ["content", "embeds.0.fields.3.value"]
    assert "content, embeds.0.fields.3.value" in error.reason
    assert "mistake of the bot" in error.reason
    for shown in (error.reason, f"{line}"):
        assert "secret" not in shown


def test_a_message_that_is_gone_is_no_mistake() -> None:
    with capture_logs() as logs:
        error = as_messenger_error(refusal(404, 10008))
    assert isinstance(error, MessageUnreachable)
    assert "mistake" not in error.reason
    assert logs == []


def test_mistakes_of_our_own_are_not_taken_for_discord_s() -> None:
    with pytest.raises(KeyError):
        as_messenger_error(KeyError("ours"))
