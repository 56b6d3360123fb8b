"""Messages that show a song once more are drawn anew until it worked, however often it fails."""

from bot.domain.errors import MessageUnreachable, MessengerBusy
from bot.domain.ids import ChannelId, JobId, MessageId
from bot.domain.library import Posting, Visitor
from bot.domain.songs import Song
from tests.support.orders import ADA, GUILD
from tests.support.reworks import a_song
from tests.support.surroundings import Core


async def posted(core: Core, song: Song, *messages: int, part: int = 1) -> None:
    for message in messages:
        await core.songs.posted_again(
            Posting(
                MessageId(message), song.job_id, GUILD, ChannelId(7), part=part, original=part > 1
            )
        )


async def known(core: Core, job_id: JobId) -> list[int]:
    return [posting.message_id for posting in await core.songs.postings_of(job_id)]


async def delete(core: Core, song: Song) -> None:
    await core.songs.delete(Visitor(GUILD, ADA.user_id), song.song_id)


async def test_nothing_is_drawn_until_something_changed(core: Core) -> None:
    song = await a_song(core)
    await posted(core, song, 1, 2)
    await core.repainter.run_once()
    assert core.messenger.redrawn == []
    await delete(core, song)
    await core.repainter.run_once()
    await core.repainter.run_once()
    drawn = [posting.message_id for posting, _ in core.messenger.redrawn]
    assert sorted(drawn) == [1, 2]
    assert all(len(view.songs) == 1 for _, view in core.messenger.redrawn)


async def test_a_passing_fault_is_tried_again_from_its_row(core: Core) -> None:
    song = await a_song(core)
    await posted(core, song, 1)
    await delete(core, song)
    core.messenger.faults = [MessengerBusy("busy", None), MessengerBusy("busy", None)]
    for _ in range(3):
        assert core.messenger.redrawn == []
        await core.repainter.run_once()
        core.clock.advance(30)
    assert len(core.messenger.redrawn) == 1
    await core.repainter.run_once()
    assert len(core.messenger.redrawn) == 1


async def test_a_message_that_is_gone_is_forgotten_but_never_posted_anew(core: Core) -> None:
    song = await a_song(core)
    await posted(core, song, 1)
    await posted(core, song, 2, part=2)
    await delete(core, song)
    core.messenger.faults = [MessageUnreachable("gone"), MessageUnreachable("gone")]
    await core.repainter.run_once()
    assert await known(core, song.job_id) == [2]
    assert await core.files.parts_sent(song.job_id) == {2}
    core.clock.advance(3600)
    await core.repainter.run_once()
    assert core.messenger.redrawn == []


async def test_what_changes_while_it_is_drawn_is_drawn_once_more(core: Core) -> None:
    song = await a_song(core)
    await posted(core, song, 1)
    await delete(core, song)
    now = core.clock.now()
    (held,) = await core.database.write(
        lambda tx: tx.postings.claim(now=now, lease_until=now.replace(year=now.year + 1), limit=5)
    )
    await core.database.write(lambda tx: tx.postings.want(song.job_id, now))
    await core.database.write(lambda tx: tx.postings.drawn(held))
    await core.repainter.run_once()
    assert len(core.messenger.redrawn) == 1
