"""Pictures of what concerns one's own account and data."""

from tests.browser.gallery.album import Album, Chapter, Picture

PICTURES = (
    Picture("credits-balance", "What one has, and where the rest went", ("credits balance",)),
    Picture("credits-chart", "Use per day against the allowance", ("credits chart",)),
    Picture("not-enough", "Not enough credits, and what to do", ("credits ask",)),
    Picture("credits-ask-form", "Asking the moderators", ("is_ask_form",)),
    Picture("credits-asked", "What the moderators see", ()),
    Picture("credits-decision-form", "Granting with a reason", ("is_decision_form",)),
    Picture("credits-give", "Credits given to somebody", ("credits give",)),
    Picture("help", "What one may use here", ("help",)),
    Picture("privacy-policy", "What is kept about one", ("privacy policy",)),
    Picture("privacy-export", "Everything that is kept, as a file", ("privacy export",)),
    Picture("privacy-erase", "The question before one is forgotten", ("privacy erase",)),
)


async def take(album: Album) -> None:
    """Look at one's account and data as Ada, who has a song."""
    await album.use("Olga", "server allowance set", amount=20, period="week")
    await album.become("Ada")
    await album.scene.finished(await album.scene.order("Ada", "A lighthouse in the fog"))
    for command in ("credits balance", "credits chart"):
        await album.message(command.replace(" ", "-"), await album.use("Ada", command))
    await album.use("Olga", "server gifts", allowed=True)
    await album.use("Mika", "mod credits grant", member="Ada", amount=20, reason="a prize")
    given = await album.use("Ada", "credits give", member="Ben", amount=6, reason="thanks")
    await album.message("credits-give", given)
    await _ask(album)
    await album.message("help", await album.use("Ada", "help"))
    for command in ("privacy policy", "privacy export", "privacy erase"):
        await album.message(command.replace(" ", "-"), await album.use("Ada", command))


async def _ask(album: Album) -> None:
    await album.use("Mika", "mod credits take", member="Ada", amount=10, reason="by mistake")
    await album.become("Ada")
    for _ in range(7):
        await album.scene.order("Ada", "A lighthouse in the fog")
    refused = await album.scene.order("Ada", "A lighthouse in the fog")
    await album.message("not-enough", refused)
    await album.click(refused, "Ask")
    await album.form("credits-ask-form")
    request = await album.use("Ada", "credits ask", amount=11, reason="one song more")
    await album.become("Mika")
    await album.message("credits-asked", request)
    await album.click(request, "Grant")
    await album.form("credits-decision-form")


CHAPTER = Chapter("One's own account and data", PICTURES, take)
