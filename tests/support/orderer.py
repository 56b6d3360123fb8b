"""A process that orders: `python -m tests.support.orderer ADDRESS NAME N`, by the real services.

N callers at once order one song each for the same member; prints how many were taken.
"""

import asyncio
import os
import sys

from bot.domain.errors import LimitReached, NotEnoughCredits
from storage import open_database
from tests.support.core_fixture import order
from tests.support.surroundings import build_core


async def main(address: str, name: str, callers: str) -> None:
    """Do what was asked, once a line comes in."""
    async with open_database(address, migrate=False) as database:
        core = build_core(database)
        os.write(1, b"ready\n")
        await asyncio.to_thread(sys.stdin.readline)
        answers = await asyncio.gather(
            *(order(core, key=f"{name}:{number}") for number in range(int(callers))),
            return_exceptions=True,
        )
    refused = [answer for answer in answers if isinstance(answer, NotEnoughCredits | LimitReached)]
    faults = [answer for answer in answers if isinstance(answer, Exception)]
    if len(faults) != len(refused):
        raise RuntimeError(f"{len(faults) - len(refused)} orders failed otherwise: {faults[:3]}")
    os.write(1, f"{len(answers) - len(refused)}\n".encode())


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
