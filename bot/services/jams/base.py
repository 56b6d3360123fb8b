"""What all use cases of jams share: finding a jam, catching up with the time, saving, reading."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from random import Random, SystemRandom

from bot.domain.catalogue import Catalogue, TextLimits
from bot.domain.ids import ChannelId, GuildId, JamId, UserId
from bot.domain.jams.bookkeeping import JamRules
from bot.domain.jams.entries import Contribution
from bot.domain.jams.errors import WrongPhase
from bot.domain.jams.modes import Deed, JamPhase
from bot.domain.jams.records import Jam
from bot.domain.jams.views import Ballot, JamView, MyPart
from bot.domain.jobs import Work
from bot.domain.ports import Clock, Database, Transaction
from bot.domain.prices import PriceList
from bot.services.accounts import MemberAccounts
from bot.services.generation import GenerationService
from bot.services.jams.composing import JamComposer
from bot.services.jams.course import catch_up, end_idle_vote
from bot.services.jams.people import jam_here
from bot.services.jams.saving import JamPace, save
from bot.services.jams.starting import TextFilter
from bot.services.jams.views import JamViews
from bot.services.settlement import SettlementService
from bot.services.signals import Signals

MOST_LISTED = 25
"""So many jams of a server are listed at most."""

_REMEMBERED = 100
"""So many jams' newest views are kept."""

_SERVES = timedelta(seconds=2)
"""So long a view is shown again; what it shows of the server, such as prices, changes seldom."""

_CHANGED_BY_PRESSES = frozenset(
    {JamPhase.GATHERING, JamPhase.WRITING, JamPhase.PROPOSING, JamPhase.VOTING}
)
"""Phases in which whatever a view shows of the jam changes with a wish for its board."""

Act = Callable[[Transaction, Jam, datetime], Jam]
"""Does something in a jam's transaction and returns what the jam became, which is then saved."""


@dataclass(frozen=True)
class JamTools:
    """What jams are made with."""

    database: Database
    clock: Clock
    signals: Signals
    generation: GenerationService
    settlement: SettlementService
    accounts: MemberAccounts
    filters: TextFilter
    catalogue: Catalogue
    prices: PriceList
    pace: JamPace
    dice: Random = field(default_factory=SystemRandom)

    @cached_property
    def composer(self) -> JamComposer:
        """Who orders what jams become."""
        return JamComposer(
            self.database, self.generation, self.catalogue, self.clock, self.signals, self.pace
        )

    @cached_property
    def views(self) -> JamViews:
        """Who draws up the views of jams."""
        return JamViews(self.catalogue, self.prices)


@dataclass(frozen=True)
class _Seen:
    """A view, and of which revision of the board and when."""

    view: JamView
    revision: int
    at: datetime

    def serves(self, revision: int, now: datetime) -> bool:
        """Whether it is still what is to be seen."""
        return revision == self.revision and self.at <= now < self.at + _SERVES


class JamReading:
    """Reads jams."""

    def __init__(self, tools: JamTools) -> None:
        self._tools = tools
        self._database = tools.database
        self._clock = tools.clock
        self._views = tools.views
        self._newest: dict[JamId, _Seen] = {}

    async def view(self, jam_id: JamId, guild_id: GuildId) -> JamView:
        """Return everything that a jam's board shows.

        Raises:
            JamNotFound: the server has none such.
        """
        return await self._database.read(
            lambda tx: self._views.of(tx, jam_here(tx, jam_id, guild_id))
        )

    async def open_in(self, guild_id: GuildId) -> tuple[JamView, ...]:
        """Return a server's jams that are not over, newest first."""
        return await self._database.read(
            lambda tx: tuple(
                self._views.of(tx, jam) for jam in tx.jams.open_in(guild_id, limit=MOST_LISTED)
            )
        )

    async def in_thread(self, guild_id: GuildId, thread_id: ChannelId) -> JamView | None:
        """Return the newest jam of a thread, or None."""

        def read(tx: Transaction) -> JamView | None:
            jam = tx.jams.in_thread(guild_id, thread_id)
            return None if jam is None else self._views.of(tx, jam)

        return await self._database.read(read)

    async def mine(self, jam_id: JamId, guild_id: GuildId, user_id: UserId) -> MyPart:
        """Return what one person has in a jam; for them alone.

        Raises:
            JamNotFound: the server has none such.
        """
        return await self._database.read(
            lambda tx: self._views.mine(tx, jam_here(tx, jam_id, guild_id), user_id)
        )

    async def ballots(
        self, jam_id: JamId, guild_id: GuildId, user_id: UserId
    ) -> tuple[Ballot, ...]:
        """Return what there is to vote on, for one person alone.

        Raises:
            JamNotFound: the server has none such.
            WrongPhase: nothing is voted on now.
        """

        def read(tx: Transaction) -> tuple[Ballot, ...]:
            jam = jam_here(tx, jam_id, guild_id)
            if not jam.ballots:
                raise WrongPhase(Deed.VOTE, jam.phase)
            return self._views.ballots(tx, jam, user_id)

        return await self._database.read(read)

    async def contributions(self, jam_id: JamId, guild_id: GuildId) -> tuple[Contribution, ...]:
        """Return everything that is live in a jam, with its authors; for moderators.

        Raises:
            JamNotFound: the server has none such.
        """
        return await self._database.read(
            lambda tx: tx.contributions.of(jam_here(tx, jam_id, guild_id).jam_id)
        )

    async def rules(self, guild_id: GuildId) -> JamRules:
        """Return what a server's managers set about jams."""
        return await self._database.read(lambda tx: tx.jams.rules(guild_id))

    def _limits(self, jam: Jam) -> TextLimits:
        return self._tools.composer.limits_of(jam)

    async def _do(
        self, jam_id: JamId, guild_id: GuildId, act: Act, *, takes_away: bool = True
    ) -> JamView:
        """Carry something out, after what the time brought, and return what is to be seen then.

        `takes_away`: it may leave nothing to choose between; then the phase of votes ends.
        """
        jam = await self._database.write(
            lambda tx: self._acted(tx, jam_id, guild_id, act, takes_away=takes_away)
        )
        self._tools.signals.ring(Work.BOARD)
        if jam.due_at is not None and jam.due_at <= self._clock.now():
            self._tools.signals.ring(Work.JAM)
        return await self._database.read(lambda tx: self._seen(tx, jam_id))

    def _acted(
        self, tx: Transaction, jam_id: JamId, guild_id: GuildId, act: Act, *, takes_away: bool
    ) -> Jam:
        now = self._clock.now()
        stored = jam_here(tx, jam_id, guild_id)
        jam = act(tx, catch_up(tx, stored, self._limits(stored), now), now)
        if takes_away:
            jam = end_idle_vote(tx, jam, now)
        if jam == stored:
            tx.boards.want(jam_id, now, self._tools.pace.board_rest.total_seconds())
            return jam
        return save(tx, jam, now, self._tools.pace)

    def _seen(self, tx: Transaction, jam_id: JamId) -> JamView:
        """Return a jam's view: the same for all who press before anything else happens.

        When many press at once, drawing it up for each of them would take longest of all.
        """
        board = tx.boards.get(jam_id)
        now = self._clock.now()
        seen = self._newest.get(jam_id)
        if seen is not None and board is not None and seen.serves(board.revision, now):
            return seen.view
        jam = tx.jams.get(jam_id)
        if jam is None:
            raise LookupError(f"no jam {jam_id}")
        view = self._views.of(tx, jam)
        self._newest.pop(jam_id, None)
        if board is not None and jam.phase in _CHANGED_BY_PRESSES:
            self._newest[jam_id] = _Seen(view, board.revision, now)
        while len(self._newest) > _REMEMBERED:
            self._newest.pop(next(iter(self._newest)))
        return view
