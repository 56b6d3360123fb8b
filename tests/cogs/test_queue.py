"""/queue: what is waiting and under way, and leaving it."""

from bot.domain.jobs import JobState
from tests.support.library import description_of, fields_of
from tests.support.sandbox_views import SeenMessage
from tests.support.stage import Stage


async def queue(stage: Stage, member: str = "ada", channel: str | int = "songs") -> SeenMessage:
    """Look at the queue."""
    answer = await stage.driver.command(member=member, channel=channel, name="queue")
    assert answer.message.ephemeral
    return answer.message


async def test_an_empty_queue_says_so(stage: Stage) -> None:
    shown = await queue(stage)
    assert description_of(shown) == "Nothing of yours is under way."
    assert shown.embeds[0].fields == []
    assert shown.labels == ["Refresh"]


async def test_own_jobs_and_those_of_others_are_told_with_place_and_time(stage: Stage) -> None:
    first = await stage.order("ada", idea="first *idea*")
    await stage.message_of(first)
    stage.core.clock.advance(1)
    await stage.order("ben", idea="of ben")
    stage.core.clock.advance(1)
    await stage.order("ada", idea="second")
    shown = await queue(stage)
    one, two = description_of(shown).splitlines()
    assert one.startswith(r"1. [first \*idea\*](https://discord.com/channels/")
    assert " · queued, 1st of 3 · about <t:" in one
    assert "queued, 3rd of 3" in two
    assert fields_of(shown)["Others here"].startswith("of ben · <@")
    assert "queued, 2nd of 3" in fields_of(shown)["Others here"]
    assert shown.labels == ["Cancel 1", "Cancel 2", "Refresh"]


async def test_what_others_ordered_privately_is_not_told(stage: Stage) -> None:
    await stage.order("ben", idea="a secret", private=True)
    assert fields_of(await queue(stage))["Others here"].startswith("a private song · <@")
    assert "secret" not in (await queue(stage)).text
    assert "a secret" in description_of(await queue(stage, "ben"))


async def test_in_direct_messages_only_one_s_own_jobs_are_told(stage: Stage) -> None:
    own = await stage.driver.direct("ada")
    other = await stage.driver.direct("ben")
    await stage.order("ada", idea="mine", channel=own.id)
    await stage.order("ben", idea="his", channel=other.id)
    shown = await queue(stage, channel=own.id)
    assert "mine" in description_of(shown)
    assert "Others here" not in fields_of(shown)


async def test_a_job_is_cancelled_from_the_queue_and_its_credits_return(stage: Stage) -> None:
    card = await stage.order()
    shown = await queue(stage)
    answer = await stage.driver.press(shown, member="ada", label="Cancel 1")
    assert answer.kind == "update"
    assert description_of(answer.message) == "Nothing of yours is under way."
    assert (await stage.view_of(card)).job.state is JobState.CANCELLED
    assert await stage.balance("ada") == (30, 0)


async def test_a_job_that_was_sent_cannot_be_cancelled(stage: Stage) -> None:
    card = await stage.order()
    shown = await queue(stage)
    await stage.core.submitter.run_once()
    refusal = await stage.driver.press(shown, member="ada", label="Cancel 1")
    assert "which cannot call it back" in refusal.message.content
    refreshed = await stage.driver.press(shown, member="ada", label="Refresh")
    assert "being made" in description_of(refreshed.message)
    assert refreshed.message.labels == ["Refresh"]
    assert (await stage.view_of(card)).job.state is JobState.RUNNING
