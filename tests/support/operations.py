"""One example call for each operation of the music API, and what goes over the wire for it."""

from tests.support.other_examples import OTHER_EXAMPLES
from tests.support.other_exchanges import OTHER_EXCHANGES
from tests.support.sonic_examples import SONIC_EXAMPLES
from tests.support.sonic_exchanges import SONIC_EXCHANGES
from tests.support.sources import Sources

EXAMPLES = SONIC_EXAMPLES | OTHER_EXAMPLES
EXCHANGES = SONIC_EXCHANGES | OTHER_EXCHANGES

__all__ = ["EXAMPLES", "EXCHANGES", "Sources"]
