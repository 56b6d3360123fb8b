"""Deleting songs: the question, and what is gone afterwards."""

from bot.domain.ids import JobId
from bot.domain.songs import Song
from tests.support.core_fixture import discrepancies
from tests.support.library import (
    description_of,
    made,
    names_of,
    refused,
    shown_again,
    suggested,
    use,
)
from tests.support.sandbox_views import SeenMessage
from tests.support.stage import Stage, job_of


async def delete(stage: Stage, song: Song) -> None:
    """Let Ada delete a song, until she is told that it is gone."""
    asked = await use(stage, "delete", song=song.song_id)
    await stage.driver.press(asked.message, member="ada", label="Delete")
    told = await stage.driver.wait_for(
        lambda message: message.id == asked.message.id and message.labels == []
    )
    assert description_of(told) == "The song is deleted."


async def drawn(stage: Stage, card: SeenMessage, job_id: JobId, attached: int) -> SeenMessage:
    """Draw a job's card as the courier does, and return it."""
    await stage.show(card)
    return await stage.driver.wait_for(
        lambda message: message.id == card.id and len(message.attachments) == attached
    )


async def redrawn(stage: Stage, job_id: JobId) -> None:
    """Draw what shows a job once more as the repainter does."""
    due = await stage.core.database.write(
        lambda tx: tx.postings.claim(
            now=stage.core.clock.now(), lease_until=stage.core.clock.now(), limit=10
        )
    )
    assert due
    view = await stage.core.library.view(job_id, due[0].posting.guild_id)
    for each in due:
        assert await stage.messenger.redraw(each.posting, view)


async def test_a_song_is_deleted_only_after_a_question(stage: Stage) -> None:
    _, (first, second) = await made(stage)
    asked = await use(stage, "delete", song=first.song_id)
    assert asked.message.ephemeral
    assert asked.message.labels == ["Delete", "Keep"]
    assert description_of(asked.message).startswith("Delete **Rain on tin**, version 1, 1:01?")
    kept = await stage.driver.press(asked.message, member="ada", label="Keep")
    assert description_of(kept.message) == "Nothing was deleted."
    assert kept.message.labels == []
    assert await suggested(stage, "") == [second.song_id, first.song_id]
    assert stage.archive.path_of(first.audio).is_file()


async def test_a_deleted_song_is_gone_everywhere_and_the_books_stay(stage: Stage) -> None:
    card, (first, second) = await made(stage)
    posted = await shown_again(stage, "ben", first)
    await use(stage, "favourite", "ben", song=first.song_id)
    job_id = job_of(card)
    await delete(stage, first)
    assert not stage.archive.path_of(first.audio).exists()
    assert stage.archive.path_of(second.audio).is_file()
    assert await suggested(stage, "") == [second.song_id]
    assert "You have no favourites" in description_of(
        (await use(stage, "library", "ben", shelf="favourites")).message
    )
    await redrawn(stage, job_id)
    cleared = await stage.driver.wait_for(
        lambda message: message.id == posted.id and len(message.attachments) == 1
    )
    assert names_of(cleared) == ["rain-on-tin-2.mp3"]
    shown = await drawn(stage, card, job_id, attached=1)
    assert "A version was deleted <t:" in description_of(shown)
    assert "Its author deleted this song <t:" in await refused(stage, "show", song=first.song_id)
    assert await stage.balance("ada") == (16, 0)
    assert await discrepancies(stage.core) == ()


async def test_when_all_is_deleted_the_card_says_so_and_tells_nothing_else(stage: Stage) -> None:
    card, songs = await made(stage)
    job_id = job_of(card)
    for song in songs:
        await delete(stage, song)
    shown = await drawn(stage, card, job_id, attached=0)
    assert shown.content == "🎵 Deleted song"
    assert "rain" not in shown.text.lower()
    assert shown.labels == []
    assert "Its author deleted this song <t:" in await refused(stage, "details", song=job_id)


async def test_a_deletion_that_a_crash_cut_short_is_finished_at_the_next_start(
    stage: Stage,
) -> None:
    _, (first, second) = await made(stage)
    now = stage.core.clock.now()
    await stage.core.database.write(lambda tx: tx.songs.delete(first.song_id, now))
    assert stage.archive.path_of(first.audio).is_file()
    await stage.core.songs.finish_deletions()
    await stage.core.songs.finish_deletions()
    assert not stage.archive.path_of(first.audio).exists()
    assert stage.archive.path_of(second.audio).is_file()


async def test_only_its_author_deletes_a_song(stage: Stage) -> None:
    _, (first, _) = await made(stage)
    assert "Only its author can do that" in await refused(
        stage, "delete", "ben", song=first.song_id
    )
    await delete(stage, first)
    again = await use(stage, "library", search=first.song_id)
    assert description_of(again.message) == "No song here matches this search."
