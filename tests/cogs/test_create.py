import asyncio
from collections.abc import Callable
from typing import TypeVar

import pytest

from bot.domain.errors import Field, ProviderUnreachable, TextTooLong
from bot.domain.ports import Database, Transaction
from bot.domain.songs import SongRequest
from bot.ui.drafts import Drafts
from tests.support.orders import MODEL, OLDER_MODEL
from tests.support.stage import Stage
from tests.support.surroundings import build_core

T = TypeVar("T")


class SlowDatabase:
    """A database whose next write waits until it is let go."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.go_on = asyncio.Event()

    async def write(self, work: Callable[[Transaction], T]) -> T:
        """Write once let go."""
        await self.go_on.wait()
        return await self._database.write(work)

    async def read(self, work: Callable[[Transaction], T]) -> T:
        """Read at once."""
        return await self._database.read(work)

    async def purge(self) -> None:
        """Purge at once."""
        await self._database.purge()


def slow_down(stage: Stage) -> SlowDatabase:
    """Let the bot's orders wait until they are let go."""
    slow = SlowDatabase(stage.core.database)
    stage.core = core = build_core(slow)
    stage.bot.services = core.services
    return slow


async def test_the_first_answer_is_the_card(stage: Stage) -> None:
    answer = await stage.driver.command(
        member="ada", channel="songs", name="create", options={"idea": "rain on **tin**"}
    )
    assert answer.kind == "message"
    assert not answer.message.ephemeral
    assert answer.message.content.startswith(r"🎵 rain on \*\*tin\*\* · queued · about <t:")
    assert answer.message.content.endswith(" · 14 reserved, 16 left")
    assert answer.message.labels == ["Cancel"]
    assert (await stage.message_of(answer.message)).message_id == answer.message.id


async def test_every_option_reaches_the_order(stage: Stage) -> None:
    answer = await stage.driver.command(
        member="ada",
        channel="songs",
        name="create",
        options={
            "style": "dub, slow",
            "lyrics": "[Verse]\nRain",
            "title": "Neon rain",
            "exclude": "drums",
            "voice": "female",
            "length": 90,
            "model": MODEL,
            "weirdness": 25,
            "style_strength": 100,
        },
    )
    request = (await stage.view_of(answer.message)).job.request
    assert isinstance(request, SongRequest)
    assert (request.style, request.lyrics, request.title) == (
        "dub, slow",
        "[Verse]\nRain",
        "Neon rain",
    )
    assert (request.exclude, request.voice, request.length_seconds) == ("drums", "female", 90)
    assert (request.model, request.weirdness, request.style_strength) == (MODEL, 0.25, 1.0)


async def test_a_private_order_is_seen_by_its_author_alone(stage: Stage) -> None:
    card = await stage.order(private=True)
    assert card.ephemeral
    assert card.labels == ["Cancel", "Refresh"]


async def test_too_few_credits_are_a_private_refusal_that_charges_nothing(stage: Stage) -> None:
    for idea in ("one", "two"):
        await stage.order(idea=idea)
    refusal = await stage.order(idea="three")
    assert refusal.ephemeral
    assert refusal.content.startswith("This costs 14 credits and you have 2. Nothing was charged;")
    assert "-# Reference " in refusal.content
    assert await stage.balance("ada") == (2, 28)


async def test_of_many_orders_at_once_only_those_that_can_be_paid_are_taken(stage: Stage) -> None:
    cards = await asyncio.gather(*(stage.order(idea=f"idea {number}") for number in range(20)))
    taken = [card for card in cards if not card.ephemeral]
    refused = [card for card in cards if card.ephemeral]
    assert len(taken) == 2
    assert len(refused) == 18
    assert all("This costs 14 credits and you have 2." in card.content for card in refused)
    assert await stage.balance("ada") == (2, 28)


async def test_a_refused_order_can_be_opened_as_a_form_with_its_text_kept(stage: Stage) -> None:
    stage.core.provider.refusal = TextTooLong(Field.STYLE, limit=200, given=201)
    answer = await stage.driver.command(
        member="ada",
        channel="songs",
        name="create",
        options={"idea": "rain", "style": "d" * 201, "length": 60},
    )
    assert "shorten it by 1" in answer.message.content
    form = (await stage.driver.press(answer.message, member="ada", label="Edit")).modal
    assert {name: item.get("value") for name, item in form.inputs().items()} == {
        "title": None,
        "style": "d" * 201,
        "exclude": None,
        "lyrics": None,
        "idea": "rain",
    }
    stage.core.provider.refusal = None
    card = await stage.driver.submit(form, {"Style": "dub", "Idea": "rain"}, member="ada")
    request = (await stage.view_of(card.message)).job.request
    assert isinstance(request, SongRequest)
    assert (request.style, request.idea, request.length_seconds) == ("dub", "rain", 60)
    assert not card.message.ephemeral


async def test_without_options_a_form_opens(stage: Stage) -> None:
    answer = await stage.driver.command(member="ada", channel="songs", name="create")
    assert answer.kind == "modal"
    card = await stage.driver.submit(
        answer.modal, {"Title": "Neon rain", "Lyrics": "[Verse]\nRain"}, member="ada"
    )
    assert card.message.content.startswith("🎵 Neon rain · queued")
    assert (await stage.view_of(card.message)).job.request.lyrics == "[Verse]\nRain"


async def test_a_form_says_what_its_order_costs(stage: Stage) -> None:
    answer = await stage.driver.command(member="ada", channel="songs", name="create")
    assert answer.modal.title == "A new song · 14"
    answer = await stage.driver.command(
        member="ada", channel="songs", name="create", options={"model": OLDER_MODEL}
    )
    assert answer.modal.title == "A new song · 10 to 14"
    card = await stage.driver.submit(answer.modal, {"Lyrics": "Rain"}, member="ada")
    assert (await stage.view_of(card.message)).job.price == 10
    card = await stage.driver.submit(answer.modal, {"Idea": "rain"}, member="ada")
    assert (await stage.view_of(card.message)).job.price == 14


async def test_a_form_is_taken_even_after_its_draft_is_forgotten(stage: Stage) -> None:
    answer = await stage.driver.command(member="ada", channel="songs", name="create")
    stage.bot.drafts = Drafts()
    card = await stage.driver.submit(answer.modal, {"Idea": "rain on tin"}, member="ada")
    assert (await stage.view_of(card.message)).job.request.model == MODEL


async def test_a_form_whose_options_are_forgotten_orders_nothing_else_instead(stage: Stage) -> None:
    answer = await stage.driver.command(
        member="ada",
        channel="songs",
        name="create",
        options={"instrumental": True, "private": True},
    )
    stage.bot.drafts = Drafts()
    refusal = await stage.driver.submit(answer.modal, {"Idea": "rain on tin"}, member="ada")
    assert refusal.message.ephemeral
    assert refusal.message.content.startswith("I have restarted and forgotten the options")
    assert await stage.balance("ada") == (30, 0)
    form = (await stage.driver.press(refusal.message, member="ada", label="Edit")).modal
    assert form.inputs()["idea"].get("value") == "rain on tin"


async def test_lyrics_too_long_for_a_form_stay_with_the_order(stage: Stage) -> None:
    stage.core.provider.refusal = TextTooLong(Field.STYLE, limit=200, given=201)
    words = "[Verse]\n" + "rain " * 900
    answer = await stage.driver.command(
        member="ada", channel="songs", name="create", options={"lyrics": words, "style": "dub"}
    )
    form = (await stage.driver.press(answer.message, member="ada", label="Edit")).modal
    assert sorted(form.inputs()) == ["exclude", "idea", "style", "title"]
    stage.core.provider.refusal = None
    card = await stage.driver.submit(form, {"Style": "slow dub"}, member="ada")
    request = (await stage.view_of(card.message)).job.request
    assert isinstance(request, SongRequest)
    assert (request.style, request.lyrics) == ("slow dub", words.strip())


async def test_an_empty_form_is_refused_and_can_be_opened_again(stage: Stage) -> None:
    answer = await stage.driver.command(member="ada", channel="songs", name="create")
    refusal = await stage.driver.submit(answer.modal, {"Title": "Only a title"}, member="ada")
    assert refusal.message.ephemeral
    assert refusal.message.content.startswith("There is nothing to make a song of")
    form = (await stage.driver.press(refusal.message, member="ada", label="Edit")).modal
    assert form.inputs()["title"].get("value") == "Only a title"


@pytest.mark.parametrize("idea", ["\u200b\u200d\u2060", "\u3164"])
async def test_text_that_nobody_can_see_is_refused(stage: Stage, idea: str) -> None:
    refusal = await stage.order(idea=idea)
    assert refusal.ephemeral
    assert "holds nothing that one can read" in refusal.content or (
        "There is nothing to make a song of" in refusal.content
    )
    assert await stage.balance("ada") == (30, 0)


async def test_mentions_and_mark_up_are_shown_and_do_nothing(stage: Stage) -> None:
    card = await stage.order(idea="@everyone <@1> **hi** https://evil.example")
    assert not card.mention_everyone
    assert card.mentions == []
    assert r"\@everyone \<\@1\> \*\*hi\*\* https\:\/\/evil.example" in card.content


async def test_models_are_suggested(stage: Stage) -> None:
    choices = await stage.driver.autocomplete(
        member="ada", channel="songs", name="create", option="model", text="SONIC"
    )
    assert [choice.value for choice in choices] == [MODEL]
    of_producer = await stage.driver.autocomplete(
        member="ada",
        channel="songs",
        name="create",
        option="model",
        text="",
        options={"engine": "producer"},
    )
    assert [choice.value for choice in of_producer] == ["FUZZ-2.0"]


async def test_a_missing_permission_is_named_before_anything_is_charged(stage: Stage) -> None:
    await stage.driver.permit("bot", channel="songs", deny=["ATTACH_FILES"])
    refusal = await stage.order()
    assert refusal.ephemeral
    assert "*Attach Files* is missing for me there. Nothing was charged" in refusal.content
    assert f"<#{refusal.channel_id}>" in refusal.content
    assert await stage.balance("ada") == (30, 0)


async def test_in_a_thread_the_thread_s_permission_counts(stage: Stage) -> None:
    thread = await stage.driver.start_thread(member="ada", channel="songs", name="A thread")
    await stage.driver.permit("bot", channel="songs", deny=["SEND_MESSAGES"])
    assert not (await stage.order(channel=thread.id)).ephemeral
    await stage.driver.permit("bot", channel="songs", deny=["SEND_MESSAGES_IN_THREADS"])
    assert "*Send Messages in Threads*" in (await stage.order(channel=thread.id)).content


async def test_a_song_can_be_ordered_in_direct_messages(stage: Stage) -> None:
    channel = await stage.driver.direct("ada")
    card = await stage.order(channel=channel.id)
    assert card.content.startswith("🎵 rain on tin")
    assert (await stage.view_of(card)).job.guild_id == 0


async def test_in_direct_messages_nobody_is_offered_to_ask(stage: Stage) -> None:
    channel = await stage.driver.direct("ada")
    for idea in ("one", "two"):
        await stage.order(idea=idea, channel=channel.id)
    refused = await stage.order(idea="three", channel=channel.id)
    assert refused.content.startswith("This costs 14 credits and you have 2 outside servers.")
    assert refused.labels == ["Edit", "Lyrics only · 1"]


async def test_an_order_that_takes_long_shows_that_it_is_being_worked_on(stage: Stage) -> None:
    slow = slow_down(stage)
    answer = await stage.driver.command(
        member="ada", channel="songs", name="create", options={"idea": "rain on tin"}
    )
    assert answer.kind == "deferred"
    slow.go_on.set()
    card = await stage.driver.settled(answer.message)
    assert card.content.startswith("🎵 rain on tin · queued")
    assert (await stage.message_of(card)).message_id == card.id


async def test_a_slow_refusal_leaves_nothing_public(stage: Stage) -> None:
    for idea in ("one", "two"):
        await stage.order(idea=idea)
    slow = slow_down(stage)
    answer = await stage.driver.command(
        member="ada", channel="songs", name="create", options={"idea": "three"}
    )
    slow.go_on.set()
    await stage.driver.gone(answer.message)
    refusal = await stage.driver.wait_for(lambda message: "This costs 14" in message.content)
    assert refusal.ephemeral


async def test_an_order_stands_when_its_answer_is_lost(stage: Stage) -> None:
    await stage.driver.fault(kind="reset", route="/interactions/*")
    answer = await stage.driver.command(
        member="ada", channel="songs", name="create", options={"idea": "rain on tin"}
    )
    assert answer.kind == "failed"
    assert await stage.balance("ada") == (16, 14)


async def test_when_the_bot_is_about_to_stop_nothing_is_ordered(stage: Stage) -> None:
    stage.bot.stopping = True
    answer = await stage.driver.command(
        member="ada", channel="songs", name="create", options={"idea": "rain on tin"}
    )
    assert answer.message.ephemeral
    assert answer.message.content.startswith("I am about to restart and take nothing new.")


async def test_a_fault_is_an_apology_with_a_reference(stage: Stage) -> None:
    stage.core.provider.refusal = ProviderUnreachable("password=hunter2")
    answer = await stage.driver.command(
        member="ada", channel="songs", name="create", options={"idea": "rain on tin"}
    )
    assert answer.message.ephemeral
    assert answer.message.content.startswith("Something went wrong on my side.")
    assert "hunter2" not in answer.message.content
    assert "-# Reference " in answer.message.content
