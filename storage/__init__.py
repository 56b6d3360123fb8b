"""The database: tables, repositories, migrations and the two engines.

`open_database` is the way in. Only domain objects leave this package.
"""

from storage.backup import (
    Backup,
    Restored,
    back_up,
    backup_name,
    can_be_copied,
    discard_old_backups,
    kept_backups,
    made_at,
    restore,
)
from storage.figures import count_jobs
from storage.opening import is_new, migrate, open_database

__all__ = [
    "Backup",
    "Restored",
    "back_up",
    "backup_name",
    "can_be_copied",
    "count_jobs",
    "discard_old_backups",
    "is_new",
    "kept_backups",
    "made_at",
    "migrate",
    "open_database",
    "restore",
]
