"""Commands from the slash to the answer."""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Stage
from tests.support.browser import SandboxPage, open_page

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def test_newcomer_makes_a_song_with_two_clicks(window: SandboxPage) -> None:
    await window.page.get_by_role("button", name="Try this idea").click()
    await window.page.get_by_role("button", name="Send command").click()

    await expect(window.newest).to_contain_text("A lullaby for a lighthouse keeper")
    await expect(window.newest).to_contain_text("Ada used /create")


async def test_options_of_every_kind_reach_the_bot(window: SandboxPage) -> None:
    await window.use_command(
        "create", idea="Tin roof", loudness="7", mood="Sad", singer="Ben", instrumental="True"
    )

    await expect(window.newest).to_contain_text("@Ben sings")
    await expect(window.newest).to_contain_text("Tin roof")
    await expect(window.newest).to_contain_text("7 s True")


async def test_number_out_of_range_is_refused_before_it_is_sent(
    window: SandboxPage, stage: Stage
) -> None:
    await window.use_command("create", loudness="11")

    await expect(window.page.get_by_role("alert").filter(has_text="At most 10")).to_be_visible()
    await expect(window.option("loudness")).to_be_focused()
    assert stage.bot.interactions == []


async def test_autocomplete_offers_names_and_sends_values(window: SandboxPage) -> None:
    await window.pick_command("extend")
    await window.option("song").fill("paper")
    await window.suggestions.get_by_text("Paper moon").click()
    await window.send()

    await expect(window.newest).to_contain_text("Extending song-2")


async def test_whole_command_by_keyboard_alone(window: SandboxPage) -> None:
    keyboard = window.page.keyboard
    await window.composer.focus()
    await keyboard.type("/ext")
    await expect(window.suggestions).to_have_count(1)
    await keyboard.press("Enter")
    await expect(window.suggestions).to_have_count(3)
    await keyboard.press("ArrowDown")
    await keyboard.press("Enter")
    await expect(window.option("song")).to_have_value("Tin roof")
    await keyboard.press("Enter")

    await expect(window.newest).to_contain_text("Extending song-1")
    await expect(window.composer).to_be_focused()


async def test_escape_leaves_a_command(window: SandboxPage) -> None:
    await window.pick_command("extend")
    await window.page.keyboard.press("Escape")
    await window.page.keyboard.press("Escape")

    await expect(window.composer).to_be_focused()
    await expect(window.page.locator("[data-command]")).to_have_count(0)


async def test_subcommand_is_found_by_its_own_name(window: SandboxPage) -> None:
    await window.composer.fill("/mash")
    await window.page.keyboard.press("Enter")
    await window.fill_option("first", "rain")
    await window.fill_option("second", "sun")
    await window.send()

    await expect(window.newest).to_contain_text("rain meets sun")


async def test_silence_of_the_bot_is_told(window: SandboxPage) -> None:
    await window.use_command("silent")
    await expect(window.page.get_by_text("Sending /silent to Jamboree…")).to_be_visible()
    await window.pass_time(3)

    alert = window.page.get_by_role("alert").filter(has_text="The application did not respond")
    await expect(alert).to_be_visible()
    await alert.get_by_role("button", name="Dismiss").click()
    await expect(alert).to_have_count(0)


async def test_message_menu_lists_the_applications_commands(window: SandboxPage) -> None:
    await window.composer.fill("twelve chars")
    await window.send()
    await window.message("twelve chars").hover()
    await window.newest.get_by_role("button", name="Message actions").click()
    await window.page.get_by_role("menuitem", name="Count letters").click()

    await expect(window.newest).to_contain_text("12 letters")
    await expect(window.newest).to_contain_text("Only you can see this")


async def test_bot_gone_offline_is_shown(window: SandboxPage, stage: Stage) -> None:
    lamp = window.page.locator("[data-bot]")
    await expect(lamp).to_have_attribute("data-bot", "online")
    await stage.bot.close()

    await expect(lamp).to_have_attribute("data-bot", "offline")


async def test_file_is_uploaded_with_a_message(window: SandboxPage, tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    await asyncio.to_thread(notes.write_text, "hello")
    await window.page.locator('[data-region="composer"] input[type="file"]').set_input_files(notes)
    await expect(window.page.get_by_role("button", name="Attach files: notes.txt")).to_be_visible()
    await window.send()

    await expect(window.newest.get_by_role("link", name="Download notes.txt")).to_be_visible()


async def test_two_windows_are_two_people(stage: Stage, window: SandboxPage) -> None:
    async with open_page(stage.browser, stage.sandbox.page_url) as other:
        await other.act_as("Ben")
        await other.use_command("create", idea="From Ben")
        await expect(window.newest).to_contain_text("Ben used /create")

        await window.newest.get_by_role("button", name="Lyrics").click()
        await expect(window.newest).to_contain_text("Lyrics for Ada")
        await expect(other.newest).to_contain_text("Ben used /create")


async def test_who_may_not_write_is_told_so(window: SandboxPage) -> None:
    await window.pick_command("panel")
    await window.post(
        "/sandbox/permissions", {"target": await _everyone(window), "deny": ["SEND_MESSAGES"]}
    )
    await expect(window.page.get_by_text("Ada may not write in #songs.")).to_be_visible()
    await expect(window.composer).to_have_count(0)


async def _everyone(window: SandboxPage) -> str:
    """The role that everyone has: its id is the server's."""
    return str(
        await window.page.evaluate(
            "async () => (await (await fetch('/sandbox/state')).json()).guilds[0].id"
        )
    )
