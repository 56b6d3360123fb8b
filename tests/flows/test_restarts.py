import pytest

from tests.support.scene import Scene

pytestmark = pytest.mark.flow


async def test_a_kill_between_acceptance_and_the_first_poll_loses_and_repeats_nothing(
    scene: Scene,
) -> None:
    async with scene.bot(JAMBOREE_POLL_FIRST_SECONDS="8") as bot:
        card = await scene.order()
        await scene.until(lambda: scene.job_states() == ["running"])
        await bot.kill()
    await scene.driver.wait_until_offline()
    assert await scene.paid_requests() == 1
    async with scene.bot():
        told = await scene.driver.wait_for(
            lambda message: message.id == card.id and "I was restarted" in message.text
        )
        assert "nothing was lost" in told.text
        done = await scene.finished(card)
        assert "14 used, 86 left" in done.content
        assert await scene.paid_requests() == 1
        assert len(scene.query("SELECT 1 FROM entries WHERE kind = 'capture'")) == 1
        assert "86" in await scene.balance("Ada")
        messages = await scene.driver.messages("songs", "Ada")
        assert [message.id for message in messages if message.attachments] == [card.id]


async def test_a_kill_while_the_songs_are_sent_delays_the_card_by_no_lease(scene: Scene) -> None:
    """The usual leases are minutes, longer than a test waits."""
    await scene.driver.fault(kind="slow", seconds=600.0, min_file_bytes=1, times=1)
    async with scene.bot() as bot:
        card = await scene.order()
        await scene.until(lambda: scene.job_states() == ["succeeded"])
        await scene.until(lambda: bool(scene.query("SELECT 1 FROM deliveries WHERE leased = 1")))
        await bot.kill()
    await scene.driver.wait_until_offline()
    await scene.driver.disarm()
    async with scene.bot():
        done = await scene.finished(card)
        assert "14 used, 86 left" in done.content


async def test_a_kill_while_the_songs_are_fetched_delays_them_by_no_lease(scene: Scene) -> None:
    async with scene.bot(JAMBOREE_COLLECT_LEASE_SECONDS="600") as bot:
        await scene.studio_fault(fault="delay", value=30.0, path="/media")
        card = await scene.order()
        await scene.until(
            lambda: bool(scene.query("SELECT 1 FROM jobs WHERE stage = 'collecting' AND attempts"))
        )
        await bot.kill()
    await scene.driver.wait_until_offline()
    async with scene.bot():
        await scene.finished(card)
        assert await scene.paid_requests() == 1


async def test_a_kill_before_acceptance_is_known_is_told_openly_and_not_repeated(
    scene: Scene,
) -> None:
    await scene.studio_fault(fault="delay", value=30.0, path="/sonic/create")
    async with scene.bot(JAMBOREE_SUBMIT_LEASE_SECONDS="2") as bot:
        card = await scene.order()
        await scene.until(lambda: scene.job_states() == ["submitting"])
        await bot.kill()
    await scene.driver.wait_until_offline()
    async with scene.bot():
        await scene.until(lambda: scene.job_states() == ["unknown"])
        told = await scene.driver.wait_for(
            lambda message: message.id == card.id and "not spent" in message.text
        )
        assert "<t:" in told.text
        assert "86" in await scene.balance("Ada")


async def test_sigterm_ends_with_code_zero_and_the_next_start_goes_on(scene: Scene) -> None:
    async with scene.bot(JAMBOREE_POLL_FIRST_SECONDS="3") as bot:
        card = await scene.order()
        assert await bot.terminate() == 0
        assert "Traceback" not in bot.logged()
    await scene.driver.wait_until_offline()
    async with scene.bot():
        await scene.finished(card)


async def test_orders_that_wait_for_their_turn_survive_a_kill(scene: Scene) -> None:
    """The service takes one order in three seconds; the second was not sent when the bot died."""
    async with scene.bot(AIMUSIC_CREATE_INTERVAL_SECONDS="3") as bot:
        first = await scene.order()
        second = await scene.order("Ben")
        await scene.until(lambda: scene.job_states() == ["running", "queued"])
        await bot.kill()
    await scene.driver.wait_until_offline()
    async with scene.bot():
        await scene.finished(first)
        await scene.finished(second)
        assert await scene.paid_requests() == 2
        assert "86" in await scene.balance("Ben")


async def test_the_second_of_two_quick_orders_can_be_cancelled(scene: Scene) -> None:
    async with scene.bot(AIMUSIC_CREATE_INTERVAL_SECONDS="30"):
        first = await scene.order()
        second = await scene.order("Ben")
        await scene.finished(first)
        await scene.driver.press(second, label="Cancel", member="Ben")
        await scene.driver.wait_for(
            lambda message: message.id == second.id and "ancelled" in message.text
        )
        assert "100" in await scene.balance("Ben")
        assert await scene.paid_requests() == 1
