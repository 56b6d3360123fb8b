"""A headless browser for tests, and the sandbox's page as a person uses it."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from playwright.async_api import (
    Browser,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    async_playwright,
    expect,
)

CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
)
PATIENCE_MILLISECONDS = 10_000.0

expect.set_options(timeout=PATIENCE_MILLISECONDS)


def chromium_path() -> str:
    """Find Chromium: the environment's CHROMIUM, else the program of that name; skip without it."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if found is None:
        pytest.skip(
            "Chromium is missing: install it (apt-get install chromium) or name it in CHROMIUM"
        )
    return found


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """Run a headless Chromium until the block ends."""
    path = chromium_path()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=path, args=list(CHROMIUM_ARGUMENTS)
        )
        try:
            yield browser
        finally:
            await browser.close()


@dataclass(frozen=True)
class Look:
    """How a window looks: its size in CSS pixels and whether the system is dark."""

    width: int = 1280
    height: int = 800
    dark: bool = True


DESKTOP = Look()
PHONE = Look(width=390, height=844)


@dataclass
class SandboxPage:
    """The sandbox's page in one window, acting as one member.

    Names of channels, members and commands are those that people read. What the browser complains
    about is collected in `complaints`; `open_page` fails when there is anything at the end.
    """

    page: Page
    complaints: list[str] = field(default_factory=list)

    @property
    def messages(self) -> Locator:
        """Every message of the open channel, oldest first."""
        return self.page.locator("[data-message-id]")

    @property
    def newest(self) -> Locator:
        """The newest message of the open channel."""
        return self.messages.last

    @property
    def composer(self) -> Locator:
        """The field for plain messages and for the slash."""
        return self.page.locator('[data-region="message-input"]')

    @property
    def modal(self) -> Locator:
        """The open form."""
        return self.page.locator('dialog[data-region="modal"]')

    @property
    def suggestions(self) -> Locator:
        """The lines of the list above the composer."""
        return self.page.locator('[data-region="suggestions"]').get_by_role("option")

    def message(self, text: str) -> Locator:
        """The newest message that holds a text."""
        return self.messages.filter(has_text=text).last

    def option(self, name: str) -> Locator:
        """The field of a command's option, by the option's registered name."""
        return self.page.locator(f'[data-option="{name}"]').locator(".option-input")

    async def ready(self) -> None:
        """Wait until the page shows what the acting member may see."""
        await self.page.locator("body[data-ready]").wait_for()

    async def open_channel(self, name: str) -> None:
        """Open a channel of the list."""
        await self.page.locator(f'[data-channel-name="{name}"]').click()
        await expect(self.page.locator(".channel-heading")).to_have_text(name)

    async def act_as(self, name: str) -> None:
        """Become another member."""
        await self.page.locator('[data-action="choose-member"]').click()
        await self.page.get_by_role("menuitemradio", name=name).click()
        await expect(self.page.locator(".me .person")).to_have_text(name)
        await self.ready()

    async def pick_command(self, name: str) -> None:
        """Type a slash and a command's name, and pick it from the list."""
        await self.composer.fill(f"/{name}")
        await self.suggestions.get_by_text(f"/{name}", exact=True).click()
        await self.page.locator(f'[data-command="{name}"]').wait_for()

    async def fill_option(self, name: str, value: str) -> None:
        """Type into an option, adding it when it is optional; what is chosen is taken exactly."""
        if await self.option(name).count() == 0:
            await self.page.locator(f'[data-add-option="{name}"]').click()
        await self.option(name).fill(value)
        chosen = await self.option(name).get_attribute("role") == "combobox"
        if chosen:
            exact = re.compile(f"^{re.escape(value)}$")
            await self.suggestions.get_by_text(exact).first.click()

    async def send(self) -> None:
        """Send the command or message in the composer."""
        await self.page.locator('[data-region="composer"] button[type="submit"]').click()

    async def use_command(self, name: str, **options: str) -> None:
        """Pick a command, fill its options and send it."""
        await self.pick_command(name)
        for option, value in options.items():
            await self.fill_option(option, value)
        await self.send()

    async def post(self, path: str, body: Mapping[str, object]) -> None:
        """Send a request of the browser protocol (docs/sandbox.md), as the page would."""
        answered = await self.page.evaluate(
            """async ([path, body]) => (await fetch(path, {
                method: "POST",
                headers: {"Content-Type": "application/json"},
                body,
            })).ok""",
            [path, json.dumps(body)],
        )
        assert answered, path

    async def pass_time(self, seconds: float) -> None:
        """Let time pass at once in the sandbox."""
        await self.post("/sandbox/clock", {"advance_seconds": seconds})

    async def overflow_pixels(self) -> int:
        """How far the page is wider than the window."""
        return int(
            await self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        )


@asynccontextmanager
async def open_page(
    browser: Browser, address: str, *, member: str | None = None, look: Look = DESKTOP
) -> AsyncIterator[SandboxPage]:
    """Open the sandbox's page at its address in a window of its own.

    `member` is an id; the address itself may name member and channel after a `#`.

    When the block ends without an exception, the browser must have had nothing to complain about.
    """
    context = await browser.new_context(
        viewport={"width": look.width, "height": look.height},
        color_scheme="dark" if look.dark else "light",
        locale="en-GB",
        timezone_id="UTC",
    )
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    try:
        window = SandboxPage(await context.new_page())
        _collect_complaints(window)
        where = f"{address}#member={member}" if member else address
        await window.page.goto(where)
        await window.ready()
        yield window
        assert window.complaints == []
    finally:
        await context.close()


def _collect_complaints(window: SandboxPage) -> None:
    def heard(message: ConsoleMessage) -> None:
        # The page tells people itself when the sandbox refuses something.
        refusal = "/sandbox/" in message.location.get("url", "") and "status of 4" in message.text
        if message.type in {"error", "warning"} and not refusal:
            window.complaints.append(message.text)

    def thrown(error: Error) -> None:
        window.complaints.append(str(error))

    window.page.on("console", heard)
    window.page.on("pageerror", thrown)
