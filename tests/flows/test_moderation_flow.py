from dataclasses import replace

import pytest

from bot.domain.ids import ChannelId, GuildId
from bot.domain.servers import ReviewMode, ServerSettings
from storage import open_database
from tests.support.databases import tamper
from tests.support.sandbox import OptionValue
from tests.support.sandbox_views import SeenMessage
from tests.support.scene import FINISHED_SECONDS, Scene

pytestmark = pytest.mark.flow


async def _use(scene: Scene, user: str, name: str, /, **options: OptionValue) -> SeenMessage:
    answer = await scene.driver.command(member=user, channel="songs", name=name, options=options)
    return await scene.driver.settled(answer.message)


async def _set_up(scene: Scene, mode: ReviewMode) -> None:
    """Choose how songs are reviewed, before the bot starts."""
    (guild,) = (await scene.driver.state("Mika")).guilds
    channels = {channel.name: channel for channel in guild.channels}
    guild_id = GuildId(guild.id)
    settings = replace(
        ServerSettings(guild_id),
        review=mode,
        review_channel_id=ChannelId(channels["general"].id),
        report_threshold=1,
    )
    scene.database_file.parent.mkdir(parents=True, exist_ok=True)
    async with open_database(f"sqlite:///{scene.database_file}", migrate=True) as database:
        await database.write(lambda tx: tx.servers.save(settings))


async def _card(scene: Scene, *words: str) -> SeenMessage:
    """Wait for a review's card that says something."""
    return await scene.driver.wait_for(
        lambda message: all(word in message.text for word in words), timeout=FINISHED_SECONDS
    )


async def test_a_song_is_reviewed_before_it_is_posted(scene: Scene) -> None:
    await _set_up(scene, ReviewMode.ALWAYS)
    async with scene.bot() as bot:
        first = await scene.order()
        card = await _card(scene, "A song waits for your verdict", "rain on tin")
        assert [attached.filename[:8] for attached in card.attachments] == ["SPOILER_"] * 2
        assert len(await scene.driver.download(card.attachments[1])) > 1000
        assert "Lyrics that came back" in card.text
        assert "1 order · 0 refused · 0 reports" in card.text
        waiting = await scene.driver.wait_for(
            lambda message: message.id == first.id and "waiting for a moderator" in message.text
        )
        assert waiting.attachments == []
        assert "86" in await scene.balance("Ada")
        refused = await scene.driver.press(card, label="Approve", member="Ben")
        assert "*Timeout Members*, which you do not have" in refused.message.text
        await bot.kill()
    await scene.driver.wait_until_offline()
    async with scene.bot():
        copy = await _use(scene, "Olga", "mod review")
        await scene.driver.press(card, label="Approve", member="Mika")
        posted = await scene.finished(first)
        assert "14 used, 86 left" in posted.content
        late = await scene.driver.press(copy, label="Approve and trust", member="Olga")
        assert "was faster" in late.message.text

        second = await scene.order("Ben", "wind")
        card = await _card(scene, "A song waits for your verdict", "wind")
        queue = await _use(scene, "Mika", "mod review")
        assert "wind" in queue.text
        assert len(queue.attachments) == 2
        form = (await scene.driver.press(card, label="Refuse…", member="Mika")).modal
        await scene.driver.submit(form, {"reason": "too *loud*"}, member="Mika")
        done = await scene.driver.wait_for(
            lambda message: message.id == second.id and "not approved" in message.text
        )
        assert done.attachments == []
        assert "100" in await scene.balance("Ben")
        direct = await scene.driver.direct("Ben")
        told = await scene.driver.wait_for(lambda message: message.channel_id == direct.id)
        assert "is not posted" in told.content
        assert r"too \*loud\*" in told.content

        form = (await scene.driver.press(card, label="Reverse", member="Mika")).modal
        await scene.driver.submit(form, {"reason": "fine after all"}, member="Mika")
        await scene.finished(second)
        assert "100" in await scene.balance("Ben")


async def test_refused_prompts_are_appealed_and_songs_reported_and_removed(scene: Scene) -> None:
    await _set_up(scene, ReviewMode.OFF)
    async with scene.bot() as bot:
        added = await _use(scene, "Olga", "server filter add", words="tin", action="refuse")
        assert "Filter 1 is set" in added.content
        explained = await _use(scene, "Olga", "server filter test", text="some T1N here")
        for word in ("refuse", "T1N", "characters 6 to 8", "tin", "digits"):
            assert word in explained.text
        refused = await scene.order("Ada", "rain on t.i.n")
        assert refused.ephemeral
        assert "does not allow “t.i.n” in the idea" in refused.content
        assert "Nothing was charged" in refused.content
        assert "Edit" in refused.labels
        asked = await scene.driver.press(refused, label="Ask a moderator", member="Ada")
        assert "moderators are asked" in asked.message.text
        twice = await scene.driver.press(refused, label="Ask a moderator", member="Ada")
        assert "have not answered yet" in twice.message.text
        card = await _card(scene, "asks about a refused prompt")
        assert "100" in await scene.balance("Ada")
        await bot.kill()
    await scene.driver.wait_until_offline()
    async with scene.bot():
        await scene.driver.press(card, label="Approve", member="Mika")
        song = await scene.driver.wait_for(
            lambda message: "rain on t" in message.text and len(message.attachments) == 2,
            timeout=FINISHED_SECONDS,
        )
        assert "86" in await scene.balance("Ada")
        assert "FILTER" not in song.text

        menu = await scene.driver.context_menu(member="Ben", name="Report", target=song)
        thanked = await scene.driver.submit(menu.modal, {"reason": "copied"}, member="Ben")
        assert "does not learn who" in thanked.message.text
        hidden = await scene.driver.wait_for(
            lambda message: (
                message.id == song.id
                and [each.filename[:8] for each in message.attachments] == ["SPOILER_"] * 2
            )
        )
        assert "Ben" not in hidden.text
        menu = await scene.driver.context_menu(member="Ben", name="Report", target=song)
        again = await scene.driver.submit(menu.modal, {"reason": ""}, member="Ben")
        assert "reported this song before" in again.message.text

        rows = scene.query("SELECT song_id FROM songs ORDER BY position")
        for (song_id,) in rows:
            removed = await _use(scene, "Mika", "mod remove", song=song_id, reason="copied")
            assert "is removed everywhere" in removed.content
        gone = await scene.driver.wait_for(
            lambda message: message.id == song.id and "A moderator removed" in message.text
        )
        assert gone.attachments == []
        kinds = [kind for (kind,) in scene.query("SELECT kind FROM actions ORDER BY action_id")]
        assert kinds == [
            "filter_set",
            "review_approved",
            "song_hidden",
            "song_removed",
            "song_removed",
        ]


async def test_flagged_prompts_wait_unsent_for_a_moderator_or_for_time(scene: Scene) -> None:
    await _set_up(scene, ReviewMode.FLAGGED)
    async with scene.bot() as bot:
        await _use(scene, "Olga", "server filter add", words="wind", action="review")
        first = await scene.order("Ben", "w1nd")
        card = await _card(scene, "An order waits for your verdict", "w1nd", "rule “wind”")
        second = await scene.order("Chloé", "wind and rain")
        late = await _card(scene, "An order waits for your verdict", "wind and rain")
        assert "w1nd" not in first.text
        assert "86" in await scene.balance("Ben")
        assert scene.job_states() == ["awaiting_review"] * 2
        assert await scene.paid_requests() == 0
        await bot.kill()
    await scene.driver.wait_until_offline()
    await tamper(
        f"sqlite:///{scene.database_file}",
        "UPDATE reviews SET due_at = created_at WHERE request LIKE '%wind and rain%'",
    )
    async with scene.bot():
        ended = await scene.driver.wait_for(
            lambda message: message.id == second.id and "not approved" in message.text
        )
        assert "nothing charged, 100 left" in ended.content
        assert "wind and rain" not in ended.text
        await scene.driver.wait_for(
            lambda message: message.id == late.id and "Decided by time" in message.text
        )
        told = await scene.driver.press(late, label="Reverse", member="Ben")
        assert "which you do not have" in told.message.text
        await scene.driver.press(card, label="Approve and trust", member="Mika")
        done = await scene.finished(first)
        assert "14 used, 86 left" in done.content
        assert "> w1nd" in done.text
        # Whoever is trusted is not asked about again.
        await scene.finished(await scene.order("Ben", "wind once more"))
