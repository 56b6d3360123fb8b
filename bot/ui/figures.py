"""How durations, times and lists of them are written for readers."""

from datetime import datetime

from discord import Locale
from discord.utils import format_dt

from bot.ui.translation import translate


def duration(seconds: float) -> str:
    """Return a song's length as `m:ss`, or `h:mm:ss` from one hour on."""
    whole = round(seconds)
    hours, minutes = divmod(whole // 60, 60)
    if hours:
        return f"{hours}:{minutes:02}:{whole % 60:02}"
    return f"{minutes}:{whole % 60:02}"


def durations(locale: Locale, seconds: tuple[float, ...]) -> str:
    """Return the lengths of a job's songs: `2:31 and 2:45`."""
    written = [duration(each) for each in seconds]
    if len(written) < 2:
        return "".join(written)
    return translate(
        locale, "{others} and {last}", others=", ".join(written[:-1]), last=written[-1]
    )


def from_now(at: datetime) -> str:
    """Return Discord's mark-up for a time that the reader sees as `in 2 minutes`, and ticks."""
    return format_dt(at, "R")


def clock_time(at: datetime) -> str:
    """Return Discord's mark-up for a time of day in the reader's time zone."""
    return format_dt(at, "t")


def day(at: datetime) -> str:
    """Return Discord's mark-up for a date in the reader's calendar."""
    return format_dt(at, "d")


def moment(at: datetime) -> str:
    """Return Discord's mark-up for a date and time of day in the reader's time zone."""
    return format_dt(at, "f")
