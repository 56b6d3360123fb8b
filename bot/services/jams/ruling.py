"""How far a server's rules about jams may go."""

from bot.domain.errors import AmountOutOfRange
from bot.domain.jams.bookkeeping import JamRules
from bot.domain.jams.modes import FEWEST_PEOPLE

MOST_PEOPLE = 500
"""No server's jams are for more people than this."""

MOST_JAMS = 1000
MOST_PERCENT = 1000


def check_rules(rules: JamRules) -> None:
    """Make sure that a server can have these rules.

    Raises:
        AmountOutOfRange: one of them goes too far.
    """
    for given, lowest, highest in (
        (rules.at_once, 0, MOST_JAMS),
        (rules.per_server, 0, MOST_JAMS),
        (rules.per_host, 0, MOST_JAMS),
        (rules.host_at_once, 0, MOST_JAMS),
        (rules.most_people, FEWEST_PEOPLE, MOST_PEOPLE),
        (rules.match_percent, 0, MOST_PERCENT),
        (rules.match_ceiling or 0, 0, 2**53),
    ):
        if not lowest <= given <= highest:
            raise AmountOutOfRange(lowest, highest, given)
