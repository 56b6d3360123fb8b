"""What is kept about people: shown to them, forgotten when they wish, and not kept for ever."""

import secrets
from datetime import datetime, timedelta

import structlog

from bot.domain.delivery import DeliveryKind
from bot.domain.errors import MediaUnavailable, MediaUnusable, Refusal
from bot.domain.files import RetiredFile, StoredFile
from bot.domain.ids import GuildId, SongId, UserId
from bot.domain.jobs import Job, JobState, Work
from bot.domain.ports import Clock, Database, SongArchive, Transaction
from bot.domain.privacy import (
    Departure,
    Erasure,
    PersonalTable,
    Pseudonyms,
)
from bot.domain.songs import Song, StoredAudio
from bot.services.cancelling import CancellingService
from bot.services.jams import JamService
from bot.services.keeping import let_held_files_go, remove_due, replace_audio, take_down
from bot.services.signals import Signals

log = structlog.get_logger(__name__)

_BATCH = 200
"""Jobs whose prompts are forgotten in one transaction."""

_MOST_ORDERS = 100
"""Orders of one person in one server, or of a server, that are cancelled at one look."""


class PrivacyService:
    """Shows and erases. Erasing may be broken off anywhere and is taken up again by the eraser."""

    def __init__(
        self,
        database: Database,
        archive: SongArchive,
        cancelling: CancellingService,
        jams: JamService,
        clock: Clock,
        signals: Signals,
        pseudonyms: Pseudonyms,
        servers_kept: timedelta,
    ) -> None:
        """`servers_kept` is how long the data of a server stays that the bot is no longer in."""
        self._database = database
        self._archive = archive
        self._cancelling = cancelling
        self._jams = jams
        self._clock = clock
        self._signals = signals
        self._pseudonyms = pseudonyms
        self._servers_kept = servers_kept

    async def records_of(self, user_id: UserId) -> tuple[PersonalTable, ...]:
        """Return everything that is kept about a person, in all servers."""
        return await self._database.read(lambda tx: tx.privacy.records_of(user_id))

    async def request_erasure(self, user_id: UserId, guild_id: GuildId) -> int:
        """Save the wish to be erased, cancel what waits here, and erase if nothing is under way.

        Returns how many orders are still under way; with none the person is erased by now.
        """
        now = self._clock.now()
        await self._database.write(lambda tx: tx.privacy.request(user_id, now))
        log.info("erasure_requested")
        await self._cancel_waiting(guild_id, user_id)
        wish = await self._database.read(lambda tx: tx.privacy.requested(user_id))
        if wish is None:
            return 0
        return await self.erase(wish)

    async def erase(self, wish: Erasure) -> int:
        """Erase a person, unless orders of theirs are still under way; return how many are.

        Before, they leave every jam, and get back what they pledged.
        """
        user_id = wish.user_id
        await self._jams.leave_all(user_id)
        open_orders = await self._database.read(lambda tx: tx.privacy.open_orders(user_id))
        if open_orders:
            return open_orders
        for review in await self._database.read(
            lambda tx: tx.reviews.holding_files(author_id=user_id)
        ):
            await let_held_files_go(self._database, self._archive, review)
        parted = await self._without_name(user_id)
        now = self._clock.now()

        def carry_out(tx: Transaction) -> int | None:
            open_orders = tx.privacy.open_orders(user_id)
            if open_orders:
                _retire(tx, parted, now)
                return open_orders
            if tx.privacy.requested(user_id) is None:
                return None
            _take_down(tx, tx.privacy.songs_of(user_id), now)
            for song, audio in parted:
                replace_audio(tx, song, audio, now)
                tx.files.hasten(song.song_id, now)
            pseudonym = self._pseudonyms.free(user_id, tx.privacy.is_pseudonym)
            for job_id in tx.privacy.erase_person(user_id, pseudonym, now):
                if tx.deliveries.message_of(job_id) is not None:
                    tx.deliveries.want(job_id, DeliveryKind.CARD, now)
            return 0

        left = await self._database.write(carry_out)
        if left == 0:
            await self._clear_away()
            log.info("person_erased")
        return left or 0

    async def left(self, guild_id: GuildId) -> None:
        """Remember that the bot is no longer in a server; what is kept of it goes in time."""
        now = self._clock.now()
        departure = Departure(guild_id, now, now + self._servers_kept)
        await self._database.write(lambda tx: tx.privacy.leave(departure))
        log.info("server_left", guild_id=guild_id, erased_at=departure.due_at.isoformat())

    async def joined(self, guild_id: GuildId) -> None:
        """Forget that the bot had left a server."""
        await self._database.write(lambda tx: tx.privacy.stay(guild_id))

    async def is_in(self, guild_ids: frozenset[GuildId]) -> None:
        """Compare with the servers that the bot is in now; it may have left or joined while off."""
        known = await self._database.read(lambda tx: tx.privacy.servers())
        for guild_id in known:
            if guild_id not in guild_ids:
                await self.left(guild_id)
        for guild_id in guild_ids:
            await self.joined(guild_id)

    async def erase_server(self, departure: Departure) -> int:
        """Erase everything about a server that was left; its ledger stays without any name.

        Before, its jams end, and what waits there is cancelled. Returns how many orders are still
        under way; with none the server is erased by now, unless the bot is in it again.
        """
        guild_id = departure.guild_id
        if not await self._stands(departure):
            return 0
        await self._jams.stop_all(guild_id)
        await self._cancel_waiting(guild_id)
        open_orders = await self._database.read(lambda tx: tx.privacy.open_orders_in(guild_id))
        if open_orders:
            return open_orders
        await self._let_files_go(departure)
        pseudonym = GuildId(-1 - secrets.randbits(55))
        now = self._clock.now()

        def carry_out(tx: Transaction) -> int | None:
            if not tx.privacy.stands(departure):
                return None
            open_orders = tx.privacy.open_orders_in(guild_id)
            if not open_orders:
                _take_down(tx, tx.privacy.songs_in(guild_id), now)
                tx.privacy.erase_server(guild_id, pseudonym, now)
            return open_orders

        left = await self._database.write(carry_out)
        if left == 0:
            await self._clear_away()
            log.info("server_erased", guild_id=guild_id)
        return left or 0

    async def forget_prompts(self, kept: timedelta | None) -> int:
        """Forget what was asked for long enough ago; return from how many jobs.

        `kept` holds for all servers; a server can only shorten it.
        """
        forgotten = 0 if kept is None else await self._forget_prompts(kept, None)
        retentions = await self._database.read(lambda tx: tx.privacy.retentions())
        for guild_id, in_server in retentions.items():
            forgotten += await self._forget_prompts(in_server, guild_id)
        if forgotten:
            log.info("prompts_forgotten", jobs=forgotten)
            await self._database.purge()
        return forgotten

    async def _forget_prompts(self, kept: timedelta, guild_id: GuildId | None) -> int:
        before = self._clock.now() - kept
        forgotten = 0
        while some := await self._database.write(
            lambda tx: tx.privacy.forget_prompts(before, guild_id, limit=_BATCH)
        ):
            forgotten += some
        return forgotten

    async def _stands(self, departure: Departure) -> bool:
        return await self._database.read(lambda tx: tx.privacy.stands(departure))

    async def _let_files_go(self, departure: Departure) -> None:
        """Remove what a server's reviews held, as long as the bot is not in it again."""
        for review in await self._database.read(
            lambda tx: tx.reviews.holding_files(guild_id=departure.guild_id)
        ):
            if await self._stands(departure):
                await let_held_files_go(self._database, self._archive, review)

    async def _cancel_waiting(self, guild_id: GuildId, user_id: UserId | None = None) -> None:
        """Cancel what waits in a server, or what one person ordered of it."""
        jobs = await self._database.read(
            lambda tx: tx.jobs.open_in(guild_id, user_id, limit=_MOST_ORDERS)
        )
        for job in jobs:
            if job.state in {JobState.QUEUED, JobState.AWAITING_REVIEW}:
                await self._cancel(job)

    async def _cancel(self, job: Job) -> None:
        try:
            await self._cancelling.cancel(job.job_id, job.requester_id, job.guild_id)
        except Refusal:
            # It was sent meanwhile; the eraser waits for its end.
            log.info("cancelled_too_late", job_id=job.job_id)

    async def _without_name(self, user_id: UserId) -> list[tuple[Song, StoredAudio]]:
        """Write the files of songs that others share anew, without this author's name in them."""

        def read(tx: Transaction) -> list[tuple[Song, tuple[str, ...]]]:
            found = (tx.songs.get(song_id) for song_id in tx.privacy.shared_songs_of(user_id))
            return [
                (song, _names_beside(tx, song, user_id))
                for song in found
                if song is not None and song.gone is None
            ]

        written = []
        for song, authors in await self._database.read(read):
            try:
                audio = await self._archive.retag(song.audio, song.title, authors)
            except (MediaUnavailable, MediaUnusable) as error:
                log.warning("song_not_retagged", song_id=song.song_id, reason=error.reason)
            else:
                written.append((song, audio))
        return written

    async def _clear_away(self) -> None:
        self._signals.ring(Work.DELIVER, Work.REDRAW, Work.DESK, Work.KEEP)
        await remove_due(self._database, self._archive, self._clock)
        await self._database.purge()


def _take_down(tx: Transaction, song_ids: tuple[SongId, ...], now: datetime) -> None:
    for song_id in song_ids:
        song = tx.songs.get(song_id)
        if song is not None:
            take_down(tx, song, now)


def _names_beside(tx: Transaction, song: Song, user_id: UserId) -> tuple[str, ...]:
    authors = tx.jams.authors_of(song.job_id)
    return tuple(author.name for author in authors if author.user_id != user_id)


def _retire(tx: Transaction, parted: list[tuple[Song, StoredAudio]], now: datetime) -> None:
    """Have files removed that are not needed after all."""
    for song, audio in parted:
        if audio.content_hash != song.audio.content_hash:
            file = StoredFile(audio.content_hash, audio.size_bytes, audio.extension)
            tx.files.retire(RetiredFile(file, song.song_id, now))
