from bot.domain.ids import ChannelId, GuildId, RoleId, UserId
from bot.domain.limits import BindingLimit, Limit, LimitScope, Measure, Orderer, binding_limits

GUILD = GuildId(1)
MEMBER, SUPPORTER, ARTIST = RoleId(5), RoleId(6), RoleId(7)
ADA, SONGS = UserId(11), ChannelId(21)


def limit(
    scope: LimitScope, amount: int, subject: int = 0, measure: Measure = Measure.PER_HOUR
) -> Limit:
    return Limit(GUILD, scope, subject, measure, amount)


def binding(*limits: Limit, roles: tuple[RoleId, ...] = ()) -> tuple[BindingLimit, ...]:
    return binding_limits(limits, Orderer(ADA, roles, SONGS))


EVERYONE_1 = limit(LimitScope.EVERYONE, 1)
MEMBER_3 = limit(LimitScope.ROLE, 3, MEMBER)
SUPPORTER_10 = limit(LimitScope.ROLE, 10, SUPPORTER)
ADA_2 = limit(LimitScope.MEMBER, 2, ADA)


def test_the_most_generous_role_wins_and_a_better_one_is_named() -> None:
    assert binding(MEMBER_3, SUPPORTER_10, roles=(MEMBER,)) == (
        BindingLimit(MEMBER_3, SUPPORTER_10),
    )
    assert binding(MEMBER_3, SUPPORTER_10, roles=(MEMBER, SUPPORTER)) == (
        BindingLimit(SUPPORTER_10, None),
    )


def test_a_limit_on_a_member_beats_roles_and_roles_beat_everyone() -> None:
    every = (EVERYONE_1, MEMBER_3, SUPPORTER_10, ADA_2)
    assert [bound.limit for bound in binding(*every, roles=(SUPPORTER,))] == [ADA_2]
    assert [bound.limit for bound in binding(*every[:3], roles=(MEMBER,))] == [MEMBER_3]
    assert [bound.limit for bound in binding(*every[:3], roles=(ARTIST,))] == [EVERYONE_1]


def test_limits_of_others_do_not_count() -> None:
    others = (
        limit(LimitScope.MEMBER, 1, 12),
        limit(LimitScope.CHANNEL, 1, 22),
        SUPPORTER_10,
    )
    assert binding(*others) == ()


def test_channel_and_server_count_besides() -> None:
    channel, server = limit(LimitScope.CHANNEL, 5, SONGS), limit(LimitScope.SERVER, 50)
    bound = binding(channel, server, MEMBER_3, roles=(MEMBER,))
    assert [found.limit for found in bound] == [MEMBER_3, channel, server]


def test_each_measure_has_its_own_binding_limit() -> None:
    price = limit(LimitScope.EVERYONE, 20, measure=Measure.ORDER_PRICE)
    bound = binding(ADA_2, price)
    assert [found.limit for found in bound] == [ADA_2, price]


def test_of_cooldowns_the_shorter_is_more_generous() -> None:
    short = limit(LimitScope.ROLE, 10, SUPPORTER, Measure.COOLDOWN)
    long = limit(LimitScope.ROLE, 60, MEMBER, Measure.COOLDOWN)
    assert binding(short, long, roles=(MEMBER, SUPPORTER)) == (BindingLimit(short, None),)
    assert binding(short, long, roles=(MEMBER,)) == (BindingLimit(long, short),)
