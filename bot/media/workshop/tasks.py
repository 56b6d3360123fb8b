"""Which piece of work a task asks for."""

from bot.media.workshop.converting import convert
from bot.media.workshop.drawing import draw
from bot.media.workshop.fitting import fit
from bot.media.workshop.keeping import keep
from bot.media.workshop.messages import (
    ConvertTask,
    DrawTask,
    FitTask,
    KeepTask,
    Outcome,
    Task,
)


def carry_out(task: Task) -> Outcome:
    """Do a task.

    Raises:
        NotAudio, EndsEarly: the file is not what it should be.
        OSError: the disk is full or broken.
    """
    match task:
        case KeepTask():
            return keep(task)
        case FitTask():
            return fit(task)
        case ConvertTask():
            return convert(task)
        case DrawTask():
            return draw(task)
