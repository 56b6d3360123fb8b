"""What the bot sends, as people see it."""

import io

import discord
import pytest
from PIL import Image
from playwright.async_api import expect

from tests.browser.conftest import Stage
from tests.browser.sample_bot import HOSTILE, SOUND_SECONDS
from tests.support.browser import SandboxPage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def test_sound_plays(window: SandboxPage) -> None:
    await window.use_command("create", idea="Tin roof")
    player = window.newest.locator("audio")
    await expect(player).to_have_accessible_name("Neon rain, first version")
    await expect(player).to_have_js_property("readyState", 4)

    assert await player.evaluate("audio => audio.duration") == pytest.approx(SOUND_SECONDS, 0.01)
    await player.evaluate("audio => audio.play()")
    await expect(player).to_have_js_property("paused", False)


async def test_picture_of_a_card_is_described_as_the_bot_does(
    window: SandboxPage, stage: Stage
) -> None:
    channel = stage.bot.guilds[0].text_channels[0]
    for name, description in (("told", "A lighthouse, and how loud it is"), ("untold", None)):
        content = io.BytesIO()
        Image.new("RGB", (40, 10)).save(content, "PNG")
        content.seek(0)
        embed = discord.Embed(description=name).set_image(url=f"attachment://{name}.png")
        await channel.send(
            embed=embed, file=discord.File(content, f"{name}.png", description=description)
        )

    await expect(window.newest).to_contain_text("untold")
    await expect(window.newest.get_by_role("img", name="Picture")).to_be_visible()
    lighthouse = window.page.get_by_role("img", name="A lighthouse, and how loud it is")
    await expect(lighthouse).to_have_js_property("naturalWidth", 40)


async def test_message_changes_in_place_and_its_sound_goes_on(window: SandboxPage) -> None:
    await window.use_command("create", idea="Tin roof")
    song = window.message("Tin roof")
    player = song.locator("audio")
    await player.evaluate("audio => { audio.marked = true; return audio.play(); }")
    await song.get_by_role("button", name="Again").click()

    await expect(window.newest).to_contain_text("Pressed 1 times")
    await expect(window.newest).to_contain_text("(edited)")
    player = window.newest.locator("audio")
    await expect(player).to_have_js_property("marked", True)
    await expect(player).to_have_js_property("paused", False)
    await expect(window.newest.get_by_role("button", name="Again")).to_be_focused()


async def test_failed_button_says_so_at_its_message(window: SandboxPage) -> None:
    await window.use_command("create", idea="Tin roof")
    silent = window.newest.get_by_role("button", name="Silent")
    await silent.click()
    await expect(silent).to_have_attribute("aria-busy", "true")
    await window.pass_time(3)

    await expect(window.newest.get_by_role("alert")).to_contain_text("This interaction failed")


async def test_private_answer_can_be_dismissed(window: SandboxPage) -> None:
    await window.use_command("create", idea="Tin roof")
    await window.newest.get_by_role("button", name="Lyrics").click()
    answer = window.message("Lyrics for Ada")
    await answer.get_by_role("button", name="Dismiss message").click()

    await expect(window.messages.filter(has_text="Lyrics for Ada")).to_have_count(0)


async def test_private_answer_is_not_announced_to_the_next_member(window: SandboxPage) -> None:
    await window.use_command("create", idea="Tin roof")
    await window.newest.get_by_role("button", name="Lyrics").click()
    announced = window.page.locator('[data-region="announcements"]')
    await expect(announced).to_contain_text("Lyrics for Ada")
    await window.act_as("Ben")

    await expect(window.message("Tin roof")).to_be_visible()
    await expect(announced).to_have_text("")


async def test_who_reads_further_up_sees_what_their_command_does(window: SandboxPage) -> None:
    for number in range(4):
        await window.use_command("create", idea=f"Tin roof {number}")
        await expect(window.newest).to_contain_text(f"Tin roof {number}")
    await window.page.locator(".scroller").evaluate("area => { area.scrollTop = 0; }")
    await expect(window.newest).not_to_be_in_viewport()
    await window.use_command("create", idea="Paper moon")

    await expect(window.newest).to_contain_text("Paper moon")
    await expect(window.newest.locator("audio")).to_be_in_viewport()


async def test_several_choices_by_keyboard(window: SandboxPage) -> None:
    await window.use_command("create", idea="Tin roof")
    keyboard = window.page.keyboard
    await window.newest.get_by_role("combobox").focus()
    for key in ("Enter", "Enter", "ArrowDown", "ArrowDown", "Space", "Escape"):
        await keyboard.press(key)

    await expect(window.newest).to_contain_text("Styles: Jazz, Techno")


async def test_thinking_becomes_the_answer(window: SandboxPage, stage: Stage) -> None:
    await window.use_command("slow")
    await expect(window.newest).to_contain_text("Jamboree is thinking…")
    await stage.bot.interactions[-1].edit_original_response(content="Thought about it")

    await expect(window.newest).to_contain_text("Thought about it")
    await expect(window.messages).to_have_count(1)


async def test_deleted_message_disappears(window: SandboxPage, stage: Stage) -> None:
    await window.use_command("create", idea="Tin roof")
    # Deleting while the sound loads would make the browser complain that it is gone.
    await expect(window.newest.locator("audio")).to_have_js_property("readyState", 4)
    await stage.bot.interactions[-1].delete_original_response()

    await expect(window.messages).to_have_count(0)
    await expect(window.page.get_by_role("heading", name="Make your first song")).to_be_visible()


async def test_hostile_text_is_only_text(window: SandboxPage) -> None:
    await window.use_command("hostile")
    await expect(window.newest.locator(".embed-footer")).to_contain_text("alert")
    shown = await window.newest.inner_text()

    # In the text, the embed's title, description, field name, field and footer.
    assert shown.count("<script>alert(1)</script>") == 6
    assert HOSTILE.split("[", 1)[0].strip() in shown
    assert (
        await window.newest.locator(".message-body")
        .locator("script, img, [href^='javascript']")
        .count()
        == 0
    )
    assert await window.page.evaluate("document.body.dataset.hacked") is None


async def test_layout_components(window: SandboxPage) -> None:
    await window.use_command("panel")

    await expect(window.newest.get_by_role("heading", name="Set-up panel")).to_be_visible()
    await expect(window.newest.get_by_role("button", name="Change")).to_be_enabled()
    await expect(window.newest.locator("em")).to_have_text("one")
    await expect(window.newest.locator(".separator")).to_have_css("border-top-style", "solid")


async def test_pinned_message_is_found_again(window: SandboxPage, stage: Stage) -> None:
    pins = window.page.get_by_role("button", name="Pinned messages")
    await pins.click()
    await expect(window.page.get_by_text("Nothing is pinned in this channel.")).to_be_visible()
    await window.page.keyboard.press("Escape")
    channel = stage.bot.guilds[0].text_channels[0]
    layout = discord.ui.LayoutView(timeout=None)
    layout.add_item(discord.ui.Container(discord.ui.TextDisplay("## The board")))
    board = await channel.send(view=layout)
    await board.pin()
    me = await window.page.locator("body").get_attribute("data-ready")
    for number in range(60):
        line = {"member": me, "channel": str(channel.id), "content": f"Line {number}"}
        await window.post("/sandbox/messages", line)
    await expect(window.newest).to_contain_text("Line 59")
    await window.page.reload()
    await expect(window.newest).to_contain_text("Line 59")
    shown = window.messages.filter(has=window.page.get_by_role("heading", name="The board"))
    await expect(shown).to_have_count(0)
    await pins.click()
    await window.page.get_by_role("menuitem", name="The board").click()

    await expect(shown).to_be_in_viewport()


async def test_ping_elsewhere_is_a_note_that_leads_there(window: SandboxPage, stage: Stage) -> None:
    await window.open_channel("general")
    channel = stage.bot.guilds[0].text_channels[0]
    assert channel.name == "songs"
    me = await window.page.locator("body").get_attribute("data-ready")
    await channel.send(f"Your song is ready, <@{me}>")

    note = window.page.locator("[data-notification]")
    await expect(note).to_contain_text("Your song is ready, @Ada")
    await expect(window.page.get_by_role("button", name="songs, 1 mentions")).to_be_visible()
    await note.click()
    await expect(window.newest).to_contain_text("Your song is ready")


async def test_markdown_as_discord_draws_it(window: SandboxPage, stage: Stage) -> None:
    channel = stage.bot.guilds[0].text_channels[0]
    await channel.send(
        "# Head\n**bold** *slanted* __under__ ~~gone~~ `code` ||secret|| snake_case_name\n"
        "> quoted\n- one\n  - two\n```py\nx = '*'\n```\n<t:0:R> [masked](https://example.org)"
    )
    message = window.newest
    for selector, text in (
        ("h3", "Head"),
        ("strong", "bold"),
        ("em", "slanted"),
        ("u", "under"),
        ("s", "gone"),
        ("p code", "code"),
        ("blockquote", "quoted"),
        ("li li", "two"),
        ("pre", "x = '*'"),
        ('a[href="https://example.org"]', "masked"),
    ):
        await expect(message.locator(selector)).to_have_text(text)
    await expect(message).to_contain_text("snake_case_name")
    await expect(message.locator("time[data-relative]")).to_contain_text("years ago")
    secret = message.get_by_role("button", name="Spoiler, press to show")
    await secret.click()
    await expect(message.get_by_text("secret", exact=True)).to_be_visible()


async def test_new_messages_are_announced_politely(window: SandboxPage, stage: Stage) -> None:
    channel = stage.bot.guilds[0].text_channels[0]
    await channel.send("Dinner is ready")

    region = window.page.locator('[data-region="announcements"]')
    await expect(region).to_have_text("Jamboree: Dinner is ready")
    await expect(region).to_have_attribute("aria-live", "polite")
