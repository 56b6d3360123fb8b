"""What time it is."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The time. Tests move it by hand."""

    def now(self) -> datetime:
        """Return the present time, aware and in UTC."""
        ...
