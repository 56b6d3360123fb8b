"""The messenger on a real client, against the sandbox's rules and faults."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.delivery import JobView, Telling
from bot.domain.errors import MessageUnreachable, MessengerBusy
from bot.domain.ports import TaskReport, TaskState
from bot.ui.notifier import DiscordMessenger
from tests.support.cards import FINISHED
from tests.support.clock import ManualClock
from tests.support.orders import clip
from tests.support.sandbox_views import SeenMessage, SeenRequest
from tests.support.stage import Stage
from tests.support.surroundings import Core
from tests.support.unconnected_bot import unconnected_bot

NAMES = ["rain-on-tin-1.mp3", "rain-on-tin-2.mp3"]
PATIENCE_SECONDS = 10
MEBIBYTE = 1024 * 1024
TOKEN_ROUTE = "/webhooks/{application_id}/{token}/messages/{message_id}"
CHANNEL_ROUTE = "/channels/{channel_id}/messages/{message_id}"


def when_the_token_is_dead(stage: Stage) -> DiscordMessenger:
    """Return a messenger that knows the interaction's token to be too old."""
    later = ManualClock(datetime.now(UTC) + timedelta(minutes=14, seconds=30))
    return DiscordMessenger(stage.bot, stage.archive, later)


async def finished_card(stage: Stage, card: SeenMessage) -> SeenMessage:
    """Return the card once it shows what the song cost."""
    return await stage.driver.wait_for(
        lambda message: message.id == card.id and "14 used" in message.content
    )


async def edits(stage: Stage) -> list[SeenRequest]:
    return [each for each in await stage.driver.requests() if each.method == "PATCH"]


def names(message: SeenMessage) -> list[str]:
    return [attachment.filename for attachment in message.attachments]


async def test_the_finished_song_replaces_the_card_with_playable_files(stage: Stage) -> None:
    card = await stage.order()
    await stage.finish(card)
    assert (
        await stage.messenger.show(await stage.message_of(card), await stage.view_of(card)) is None
    )
    shown = await finished_card(stage, card)
    assert names(shown) == NAMES
    assert shown.attachments[0].description == (
        "Version 1 of “Rain on tin” by Ada, 1:01, made with AI. Style: folk, slow"
    )
    assert await stage.driver.download(shown.attachments[0]) == b"ID3 not really music"
    assert shown.labels == FINISHED
    assert shown.mentions == []
    assert [each.route for each in await edits(stage)] == [TOKEN_ROUTE]


async def test_files_that_are_there_are_not_sent_again(stage: Stage) -> None:
    card = await stage.order()
    await stage.finish(card)
    for _ in range(2):
        await stage.show(card)
    first, second = await edits(stage)
    assert len(first.parts) == 2
    assert second.parts == []
    assert names(await finished_card(stage, card)) == NAMES


async def test_a_card_that_its_button_drew_is_not_sent_again(stage: Stage) -> None:
    card = await stage.order()
    await stage.driver.press(card, member="ada", label="Cancel")
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await stage.core.database.read(lambda tx: tx.deliveries.next_due_at()):
            """The press is answered a moment before that is written down."""
    assert await edits(stage) == []


async def test_a_card_that_would_look_the_same_is_not_sent(stage: Stage) -> None:
    card = await stage.order()
    await stage.core.submitter.run_once()
    for _ in range(2):
        await stage.show(card)
    assert len(await edits(stage)) == 1


async def test_after_fifteen_minutes_the_bot_edits_by_its_own_rights(stage: Stage) -> None:
    card = await stage.order()
    await stage.finish(card)
    message, view = await stage.message_of(card), await stage.view_of(card)
    await when_the_token_is_dead(stage).show(message, view)
    assert names(await finished_card(stage, card)) == NAMES
    assert [each.route for each in await edits(stage)] == [CHANNEL_ROUTE]


async def test_a_token_that_died_unnoticed_is_no_obstacle(stage: Stage) -> None:
    card = await stage.order()
    await stage.finish(card)
    await stage.driver.advance(16 * 60)
    await stage.show(card)
    assert names(await finished_card(stage, card)) == NAMES
    assert (await edits(stage))[-1].route == CHANNEL_ROUTE


async def test_a_message_whose_id_was_never_noted_is_found_by_the_token(stage: Stage) -> None:
    card = await stage.order()
    await stage.finish(card)
    message = replace(await stage.message_of(card), message_id=None)
    assert await stage.messenger.show(message, await stage.view_of(card)) == card.id
    assert names(await finished_card(stage, card)) == NAMES


async def test_without_any_first_answer_the_card_is_posted_once(stage: Stage) -> None:
    card = await stage.order()
    await stage.finish(card)
    message = replace(await stage.message_of(card), message_id=None)
    unanswered = replace(message, place=replace(message.place, token="never-answered"))
    view = await stage.view_of(card)
    posted = [await stage.messenger.show(unanswered, view) for _ in range(2)]
    assert posted[0] is not None
    assert posted[0] != card.id
    assert posted[0] == posted[1]
    anew = await stage.driver.wait_for(lambda each: each.id == posted[0])
    assert names(anew) == NAMES


async def test_a_deleted_message_is_unreachable(stage: Stage) -> None:
    card = await stage.order()
    message, view = await stage.message_of(card), await stage.finish(card)
    await stage.driver.delete_message(card)
    with pytest.raises(MessageUnreachable):
        await stage.messenger.show(message, view)
    with pytest.raises(MessageUnreachable):
        await when_the_token_is_dead(stage).show(message, view)


async def test_a_channel_that_is_closed_to_the_bot_is_unreachable(stage: Stage) -> None:
    card = await stage.order()
    message, view = await stage.message_of(card), await stage.finish(card)
    await stage.driver.permit("bot", channel="songs", deny=["VIEW_CHANNEL"])
    with pytest.raises(MessageUnreachable):
        await when_the_token_is_dead(stage).show(message, view)
    await stage.messenger.show(message, view)
    assert names(await finished_card(stage, card)) == NAMES


async def card_in_a_thread(stage: Stage) -> SeenMessage:
    thread = await stage.driver.start_thread(member="ada", channel="songs", name="A thread")
    return await stage.order(channel=thread.id)


async def test_in_forum_posts_and_direct_messages_a_card_is_edited_as_anywhere(
    stage: Stage,
) -> None:
    post = await stage.driver.start_thread(
        member="ada", channel="songs-forum", name="Mine", content="a song"
    )
    direct = await stage.driver.direct("ben")
    for member, channel in (("ada", post), ("ben", direct)):
        card = await stage.order(member, channel=channel.id)
        message, view = await stage.message_of(card), await stage.finish(card)
        late = when_the_token_is_dead(stage)
        await late.show(message, view)
        await late.ping(message, view)
        assert names(await finished_card(stage, card)) == NAMES
        (*_, told) = await stage.driver.messages(channel.id, member)
        assert "is finished" in told.content
        assert [person.username for person in told.mentions] == [member]
    assert {each.route for each in await edits(stage)} == {CHANNEL_ROUTE}


async def test_an_archived_thread_is_reopened(stage: Stage) -> None:
    card = await card_in_a_thread(stage)
    message, view = await stage.message_of(card), await stage.finish(card)
    await stage.driver.change_channel(card.channel_id, archived=True)
    await when_the_token_is_dead(stage).show(message, view)
    assert names(await finished_card(stage, card)) == NAMES
    assert [each.status for each in await edits(stage)] == [400, 200, 200]


async def test_a_locked_thread_is_unreachable(stage: Stage) -> None:
    card = await card_in_a_thread(stage)
    message, view = await stage.message_of(card), await stage.finish(card)
    await stage.driver.change_channel(card.channel_id, archived=True, locked=True)
    with pytest.raises(MessageUnreachable):
        await when_the_token_is_dead(stage).show(message, view)


async def test_whoever_wants_a_direct_message_gets_one_or_else_a_reply(stage: Stage) -> None:
    card = await stage.order()
    message, view = await stage.message_of(card), await stage.finish(card)
    for _ in range(2):
        await stage.messenger.ping(message, view, Telling.DIRECT)
    direct = await stage.driver.direct("ada")
    (told,) = await stage.driver.messages(direct.id, "ada")
    assert "is finished" in told.content
    assert told.content.endswith(f"/{card.channel_id}/{card.id}")
    assert len(await stage.driver.messages("songs", "ben")) == 1
    await stage.driver.change_member("ada", accepts_direct_messages=False)
    second = await stage.order(idea="sun")
    message, view = await stage.message_of(second), await stage.finish(second)
    await stage.messenger.ping(message, view, Telling.DIRECT)
    (*_, reply) = await stage.driver.messages("songs", "ben")
    assert "is finished" in reply.content
    assert [person.username for person in reply.mentions] == ["ada"]


async def test_a_private_card_that_a_token_may_not_read_is_changed_all_the_same(
    stage: Stage,
) -> None:
    card = await stage.order(private=True)
    message, view = await stage.message_of(card), await stage.finish(card)
    await stage.driver.fault(
        kind="status",
        method="GET",
        route=TOKEN_ROUTE,
        status=404,
        code=10008,
        message="Unknown Message",
    )
    await stage.messenger.show(message, view)
    assert names(await finished_card(stage, card)) == NAMES


async def test_a_private_card_is_out_of_reach_once_its_token_is_dead(stage: Stage) -> None:
    card = await stage.order(private=True)
    message, view = await stage.message_of(card), await stage.finish(card)
    await stage.messenger.show(message, view)
    assert (await finished_card(stage, card)).ephemeral
    for call in (when_the_token_is_dead(stage).show, when_the_token_is_dead(stage).ping):
        with pytest.raises(MessageUnreachable):
            await call(message, view)


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "status", "status": 503},
        {"kind": "reset"},
        {"kind": "rate_limit", "bare": True},
    ],
    ids=["unavailable", "connection cut", "blocked"],
)
async def test_passing_faults_are_for_later(
    stage: Stage, fault: dict[str, str | float | bool]
) -> None:
    card = await stage.order()
    message, view = await stage.message_of(card), await stage.finish(card)
    await stage.driver.fault(method="PATCH", route=CHANNEL_ROUTE, **fault)
    messenger = when_the_token_is_dead(stage)
    with pytest.raises(MessengerBusy):
        await messenger.show(message, view)
    await messenger.show(message, view)
    assert names(await finished_card(stage, card)) == NAMES


async def test_a_long_rate_limit_is_passed_on_instead_of_slept_through(stage: Stage) -> None:
    card = await stage.order()
    message, view = await stage.message_of(card), await stage.finish(card)
    await stage.driver.fault(
        kind="rate_limit", method="PATCH", route=CHANNEL_ROUTE, retry_after=600.0
    )
    with pytest.raises(MessengerBusy) as refusal:
        await when_the_token_is_dead(stage).show(message, view)
    assert refusal.value.retry_after_seconds == pytest.approx(600, abs=5)


async def test_before_the_log_in_the_messenger_is_busy(core: Core, stage: Stage) -> None:
    card = await stage.order()
    message, view = await stage.message_of(card), await stage.view_of(card)
    async with unconnected_bot(core) as bot:
        messenger = DiscordMessenger(bot, stage.archive, core.clock)
        with pytest.raises(MessengerBusy):
            await messenger.show(message, view)
        with pytest.raises(MessengerBusy):
            await messenger.ping(message, view)


def grown(view: JobView, *mebibytes: int) -> JobView:
    """Return the view with songs of these sizes."""
    sizes = [each * MEBIBYTE for each in mebibytes]
    return replace(
        view,
        songs=tuple(
            replace(song, audio=replace(song.audio, size_bytes=size))
            for song, size in zip(view.songs, sizes, strict=True)
        ),
    )


async def test_a_file_too_large_for_the_server_is_left_out_and_said(stage: Stage) -> None:
    card = await stage.order()
    message, view = await stage.message_of(card), grown(await stage.finish(card), 11, 1)
    stage.archive.store(view.songs[0].audio, b"x" * (11 * MEBIBYTE))
    await stage.messenger.show(message, view)
    shown = await finished_card(stage, card)
    assert names(shown) == NAMES[1:]
    assert "too large to be attached here; your song is kept." in shown.text
    assert shown.labels == [*FINISHED, "Post again"]


async def test_without_the_right_to_attach_the_card_says_which_is_missing(stage: Stage) -> None:
    card = await stage.order()
    message, view = await stage.message_of(card), await stage.finish(card)
    await stage.driver.permit("bot", channel="songs", deny=["ATTACH_FILES"])
    await when_the_token_is_dead(stage).show(message, view)
    shown = await finished_card(stage, card)
    assert names(shown) == []
    assert f"*Attach Files* is missing for me in <#{card.channel_id}>" in shown.text
    await stage.driver.press(shown, member="ada", label="Post again")
    complete = await stage.driver.wait_for(lambda each: each.id == card.id and names(each) == NAMES)
    assert complete.labels == FINISHED


async def test_a_file_that_the_archive_lost_is_said(stage: Stage) -> None:
    card = await stage.order()
    message, view = await stage.message_of(card), await stage.finish(card)
    stage.archive.path_of(view.songs[1].audio).unlink()
    await stage.messenger.show(message, view)
    shown = await finished_card(stage, card)
    assert names(shown) == NAMES[:1]
    assert "1 of 2 files are missing from my archive" in shown.text


async def test_words_that_a_filter_refuses_are_left_out(stage: Stage) -> None:
    card = await stage.order(idea="something that a filter dislikes")
    message, view = await stage.message_of(card), await stage.finish(card)
    await stage.driver.fault(
        kind="status", method="PATCH", status=400, code=200000, message="Blocked by AutoMod"
    )
    await stage.messenger.show(message, view)
    shown = await finished_card(stage, card)
    assert names(shown) == ["a-song-1.mp3", "a-song-2.mp3"]
    assert shown.content.startswith("🎵 A song · ")
    assert "dislikes" not in shown.text
    assert "does not let me show the words here" in shown.text


async def test_the_ping_reaches_the_author_alone_and_only_once(stage: Stage) -> None:
    card = await stage.order()
    message, view = await stage.message_of(card), await stage.finish(card)
    for _ in range(2):
        await stage.messenger.ping(message, view)
    ada = await stage.driver.person("ada")
    ping = await stage.driver.wait_for(lambda each: "is finished." in each.content)
    assert ping.content == f"<@{ada}> Your song Rain on tin is finished."
    assert [user.id for user in ping.mentions] == [ada]
    assert ping.message_reference is not None
    assert ping.message_reference.message_id == card.id
    everything = await stage.driver.messages("songs", "ada")
    assert sum("is finished." in each.content for each in everything) == 1


async def test_a_ping_in_a_song_s_title_pings_nobody(stage: Stage) -> None:
    ben = await stage.driver.person("ben")
    card = await stage.order(idea=f"<@{ben}> @everyone")
    await stage.driver.press(card, member="ada", label="Cancel")
    message, view = await stage.message_of(card), await stage.view_of(card)
    await stage.messenger.ping(message, view)
    ping = await stage.driver.wait_for(lambda each: "was cancelled." in each.content)
    assert [user.id for user in ping.mentions] == [await stage.driver.person("ada")]
    assert not ping.mention_everyone


async def test_a_ping_is_sent_plainly_where_history_is_closed(stage: Stage) -> None:
    card = await stage.order()
    message, view = await stage.message_of(card), await stage.finish(card)
    await stage.driver.permit("bot", channel="songs", deny=["READ_MESSAGE_HISTORY"])
    await stage.messenger.ping(message, view)
    ping = await stage.driver.wait_for(lambda each: "is finished." in each.content)
    assert ping.message_reference is None


async def test_a_ping_outlives_its_card(stage: Stage) -> None:
    card = await stage.order()
    message, view = await stage.message_of(card), await stage.finish(card)
    await stage.driver.delete_message(card)
    await stage.messenger.ping(message, view)
    ping = await stage.driver.wait_for(lambda each: "is finished." in each.content)
    assert ping.channel_id == card.channel_id


async def test_a_ping_needs_the_right_to_write(stage: Stage) -> None:
    card = await stage.order()
    message, view = await stage.message_of(card), await stage.finish(card)
    await stage.driver.permit("bot", channel="songs", deny=["SEND_MESSAGES"])
    with pytest.raises(MessageUnreachable):
        await stage.messenger.ping(message, view)


async def test_a_private_song_is_announced_privately(stage: Stage) -> None:
    card = await stage.order(private=True)
    message, view = await stage.message_of(card), await stage.finish(card)
    await stage.messenger.ping(message, view)
    ping = await stage.driver.wait_for(lambda each: "is finished." in each.content)
    assert ping.ephemeral


async def test_a_version_that_is_ready_early_is_attached_early(stage: Stage) -> None:
    card = await stage.order()
    stage.core.provider.reports = [TaskReport(TaskState.RUNNING, (clip(1),))]
    await stage.core.submitter.run_once()
    stage.core.clock.advance(60)
    await stage.core.poller.run_once()
    view = await stage.view_of(card)
    (early,) = view.songs
    stage.archive.store(early.audio)
    await stage.show(card)
    shown = await stage.driver.wait_for(
        lambda message: message.id == card.id and len(message.attachments) == 1
    )
    assert "first version ready" in shown.content
    assert shown.attachments[0].filename == "rain-on-tin-1.mp3"
    await stage.finish(card)
    await stage.show(card)
    both = await stage.driver.wait_for(
        lambda message: message.id == card.id and len(message.attachments) == 2
    )
    assert both.labels == FINISHED
