"""What is needed to show and to erase what is kept about people."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.ids import GuildId, JobId, SongId, UserId
from bot.domain.privacy import Departure, Erasure, PersonalTable


class PrivacyRepository(Protocol):
    """Everything about one person or one server, across all tables."""

    def records_of(self, user_id: UserId) -> tuple[PersonalTable, ...]:
        """Return every row about a person, without secrets; tables without any are left out."""
        ...

    def request(self, user_id: UserId, now: datetime) -> bool:
        """Save the wish to be erased, due at once; False when it is there already."""
        ...

    def requested(self, user_id: UserId) -> Erasure | None:
        """Return a person's wish, or None."""
        ...

    def claim(self, *, now: datetime, lease_until: datetime, limit: int) -> tuple[Erasure, ...]:
        """Take at most `limit` due wishes; nobody else gets them before the lease ends."""
        ...

    def postpone(self, erasure: Erasure, due_at: datetime) -> None:
        """Look at a wish again at `due_at`."""
        ...

    def next_due_at(self) -> datetime | None:
        """Return when the next wish becomes due, or None."""
        ...

    def open_orders(self, user_id: UserId) -> int:
        """Return how many of a person's orders, and of orders that they pay a part of, are open."""
        ...

    def is_pseudonym(self, user_id: UserId) -> bool:
        """Tell whether somebody who was erased is known by this number."""
        ...

    def songs_of(self, user_id: UserId) -> tuple[SongId, ...]:
        """Return a person's songs, in all servers, that are not deleted."""
        ...

    def shared_songs_of(self, user_id: UserId) -> tuple[SongId, ...]:
        """Return the songs of others, not deleted, of which a person is one of the authors."""
        ...

    def songs_in(self, guild_id: GuildId) -> tuple[SongId, ...]:
        """Return a server's songs that are not deleted."""
        ...

    def erase_person(self, user_id: UserId, pseudonym: UserId, now: datetime) -> tuple[JobId, ...]:
        """Remove a person's words, and put the pseudonym in the place of their id.

        Returns the jobs that were theirs. Their songs are to be taken down before. The ledger keeps
        every line's amount and accounts. The wish to be erased goes as well.
        """
        ...

    def leave(self, departure: Departure) -> None:
        """Remember that the bot is no longer in a server; an earlier date stays."""
        ...

    def stay(self, guild_id: GuildId) -> None:
        """Forget that; the bot is in the server again."""
        ...

    def servers(self) -> Collection[GuildId]:
        """Return the servers of which anything is kept and that the bot has not left."""
        ...

    def claim_departed(
        self, *, now: datetime, lease_until: datetime, limit: int
    ) -> tuple[Departure, ...]:
        """Take at most `limit` departures that are due; nobody gets them before the lease ends."""
        ...

    def stands(self, departure: Departure) -> bool:
        """Tell whether the bot has not been in a server since it left."""
        ...

    def postpone_departure(self, departure: Departure, due_at: datetime) -> None:
        """Look at a departure that still stands again at `due_at`."""
        ...

    def open_orders_in(self, guild_id: GuildId) -> int:
        """Return how many of a server's orders are open, and jams that hold pledges."""
        ...

    def next_departure_at(self) -> datetime | None:
        """Return when the next departure becomes due, or None."""
        ...

    def erase_server(self, guild_id: GuildId, pseudonym: GuildId, now: datetime) -> None:
        """Remove what is kept of a server; its lines of the ledger stay, without any name.

        Its songs are to be taken down before; none of its orders may be open.
        """
        ...

    def retentions(self) -> Mapping[GuildId, timedelta]:
        """Return how long prompts are kept in the servers that set it."""
        ...

    def forget_prompts(
        self, ended_before: datetime, guild_id: GuildId | None = None, *, limit: int
    ) -> int:
        """Remove what was asked for from at most `limit` old jobs; return of how many."""
        ...
