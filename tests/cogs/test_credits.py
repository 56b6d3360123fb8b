import csv
import io
from dataclasses import replace

from bot.domain.allowances import Allowance
from bot.domain.ids import RoleId, UserId
from bot.domain.limits import Limit, LimitScope, Measure
from bot.domain.periods import Period
from tests.support import servers
from tests.support.servers import use
from tests.support.stage import Stage


async def test_a_newcomer_sees_the_credits_to_start_with(stage: Stage) -> None:
    answer = await stage.driver.command(member="fresh", channel="songs", name="credits balance")
    assert answer.message.ephemeral
    (embed,) = answer.message.embeds
    assert [(field.name, field.value) for field in embed.fields] == [
        ("Available", "30"),
        ("Reserved", "0"),
        ("Made up of", "to start with 30"),
    ]
    assert "**+30** to start with" in (embed.description or "")
    assert answer.message.labels == ["Full history"]


async def test_lines_lead_to_the_songs(stage: Stage) -> None:
    card = await stage.order()
    assert await stage.balance("ada") == (16, 14)
    await stage.message_of(card)
    await stage.finish(card)
    answer = await stage.driver.command(member="ada", channel="songs", name="credits balance")
    description = answer.message.embeds[0].description or ""
    assert "**−14** [Rain on tin](https://discord.com/channels/" in description
    assert f"/{card.channel_id}/{card.id})" in description
    assert await stage.balance("ada") == (16, 0)


async def test_the_next_refill_says_when_how_much_and_why(stage: Stage) -> None:
    supporter = await servers.role(stage, "Supporter")
    allowance = Allowance(await servers.guild_of(stage), RoleId(supporter), 60, Period.WEEK)
    await stage.core.services.rules.set_allowance(allowance, actor_id=servers.OPERATOR)
    shown = (await use(stage, "ben", "credits balance")).embeds[0]
    fields = {field.name: field.value for field in shown.fields}
    assert fields["Available"] == "90"
    assert fields["Made up of"] == "allowance 60 · to start with 30"
    assert fields["Next refill"].startswith("60 <t:")
    assert f"<@&{supporter}>: 60 a week" in fields["Next refill"]
    others = (await use(stage, "ada", "credits balance")).embeds[0]
    assert "Next refill" not in {field.name for field in others.fields}


async def test_a_wallet_that_pays_is_shown(stage: Stage) -> None:
    await use(stage, "olga", "server wallet", fill=500, pays=True)
    shown = (await use(stage, "ada", "credits balance")).text
    assert "pays what you cannot; it has 500" in shown


async def test_the_full_history_is_a_file_of_one_s_own_lines(stage: Stage) -> None:
    await servers.grant(stage, "ada", 5)
    await stage.balance("ben")
    balance = await use(stage, "ada", "credits balance")
    answer = await stage.driver.press(balance, member="ada", label="Full history")
    sent = await servers.finished(stage, answer.message)
    assert sent.ephemeral
    (file,) = sent.attachments
    assert file.filename == "credits.csv"
    content = (await stage.driver.download(file)).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content, newline="")))
    assert sorted((row["credits"], row["kind"]) for row in rows) == [
        ("30", "grant"),
        ("5", "grant"),
    ]


async def test_giving_needs_the_server_s_leave(stage: Stage) -> None:
    await servers.grant(stage, "ada", 20)
    refused = await use(stage, "ada", "credits give", member="ben", amount=5)
    assert refused.ephemeral
    assert refused.content.startswith("Members of this server do not give credits")
    await servers.change_rules(stage, lambda rules: replace(rules, gifts=True, gift_ceiling=10))
    given = await use(
        stage, "ada", "credits give", member="ben", amount=6, reason="**thanks** @everyone"
    )
    assert not given.ephemeral
    assert "gives 6 credits to" in given.content
    assert "\\*\\*thanks\\*\\* \\@everyone" in given.content
    assert [user.username for user in given.mentions] == ["ben"]
    assert await stage.balance("ben") == (36, 0)
    assert await stage.balance("ada") == (44, 0)
    link = f"[message](https://discord.com/channels/{await servers.guild_of(stage)}/"
    for member in ("ada", "ben"):
        shown = (await use(stage, member, "credits balance")).embeds[0].description or ""
        (line,) = (line for line in shown.splitlines() if "**thanks**" in line.replace("\\", ""))
        assert line.endswith(f"{link}{given.channel_id}/{given.id})")


async def test_a_gift_over_the_day_s_ceiling_is_refused_with_figures(stage: Stage) -> None:
    await servers.grant(stage, "ada", 20)
    await servers.change_rules(stage, lambda rules: replace(rules, gifts=True, gift_ceiling=10))
    await use(stage, "ada", "credits give", member="ben", amount=6)
    refused = await use(stage, "ada", "credits give", member="ben", amount=5)
    assert refused.ephemeral
    assert refused.content.startswith("You may give away 10 credits a day and have given 6 today.")
    assert "<t:" in refused.content
    assert await stage.balance("ada") == (44, 0)


async def test_a_newcomer_s_start_cannot_be_given_away(stage: Stage) -> None:
    await servers.change_rules(stage, lambda rules: replace(rules, gifts=True))
    await stage.balance("fresh")
    refused = await use(stage, "fresh", "credits give", member="ben", amount=5)
    assert refused.ephemeral
    assert "you have 0" in refused.content


async def test_nobody_gives_to_themselves_or_to_a_bot(stage: Stage) -> None:
    await servers.change_rules(stage, lambda rules: replace(rules, gifts=True))
    own = await use(stage, "ada", "credits give", member="ada", amount=5)
    assert own.content.startswith("These are your credits already.")
    assert stage.bot.user is not None
    robot = await use(stage, "ada", "credits give", member=str(stage.bot.user.id), amount=5)
    assert robot.content.startswith("Bots order no songs")


async def test_a_chart_is_a_picture_whose_words_hold_the_numbers(stage: Stage) -> None:
    await stage.finish(await stage.order())
    sent = await servers.finished(stage, await use(stage, "ada", "credits chart"))
    assert sent.ephemeral
    (embed,) = sent.embeds
    assert "new songs" in (embed.description or "")
    assert {field.name: field.value for field in embed.fields}["Credits used"] == "14"
    (file,) = sent.attachments
    assert (await stage.driver.download(file)).startswith(b"\x89PNG")
    assert "in all: 14" in (file.description or "")
    assert ": 14" in (file.description or "").rpartition(". ")[2]


async def test_a_limit_is_refused_with_the_role_that_has_more(stage: Stage) -> None:
    guild_id, supporter = await servers.guild_of(stage), await servers.role(stage, "Supporter")
    for limit in (
        Limit(guild_id, LimitScope.EVERYONE, 0, Measure.PER_HOUR, 1),
        Limit(guild_id, LimitScope.ROLE, supporter, Measure.PER_HOUR, 10),
    ):
        await stage.core.services.rules.set_limit(limit, actor_id=servers.OPERATOR)
    await stage.order("ada", idea="one")
    refused = await stage.order("ada", idea="two")
    assert refused.ephemeral
    assert refused.content.startswith("That is too often for now: again <t:")
    assert f"(1 an hour for everyone; <@&{supporter}> have 10)" in refused.content
    assert refused.labels == ["Edit"]
    for idea in ("one", "two"):
        assert not (await stage.order("ben", idea=idea)).ephemeral


async def test_too_many_at_once_says_what_to_do(stage: Stage) -> None:
    guild_id = await servers.guild_of(stage)
    limit = Limit(guild_id, LimitScope.EVERYONE, 0, Measure.AT_ONCE, 1)
    await stage.core.services.rules.set_limit(limit, actor_id=servers.OPERATOR)
    card = await stage.order("ada", idea="one")
    refused = await stage.order("ada", idea="two")
    assert refused.content.startswith("1 order is waiting or running (1 at once for everyone).")
    await stage.driver.press(card, member="ada", label="Cancel")
    assert not (await stage.order("ada", idea="two")).ephemeral


async def test_threads_count_for_their_channel(stage: Stage) -> None:
    channel_id = await stage.driver.channel("ada", "songs")
    guild_id = await servers.guild_of(stage)
    limit = Limit(guild_id, LimitScope.CHANNEL, channel_id, Measure.PER_DAY, 1)
    await stage.core.services.rules.set_limit(limit, actor_id=servers.OPERATOR)
    thread = await stage.driver.start_thread(member="ada", channel="songs", name="a thread")
    await stage.order("ada", idea="one", channel=thread.id)
    refused = await stage.order("ben", idea="two")
    assert refused.ephemeral
    assert f"1 a day in <#{channel_id}>" in refused.content


async def test_moderators_may_be_asked_when_credits_are_missing(stage: Stage) -> None:
    for idea in ("one", "two"):
        await stage.order("ada", idea=idea)
    refused = await stage.order("ada", idea="three")
    assert refused.labels == ["Edit", "Lyrics only · 1", "Ask the moderators"]
    form = (await stage.driver.press(refused, member="ada", label="Ask the moderators")).modal
    amount = form.inputs()["amount"]
    assert amount["value"] == "12"
    answer = await stage.driver.submit(form, {"amount": "12", "reason": "one more"}, member="ada")
    assert not answer.message.ephemeral
    assert "asks the moderators for 12 credits" in answer.message.text
    user_id = UserId(await stage.driver.person("ada"))
    (request,) = await stage.core.services.treasury.requests(await servers.guild_of(stage))
    assert (request.user_id, request.amount, request.reason) == (user_id, 12, "one more")


async def test_direct_messages_have_credits_of_their_own(stage: Stage) -> None:
    conversation = await stage.driver.direct("ada")
    for name in ("credits balance", "credits chart"):
        answer = await stage.driver.command(member="ada", channel=conversation.id, name=name)
        assert (await stage.driver.settled(answer.message)).embeds
