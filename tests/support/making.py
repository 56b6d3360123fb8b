"""Making and reworking songs by commands, on a stage."""

import asyncio
from collections.abc import Awaitable

from bot.domain.ids import GuildId, IdempotencyKey, UserId
from bot.domain.requests import Request
from tests.support.sandbox import Answer, File
from tests.support.sandbox_views import SeenMessage
from tests.support.stage import Stage

_LOOK_SECONDS = 0.02

HUM = File("hum.mp3", b"ID3 somebody hums")


async def use(
    stage: Stage, command: str, member: str = "ada", /, **options: str | int | bool | File
) -> Answer:
    """Use a command; `from_` stands for the option that Python has no name for."""
    given = {option.rstrip("_"): value for option, value in options.items()}
    return await stage.driver.command(member=member, channel="songs", name=command, options=given)


async def ordered(stage: Stage, answer: Answer) -> Request:
    """Return what was asked for on a card that a command or form was answered with."""
    card = await stage.driver.settled(answer.message)
    return (await stage.view_of(card)).job.request


async def refused(
    stage: Stage, command: str, member: str = "ada", /, **options: str | int | bool | File
) -> SeenMessage:
    """Use a command that has to be refused, privately."""
    answer = await use(stage, command, member, **options)
    told = await stage.driver.wait_for(lambda message: "-# Reference " in message.content)
    assert told.ephemeral
    assert answer.kind in {"message", "deferred"}
    return told


async def enrich(stage: Stage, member: str, amount: int = 1000) -> None:
    """Grant somebody plenty of credits in the server of #songs."""
    state = await stage.driver.state(member)
    user_id = UserId(await stage.driver.person(member))
    await stage.core.treasury.grant(
        GuildId(state.guilds[0].id),
        user_id,
        amount,
        actor_id=user_id,
        reason="plenty",
        key=IdempotencyKey(f"plenty:{member}"),
    )


async def at_once(stage: Stage, using: Awaitable[Answer]) -> SeenMessage:
    """Use something that the music service answers at once, and return the settled answer."""
    task = asyncio.ensure_future(using)
    while not task.done():
        await stage.core.submitter.run_once()
        await asyncio.wait({task}, timeout=_LOOK_SECONDS)
    return await stage.driver.settled(task.result().message)
