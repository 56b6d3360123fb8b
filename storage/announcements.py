"""Which announcements of the music service were heeded, in the database."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select

from storage.connections import Connection
from storage.tables import announcements

_KNOWN = (
    select(announcements.c.replay_key)
    .where(announcements.c.replay_key.in_(bindparam("keys", expanding=True)))
    .limit(1)
)
_ADD = announcements.insert().inline()
_FORGET = delete(announcements).where(announcements.c.heeded_at < bindparam("moment"))


class SqlAnnouncements:
    """`AnnouncementRepository` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def record(self, replay_keys: tuple[str, ...], now: datetime) -> bool:
        """Remember an announcement; False, changing nothing, when one of its keys is known."""
        if self._connection.execute(_KNOWN, {"keys": replay_keys}).first() is not None:
            return False
        for key in replay_keys:
            self._connection.execute(_ADD, {"replay_key": key, "heeded_at": now})
        return True

    def forget_before(self, moment: datetime) -> int:
        """Forget what was heeded before `moment`; return how many keys that were."""
        return self._connection.execute(_FORGET, {"moment": moment}).rowcount
