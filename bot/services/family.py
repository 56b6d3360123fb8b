"""What songs are made from, and what is made from them."""

from bot.domain.ids import SongId
from bot.domain.library import SongNotFound, Visitor
from bot.domain.ports import Database, Transaction
from bot.domain.songs import Song


class FamilyService:
    """Reads the family tree of songs, as far as somebody may know of it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def parents_of(self, visitor: Visitor, song_id: SongId) -> tuple[Song, ...]:
        """Return the songs that a song is made from, in the order in which they were named.

        Deleted ones are among them, without their texts.

        Raises:
            SongNotFound: there is no such song for this visitor.
        """

        def read(tx: Transaction) -> tuple[Song, ...]:
            _check(tx, visitor, song_id)
            return _seen(visitor, tx.songs.parents_of(song_id))

        return await self._database.read(read)

    async def children_of(self, visitor: Visitor, song_id: SongId) -> tuple[Song, ...]:
        """Return the songs that are made from a song, oldest first; deleted ones as above.

        Raises:
            SongNotFound: there is no such song for this visitor.
        """

        def read(tx: Transaction) -> tuple[Song, ...]:
            _check(tx, visitor, song_id)
            return _seen(visitor, tx.songs.children_of(song_id))

        return await self._database.read(read)


def _check(tx: Transaction, visitor: Visitor, song_id: SongId) -> None:
    song = tx.songs.get(song_id)
    if song is None or not visitor.may_see(song):
        raise SongNotFound(song_id)


def _seen(visitor: Visitor, songs: tuple[Song, ...]) -> tuple[Song, ...]:
    return tuple(song for song in songs if visitor.may_see(song))
