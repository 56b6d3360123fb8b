"""What the workers tell whoever counts, by a port of its own: they know no metrics library."""

from typing import Protocol

from bot.domain.ids import JobId


class Observer(Protocol):
    """Is told of moments that say how well the bot works. Returns at once and never raises."""

    def task_finished(self, job_id: JobId) -> None:
        """The provider just said that a job's task is finished."""
        ...

    def final_card_shown(self, job_id: JobId) -> None:
        """A card that shows a job's end was just drawn; it may be drawn again later."""
        ...


class Unobserved:
    """An observer that nobody listens to."""

    def task_finished(self, job_id: JobId) -> None:
        """Do nothing."""

    def final_card_shown(self, job_id: JobId) -> None:
        """Do nothing."""
