"""All repositories on one connection."""

from sqlalchemy import Connection

from storage.announcements import SqlAnnouncements
from storage.deliveries import SqlDeliveries
from storage.jobs import SqlJobs
from storage.ledger import SqlLedger
from storage.postings import SqlPostings
from storage.songs import SqlSongs
from storage.voices import SqlVoices


class SqlTransaction:
    """`Transaction` on a connection. Whoever makes it begins and ends the transaction."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._ledger = SqlLedger(connection)
        self._jobs = SqlJobs(connection)
        self._songs = SqlSongs(connection)
        self._deliveries = SqlDeliveries(connection)
        self._postings = SqlPostings(connection)
        self._announcements = SqlAnnouncements(connection)
        self._voices = SqlVoices(connection)

    @property
    def ledger(self) -> SqlLedger:
        """Accounts, holds and lines."""
        return self._ledger

    @property
    def jobs(self) -> SqlJobs:
        """Jobs and their queues."""
        return self._jobs

    @property
    def songs(self) -> SqlSongs:
        """Finished songs."""
        return self._songs

    @property
    def deliveries(self) -> SqlDeliveries:
        """Messages and what has still to be shown."""
        return self._deliveries

    @property
    def postings(self) -> SqlPostings:
        """Messages that show a finished job's card once more."""
        return self._postings

    @property
    def announcements(self) -> SqlAnnouncements:
        """What the music service announced and was heeded."""
        return self._announcements

    @property
    def voices(self) -> SqlVoices:
        """Reusable singing voices."""
        return self._voices
