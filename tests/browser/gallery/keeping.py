"""Pictures of the library and the queue."""

from tests.browser.gallery.album import Album, Chapter, Picture
from tests.support.scene import FINISHED_SECONDS

_MAKING_SECONDS = 8
"""Long enough to look at a song that is being made."""

PICTURES = (
    Picture("song-show", "A song's card once more", ("song show",)),
    Picture("song-library", "One's own songs", ("song library",)),
    Picture("song-details", "How a song was made", ("song details", "Song details")),
    Picture("song-favourite", "A favourite", ("song favourite",)),
    Picture("song-rename", "Another title", ("song rename",)),
    Picture("song-export", "A song to take away", ("song export",)),
    Picture("song-delete", "The question before a song goes for good", ("song delete",)),
    Picture("queue", "What is under way", ("queue",)),
    Picture("withhold", "Too late to cancel, but not to keep it to oneself", ()),
    Picture("card-not-posted", "What others see of it then", ()),
)


async def take(album: Album) -> None:
    """Look after a song as Ada."""
    await album.become("Ada")
    first = await album.scene.finished(await album.scene.order("Ada", "A lighthouse in the fog"))
    (choice, *_) = await album.scene.driver.autocomplete(
        member="Ada", channel="songs", name="song show", option="song", text=""
    )
    song = str(choice.value)
    cover = await album.use("Ada", "cover", song=song, style="brass band")
    await album.scene.finished(cover)
    for command, options in (
        ("song show", {"song": song}),
        ("song library", {}),
        ("song details", {"song": song}),
        ("song favourite", {"song": song}),
        ("song rename", {"song": song, "title": "Fog signal"}),
        ("song export", {"song": song}),
        ("song delete", {"song": song}),
    ):
        answer = await album.use("Ada", command, **options)
        await album.message(command.replace(" ", "-"), answer)
    await _keep_back(album)
    await album.scene.studio_fault(fault="rate_limited", times=1000)
    await album.scene.order("Ben", "Something that waits")
    await album.message("queue", await album.use("Ada", "queue"))
    assert first.attachments


async def _keep_back(album: Album) -> None:
    """Cancel a song of Ada's that the music service is making already."""
    await album.scene.studio_fault(fault="long_not_ready", value=_MAKING_SECONDS, times=1)
    card = await album.scene.order("Ada", "A song that came out too sad")
    await album.scene.until(lambda: album.scene.job_states()[-1] == "running")
    queue = await album.use("Ada", "queue")
    offer = await album.press(queue, "Cancel", "Ada")
    await album.message("withhold", offer.message)
    await album.press(offer.message, "Do not post it", "Ada")
    shown = await album.scene.driver.wait_for(
        lambda message: message.id == card.id and "to themselves" in message.text,
        timeout=FINISHED_SECONDS,
    )
    await album.message("card-not-posted", shown)


CHAPTER = Chapter("Keeping songs", PICTURES, take)
