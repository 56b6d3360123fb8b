from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import GuildId, UserId
from bot.domain.turns import ROUND, Crowd, Line, Party, Tag, Turns, Waiting, turns_before

START = datetime(2026, 1, 1, tzinfo=UTC)


def party(guild: int, member: int) -> Party:
    return Party(GuildId(guild), UserId(member))


def line(guild: int, member: int, orders: int, *, since: int = 0, weight: int = 1) -> Line:
    return Line(party(guild, member), orders, weight, START + timedelta(seconds=since))


def all_turns(turns: Turns) -> list[Party]:
    given: list[Party] = []
    while (turn := turns.next()) is not None:
        given.append(turn)
    return given


def test_members_of_a_server_take_turns() -> None:
    order = all_turns(Turns([line(1, 11, 3), line(1, 12, 2, since=9)], {}))
    assert [turn.user_id for turn in order] == [11, 12, 11, 12, 11]


def test_servers_take_turns_however_many_members_each_has() -> None:
    crowd = [line(1, member, 1, since=member) for member in range(11, 15)]
    order = all_turns(Turns([*crowd, line(2, 20, 4, since=99)], {}))
    assert [turn.guild_id for turn in order] == [1, 2, 1, 2, 1, 2, 1, 2]


def test_a_hundred_orders_delay_anothers_first_by_one_turn() -> None:
    turns = Turns([line(1, 11, 100)], {})
    tags: dict[Party, Tag] = {}
    for _ in range(40):
        turns.next()
    tags |= turns.changed
    late = Turns([line(1, 11, 60), line(1, 12, 1, since=500)], tags)
    assert party(1, 12) in all_turns(late)[:2]


def test_a_weight_gives_more_turns() -> None:
    order = all_turns(Turns([line(1, 11, 30, weight=3), line(1, 12, 30)], {}))
    counted = Counter(turn.user_id for turn in order[:20])
    assert (counted[UserId(11)], counted[UserId(12)]) == (15, 5)


def test_nobody_saves_up_turns_by_being_idle() -> None:
    turns = Turns([line(1, 11, 50)], {})
    for _ in range(50):
        turns.next()
    # One who never ordered and one who ordered fifty meet again as equals.
    order = all_turns(Turns([line(1, 11, 5), line(1, 12, 5, since=1)], turns.changed))
    assert Counter(turn.user_id for turn in order[:4]) == {11: 2, 12: 2}


WAITING = st.lists(
    st.tuples(
        st.integers(1, 3), st.integers(11, 14), st.integers(1, 6), st.sampled_from([1, 1, 2, 3])
    ),
    min_size=1,
    max_size=9,
    unique_by=lambda drawn: drawn[:2],
)


def foreseen(lines: Sequence[Line], tags: Mapping[Party, Tag], own: Party, before: int) -> int:
    """Return how many turns come before one of `own`, who has so many earlier orders waiting."""

    def start(of: Party, round_of: Party) -> int:
        return max(tags.get(of, Tag()).ends, tags.get(round_of, Tag()).clock)

    def since(guild: GuildId) -> datetime:
        return min(line.since for line in lines if line.party.guild_id == guild)

    (mine,) = (line for line in lines if line.party == own)
    here = Party(own.guild_id, UserId(0))
    members = [
        Crowd(
            parties=1,
            orders=line.orders,
            start=start(line.party, here),
            weight=line.weight,
            first=(line.since, line.party.user_id) < (mine.since, own.user_id),
        )
        for line in lines
        if line.party.guild_id == own.guild_id and line is not mine
    ]
    guilds = [
        Crowd(
            parties=1,
            orders=sum(line.orders for line in lines if line.party.guild_id == guild),
            start=start(Party(guild, UserId(0)), ROUND),
            weight=1,
            first=(since(guild), guild) < (since(own.guild_id), own.guild_id),
        )
        for guild in {line.party.guild_id for line in lines} - {own.guild_id}
    ]
    order = Waiting(before, start(own, here), mine.weight, start(here, ROUND))
    return turns_before(order, members, guilds)


@given(WAITING, st.integers(0, 20))
def test_places_are_foreseen_exactly(
    waiting: list[tuple[int, int, int, int]], turns_taken: int
) -> None:
    lines = [
        line(guild, member, orders, since=number, weight=weight)
        for number, (guild, member, orders, weight) in enumerate(waiting)
    ]
    before = Turns([line(guild, member, 9) for guild, member, _, _ in waiting], {})
    for _ in range(turns_taken):
        before.next()
    tags = before.changed
    order = all_turns(Turns(lines, tags))
    seen: Counter[Party] = Counter()
    for place, turn in enumerate(order):
        assert foreseen(lines, tags, turn, seen[turn]) == place
        seen[turn] += 1


@given(WAITING, st.integers(1, 40))
def test_between_two_turns_of_a_member_nobody_of_the_server_gets_more_than_their_weight(
    waiting: list[tuple[int, int, int, int]], backlog: int
) -> None:
    lines = [line(1, member, orders + backlog) for _, member, orders, _ in waiting]
    unique = {own.party: own for own in lines}.values()
    order = [turn.user_id for turn in all_turns(Turns(list(unique), {}))]
    for member in set(order):
        places = [place for place, turn in enumerate(order) if turn == member]
        for first, second in pairwise(places):
            between = Counter(order[first + 1 : second])
            assert all(count == 1 for count in between.values())
