"""What could not be told to a member directly, told at the next use."""

from dataclasses import replace
from functools import partial

import pytest
from discord import Locale

from bot.domain.errors import MessageUnreachable
from bot.domain.ids import GuildId, MemberNoticeId, UserId
from bot.domain.member_notices import MemberNotice, MemberNoticeKind
from bot.domain.ports import Transaction
from bot.ui.fitting import MESSAGE_LIMIT
from bot.ui.member_notices import notice_text, told_at_once
from tests.support import servers
from tests.support.discord_objects import NOW, units
from tests.support.orders import ADA, GUILD
from tests.support.sandbox_views import SeenMessage
from tests.support.stage import Stage

ENGLISH = Locale.american_english
LONG_REASON = "*somebody else's* chorus, nearly word for word " * 6


def notice(number: int, reason: str = LONG_REASON, *, guild_id: GuildId = GUILD) -> MemberNotice:
    """Return one of Ada's notices, which names its number."""
    return MemberNotice(
        MemberNoticeId(number),
        guild_id,
        ADA.user_id,
        MemberNoticeKind.SONG_REFUSED,
        f"part {number} of {'*' * 60}",
        reason,
        False,
        NOW,
    )


@pytest.mark.parametrize("count", [1, 2, 3, 5, 9])
def test_the_oldest_are_told_as_far_as_one_message_goes(count: int) -> None:
    waiting = [notice(number) for number in range(count)]
    told, text = told_at_once(waiting, ENGLISH)
    assert 1 <= told <= count
    assert text == "\n\n".join(notice_text(each, ENGLISH) for each in waiting[:told])
    assert units(text) <= MESSAGE_LIMIT
    if told < count:
        further = notice_text(waiting[told], ENGLISH)
        assert units(f"{text}\n\n{further}") > MESSAGE_LIMIT


def test_short_ones_are_told_a_few_at_a_time() -> None:
    waiting = [notice(number, "") for number in range(9)]
    told, text = told_at_once(waiting, ENGLISH)
    assert told == text.count("is not posted") == 5


async def test_more_than_one_message_holds_is_told_over_several_uses(stage: Stage) -> None:
    core, guild_id = stage.core, await servers.guild_of(stage)
    ada = UserId(int(await stage.driver.person("ada")))
    added = [
        replace(notice(number, guild_id=guild_id), notice_id=None, user_id=ada)
        for number in range(5)
    ]

    def add(tx: Transaction) -> None:
        for one in added:
            tx.member_notices.add(one)

    await core.database.write(add)
    core.whisperer.faults = [MessageUnreachable("closed")] * 5
    await core.informer.run_once()
    assert len(await core.member_notices.waiting_for(guild_id, ada)) == 5

    for _ in range(50):
        if not await core.member_notices.waiting_for(guild_id, ada):
            break
        answer = await stage.driver.command(
            member="ada", channel="songs", name="credits balance", options={}
        )
        await stage.driver.settled(answer.message)
    assert await core.member_notices.waiting_for(guild_id, ada) == ()
    for number in range(5):
        told = await stage.driver.wait_for(partial(names, f"part {number} of"))
        assert told.ephemeral


def names(words: str, message: SeenMessage) -> bool:
    return words in message.text
