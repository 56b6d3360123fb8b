"""Runs measurements: `python -m bench [names]`. Ends with code 1 when an aim is missed."""

import asyncio
import importlib
import pkgutil
import sys
from collections.abc import Awaitable, Callable

import bench
from bench.ratios import Ratio
from bot.logs import set_up_logging

Measure = Callable[[], Awaitable[list[Ratio]]]

_FIRST = ("first_answer", "ledger")
"""What members feel at every order comes before everything else."""


def measurements() -> dict[str, Measure]:
    """Return every measurement by its module's name, in the order in which they run."""
    found: dict[str, Measure] = {}
    for module in pkgutil.iter_modules(bench.__path__):
        if module.name == "__main__":
            continue
        measure = getattr(importlib.import_module(f"bench.{module.name}"), "measure", None)
        if measure is not None:
            found[module.name] = measure
    return {name: found[name] for name in (*_FIRST, *sorted(found.keys() - set(_FIRST)))}


def main(names: list[str]) -> int:
    """Run the named measurements, or all; return the program's exit code."""
    known = measurements()
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"no such measurement: {', '.join(unknown)}; there are: {', '.join(known)}")
        return 2
    # What the measured parts say of every order would stand between the figures.
    set_up_logging("warning", "text")
    reached = True
    for name in names or known:
        print(f"{name}:", flush=True)
        # Each measurement gets an event loop of its own, so that none inherits another's load.
        for ratio in asyncio.run(_await(known[name])):
            print(f"  {ratio}", flush=True)
            reached = reached and ratio.reached
    return 0 if reached else 1


async def _await(measure: Measure) -> list[Ratio]:
    return await measure()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
