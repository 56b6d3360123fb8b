"""The bounds that files from outside must keep to."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class MediaBounds:
    """Bounds on fetching and checking one file. The defaults suit songs of up to half an hour."""

    allow_private: bool = False
    """Also fetch over http and from private addresses, whoever names them."""
    provider_places: tuple[str, ...] = ()
    """Beginnings of addresses that are private and allowed in what the music service names."""
    member_places: tuple[str, ...] = ()
    """Beginnings of addresses that are private and allowed in what members name."""
    max_bytes: int = 64 * MEBIBYTE
    max_duration_seconds: float = 1800
    max_redirects: int = 3
    fetch_seconds: float = 120
    """All of one download, redirects included."""
    stall_seconds: float = 20
    """Connecting, and every wait for the next bytes."""
    work_seconds: float = 90
    """Checking and tagging one file; its processor time is bounded by the same number."""
    processes: int = 2
    """How many files are worked on at once."""
