"""What cards look like that may be drawn again soon. A hint only: it is kept in memory."""

from collections import OrderedDict

from bot.domain.ids import JobId
from bot.ui.drawing import Drawing

_REMEMBERED = 500


class PaintedCards:
    """The newest drawing that Discord took of each job's card."""

    def __init__(self) -> None:
        self._drawings: OrderedDict[JobId, Drawing] = OrderedDict()

    def remember(self, job_id: JobId, drawing: Drawing) -> None:
        """Note that a card looks so now."""
        self.forget(job_id)
        self._drawings[job_id] = drawing
        if len(self._drawings) > _REMEMBERED:
            self._drawings.popitem(last=False)

    def forget(self, job_id: JobId) -> None:
        """Drop what is known of a card that is not drawn again."""
        self._drawings.pop(job_id, None)

    def look_like(self, job_id: JobId, drawing: Drawing) -> bool:
        """Tell whether a card is known to look so already."""
        return self._drawings.get(job_id) == drawing
