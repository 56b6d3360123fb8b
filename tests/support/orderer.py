"""A process that spends by the real services: `python -m tests.support.orderer ADDRESS NAME N HOW`.

N callers at once each do one thing, and how many of them could is printed. `orders`: a song for the
same member; `takes`: one credit is taken from that member; `looks`: they look at what they have;
`gifts`: members give seven credits on in a ring.
"""

import asyncio
import os
import sys

from bot.domain.errors import LimitReached, NotEnoughCredits
from bot.domain.ids import IdempotencyKey, UserId
from storage import open_database
from tests.support.core_fixture import order
from tests.support.guilds import MODERATOR
from tests.support.orders import ADA, GUILD
from tests.support.surroundings import Core, build_core

RING = tuple(UserId(1000 + number) for number in range(50))


async def main(address: str, name: str, callers: str, how: str) -> None:
    """Do what was asked, once a line comes in."""
    async with open_database(address, migrate=False) as database:
        core = build_core(database)
        os.write(1, b"ready\n")
        await asyncio.to_thread(sys.stdin.readline)
        answers = await asyncio.gather(
            *(_spend(core, how, f"{name}:{number}", number) for number in range(int(callers))),
            return_exceptions=True,
        )
    refused = [answer for answer in answers if isinstance(answer, NotEnoughCredits | LimitReached)]
    faults = [answer for answer in answers if isinstance(answer, Exception)]
    if len(faults) != len(refused):
        raise RuntimeError(f"{len(faults) - len(refused)} callers failed otherwise: {faults[:3]}")
    os.write(1, f"{len(answers) - len(refused)}\n".encode())


async def _spend(core: Core, how: str, name: str, number: int) -> None:
    key = IdempotencyKey(name)
    if how == "orders":
        await order(core, key=name)
    elif how == "takes":
        await core.treasury.take(GUILD, ADA.user_id, 1, actor_id=MODERATOR, reason="", key=key)
    elif how == "looks":
        await core.credits.statement(GUILD, ADA.user_id)
    else:
        giver = RING[number % len(RING)]
        receiver = RING[(number + 1 + number // len(RING)) % len(RING)]
        await core.credits.give(GUILD, giver, receiver, 7, reason="", key=key)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
