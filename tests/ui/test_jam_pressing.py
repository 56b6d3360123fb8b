"""Pressing the host's buttons on a board that shows what is over already."""

from discord.ui import Button, LayoutView, View

from bot.domain.ids import ChannelId, GuildId, IdempotencyKey, JamId, UserId
from bot.domain.jams import JamMode, JamPhase, JamPlace
from bot.domain.jams.modes import GENRE
from bot.services.orders import Requester
from bot.ui.jam_board import build_board, draw_board
from bot.ui.translation import DEFAULT_LOCALE
from tests.support import servers
from tests.support.jams import plan
from tests.support.sandbox_views import SeenMessage
from tests.support.stage import Stage


async def begun(stage: Stage, mode: JamMode) -> tuple[JamId, GuildId, list[Requester]]:
    """Begin a jam of Ada, its host, Ben and Mika, in which one can write."""
    await stage.bot.wait_until_ready()
    guild_id = await servers.guild_of(stage)
    channel = ChannelId(await stage.driver.channel("ada", "songs"))
    people = [
        Requester(UserId(int(await stage.driver.person(name))), name)
        for name in ("ada", "ben", "mika")
    ]
    jams = stage.core.jams
    place, key = JamPlace(guild_id, channel, channel), IdempotencyKey("itx:jam")
    jam_id = (await jams.start(plan(mode), people[0], place, key=key)).jam.jam_id
    for who in people[1:]:
        await jams.join(jam_id, guild_id, who)
    await jams.lock(jam_id, guild_id, people[0].user_id)
    return jam_id, guild_id, people


async def voted_on(stage: Stage) -> tuple[JamId, GuildId]:
    """Begin a jam with two genres to choose between, which is still proposing."""
    jam_id, guild_id, people = await begun(stage, JamMode.SLOTS)
    for who, genre in zip(people, ("waltz", "polka"), strict=False):
        await stage.core.jams.contribute(jam_id, guild_id, who, GENRE, genre)
    return jam_id, guild_id


async def posted(stage: Stage, view: View | LayoutView) -> SeenMessage:
    """Post something to press, which nobody draws anew."""
    channel = stage.bot.get_partial_messageable(await stage.driver.channel("ada", "songs"))
    sent = await channel.send(view=view)
    return await stage.driver.wait_for(lambda message: message.id == sent.id)


async def drawn(stage: Stage, jam_id: JamId, guild_id: GuildId) -> SeenMessage:
    """Post a jam's board as it is now."""
    view = await stage.core.jams.view(jam_id, guild_id)
    return await posted(stage, build_board(draw_board(view, DEFAULT_LOCALE)))


def before_phases(custom_id: str, label: str) -> View:
    """Return a button whose id names no phase and no turn."""
    view = View()
    view.add_item(Button(label=label, custom_id=custom_id))
    view.stop()
    return view


async def test_lock_pressed_twice_ends_one_phase(stage: Stage) -> None:
    jam_id, guild_id = await voted_on(stage)
    board = await drawn(stage, jam_id, guild_id)
    first = await stage.driver.press(board, label="Lock and vote", member="ada")
    assert "Done: the phase is over" in first.message.text
    second = await stage.driver.press(board, label="Lock and vote", member="ada")
    assert "“Voting”" in second.message.text
    assert "what the button was for is over" in second.message.text
    assert (await stage.core.jams.view(jam_id, guild_id)).jam.phase is JamPhase.VOTING


async def test_an_older_lock_ends_only_the_phase_that_its_label_names(stage: Stage) -> None:
    jam_id, guild_id = await voted_on(stage)
    old = await posted(stage, before_phases(f"v1:jam-lock:{jam_id}", "Lock and vote"))
    first = await stage.driver.press(old, label="Lock and vote", member="ada")
    assert "Done: the phase is over" in first.message.text
    second = await stage.driver.press(old, label="Lock and vote", member="ada")
    assert "what the button was for is over" in second.message.text
    assert (await stage.core.jams.view(jam_id, guild_id)).jam.phase is JamPhase.VOTING


async def test_skip_pressed_twice_passes_over_one_person(stage: Stage) -> None:
    jam_id, guild_id, people = await begun(stage, JamMode.VERSES)
    board = await drawn(stage, jam_id, guild_id)
    await stage.driver.press(board, label="Skip absent", member="ada")
    second = await stage.driver.press(board, label="Skip absent", member="ada")
    assert "what the button was for is over" in second.message.text
    turn = (await stage.core.jams.view(jam_id, guild_id)).jam.turn
    assert turn is not None
    assert turn.user_id == people[1].user_id
    old = await posted(stage, before_phases(f"v1:jam-skip:{jam_id}", "Skip absent"))
    told = await stage.driver.press(old, label="Skip absent", member="ada")
    assert f"<@{people[2].user_id}>'s turn now" in told.message.text
