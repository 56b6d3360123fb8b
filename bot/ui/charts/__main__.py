"""The process that draws: reads one chart from standard input, writes one PNG file, ends."""

import os
import resource
import sys

from bot.ui.charts.messages import BarChart

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
    chart = BarChart.model_validate_json(sys.stdin.buffer.read())
    # Only here, so that the limits hold for the library from its first line.
    from bot.ui.charts.drawing import draw

    sys.stdout.buffer.write(draw(chart))


if __name__ == "__main__":
    main()
