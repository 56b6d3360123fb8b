"""Words that a filter flags are for their author and the moderators, until somebody approves."""

from dataclasses import replace

import pytest

from bot.domain.delivery import JobView
from bot.domain.ids import GuildId, JamId, ReviewId, UserId
from bot.domain.jobs import Failure, FailureCode, JobState
from bot.domain.library import QueuedJob, QueueOverview
from bot.domain.songs import SongRequest
from bot.ui.cards import CardSettings, draw_card
from bot.ui.drawing import JobButton, Verb
from bot.ui.pings import ping_text
from bot.ui.queues import draw_queue
from bot.ui.translation import DEFAULT_LOCALE
from tests.support.discord_objects import JOB_ID, NOW, ended, finished, song, under_way
from tests.support.orders import ADA, MODEL
from tests.support.sandbox_views import SeenMessage
from tests.support.servers import MANAGER, guild_of, use
from tests.support.stage import Stage

BAD = "badword"
REQUEST = SongRequest(model=MODEL, idea=f"{BAD} one", title=f"{BAD} two", style=f"{BAD} three")
MODERATOR_ID = UserId(5)


def asked(view: JobView, **changes: object) -> JobView:
    """Return the view of a job whose request has a bad word everywhere."""
    return replace(view, job=replace(view.job, request=REQUEST, **changes))  # type: ignore[arg-type] # fields of Job


WITHHELD = {
    "flagged": asked(under_way(JobState.AWAITING_REVIEW)),
    "refused": asked(ended(JobState.REFUSED, Failure(FailureCode.REVIEW_REFUSED))),
    "stopped": asked(ended(JobState.FAILED, Failure(FailureCode.REVIEW_REFUSED))),
    "sung": asked(ended(JobState.REFUSED, Failure(FailureCode.WORDS_REFUSED))),
    "taken back": replace(asked(ended(JobState.CANCELLED)), taken_back=True),
}
SHOWN = {
    "queued": asked(under_way(JobState.QUEUED)),
    "made": asked(under_way(JobState.AWAITING_REVIEW), submitted_at=NOW),
    "cancelled": asked(ended(JobState.CANCELLED)),
    "failed": asked(ended(JobState.FAILED, Failure(FailureCode.PROVIDER_FAILED))),
    "reversed": asked(finished(song(1)), failure=Failure(FailureCode.REVIEW_REFUSED)),
}


def told(view: JobView) -> list[str]:
    """Return what others read of a job: its card, the reply, their look at the queue."""
    card = draw_card(view, CardSettings(14))
    queued = QueuedJob(view, private=False, message=None)
    others = draw_queue(QueueOverview((), (queued,)), DEFAULT_LOCALE).embed
    texts = [card.content, str(card.embed.to_dict()), str(others.to_dict())]
    return [*texts, ping_text(view, DEFAULT_LOCALE)] if view.job.state.terminal else texts


@pytest.mark.parametrize("name", WITHHELD)
def test_nobody_else_reads_withheld_words(name: str) -> None:
    for text in told(WITHHELD[name]):
        assert BAD not in text
    card = draw_card(WITHHELD[name], CardSettings(14))
    assert card.content.startswith("🎵 A song · ")


@pytest.mark.parametrize("name", SHOWN)
def test_other_words_are_shown(name: str) -> None:
    assert f"> {BAD} one" in told(SHOWN[name])[1]


def test_pings_about_withheld_words_name_nothing() -> None:
    mention = f"<@{ADA.user_id}>"
    assert ping_text(WITHHELD["refused"], DEFAULT_LOCALE) == (
        f"{mention} Your song could not be made. Nothing was charged."
    )
    assert ping_text(WITHHELD["taken back"], DEFAULT_LOCALE) == (
        f"{mention} Your song was cancelled."
    )


def test_the_card_says_what_flagged_words_wait_for() -> None:
    description = draw_card(WITHHELD["flagged"], CardSettings(14)).embed.description or ""
    assert "shown here once a moderator approves them" in description


def test_their_author_reads_withheld_words_in_the_queue_and_can_edit_them() -> None:
    queued = QueuedJob(WITHHELD["flagged"], private=False, message=None)
    own = draw_queue(QueueOverview((queued,), ()), DEFAULT_LOCALE).embed.description or ""
    assert f"{BAD} two" in own
    for name in ("refused", "stopped", "sung", "taken back"):
        buttons = draw_card(WITHHELD[name], CardSettings(14)).buttons
        assert buttons == (JobButton(Verb.CHANGE, JOB_ID),)


def test_what_was_refused_in_a_jam_is_not_edited_by_whoever_ordered_it() -> None:
    view = WITHHELD["refused"]
    in_jam = replace(view, job=replace(view.job, jam_id=JamId(JOB_ID)))
    assert draw_card(in_jam, CardSettings(14)).buttons == ()


async def flagged(stage: Stage) -> SeenMessage:
    """Order what a filter flags, and return its card."""
    await use(stage, MANAGER, "server filter add", words=BAD, action="review")
    card = await stage.order("ada", idea=f"all {BAD} must go")
    await stage.message_of(card)
    return card


async def drawn(stage: Stage, card: SeenMessage, words: str) -> SeenMessage:
    """Draw a card anew and return it once it says something."""
    await stage.show(card)
    return await stage.driver.wait_for(
        lambda message: message.id == card.id and words in message.text
    )


async def review_of(stage: Stage) -> tuple[GuildId, ReviewId]:
    guild_id = await guild_of(stage)
    review = await stage.core.reviews.next_open(guild_id)
    assert review is not None
    assert review.review_id is not None
    return guild_id, review.review_id


async def test_flagged_words_appear_when_a_moderator_approves_them(stage: Stage) -> None:
    card = await flagged(stage)
    assert BAD not in card.text
    await stage.core.reviews.approve(*await review_of(stage), actor_id=MODERATOR_ID)
    assert f"> all {BAD} must go" in (await drawn(stage, card, "queued")).text


async def test_refused_words_stay_with_their_author_who_can_edit_them(stage: Stage) -> None:
    card = await flagged(stage)
    await stage.core.reviews.refuse(
        *await review_of(stage), actor_id=MODERATOR_ID, reason="too rude"
    )
    refused = await drawn(stage, card, "not approved")
    assert BAD not in refused.text
    assert refused.labels == ["Edit"]
    other = await stage.driver.press(refused, label="Edit", member="ben")
    assert other.seen_modal is None
    form = (await stage.driver.press(refused, label="Edit", member="ada")).modal
    assert f"all {BAD} must go" in str(form.defaults())


async def test_flagged_words_are_not_published_by_cancelling(stage: Stage) -> None:
    card = await flagged(stage)
    await stage.driver.press(card, label="Cancel", member="ada")
    cancelled = await stage.driver.wait_for(
        lambda message: message.id == card.id and "cancelled" in message.text
    )
    assert BAD not in cancelled.text
    assert cancelled.labels == ["Edit"]
    assert BAD not in (await drawn(stage, card, "cancelled")).text
