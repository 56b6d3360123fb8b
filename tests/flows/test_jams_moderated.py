import pytest

from tests.support.jam_play import JamPlay
from tests.support.sandbox import SandboxDriver
from tests.support.sandbox_views import SeenMessage
from tests.support.scene import Scene

pytestmark = pytest.mark.flow


async def _use(jam: JamPlay, user: str, name: str, /, **options: str | int | bool) -> SeenMessage:
    answer = await jam.driver.command(member=user, channel=jam.thread, name=name, options=options)
    return answer.message


async def test_moderators_strike_ban_and_stop_and_the_author_learns_why(scene: Scene) -> None:
    driver = scene.driver
    async with scene.bot(JAMBOREE_JAM_BOARD_REST_SECONDS="0.2"):
        jam = await JamPlay.start(driver, "rain on tin", mode="slots", pot=3)
        await jam.join("Ben", "Chloé")
        await jam.pledge("Ben", 5)
        await jam.told("Ada", "Lock")
        await jam.propose("Ben", "Genre", "spam spam")
        await jam.propose("Chloé", "Genre", "waltz")
        await jam.shows("Genre** · 2 entries", "8 of 14")
        await driver.direct("Ben")
        await _strike(jam)
        banned = await _use(jam, "Mika", "jam ban", member="Ben", reason="again and again")
        assert "closed to" in banned.text
        await jam.shows("2 of 12", "3 of 14")
        assert "again and again" in await jam.pledge("Ben", 1)
        assert "100" in await scene.balance("Ben")
        stopped = await _use(jam, "Mika", "jam stop", reason="enough now")
        assert "is over" in stopped.text
        await jam.shows("Ended without a song", "enough now", "went back")
        assert "100" in await scene.balance("Ada")
        outside = await driver.command(member="Ada", channel="songs", name="jam stop")
        assert "not the thread of a jam" in outside.message.text


async def _strike(jam: JamPlay) -> None:
    """Struck is what the moderator chose; its author alone reads why, and the jam goes on."""
    refused = await _use(jam, "Ada", "jam strike", contribution=1, reason="no")
    assert "Timeout Members" in refused.text
    (choice,) = await jam.driver.autocomplete(
        member="Mika", channel=jam.thread, name="jam strike", option="contribution", text="spam"
    )
    assert choice.name == "Genre · Ben: spam spam"
    struck = await _use(
        jam, "Mika", "jam strike", contribution=int(choice.value), reason="*no* spam"
    )
    assert "is struck" in struck.text
    told = await jam.driver.wait_for(lambda message: "A moderator struck" in message.content)
    assert told.channel_id != jam.thread
    assert r"\*no\* spam" in told.content
    assert "spam spam" in told.content
    await jam.shows("Proposing", "Genre** · 1 entry")
    await jam.propose("Ben", "Genre", "polka")


async def test_a_song_goes_into_a_jam_and_missing_rights_are_named(scene: Scene) -> None:
    driver = scene.driver
    async with scene.bot(JAMBOREE_JAM_BOARD_REST_SECONDS="0.2"):
        card = await scene.finished(await scene.order("Ada", idea="moths at the window"))
        jam = await JamPlay.start(driver, "gardens at night", mode="battle", host="Ben")
        await jam.join("Ada")
        await jam.told("Ben", "Lock")
        await jam.offers("Add an idea")
        menu = (await driver.press(card, member="Ada", label="Add to jam")).message
        form = await driver.select(menu, ["gardens at night · Idea for a song"], member="Ada")
        assert form.modal.inputs()["text"]["value"] == "moths at the window"
        await driver.delete_message(jam.board)
        await jam.fill(form, "Ada", "moths at the window")
        anew = await JamPlay.found(driver, "gardens at night", host="Ben")
        assert anew.board_id != jam.board_id
        await anew.shows("1 entry")
        await driver.change_channel(anew.thread, archived=True)
        await anew.pledge("Ada", 3)
        await anew.shows("3 of ")
        await _assert_new_jam_from(driver, card)
        await _assert_rights_are_named(driver)


async def _assert_new_jam_from(driver: SandboxDriver, card: SeenMessage) -> None:
    menu = (await driver.press(card, member="Chloé", label="Add to jam")).message
    form = await driver.select(menu, ["A new jam"], member="Chloé")
    assert form.modal.inputs()["theme"]["value"] == "moths at the window"
    values = {"theme": "moths at the window", "mode": ["slots"], "minutes": ["60"]}
    await driver.submit(form.modal, values, member="Chloé")
    begun = await JamPlay.found(driver, "moths at the window", host="Chloé")
    assert "Slots · hosted by" in begun.board.text


async def _assert_rights_are_named(driver: SandboxDriver) -> None:
    await driver.permit("bot", channel="songs", deny=["CREATE_PUBLIC_THREADS"])
    before = {channel.id for channel in await driver.channels("Olga")}
    refused = await driver.command(
        member="Dieter", channel="songs", name="jam start", options={"theme": "fog"}
    )
    assert refused.message.ephemeral
    assert "*Create Public Threads* is missing" in refused.message.text
    await driver.permit("bot", channel="songs", allow=["CREATE_PUBLIC_THREADS"])
    short = await driver.command(
        member="Dieter",
        channel="songs",
        name="jam start",
        options={"theme": "fog", "length": "5s"},
    )
    assert "lasts from 10 minutes to 7 days, and “5s” does not" in short.message.text
    assert {channel.id for channel in await driver.channels("Olga")} == before
