"""Pictures of making songs: cards, forms and what helps with words."""

from tests.browser.gallery.album import Album, Chapter, Picture
from tests.support.sandbox import File
from tests.support.sandbox_views import SeenMessage
from tests.support.scene import FINISHED_SECONDS

PICTURES = (
    Picture("create-form", "An order without options opens a form", ("create", "is_song_form")),
    Picture("card-ordered", "Ordered: the first answer is the card", ("create",)),
    Picture("card-finished", "Finished", ("create",)),
    Picture("card-lyrics", "[Lyrics]", ()),
    Picture("card-more", "[More ▾]: what else can be made of it", ()),
    Picture("extend-form", "[Extend] opens a form", ("is_rework_form",)),
    Picture("cover", "The same song in another style", ("cover", "Cover this song")),
    Picture("extend", "A song goes on", ("extend", "Extend this song")),
    Picture("stems", "The separate tracks", ("stems",)),
    Picture("remix-mashup", "Two songs become one", ("remix mashup",)),
    Picture("remix-sample", "A whole song out of a snippet", ("remix sample",)),
    Picture("remix-remaster", "A new rendering", ("remix remaster",)),
    Picture("remix-section", "One part made anew", ("remix section",)),
    Picture("remix-vocals", "Vocals over one's own backing", ("remix vocals",)),
    Picture("remix-backing", "A band behind one's own voice", ("remix backing",)),
    Picture("upload", "One's own audio brought in", ("upload",)),
    Picture("voice-create", "A voice needs a yes", ("voice create",)),
    Picture("voice-list", "Voices that one may use", ("voice list",)),
    Picture("voice-delete", "A voice is gone", ("voice delete",)),
    Picture("lyrics", "Drafts for an idea", ("lyrics", "Use as lyrics")),
    Picture("style", "A few tags become a full style", ("style",)),
    Picture("draft-form", "A draft, edited before it is sung", ("is_draft_form",)),
)


async def take(album: Album) -> None:
    """Make songs as Ada, who has credits for all of it."""
    await album.use("Mika", "mod credits grant", member="Ada", amount=900, reason="a rich year")
    await album.become("Ada")
    await album.window.pick_command("create")
    await album.window.send()
    await album.form("create-form")
    card = await _song(album)
    await _card(album, card)
    song, other = await _ids(album)
    recording = await album.scene.driver.download(card.attachments[0])
    own = File("hum.mp3", recording)
    for name, command, options in (
        ("cover", "cover", {"song": song, "style": "brass band"}),
        ("extend", "extend", {"song": song, "idea": "the fog lifts"}),
        ("stems", "stems", {"song": song}),
        ("remix-mashup", "remix mashup", {"first": song, "second": other}),
        (
            "remix-sample",
            "remix sample",
            {"file": own, "start": "0:01", "end": "0:05", "idea": "a waltz"},
        ),
        ("remix-remaster", "remix remaster", {"song": song}),
        (
            "remix-section",
            "remix section",
            {"song": song, "start": "0:02", "end": "0:06", "lyrics": "The horn replies"},
        ),
        ("remix-vocals", "remix vocals", {"file": own, "lyrics": "The horn replies"}),
        ("remix-backing", "remix backing", {"file": own, "style": "folk band"}),
        ("upload", "upload", {"file": own}),
    ):
        await _finished(album, name, await album.use("Ada", command, **options))
    await take_words(album, own)


async def _song(album: Album) -> SeenMessage:
    await album.scene.studio_fault(fault="rate_limited", times=1)
    card = await album.scene.order("Ada", "A lighthouse in the fog", length=30)
    await album.message("card-ordered", card)
    return await album.scene.finished(card)


async def _card(album: Album, card: SeenMessage) -> None:
    await album.message("card-finished", card)
    lyrics = await album.press(card, "Lyrics", "Ada")
    await album.message("card-lyrics", lyrics.message)
    more = await album.press(card, "More", "Ada")
    await album.message("card-more", more.message)
    shown = album.window.page.locator(f'[data-message-id="{card.id}"]')
    await shown.get_by_role("button", name="Extend").click()
    await album.form("extend-form")


async def _ids(album: Album) -> tuple[str, str]:
    first, second, *_ = await album.scene.driver.autocomplete(
        member="Ada", channel="songs", name="song show", option="song", text=""
    )
    return str(first.value), str(second.value)


async def _finished(album: Album, name: str, card: SeenMessage) -> None:
    done = await album.scene.driver.wait_for(
        lambda message: message.id == card.id and bool(message.attachments), timeout=90
    )
    await album.message(name, done)


async def take_words(album: Album, own: File) -> None:
    """Make a voice of a recording, then look for words, as Ada."""
    asked = await album.use("Ada", "voice create", file=own, name="Ada's hum")
    await album.message("voice-create", asked)
    made = await album.press(asked, "It is mine", "Ada")
    await album.scene.driver.wait_for(
        lambda message: message.id == made.message.id and "is ready" in message.text,
        timeout=FINISHED_SECONDS,
    )
    await album.message("voice-list", await album.use("Ada", "voice list"))
    drafts = await album.use("Ada", "lyrics", idea="a lighthouse in the fog")
    await album.message("lyrics", drafts)
    await album.message("style", await album.use("Ada", "style", tags="folk, sea, waltz"))
    await album.click(drafts, "Edit 1")
    await album.form("draft-form")
    gone = await album.use("Ada", "voice delete", name="Ada's hum")
    await album.message("voice-delete", gone)


CHAPTER = Chapter("Making songs", PICTURES, take)
