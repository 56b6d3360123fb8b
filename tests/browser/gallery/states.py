"""Pictures of a card's other states: under way, half a result, failed, refused, unknown, gone."""

from tests.browser.gallery.album import Album, Chapter, Picture
from tests.support.scene import FINISHED_SECONDS

PICTURES = (
    Picture("state-half", "Half a result costs half", ()),
    Picture("state-failed", "A failure costs nothing", ()),
    Picture("state-refused", "The music service refuses it; [Edit] opens all that was written", ()),
    Picture("state-unknown", "Nobody knows yet what became of it", ()),
    Picture("state-deleted", "A song that its author deleted", ()),
    Picture("state-working", "Being made", ()),
    Picture("state-private", "Being made for one person alone", ()),
)

_LONG = 600
"""Seconds that a song is being made, so that there is time for a picture."""


async def take(album: Album) -> None:
    """Let the music service do what it seldom does."""
    await album.use("Mika", "mod credits grant", member="Ada", amount=900, reason="a bad day")
    await album.become("Ada")
    for name, fault, path, text in (
        ("half", "one_clip_failed", "", " used,"),
        ("failed", "task_failed_500", "", "nothing charged"),
        ("refused", "known_recording", "/sonic/create", "nothing charged"),
        ("unknown", "cut_after", "/sonic/create", "outcome unknown"),
    ):
        await album.scene.studio_fault(fault=fault, times=1, **({"path": path} if path else {}))
        await _card(album, name, "Rain on a tin roof", text)
    await _deleted(album)
    await album.scene.studio_fault(fault="long_not_ready", value=_LONG, times=2)
    await _card(album, "working", "A slow song", "at the music service")
    await _card(album, "private", "A secret song", "at the music service", private=True)


async def _card(album: Album, name: str, idea: str, text: str, *, private: bool = False) -> None:
    card = await album.use("Ada", "create", idea=idea, length=10, private=private)
    shown = await album.scene.driver.wait_for(
        lambda message: message.id == card.id and text in message.text, timeout=FINISHED_SECONDS
    )
    await album.message(f"state-{name}", shown)


async def _deleted(album: Album) -> None:
    card = await album.scene.finished(await album.scene.order("Ada", "A song to forget"))
    versions = await album.scene.driver.autocomplete(
        member="Ada", channel="songs", name="song delete", option="song", text=""
    )
    for version in versions[:2]:
        question = await album.use("Ada", "song delete", song=str(version.value))
        await album.press(question, "Delete", "Ada")
    shown = await album.scene.driver.wait_for(
        lambda message: message.id == card.id and "deleted this song" in message.text
    )
    await album.message("state-deleted", shown)


CHAPTER = Chapter("What else becomes of an order", PICTURES, take)
