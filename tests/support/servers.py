"""What tests of commands about credits ask of the stage."""

import asyncio
from collections.abc import Callable

from bot.domain.ids import GuildId, IdempotencyKey, UserId
from bot.domain.rules import GuildRules
from tests.support.sandbox import OptionValue
from tests.support.sandbox_views import SeenMessage
from tests.support.stage import Stage

MANAGER, MODERATOR, MEMBER, SUPPORTER = "olga", "mika", "ada", "ben"
OPERATOR = UserId(1)


async def use(stage: Stage, user: str, name: str, /, **options: OptionValue) -> SeenMessage:
    """Use a command in #songs and return its first answer."""
    answer = await stage.driver.command(member=user, channel="songs", name=name, options=options)
    return answer.message


async def finished(stage: Stage, answer: SeenMessage) -> SeenMessage:
    """Return a deferred answer once it holds something."""
    return await stage.driver.wait_for(
        lambda message: message.id == answer.id and not message.thinking
    )


async def guild_of(stage: Stage) -> GuildId:
    """Return the sandbox's server."""
    return GuildId((await stage.driver.state(MANAGER)).guilds[0].id)


async def role(stage: Stage, name: str) -> int:
    """Return a role's id."""
    guild = (await stage.driver.state(MANAGER)).guilds[0]
    return next(role.id for role in guild.roles if role.name == name)


async def change_rules(stage: Stage, alter: Callable[[GuildRules], GuildRules]) -> None:
    """Change the server's rules, as its managers do."""
    rules = stage.core.services.rules
    await rules.change(await guild_of(stage), alter, actor_id=OPERATOR)


async def grant(stage: Stage, member: str, amount: int) -> None:
    """Give somebody credits that may be given away."""
    user_id = UserId(await stage.driver.person(member))
    await stage.core.services.treasury.grant(
        await guild_of(stage),
        user_id,
        amount,
        actor_id=OPERATOR,
        reason="test",
        key=IdempotencyKey(f"test:{member}:{amount}"),
    )


async def show_to_everyone(stage: Stage, group: str) -> None:
    """Show a group of commands to everybody, as a server's settings can."""
    command = stage.bot.tree.get_command(group)
    assert command is not None
    command.default_permissions = None
    await stage.bot.tree.sync()
    await stage.driver.state(MEMBER, fresh=True)


async def permitted(stage: Stage, channel: str, **changes: list[str]) -> None:
    """Change what the bot may in a channel, and wait until it knows."""
    changed = asyncio.create_task(stage.bot.wait_for("guild_channel_update", timeout=10))
    await stage.driver.permit("bot", channel=channel, **changes)
    await changed
