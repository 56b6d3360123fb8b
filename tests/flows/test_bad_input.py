import pytest

from tests.support.scene import Scene

pytestmark = pytest.mark.flow


async def test_an_idea_that_shows_nothing_is_refused_privately(scene: Scene) -> None:
    async with scene.bot():
        for idea in ("\u200b\u200d\u2060", "   ", "\u3164"):
            refused = await scene.order(idea=idea)
            assert refused.ephemeral
            assert "Nothing was charged" in refused.text
        assert scene.job_states() == []
        assert "100" in await scene.balance("Ada")


async def test_an_idea_that_is_too_long_is_refused_with_limit_and_length(scene: Scene) -> None:
    async with scene.bot():
        refused = await scene.order(idea="🎵" * 201)
        assert refused.ephemeral
        assert "400" in refused.text
        assert "402" in refused.text
        assert scene.job_states() == []
        assert "100" in await scene.balance("Ada")


async def test_mentions_and_markup_in_an_idea_do_nothing(scene: Scene) -> None:
    async with scene.bot():
        hostile = "@everyone <@1> **bold** [x](https://evil.example) <t:0:R> `code` ||s||"
        card = await scene.order(idea=hostile)
        assert not card.mention_everyone
        assert card.mentions == []
        assert "\\*\\*bold" in card.text
        assert "](https" not in card.text.replace("\\]", "")
        done = await scene.finished(card)
        assert not done.mention_everyone


@pytest.mark.parametrize(
    "fault", ["audio_empty", "audio_truncated", "audio_html", "audio_encrypted"]
)
async def test_audio_that_is_none_is_not_paid_for(scene: Scene, fault: str) -> None:
    await scene.studio_fault(fault=fault, times=1000)
    async with scene.bot(JAMBOREE_COLLECT_ATTEMPTS="2", JAMBOREE_COLLECT_BACKOFF_SECONDS="0.2"):
        card = await scene.order()
        await scene.until(lambda: scene.job_states() == ["failed"])
        told = await scene.driver.wait_for(
            lambda message: message.id == card.id and "harged" in message.text
        )
        assert told.attachments == []
        assert "100" in await scene.balance("Ada")


@pytest.mark.parametrize("fault", ["html_before", "html_after", "cut_after", "empty_after"])
async def test_nonsense_instead_of_an_answer_leaves_the_order_open_and_unspent(
    scene: Scene, fault: str
) -> None:
    await scene.studio_fault(fault=fault, times=1, path="/sonic/create")
    async with scene.bot():
        card = await scene.order()
        told = await scene.driver.wait_for(
            lambda message: message.id == card.id and "not spent" in message.text, timeout=30
        )
        assert told.labels == []
        assert await scene.paid_requests() <= 1
        assert scene.job_states() == ["unknown"]


async def test_one_failed_version_costs_half(scene: Scene) -> None:
    await scene.studio_fault(fault="one_clip_failed", times=1)
    async with scene.bot():
        card = await scene.order()
        done = await scene.driver.wait_for(
            lambda message: message.id == card.id and len(message.attachments) == 1, timeout=60
        )
        assert "7 used, 93 left" in done.content
        assert "93" in await scene.balance("Ada")


async def test_html_in_a_poll_is_only_a_late_song(scene: Scene) -> None:
    await scene.studio_fault(fault="html_before", times=2, path="/sonic/task")
    async with scene.bot(JAMBOREE_POLL_BACKOFF_SECONDS="0.2"):
        await scene.finished(await scene.order())
