"""Who tells people."""

from collections.abc import Sequence
from typing import Protocol

from bot.domain.delivery import JobView, MessageRef, Telling
from bot.domain.ids import (
    MessageId,
)
from bot.domain.library import Posting
from bot.domain.messages import MessageAddress
from bot.domain.notices import Notice
from bot.domain.server_log import LogLine


class Messenger(Protocol):
    """Shows things to people; the only way for workers to reach Discord.

    Raises:
        MessageUnreachable: for good.
        MessengerBusy: try again later.
    """

    async def show(self, message: MessageRef, view: JobView) -> MessageId | None:
        """Draw a job's message anew. Returns its id when it had to be posted anew, else None."""
        ...

    async def redraw(self, posting: Posting, view: JobView) -> bool:
        """Draw a message anew that shows a job once more, or some of its files.

        Returns False when nothing of it is left to show, and the message was removed.
        """
        ...

    async def ping(
        self, message: MessageRef, view: JobView, telling: Telling = Telling.REPLY
    ) -> None:
        """Tell the author alone, in a few words, that the job is over. Safe to repeat."""
        ...


class LogPoster(Protocol):
    """Posts in servers' log channels.

    Raises:
        MessageUnreachable: for good.
        MessengerBusy: try again later.
    """

    async def post(self, lines: Sequence[LogLine]) -> MessageAddress | None:
        """Post lines of one server, in order, in one message, and return where it is.

        None: nowhere, because the server has no channel for it.
        """
        ...


class Herald(Protocol):
    """Tells people what they must know: a server's managers, or the operator.

    Raises:
        MessageUnreachable: for good.
        MessengerBusy: try again later.
    """

    async def tell(self, notice: Notice) -> None:
        """Tell it; telling it twice is not nice, and harmless."""
        ...
