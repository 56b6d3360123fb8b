"""What was used, for pictures and tables."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta

from bot.domain.ids import EntryId, GuildId, UserId
from bot.domain.periods import Period, midnight, stretch_at
from bot.domain.ports import Clock, Database, Transaction
from bot.domain.usage import LedgerLine, Usage

MOST_DAYS = 400
"""The longest time that a report of days covers."""


class ReportService:
    """Reads the books. Long reads are cut into short ones, so that nobody waits for them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def period(
        self, guild_id: GuildId, period: Period, moment: datetime | None = None
    ) -> tuple[date, date]:
        """Return the first and the last day of the period that `moment` (now) lies in."""
        at = moment or self._clock.now()
        zone = await self._zone(guild_id)
        first = stretch_at(period, at, zone).first_day
        return first, period.next_first_day(first) - timedelta(days=1)

    async def usage(
        self,
        guild_id: GuildId,
        first_day: date,
        last_day: date,
        *,
        user_id: UserId | None = None,
    ) -> tuple[Usage, ...]:
        """Return what was ordered on each day of the server's calendar, both days included.

        By day, member and kind; of one member, when one is named. What was captured counts for
        the day of the order; reversals do not show here.

        Raises:
            ValueError: the days are in the wrong order, or more than `MOST_DAYS`.
        """
        days = (last_day - first_day).days + 1
        if not 1 <= days <= MOST_DAYS:
            raise ValueError(f"a report of {days} days")
        zone = await self._zone(guild_id)
        used: list[Usage] = []
        for number in range(days):
            day = first_day + timedelta(days=number)

            def read(tx: Transaction, day: date = day) -> tuple[Usage, ...]:
                return tx.reports.usage(
                    guild_id,
                    day,
                    starts_at=midnight(day, zone),
                    ends_at=midnight(day + timedelta(days=1), zone),
                    user_id=user_id,
                )

            used += await self._database.read(read)
        return tuple(used)

    async def lines(
        self, guild_id: GuildId, since: datetime, until: datetime, *, page: int = 1000
    ) -> AsyncIterator[LedgerLine]:
        """Yield a server's lines from `since`, up to and without `until`, oldest first.

        Holds one page of lines in memory, however many there are; lines that are written while
        it runs come too, as far as they are in time.
        """
        after: EntryId | None = None
        while True:
            start = after

            def read(tx: Transaction, start: EntryId | None = start) -> tuple[LedgerLine, ...]:
                return tx.reports.lines(guild_id, since=since, until=until, after=start, limit=page)

            lines = await self._database.read(read)
            for line in lines:
                yield line
            if len(lines) < page:
                return
            after = lines[-1].entry_id

    async def _zone(self, guild_id: GuildId) -> str:
        rules = await self._database.read(lambda tx: tx.rules.terms(guild_id).rules)
        return rules.time_zone
