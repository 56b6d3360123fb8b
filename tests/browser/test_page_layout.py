"""The page on different windows and for different eyes."""

import pytest
from playwright.async_api import WebSocketRoute, expect

from tests.browser.conftest import Stage
from tests.support.browser import DESKTOP, PHONE, Look, SandboxPage, open_page

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

LOW = Look(height=500)
SECOND = 2
CONTRAST = """() => {
  const parse = (text) => {
    const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return {rgb: [r, g, b], alpha: a / 255};
  };
  const over = (top, below) => top.rgb.map((c, i) => c * top.alpha + below[i] * (1 - top.alpha));
  const ground = (node) => {
    const chain = [];
    for (let at = node; at; at = at.parentElement) {
      chain.push(parse(getComputedStyle(at).backgroundColor));
    }
    return chain.reverse().reduce((below, color) => over(color, below), [255, 255, 255]);
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((c) => c / 255)
      .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const faults = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !node.checkVisibility()) continue;
    if (node.closest('.avatar, :disabled, .visually-hidden')) continue;
    const back = ground(node);
    const front = over(parse(getComputedStyle(node).color), back);
    const [a, b] = [light(front), light(back)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) faults.push(`${ratio.toFixed(2)} ${walker.currentNode.textContent.trim()}`);
  }
  return faults;
}"""
UNNAMED = """() => [...document.querySelectorAll('button, a[href], input, textarea, audio, dialog')]
  .filter((node) => node.checkVisibility() && !node.closest('[aria-hidden="true"]'))
  .filter((node) => !(node.getAttribute('aria-label') || node.textContent.trim()
    || (node.labels && node.labels.length) || node.getAttribute('aria-labelledby')
    || node.querySelector('img[alt]')))
  .map((node) => node.outerHTML)"""


async def test_phone_has_drawers_and_no_sideways_scrolling(stage: Stage) -> None:
    async with open_page(stage.browser, stage.sandbox.page_url, look=PHONE) as window:
        await expect(window.page.locator("#sidebar")).not_to_be_visible()
        await window.page.get_by_role("button", name="Channels", exact=True).click()
        await window.open_channel("general")
        await expect(window.page.locator("#sidebar")).not_to_be_visible()
        await window.use_command("create", idea="A very long idea " * 20, loudness="3")
        await expect(window.newest).to_contain_text("A very long idea")
        assert await window.overflow_pixels() == 0

        await window.use_command("hostile")
        await expect(window.newest).to_contain_text("alert")
        assert await window.overflow_pixels() == 0
        await window.use_command("panel")
        await expect(window.newest).to_contain_text("Set-up panel")
        assert await window.overflow_pixels() == 0

        await window.page.get_by_role("button", name="Members", exact=True).click()
        await expect(window.page.locator("#members")).to_be_visible()
        await window.page.keyboard.press("Escape")
        await expect(window.page.locator("#members")).not_to_be_visible()


@pytest.mark.parametrize("look", [DESKTOP, PHONE, LOW], ids=["desktop", "phone", "low"])
async def test_new_channel_is_shown_from_its_first_steps(stage: Stage, look: Look) -> None:
    channel = stage.bot.guilds[0].text_channels[0]
    await channel.send("\n".join(["Welcome"] * 20))
    async with open_page(stage.browser, stage.sandbox.page_url, look=look) as window:
        first_steps = window.page.locator('[data-region="first-steps"]')
        await expect(window.message("Welcome")).to_be_attached()
        await expect(first_steps.get_by_role("heading")).to_be_in_viewport(ratio=1)
        await channel.send("Welcome again")
        await expect(window.newest).to_contain_text("Welcome again")
        await window.page.reload()
        await expect(window.newest).to_contain_text("Welcome again")
        await expect(first_steps.get_by_role("heading")).to_be_in_viewport(ratio=1)

        await window.use_command("create", idea="Tin roof")
        await expect(window.newest).to_contain_text("Tin roof")
        await expect(first_steps).to_have_count(0)
        await expect(window.newest.locator("audio")).to_be_in_viewport()


@pytest.mark.parametrize("dark", [True, False], ids=["dark", "light"])
async def test_contrast_and_names(stage: Stage, dark: bool) -> None:
    look = Look(dark=dark)
    async with open_page(stage.browser, stage.sandbox.page_url, look=look) as window:
        await window.act_as("Ada")
        assert await window.page.evaluate(CONTRAST) == []
        await window.use_command("create", idea="Tin roof")
        await window.newest.get_by_role("button", name="Lyrics").click()
        await expect(window.newest).to_contain_text("Lyrics for Ada")
        await window.use_command("panel")
        await expect(window.newest).to_contain_text("Set-up panel")
        await window.pick_command("create")
        assert await window.page.evaluate(CONTRAST) == []
        assert await window.page.evaluate(UNNAMED) == []


async def test_page_asks_nobody_but_the_sandbox(stage: Stage, window: SandboxPage) -> None:
    asked: list[str] = []
    window.page.on("request", lambda request: asked.append(request.url))
    await window.page.reload()
    await window.ready()
    await window.use_command("create", idea="Tin roof")
    await expect(window.newest.locator("audio")).to_have_js_property("readyState", 4)

    own = stage.sandbox.page_url.rstrip("/")
    assert asked
    assert [url for url in asked if not url.startswith((own, "data:", "blob:"))] == []


async def test_lost_connection_is_told_and_mended(window: SandboxPage, stage: Stage) -> None:
    connections: list[WebSocketRoute] = []

    async def pass_on(route: WebSocketRoute) -> None:
        connections.append(route)
        if len(connections) == SECOND:
            await route.close()
        else:
            route.connect_to_server()

    await window.page.route_web_socket("**/sandbox/events*", pass_on)
    await window.page.reload()
    await window.ready()
    await connections[0].close()
    lost = window.page.get_by_role("status").filter(
        has_text="The connection to the sandbox is lost"
    )
    await expect(lost).to_be_visible()
    await stage.bot.guilds[0].text_channels[0].send("Sent meanwhile")

    await expect(window.newest).to_contain_text("Sent meanwhile")
    await expect(lost).not_to_be_visible()
