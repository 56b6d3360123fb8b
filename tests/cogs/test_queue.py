"""/queue: what is waiting and under way, and leaving it."""

from bot.domain.jobs import JobState
from tests.support.library import description_of, fields_of, refused, shown_again
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


async def test_a_job_that_was_sent_cannot_be_cancelled_but_kept_from_being_posted(
    stage: Stage,
) -> None:
    card = await stage.order()
    shown = await queue(stage)
    await stage.core.submitter.run_once()
    on_card = await stage.driver.press(card, member="ada", label="Cancel")
    refusal = await stage.driver.press(shown, member="ada", label="Cancel 1")
    for told in (on_card, refusal):
        assert told.message.ephemeral
        assert "which cannot call it back" in told.message.content
        assert told.message.labels == ["Do not post it"]
    refreshed = await stage.driver.press(shown, member="ada", label="Refresh")
    assert "being made" in description_of(refreshed.message)
    assert refreshed.message.labels == ["Cancel 1", "Refresh"]
    told = await stage.driver.press(refusal.message, member="ada", label="Do not post it")
    assert (told.kind, told.message.labels) == ("update", [])
    assert "It will not be posted." in told.message.content
    after = await stage.driver.press(shown, member="ada", label="Refresh")
    assert "being made, not to be posted" in description_of(after.message)
    assert after.message.labels == ["Refresh"]
    view = await stage.view_of(card)
    assert (view.job.state, view.job.unposted) == (JobState.RUNNING, True)


async def test_what_is_not_to_be_posted_is_its_author_s_alone(stage: Stage) -> None:
    card = await stage.order(idea="rain on tin")
    await stage.message_of(card)
    shown = await queue(stage)
    await stage.core.submitter.run_once()
    refusal = await stage.driver.press(shown, member="ada", label="Cancel 1")
    await stage.driver.press(refusal.message, member="ada", label="Do not post it")
    view = await stage.finish(card)
    assert [song.private for song in view.songs] == [True, True]
    assert (await stage.balance("ada"))[1] == 0
    stage.core.clock.advance(60)
    await stage.core.courier.run_once()
    drawn = stage.core.messenger.shown[-1]
    assert (drawn.job.state, drawn.songs) == (JobState.SUCCEEDED, ())
    await stage.messenger.show(await stage.message_of(card), drawn)
    posted = await stage.driver.wait_for(lambda message: "not posted" in message.content)
    assert posted.id == card.id
    assert (posted.attachments, posted.labels) == ([], [])
    assert "tin" not in posted.text
    own = await shown_again(stage, "ada", view.songs[0])
    assert own.ephemeral
    assert len(own.attachments) >= 2
    assert "Reference" in await refused(stage, "show", "ben", song=view.songs[0].song_id)


async def test_one_chooses_how_one_is_told_of_finished_songs(stage: Stage) -> None:
    shown = await queue(stage)

    def chosen(message: SeenMessage) -> list[str]:
        (menu,) = [control for control in message.controls if control.options]
        return [option.value for option in menu.options if option.default]

    assert chosen(shown) == ["reply"]
    for telling in ("direct", "nothing"):
        answer = await stage.driver.select(shown, [telling], member="ada")
        assert answer.kind == "update"
        assert chosen(answer.message) == [telling]
    assert chosen(await queue(stage)) == ["nothing"]
    # Everyone for themselves, and wherever they are.
    assert chosen(await queue(stage, "ben")) == ["reply"]
    direct = await stage.driver.direct("ada")
    assert chosen(await queue(stage, "ada", direct.id)) == ["nothing"]
