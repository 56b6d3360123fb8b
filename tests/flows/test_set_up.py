from pathlib import Path

import pytest

from tests.support.program import start_bot
from tests.support.scene import Scene

pytestmark = pytest.mark.flow


async def _ends_with_one_sentence(scene: Scene, **settings: str) -> str:
    async with start_bot(scene.folder, {**scene.settings, **settings}) as bot:
        assert await bot.wait() == 69
        lines = [line for line in bot.logged().splitlines() if not line.startswith("{")]
    assert len(lines) == 1, lines
    assert "Traceback" not in lines[0]
    return lines[0]


async def test_a_wrong_token(scene: Scene) -> None:
    sentence = await _ends_with_one_sentence(scene, DISCORD_TOKEN="wrong.token.here")
    assert "DISCORD_TOKEN" in sentence
    assert "wrong.token" not in sentence


async def test_discord_out_of_reach(scene: Scene) -> None:
    sentence = await _ends_with_one_sentence(scene, DISCORD_API_URL="http://127.0.0.1:1/api/v10")
    assert "127.0.0.1:1" in sentence


async def test_a_database_that_cannot_be_reached(scene: Scene) -> None:
    sentence = await _ends_with_one_sentence(
        scene, JAMBOREE_DATABASE_URL="postgresql://someone:hush@127.0.0.1:1/jamboree"
    )
    assert "database" in sentence.lower()
    assert "hush" not in sentence


async def test_a_file_that_is_no_database(scene: Scene, tmp_path: Path) -> None:
    impostor = tmp_path / "impostor.db"
    impostor.write_bytes(b"this is a letter, not a database " * 100)
    sentence = await _ends_with_one_sentence(scene, JAMBOREE_DATABASE_URL=f"sqlite:///{impostor}")
    assert "impostor.db" in sentence


async def test_a_setting_that_makes_no_sense(scene: Scene) -> None:
    sentence = await _ends_with_one_sentence(scene, JAMBOREE_POLL_INTERVAL_SECONDS="often")
    assert "JAMBOREE_POLL_INTERVAL_SECONDS" in sentence


async def test_no_secret_no_prompt_and_no_link_is_logged(scene: Scene) -> None:
    async with scene.bot():
        card = await scene.order()
        await scene.finished(card)
    secrets = (scene.settings["DISCORD_TOKEN"], scene.settings["AIMUSIC_API_KEY"])
    log = (scene.folder / "bot.log").read_text(encoding="utf-8")
    tokens = [token for (token,) in scene.query("SELECT token FROM messages")]
    assert tokens
    assert not any(secret in log for secret in (*secrets, *tokens))
    assert "rain on tin" not in log
    # Where songs are fetched from; such an address may be signed.
    assert "/media/" not in log
    assert ".mp3" not in log


async def test_an_order_that_could_not_be_answered_is_refused_by_the_missing_permission(
    scene: Scene,
) -> None:
    await scene.driver.permit("bot", channel="songs", deny=["ATTACH_FILES"])
    async with scene.bot():
        refused = await scene.order()
        assert refused.ephemeral
        assert "Attach Files" in refused.text
        assert f"<#{refused.channel_id}>" in refused.text
        assert scene.job_states() == []
        assert "100" in await scene.balance("Ada")


async def test_a_permission_lost_meanwhile_is_named_on_the_card_and_the_song_is_kept(
    scene: Scene,
) -> None:
    async with scene.bot(JAMBOREE_POLL_FIRST_SECONDS="2") as bot:
        card = await scene.order()
        await scene.until(lambda: scene.job_states() == ["running"])
        await bot.terminate()
    await scene.driver.advance(15 * 60)
    await scene.driver.permit("bot", channel="songs", deny=["ATTACH_FILES"])
    async with scene.bot():
        told = await scene.driver.wait_for(
            lambda message: message.id == card.id and "Attach Files" in message.text, timeout=30
        )
        assert told.attachments == []
        assert scene.job_states() == ["succeeded"]
        assert "86" in await scene.balance("Ada")


def _resident_kilobytes(process_id: int) -> int:
    status = Path(f"/proc/{process_id}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1])


async def test_an_idle_bot_is_small(scene: Scene) -> None:
    """Under 130 MB resident, as the operators of small machines were promised."""
    async with scene.bot() as bot:
        await scene.balance("Ada")
        assert _resident_kilobytes(bot.process.pid) < 130 * 1000
