"""What goes over the wire for each operation, and which answers of the service fit it."""

import json

import httpx
import pytest

from bot.domain.errors import OutcomeUnknown, ProviderError, ProviderRefused, RefusalReason
from bot.domain.operations import Family, Operation
from bot.provider import load_catalogue
from bot.provider.routes import ROUTES
from tests.support.operations import EXAMPLES, EXCHANGES, Sources
from tests.support.provider import Script, everything_on, says, scripted_client
from tests.support.sonic_exchanges import ACCEPTED


@pytest.mark.parametrize("operation", Operation)
async def test_what_is_sent_is_the_documented_request(operation: Operation) -> None:
    place, body, answer = EXCHANGES[operation]
    script = Script([says(answer)])
    async with scripted_client(script, catalogue=everything_on()) as client:
        await EXAMPLES[operation](client, Sources())
    assert script.paths == [place]
    assert script.bodies == [body]


ORDERS = [operation for operation in Operation if ROUTES[operation].method == "POST"]
QUESTIONS = [operation for operation in Operation if ROUTES[operation].method == "GET"]
WITHDRAWN = [operation for operation, offer in load_catalogue().offers.items() if not offer.enabled]


@pytest.mark.parametrize("operation", ORDERS)
async def test_an_order_whose_fate_is_unknown_is_sent_once(operation: Operation) -> None:
    for answer in (httpx.ReadTimeout("x"), httpx.Response(502, text="<html>"), says({})):
        script = Script([answer])
        async with scripted_client(script, catalogue=everything_on()) as client:
            with pytest.raises(OutcomeUnknown):
                await EXAMPLES[operation](client, Sources())
        assert len(script.requests) == 1


@pytest.mark.parametrize("operation", Operation)
async def test_a_refusal_is_told_as_such(operation: Operation) -> None:
    answer = says({"type": "unauthorized", "error": "no"}, 401)
    async with scripted_client(Script([answer]), catalogue=everything_on()) as client:
        with pytest.raises(ProviderRefused) as raised:
            await EXAMPLES[operation](client, Sources())
    assert raised.value.reason is RefusalReason.UNAUTHORIZED


@pytest.mark.parametrize("operation", WITHDRAWN)
async def test_what_is_withdrawn_is_not_called_until_it_is_switched_on(
    operation: Operation,
) -> None:
    script = Script([says({"error": "gone"}, 404)])
    async with scripted_client(script) as client:
        with pytest.raises(ProviderRefused) as raised:
            await EXAMPLES[operation](client, Sources())
    assert raised.value.reason is RefusalReason.RETIRED
    assert script.requests == []


@pytest.mark.parametrize("operation", WITHDRAWN)
@pytest.mark.parametrize("status", [403, 404, 410, 501])
async def test_what_is_withdrawn_and_refused_is_retired(operation: Operation, status: int) -> None:
    script = Script([says({"error": "unavailable"}, status)])
    async with scripted_client(script, catalogue=everything_on()) as client:
        with pytest.raises(ProviderRefused) as raised:
            await EXAMPLES[operation](client, Sources())
    assert raised.value.reason is RefusalReason.RETIRED
    assert len(script.requests) == 1


async def test_an_empty_account_is_told_even_for_what_is_withdrawn() -> None:
    script = Script([says({"error": "no credits left"}, 403)])
    async with scripted_client(script, catalogue=everything_on()) as client:
        with pytest.raises(ProviderRefused) as raised:
            await EXAMPLES[Operation.NURO_VOCAL](client, Sources())
    assert raised.value.reason is RefusalReason.OUT_OF_CREDITS


async def test_what_is_offered_and_not_found_is_not_retired() -> None:
    script = Script([says({"error": "no lyrics"}, 404)])
    async with scripted_client(script) as client:
        with pytest.raises(ProviderRefused) as raised:
            await EXAMPLES[Operation.ALIGNED_LYRICS](client, Sources())
    assert raised.value.reason is RefusalReason.INVALID


def test_every_family_is_covered() -> None:
    assert {operation.family for operation in EXCHANGES} == set(Family)
    assert set(EXCHANGES) == set(Operation)


async def test_a_task_id_cannot_leave_its_place_in_the_address() -> None:
    script = Script([says({"code": 200, "data": []})])
    async with scripted_client(script) as client:
        await EXAMPLES[Operation.GET_MUSIC](client, Sources(task_id="a/b?c=d#e"))
    assert script.requests[0].url.raw_path == b"/api/v1/sonic/task/a%2Fb%3Fc%3Dd%23e"


async def test_the_length_of_a_source_is_not_sent() -> None:
    script = Script([says(ACCEPTED)])
    async with scripted_client(script) as client:
        await EXAMPLES[Operation.EXTEND](client, Sources())
    assert b"source_seconds" not in script.requests[0].content
    assert json.loads(script.requests[0].content)["continue_at"] == 4.5


async def test_errors_of_every_operation_are_ours() -> None:
    for operation in Operation:
        async with scripted_client(
            Script([httpx.Response(200, content=b"\x00")]), catalogue=everything_on()
        ) as client:
            with pytest.raises(ProviderError):
                await EXAMPLES[operation](client, Sources())
