"""The database: tables, repositories, migrations and the two engines.

`open_database` is the way in. Only domain objects leave this package.
"""

from storage.opening import migrate, open_database

__all__ = ["migrate", "open_database"]
