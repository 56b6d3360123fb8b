"""Whoever reads German reads German; what all see is in the server's language."""

from tests.support.servers import use
from tests.support.stage import Stage


async def test_private_answers_are_in_the_readers_language(stage: Stage) -> None:
    await stage.driver.change_member("Dieter", locale="de")
    making = await use(stage, "dieter", "help", topic="making")
    assert "`/create` · Einen neuen Song machen" in making.text
    english = await use(stage, "ada", "help", topic="making")
    assert "`/create` · Make a new song" in english.text


async def test_a_refusal_is_in_the_readers_language(stage: Stage) -> None:
    await stage.driver.change_member("Dieter", locale="de")
    refused = await use(stage, "dieter", "create", idea="\u200b")
    assert refused.ephemeral
    assert "Es wurde nichts berechnet" in refused.text


async def test_a_card_that_all_see_is_in_the_servers_language(stage: Stage) -> None:
    await stage.driver.change_member("Dieter", locale="de")
    card = await use(stage, "dieter", "create", idea="rain on tin")
    assert not card.ephemeral
    assert "queued" in card.text
    assert "Warteschlange" not in card.text
