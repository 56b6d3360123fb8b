import asyncio
from io import BytesIO

import av
import pytest

from tests.support.scene import PRICE, Scene

pytestmark = pytest.mark.flow


def _seconds(audio: bytes) -> float:
    with av.open(BytesIO(audio), mode="r") as container:
        frames = container.decode(container.streams.audio[0])
        return sum(frame.samples / frame.sample_rate for frame in frames)


async def test_an_idea_becomes_two_playable_songs_on_the_original_message(scene: Scene) -> None:
    async with scene.bot():
        card = await scene.order()
        assert not card.ephemeral
        assert "14 reserved, 86 left" in card.content
        assert card.labels == ["Cancel"]
        done = await scene.finished(card)
        assert done.id == card.id
        assert "14 used, 86 left" in done.content
        assert done.labels == [
            "Extend · 14",
            "Cover · 14",
            "Stems · 20",
            "Again · 14",
            "Lyrics",
            "⭐ Save",
            "Add to jam",
            "More ▾",
        ]
        assert [file.filename[-6:] for file in done.attachments] == ["-1.mp3", "-2.mp3"]
        assert all(file.description for file in done.attachments)
        songs = [await scene.driver.download(file) for file in done.attachments]
        assert songs[0] != songs[1]
        assert all(_seconds(song) > 5 for song in songs)
        assert await scene.paid_requests() == 1


async def test_a_short_reply_pings_the_author_alone(scene: Scene) -> None:
    async with scene.bot():
        card = await scene.finished(await scene.order())
        reply = await scene.driver.wait_for(
            lambda message: (
                message.message_reference is not None
                and message.message_reference.message_id == card.id
            )
        )
        assert [user.username for user in reply.mentions] == ["ada"]
        assert len(reply.content) < 120
        assert (await scene.driver.messages("songs", "Ada"))[-1].id == reply.id


async def test_again_is_charged_to_whoever_presses_it(scene: Scene) -> None:
    async with scene.bot():
        card = await scene.finished(await scene.order("Ada"))
        again = await scene.driver.press(card, label="Again", member="Ben")
        assert again.message.id != card.id
        await scene.finished(again.message)
        assert "86" in await scene.balance("Ada")
        assert "86" in await scene.balance("Ben")
        assert await scene.paid_requests() == 2


async def test_lyrics_are_shown_to_the_presser_alone(scene: Scene) -> None:
    async with scene.bot():
        card = await scene.finished(await scene.order())
        lyrics = await scene.driver.press(card, label="Lyrics", member="Ben")
        assert lyrics.message.ephemeral
        assert len(lyrics.message.text.splitlines()) > 3


async def test_buttons_work_after_a_restart(scene: Scene) -> None:
    async with scene.bot() as bot:
        card = await scene.finished(await scene.order())
        assert await bot.terminate() == 0
    await scene.driver.wait_until_offline()
    async with scene.bot():
        lyrics = await scene.driver.press(card, label="Lyrics", member="Ada")
        assert lyrics.message.ephemeral
        again = await scene.driver.press(card, label="Again", member="Ada")
        await scene.finished(again.message)
        assert "72" in await scene.balance("Ada")


async def test_a_waiting_song_can_be_cancelled_and_costs_nothing(scene: Scene) -> None:
    await scene.studio_fault(fault="rate_limited", times=1000)
    async with scene.bot(JAMBOREE_SUBMIT_BACKOFF_SECONDS="60"):
        card = await scene.order()
        tried = "SELECT 1 FROM jobs WHERE state = 'queued' AND attempts > 0"
        await scene.until(lambda: len(scene.query(tried)) == 1)
        stranger = await scene.driver.press(card, label="Cancel", member="Ben")
        assert stranger.message.ephemeral
        await scene.driver.press(card, label="Cancel", member="Ada")
        cancelled = await scene.driver.wait_for(
            lambda message: message.id == card.id and "Cancel" not in message.labels
        )
        assert "ancelled" in cancelled.text
        assert "100" in await scene.balance("Ada")
        assert await scene.paid_requests() == 0


async def test_a_private_order_is_seen_by_its_author_alone(scene: Scene) -> None:
    await scene.driver.watch("Ben")
    async with scene.bot():
        card = await scene.order(private=True)
        assert card.ephemeral
        await scene.finished(card)
        assert all(message.id != card.id for message in await scene.driver.messages("songs", "Ben"))


async def test_fifty_orders_at_once_with_credits_for_two(scene: Scene) -> None:
    async with scene.bot(JAMBOREE_ORDER_STARTING_GRANT=str(2 * PRICE + 3)):
        cards = await asyncio.gather(*(scene.order() for _ in range(50)))
        accepted = [card for card in cards if not card.ephemeral]
        refused = [card for card in cards if card.ephemeral]
        assert len(accepted) == 2
        assert len(refused) == 48
        assert all("costs 14" in card.text and "you have 3" in card.text for card in refused)
        for card in accepted:
            await scene.finished(card)
        assert await scene.paid_requests() == 2
        assert await scene.discrepancies() == ()
