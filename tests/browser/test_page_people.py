"""Members among themselves: messages, posts, voice, languages, what one has read."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Stage
from tests.support.browser import SandboxPage, open_page
from tests.support.sandbox_people import HOSTILE_NICK

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def test_hostile_name_is_only_text(window: SandboxPage) -> None:
    shown = window.page.locator("#members").get_by_text("@everyone")
    await expect(shown).to_have_text(HOSTILE_NICK)
    assert await shown.locator("*").count() == 0
    await window.act_as(HOSTILE_NICK)
    await window.composer.fill("My name is as it is")
    await window.page.keyboard.press("Enter")

    await expect(window.newest.locator(".person")).to_have_text(HOSTILE_NICK)
    await expect(window.newest.locator("strong, code, .mention")).to_have_count(0)


async def test_message_is_written_answered_changed_and_deleted(window: SandboxPage) -> None:
    keyboard = window.page.keyboard
    await window.composer.press_sequentially("Hello @be")
    await window.suggestions.get_by_text("Ben", exact=True).click()
    await keyboard.type("and all")
    await keyboard.press("Enter")
    await expect(window.newest.locator(".message-content")).to_have_text("Hello @Ben and all")

    await window.newest.hover()
    await window.newest.get_by_role("button", name="Reply").click()
    await keyboard.type("My answer")
    await keyboard.press("Enter")
    await expect(window.newest.locator(".message-before")).to_contain_text("Hello @Ben")

    await _use_menu(window, "Edit")
    await expect(window.composer).to_have_value("My answer")
    await window.composer.fill("My better answer")
    await keyboard.press("Enter")
    await expect(window.newest).to_contain_text("My better answer(edited)")

    await _use_menu(window, "Delete")
    await expect(window.messages).to_have_count(1)


async def _use_menu(window: SandboxPage, entry: str) -> None:
    await window.newest.hover()
    await window.newest.get_by_role("button", name="Message actions").click()
    await window.page.get_by_role("menuitem", name=entry).click()


async def test_forum_post_is_a_thread_with_its_first_message(window: SandboxPage) -> None:
    await window.open_channel("songs-forum")
    await window.page.get_by_label("Title of the post").fill("Rain songs")
    await window.page.get_by_role("button", name="Post", exact=True).click()
    await expect(window.page.get_by_text("A post needs a title and a text.")).to_be_visible()
    await window.page.get_by_label("Text of the post").fill("Who has **one**?")
    await window.page.get_by_role("button", name="Post", exact=True).click()

    await expect(window.newest).to_contain_text("Who has one?")
    await expect(window.page.locator('[data-channel-name="Rain songs"]')).to_be_visible()


async def test_voice_channel_shows_who_is_in_it(window: SandboxPage, stage: Stage) -> None:
    async with open_page(stage.browser, stage.sandbox.page_url) as other:
        await window.open_channel("Listening room")
        await window.page.get_by_role("button", name="Join voice").click()

        await expect(other.page.locator(".voice-person")).to_have_text("AAda")
        await window.page.get_by_role("button", name="Leave").click()
        await expect(other.page.locator(".voice-person")).to_have_count(0)


async def test_direct_messages_with_the_bot(window: SandboxPage, stage: Stage) -> None:
    await window.page.locator('[data-action="open-direct"]').click()
    await expect(window.page.get_by_text("Only you and Jamboree read along here.")).to_be_visible()
    await window.use_command("extend", song="Paper moon")

    await expect(window.newest).to_contain_text("Extending song-2")
    async with open_page(stage.browser, stage.sandbox.page_url) as other:
        await other.act_as("Ben")
        await expect(other.page.locator('[data-action="open-direct"]')).to_be_visible()


async def test_staff_channels_are_for_staff(window: SandboxPage) -> None:
    await expect(window.page.locator('[data-channel-name="review"]')).to_have_count(0)
    await window.act_as("Mika")
    await window.open_channel("review")
    await window.act_as("Ada")

    await expect(window.page.locator('[data-channel-name="review"]')).to_have_count(0)
    await expect(window.page.locator(".channel-heading")).to_have_text("songs")


async def test_what_is_seen_counts_as_read(window: SandboxPage, stage: Stage) -> None:
    songs, general = stage.bot.guilds[0].text_channels[:2]
    await songs.send("Seen at once")
    await general.send("Not seen")
    unread = window.page.get_by_role("button", name="general, unread")
    await expect(unread).to_be_visible()
    await expect(window.newest).to_contain_text("Seen at once")
    await window.page.wait_for_function(
        """async ([member, channel]) => {
            const state = await (await fetch(`/sandbox/state?member=${member}`)).json();
            return state.reading[channel]?.unread === 0;
        }""",
        arg=[await window.page.locator("body").get_attribute("data-ready"), str(songs.id)],
    )
    await window.open_channel("general")
    await expect(unread).to_have_count(0)


async def test_language_is_the_members_own(window: SandboxPage, stage: Stage) -> None:
    await window.page.locator('[data-action="choose-member"]').click()
    await window.page.locator('[data-key="language"]').click()
    await window.page.locator('[data-key="locale-de"]').click()
    await expect(window.page.locator(".me")).to_have_attribute("data-locale", "de")
    await window.use_command("panel")
    await expect(window.newest).to_contain_text("Set-up panel")

    assert str(stage.bot.interactions[-1].locale) == "de"


async def test_address_holds_member_and_channel(window: SandboxPage, stage: Stage) -> None:
    await window.open_channel("general")
    async with open_page(stage.browser, window.page.url) as other:
        await expect(other.page.locator(".me .person")).to_have_text("Ada")
        await expect(other.page.locator(".channel-heading")).to_have_text("general")


async def test_someone_unknown_in_the_address_becomes_a_member(stage: Stage) -> None:
    async with open_page(stage.browser, stage.sandbox.page_url, member="12345") as window:
        await expect(window.page.locator(".me .person")).not_to_be_empty()
        await expect(window.page.locator("#members")).to_contain_text("Ada")


async def test_thread_and_pin_are_told(window: SandboxPage, stage: Stage) -> None:
    channel = stage.bot.guilds[0].text_channels[0]
    message = await channel.send("The board")
    thread = await message.create_thread(name="A jam about rain")
    await thread.send("First line")
    await window.post(
        "/sandbox/permissions", {"target": "bot", "allow": ["MANAGE_MESSAGES", "PIN_MESSAGES"]}
    )
    await message.pin()

    board = window.message("The board")
    await expect(board).to_contain_text("pinned")
    await expect(window.newest).to_contain_text("pinned a message to this channel")
    await board.get_by_role("button", name="A jam about rain").click()
    await expect(window.page.locator(".channel-heading")).to_have_text("A jam about rain")
    await expect(window.newest).to_contain_text("First line")
