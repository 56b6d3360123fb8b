"""Files that a card has no room for come on further messages, each once."""

import io
import zipfile
from dataclasses import replace

from bot.domain.delivery import JobView, MessageRef
from bot.domain.ids import GuildId
from bot.domain.jobs import JobKind
from bot.domain.ports import Transaction
from bot.services.keeping import take_down
from tests.support.orders import clip
from tests.support.sandbox_views import SeenMessage
from tests.support.stage import Stage, job_of

SIZE = 12


async def a_set(stage: Stage, *, private: bool = False) -> tuple[SeenMessage, MessageRef, JobView]:
    """Finish a job of twelve files, taken for a set of tracks."""
    card = await stage.order(private=private)
    clips = [replace(clip(number), title="Tin") for number in range(1, SIZE + 1)]
    view = await stage.finish(card, *clips)
    return card, await stage.message_of(card), as_set(view)


def as_set(view: JobView) -> JobView:
    return replace(view, job=replace(view.job, kind=JobKind.STEMS))


async def messages(stage: Stage) -> list[SeenMessage]:
    return await stage.driver.messages("songs", "ada")


def names(message: SeenMessage) -> list[str]:
    return [file.filename for file in message.attachments]


async def test_twelve_tracks_take_three_messages_and_come_once(stage: Stage) -> None:
    _, message, view = await a_set(stage)
    for _ in range(2):
        await stage.messenger.show(message, view)
    card, rest, bundle = await messages(stage)
    assert names(card) == [f"tin-{number}.mp3" for number in range(1, 11)]
    assert rest.content == "rain on tin · tracks, part 2"
    assert names(rest) == ["tin-11.mp3", "tin-12.mp3"]
    assert rest.attachments[0].description == "Track 11 of “rain on tin”"
    assert bundle.content == "rain on tin · tracks, all in one file"
    with zipfile.ZipFile(io.BytesIO(await stage.driver.download(bundle.attachments[0]))) as file:
        assert len([name for name in file.namelist() if name.endswith(".mp3")]) == SIZE
        assert "Version: 12" in file.read("about.txt").decode()


async def test_a_crash_between_posting_and_remembering_posts_nothing_twice(stage: Stage) -> None:
    _, message, view = await a_set(stage)
    await stage.messenger.show(message, view)

    postings = await stage.core.songs.postings_of(view.job.job_id)
    assert [posting.part for posting in postings] == [2, 3]
    last = postings[-1].message_id
    await stage.core.database.write(lambda tx: tx.postings.remove(last))
    await stage.messenger.show(message, view)
    assert len(await messages(stage)) == 3
    assert await stage.core.songs.postings_of(view.job.job_id) == postings


async def test_a_deleted_track_leaves_every_message(stage: Stage) -> None:
    card, message, view = await a_set(stage)
    await stage.messenger.show(message, view)
    now = stage.core.clock.now()
    job_id, guild_id = job_of(card), GuildId(message.place.guild_id)

    def delete_two(tx: Transaction) -> None:
        for song in view.songs[:2]:
            take_down(tx, song, now)

    await stage.core.database.write(delete_two)
    left = as_set(await stage.core.library.view(job_id, guild_id))
    await stage.messenger.show(message, left)
    kept = [
        await stage.messenger.redraw(posting, left)
        for posting in await stage.core.songs.postings_of(job_id)
    ]
    shown = await messages(stage)
    assert names(shown[0]) == [f"tin-{number}.mp3" for number in range(3, 13)]
    # Ten files have room on the card, and the ZIP moves up to the second message.
    assert kept == [True, False]
    assert shown[1].content == "rain on tin · tracks, all in one file"
    assert [name.rpartition(".")[2] for name in names(shown[1])] == ["zip"]
    assert len(shown) == 2


async def test_a_private_set_stays_private(stage: Stage) -> None:
    _, message, view = await a_set(stage, private=True)
    await stage.messenger.show(message, view)
    rest = await stage.driver.wait_for(lambda each: each.content == "rain on tin · tracks, part 2")
    assert rest.ephemeral
    assert await stage.driver.messages("songs", "ben") == []


async def test_where_the_bot_may_not_write_its_token_does(stage: Stage) -> None:
    _, message, view = await a_set(stage)
    await stage.driver.permit("bot", channel="songs", deny=["SEND_MESSAGES"])
    await stage.messenger.show(message, view)
    assert len(await messages(stage)) == 3
