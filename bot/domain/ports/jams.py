"""What is kept of jams, and who shows them."""

from typing import Protocol

from bot.domain.ids import (
    MessageId,
)
from bot.domain.jams.records import (
    JamNote,
)
from bot.domain.jams.views import JamView


class JamBoards(Protocol):
    """Shows jams to people; the only way for workers to reach their threads.

    Each of its methods may be called twice for the same thing.

    Raises:
        MessageUnreachable: for good.
        MessengerBusy: try again later.
    """

    async def show(self, view: JamView) -> MessageId | None:
        """Draw a jam's board anew. Returns its id when it had to be posted (and pinned) anew."""
        ...

    async def tell(self, note: JamNote, view: JamView) -> None:
        """Tell somebody what a note says; it mentions nobody else."""
        ...
