import pytest

from tests.support.scene import Scene

pytestmark = pytest.mark.flow


async def test_a_kill_between_acceptance_and_the_first_poll_loses_and_repeats_nothing(
    scene: Scene,
) -> None:
    async with scene.bot(JAMBOREE_POLL_FIRST_SECONDS="3") as bot:
        card = await scene.order()
        await scene.until(lambda: scene.job_states() == ["running"])
        await bot.kill()
    await scene.driver.wait_until_offline()
    assert await scene.paid_requests() == 1
    async with scene.bot():
        done = await scene.finished(card)
        assert "14 used, 86 left" in done.content
        assert await scene.paid_requests() == 1
        assert len(scene.query("SELECT 1 FROM entries WHERE kind = 'capture'")) == 1
        assert "86" in await scene.balance("Ada")
        messages = await scene.driver.messages("songs", "Ada")
        assert [message.id for message in messages if message.attachments] == [card.id]


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
