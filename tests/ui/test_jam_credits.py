"""A song that several made is credited to all of them wherever it is told of."""

from dataclasses import replace

from bot.domain.delivery import MessageRef
from bot.domain.ids import JamId, MessageId, UserId
from bot.domain.jams import JamMode
from bot.domain.jams.people import Author
from bot.domain.library import Shelf, ShelfLine, ShelfPage, SongDetails, SongQuery, Visitor
from bot.domain.songs import SongRequest
from bot.ui.about import about
from bot.ui.details import draw_details
from bot.ui.shelves import draw_page
from bot.ui.translation import DEFAULT_LOCALE
from tests.support.discord_objects import NOW, assert_embed_fits, finished, song
from tests.support.jams import (
    HOST,
    PEOPLE,
    begin,
    bring_songs,
    lock,
    pledge_all,
    see_through,
    write_all,
)
from tests.support.orders import GUILD, MODEL, place
from tests.support.surroundings import Core

AUTHORS = (Author(UserId(101), "Ben"), Author(UserId(100), "Ada"))
BOTH = "<@101>, <@100>"
WORDS = SongRequest(model=MODEL, lyrics="[Verse]\nRain on tin", style="folk", title="Rain")
ALONE = finished(song(1), song(2), request=WORDS)
TOGETHER = replace(ALONE, job=replace(ALONE.job, jam_id=JamId("abcdefgh12")), authors=AUTHORS)


def details_of(request: SongRequest, *, in_jam: bool) -> dict[str, str]:
    """Return what is told of how a song was made."""
    view = TOGETHER if in_jam else ALONE
    view = replace(view, job=replace(view.job, request=request))
    details = SongDetails(view.songs[0], view, favourite=False, message=None)
    fields = draw_details(details, DEFAULT_LOCALE).fields
    return {field.name or "": field.value or "" for field in fields}


def test_the_text_file_of_an_export_names_every_author() -> None:
    assert "Author: Ben, Ada\n" in about(TOGETHER, DEFAULT_LOCALE)
    assert f"Author: {ALONE.job.requester_name}\n" in about(ALONE, DEFAULT_LOCALE)


def test_details_name_every_author_and_call_the_words_the_jam_s() -> None:
    told = details_of(WORDS, in_jam=True)
    assert (told["Author"], told["Words"]) == (BOTH, "the jam's own")
    written = details_of(SongRequest(model=MODEL, idea="x", style="folk"), in_jam=True)
    assert written["Words"] == "by the music service, in the jam's style"
    told = details_of(WORDS, in_jam=False)
    assert (told["Author"], told["Words"]) == (f"<@{ALONE.author_id}>", "the author's own")


async def test_the_shelf_of_jams_names_every_author(core: Core) -> None:
    bring_songs(core)
    jam_id = await begin(core, JamMode.VERSES, 3)
    await pledge_all(core, jam_id, 5, 3)
    await lock(core, jam_id)
    await write_all(core, jam_id)
    await see_through(core)
    visitor = Visitor(GUILD, HOST.user_id)
    page = await core.library.page(visitor, SongQuery(Shelf.JAMS), 1)
    assert [len(line.authors) for line in page.lines] == [3, 3]
    rows = (draw_page(page, DEFAULT_LOCALE).embed.description or "").splitlines()
    everybody = ", ".join(f"<@{who.user_id}>" for who in PEOPLE[:3])
    assert all(f" · {everybody} · " in row for row in rows)


def test_a_page_of_songs_of_many_people_fits_its_embed() -> None:
    many = tuple(Author(UserId(2**63 - number), "x") for number in range(1, 101))
    message = MessageRef(ALONE.job.job_id, place(NOW), MessageId(2**63 - 1))
    long = replace(song(1), title="*" * 200, private=True)
    lines = (ShelfLine(long, favourite=True, message=message, authors=many),) * 8
    embed = draw_page(ShelfPage(SongQuery(), 1, 1, 8, lines), DEFAULT_LOCALE).embed
    assert_embed_fits(embed)
    rows = (embed.description or "").splitlines()
    assert all(f"<@{2**63 - 5}> and 95 more · " in row for row in rows)
