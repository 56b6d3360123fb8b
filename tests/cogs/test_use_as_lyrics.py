"""The menu that makes a song of a message's words."""

from dataclasses import replace

from bot.domain.songs import Song
from tests.support.library import made, use
from tests.support.orders import clip
from tests.support.sandbox import Answer
from tests.support.sandbox_views import SeenMessage
from tests.support.stage import Stage

LYRICS = "[Verse]\nRain on tin"


async def sing(stage: Stage, target: SeenMessage, member: str = "ben") -> Answer:
    """Use the menu on a message."""
    return await stage.driver.context_menu(member=member, name="Use as lyrics", target=target)


async def lyrics_of(stage: Stage, text: str) -> object:
    """Write a message and return what the form has of it."""
    message = await stage.driver.write(member="ben", channel="songs", content=text)
    return (await sing(stage, message)).modal.inputs()["lyrics"].get("value")


async def delete(stage: Stage, song: Song) -> None:
    question = (await use(stage, "delete", song=song.song_id)).message
    await stage.driver.press(question, member="ada", label="Delete")
    await stage.driver.wait_for(lambda seen: seen.id == question.id and "is deleted" in seen.text)


async def test_of_a_song_s_card_its_words_are_sung(stage: Stage) -> None:
    card, _ = await made(stage)
    assert (await sing(stage, card)).modal.inputs()["lyrics"].get("value") == LYRICS


async def test_a_song_without_words_has_none_to_sing(stage: Stage) -> None:
    card = await stage.order()
    await stage.finish(card, *(replace(clip(number), lyrics="[Instrumental]") for number in (1, 2)))
    answer = await sing(stage, card)
    assert answer.message.ephemeral
    assert answer.message.content.startswith("This song has no lyrics")


async def test_a_card_without_its_song_has_nothing_to_sing(stage: Stage) -> None:
    card = await stage.order()
    assert (await sing(stage, card)).message.content.startswith("I know of no song")
    card, (first, second) = await made(stage)
    for song in (first, second):
        await delete(stage, song)
    assert "deleted this song <t:" in (await sing(stage, card)).message.content


async def test_mentions_are_sung_by_their_names(stage: Stage) -> None:
    state = await stage.driver.state("ben")
    role = next(role for role in state.guilds[0].roles if role.name == "Moderator")
    chloe, channel = await stage.driver.person("chloe"), await stage.driver.channel("ben", "songs")
    text = f"<@{chloe}> and <@!{chloe}>\ngo to <#{channel}> with <@&{role.id}> and <@77> in <#78>"
    sung = "Chloé and Chloé\ngo to songs with Moderator and … in …"
    assert await lyrics_of(stage, text) == sung
    assert await lyrics_of(stage, "<:wave:123> <a:dance:456> </song show:9> <3") == (
        "wave dance /song show <3"
    )
