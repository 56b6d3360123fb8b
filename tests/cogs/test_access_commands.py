"""/server access, /mod block, /mod unblock and /mod log on Discord."""

import asyncio
import csv
import io
from dataclasses import replace

import pytest
from discord import Locale

from bot.ui.rendering import guild_locale
from tests.support import servers
from tests.support.orders import MODEL
from tests.support.servers import use
from tests.support.stage import Stage


async def test_a_denied_channel_is_refused_with_those_that_are_open(stage: Stage) -> None:
    shown = await use(stage, "olga", "server access deny", channel="songs")
    assert shown.ephemeral
    assert "<#" in shown.text
    refused = await stage.order("ada")
    assert refused.ephemeral
    assert refused.content.startswith("Songs are not ordered in <#")
    log_channel = await stage.driver.channel("mika", "log")
    allowed = await use(stage, "olga", "server access allow", channel="log")
    assert f"<#{log_channel}>" in allowed.text
    refused = await stage.order("ada")
    assert f"Use <#{log_channel}>." in refused.content
    await use(stage, "olga", "server access allow", channel="songs")
    assert (await stage.order("ada")).content.startswith("🎵 rain on tin")


async def test_an_old_message_s_button_passes_the_same_gate(stage: Stage) -> None:
    card = await stage.order("ada")
    await stage.finish(card)
    await stage.show(card)
    finished = await stage.driver.wait_for(lambda m: m.id == card.id and len(m.attachments) == 2)
    await use(stage, "olga", "server access deny", member="ben")
    refused = await stage.driver.press(finished, member="ben", label="Again · 14")
    assert refused.message.ephemeral
    assert refused.message.content.startswith("This server does not let you order songs.")
    lyrics = await stage.driver.press(finished, member="ben", label="Lyrics")
    assert "does not let you" not in lyrics.message.content


async def test_roles_members_and_newcomers(stage: Stage) -> None:
    await use(stage, "olga", "server access allow", role="Supporter")
    assert "members with one of these roles: <@&" in (await stage.order("ada")).content
    assert (await stage.order("ben")).content.startswith("🎵")
    await use(stage, "olga", "server access allow", role="Supporter", remove=True)
    await use(stage, "olga", "server access deny", account_days=3650, stay_days=3000)
    refused = await stage.order("ada")
    assert "account has to be 3650 days old" in refused.content
    assert "<t:" in refused.content
    await use(stage, "olga", "server access deny", account_days=0)
    assert "after 3000 days on the server" in (await stage.order("ada")).content
    await use(stage, "olga", "server access allow", member="ada", trusted=True)
    assert (await stage.order("ada")).content.startswith("🎵")
    listed = await use(stage, "olga", "server access list")
    assert "Members have to be on the server for 3000 days." in listed.text
    nothing = await use(stage, "olga", "server access allow")
    assert "Nothing was changed" in nothing.content


async def test_a_block_is_told_with_its_end_and_lifted(stage: Stage) -> None:
    for target in ("olga", "mika"):
        refused = await use(stage, "mika", "mod block", member=target, reason="no")
        assert "cannot be blocked" in refused.content
    wrong = await use(stage, "mika", "mod block", member="ada", reason="no", length="soon")
    assert "“soon” is no length of time" in wrong.content
    told = await use(stage, "mika", "mod block", member="ada", reason="*spam*", length="1d 2h")
    assert told.ephemeral
    assert "is blocked here: it ends <t:" in told.content
    for name in ("create", "queue", "credits balance"):
        options = {"idea": "rain"} if name == "create" else {}
        refused = await use(stage, "ada", name, **options)
        assert refused.ephemeral
        assert "A moderator of this server has blocked you" in refused.content
        assert "It ends <t:" in refused.content
        assert "> \\*spam\\*" in refused.content
    listed = await use(stage, "mika", "mod unblock")
    assert "\\*spam\\*" in listed.text
    assert (
        "is not blocked here any more"
        in (await use(stage, "mika", "mod unblock", member="ada", reason="sorry")).content
    )
    assert (await stage.order("ada")).content.startswith("🎵")
    again = await use(stage, "mika", "mod unblock", member="ada")
    assert "is not blocked here. Nothing was changed." in again.content


async def test_what_was_done_is_listed_filtered_paged_and_exported(stage: Stage) -> None:
    for number in range(14):
        await use(stage, "olga", "server access deny", member="ben", remove=bool(number % 2))
    await use(stage, "mika", "mod block", member="ada", reason="=1+1 @everyone")
    newest = await use(stage, "mika", "mod log")
    assert newest.ephemeral
    lines = newest.text.splitlines()
    blocked = next(line for line in lines if "blocked" in line)
    assert "=1+1 \\@everyone" in blocked
    assert sum("<t:" in line for line in lines) == 12
    older = await stage.driver.press(newest, member="mika", label="Older")
    assert sum("<t:" in line for line in older.message.text.splitlines()) == 3
    ada = await use(stage, "mika", "mod log", about="ada")
    assert sum("<t:" in line for line in ada.text.splitlines()) == 1
    ben = await use(stage, "mika", "mod log", about="ben", who="olga", what="access set", days=1)
    assert sum("<t:" in line for line in ben.text.splitlines()) == 7
    odd = await use(stage, "mika", "mod log", what="no such thing")
    assert "There is no kind “no such thing”" in odd.content
    sent = await servers.finished(stage, await use(stage, "mika", "mod log", as_file=True))
    (file,) = sent.attachments
    content = (await stage.driver.download(file)).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content, newline="")))
    assert len(rows) == 15
    assert rows[0]["what"] == "member_blocked"
    assert rows[0]["reason"] == "'=1+1 @everyone"
    assert '"ends_at": null' in rows[0]["after"]


@pytest.mark.parametrize("name", ["server access list", "mod unblock", "mod log"])
async def test_only_those_with_rights_use_them(stage: Stage, name: str) -> None:
    await servers.show_to_everyone(stage, name.split(" ", maxsplit=1)[0])
    refused = await use(stage, "ada", name)
    assert refused.ephemeral
    assert "This takes the permission *" in refused.content


async def test_the_server_s_model_and_language_are_used(stage: Stage) -> None:
    guild_id = await servers.guild_of(stage)
    await stage.core.servers.change(
        guild_id, lambda held: replace(held, model=MODEL, language="de"), actor_id=servers.OPERATOR
    )
    card = await stage.order("ada")
    view = await stage.view_of(card)
    assert view.job.request.model == MODEL
    assert guild_locale(stage.bot, guild_id) is Locale.german
    await stage.core.servers.change(
        guild_id, lambda held: replace(held, language="tlh"), actor_id=servers.OPERATOR
    )
    await stage.order("ada")
    assert guild_locale(stage.bot, guild_id) is Locale.american_english


async def test_threads_count_as_their_channel_and_adults_channels_can_be_left_out(
    stage: Stage,
) -> None:
    thread = await stage.driver.start_thread(member="ada", channel="songs", name="A thread")
    await use(stage, "olga", "server access deny", channel="songs")
    refused = await stage.order("ada", channel=thread.id)
    assert refused.ephemeral
    assert refused.content.startswith("Songs are not ordered in <#")
    await use(stage, "olga", "server access allow", channel="songs")
    assert (await stage.order("ada", channel=thread.id)).content.startswith("🎵")
    changed = asyncio.create_task(stage.bot.wait_for("guild_channel_update", timeout=10))
    await stage.driver.change_channel("songs", nsfw=True)
    await changed
    assert (await stage.order("ben")).content.startswith("🎵")
    await use(stage, "olga", "server access deny", age_restricted_channels=True)
    refused = await stage.order("fresh")
    assert "no songs ordered in age-restricted channels" in refused.content
    await use(stage, "olga", "server access deny", age_restricted_channels=True, remove=True)
    assert (await stage.order("fresh")).content.startswith("🎵")
