"""Custom ids that nobody was given, of other servers or versions and garbage, change nothing."""

import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path

import discord
import pytest
from discord.ui import Button, Select, View

from bot.domain.access import Use
from bot.sandbox.config import SandboxConfig
from bot.ui.buttons import ALL_BUTTONS, is_known
from bot.ui.guarded import GuardedButton
from tests.support.sandbox_views import SeenMessage
from tests.support.stage import Stage, job_of, open_stage
from tests.support.uses import CONTROLS, ID

_MOST = 100
"""What Discord takes as a custom id."""


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with open_stage(tmp_path, SandboxConfig(rate_limits=False)) as stage:
        yield stage


def dump(folder: Path) -> list[str]:
    """Return everything that the database holds."""
    with sqlite3.connect(folder / "core.db") as database:
        lines = list(database.iterdump())
    database.close()
    return lines


def tampered(custom_id: str, foreign: str) -> Iterator[str]:
    """Yield what a custom id could be made into."""
    version, _, rest = custom_id.partition(":")
    assert version == "v1"
    yield custom_id.replace(ID, foreign)
    yield f"v0:{rest}"
    yield f"v2:{rest}"
    yield f"V1:{rest}"
    yield f"{custom_id}x"
    yield f"{custom_id}:{ID}"
    yield f"{rest}"
    yield f"v1:{rest.partition(':')[0]}:{2**64}"
    yield f"v1:{rest.partition(':')[0]}:٣"
    yield f"v1:{rest.partition(':')[0]}:' OR 1=1 --"
    yield f"{custom_id}{'a' * _MOST}"[:_MOST]


async def post(stage: Stage, custom_ids: Sequence[str], *, buttons: bool) -> SeenMessage:
    """Post controls with these custom ids in #songs."""
    view = View()
    for custom_id in custom_ids:
        if buttons:
            view.add_item(Button(label="Press me", custom_id=custom_id))
        else:
            option = discord.SelectOption(label="usual", value="usual")
            view.add_item(Select(custom_id=custom_id, options=[option]))
    view.stop()
    channel = stage.bot.get_partial_messageable(await stage.driver.channel("mika", "songs"))
    sent = await channel.send("Tampered with", view=view)
    return await stage.driver.wait_for(lambda message: message.id == sent.id)


async def apply(
    stage: Stage, message: SeenMessage, member: str, custom_id: str, *, button: bool
) -> None:
    """Press a button, or choose from a menu."""
    if button:
        await stage.driver.press(message, member=member, custom_id=custom_id)
    else:
        await stage.driver.select(message, ["usual"], member=member, custom_id=custom_id)


async def elsewhere(stage: Stage) -> str:
    """Order a song, and ask for credits, on another server; returns the song's job."""
    other = await stage.driver.add_guild("Elsewhere", members=["ben"])
    state = await stage.driver.state("ben", fresh=True)
    guild = next(each for each in state.guilds if each.id == other)
    channel = next(each.id for each in guild.channels if each.type == 0)
    card = await stage.order("ben", channel=channel)
    await stage.driver.command(
        member="ben",
        channel=channel,
        name="credits ask",
        options={"amount": 50, "reason": "please"},
    )
    await stage.message_of(card)
    return job_of(card)


async def test_what_nobody_was_given_changes_nothing(stage: Stage, tmp_path: Path) -> None:
    await stage.bot.wait_until_ready()
    foreign = await elsewhere(stage)
    own_right = {name for name, (use, _) in CONTROLS.items() if use is Use.OWN}
    tried = [item for item in ALL_BUTTONS if item.__name__ not in own_right]
    held = dump(tmp_path)
    for item in tried:
        use, custom_id = CONTROLS[item.__name__]
        member = "mika" if use is Use.MODERATE else "ada"
        is_button = issubclass(item, GuardedButton)
        custom_ids = list(dict.fromkeys(tampered(custom_id, foreign)))
        # What some control answers to may change its message, which then shows it no more.
        known = [each for each in custom_ids if is_known(each)]
        unknown = [each for each in custom_ids if not is_known(each)]
        size = 25 if is_button else 5
        together = [unknown[at : at + size] for at in range(0, len(unknown), size)]
        for chunk in (*([each] for each in known), *together):
            message = await post(stage, chunk, buttons=is_button)
            for each in chunk:
                await apply(stage, message, member, each, button=is_button)
        assert dump(tmp_path) == held, item.__name__
