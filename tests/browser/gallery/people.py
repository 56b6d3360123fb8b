"""Pictures of what concerns one's own account and data."""

from tests.browser.gallery.album import Album, Chapter, Picture

PICTURES = (
    Picture("credits-balance", "What one has, and where the rest went", ("credits balance",)),
    Picture("credits-chart", "Use per day against the allowance", ("credits chart",)),
    Picture("credits-give", "Credits given to somebody", ("credits give",)),
    Picture("privacy-policy", "What is kept about one", ("privacy policy",)),
    Picture("privacy-export", "Everything that is kept, as a file", ("privacy export",)),
    Picture("privacy-erase", "The question before one is forgotten", ("privacy erase",)),
)


async def take(album: Album) -> None:
    """Look at one's account and data as Ada, who has a song."""
    await album.become("Ada")
    await album.scene.finished(await album.scene.order("Ada", "A lighthouse in the fog"))
    for command in ("credits balance", "credits chart"):
        await album.message(command.replace(" ", "-"), await album.use("Ada", command))
    for command in ("privacy policy", "privacy export", "privacy erase"):
        await album.message(command.replace(" ", "-"), await album.use("Ada", command))


CHAPTER = Chapter("One's own account and data", PICTURES, take)
