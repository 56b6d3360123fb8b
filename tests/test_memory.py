"""How the program looks for garbage; in a process of its own, for it holds for all of it."""

import subprocess
import sys

_PROGRAM = """
import gc
from bot.memory import spare_what_is_there

usual = gc.get_threshold()
spare_what_is_there()
kept = gc.get_freeze_count()


class Ring:
    pass


ring = Ring()
ring.itself = ring
del ring
print(kept > 1000, gc.get_threshold() > usual, gc.collect() > 0, gc.get_freeze_count() == kept)
"""


def test_what_is_there_is_spared_and_what_comes_later_is_still_collected() -> None:
    told = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, check=True)
    assert told.stdout.split() == [b"True"] * 4
