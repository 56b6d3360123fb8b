"""/voice: made with consent, used by their owners, gone at once."""

from dataclasses import replace

from bot.domain.errors import MediaUnusable
from bot.domain.findings import VoiceMade
from bot.domain.ids import DIRECT_MESSAGES, GuildId, UserId, VoiceId
from bot.domain.ports import TaskReport, TaskState
from bot.domain.songs import SongRequest
from bot.domain.voices import SingingVoice
from bot.ui.drafts import Drafts
from tests.support.library import description_of
from tests.support.making import HUM, enrich, ordered, use
from tests.support.sandbox_views import SeenMessage
from tests.support.stage import Stage

AGREE = "It is mine, or I may use it"


async def asked(stage: Stage, name: str = "Low") -> SeenMessage:
    """Bring a recording in and return the question."""
    answer = await use(stage, "voice create", file=HUM, name=name)
    return await stage.driver.settled(answer.message)


async def voices_of(stage: Stage, member: str = "ada") -> tuple[SingingVoice, ...]:
    guild = GuildId((await stage.driver.state(member)).guilds[0].id)
    user_id = UserId(await stage.driver.person(member))
    return await stage.core.voices.usable_by(user_id, guild)


async def made(stage: Stage, name: str = "Low") -> SingingVoice:
    """Make a voice of Ada's."""
    pressed = await stage.driver.press(await asked(stage, name), member="ada", label=AGREE)
    assert pressed.message.ephemeral
    stage.core.provider.reports = [
        TaskReport(TaskState.FINISHED, finding=VoiceMade(persona_id=f"persona-{name}"))
    ]
    await stage.core.submitter.run_once()
    stage.core.clock.advance(60)
    await stage.core.poller.run_once()
    (voice,) = [each for each in await voices_of(stage) if each.name == name]
    return voice


async def test_nothing_is_made_before_the_question_is_answered(stage: Stage) -> None:
    question = await asked(stage)
    assert question.ephemeral
    assert "Is the voice on this recording your own" in description_of(question)
    assert question.labels == [f"{AGREE} · 14", "No"]
    refused = await stage.driver.press(question, member="ada", label="No")
    assert description_of(refused.message) == "No voice was made. Nothing was charged."
    assert await stage.balance("ada") == (30, 0)


async def test_the_answer_is_kept_with_time_and_wording(stage: Stage) -> None:
    voice = await made(stage)
    assert voice.consent.wording == 1
    assert voice.consent.given_at <= stage.core.clock.now()
    assert not voice.shared
    assert await stage.balance("ada") == (16, 0)


async def test_a_forgotten_question_makes_nothing(stage: Stage) -> None:
    question = await asked(stage)
    stage.bot.drafts = Drafts()
    answer = await stage.driver.press(question, member="ada", label=AGREE)
    assert answer.message.content.startswith("I have restarted and no longer have")


async def test_what_is_no_recording_is_refused(stage: Stage) -> None:
    stage.core.archive.faults["*"] = [MediaUnusable("silent")]
    await use(stage, "voice create", file=HUM, name="Low")
    told = await stage.driver.wait_for(lambda message: "-# Reference " in message.content)
    assert told.content.startswith("This is not audio that I can use")


async def test_a_voice_sings_for_its_owner_and_is_shared_by_choice(stage: Stage) -> None:
    voice = await made(stage)
    await enrich(stage, "ben")
    choices = await stage.driver.autocomplete(
        member="ada", channel="songs", name="create", option="voice", text=""
    )
    assert [choice.name for choice in choices] == ["Female", "Male", "Low"]
    answer = await use(stage, "create", idea="sun", voice=voice.voice_id)
    request = await ordered(stage, answer)
    assert isinstance(request, SongRequest)
    assert (request.voice_id, request.persona_id) == (voice.voice_id, "persona-Low")
    by_ben = await use(stage, "create", "ben", idea="sun", voice="low")
    assert by_ben.message.content.startswith("There is no voice “low”.")
    panel = (await use(stage, "voice list")).message
    assert panel.ephemeral
    assert panel.labels == ["Share 1", "Delete 1"]
    shared = await stage.driver.press(panel, member="ada", label="Share 1")
    assert shared.message.labels == ["Keep 1 to me", "Delete 1"]
    request = await ordered(stage, await use(stage, "create", "ben", idea="sun", voice="low"))
    assert isinstance(request, SongRequest)
    assert request.voice_id == voice.voice_id
    theirs = (await use(stage, "voice list", "ben")).message
    assert theirs.labels == []
    assert description_of(theirs).startswith("Low, shared by <@")
    await stage.driver.press(shared.message, member="ada", label="Keep 1 to me")
    assert await voices_of(stage, "ben") == ()


async def test_only_its_owner_deletes_a_voice_and_it_is_gone_at_once(stage: Stage) -> None:
    voice = await made(stage)
    await stage.core.voices.share(voice.voice_id, voice.owner_id, voice.guild_id, shared=True)
    stranger = await use(stage, "voice delete", "ben", name="Low")
    assert stranger.message.content.startswith("There is no such voice here")
    choices = await stage.driver.autocomplete(
        member="ada", channel="songs", name="voice delete", option="name", text="lo"
    )
    assert [choice.value for choice in choices] == [voice.voice_id]
    told = await use(stage, "voice delete", name=voice.voice_id)
    assert told.message.content.startswith("The voice **Low** is deleted")
    assert await voices_of(stage) == ()
    panel = (await use(stage, "voice list")).message
    assert description_of(panel).startswith("You have no voice here yet")


async def test_a_voice_is_deleted_from_the_list(stage: Stage) -> None:
    await made(stage)
    panel = (await use(stage, "voice list")).message
    emptied = await stage.driver.press(panel, member="ada", label="Delete 1")
    assert emptied.message.labels == []
    assert await voices_of(stage) == ()


async def test_a_voice_of_direct_messages_is_nobody_else_s(stage: Stage) -> None:
    here = await made(stage)
    personal = replace(
        here, voice_id=VoiceId("v0000000dm"), guild_id=DIRECT_MESSAGES, name="Mine", shared=True
    )
    await stage.core.database.write(lambda tx: tx.voices.add(personal))
    for member, shown in (("ada", "**1 · Mine** · for you alone"), ("ben", "You have no voice")):
        channel = await stage.driver.direct(member)
        answer = await stage.driver.command(member=member, channel=channel.id, name="voice list")
        assert description_of(answer.message).startswith(shown)
        assert answer.message.labels == (["Delete 1"] if member == "ada" else [])
