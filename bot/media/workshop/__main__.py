"""The workshop's process: reads one order from standard input, writes one outcome, ends."""

import ctypes
import os
import resource
import signal
import sys

from bot.media.workshop.messages import (
    Failed,
    Incomplete,
    Order,
    Outcome,
    Refused,
    Report,
    Unwritable,
)
from bot.media.workshop.problems import EndsEarly, NotAudio, Unreadable

# Decoding a song takes about 150 MiB of address space beyond the libraries' own 500.
_ADDRESS_SPACE_BYTES = 2 * 1024**3
_OPEN_FILES = 64
_PR_SET_PDEATHSIG = 1
# The bot itself goes first when the machine is busy.
_NICENESS = 5


def main() -> None:
    """Do one order within its limits."""
    _end_with_the_bot()
    order = Order.model_validate_json(sys.stdin.buffer.read())
    if os.getppid() != order.bot_pid:
        # It died before the kernel was asked, and so tells nobody any more.
        sys.exit("the bot is gone")
    _limit(order)
    sys.stdout.write(Report(outcome=_outcome(order)).model_dump_json() + "\n")


def _end_with_the_bot() -> None:
    """Have the kernel end this process when the bot dies, where it can.

    Else it could still write into a file that a bot started again has cleared away.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _limit(order: Order) -> None:
    os.nice(_NICENESS)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE_BYTES, _ADDRESS_SPACE_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (order.processor_seconds, order.processor_seconds))


def _outcome(order: Order) -> Outcome:
    # Only here, so that the limits hold for the decoder's libraries from their first line.
    from bot.media.workshop.tasks import carry_out

    try:
        return carry_out(order.task)
    except NotAudio as problem:
        return Refused(reason=str(problem))
    except EndsEarly as problem:
        return Incomplete(reason=str(problem))
    except MemoryError:
        return Refused(reason="it takes more memory than a song should")
    except Unreadable as problem:
        return Failed(reason=str(problem))
    except FileNotFoundError as error:
        return Failed(reason=f"{type(error).__name__}: {error.strerror}")
    except OSError as error:
        # Files are read and written here, and nothing else of the system is asked.
        return Unwritable(reason=f"{type(error).__name__}: {error.strerror}")


if __name__ == "__main__":
    main()
