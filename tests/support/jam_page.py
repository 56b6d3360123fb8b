"""A jam in the sandbox's page, played in windows of the browser."""

from __future__ import annotations

from playwright.async_api import Locator, expect

from tests.support.browser import SandboxPage


class JamWindow:
    """One member's window on a jam's thread."""

    def __init__(self, window: SandboxPage, theme: str) -> None:
        self.window = window
        self.theme = theme

    @property
    def board(self) -> Locator:
        """The board."""
        heading = self.window.page.get_by_role("heading", name=self.theme)
        return self.window.messages.filter(has=heading)

    @property
    def private(self) -> Locator:
        """The newest message that this member alone sees."""
        return self.window.page.locator(".message.ephemeral").last

    async def start(self, **options: str) -> None:
        """Begin the jam by command."""
        await self.window.use_command("jam start", theme=self.theme, **options)
        await self.open()

    async def open(self) -> None:
        """Go to the thread."""
        await self.window.open_channel(f"🎵 {self.theme}")
        await expect(self.board).to_be_visible()

    async def press(self, label: str) -> None:
        """Press a button of the board, by the start of its label."""
        await self.board.get_by_role("button", name=label).first.click()

    async def shows(self, *texts: str) -> None:
        """Wait until the board shows all these words."""
        for text in texts:
            await expect(self.board).to_contain_text(text)

    async def fill(self, label: str, text: str) -> None:
        """Fill the one field of the open form and send it."""
        field = self.window.modal.get_by_role("textbox", name=label)
        await field.fill(text)
        await self.window.modal.get_by_role("button", name="Submit").click()
        await expect(self.window.modal).to_have_count(0)
