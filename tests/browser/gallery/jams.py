"""Pictures of jams: one of each mode, played in their threads, as Mika sees them."""

from playwright.async_api import expect

from tests.browser.gallery.album import Album, Chapter, Picture
from tests.support.jam_play import JamPlay
from tests.support.sandbox_views import SeenMessage

PICTURES = (
    Picture("jam-start", "A jam begins", ("jam start",)),
    Picture("jam-gathering", "Gathering: people join and pledge", ()),
    Picture("jam-pledge", "A pledge", ()),
    Picture("jam-writing", "Verses: people take turns", ()),
    Picture("jam-turn", "Only the one whose turn it is is mentioned", ()),
    Picture("jam-form", "A line is written", ("is_jam_form",)),
    Picture("jam-composing", "Composing waits for the pot", ()),
    Picture("jam-finished", "The finished song's words", ()),
    Picture("jam-song", "The song, with its authors", ()),
    Picture("jam-proposing", "Slots: proposals are counted, not shown", ()),
    Picture("jam-voting", "Voting on each part", ()),
    Picture("jam-ballot", "A vote is private", ()),
    Picture("jam-strike", "A moderator strikes one contribution", ("jam strike",)),
    Picture("jam-ban", "A moderator closes a jam to somebody", ("jam ban",)),
    Picture("jam-stop", "A jam is stopped", ("jam stop",)),
    Picture("jam-ended", "Its board afterwards", ()),
    Picture("jam-choosing", "Battle: which song is better?", ()),
    Picture("jam-won", "Battle: the votes are counted", ()),
    Picture("jam-add", "A finished song goes into a jam", ()),
)

_ME = "Mika"
_OTHERS = ("Ada", "Ben", "Chloé", "Dieter")
_LINES = (
    "The lamp turns slow, the sea is grey\nand no one came ashore today",
    "Hold on, hold on, the light is on\nuntil the longest night is gone",
    "The kettle sings, the gulls reply\nI count the ships that pass us by",
)
_PROPOSALS = (
    ("Ben", "Genre", "synth-pop, 104 bpm"),
    ("Chloé", "Genre", "trip hop with a brass band"),
    ("Dieter", "Genre", "late-night jazz trio"),
    ("Ada", "Mood", "tired and happy"),
    ("Ada", "Title", "Seat by the heater"),
    ("Chloé", "Title", "Last stop, everyone"),
    ("Dieter", "Chorus", "Ring the bell, ring the bell\nthe driver knows us all too well"),
)
_IDEAS = {
    "Ada": "A sea shanty about a cat that will not leave the warm bed",
    "Ben": "Slow techno for gardeners who work at night, with moths and rain",
    "Chloé": "A waltz for two foghorns who are in love across the bay",
    "Dieter": "Bossa nova about losing one's keys in the sand",
}


async def take(album: Album) -> None:
    """Play the three jams, in a window that is high enough for a whole song."""
    await album.window.page.set_viewport_size({"width": 1280, "height": 1080})
    await _verses(album)
    await _slots(album)
    await _battle(album)


async def _verses(album: Album) -> None:
    theme = "a lighthouse in the fog"
    jam = await JamPlay.start(album.scene.driver, theme, pot=4, max_people=8)
    await album.become(_ME)
    announced = await album.scene.driver.wait_for(lambda item: "begins a jam" in item.content)
    await album.message("jam-start", announced)
    await album.become(_ME, f"🎵 {theme}")
    await jam.join("Ben", _ME)
    await _board(album, jam, "jam-gathering", "3 of 8", "4 of 14")
    await jam.press(_ME, "Pledge")
    await album.form("jam-pledge")
    await jam.pledge("Ben", 5)
    await jam.told("Ada", "Lock")
    for member, line in zip(("Ada", "Ben"), _LINES, strict=False):
        await jam.shows("'s turn", f"<@{await album.scene.driver.person(member)}>'s")
        await jam.write(member, line)
    await _board(album, jam, "jam-writing", "Hold on", "Verse 2**: it is")
    mine = await album.scene.driver.wait_for(
        lambda item: "It is your turn: write **Verse 2" in item.content
    )
    await album.message("jam-turn", mine)
    await jam.press(_ME, "Add a line")
    await album.form("jam-form")
    await jam.write(_ME, _LINES[2])
    await album.window.page.keyboard.press("Escape")
    await _board(album, jam, "jam-composing", "The pot lacks 5 credits")
    await jam.pledge("Ben", 10)
    (card,) = await jam.songs()
    await album.message("jam-song", card)
    await _board(album, jam, "jam-finished", "The song is below")


async def _slots(album: Album) -> None:
    theme = "the night bus home"
    jam = await JamPlay.start(album.scene.driver, theme, mode="slots", payer="host")
    await album.become(_ME, f"🎵 {theme}")
    await jam.join(*_OTHERS[1:], _ME)
    await jam.told("Ada", "Lock")
    for member, slot, text in _PROPOSALS:
        await jam.propose(member, slot, text)
    await _board(album, jam, "jam-proposing", "Genre** · 3 entries", "Chorus** · 1")
    await jam.told("Ada", "Lock")
    await jam.vote("Chloé", "synth-pop, 104 bpm")
    await _board(album, jam, "jam-voting", "1 of 5 have voted")
    await album.message("jam-ballot", (await jam.press(_ME, "Vote")).message)
    (choice,) = await album.scene.driver.autocomplete(
        member=_ME, channel=jam.thread, name="jam strike", option="contribution", text="jazz"
    )
    number = int(choice.value)
    await _moderate(album, jam, "jam-strike", contribution=number, reason="that was an insult")
    await _moderate(album, jam, "jam-ban", member="Dieter", reason="and another one")
    await _moderate(album, jam, "jam-stop", reason="we missed the bus")
    await _board(album, jam, "jam-ended", "we missed the bus")


async def _battle(album: Album) -> None:
    theme = "songs for the sleepless"
    jam = await JamPlay.start(album.scene.driver, theme, mode="battle", pot=28)
    await album.become(_ME, f"🎵 {theme}")
    await jam.join(*_OTHERS[1:], _ME)
    await jam.told("Ada", "Lock")
    for member, idea in _IDEAS.items():
        await jam.write(member, idea, label="Add an idea")
    await jam.told("Ada", "Lock")
    for member, author in (("Ada", "Ben"), ("Chloé", "Ben"), ("Ben", "Chloé"), (_ME, "Chloé")):
        await jam.vote(member, _IDEAS[author])
    await jam.told("Ada", "Lock")
    first, _ = await jam.songs(2)
    await _board(album, jam, "jam-choosing", "Both songs are below")
    await album.message("jam-add", await _added(album, first))
    await jam.vote("Ada", _IDEAS["Ben"])
    await jam.told("Ada", "Lock")
    await _board(album, jam, "jam-won", "2 songs are below")


async def _board(album: Album, jam: JamPlay, picture: str, *texts: str) -> None:
    """Take a picture of the board once it shows these words, in the page too."""
    board = await jam.shows(*texts)
    shown = album.window.page.locator(f'[data-message-id="{board.id}"]')
    await expect(shown.get_by_role("button")).to_have_count(len(board.buttons) + 2)
    await album.message(picture, board)


async def _added(album: Album, card: SeenMessage) -> SeenMessage:
    return (await album.scene.driver.press(card, member=_ME, label="Add to jam")).message


async def _moderate(album: Album, jam: JamPlay, picture: str, **options: str | int) -> None:
    answer = await album.scene.driver.command(
        member=_ME, channel=jam.thread, name=picture.replace("-", " "), options=options
    )
    await album.message(picture, answer.message)


CHAPTER = Chapter("Making them together: the jam", PICTURES, take)
