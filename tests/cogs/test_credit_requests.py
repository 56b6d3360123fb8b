"""Asking the moderators, and their answers."""

import pytest

from bot.domain.ids import CreditRequestId
from bot.ui.buttons import is_known
from tests.support import servers
from tests.support.sandbox_views import SeenMessage
from tests.support.servers import use
from tests.support.stage import Stage


async def asked(stage: Stage, member: str = "ada", amount: int = 20) -> SeenMessage:
    """Ask the moderators and return the message."""
    return await use(stage, member, "credits ask", amount=amount, reason="for a **song** @everyone")


async def test_a_request_is_public_quoted_and_pings_nobody(stage: Stage) -> None:
    request = await asked(stage)
    assert not request.ephemeral
    assert "asks the moderators for 20 credits" in request.text
    assert "> for a \\*\\*song\\*\\* \\@everyone" in request.text
    assert request.labels == ["Grant", "Refuse"]
    assert request.mentions == []


async def test_a_moderator_grants_with_another_amount_and_a_word(stage: Stage) -> None:
    request = await asked(stage)
    form = (await stage.driver.press(request, member="mika", label="Grant")).modal
    assert form.inputs()["amount"]["value"] == "20"
    answer = await stage.driver.submit(form, {"amount": "15", "reason": "enjoy"}, member="mika")
    assert answer.kind == "update"
    decided = await stage.driver.wait_for(
        lambda message: message.id == request.id and not message.labels
    )
    assert "has granted 15 credits" in decided.text
    told = await stage.driver.wait_for(
        lambda message: [user.username for user in message.mentions] == ["ada"]
    )
    assert "> enjoy" in told.content
    assert await stage.balance("ada") == (45, 0)
    shown = (await use(stage, "ada", "credits balance")).embeds[0].description or ""
    assert f"/{request.channel_id}/{request.id})" in shown


async def test_a_moderator_refuses_with_a_reason(stage: Stage) -> None:
    request = await asked(stage)
    form = (await stage.driver.press(request, member="mika", label="Refuse")).modal
    await stage.driver.submit(form, {"reason": "not this week"}, member="mika")
    decided = await stage.driver.wait_for(
        lambda message: message.id == request.id and not message.labels
    )
    assert "has refused" in decided.text
    assert "> not this week" in decided.text
    assert await stage.balance("ada") == (30, 0)


@pytest.mark.parametrize("member", ["ada", "ben"])
@pytest.mark.parametrize("label", ["Grant", "Refuse"])
async def test_nobody_but_moderators_answers(stage: Stage, member: str, label: str) -> None:
    request = await asked(stage)
    answer = await stage.driver.press(request, member=member, label=label)
    assert answer.kind == "message"
    assert answer.message.ephemeral
    assert "*Timeout Members*" in answer.message.content
    assert await stage.balance("ada") == (30, 0)


async def test_the_right_is_checked_again_when_the_form_comes(stage: Stage) -> None:
    request = await asked(stage)
    form = (await stage.driver.press(request, member="mika", label="Grant")).modal
    await stage.driver.permit("Moderator", clear=["MODERATE_MEMBERS"])
    answer = await stage.driver.submit(form, {"amount": "15"}, member="mika")
    assert answer.message.ephemeral
    assert "*Timeout Members*" in answer.message.content
    assert await stage.balance("ada") == (30, 0)


async def test_a_request_is_answered_once(stage: Stage) -> None:
    request = await asked(stage)
    forms = [
        (await stage.driver.press(request, member=member, label="Grant")).modal
        for member in ("mika", "olga")
    ]
    await stage.driver.submit(forms[0], {"amount": "20"}, member="mika")
    late = await stage.driver.submit(forms[1], {"amount": "20"}, member="olga")
    assert late.message.ephemeral
    assert late.message.content.startswith("Somebody has answered this request already")
    assert await stage.balance("ada") == (50, 0)


@pytest.mark.parametrize("amount", ["0", "many", "-5", "１２", "9" * 6])
async def test_only_sensible_amounts_are_granted(stage: Stage, amount: str) -> None:
    request = await asked(stage)
    form = (await stage.driver.press(request, member="mika", label="Grant")).modal
    answer = await stage.driver.submit(form, {"amount": amount}, member="mika")
    granted = await stage.balance("ada")
    if amount == "999999":
        assert granted == (1_000_029, 0)
        return
    assert answer.message.ephemeral
    assert "Nothing was changed" in answer.message.content
    assert granted == (30, 0)


async def test_one_open_request_is_enough(stage: Stage) -> None:
    await asked(stage)
    again = await asked(stage)
    assert again.ephemeral
    assert again.content.startswith("You have asked already")


async def test_without_amount_or_reason_a_form_opens(stage: Stage) -> None:
    answer = await stage.driver.command(member="ada", channel="songs", name="credits ask")
    assert set(answer.modal.inputs()) == {"amount", "reason"}


async def test_in_direct_messages_there_is_nobody_to_ask(stage: Stage) -> None:
    conversation = await stage.driver.direct("ada")
    answer = await stage.driver.command(
        member="ada",
        channel=conversation.id,
        name="credits ask",
        options={"amount": 5, "reason": "please"},
    )
    assert answer.message.content.startswith("This works only in a server.")


async def test_moderators_find_requests_that_wait(stage: Stage) -> None:
    empty = await use(stage, "mika", "mod credits show")
    assert empty.content == "No request waits for an answer."
    await asked(stage)
    shown = await use(stage, "mika", "mod credits show")
    assert "asks the moderators for 20 credits" in shown.text
    form = (await stage.driver.press(shown, member="mika", label="Grant")).modal
    await stage.driver.submit(form, {"amount": "20"}, member="mika")
    assert await stage.balance("ada") == (50, 0)


async def test_another_server_s_request_cannot_be_answered_here(stage: Stage) -> None:
    request = await asked(stage)
    (held,) = await stage.core.services.treasury.requests(await servers.guild_of(stage))
    assert held.request_id == CreditRequestId(
        int((request.buttons[0].custom_id or "").split(":")[2])
    )
    elsewhere = await stage.driver.add_guild("Elsewhere", members=["mika"])
    assert await stage.core.services.treasury.requests(type(held.guild_id)(elsewhere)) == ()


@pytest.mark.parametrize("custom_id", ["v1:ask:12", "v1:grant:7", "v1:refuse:7", "v1:history:mine"])
def test_every_button_is_known_by_its_custom_id(custom_id: str) -> None:
    assert is_known(custom_id)
    assert not is_known(f"{custom_id}x")


@pytest.mark.parametrize(
    "custom_id",
    ["v1:ask:0", "v1:ask:-1", "v1:ask:9999999", "v1:grant:0", "v1:grant:", "v1:history:11"],
)
def test_forged_custom_ids_are_unknown(custom_id: str) -> None:
    assert not is_known(custom_id)
