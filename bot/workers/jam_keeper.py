"""Keeps time for jams: phases and turns end, orders are made, results lead on."""

from datetime import datetime, timedelta

from bot.domain.ids import JamId
from bot.domain.jobs import Work
from bot.domain.ports import Clock, Database
from bot.services.jams import JamComposer


class JamKeeper:
    """Looks after jams whose time has come, or of whose jobs something was heard.

    When a jam's time comes is in its row, so a jam goes on after any restart, and what ended while
    the bot was off ends when it is back.
    """

    work = Work.JAM

    def __init__(
        self, database: Database, clock: Clock, composer: JamComposer, lease: timedelta
    ) -> None:
        """`lease`: a jam whose handling failed, or whose worker vanished, comes again after it."""
        self._database = database
        self._clock = clock
        self._composer = composer
        self._lease = lease

    async def claim(self, limit: int) -> tuple[JamId, ...]:
        """Take due jams."""
        now = self._clock.now()
        return await self._database.write(
            lambda tx: tx.jams.claim(now=now, lease_until=now + self._lease, limit=limit)
        )

    async def next_due_at(self) -> datetime | None:
        """Return when the next jam's time comes."""
        return await self._database.read(lambda tx: tx.jams.next_due_at())

    async def give_back(self, jam_id: JamId) -> None:
        """Leave it to the end of the lease."""

    async def handle(self, jam_id: JamId) -> None:
        """Look after one jam."""
        await self._composer.look_after(jam_id)
