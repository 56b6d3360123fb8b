"""What is told of a song that a moderator removed, apart from one that its author deleted."""

import pytest

from bot.domain.ids import UserId
from bot.domain.library import SongDeleted, Visitor
from bot.domain.requests import StemsRequest
from bot.domain.songs import Song
from bot.domain.sources import Source
from bot.services.sources import Sources
from tests.support import making
from tests.support.library import made, refused
from tests.support.stage import Stage

REMOVED = "A moderator removed this song <t:"
DELETED = "Its author deleted this song <t:"


def visitor(song: Song) -> Visitor:
    """Return its author where it was made."""
    return Visitor(song.guild_id, song.author_id)


async def take_down(stage: Stage, song: Song) -> None:
    """Remove a song as a moderator does."""
    mika = Visitor(song.guild_id, UserId(await stage.driver.person("mika")))
    await stage.core.song_moderation.remove(mika, song.song_id, reason="copied")


async def test_a_removal_is_not_blamed_on_the_author(stage: Stage) -> None:
    card, songs = await made(stage)
    for song in songs:
        await take_down(stage, song)
    first = songs[0]
    for name in ("show", "details"):
        told = await refused(stage, name, song=first.song_id)
        assert told.startswith(REMOVED), name
    stems = await making.refused(stage, "stems", song=first.song_id)
    assert stems.content.startswith(REMOVED)
    menu = await stage.driver.context_menu(member="ada", name="Song details", target=card)
    assert menu.message.content.startswith(REMOVED)
    assert "Nothing was changed or charged." in menu.message.content


async def test_what_its_author_deleted_is_their_own_doing(stage: Stage) -> None:
    _, (first, _) = await made(stage)
    await stage.core.songs.delete(visitor(first), first.song_id)
    assert (await refused(stage, "show", song=first.song_id)).startswith(DELETED)


async def test_orders_and_moderators_are_told_of_a_removal_too(stage: Stage) -> None:
    _, (first, _) = await made(stage)
    await take_down(stage, first)
    sources, who = Sources(stage.core.clock), visitor(first)
    request = StemsRequest(source=Source.of_song(first.song_id))
    with pytest.raises(SongDeleted) as ordered:
        await stage.core.database.read(
            lambda tx: sources.complete(tx, request, who.user_id, who.guild_id)
        )
    with pytest.raises(SongDeleted) as removed:
        await take_down(stage, first)
    assert ordered.value.by_moderator
    assert removed.value.by_moderator
