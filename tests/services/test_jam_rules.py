"""Who may do what in jams, what is refused, and what happens to those who are away or gone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.actions import ActionKind
from bot.domain.errors import UnknownChoice, ValueOutOfRange
from bot.domain.filters import Filter, FilterAction, FilterKind, Scope, TextRefused
from bot.domain.ids import GuildId, IdempotencyKey
from bot.domain.jams import (
    BannedFromJam,
    ContributionEmpty,
    ContributionNotFound,
    ContributionTooLong,
    JamEnd,
    JamFull,
    JamKeyUsed,
    JamLimit,
    JamMode,
    JamNotFound,
    JamPhase,
    JamPlan,
    NoSuchSlot,
    NothingWritten,
    NotInJam,
    NotTheHost,
    PeopleOutOfRange,
    ThemeUnusable,
    TooFewPeople,
    TooManyJams,
    WrongPhase,
)
from bot.domain.jams.modes import BRIDGE, GENRE, TITLE
from tests.support.core_fixture import credits_of
from tests.support.jams import (
    HOST,
    MODERATOR_OF_JAMS,
    PEOPLE,
    PLACE,
    begin,
    entries,
    lock,
    plan,
    pledge_all,
    propose,
)
from tests.support.orders import GUILD
from tests.support.surroundings import STARTING_GRANT, Core

ADA, BEN, CLEO, DAN, EVE, *_ = PEOPLE


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"theme": " \u200b "}, ThemeUnusable),
        ({"theme": "x" * 201}, ThemeUnusable),
        ({"style": "x" * 201}, ThemeUnusable),
        ({"length": timedelta(seconds=59)}, ValueOutOfRange),
        ({"length": timedelta(days=8)}, ValueOutOfRange),
        ({"most_people": 1}, PeopleOutOfRange),
        ({"most_people": 201}, PeopleOutOfRange),
        ({"model": "no-such-model"}, UnknownChoice),
    ],
)
async def test_plans_that_cannot_be_are_refused_before_anything_is_kept(
    core: Core, changed: dict[str, object], refusal: type[Exception]
) -> None:
    bad: JamPlan = replace(plan(JamMode.SLOTS), **changed)  # type: ignore[arg-type] # fields of JamPlan
    with pytest.raises(refusal):
        await core.jams.check_start(bad, HOST, GUILD)
    with pytest.raises(refusal):
        await core.jams.start(bad, HOST, PLACE, key=IdempotencyKey("k"))
    assert await core.jams.open_in(GUILD) == ()


async def test_a_server_lets_so_many_jams_begin(core: Core) -> None:
    slots = plan(JamMode.SLOTS)
    await core.jams.start(slots, ADA, PLACE, key=IdempotencyKey("1"))
    with pytest.raises(TooManyJams) as refused:
        await core.jams.start(slots, ADA, PLACE, key=IdempotencyKey("2"))
    assert refused.value.limit is JamLimit.HOST_AT_ONCE
    await core.jams.start(slots, BEN, PLACE, key=IdempotencyKey("3"))
    await core.jams.start(slots, CLEO, PLACE, key=IdempotencyKey("4"))
    with pytest.raises(TooManyJams) as refused:
        await core.jams.start(slots, DAN, PLACE, key=IdempotencyKey("5"))
    assert refused.value.limit is JamLimit.AT_ONCE
    await core.jams.change_rules(
        GUILD,
        lambda rules: replace(rules, at_once=9, host_at_once=9, per_host=1),
        actor_id=MODERATOR_OF_JAMS,
    )
    with pytest.raises(TooManyJams) as refused:
        await core.jams.start(slots, ADA, PLACE, key=IdempotencyKey("6"))
    assert refused.value.limit is JamLimit.PER_HOST
    assert refused.value.resets_at == core.clock.now() + timedelta(hours=24)
    (action,) = await core.rules.actions(GUILD)
    assert action.kind is ActionKind.JAM_RULES_CHANGED


async def test_another_servers_jam_is_not_found(core: Core) -> None:
    jam_id = await begin(core, JamMode.SLOTS, 2)
    with pytest.raises(JamNotFound):
        await core.jams.view(jam_id, GuildId(9))
    with pytest.raises(JamNotFound):
        await core.jams.join(jam_id, GuildId(9), EVE)


async def test_a_full_jam_and_one_closed_to_somebody_let_nobody_in(core: Core) -> None:
    small = replace(plan(JamMode.SLOTS), most_people=2)
    view = await core.jams.start(small, HOST, PLACE, key=IdempotencyKey("k"))
    jam_id = view.jam.jam_id
    await core.jams.join(jam_id, GUILD, BEN)
    with pytest.raises(JamFull):
        await core.jams.pledge(jam_id, GUILD, CLEO, 1)
    await core.jams.leave(jam_id, GUILD, BEN.user_id)
    await core.jams.join(jam_id, GUILD, CLEO)
    await core.jams.ban(jam_id, GUILD, CLEO.user_id, actor_id=MODERATOR_OF_JAMS, reason="shouting")
    with pytest.raises(BannedFromJam) as closed:
        await core.jams.join(jam_id, GUILD, CLEO)
    assert closed.value.reason == "shouting"
    await core.jams.unban(jam_id, GUILD, CLEO.user_id, actor_id=MODERATOR_OF_JAMS, reason="")
    await core.jams.join(jam_id, GUILD, CLEO)
    with pytest.raises(NotInJam):
        await core.jams.leave(jam_id, GUILD, EVE.user_id)


async def test_only_the_host_steers_and_only_where_it_leads_somewhere(core: Core) -> None:
    jam_id = await begin(core, JamMode.VERSES, 1)
    for deed in (core.jams.lock, core.jams.skip, core.jams.fill):
        with pytest.raises(NotTheHost):
            await deed(jam_id, GUILD, BEN.user_id)
    with pytest.raises(NotTheHost):
        await core.jams.stop(jam_id, GUILD, BEN.user_id)
    with pytest.raises(TooFewPeople):
        await lock(core, jam_id)
    with pytest.raises(WrongPhase):
        await core.jams.skip(jam_id, GUILD, HOST.user_id)
    await core.jams.join(jam_id, GUILD, BEN)
    await lock(core, jam_id)
    with pytest.raises(NothingWritten):
        await lock(core, jam_id)


async def test_texts_that_do_not_fit_or_are_filtered_are_refused(core: Core) -> None:
    bananas = Filter(
        None,
        GUILD,
        FilterKind.WORDS,
        "bananas",
        FilterAction.REFUSE,
        frozenset(Scope),
        MODERATOR_OF_JAMS,
        core.clock.now(),
    )
    await core.filters.add([bananas])
    jam_id = await begin(core, JamMode.SLOTS, 2)
    await lock(core, jam_id)
    with pytest.raises(TextRefused):
        await propose(core, jam_id, ADA, TITLE, "Bananas in the rain")
    with pytest.raises(ContributionEmpty):
        await propose(core, jam_id, ADA, TITLE, "\u200b")
    with pytest.raises(NoSuchSlot):
        await propose(core, jam_id, ADA, BRIDGE, "no bridge here")
    with pytest.raises(ContributionTooLong) as refused:
        await propose(core, jam_id, ADA, GENRE, "x" * 101)
    assert (refused.value.limit, refused.value.given) == (100, 101)
    other = plan(JamMode.SLOTS, "bananas")
    with pytest.raises(TextRefused):
        await core.jams.start(other, BEN, PLACE, key=IdempotencyKey("other"))


async def test_what_one_wrote_can_be_changed_and_withdrawn_until_the_phase_ends(
    core: Core,
) -> None:
    jam_id = await begin(core, JamMode.SLOTS, 2)
    await lock(core, jam_id)
    await propose(core, jam_id, ADA, GENRE, "ska")
    await propose(core, jam_id, ADA, GENRE, "dub")
    await propose(core, jam_id, BEN, GENRE, "polka")
    mine = await core.jams.mine(jam_id, GUILD, ADA.user_id)
    assert [each.text for each in mine.contributions] == ["dub"]
    await core.jams.withdraw(jam_id, GUILD, ADA.user_id, GENRE)
    with pytest.raises(ContributionNotFound):
        await core.jams.withdraw(jam_id, GUILD, ADA.user_id, GENRE)
    assert set(await entries(core, jam_id)) == {"polka"}
    await propose(core, jam_id, ADA, GENRE, "ska")
    await lock(core, jam_id)
    with pytest.raises(WrongPhase):
        await core.jams.withdraw(jam_id, GUILD, ADA.user_id, GENRE)


async def test_a_jam_ends_that_nobody_comes_to_or_writes_for(core: Core) -> None:
    lonely = await begin(core, JamMode.SLOTS, 1)
    core.clock.advance(15 * 60)
    await core.run_due()
    view = await core.jams.view(lonely, GUILD)
    assert (view.jam.phase, view.jam.end) == (JamPhase.CANCELLED, JamEnd.TOO_FEW)
    silent = await begin(core, JamMode.VERSES, 3, key="silent")
    await pledge_all(core, silent, 5, 3)
    for _ in range(20):
        core.clock.advance(15 * 60)
        await core.run_due()
    view = await core.jams.view(silent, GUILD)
    assert (view.jam.phase, view.jam.end) == (JamPhase.CANCELLED, JamEnd.NOTHING_WRITTEN)
    assert [await credits_of(core, who) for who in PEOPLE[:3]] == [(STARTING_GRANT, 0)] * 3


async def test_after_hours_away_what_had_ended_ends_once_and_the_next_has_its_time(
    core: Core,
) -> None:
    jam_id = await begin(core, JamMode.SLOTS, 2)
    core.clock.advance(10 * 3600)
    await core.run_due()
    view = await core.jams.view(jam_id, GUILD)
    assert view.jam.phase is JamPhase.PROPOSING
    assert view.jam.ends_at == core.clock.now() + timedelta(minutes=55)


async def test_a_press_after_the_end_of_a_phase_meets_the_next_one(core: Core) -> None:
    jam_id = await begin(core, JamMode.SLOTS, 2)
    core.clock.advance(16 * 60)
    # No worker ran: the press itself finds that gathering is over.
    await propose(core, jam_id, ADA, GENRE, "ska")
    assert (await core.jams.view(jam_id, GUILD)).jam.phase is JamPhase.PROPOSING


async def test_there_is_one_next_round_and_only_after_the_end(core: Core) -> None:
    jam_id = await begin(core, JamMode.SLOTS, 2)
    with pytest.raises(WrongPhase):
        await core.jams.check_again(jam_id, GUILD, BEN)
    await core.jams.stop(jam_id, GUILD, MODERATOR_OF_JAMS, reason="enough", moderator=True)
    with pytest.raises(NotInJam):
        await core.jams.check_again(jam_id, GUILD, EVE)
    await core.jams.check_again(jam_id, GUILD, BEN)
    second = await core.jams.again(jam_id, GUILD, BEN, PLACE, key=IdempotencyKey("a"))
    with pytest.raises(JamKeyUsed) as refused:
        await core.jams.again(jam_id, GUILD, ADA, PLACE, key=IdempotencyKey("b"))
    assert refused.value.jam_id == second.jam.jam_id
    ended = await core.jams.view(jam_id, GUILD)
    assert (ended.jam.end, ended.jam.end_reason) == (JamEnd.STOPPED, "enough")


async def test_somebody_can_be_let_go_from_everything_at_once(core: Core) -> None:
    own = await begin(core, JamMode.SLOTS, 2)
    view = await core.jams.start(plan(JamMode.SLOTS), BEN, PLACE, key=IdempotencyKey("b"))
    await core.jams.pledge(view.jam.jam_id, GUILD, ADA, 9)
    await core.jams.leave_all(ADA.user_id)
    assert (await core.jams.view(own, GUILD)).jam.end is JamEnd.STOPPED
    others = await core.jams.view(view.jam.jam_id, GUILD)
    assert [member.name for member in others.members] == ["Ben"]
    assert await credits_of(core, ADA) == (STARTING_GRANT, 0)
