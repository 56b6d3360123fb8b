from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.errors import ProviderRefused, RefusalReason
from bot.domain.ids import JobId, ProviderTaskId
from bot.domain.jobs import JobState
from bot.domain.operations import Operation
from bot.domain.prices import Price, PriceList
from bot.domain.privacy import Pseudonyms
from bot.domain.songs import SongRequest
from bot.sandbox.server import Sandbox
from bot.services.accounts import MemberAccounts
from bot.services.generation import GenerationService
from bot.services.orders import OrderTerms
from bot.services.quoting import QuoteService
from bot.services.sources import Sources
from bot.services.views import JobViews
from bot.ui.buttons import ALL_BUTTONS, build_view, is_known
from bot.ui.drafts import Drafts
from bot.ui.drawing import JobButton, Verb
from bot.ui.translation import DEFAULT_LOCALE
from tests.support.making import ordered, use
from tests.support.orders import MODEL, clip
from tests.support.sandbox import SandboxDriver
from tests.support.sandbox_views import SeenMessage
from tests.support.stage import FolderArchive, Stage, job_of, log_in
from tests.support.surroundings import STARTING_GRANT, open_core


def raise_price(stage: Stage, price: int) -> None:
    """Let songs cost something else from now on, as after a change of the settings."""
    core = stage.core
    prices = PriceList({Operation.CREATE: Price(price, {})})
    quotes = QuoteService(core.database, core.provider, prices, Sources(core.clock))
    generation = GenerationService(
        core.database,
        core.provider,
        core.settlement,
        JobViews(timedelta(seconds=90), timedelta(seconds=3)),
        OrderTerms((MODEL,), MODEL, MemberAccounts(STARTING_GRANT, Pseudonyms("secret"))),
        core.clock,
        core.signals,
        quotes,
    )
    stage.bot.services = replace(stage.bot.services, generation=generation, quotes=quotes)


async def received(stage: Stage, message_id: int) -> SeenMessage:
    """Return a message once it arrived."""
    return await stage.driver.wait_for(lambda message: message.id == message_id)


async def test_cancel_ends_the_job_and_returns_everything(stage: Stage) -> None:
    card = await stage.order()
    answer = await stage.driver.press(card, member="ada", label="Cancel")
    assert answer.kind == "update"
    assert answer.message.content == "🎵 rain on tin · cancelled · nothing charged, 30 left"
    assert answer.message.labels == ["Again · 14"]
    assert await stage.balance("ada") == (30, 0)


async def test_only_its_author_can_cancel_an_order(stage: Stage) -> None:
    card = await stage.order()
    answer = await stage.driver.press(card, member="ben", label="Cancel")
    assert answer.message.ephemeral
    assert answer.message.content.startswith("Only the person who ordered this song can do that.")
    assert (await stage.view_of(card)).job.state is JobState.QUEUED


async def test_what_was_sent_cannot_be_cancelled(stage: Stage) -> None:
    card = await stage.order()
    await stage.core.submitter.run_once()
    answer = await stage.driver.press(card, member="ada", label="Cancel")
    assert answer.message.ephemeral
    assert "cannot call it back" in answer.message.content


async def test_again_is_charged_to_whoever_presses(stage: Stage) -> None:
    card = await stage.order()
    await stage.driver.press(card, member="ada", label="Cancel")
    answer = await stage.driver.press(card, member="ben", label="Again")
    assert answer.kind == "message"
    assert answer.message.id != card.id
    assert answer.message.content.endswith("14 reserved, 16 left")
    assert job_of(answer.message) != job_of(card)
    assert await stage.balance("ben") == (16, 14)
    assert await stage.balance("ada") == (30, 0)


async def test_refused_words_are_changed_in_the_form_that_holds_all_of_them(stage: Stage) -> None:
    words = "[Verse]\n" + "rain on tin\n" * 300
    stage.core.provider.submissions = [
        ProviderRefused(RefusalReason.CONTENT, "protected lyrics"),
        ProviderTaskId("task-2"),
    ]
    answer = await use(stage, "create", lyrics=words, style="folk", length=60)
    await stage.core.submitter.run_once()
    await stage.show(answer.message)
    card = await stage.driver.wait_for(
        lambda message: message.id == answer.message.id and "refused" in message.text
    )
    assert card.labels == ["Edit"]
    form = (await stage.driver.press(card, member="ada", label="Edit")).modal
    assert form.inputs()["lyrics"]["value"] == words.strip()
    again = await stage.driver.submit(form, {"lyrics": "Words of my own"}, member="ada")
    request = await ordered(stage, again)
    assert isinstance(request, SongRequest)
    assert (request.lyrics, request.style) == ("Words of my own", "folk")
    assert request.length_seconds == 60
    assert await stage.balance("ada") == (16, 14)


async def test_again_without_credits_is_a_private_refusal(stage: Stage) -> None:
    card = await stage.order()
    await stage.driver.press(card, member="ada", label="Cancel")
    for _ in range(2):
        await stage.driver.press(card, member="ben", label="Again")
    answer = await stage.driver.press(card, member="ben", label="Again")
    assert answer.message.ephemeral
    assert answer.message.content.startswith("This costs 14 credits and you have 2.")
    assert answer.message.labels == ["Edit", "Lyrics only · 1", "Ask the moderators"]


async def test_again_never_charges_more_than_the_button_says(stage: Stage) -> None:
    card = await stage.order()
    await stage.driver.press(card, member="ada", label="Cancel")
    raise_price(stage, 20)
    answer = await stage.driver.press(card, member="ben", label="Again")
    assert answer.kind == "update"
    assert answer.message.labels == ["Again · 20"]
    told = await stage.driver.wait_for(lambda message: "now costs 20" in message.content)
    assert told.ephemeral
    assert await stage.balance("ben") == (30, 0)
    again = await stage.driver.press(card, member="ben", label="Again · 20")
    assert again.message.content.endswith("20 reserved, 10 left")


async def test_lyrics_are_shown_to_the_presser_alone(stage: Stage) -> None:
    card = await stage.order()
    await stage.finish(card)
    await stage.show(card)
    finished = await stage.driver.wait_for(lambda message: "14 used" in message.content)
    answer = await stage.driver.press(finished, member="ben", label="Lyrics")
    assert answer.message.ephemeral
    assert answer.message.embeds[0].description == "\\[Verse\\]\nRain on tin"


async def test_long_lyrics_come_as_a_file(stage: Stage) -> None:
    card = await stage.order()
    words = "[Verse]\n" + "rain and thunder\n" * 290
    await stage.finish(card, replace(clip(1), lyrics=words), replace(clip(2), lyrics=words))
    await stage.show(card)
    finished = await stage.driver.wait_for(lambda message: "14 used" in message.content)
    answer = await stage.driver.press(finished, member="ben", label="Lyrics")
    (file,) = answer.message.attachments
    assert file.filename == "rain-on-tin-lyrics.txt"
    assert (await stage.driver.download(file)).decode() == words.strip()


async def test_a_private_card_is_brought_up_to_date_with_its_files(stage: Stage) -> None:
    card = await stage.order(private=True)
    await stage.finish(card)
    await stage.driver.press(card, member="ada", label="Refresh")
    finished = await stage.driver.wait_for(
        lambda message: message.id == card.id and "14 used" in message.content
    )
    assert [file.filename for file in finished.attachments] == [
        "rain-on-tin-1.mp3",
        "rain-on-tin-2.mp3",
    ]


async def test_again_on_a_private_card_stays_private(stage: Stage) -> None:
    card = await stage.order(private=True)
    await stage.driver.press(card, member="ada", label="Cancel")
    answer = await stage.driver.press(card, member="ada", label="Again")
    assert answer.message.ephemeral
    assert answer.message.content.startswith("🎵 rain on tin · queued")


async def test_buttons_outlive_the_bot(tmp_path: Path) -> None:
    async with (
        open_core(tmp_path) as core,
        Sandbox() as sandbox,
        SandboxDriver.connect(sandbox.base_url) as driver,
    ):
        archive = FolderArchive(tmp_path)
        async with log_in(core, sandbox, driver, archive) as stage:
            card = await stage.order()
        async with log_in(core, sandbox, driver, archive) as stage:
            answer = await stage.driver.press(card, member="ada", label="Cancel")
            assert answer.kind == "update"
            assert " · cancelled · " in answer.message.content


async def test_a_song_that_is_gone_is_explained(stage: Stage) -> None:
    card = await stage.order()
    channel = stage.bot.get_partial_messageable(card.channel_id)
    for verb in (Verb.AGAIN, Verb.LYRICS, Verb.CANCEL, Verb.REFRESH, Verb.POST):
        button = JobButton(verb, JobId("7k2m9qx4td"))
        sent = await channel.send("old", view=build_view((button,), DEFAULT_LOCALE))
        old = await received(stage, sent.id)
        answer = await stage.driver.press(old, member="ada", custom_id=f"v1:{verb}:7k2m9qx4td")
        assert answer.message.ephemeral
        assert answer.message.content.startswith("I have no record of this song in this server")


async def test_an_edit_button_whose_text_is_gone_says_so(stage: Stage) -> None:
    for idea in ("one", "two"):
        await stage.order(idea=idea)
    refusal = await stage.order(idea="three")
    stage.bot.drafts = Drafts()
    answer = await stage.driver.press(refusal, member="ada", label="Edit")
    assert answer.message.ephemeral
    assert answer.message.content.startswith("I have restarted and no longer have what you had")


@pytest.mark.parametrize(
    "custom_id",
    ["v1:again:7k2m9qx4td", "v1:lyrics:7k2m9qx4td", "v1:cancel:7k2m9qx4td", "v1:form:7k2m9qx4td"],
)
def test_every_button_is_known_by_its_custom_id(custom_id: str) -> None:
    assert is_known(custom_id)
    assert not is_known(custom_id + "x")
    assert not is_known(custom_id.replace("v1", "v0"))


def test_no_custom_id_belongs_to_two_buttons() -> None:
    patterns = [button.__discord_ui_compiled_template__ for button in ALL_BUTTONS]
    for verb in ("again", "lyrics", "cancel", "refresh", "post", "form"):
        matching = [pattern for pattern in patterns if pattern.fullmatch(f"v1:{verb}:7k2m9qx4td")]
        assert len(matching) == 1
