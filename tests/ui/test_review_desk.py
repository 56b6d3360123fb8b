"""What review channels show of songs, until a verdict and after it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from bot.domain.ids import ChannelId, GuildId, ReviewId, UserId
from bot.domain.library import Visitor
from bot.domain.ports import TaskReport, TaskState
from bot.domain.servers import ReviewMode
from bot.ui.review_desk import DiscordReviewDesk
from bot.workers.clerk import Clerk
from bot.workers.teller import TellPace
from tests.support.orders import clip
from tests.support.sandbox_views import SeenMessage
from tests.support.servers import MANAGER, MODERATOR, use
from tests.support.stage import Stage
from tests.support.surroundings import BACKOFF, LEASE


@dataclass
class Desk:
    """A server whose songs are all reviewed, in #general."""

    stage: Stage
    guild_id: GuildId
    clerk: Clerk

    async def card(self) -> tuple[SeenMessage, SeenMessage]:
        """Have a song made, and return its own card and its review's."""
        core = self.stage.core
        song = await self.stage.order("ada", idea="rain on tin")
        await self.stage.message_of(song)
        core.provider.reports = [TaskReport(TaskState.FINISHED, (clip(1), clip(2)))]
        for worker in (core.submitter, core.poller, core.collector):
            await worker.run_once()
            core.clock.advance(60)
        review = await core.reviews.next_open(self.guild_id)
        assert review is not None
        assert review.result is not None
        for held in review.result.songs:
            self.stage.archive.store(held.audio)
        await self.draw()
        return song, await self.stage.driver.wait_for(
            lambda message: "A song waits for your verdict" in message.text
        )

    async def draw(self) -> None:
        """Draw the cards that are due, as the worker does."""
        for card in await self.clerk.claim(10):
            await self.clerk.handle(card)

    async def press(self, card: SeenMessage, label: str) -> None:
        """Give a verdict on a card."""
        answer = await self.stage.driver.press(card, label=label, member=MODERATOR)
        if answer.seen_modal is not None:
            await self.stage.driver.submit(answer.modal, {"reason": "no"}, member=MODERATOR)

    async def redrawn(
        self, card: SeenMessage, looks_so: Callable[[SeenMessage], bool]
    ) -> SeenMessage:
        """Draw what is due, and return a card once it looks so."""
        await self.draw()
        return await self.stage.driver.wait_for(
            lambda message: message.id == card.id and looks_so(message)
        )


@pytest.fixture
async def desk(stage: Stage) -> Desk:
    await stage.bot.wait_until_ready()
    guild = (await stage.driver.state(MODERATOR)).guilds[0]
    general = next(channel.id for channel in guild.channels if channel.name == "general")
    await stage.core.servers.change(
        GuildId(guild.id),
        lambda held: replace(held, review=ReviewMode.ALWAYS, review_channel_id=ChannelId(general)),
        actor_id=UserId(1),
    )
    core = stage.core
    clerk = Clerk(
        core.database,
        core.clock,
        TellPace(LEASE, BACKOFF, 3),
        core.reviews,
        DiscordReviewDesk(stage.bot, stage.archive),
    )
    return Desk(stage, GuildId(guild.id), clerk)


def has_no_words(card: SeenMessage) -> bool:
    """Tell whether nothing is left of what was asked for and came back."""
    names = {field.name for embed in card.embeds for field in embed.fields}
    return names == {"Author's record"} and "rain" not in card.text


def has_verdict(card: SeenMessage) -> bool:
    """Tell whether it says who decided."""
    return "Decided by" in card.text


@pytest.mark.parametrize("label", ["Approve", "Refuse…"])
async def test_a_verdict_takes_the_audio_off_the_card_that_was_pressed(
    desk: Desk, label: str
) -> None:
    _, card = await desk.card()
    assert len(card.attachments) == 2
    await desk.press(card, label)
    decided = await desk.stage.driver.wait_for(
        lambda message: message.id == card.id and has_verdict(message)
    )
    assert decided.attachments == []
    assert "rain on tin" in decided.text


async def test_a_verdict_given_elsewhere_takes_the_audio_off_the_card(desk: Desk) -> None:
    _, card = await desk.card()
    await desk.stage.core.reviews.approve(desk.guild_id, ReviewId(1), actor_id=UserId(5))
    assert (await desk.redrawn(card, has_verdict)).attachments == []


async def test_an_open_card_that_is_drawn_again_keeps_its_audio(desk: Desk) -> None:
    _, card = await desk.card()
    await desk.card()
    core = desk.stage.core
    await core.database.write(lambda tx: tx.reviews.want_card(ReviewId(1), core.clock.now()))
    again = await desk.redrawn(card, lambda message: "2 wait" in message.text)
    assert len(again.attachments) == 2


async def test_what_its_author_deletes_goes_from_the_reviews_card(desk: Desk) -> None:
    song, card = await desk.card()
    await desk.press(card, "Approve")
    view = await desk.stage.view_of(song)
    author = Visitor(desk.guild_id, view.author_id)
    await desk.stage.core.songs.delete(author, view.songs[0].song_id)
    left = await desk.redrawn(card, has_no_words)
    assert left.attachments == []
    assert has_verdict(left)
    assert "Reverse" in left.labels


async def test_what_a_moderator_removes_goes_from_the_reviews_card(desk: Desk) -> None:
    song, card = await desk.card()
    await desk.press(card, "Approve")
    removed = (await desk.stage.view_of(song)).songs[1]
    answer = await use(desk.stage, MODERATOR, "mod remove", song=removed.song_id, reason="copied")
    assert "is removed everywhere" in (await desk.stage.driver.settled(answer)).content
    assert (await desk.redrawn(card, has_no_words)).attachments == []


@pytest.mark.parametrize("label", ["Approve", "Refuse…"])
async def test_nothing_of_somebody_who_was_erased_stays_on_cards(desk: Desk, label: str) -> None:
    _, card = await desk.card()
    await desk.press(card, label)
    ada = UserId(int(await desk.stage.driver.person("ada")))
    assert await desk.stage.core.privacy.request_erasure(ada, desk.guild_id) == 0
    left = await desk.redrawn(card, has_no_words)
    assert left.attachments == []
    assert left.labels == []
    for words in ("Taken back by its author", "a former member"):
        assert words in left.text
    assert str(ada) not in left.text


async def test_an_open_appeal_of_somebody_who_was_erased_is_over(desk: Desk) -> None:
    await use(desk.stage, MANAGER, "server filter add", words="tin")
    refused = await desk.stage.order("ada", idea="rain on tin")
    await desk.stage.driver.press(refused, label="Ask a moderator", member="ada")
    await desk.draw()
    card = await desk.stage.driver.wait_for(
        lambda message: "asks about a refused prompt" in message.text
    )
    ada = UserId(int(await desk.stage.driver.person("ada")))
    assert await desk.stage.core.privacy.request_erasure(ada, desk.guild_id) == 0
    assert (await desk.redrawn(card, has_no_words)).labels == []
    assert await desk.stage.core.reviews.next_open(desk.guild_id) is None
