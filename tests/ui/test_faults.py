from types import SimpleNamespace
from typing import cast

import aiohttp
import discord
import pytest

from bot.domain.errors import MessageUnreachable, MessengerBusy
from bot.ui.faults import Fault, as_messenger_error, judge


def refusal(status: int, code: int = 0) -> discord.HTTPException:
    """Discord's answer as discord.py raises it."""
    kinds = {403: discord.Forbidden, 404: discord.NotFound, 500: discord.DiscordServerError}
    kind = kinds.get(status, discord.HTTPException)
    response = cast(aiohttp.ClientResponse, SimpleNamespace(status=status, reason="reason"))
    return kind(response, {"code": code, "message": "message"})


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
    assert isinstance(as_messenger_error(refusal(400, 50035)), MessageUnreachable)


def test_mistakes_of_our_own_are_not_taken_for_discord_s() -> None:
    with pytest.raises(KeyError):
        as_messenger_error(KeyError("ours"))
