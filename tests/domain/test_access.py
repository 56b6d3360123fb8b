"""Who may order where: the rule by itself."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.access import (
    Access,
    AccessRule,
    AccessScope,
    AccountTooYoung,
    Caller,
    ChannelAgeRestricted,
    ChannelDenied,
    ChannelNotAllowed,
    MemberDenied,
    NewcomerRule,
    RoleDenied,
    RoleNeeded,
    StayTooShort,
    Verdict,
    check_access,
    is_trusted,
    refusals,
)
from bot.domain.ids import EVERYONE, ChannelId, GuildId, RoleId, UserId

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ADA, SONGS, THREAD, MEMBER_ROLE = UserId(1), ChannelId(10), ChannelId(11), RoleId(20)
CALLER = Caller(
    guild_id=GuildId(7),
    user_id=ADA,
    channel_id=SONGS,
    role_ids=(MEMBER_ROLE,),
    registered_at=NOW - timedelta(days=30),
    joined_at=NOW - timedelta(days=3),
)
IN_THREAD = Caller(GuildId(7), ADA, THREAD, SONGS, (MEMBER_ROLE,))

ids = st.integers(0, 4)
scopes = st.sampled_from(AccessScope)
verdicts = st.sampled_from(Verdict)
rules = st.builds(AccessRule, scopes, ids, verdicts)
accesses = st.builds(
    Access,
    st.frozensets(rules, max_size=8),
    st.builds(NewcomerRule, st.integers(0, 3), st.integers(0, 3)),
    st.booleans(),
)
ages = st.none() | st.integers(0, 4).map(lambda days: NOW - timedelta(days=days))
callers = st.builds(
    Caller,
    guild_id=st.just(GuildId(7)),
    user_id=ids.map(UserId),
    channel_id=st.none() | ids.map(ChannelId),
    parent_id=st.none() | ids.map(ChannelId),
    role_ids=st.lists(st.integers(1, 4).map(RoleId), max_size=3),
    age_restricted=st.booleans(),
    registered_at=ages,
    joined_at=ages,
)


def reasons(access: Access, caller: Caller) -> list[type[Exception]]:
    return [type(refusal) for refusal in refusals(access, caller, NOW)]


def of(*rules: tuple[AccessScope, int, Verdict]) -> Access:
    return Access(frozenset(AccessRule(*rule) for rule in rules))


def test_without_rules_everybody_may_order_everywhere() -> None:
    check_access(Access(), CALLER, NOW)


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ((AccessScope.MEMBER, ADA, Verdict.DENY), MemberDenied),
        ((AccessScope.ROLE, MEMBER_ROLE, Verdict.DENY), RoleDenied),
        ((AccessScope.ROLE, EVERYONE, Verdict.DENY), RoleDenied),
        ((AccessScope.CHANNEL, SONGS, Verdict.DENY), ChannelDenied),
        ((AccessScope.CHANNEL, 99, Verdict.ALLOW), ChannelNotAllowed),
        ((AccessScope.ROLE, 99, Verdict.ALLOW), RoleNeeded),
        ((AccessScope.MEMBER, 99, Verdict.ALLOW), RoleNeeded),
    ],
)
def test_the_refusal_says_which_rule_it_was(
    rule: tuple[AccessScope, int, Verdict], reason: type[Exception]
) -> None:
    with pytest.raises(reason):
        check_access(of(rule), CALLER, NOW)


@pytest.mark.parametrize(
    "rule",
    [
        (AccessScope.CHANNEL, SONGS, Verdict.ALLOW),
        (AccessScope.ROLE, MEMBER_ROLE, Verdict.ALLOW),
        (AccessScope.ROLE, EVERYONE, Verdict.ALLOW),
        (AccessScope.MEMBER, ADA, Verdict.ALLOW),
        (AccessScope.MEMBER, 99, Verdict.DENY),
    ],
)
def test_what_is_allowed_passes(rule: tuple[AccessScope, int, Verdict]) -> None:
    check_access(of(rule), CALLER, NOW)


def test_threads_count_as_their_channel() -> None:
    check_access(of((AccessScope.CHANNEL, SONGS, Verdict.ALLOW)), IN_THREAD, NOW)
    with pytest.raises(ChannelDenied):
        check_access(of((AccessScope.CHANNEL, SONGS, Verdict.DENY)), IN_THREAD, NOW)


def test_a_refused_channel_names_only_those_that_are_open() -> None:
    access = of(
        (AccessScope.CHANNEL, 30, Verdict.ALLOW),
        (AccessScope.CHANNEL, 31, Verdict.ALLOW),
        (AccessScope.CHANNEL, 31, Verdict.DENY),
    )
    with pytest.raises(ChannelNotAllowed) as refused:
        check_access(access, CALLER, NOW)
    assert refused.value.song_channels == (30,)


def test_newcomers_are_told_when_they_may() -> None:
    access = Access(newcomers=NewcomerRule(account_days=31))
    with pytest.raises(AccountTooYoung) as young:
        check_access(access, CALLER, NOW)
    assert young.value.ends_at == NOW + timedelta(days=1)
    access = Access(newcomers=NewcomerRule(stay_days=4))
    with pytest.raises(StayTooShort) as short:
        check_access(access, CALLER, NOW)
    assert short.value.ends_at == NOW + timedelta(days=1)
    check_access(Access(newcomers=NewcomerRule(30, 3)), CALLER, NOW)
    unknown = Caller(GuildId(7), ADA, SONGS)
    assert reasons(Access(newcomers=NewcomerRule(1, 1)), unknown) == [AccountTooYoung, StayTooShort]


@pytest.mark.parametrize(
    "vouch",
    [
        (AccessScope.MEMBER, ADA, Verdict.ALLOW),
        (AccessScope.MEMBER, ADA, Verdict.TRUST),
        (AccessScope.ROLE, MEMBER_ROLE, Verdict.TRUST),
    ],
)
def test_whom_somebody_vouches_for_is_not_too_new(
    vouch: tuple[AccessScope, int, Verdict],
) -> None:
    access = Access(of(vouch).rules, NewcomerRule(365, 365))
    check_access(access, CALLER, NOW)


def test_age_restricted_channels_can_be_left_out() -> None:
    adults = Caller(GuildId(7), ADA, SONGS, age_restricted=True)
    check_access(Access(), adults, NOW)
    assert reasons(Access(age_restricted=False), adults) == [ChannelAgeRestricted]


@given(accesses, callers, rules)
def test_a_deny_beats_whatever_is_allowed_besides(
    access: Access, caller: Caller, more: AccessRule
) -> None:
    denials = {MemberDenied, RoleDenied, ChannelDenied}
    wider = Access(access.rules | {more}, access.newcomers, access.age_restricted)
    if denials & set(reasons(access, caller)):
        assert denials & set(reasons(wider, caller))
    if more.verdict is Verdict.DENY:
        # A further deny never opens anything.
        assert set(reasons(access, caller)) <= set(reasons(wider, caller))


@given(accesses, callers)
def test_without_its_denials_a_server_is_never_stricter(access: Access, caller: Caller) -> None:
    allowed = frozenset(rule for rule in access.rules if rule.verdict is not Verdict.DENY)
    milder = Access(allowed, access.newcomers, access.age_restricted)
    assert set(reasons(milder, caller)) <= set(reasons(access, caller))


@given(st.lists(rules, max_size=8), callers)
def test_the_order_of_rules_and_roles_does_not_matter(
    given_rules: list[AccessRule], caller: Caller
) -> None:
    turned = Caller(
        caller.guild_id,
        caller.user_id,
        caller.channel_id,
        caller.parent_id,
        tuple(reversed(tuple(caller.role_ids))),
        caller.age_restricted,
        caller.registered_at,
        caller.joined_at,
    )
    first = refusals(Access(frozenset(given_rules)), caller, NOW)
    second = refusals(Access(frozenset(reversed(given_rules))), turned, NOW)
    assert [vars(each) for each in first] == [vars(each) for each in second]


@given(accesses, callers)
def test_an_allow_for_the_member_the_channel_and_the_role_opens_what_no_deny_closes(
    access: Access, caller: Caller
) -> None:
    if caller.channel_id is None:
        return
    opening = {
        AccessRule(AccessScope.MEMBER, caller.user_id, Verdict.ALLOW),
        AccessRule(AccessScope.CHANNEL, caller.channel_id, Verdict.ALLOW),
    }
    kept = frozenset(rule for rule in access.rules if rule.verdict is not Verdict.DENY)
    assert reasons(Access(kept | opening, access.newcomers), caller) == []


@given(accesses, callers)
def test_checking_raises_the_first_reason_there_is(access: Access, caller: Caller) -> None:
    every = reasons(access, caller)
    if not every:
        check_access(access, caller, NOW)
        return
    with pytest.raises(every[0]):
        check_access(access, caller, NOW)


@given(accesses, callers)
def test_trust_comes_by_the_member_or_one_of_the_roles(access: Access, caller: Caller) -> None:
    trusted = {rule for rule in access.rules if rule.verdict is Verdict.TRUST}
    expected = any(
        (rule.scope is AccessScope.MEMBER and rule.subject_id == caller.user_id)
        or (rule.scope is AccessScope.ROLE and rule.subject_id in {EVERYONE, *caller.role_ids})
        for rule in trusted
    )
    assert is_trusted(access, caller.user_id, caller.role_ids) is expected
