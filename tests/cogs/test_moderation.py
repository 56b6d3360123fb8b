"""What moderators do with credits and see of them, and that nobody else can."""

import csv
import io

from bot.domain.ids import UserId
from tests.support import servers
from tests.support.sandbox import OptionValue
from tests.support.servers import use
from tests.support.stage import Stage

ALL: list[tuple[str, dict[str, OptionValue]]] = [
    ("mod credits grant", {"member": "ada", "amount": 5, "reason": "x"}),
    ("mod credits take", {"member": "ada", "amount": 5, "reason": "x"}),
    ("mod credits undo", {"line": 1, "reason": "x"}),
    ("mod credits show", {"member": "ada"}),
    ("mod report", {}),
    ("mod export", {}),
]


async def test_members_do_not_see_the_commands(stage: Stage) -> None:
    assert "mod" not in await stage.driver.commands(servers.MEMBER)
    assert "mod" in await stage.driver.commands(servers.MODERATOR)


async def test_whoever_sees_them_all_the_same_cannot_use_them(stage: Stage) -> None:
    await servers.show_to_everyone(stage, "mod")
    for name, options in ALL:
        refused = await use(stage, servers.MEMBER, name, **options)
        assert refused.ephemeral
        assert "*Timeout Members*" in refused.content, name
    assert await stage.balance("ada") == (30, 0)
    guild_id = await servers.guild_of(stage)
    assert await stage.core.services.rules.actions(guild_id) == ()


async def test_credits_are_granted_shown_and_taken_back_by_their_line(stage: Stage) -> None:
    told = await use(
        stage, "mika", "mod credits grant", member="ada", amount=20, reason="for *winning*"
    )
    assert told.ephemeral
    assert told.content.startswith("20 credits granted to <@")
    shown = await use(stage, "mika", "mod credits show", member="ada")
    assert shown.ephemeral
    moderator = await stage.driver.person("mika")
    line = next(each for each in shown.text.splitlines() if "winning" in each)
    assert line.endswith(f"granted: for \\*winning\\* · <@{moderator}>")
    number = int(line.split("`")[1])
    undone = await use(stage, "mika", "mod credits undo", line=number, reason="a slip")
    assert undone.content.startswith(f"Line {number} was taken back by line")
    assert await stage.balance("ada") == (30, 0)
    again = await use(stage, "mika", "mod credits undo", line=number, reason="a slip")
    assert again.content.startswith(f"Line {number} was taken back before")
    nothing = await use(stage, "mika", "mod credits undo", line=99_999, reason="a slip")
    assert nothing.content.startswith("This server has no line 99999.")


async def test_no_more_is_taken_than_there_is(stage: Stage) -> None:
    await servers.grant(stage, "ada", 10)
    refused = await use(stage, "mika", "mod credits take", member="ada", amount=11, reason="x")
    assert refused.content.startswith("Only 10 credits are there to be taken, and 11 were meant")
    taken = await use(stage, "mika", "mod credits take", member="ada", amount=4, reason="x")
    assert taken.content.startswith("4 credits taken back from <@")
    assert await stage.balance("ada") == (36, 0)


async def test_bots_get_nothing(stage: Stage) -> None:
    assert stage.bot.user is not None
    refused = await use(
        stage,
        "mika",
        "mod credits grant",
        member=str(stage.bot.user.id),
        amount=5,
        reason="x",
    )
    assert refused.content.startswith("Bots order no songs")


async def test_a_report_is_a_picture_and_a_table_of_members(stage: Stage) -> None:
    await stage.finish(await stage.order("ada"))
    sent = await servers.finished(stage, await use(stage, "mika", "mod report", period="month"))
    assert sent.ephemeral
    ada = await stage.driver.person("ada")
    assert f"<@{ada}> · 14 credits · 1 order · 2 songs" in sent.text
    (picture,) = sent.attachments
    assert (await stage.driver.download(picture)).startswith(b"\x89PNG")
    assert "in all: 14" in (picture.description or "")
    none = await use(stage, "mika", "mod report", period="month", member="ben")
    assert "Nothing was used in this time." in (await servers.finished(stage, none)).text


async def test_a_report_without_its_picture_still_has_its_table(stage: Stage) -> None:
    stage.bot.charts = type(stage.bot.charts)(seconds=0.001)
    sent = await servers.finished(stage, await use(stage, "mika", "mod report"))
    assert "The picture could not be drawn this time." in sent.text
    assert sent.attachments == []


async def test_the_export_is_a_table_of_the_ledger_without_formulas(stage: Stage) -> None:
    await use(stage, "mika", "mod credits grant", member="ada", amount=7, reason="=HYPERLINK(1)")
    card = await stage.order("ada")
    await stage.message_of(card)
    await stage.finish(card)
    for period in ("month", "everything"):
        answer = await use(stage, "mika", "mod export", period=period)
        sent = await servers.finished(stage, answer)
        assert sent.ephemeral
        (file,) = sent.attachments
        assert file.filename.endswith(".csv")
        content = (await stage.driver.download(file)).decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(content, newline="")))
        granted = next(row for row in rows if row["credits"] == "7")
        assert granted["reason"] == "'=HYPERLINK(1)"
        assert granted["to member"] == f"id {UserId(await stage.driver.person('ada'))}"
        (captured,) = (row for row in rows if row["kind"] == "capture")
        assert captured["link"].endswith(f"/{card.channel_id}/{card.id}")
