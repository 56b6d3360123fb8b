"""/server setup, /server check and the greeting, on Discord."""

import asyncio
import json
from dataclasses import replace

from bot.domain.access import AccessScope, Verdict
from bot.domain.actions import ActionKind
from bot.domain.ids import ChannelId, RoleId
from bot.domain.server_log import LogEvent
from bot.domain.servers import Overdue, ReviewMode, ServerSettings
from bot.ui.greeting import greet
from tests.support import servers
from tests.support.sandbox import File
from tests.support.sandbox_views import SeenMessage
from tests.support.servers import use
from tests.support.stage import Stage


async def choose(
    stage: Stage, panel: SeenMessage, field: str, *values: str | int, member: str = "olga"
) -> SeenMessage:
    chosen = [str(value) for value in values]
    answer = await stage.driver.select(panel, chosen, member=member, custom_id=f"v1:set:{field}")
    return answer.message


async def press(stage: Stage, panel: SeenMessage, label: str) -> SeenMessage:
    return (await stage.driver.press(panel, member="olga", label=label)).message


async def settings_of(stage: Stage) -> ServerSettings:
    return await stage.core.servers.settings(await servers.guild_of(stage))


async def test_the_owner_goes_through_the_panel_with_menus_alone(stage: Stage) -> None:
    songs = await stage.driver.channel("olga", "songs")
    log = await stage.driver.channel("olga", "log")
    supporter = await servers.role(stage, "Supporter")
    panel = await use(stage, "olga", "server setup")
    assert panel.ephemeral
    assert "Set up · 1 of 7" in panel.text
    panel = await choose(stage, panel, "song-channels", songs)
    panel = await choose(stage, panel, "order-roles", supporter)
    panel = await choose(stage, panel, "account-age", "7")
    panel = await choose(stage, panel, "stay", "1")
    panel = await press(stage, panel, "Next")
    panel = await choose(stage, panel, "review", "newcomers")
    panel = await choose(stage, panel, "review-first", "5")
    panel = await choose(stage, panel, "review-channel", log)
    panel = await choose(stage, panel, "trusted-roles", supporter)
    panel = await choose_deadline(stage, await press(stage, panel, "Next"))
    panel = await press(stage, panel, "Next")
    panel = await choose(stage, panel, "log-channel", log)
    panel = await choose(stage, panel, "alert-role", supporter)
    panel = await choose(stage, panel, "alerts", "action")
    await finish_setup(stage, await press(stage, panel, "Next"), supporter)

    held = await settings_of(stage)
    access = held.access
    assert access.subjects(AccessScope.CHANNEL, Verdict.ALLOW) == {songs}
    assert access.subjects(AccessScope.ROLE, Verdict.ALLOW) == {supporter}
    assert access.subjects(AccessScope.ROLE, Verdict.TRUST) == {supporter}
    assert (access.newcomers.account_days, access.newcomers.stay_days) == (7, 1)
    assert (held.review, held.review_first) == (ReviewMode.NEWCOMERS, 5)
    assert (held.review_channel_id, held.log_channel_id) == (log, log)
    assert (held.review_hours, held.review_overdue) == (48, Overdue.APPROVE)
    assert held.report_threshold == 0
    assert held.alert_role_id == supporter
    assert held.alerts == frozenset({LogEvent.ACTION})
    assert (held.language, held.prompts_kept_days) == ("en-US", 90)
    rules = await stage.core.rules.of(await servers.guild_of(stage))
    assert rules.welcome == 10
    allowances = await stage.core.rules.allowances(await servers.guild_of(stage))
    assert [(each.role_id, each.amount) for each in allowances] == [(0, 60), (supporter, 100)]


async def choose_deadline(stage: Stage, panel: SeenMessage) -> SeenMessage:
    """Choose what happens to reviews that nobody decides, and to reported songs."""
    panel = await choose(stage, panel, "review-hours", "48")
    panel = await choose(stage, panel, "review-overdue", "approve")
    return await choose(stage, panel, "report-threshold", "0")


async def finish_setup(stage: Stage, panel: SeenMessage, supporter: int) -> None:
    """Go through the steps about credits and words to the check at the end."""
    panel = await choose(stage, panel, "welcome", "10")
    answer = await stage.driver.select(panel, ["60"], member="olga", custom_id="v1:setallowance:0")
    answer = await stage.driver.select(
        answer.message, [str(supporter)], member="olga", custom_id="v1:setrole:now"
    )
    answer = await stage.driver.select(
        answer.message, ["100"], member="olga", custom_id=f"v1:setallowance:{supporter}"
    )
    assert f"<@&{supporter}>: 100 a week" in answer.message.text
    panel = await press(stage, answer.message, "Next")
    panel = await choose(stage, panel, "model", "usual")
    panel = await choose(stage, panel, "language", "en-US")
    panel = await choose(stage, panel, "retention", "90")
    panel = await press(stage, panel, "Next")
    checked = await stage.driver.wait_for(
        lambda message: message.id == panel.id and "How this server is set up" in message.text
    )
    assert "credits are left there" in checked.text
    assert "<@&" in checked.text


async def test_an_emptied_menu_takes_away_what_it_showed(stage: Stage) -> None:
    await use(stage, "olga", "server access allow", channel="songs")
    panel = await use(stage, "olga", "server setup")
    await choose(stage, panel, "song-channels")
    held = await settings_of(stage)
    assert held.access.song_channels == frozenset()


async def test_members_cannot_use_a_panel_s_menus(stage: Stage) -> None:
    await servers.show_to_everyone(stage, "server")
    refused = await use(stage, "ada", "server setup")
    assert "*Manage Server*" in refused.content
    refused = await use(stage, "ada", "server check")
    assert "*Manage Server*" in refused.content


async def test_what_is_missing_is_named_with_its_channel_and_the_fix(stage: Stage) -> None:
    checked = await servers.finished(stage, await use(stage, "olga", "server check"))
    assert checked.ephemeral
    songs = await stage.driver.channel("olga", "songs")
    await stage.core.servers.change(
        await servers.guild_of(stage),
        lambda held: replace(
            held,
            log_channel_id=ChannelId(songs),
            alert_role_id=RoleId(1),
            review_channel_id=ChannelId(1),
        ),
        actor_id=servers.OPERATOR,
    )
    await servers.permitted(stage, "songs", deny=["ATTACH_FILES", "EMBED_LINKS"])
    checked = await servers.finished(stage, await use(stage, "olga", "server check"))
    gap = next(line for line in checked.text.splitlines() if "Attach Files" in line)
    assert f"In <#{songs}>" in gap
    assert "*Embed Links*, *Attach Files*" in gap
    assert "open the channel's settings, Permissions, add the role" in gap
    assert "The review channel is gone: choose another in /server setup." in checked.text
    assert "The role that the log pings is gone" in checked.text


async def test_settings_leave_and_come_back_as_a_file(stage: Stage) -> None:
    await use(stage, "olga", "server access deny", member="ada", account_days=7)
    await use(stage, "olga", "server limits set", measure="per_hour", amount=3)
    await use(stage, "olga", "server turns", role="Supporter", turns=3)
    sent = await use(stage, "olga", "server settings export")
    assert sent.ephemeral
    (file,) = sent.attachments
    content = await stage.driver.download(file)
    await use(stage, "olga", "server access deny", member="ada", account_days=7, remove=True)
    await use(stage, "olga", "server limits remove", measure="per_hour")
    shown = await import_file(stage, content)
    assert "What this file changes" in shown.text
    assert "**account days**" not in shown.text
    assert "**limits**: \\[\\] → " in shown.text
    applied = await press(stage, shown, "Apply")
    applied = await stage.driver.wait_for(
        lambda message: message.id == shown.id and "are imported" in message.text
    )
    assert applied.attachments == []
    again = await use(stage, "olga", "server settings export")
    assert await stage.driver.download(again.attachments[0]) == content
    (done, *_) = await stage.core.rules.actions(await servers.guild_of(stage))
    assert done.kind is ActionKind.SETTINGS_IMPORTED
    assert '"limits": []' in done.before
    nothing = await import_file(stage, content)
    assert "Nothing: everything is set like this already." in nothing.text


async def test_a_file_that_is_none_changes_nothing(stage: Stage) -> None:
    for content, reason in (
        (b"{", "Invalid JSON"),
        (b'{"version": 2}', "Input should be 1"),
        (b"[]" * 100_000, "larger than 128 KiB"),
    ):
        refused = await import_file(stage, content)
        assert refused.content.startswith("This file cannot be used: ")
        assert reason in refused.content
    guild_id = await servers.guild_of(stage)
    assert await stage.core.rules.actions(guild_id) == ()


async def test_what_a_file_names_elsewhere_is_left_out(stage: Stage) -> None:
    sent = await use(stage, "olga", "server settings export")
    held = json.loads(await stage.driver.download(sent.attachments[0]))
    held |= {"log_channel": 5, "rules": [{"scope": "role", "subject": 6, "verdict": "deny"}]}
    held |= {"review_first": 9}
    shown = await import_file(stage, json.dumps(held).encode())
    assert "**review first**: 3 → 9" in shown.text
    assert "2 parts are left out" in shown.text
    held |= {"review_first": 900}
    refused = await import_file(stage, json.dumps(held).encode())
    await press(stage, refused, "Apply")
    settings = await settings_of(stage)
    assert settings.review_first == 3


async def import_file(stage: Stage, content: bytes) -> SeenMessage:
    file = File("settings.json", content)
    answer = await use(stage, "olga", "server settings import", file=file)
    return await servers.finished(stage, answer)


async def test_a_new_server_gets_one_message_whose_button_opens_the_panel(stage: Stage) -> None:
    await stage.bot.wait_until_ready()
    joined = asyncio.create_task(stage.bot.wait_for("guild_join", timeout=10))
    await stage.driver.add_guild("New place")
    guild = await joined
    greeting = await stage.driver.wait_for(
        lambda message: (
            "let us make songs together" in message.text
            and message.channel_id in {channel.id for channel in guild.channels}
        )
    )
    await greet(stage.bot, guild)
    posted = await stage.driver.messages(greeting.channel_id, "olga")
    assert [message.id for message in posted] == [greeting.id]
    opened = await stage.driver.press(greeting, member="olga", label="Set up")
    assert opened.message.ephemeral
    assert "Set up · 1 of 7" in opened.message.text
