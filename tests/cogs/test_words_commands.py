"""/lyrics, /style and what becomes of words: drafts, their buttons and forms."""

from dataclasses import replace

from bot.domain.findings import Draft, LyricsDrafts, StyleText, TimedWord, Timeline
from bot.domain.ids import GuildId, UserId
from bot.domain.jobs import JobKind
from bot.domain.ports import TaskReport, TaskState
from bot.domain.requests import LyricsRequest
from bot.domain.rules import FixedPrice
from bot.domain.songs import SongRequest
from bot.domain.sources import NoPublicAddress
from bot.ui.drafts import Drafts
from tests.support.library import description_of, made, names_of
from tests.support.making import at_once, ordered, use
from tests.support.orders import MODEL, clip
from tests.support.sandbox_views import SeenMessage, SeenModal
from tests.support.stage import Stage, job_of

TWO = LyricsDrafts(
    (Draft("Tin", "[Verse]\nRain **on** tin"), Draft("Roof", "[Verse]\nA roof in " + "rain " * 900))
)
TIMES = Timeline((TimedWord("[Verse]\nRain on\n", 1.0, 2.0), TimedWord("tin", 2.0, 3.0)))


def answer_with(stage: Stage, finding: LyricsDrafts | StyleText | Timeline) -> None:
    """Let the music service answer at once from now on."""
    stage.core.provider.submissions = [TaskReport(TaskState.FINISHED, finding=finding)]


async def drafts(stage: Stage, member: str = "ada") -> SeenMessage:
    """Ask for drafts and return the message with them."""
    answer_with(stage, TWO)
    return await at_once(stage, use(stage, "lyrics", member, idea="rain"))


def value_of(form: SeenModal, name: str) -> object:
    return form.inputs()[name].get("value")


async def test_drafts_are_answered_privately_and_cost_their_price(stage: Stage) -> None:
    card = await drafts(stage)
    assert card.ephemeral
    assert "1 used, 29 left" in card.content
    text = description_of(card)
    assert "**1 · Tin**\n\\[Verse\\]\nRain \\*\\*on\\*\\* tin" in text
    assert "**2 · Roof**" in text
    assert len(text) <= 4096
    assert card.labels == ["Sing this 1", "Edit 1", "Another · 1", "Sing this 2", "Edit 2"]
    assert await stage.balance("ada") == (29, 0)
    await stage.core.courier.run_once()
    assert stage.core.messenger.pinged == []


async def test_a_draft_is_sung_as_it_is_written(stage: Stage) -> None:
    card = await drafts(stage)
    form = (await stage.driver.press(card, member="ada", label="Sing this 1")).modal
    assert (value_of(form, "title"), value_of(form, "lyrics")) == ("Tin", TWO.drafts[0].lyrics)
    request = await ordered(stage, await stage.driver.submit(form, {"style": "folk"}, member="ada"))
    assert isinstance(request, SongRequest)
    assert (request.lyrics, request.style) == (TWO.drafts[0].lyrics, "folk")
    # What no input of a form holds stays with the order.
    form = (await stage.driver.press(card, member="ada", label="Sing this 2")).modal
    assert "lyrics" not in form.inputs()
    request = await ordered(stage, await stage.driver.submit(form, {}, member="ada"))
    assert request.lyrics == TWO.drafts[1].lyrics.strip()


async def test_a_draft_is_changed_and_then_sung(stage: Stage) -> None:
    card = await drafts(stage)
    form = (await stage.driver.press(card, member="ada", label="Edit 1")).modal
    assert value_of(form, "lyrics") == TWO.drafts[0].lyrics
    shown = await stage.driver.submit(form, {"lyrics": "[Verse]\nSun *on* tin"}, member="ada")
    assert shown.message.ephemeral
    assert description_of(shown.message) == "\\[Verse\\]\nSun \\*on\\* tin"
    form = (await stage.driver.press(shown.message, member="ada", label="Sing this")).modal
    request = await ordered(stage, await stage.driver.submit(form, {"style": "dub"}, member="ada"))
    assert (request.title, request.lyrics) == ("Tin", "[Verse]\nSun *on* tin")


async def test_another_costs_once_more_unless_its_price_changed(stage: Stage) -> None:
    card = await drafts(stage)
    await stage.core.rules.set_price(
        FixedPrice(await guild_of(stage), JobKind.LYRICS, "", 3), actor_id=UserId(1)
    )
    changed = await stage.driver.press(card, member="ada", label="Another · 1")
    assert "Another · 3" in changed.message.labels
    again = await stage.driver.press(changed.message, member="ada", label="Another · 3")
    assert again.message.ephemeral
    assert await stage.balance("ada") == (26, 3)


async def test_the_words_of_a_song_are_free_and_their_times_have_a_price(stage: Stage) -> None:
    _, (first, _) = await made(stage, title="Neon rain")
    shown = await stage.driver.wait_for(lambda message: "14 used" in message.content)
    free = (await stage.driver.press(shown, member="ada", label="Lyrics")).message
    words = (await use(stage, "lyrics", "ben", song=first.song_id)).message
    assert words.ephemeral
    assert description_of(words) == description_of(free) == "\\[Verse\\]\nRain on tin"
    assert (names_of(words), words.labels) == ([], [".lrc and .srt · 14"])
    assert await stage.balance("ben") == (30, 0)
    answer_with(stage, TIMES)
    pressed = stage.driver.press(words, member="ben", label=".lrc and .srt")
    times = await at_once(stage, pressed)
    assert times.ephemeral
    assert "Rain on\ntin" in description_of(times)
    assert await stage.balance("ben") == (16, 0)
    balance = await use(stage, "credits balance", "ben")
    assert "**−14** times of words " in description_of(balance.message)
    files = await stage.driver.press(times, member="ben", label=".lrc and .srt")
    assert names_of(files.message) == ["neon-rain.lrc", "neon-rain.srt"]


async def test_once_known_the_times_come_with_the_words(stage: Stage) -> None:
    _, (first, _) = await made(stage, title="Neon rain")
    words = (await use(stage, "lyrics", "ben", song=first.song_id)).message
    answer_with(stage, TIMES)
    await at_once(stage, stage.driver.press(words, member="ben", label=".lrc and .srt"))
    card = (await use(stage, "lyrics", "ada", song=first.song_id)).message
    assert description_of(card) == "\\[Verse\\]\nRain on tin"
    assert (names_of(card), card.labels) == (["neon-rain.lrc", "neon-rain.srt"], [])
    lyrics, captions = [await stage.driver.download(file) for file in card.attachments]
    assert "[00:01.00]Rain on\n[00:02.00]tin" in lyrics.decode()
    assert "1\n00:00:01,000 --> 00:00:02,000\nRain on" in captions.decode()
    assert await stage.balance("ada") == (16, 0)


async def test_words_are_shown_to_whoever_has_no_credits(stage: Stage) -> None:
    _, (first, _) = await made(stage)
    await stage.core.rules.set_price(
        FixedPrice(await guild_of(stage), JobKind.TIMELINE, "", 1), actor_id=UserId(1)
    )
    for idea in ("one", "two"):
        await stage.order("ben", idea=idea)
    for _ in range(2):
        answer_with(stage, TWO)
        await at_once(stage, use(stage, "lyrics", "ben", idea="rain"))
    assert (await stage.balance("ben"))[0] == 0
    words = (await use(stage, "lyrics", "ben", song=first.song_id)).message
    assert "Rain on tin" in description_of(words)
    refused = await stage.driver.press(words, member="ben", label=".lrc and .srt")
    assert refused.message.content.startswith("This costs 1 credit and you have 0. Nothing was")


async def test_where_times_cannot_be_had_the_words_come_alone(stage: Stage) -> None:
    _, (first, _) = await made(stage)
    stage.core.provider.refusal = NoPublicAddress(first.song_id)
    words = (await use(stage, "lyrics", "ben", song=first.song_id)).message
    assert "Rain on tin" in description_of(words)
    assert words.labels == []


async def test_a_song_without_words_has_no_times_to_pay_for(stage: Stage) -> None:
    card = await stage.order()
    silent = [replace(clip(number), lyrics="[Instrumental]") for number in (1, 2)]
    view = await stage.finish(card, *silent)
    answer = await use(stage, "lyrics", song=view.songs[0].song_id)
    assert answer.message.content.startswith("This song has no lyrics")
    assert await stage.balance("ada") == (16, 0)


async def test_either_an_idea_or_a_song_is_needed(stage: Stage) -> None:
    neither = await use(stage, "lyrics")
    assert neither.message.content.startswith("There is nothing to make a song of")
    both = await use(stage, "lyrics", idea="rain", song="0123456789")
    assert both.message.content.startswith("Idea and song or file exclude each other.")


async def test_a_few_tags_become_a_style_to_use(stage: Stage) -> None:
    answer_with(stage, StyleText("slow folk, " * 120))
    card = await at_once(stage, use(stage, "style", tags="folk"))
    assert card.ephemeral
    assert card.labels == ["Use it", "Another · 14"]
    form = (await stage.driver.press(card, member="ada", label="Use it")).modal
    style = str(value_of(form, "style"))
    assert style.startswith("slow folk, slow folk")
    assert len(style) <= 1000
    request = await ordered(stage, await stage.driver.submit(form, {"idea": "sun"}, member="ada"))
    assert request.style == style


async def test_without_credits_only_the_lyrics_are_offered(stage: Stage) -> None:
    for idea in ("one", "two"):
        await stage.order(idea=idea)
    refusal = await stage.order(idea="three")
    assert refusal.labels == ["Edit", "Lyrics only · 1", "Ask the moderators"]
    answer_with(stage, TWO)
    pressed = stage.driver.press(refusal, member="ada", label="Lyrics only")
    card = await at_once(stage, pressed)
    assert "**1 · Tin**" in description_of(card)
    view = await stage.core.library.view(job_of(card), await guild_of(stage))
    assert view.job.request == LyricsRequest(model=MODEL, idea="three")
    stage.bot.drafts = Drafts()
    late = await stage.driver.press(refusal, member="ada", label="Lyrics only")
    assert late.message.content.startswith("I have restarted and no longer have")


async def test_own_lyrics_are_not_offered_to_be_written(stage: Stage) -> None:
    for idea in ("one", "two"):
        await stage.order(idea=idea)
    answer = await use(stage, "create", lyrics="[Verse]\nRain")
    assert answer.message.labels == ["Edit", "Ask the moderators"]


async def guild_of(stage: Stage) -> GuildId:
    return GuildId((await stage.driver.state("ada")).guilds[0].id)
