"""The process that draws: reads one chart from standard input, writes one PNG file, ends."""

import os
import resource
import sys

from bot.ui.charts.messages import BarChart, Order

_ADDRESS_SPACE_BYTES = 2 * 1024**3
_PROCESSOR_SECONDS = 60
# The bot itself goes first when the machine is busy.
_NICENESS = 5


def main() -> None:
    """Draw one chart within the limits."""
    os.nice(_NICENESS)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE_BYTES, _ADDRESS_SPACE_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_PROCESSOR_SECONDS, _PROCESSOR_SECONDS))
    picture = Order.model_validate_json(sys.stdin.buffer.read()).root
    # Only here, so that the limits hold for the library from its first line.
    from bot.ui.charts.drawing import draw
    from bot.ui.charts.families import draw_family

    drawn = draw(picture) if isinstance(picture, BarChart) else draw_family(picture)
    sys.stdout.buffer.write(drawn)


if __name__ == "__main__":
    main()
