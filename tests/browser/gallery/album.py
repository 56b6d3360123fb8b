"""Acts as members in the sandbox and takes pictures of what they see."""

import asyncio
import io
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.async_api import Locator

from bot.studio.config import Delays
from tests.support.browser import SandboxPage
from tests.support.sandbox import OptionValue
from tests.support.sandbox_views import Answer, SeenMessage
from tests.support.scene import Scene

FOLDER = Path(__file__).parents[3] / "docs" / "images" / "gallery"
_COLOURS = 128


@dataclass(frozen=True)
class Picture:
    """One picture of the gallery."""

    name: str
    """Its file's name without the ending."""
    title: str
    shows: tuple[str, ...]
    """Commands, menus and forms that it shows, as `bot` and `bot.ui.submissions` call them."""


@dataclass(frozen=True)
class Chapter:
    """Pictures that are taken one after the other in one place."""

    title: str
    pictures: tuple[Picture, ...]
    take: Callable[["Album"], Awaitable[None]]
    delays: Delays | None = None
    """How long the music service takes; None: no time."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """The bot's settings, besides the usual ones."""


@dataclass
class Album:
    """Where pictures are taken: a running bot, and the page in a window."""

    scene: Scene
    window: SandboxPage
    folder: Path = FOLDER

    async def become(self, member: str, channel: str = "songs") -> None:
        """Act as a member in a channel."""
        shown = self.window.page.locator(".me .person")
        if await shown.inner_text() != member:
            await self.window.act_as(member)
        if await self.window.page.locator(".channel-heading").inner_text() != channel:
            await self.window.open_channel(channel)

    async def use(
        self, user: str, command: str, place: str = "songs", /, **options: OptionValue
    ) -> SeenMessage:
        """Use a command as a member whom the page shows, and return its settled answer."""
        await self.become(user, place)
        answer = await self.scene.driver.command(
            member=user, channel=place, name=command, options=options
        )
        return await self.scene.driver.settled(answer.message)

    async def press(self, message: SeenMessage, label: str, member: str) -> Answer:
        """Press a button as a member whom the page shows."""
        await self.become(member)
        return await self.scene.driver.press(message, member=member, label=label)

    async def click(self, message: SeenMessage, label: str) -> None:
        """Press a button in the page itself, so that a form opens there."""
        shown = self.window.page.locator(f'[data-message-id="{message.id}"]')
        await shown.get_by_role("button", name=label).first.click()

    async def message(self, picture: str, message: SeenMessage) -> None:
        """Take a picture of a message."""
        shown = self.window.page.locator(f'[data-message-id="{message.id}"]')
        await shown.wait_for()
        await self.locator(picture, shown)

    async def form(self, picture: str) -> None:
        """Take a picture of the form that is open in the page, and close it."""
        await self.window.modal.wait_for()
        await self.locator(picture, self.window.modal)
        await self.window.page.keyboard.press("Escape")

    async def locator(self, picture: str, shown: Locator) -> None:
        """Take a picture of a part of the page, once its pictures and players are there.

        Fails when the window is too low for the whole of it: what stands around it would cut it.
        """
        await shown.scroll_into_view_if_needed()
        await shown.evaluate(_EVERYTHING_LOADED)
        assert await shown.evaluate(_FITS), f"the window is too low for {picture}"
        await self.window.page.mouse.move(0, 0)
        content = await shown.screenshot(animations="disabled", caret="hide")
        await asyncio.to_thread(_save, content, self.folder / f"{picture}.png")


_EVERYTHING_LOADED = """(part) => Promise.all([
    ...[...part.querySelectorAll("img")].map((image) => image.decode().catch(() => null)),
    ...[...part.querySelectorAll("audio")].map((audio) => audio.readyState > 0 ||
        new Promise((done) => audio.addEventListener("loadedmetadata", done, { once: true }))),
])"""

_FITS = """(part) => part.getBoundingClientRect().height <=
    (part.closest(".scroller")?.clientHeight ?? window.innerHeight)"""


def _save(content: bytes, path: Path) -> None:
    """Write a picture with few colours, which a quarter of the bytes hold."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(io.BytesIO(content)) as image:
        image.convert("RGB").quantize(_COLOURS).save(path, optimize=True)
