"""Pictures of what members see while an order takes longer, and when none can be made."""

from bot.sandbox.config import Seed
from bot.studio.config import Delays
from tests.browser.gallery.album import Album, Chapter, Picture
from tests.support.sandbox import OptionValue
from tests.support.sandbox_views import SeenMessage
from tests.support.scene import FINISHED_SECONDS

PICTURES = (
    Picture("hindrance-early", "The first version is heard before the second is ready", ()),
    Picture("hindrance-down", "The music service does not answer", ()),
    Picture("hindrance-elsewhere", "In a server that the bot is not in", ()),
    Picture("hindrance-option", "An option that cannot be used", ()),
    Picture("hindrance-words", "Words that the server does not want", ()),
    Picture("hindrance-often", "Too often", ()),
    Picture("hindrance-at-once", "Too many at once", ()),
)

_DELAYS = Delays(not_ready=0.0, first_clip=0.0, second_clip=15.0, joining=0.0, preparing=0.0)
"""Leave time for a picture of the first version."""

_SERVER = "Elsewhere"
"""A server without the bot."""

_FAILURES = 1000
"""So many calls of the music service fail; nobody waits until it has been asked so often."""


async def take(album: Album) -> None:
    """Let orders wait and be refused."""
    await _early(album)
    await _elsewhere(album)
    await _refused(album, "option", idea="Rain", voice="nobody's")
    await album.use("Olga", "server filter add", words="umbrella", action="refuse")
    await _refused(album, "words", idea="A song about an umbrella")
    await album.use("Olga", "server limits set", measure="per_hour", amount=1)
    await _refused(album, "often", idea="Yet another song")
    await album.use("Olga", "server limits remove", measure="per_hour")
    await _down(album)
    await album.use("Olga", "server limits set", measure="at_once", amount=1)
    await _refused(album, "at-once", idea="One more song")


async def _early(album: Album) -> None:
    card = await album.use("Ada", "create", idea="The first of two songs", length=10)
    shown = await album.scene.driver.wait_for(
        lambda message: message.id == card.id and len(message.attachments) == 1,
        timeout=FINISHED_SECONDS,
    )
    await album.message("hindrance-early", shown)
    await album.scene.finished(card)


async def _elsewhere(album: Album) -> None:
    driver = album.scene.driver
    guild_id = await driver.add_guild(_SERVER, members=["Ada", "Ben"], with_bot=False)
    await driver.change_member("Ada", installed_app=True)
    state = await driver.state("Ada", fresh=True)
    guild = next(each for each in state.guilds if each.id == guild_id)
    channel = next(each.id for each in guild.channels if each.name == "songs")
    await driver.permit(str(guild_id), channel=channel, allow=["USE_EXTERNAL_APPS"])
    answer = await driver.command(
        member="Ada", channel=channel, name="create", options={"idea": "Far away", "length": 10}
    )
    shown = await album.scene.finished(answer.message)
    await album.window.page.reload()
    await _open_server(album, _SERVER)
    await album.message("hindrance-elsewhere", shown)
    await _open_server(album, Seed().guild_name)


async def _open_server(album: Album, name: str) -> None:
    await album.window.page.locator('[data-action="choose-server"]').click()
    await album.window.page.get_by_role("menuitemradio", name=name).click()


async def _refused(album: Album, name: str, **options: OptionValue) -> None:
    refusal = await album.use("Ada", "create", **options)
    await album.message(f"hindrance-{name}", refusal)


async def _down(album: Album) -> None:
    for path in ("/sonic/create", "/get-credits"):
        await album.scene.studio_fault(fault="unavailable", times=_FAILURES, path=path, value=1)
    card: SeenMessage = await album.use("Ada", "create", idea="A patient song")
    shown = await album.scene.driver.wait_for(
        lambda message: message.id == card.id and "has not answered since" in message.text,
        timeout=FINISHED_SECONDS,
    )
    await album.message("hindrance-down", shown)


CHAPTER = Chapter(
    "When it takes longer, or cannot be",
    PICTURES,
    take,
    delays=_DELAYS,
    settings={
        "JAMBOREE_ORDER_USER_INSTALLS": "true",
        # A service that is down is noticed at once, not after minutes of growing pauses.
        "JAMBOREE_SUBMIT_OUTAGE_FAILURES": "3",
    },
)
