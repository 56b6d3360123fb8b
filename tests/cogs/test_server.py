"""What a server's managers set, and that nobody else can."""

import pytest

from bot.domain.ids import EVERYONE, RoleId
from bot.domain.limits import LimitScope, Measure
from bot.domain.periods import Period
from tests.support import servers
from tests.support.sandbox import OptionValue
from tests.support.servers import use
from tests.support.stage import Stage

ALL: list[tuple[str, dict[str, OptionValue]]] = [
    ("server limits set", {"measure": "per_day", "amount": 3}),
    ("server limits list", {}),
    ("server limits remove", {"measure": "per_day"}),
    ("server allowance set", {"amount": 60}),
    ("server allowance list", {}),
    ("server prices set", {"percent": 50}),
    ("server prices list", {}),
    ("server prices remove", {"kind": "create"}),
    ("server gifts", {"allowed": True}),
    ("server wallet", {"fill": 100}),
]


async def test_members_and_moderators_do_not_see_the_commands(stage: Stage) -> None:
    for member in (servers.MEMBER, servers.MODERATOR):
        assert "server" not in await stage.driver.commands(member)
    assert "server" in await stage.driver.commands(servers.MANAGER)


async def test_whoever_sees_them_all_the_same_cannot_use_them(stage: Stage) -> None:
    await servers.show_to_everyone(stage, "server")
    for name, options in ALL:
        for member in (servers.MEMBER, servers.MODERATOR):
            refused = await use(stage, member, name, **options)
            assert refused.ephemeral
            assert "*Manage Server*" in refused.content, name
    guild_id = await servers.guild_of(stage)
    assert await stage.core.services.rules.actions(guild_id) == ()


async def test_every_answer_is_for_the_manager_alone(stage: Stage) -> None:
    for name, options in ALL:
        assert (await use(stage, servers.MANAGER, name, **options)).ephemeral, name


@pytest.mark.parametrize(
    ("target", "scope"),
    [
        ({}, LimitScope.EVERYONE),
        ({"role": "Supporter"}, LimitScope.ROLE),
        ({"member": "ada"}, LimitScope.MEMBER),
        ({"channel": "songs"}, LimitScope.CHANNEL),
        ({"whole_server": True}, LimitScope.SERVER),
    ],
)
async def test_a_limit_is_set_listed_and_removed(
    stage: Stage, target: dict[str, OptionValue], scope: LimitScope
) -> None:
    rules, guild_id = stage.core.services.rules, await servers.guild_of(stage)
    told = await use(stage, "olga", "server limits set", measure="per_hour", amount=3, **target)
    assert told.content.startswith("From now on: 3 an hour")
    (limit,) = await rules.limits(guild_id)
    assert (limit.scope, limit.measure, limit.amount) == (scope, Measure.PER_HOUR, 3)
    assert "3 an hour" in (await use(stage, "olga", "server limits list")).text
    gone = await use(stage, "olga", "server limits remove", measure="per_hour", **target)
    assert gone.content == "Removed. It holds no longer."
    assert await rules.limits(guild_id) == ()
    again = await use(stage, "olga", "server limits remove", measure="per_hour", **target)
    assert again.content == "There was no such rule. Nothing was changed."


async def test_a_limit_is_for_one_alone(stage: Stage) -> None:
    refused = await use(
        stage,
        "olga",
        "server limits set",
        measure="per_hour",
        amount=3,
        role="Supporter",
        member="ada",
    )
    assert refused.content.startswith("Each rule is for one alone")
    assert await stage.core.services.rules.limits(await servers.guild_of(stage)) == ()


async def test_allowances_newcomers_and_the_time_zone(stage: Stage) -> None:
    rules, guild_id = stage.core.services.rules, await servers.guild_of(stage)
    shown = await use(
        stage,
        "olga",
        "server allowance set",
        amount=60,
        period="month",
        role="Supporter",
        carry_over=20,
        newcomers=5,
        time_zone="Europe/Vienna",
    )
    assert "60 a month, up to 20 are carried over" in shown.text
    assert "a newcomer's start: 5" in shown.text
    assert "Europe/Vienna" in shown.text
    (allowance,) = await rules.allowances(guild_id)
    assert allowance.role_id == RoleId(await servers.role(stage, "Supporter"))
    assert (allowance.period, allowance.carry_over) == (Period.MONTH, 20)
    assert (await use(stage, "ada", "credits balance")).embeds[0].fields[0].value == "5"
    await use(stage, "olga", "server allowance set", amount=10, period="day")
    assert {each.role_id for each in await rules.allowances(guild_id)} == {
        EVERYONE,
        allowance.role_id,
    }
    await use(stage, "olga", "server allowance set", amount=0, role="Supporter")
    assert [each.role_id for each in await rules.allowances(guild_id)] == [EVERYONE]


async def test_an_allowance_of_nothing_at_all_changes_nothing(stage: Stage) -> None:
    refused = await use(stage, "olga", "server allowance set")
    assert refused.content.startswith("There is nothing to change")
    unknown = await use(stage, "olga", "server allowance set", time_zone="`@everyone`")
    assert unknown.content.startswith("I know no time zone “\\`\\@everyone\\`”")


async def test_time_zones_are_offered(stage: Stage) -> None:
    choices = await stage.driver.autocomplete(
        member="olga",
        channel="songs",
        name="server allowance set",
        option="time_zone",
        text="vienna",
    )
    assert [choice.value for choice in choices] == ["Europe/Vienna"]


async def test_prices_change_what_an_order_and_its_buttons_say(stage: Stage) -> None:
    shown = await use(stage, "olga", "server prices set", kind="create", price=3, percent=50)
    assert "new songs, all models: 3 credits" in shown.text
    assert "50 % of what the music service takes" in shown.text
    card = await stage.order("ada")
    assert card.content.endswith("3 reserved, 27 left")
    cancelled = await stage.driver.press(card, member="ada", label="Cancel")
    assert cancelled.message.labels == ["Again · 3"]
    await use(stage, "olga", "server prices remove", kind="create")
    stale = await stage.driver.press(cancelled.message, member="ada", label="Again")
    assert stale.message.labels == ["Again · 7"]
    again = await stage.driver.press(stale.message, member="ada", label="Again")
    assert again.message.content.endswith("7 reserved, 23 left")


async def test_half_a_price_is_none(stage: Stage) -> None:
    for options in ({"kind": "create"}, {"price": 3}, {}):
        refused = await use(stage, "olga", "server prices set", **options)
        assert refused.content.startswith("There is nothing to change")


async def test_the_wallet_is_filled_pays_and_is_drained(stage: Stage) -> None:
    shown = await use(
        stage, "olga", "server wallet", fill=100, pays=True, ceiling=500, reason="birthday"
    )
    fields = {field.name: field.value for field in shown.embeds[0].fields}
    assert (fields["Available"], fields["Pays"]) == ("100", "yes, what a member cannot")
    assert fields["This month at the music service"].startswith("0 of 500 credits; it ends <t:")
    for idea in ("one", "two", "three"):
        assert not (await stage.order("ada", idea=idea)).ephemeral
    assert await stage.balance("ada") == (0, 30)
    drained = await use(stage, "olga", "server wallet", drain=88)
    assert {field.name: field.value for field in drained.embeds[0].fields}["Available"] == "0"
    refused = await use(stage, "olga", "server wallet", drain=1)
    assert refused.content.startswith("Only 0 credits are there to be taken, and 1 were meant")
    free = await use(stage, "olga", "server wallet", no_ceiling=True)
    assert "without a ceiling" in free.text


async def test_the_ceiling_stops_orders_and_says_until_when(stage: Stage) -> None:
    await use(stage, "olga", "server wallet", ceiling=20)
    await stage.order("ada", idea="one")
    refused = await stage.order("ada", idea="two")
    assert refused.ephemeral
    assert "(14 of 20)" in refused.content
    assert "<t:" in refused.content


async def test_gifts_have_their_rules(stage: Stage) -> None:
    off = await use(stage, "olga", "server gifts")
    assert off.content == "Members do not give credits to each other."
    on = await use(stage, "olga", "server gifts", allowed=True, daily_ceiling=10)
    assert on.content.endswith("at most 10 a day.")
    free = await use(stage, "olga", "server gifts", no_ceiling=True)
    assert free.content == "Members may give granted credits to each other."
    both = await use(stage, "olga", "server gifts", no_ceiling=True, daily_ceiling=1)
    assert both.content.startswith("Each rule is for one alone")


async def test_jams_have_their_rules(stage: Stage) -> None:
    guild_id = await servers.guild_of(stage)
    changed = await use(stage, "olga", "server jams", at_once=3, match_percent=50)
    assert changed.ephemeral
    rules = await stage.bot.services.jams.rules(guild_id)
    assert (rules.at_once, rules.match_percent) == (3, 50)
    shown = await use(stage, "olga", "server jams")
    assert shown.text == changed.text
    assert await stage.bot.services.jams.rules(guild_id) == rules
