"""/server filter, /mod hide and what is told at the next use, over a sandbox."""

from pathlib import Path

import pytest

from bot.domain.errors import MessageUnreachable
from bot.domain.ids import GuildId, UserId
from bot.domain.member_notices import MemberNotice, MemberNoticeKind
from bot.ui.member_notices import DiscordWhisperer
from tests.support.sandbox import OptionValue
from tests.support.sandbox_views import File, SeenMessage
from tests.support.stage import Stage, open_stage


async def use(stage: Stage, user: str, name: str, /, **options: OptionValue) -> SeenMessage:
    answer = await stage.driver.command(member=user, channel="songs", name=name, options=options)
    return await stage.driver.settled(answer.message)


async def test_filters_are_added_listed_imported_explained_and_removed(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        both = await use(stage, "olga", "server filter add", words="tin", pattern="t.n")
        assert "Nothing was changed" in both.content
        added = await use(stage, "olga", "server filter add", words="tin", where="titles")
        assert "Filter 1 is set: the words “tin” → refuse" in added.content
        broken = await use(stage, "olga", "server filter add", pattern="(")
        assert "no pattern that I can read" in broken.content
        await use(stage, "olga", "server filter add", pattern="gold+", action="review")
        await use(stage, "olga", "server filter add", artists=True, action="spoiler")
        listed = await use(stage, "olga", "server filter list")
        for words in ("3 filters", "tin", "gold\\+", "the list “artists”", "the title"):
            assert words in listed.text.replace("gold+", "gold\\+")
        content = await stage.driver.download(listed.attachments[0])
        assert content.decode().splitlines() == ["tin", "gold+", "artists"]

        harmless = await use(stage, "olga", "server filter test", text="a tin roof")
        assert "No filter matches" in harmless.text
        told = await use(stage, "olga", "server filter test", text="T.I.N", kind="title")
        assert "It would be: refuse" in told.text
        assert "without capitals, letters apart" in told.text
        artist = await use(stage, "olga", "server filter test", text="like Taylor Swift")
        assert "hide behind a spoiler" in artist.text

        file = File("list.txt", "\ufeffsilver\n# a remark\n\n golden  hour \nsilver\n".encode())
        imported = await use(stage, "olga", "server filter import", file=file)
        assert "2 filters are set" in imported.content
        told = await use(stage, "olga", "server filter test", text="a GOLDEN hour")
        assert "It would be: flag for review" in told.text
        broken = await use(stage, "olga", "server filter import", file=File("x.txt", b"\xff\xfe"))
        assert "text file in UTF-8" in broken.content

        removed = await use(stage, "olga", "server filter remove", number=1)
        assert "Removed: the words “tin”" in removed.content
        again = await use(stage, "olga", "server filter remove", number=1)
        assert "There is no filter number 1 here" in again.content


async def test_a_song_is_hidden_and_shown_by_hand_and_reported_from_its_panel(
    tmp_path: Path,
) -> None:
    async with open_stage(tmp_path) as stage:
        card = await stage.order("ada")
        view = await stage.finish(card)
        await stage.show(card)
        song = view.songs[0].song_id
        hidden = await use(stage, "mika", "mod hide", song=song, reason="loud")
        assert "hidden behind a spoiler" in hidden.content
        await stage.show(card)
        seen = await stage.driver.wait_for(
            lambda message: (
                message.id == card.id
                and bool(message.attachments)
                and all(each.filename.startswith("SPOILER_") for each in message.attachments)
            )
        )
        assert "||rain on tin||" in seen.text
        twice = await use(stage, "mika", "mod hide", song=song, reason="loud")
        assert "It was so before" in twice.content
        shown = await use(stage, "mika", "mod hide", song=song, reason="fine", show=True)
        assert "shown again" in shown.content

        panel = (await stage.driver.press(seen, label="More", member="ben")).message
        form = (await stage.driver.press(panel, label="Report", member="ben")).modal
        thanked = await stage.driver.submit(form, {"reason": "copied"}, member="ben")
        assert "does not learn who reported it" in thanked.message.text
        panel = (await stage.driver.press(seen, label="More", member="ada")).message
        form = (await stage.driver.press(panel, label="Report", member="ada")).modal
        own = await stage.driver.submit(form, {"reason": ""}, member="ada")
        assert "This song is yours" in own.message.text


async def test_whoever_takes_no_direct_messages_is_told_at_the_next_command(
    tmp_path: Path,
) -> None:
    async with open_stage(tmp_path) as stage:
        guild_id = GuildId((await stage.driver.state("ada")).guilds[0].id)
        ada = UserId(int(await stage.driver.person("ada")))
        notice = MemberNotice(
            None,
            guild_id,
            ada,
            MemberNoticeKind.SONG_REFUSED,
            "@everyone",
            "too *loud*",
            False,
            stage.core.clock.now(),
        )
        await stage.driver.change_member("ada", accepts_direct_messages=False)
        await stage.bot.wait_until_ready()
        with pytest.raises(MessageUnreachable):
            await DiscordWhisperer(stage.bot).whisper(notice)
        await stage.core.database.write(lambda tx: tx.member_notices.add(notice))
        stage.core.whisperer.faults = [MessageUnreachable("closed")]
        await stage.core.informer.run_once()
        await use(stage, "ada", "credits balance")
        told = await stage.driver.wait_for(lambda message: "is not posted" in message.text)
        assert told.ephemeral
        assert r"\@everyone" in told.content
        assert r"> too \*loud\*" in told.content
        left = await stage.core.member_notices.waiting_for(guild_id, ada)
        for _ in range(50):
            if not left:
                break
            await use(stage, "ada", "credits balance")
            left = await stage.core.member_notices.waiting_for(guild_id, ada)
        assert left == ()
