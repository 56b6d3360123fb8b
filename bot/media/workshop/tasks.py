"""Which piece of work a task asks for."""

from bot.media.workshop.checking import check
from bot.media.workshop.converting import convert
from bot.media.workshop.drawing import portray
from bot.media.workshop.filming import film
from bot.media.workshop.fitting import fit
from bot.media.workshop.keeping import keep, retag
from bot.media.workshop.messages import (
    CheckTask,
    ConvertTask,
    FilmTask,
    FitTask,
    KeepTask,
    Outcome,
    PortrayTask,
    RetagTask,
    Task,
)


def carry_out(task: Task) -> Outcome:
    """Do a task.

    Raises:
        NotAudio, EndsEarly: the file is not what it should be.
        Unreadable: it cannot be read.
        OSError: the disk is full or broken.
    """
    match task:
        case KeepTask():
            return keep(task)
        case FitTask():
            return fit(task)
        case ConvertTask():
            return convert(task)
        case PortrayTask():
            return portray(task)
        case CheckTask():
            return check(task)
        case FilmTask():
            return film(task)
        case RetagTask():
            return retag(task)
