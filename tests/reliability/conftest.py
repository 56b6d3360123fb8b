from tests.support.databases import (
    database,
    database_kind,
    database_url,
    postgres,
    server_if_needed,
)

__all__ = ["database", "database_kind", "database_url", "postgres", "server_if_needed"]
