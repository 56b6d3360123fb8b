"""The family tree that a song's details tell."""

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.ids import SongId, UserId
from bot.domain.library import Visitor
from bot.domain.ports import Transaction
from bot.domain.songs import Song
from bot.services.finding import MOST_RELATIVES, family_of
from bot.ui.family import family_lines
from bot.ui.translation import DEFAULT_LOCALE
from tests.support.core_fixture import order
from tests.support.orders import ADA, GUILD
from tests.support.records import new_job, new_song
from tests.support.surroundings import Core

HERE = Visitor(GUILD, ADA.user_id)


def song(position: int, title: str) -> Song:
    """Return a song of the only job."""
    return replace(
        new_song(new_job()),
        song_id=SongId(f"{position:010}"),
        position=position,
        title=title,
        guild_id=GUILD,
        author_id=ADA.user_id,
    )


async def shelve(core: Core, children: Mapping[int, tuple[int, ...]], *songs: Song) -> None:
    """Save songs as if one job had brought them; `children` names the parents of some."""
    view = await order(core)

    def work(tx: Transaction) -> None:
        for each in songs:
            tx.songs.add(replace(each, job_id=view.job.job_id))
        for child, parents in children.items():
            named = tuple(SongId(f"{parent:010}") for parent in parents)
            tx.songs.add_parents(SongId(f"{child:010}"), named)

    await core.database.write(work)


async def family(core: Core, number: int, visitor: Visitor = HERE) -> list[tuple[int, str]]:
    """Return the generations and titles of a song's relatives."""
    details = await core.library.details(visitor, SongId(f"{number:010}"))
    return [(relative.generation, relative.song.title) for relative in details.family]


async def test_generations_are_told_in_both_directions(core: Core) -> None:
    titles = ("grandmother", "mother", "father", "child", "grandchild")
    songs = [song(number, title) for number, title in enumerate(titles, 1)]
    await shelve(core, {2: (1,), 4: (2, 3), 5: (4,)}, *songs)
    assert await family(core, 4) == [
        (-2, "grandmother"),
        (-1, "father"),
        (-1, "mother"),
        (1, "grandchild"),
    ]
    assert await family(core, 1) == [(1, "mother"), (2, "child"), (3, "grandchild")]


async def test_the_tree_is_drawn_as_indented_lines(core: Core) -> None:
    await shelve(core, {2: (1,), 3: (2,)}, song(1, "First"), song(2, "*Second*"), song(3, "Third"))
    await core.database.write(lambda tx: tx.songs.delete(SongId("0000000003"), core.clock.now()))
    details = await core.library.details(HERE, SongId("0000000002"))
    assert family_lines(details, DEFAULT_LOCALE).split("\n") == [
        "↳ First `0000000001`",
        "\u2003↳ **\\*Second\\* `0000000002`**",
        "\u2003\u2003↳ a deleted song",
    ]


async def test_relatives_that_one_may_not_see_are_left_out(core: Core) -> None:
    hidden = replace(song(1, "hidden"), private=True)
    await shelve(core, {2: (1,)}, hidden, song(2, "seen"))
    assert await family(core, 2) == [(-1, "hidden")]
    assert await family(core, 2, Visitor(GUILD, UserId(999))) == []


async def test_many_relatives_are_cut_and_circles_end(core: Core) -> None:
    many = [song(number, str(number)) for number in range(1, 31)]
    circle = {1: (30,), **dict.fromkeys(range(2, 31), (1,))}
    await shelve(core, circle, *many)

    def read(tx: Transaction) -> int:
        first = tx.songs.get(SongId("0000000001"))
        assert first is not None
        return len(family_of(tx, HERE, first))

    assert await core.database.read(read) == MOST_RELATIVES + 1
