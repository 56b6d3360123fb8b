"""Used by people who installed it for themselves, where the bot itself is not."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from discord import ClientUser, Interaction
from discord.types.user import User as UserPayload

from bot.domain.delivery import DeliveryKind, MessageRef
from bot.domain.errors import MessageUnreachable
from bot.domain.ids import DIRECT_MESSAGES
from bot.domain.jobs import Work
from bot.ui.asking import guild_of, is_answered_privately, is_outside
from bot.ui.client import of_this_bot
from tests.support.orders import clip
from tests.support.sandbox import Answer
from tests.support.sandbox_views import SeenMessage
from tests.support.stage import Stage, job_of, open_stage
from tests.support.surroundings import Core
from tests.support.unconnected_bot import unconnected_bot

FILES = ["rain-on-tin-1.mp3", "rain-on-tin-2.mp3"]
_PATIENCE_SECONDS = 10

MANY = 68
"""Files that take the card and six further messages."""


@dataclass
class Elsewhere:
    """A server that the bot is not in, in which ada has it with her and ben is beside her."""

    stage: Stage
    guild_id: int
    channel: int

    async def open_to_others(self) -> None:
        """Let members show others what apps answer that are not of the server."""
        await self.stage.driver.permit(
            str(self.guild_id), channel=self.channel, allow=["USE_EXTERNAL_APPS"]
        )

    async def command(self, name: str, **options: str | int) -> Answer:
        """Use a command there."""
        return await self.stage.driver.command(
            member="ada", channel=self.channel, name=name, options=options
        )

    async def order(self) -> SeenMessage:
        """Order a song there and return its card."""
        return await self.stage.order(channel=self.channel)

    async def renewed(self, card: SeenMessage, before: MessageRef) -> MessageRef:
        """Return where a card is, once a press brought another token than `before` has."""
        signals = self.stage.core.signals
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while True:
                signals.silence(Work.DELIVER)
                message = await self.stage.message_of(card)
                if message.place.token != before.place.token:
                    return message
                await signals.heard(Work.DELIVER)

    async def forbidden_requests(self) -> list[str]:
        """Return what the bot asked for by its own rights in that channel."""
        return [
            f"{each.method} {each.path}"
            for each in await self.stage.driver.requests()
            if f"/channels/{self.channel}" in each.path
        ]


@pytest.fixture
async def elsewhere(tmp_path: Path) -> AsyncIterator[Elsewhere]:
    async with open_stage(tmp_path, user_installs=True) as stage:
        driver = stage.driver
        guild_id = await driver.add_guild("Elsewhere", members=["ada", "ben"], with_bot=False)
        await driver.change_member("ada", installed_app=True)
        state = await driver.state("ada", fresh=True)
        guild = next(each for each in state.guilds if each.id == guild_id)
        channel = next(each.id for each in guild.channels if each.name == "songs")
        yield Elsewhere(stage, guild_id, channel)


async def test_a_song_is_ordered_and_delivered_by_the_token_alone(elsewhere: Elsewhere) -> None:
    stage = elsewhere.stage
    await elsewhere.open_to_others()
    card = await elsewhere.order()
    assert not card.ephemeral
    assert card.labels == ["Cancel", "Refresh"]
    message = await stage.message_of(card)
    assert message.place.guild_id == DIRECT_MESSAGES
    assert (message.place.outside, message.place.ephemeral) == (True, False)
    view = await stage.finish(card)
    await stage.messenger.show(message, view)
    await stage.messenger.ping(message, view)
    shown = await stage.driver.wait_for(
        lambda each: each.id == card.id and len(each.attachments) == 2
    )
    assert "Add to jam" not in shown.labels
    told = await stage.driver.wait_for(lambda each: "is finished" in each.content)
    ada = await stage.driver.person("ada")
    assert not told.ephemeral
    assert [each.id for each in told.mentions] == [ada]
    assert {each.id for each in await stage.driver.messages(elsewhere.channel, "ben")} >= {
        card.id,
        told.id,
    }
    assert all(song.private for song in view.songs)
    assert await elsewhere.forbidden_requests() == []


async def test_whoever_is_beside_presses_for_themselves(elsewhere: Elsewhere) -> None:
    stage = elsewhere.stage
    await elsewhere.open_to_others()
    card = await elsewhere.order()
    refused = await stage.driver.press(card, member="ben", label="Cancel")
    assert refused.message.ephemeral
    assert refused.message.content.startswith("Only the person who ordered")
    view = await stage.finish(card)
    await stage.messenger.show(await stage.message_of(card), view)
    shown = await stage.driver.wait_for(
        lambda each: each.id == card.id and len(each.attachments) == 2
    )
    words = await stage.driver.press(shown, member="ben", label="Lyrics")
    assert words.message.ephemeral
    again = await stage.driver.press(shown, member="ben", label="Again")
    order = await stage.view_of(again.message)
    assert order.author_id == await stage.driver.person("ben")
    assert order.job.guild_id == DIRECT_MESSAGES
    assert (await stage.message_of(again.message)).place.outside
    # Ada's song is hers alone; others get no further than what they see and hear.
    panel = await stage.driver.press(shown, member="ben", label="More")
    assert panel.message.content.startswith("I know of no song")
    assert await elsewhere.forbidden_requests() == []


async def test_where_others_must_not_see_the_answer_it_is_private(elsewhere: Elsewhere) -> None:
    stage = elsewhere.stage
    card = await elsewhere.order()
    assert card.ephemeral
    message = await stage.message_of(card)
    assert message.place.ephemeral
    view = await stage.finish(card)
    await stage.messenger.ping(message, view)
    told = await stage.driver.wait_for(lambda each: "is finished" in each.content)
    assert told.ephemeral
    assert await stage.driver.messages(elsewhere.channel, "ben") == []


async def test_once_the_token_is_dead_a_press_brings_the_song(elsewhere: Elsewhere) -> None:
    stage = elsewhere.stage
    await elsewhere.open_to_others()
    card = await elsewhere.order()
    message, view = await stage.message_of(card), await stage.finish(card)
    await stage.driver.advance(16 * 60)
    for call in (stage.messenger.show, stage.messenger.ping):
        with pytest.raises(MessageUnreachable):
            await call(message, view)
    # Somebody else may press as well: what is brought up to date is the same for all.
    await stage.driver.press(card, member="ben", label="Refresh")
    shown = await stage.driver.wait_for(
        lambda each: each.id == card.id and len(each.attachments) == 2
    )
    assert [file.filename for file in shown.attachments] == FILES
    renewed = await elsewhere.renewed(card, message)
    assert renewed.place.token_expires_at > message.place.token_expires_at
    await stage.messenger.ping(renewed, view)
    await stage.driver.wait_for(lambda each: "is finished" in each.content)
    assert await elsewhere.forbidden_requests() == []


async def test_progress_goes_on_by_the_token_of_the_last_press(elsewhere: Elsewhere) -> None:
    stage = elsewhere.stage
    card = await elsewhere.order()
    old = await stage.message_of(card)
    await stage.driver.advance(16 * 60)
    await stage.driver.press(card, member="ada", label="Refresh")
    renewed = await elsewhere.renewed(card, old)
    view = await stage.finish(card)
    await stage.messenger.show(renewed, view)
    await stage.driver.wait_for(lambda each: each.id == card.id and len(each.attachments) == 2)


async def test_what_was_given_up_is_wanted_again_after_a_press(elsewhere: Elsewhere) -> None:
    stage = elsewhere.stage
    card = await elsewhere.order()
    job_id, now = job_of(card), stage.core.clock.now()
    await stage.message_of(card)

    await stage.core.database.write(lambda tx: tx.deliveries.want(job_id, DeliveryKind.CARD, now))
    (delivery,) = await stage.core.database.write(
        lambda tx: tx.deliveries.claim(now=now, lease_until=now, limit=1)
    )
    await stage.core.database.write(lambda tx: tx.deliveries.give_up(delivery, "too old"))
    await stage.driver.press(card, member="ada", label="Refresh")
    (again,) = await stage.core.database.write(
        lambda tx: tx.deliveries.claim(now=stage.core.clock.now(), lease_until=now, limit=1)
    )
    assert (again.job_id, again.kind) == (job_id, DeliveryKind.CARD)


async def test_more_files_than_a_token_takes_come_with_the_next_press(
    elsewhere: Elsewhere,
) -> None:
    stage = elsewhere.stage
    await elsewhere.open_to_others()
    source = await elsewhere.order()
    (song, _) = (await stage.finish(source)).songs
    answer = await elsewhere.command("stems", song=song.song_id)
    card = answer.message
    message = await stage.message_of(card)
    tracks = [replace(clip(number), title="Tin") for number in range(1, MANY + 1)]
    view = await stage.finish(card, *tracks)
    await stage.messenger.show(message, view)

    async def further() -> list[str]:
        there = await stage.driver.messages(elsewhere.channel, "ben")
        return [each.content for each in there if each.content.startswith(("Tin", "Rain"))]

    first = await further()
    assert len(first) == 5
    shown = await stage.driver.wait_for(
        lambda each: each.id == card.id and len(each.attachments) == 10
    )
    assert "Refresh" in shown.labels
    await stage.driver.press(shown, member="ada", label="Refresh")
    await stage.messenger.show(await elsewhere.renewed(card, message), view)
    every = await further()
    assert every[:5] == first
    assert len(every) == len(set(every)) == 7
    postings = await stage.core.songs.postings_of(view.job.job_id)
    assert all(posting.out_of_reach for posting in postings)
    assert await elsewhere.forbidden_requests() == []


async def test_what_is_for_servers_is_refused_elsewhere(elsewhere: Elsewhere) -> None:
    told = await elsewhere.command("credits ask", amount=5, reason="please")
    assert told.message.content.startswith("This works only in a server")
    helped = await elsewhere.command("help")
    text = helped.message.embeds[0].description or ""
    assert "`/create`" in text
    assert "/jam" not in text
    assert "/server" not in text


CHANNEL = {"id": "5", "type": 3, "name": "friends", "recipients": []}
PERSON: UserPayload = {
    "id": "2",
    "username": "ada",
    "discriminator": "0",
    "avatar": None,
    "global_name": "Ada",
}
BOT: UserPayload = {**PERSON, "id": "9", "username": "jamboree"}


@pytest.mark.parametrize(
    ("context", "owners", "outside"),
    [
        (1, {"0": "0"}, False),
        (1, {"0": "0", "1": "2"}, False),
        (2, {"1": "2"}, True),
        # Ben presses a button of a message that Ada's installation made.
        (2, {"1": "3"}, True),
    ],
    ids=["bot's own", "bot's own, installed", "among people", "pressed by another"],
)
async def test_a_conversation_among_people_is_outside(
    core: Core, context: int, owners: dict[str, str], *, outside: bool
) -> None:
    async with unconnected_bot(core) as bot:
        given = {
            "id": "1",
            "application_id": "9",
            "type": 2,
            "token": "secret",
            "version": 1,
            "channel_id": "5",
            "channel": CHANNEL,
            "user": PERSON,
            "data": {"id": "4", "name": "create", "type": 1},
            "attachment_size_limit": 10,
            "context": context,
            "authorizing_integration_owners": owners,
        }
        bot._connection.user = ClientUser(state=bot._connection, data=BOT)
        interaction = of_this_bot(Interaction(data=given, state=bot._connection))  # type: ignore[arg-type]
        assert is_outside(interaction) is outside
        assert guild_of(interaction) == DIRECT_MESSAGES
        assert not is_answered_privately(interaction)
