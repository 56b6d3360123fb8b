"""Which column of which table tells something about a person; one entry for every table.

A test compares this with the tables, so that no column can be forgotten.
"""

from collections.abc import Mapping

from storage.personal_data import jams, ledger, moderation, servers, songs
from storage.personal_data.personal import Personal

BY_NAME: Mapping[str, Personal] = {
    entry.table.name: entry
    for entry in (
        *ledger.ENTRIES,
        *songs.ENTRIES,
        *servers.ENTRIES,
        *moderation.ENTRIES,
        *jams.ENTRIES,
    )
}
"""What each table holds, by its name."""

__all__ = ["BY_NAME", "Personal"]
