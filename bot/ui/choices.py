"""What options of commands offer to choose from. Discord takes at most 25 choices for one."""

import asyncio
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from discord.app_commands import Choice

from bot.domain.jobs import JobKind
from bot.domain.limits import Measure
from bot.domain.periods import Period

_MOST_CHOICES: Final = 25

MEASURES: Final = [
    Choice(name="Songs a minute", value=Measure.PER_MINUTE.value),
    Choice(name="Songs an hour", value=Measure.PER_HOUR.value),
    Choice(name="Songs a day", value=Measure.PER_DAY.value),
    Choice(name="Songs at once", value=Measure.AT_ONCE.value),
    Choice(name="Seconds between two songs", value=Measure.COOLDOWN.value),
    Choice(name="Longest song, in seconds", value=Measure.SONG_SECONDS.value),
    Choice(name="Most expensive order, in credits", value=Measure.ORDER_PRICE.value),
]
"""What limits are about."""

ALLOWANCE_PERIODS: Final = [
    Choice(name="A day", value=Period.DAY.value),
    Choice(name="A week, from Monday", value=Period.WEEK.value),
    Choice(name="A month", value=Period.MONTH.value),
]

REPORT_PERIODS: Final = [
    Choice(name="Today", value=Period.DAY.value),
    Choice(name="This week", value=Period.WEEK.value),
    Choice(name="This month", value=Period.MONTH.value),
]

KINDS: Final = [
    Choice(name=kind.value.replace("_", " ").capitalize(), value=kind.value) for kind in JobKind
]
"""What can be ordered."""


async def time_zones(typed: str) -> list[Choice[str]]:
    """Return the time zones whose names hold what was typed."""
    wanted = typed.casefold().replace(" ", "_")
    known = await asyncio.to_thread(_known_time_zones)
    found = [zone for zone in known if wanted in zone.casefold()]
    return [Choice(name=zone, value=zone) for zone in found[:_MOST_CHOICES]]


@cache
def _known_time_zones() -> tuple[str, ...]:
    """Return the names of all time zones; the first call reads some hundred files."""
    return tuple(sorted(available_timezones()))
