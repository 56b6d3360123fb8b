"""One example call for each operation of the music API."""

from tests.support.other_examples import OTHER_EXAMPLES
from tests.support.sonic_examples import SONIC_EXAMPLES
from tests.support.sources import Sources

EXAMPLES = SONIC_EXAMPLES | OTHER_EXAMPLES

__all__ = ["EXAMPLES", "Sources"]
