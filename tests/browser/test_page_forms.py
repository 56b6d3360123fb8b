"""Forms that the bot opens."""

import pytest
from playwright.async_api import expect

from tests.support.browser import SandboxPage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def test_form_is_checked_filled_and_sent(window: SandboxPage) -> None:
    await window.use_command("form")
    title = window.modal.get_by_label("Title")
    await expect(title).to_be_focused()
    await window.modal.get_by_role("button", name="Submit").click()
    await expect(window.modal.get_by_role("alert")).to_contain_text(
        ["This field is required.", "Please choose something."]
    )

    await title.fill("ab")
    await window.modal.get_by_role("button", name="Submit").click()
    await expect(window.modal.get_by_role("alert").first).to_have_text("At least 3 characters.")
    await title.fill("Neon rain")
    await expect(window.modal).to_contain_text("9 / 20")
    await window.modal.get_by_role("combobox", name="Voice").click()
    await window.page.get_by_role("option", name="High").click()
    await window.modal.get_by_role("button", name="Submit").click()

    await expect(window.newest).to_contain_text("Form: Neon rain, High")
    await expect(window.modal).to_have_count(0)


async def test_escape_closes_a_form_and_the_focus_returns(window: SandboxPage) -> None:
    await window.use_command("form")
    await window.modal.wait_for()
    await window.page.keyboard.press("Escape")

    await expect(window.modal).to_have_count(0)
    await expect(window.composer).to_be_focused()


async def test_focus_stays_in_a_form(window: SandboxPage) -> None:
    await window.use_command("form")
    await window.modal.wait_for()
    for _ in range(8):
        await window.page.keyboard.press("Tab")
        outside = await window.page.evaluate(
            "document.activeElement !== document.body && !document.activeElement.closest('dialog')"
        )
        assert not outside
