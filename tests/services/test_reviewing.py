"""Every way through review, appeal, report and removal, on the core."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.access import AccessRule, AccessScope, Verdict
from bot.domain.actions import ActionKind
from bot.domain.delivery import JobView
from bot.domain.errors import (
    MessageUnreachable,
    MessengerBusy,
    NotEnoughCredits,
    TooLateToCancel,
)
from bot.domain.filters import EVERYWHERE, FilterAction, Scope, ScopedText, TextRefused
from bot.domain.findings import Draft, LyricsDrafts
from bot.domain.ids import ChannelId, GuildId, IdempotencyKey, JobId, ReviewId, UserId
from bot.domain.jobs import FailureCode, Job, JobState, Scrutiny
from bot.domain.library import Visitor
from bot.domain.member_notices import MemberNoticeKind
from bot.domain.ports import TaskReport, TaskState
from bot.domain.requests import LyricsRequest
from bot.domain.reviews import (
    AppealOpen,
    NotReversibleAnyMore,
    Review,
    ReviewCause,
    ReviewDecided,
    ReviewKind,
    ReviewNotFound,
    ReviewState,
)
from bot.domain.server_log import LogEvent
from bot.domain.servers import Overdue, ReviewMode
from bot.domain.song_reports import AlreadyReported, OwnSong
from bot.services.orders import Requester
from tests.support.core_fixture import credits_of, discrepancies, order, stored
from tests.support.filtering import rule
from tests.support.orders import ADA, BEN, GUILD, clip, place, request
from tests.support.surroundings import PRICE, STARTING_GRANT, Core, build_core

MOD, OTHER_MOD = UserId(801), UserId(802)
REVIEW_CHANNEL, LOG_CHANNEL = ChannelId(71), ChannelId(72)
ENOUGH = (TaskReport(TaskState.FINISHED, (clip(1), clip(2))),)


async def choose(core: Core, mode: ReviewMode = ReviewMode.OFF, **settings: object) -> None:
    """Set the server up for review."""
    await core.servers.change(
        GUILD,
        lambda held: replace(
            held,
            review=mode,
            review_channel_id=REVIEW_CHANNEL,
            log_channel_id=LOG_CHANNEL,
            **settings,  # type: ignore[arg-type] # fields of ServerSettings
        ),
        actor_id=MOD,
    )


async def filtered(core: Core, text: str, action: FilterAction) -> None:
    """Set a filter."""
    scopes = EVERYWHERE
    await core.filters.add([replace(rule(text, action, scopes=scopes), guild_id=GUILD)])


async def ordered(core: Core, idea: str = "rain on tin", requester: Requester = ADA) -> JobView:
    """Order a song about something."""
    key = IdempotencyKey(f"itx:{idea}:{requester.user_id}:{core.clock.now().timestamp()}")
    where = place(core.clock.now())
    return await core.generation.order(request(idea), requester, where, key=key)


async def made(core: Core, view: JobView) -> Job:
    """Let the provider finish a job and its files be fetched."""
    core.provider.reports = list(ENOUGH)
    await core.submitter.run_once()
    core.clock.advance(20)
    await core.poller.run_once()
    await core.collector.run_once()
    return await stored(core, view.job.job_id)


async def the_open(core: Core) -> Review:
    """Return the oldest open review."""
    review = await core.reviews.next_open(GUILD)
    assert review is not None
    return review


def number(review: Review) -> ReviewId:
    assert review.review_id is not None
    return review.review_id


async def logged(core: Core) -> list[LogEvent]:
    """Return what the server's log was told, in order."""
    await core.scribe.run_once()
    return [line.event for lines in core.poster.posted for line in lines]


async def acts(core: Core) -> list[tuple[ActionKind, UserId | None]]:
    """Return what was done and by whom, oldest first."""
    found = await core.rules.actions(GUILD)
    return [(action.kind, action.actor_id) for action in reversed(found)]


async def test_a_refused_prompt_names_rule_and_match_and_leaves_no_trace(core: Core) -> None:
    await filtered(core, "tin", FilterAction.REFUSE)
    with pytest.raises(TextRefused) as refused:
        await ordered(core, "rain on T1N")
    match = refused.value.match
    assert (match.rule.text, match.found, match.scope) == ("tin", "T1N", Scope.IDEA)
    assert await credits_of(core) == (0, 0)
    assert (await ordered(core, "rain on tincture")).job.state is JobState.QUEUED


async def test_a_flagged_prompt_waits_held_and_approval_sends_it(core: Core) -> None:
    await choose(core)
    await filtered(core, "tin", FilterAction.REVIEW)
    view = await ordered(core)
    assert view.job.state is JobState.AWAITING_REVIEW
    assert await credits_of(core) == (STARTING_GRANT, PRICE)
    await core.submitter.run_once()
    assert core.provider.submitted == []

    again = build_core(core.database)
    again.clock.advance(60)
    await again.clerk.run_once()
    (shown,) = again.desk.shown
    assert shown.review.request == view.job.request
    assert shown.review.findings[0].found == "tin"
    assert (shown.record.orders, shown.waiting) == (1, 1)

    # Longer than an order may wait for the provider: its time counts from the approval.
    again.clock.advance(7 * 3600)
    review = await the_open(again)
    approved = await again.reviews.approve(GUILD, number(review), actor_id=MOD)
    assert approved.state is ReviewState.APPROVED
    job = await made(again, view)
    assert job.state is JobState.SUCCEEDED
    assert job.scrutiny is Scrutiny.VETTED
    assert await credits_of(again) == (STARTING_GRANT - PRICE, 0)
    await again.clerk.run_once()
    assert again.desk.shown[-1].review.decided_by == MOD
    await again.informer.run_once()
    assert [notice.kind for notice in again.whisperer.told] == [MemberNoticeKind.APPROVED]
    assert (ActionKind.REVIEW_APPROVED, MOD) in await acts(again)
    assert LogEvent.REVIEW in await logged(again)
    assert await discrepancies(again) == ()


async def test_a_refusal_releases_the_hold_and_tells_the_author_why(core: Core) -> None:
    await choose(core)
    await filtered(core, "tin", FilterAction.REVIEW)
    view = await ordered(core)
    review = await the_open(core)
    await core.reviews.refuse(GUILD, number(review), actor_id=MOD, reason="no tin here")
    job = await stored(core, view.job.job_id)
    assert job.state is JobState.REFUSED
    assert job.failure is not None
    assert job.failure.code is FailureCode.REVIEW_REFUSED
    assert job.provider_used == 0
    assert await credits_of(core) == (STARTING_GRANT, 0)
    await core.informer.run_once()
    (told,) = core.whisperer.told
    assert (told.kind, told.reason) == (MemberNoticeKind.ORDER_REFUSED, "no tin here")
    assert (told.user_id, told.by_time) == (ADA.user_id, False)

    reversed_ = await core.reviews.reverse(
        GUILD, number(review), actor_id=OTHER_MOD, reason="tin is fine"
    )
    assert reversed_.state is ReviewState.APPROVED
    assert reversed_.job_id not in {None, view.job.job_id}
    assert await credits_of(core) == (STARTING_GRANT, PRICE)
    assert (await stored(core, JobId(reversed_.job_id or ""))).state is JobState.QUEUED
    with pytest.raises(NotReversibleAnyMore):
        await core.reviews.reverse(GUILD, number(review), actor_id=MOD, reason="no")
    assert (ActionKind.REVIEW_REVERSED, OTHER_MOD) in await acts(core)


async def test_of_two_moderators_at_once_one_wins_and_the_other_is_told(core: Core) -> None:
    await choose(core)
    await filtered(core, "tin", FilterAction.REVIEW)
    await ordered(core)
    review_id = number(await the_open(core))
    answers = await asyncio.gather(
        core.reviews.approve(GUILD, review_id, actor_id=MOD),
        core.reviews.refuse(GUILD, review_id, actor_id=OTHER_MOD, reason="no"),
        core.reviews.approve(GUILD, review_id, actor_id=MOD, trust=True),
        return_exceptions=True,
    )
    winners = [answer for answer in answers if isinstance(answer, Review)]
    told = [answer for answer in answers if isinstance(answer, ReviewDecided)]
    assert (len(winners), len(told)) == (1, 2)
    assert {error.by for error in told} == {winners[0].decided_by}
    decisions = [kind for kind, _ in await acts(core) if kind.value.startswith("review_")]
    assert len(decisions) == 1
    with pytest.raises(ReviewNotFound):
        await core.reviews.approve(GuildId(5), review_id, actor_id=MOD)


async def test_finished_songs_are_held_and_posted_after_approval(core: Core) -> None:
    await choose(core, ReviewMode.ALWAYS)
    view = await ordered(core)
    held = await made(core, view)
    assert held.state is JobState.AWAITING_REVIEW
    assert (await core.library.view(held.job_id, GUILD)).songs == ()
    assert await credits_of(core) == (STARTING_GRANT, PRICE)
    with pytest.raises(TooLateToCancel):
        await core.cancelling.cancel(held.job_id, ADA.user_id, GUILD)

    again = build_core(core.database)
    review = await the_open(again)
    assert (review.kind, review.cause) == (ReviewKind.RESULT, ReviewCause.ALWAYS)
    assert review.result is not None
    assert [song.lyrics for song in review.result.songs] == ["[Verse]\nRain on tin"] * 2
    await again.reviews.approve(GUILD, number(review), actor_id=MOD, trust=True)
    posted = await again.library.view(held.job_id, GUILD)
    assert posted.job.state is JobState.SUCCEEDED
    assert [song.position for song in posted.songs] == [1, 2]
    assert await credits_of(again) == (STARTING_GRANT - PRICE, 0)

    # Whoever is trusted is not reviewed again.
    settings = await again.servers.settings(GUILD)
    trusting = AccessRule(AccessScope.MEMBER, ADA.user_id, Verdict.TRUST)
    assert trusting in settings.access.rules
    again.clock.advance(1)
    next_job = await made(again, await ordered(again, "wind"))
    assert next_job.state is JobState.SUCCEEDED
    assert await discrepancies(again) == ()


async def test_refused_songs_are_not_posted_and_can_be_posted_after_all(core: Core) -> None:
    await choose(core, ReviewMode.ALWAYS)
    held = await made(core, await ordered(core))
    review_id = number(await the_open(core))
    await core.reviews.refuse(GUILD, review_id, actor_id=MOD, reason="too loud")
    refused = await stored(core, held.job_id)
    assert (refused.state, refused.charged) == (JobState.REFUSED, 0)
    assert refused.provider_used == refused.provider_cost
    assert await credits_of(core) == (STARTING_GRANT, 0)
    assert (await core.library.view(held.job_id, GUILD)).songs == ()

    await core.reviews.reverse(GUILD, review_id, actor_id=MOD, reason="my mistake")
    posted = await core.library.view(held.job_id, GUILD)
    assert (posted.job.state, len(posted.songs)) == (JobState.SUCCEEDED, 2)
    assert posted.job.free_of_charge
    assert await credits_of(core) == (STARTING_GRANT, 0)
    assert await discrepancies(core) == ()


async def test_the_files_of_refused_songs_go_after_a_week(core: Core) -> None:
    await choose(core, ReviewMode.ALWAYS)
    await made(core, await ordered(core))
    review_id = number(await the_open(core))
    await core.reviews.refuse(GUILD, review_id, actor_id=MOD, reason="no")
    await core.reviewer.run_once()
    assert (await core.reviews.view(GUILD, review_id)).review.result is not None
    core.clock.advance(timedelta(days=8).total_seconds())
    await core.reviewer.run_once()
    assert (await core.reviews.view(GUILD, review_id)).review.result is None
    with pytest.raises(NotReversibleAnyMore):
        await core.reviews.reverse(GUILD, review_id, actor_id=MOD, reason="late")


async def test_a_reversed_approval_takes_the_song_down(core: Core) -> None:
    await choose(core, ReviewMode.ALWAYS)
    held = await made(core, await ordered(core))
    review_id = number(await the_open(core))
    await core.reviews.approve(GUILD, review_id, actor_id=MOD)
    await core.reviews.reverse(GUILD, review_id, actor_id=OTHER_MOD, reason="complaints")
    gone = await core.library.view(held.job_id, GUILD)
    assert (gone.songs, gone.job.scrutiny) == ((), Scrutiny.REMOVED)
    assert gone.deleted_at is not None
    await core.informer.run_once()
    assert core.whisperer.told[-1].kind is MemberNoticeKind.REVERSED


async def test_newcomers_are_reviewed_for_their_first_songs_only(core: Core) -> None:
    await choose(core, ReviewMode.NEWCOMERS, review_first=1)
    first = await made(core, await ordered(core))
    assert first.state is JobState.AWAITING_REVIEW
    review = await the_open(core)
    assert review.cause is ReviewCause.NEWCOMER
    await core.reviews.approve(GUILD, number(review), actor_id=MOD)
    core.clock.advance(1)
    second = await made(core, await ordered(core, "wind"))
    assert second.state is JobState.SUCCEEDED


@pytest.mark.parametrize("choice", list(Overdue))
async def test_when_nobody_decides_time_does_what_the_server_chose(
    core: Core, choice: Overdue
) -> None:
    await choose(core, review_hours=2, review_overdue=choice)
    await filtered(core, "tin", FilterAction.REVIEW)
    view = await ordered(core)
    again = build_core(core.database)
    await again.reviewer.run_once()
    assert (await stored(again, view.job.job_id)).state is JobState.AWAITING_REVIEW
    again.clock.advance(2 * 3600 + 1)
    await again.reviewer.run_once()
    job = await stored(again, view.job.job_id)
    approved = choice is Overdue.APPROVE
    assert job.state is (JobState.QUEUED if approved else JobState.REFUSED)
    await again.informer.run_once()
    assert again.whisperer.told[-1].by_time
    assert LogEvent.OVERDUE in await logged(again)
    kind = ActionKind.REVIEW_APPROVED if approved else ActionKind.REVIEW_REFUSED
    assert (kind, None) in await acts(again)


async def test_taking_an_order_back_withdraws_its_review(core: Core) -> None:
    await choose(core)
    await filtered(core, "tin", FilterAction.REVIEW)
    view = await ordered(core)
    review_id = number(await the_open(core))
    await core.cancelling.cancel(view.job.job_id, ADA.user_id, GUILD)
    assert await credits_of(core) == (STARTING_GRANT, 0)
    assert await core.reviews.next_open(GUILD) is None
    with pytest.raises(ReviewDecided) as told:
        await core.reviews.approve(GUILD, review_id, actor_id=MOD)
    assert told.value.state is ReviewState.WITHDRAWN


async def test_trusted_members_are_not_flagged_and_still_refused(core: Core) -> None:
    await choose(core)
    await filtered(core, "tin", FilterAction.REVIEW)
    await filtered(core, "gold", FilterAction.REFUSE)
    assert LogEvent.FILTER not in await logged(core)
    trusting = AccessRule(AccessScope.MEMBER, ADA.user_id, Verdict.TRUST)
    await core.servers.set_rule(GUILD, trusting, actor_id=MOD)
    assert (await ordered(core)).job.state is JobState.QUEUED
    with pytest.raises(TextRefused):
        await ordered(core, "gold rush")
    assert LogEvent.FILTER in await logged(core)


async def test_words_that_come_back_are_refused_hidden_or_reviewed(core: Core) -> None:
    await choose(core)
    await filtered(core, "verse", FilterAction.REFUSE)
    refused = await made(core, await ordered(core))
    assert refused.state is JobState.REFUSED
    assert refused.failure is not None
    assert refused.failure.code is FailureCode.WORDS_REFUSED
    assert refused.provider_used == refused.provider_cost
    assert await credits_of(core) == (STARTING_GRANT, 0)
    assert LogEvent.FILTER in await logged(core)

    await filtered(core, "verse", FilterAction.SPOILER)
    core.clock.advance(20)
    hidden = await made(core, await ordered(core, "wind"))
    assert (hidden.state, hidden.spoiler) == (JobState.SUCCEEDED, True)

    await filtered(core, "verse", FilterAction.REVIEW)
    core.clock.advance(20)
    held = await made(core, await ordered(core, "snow", BEN))
    assert held.state is JobState.AWAITING_REVIEW
    review = await the_open(core)
    assert (review.kind, review.cause) == (ReviewKind.RESULT, ReviewCause.RETURNED)
    assert review.findings[0].scope is Scope.RETURNED_LYRICS


async def test_an_appeal_costs_nothing_until_it_is_approved(core: Core) -> None:
    await choose(core)
    await filtered(core, "tin", FilterAction.REFUSE)
    with pytest.raises(TextRefused) as refused:
        await ordered(core)
    where = place(core.clock.now())
    appeal = await core.reviews.appeal(request(), refused.value, ADA, where)
    with pytest.raises(AppealOpen):
        await core.reviews.appeal(request("tin two"), refused.value, ADA, where)
    await core.reviews.appeal(request(), refused.value, BEN, where)
    assert await credits_of(core) == (0, 0)

    again = build_core(core.database)
    approved = await again.reviews.approve(GUILD, number(appeal), actor_id=MOD)
    assert await credits_of(again) == (STARTING_GRANT, PRICE)
    job = await stored(again, JobId(approved.job_id or ""))
    assert (job.state, job.scrutiny) == (JobState.QUEUED, Scrutiny.VETTED)
    # What was approved may be sung, although the filter still stands.
    done = await made(again, await again.library.view(job.job_id, GUILD))
    assert done.state is JobState.SUCCEEDED
    with pytest.raises(ReviewDecided):
        await again.reviews.refuse(GUILD, number(appeal), actor_id=OTHER_MOD, reason="no")

    ben_s = await the_open(again)
    await again.reviews.refuse(GUILD, number(ben_s), actor_id=MOD, reason="still no")
    assert await credits_of(again, BEN) == (0, 0)
    await again.informer.run_once()
    kinds = {notice.user_id: notice.kind for notice in again.whisperer.told}
    assert kinds == {
        ADA.user_id: MemberNoticeKind.APPEAL_APPROVED,
        BEN.user_id: MemberNoticeKind.APPEAL_REFUSED,
    }
    assert (await logged(again)).count(LogEvent.APPEAL) == 2
    # A decided appeal makes room for another one.
    await again.reviews.appeal(request("tin again"), refused.value, ADA, where)
    assert await discrepancies(again) == ()


async def test_an_appeal_that_cannot_be_paid_stays_open(core: Core) -> None:
    await filtered(core, "tin", FilterAction.REFUSE)
    for idea in ("sun", "moon"):
        await ordered(core, idea)
    with pytest.raises(TextRefused) as refused:
        await ordered(core)
    appeal = await core.reviews.appeal(request(), refused.value, ADA, place(core.clock.now()))
    with pytest.raises(NotEnoughCredits):
        await core.reviews.approve(GUILD, number(appeal), actor_id=MOD)
    assert (await the_open(core)).review_id == appeal.review_id


async def test_whom_no_message_reaches_is_told_at_the_next_use(core: Core) -> None:
    await choose(core)
    await filtered(core, "tin", FilterAction.REVIEW)
    await ordered(core)
    await core.reviews.refuse(GUILD, number(await the_open(core)), actor_id=MOD, reason="no")
    core.whisperer.faults = [MessengerBusy("later"), MessageUnreachable("closed")]
    await core.informer.run_once()
    assert await core.member_notices.waiting_for(GUILD, ADA.user_id) == ()
    core.clock.advance(60)
    await core.informer.run_once()
    (waiting,) = await core.member_notices.waiting_for(GUILD, ADA.user_id)
    assert waiting.reason == "no"
    assert await core.member_notices.waiting_for(GUILD, BEN.user_id) == ()
    await core.member_notices.told((waiting,))
    assert await core.member_notices.waiting_for(GUILD, ADA.user_id) == ()


async def test_a_card_that_cannot_be_shown_is_given_up_and_the_review_stays(core: Core) -> None:
    await choose(core)
    await filtered(core, "tin", FilterAction.REVIEW)
    await ordered(core)
    core.desk.faults = [MessengerBusy("later"), MessageUnreachable("no such channel")]
    await core.clerk.run_once()
    core.clock.advance(60)
    await core.clerk.run_once()
    assert core.desk.shown == []
    await core.clerk.run_once()
    assert (await the_open(core)).state is ReviewState.OPEN


async def test_reports_are_counted_once_a_person_and_hide_a_song(core: Core) -> None:
    await choose(core, report_threshold=2)
    job = await made(core, await ordered(core))
    song = (await core.library.view(job.job_id, GUILD)).songs[0]
    ben, cleo = Visitor(GUILD, UserId(712_345)), Visitor(GUILD, UserId(712_346))
    assert await core.song_moderation.report(ben, song.song_id, "rude") == 1
    with pytest.raises(AlreadyReported):
        await core.song_moderation.report(ben, song.song_id, "rude again")
    with pytest.raises(OwnSong):
        await core.song_moderation.report(Visitor(GUILD, ADA.user_id), song.song_id, "")
    assert not (await stored(core, job.job_id)).spoiler
    assert await core.song_moderation.report(cleo, song.song_id, "") == 2
    assert (await stored(core, job.job_id)).spoiler
    events = await logged(core)
    assert events.count(LogEvent.REPORT) == 2
    assert events.count(LogEvent.THRESHOLD) == 1
    assert (ActionKind.SONG_HIDDEN, None) in await acts(core)
    told = repr(core.poster.posted)
    assert "712345" not in told
    assert "712346" not in told

    moderator = Visitor(GUILD, MOD)
    shown = core.song_moderation.hide(moderator, song.song_id, hidden=False, reason="harmless")
    assert await shown
    assert not (await stored(core, job.job_id)).spoiler
    assert (ActionKind.SONG_SHOWN, MOD) in await acts(core)


async def test_a_removed_song_is_gone_and_its_author_told(core: Core) -> None:
    job = await made(core, await ordered(core))
    song = (await core.library.view(job.job_id, GUILD)).songs[0]
    await core.song_moderation.remove(Visitor(GUILD, MOD), song.song_id, reason="stolen words")
    left = await core.library.view(job.job_id, GUILD)
    assert [each.position for each in left.songs] == [2]
    assert left.job.scrutiny is Scrutiny.REMOVED
    assert await credits_of(core) == (STARTING_GRANT - PRICE, 0)
    await core.informer.run_once()
    (told,) = core.whisperer.told
    assert (told.kind, told.reason) == (MemberNoticeKind.SONG_REMOVED, "stolen words")
    (removed,) = [
        action
        for action in await core.rules.actions(GUILD)
        if action.kind is ActionKind.SONG_REMOVED
    ]
    assert removed.subject == song.song_id
    assert "Rain on tin" in removed.before


async def test_renames_and_lines_that_nobody_reviews_later_are_refused_at_once(
    core: Core,
) -> None:
    await filtered(core, "tin", FilterAction.REVIEW)
    title = [ScopedText(Scope.TITLE, "Tin")]
    assert (await core.filters.check(GUILD, title)).wants_review
    with pytest.raises(TextRefused):
        await core.filters.require(GUILD, title)


async def test_filters_are_changed_with_a_trace_and_seen_at_once(core: Core) -> None:
    assert (await ordered(core, "gold")).job.state is JobState.QUEUED
    (added,) = await core.filters.add([replace(rule("gold"), guild_id=GUILD)])
    with pytest.raises(TextRefused):
        await ordered(core, "gold", BEN)
    assert added.filter_id is not None
    await core.filters.remove(GUILD, added.filter_id, actor_id=MOD)
    assert (await ordered(core, "gold", BEN)).job.state is JobState.QUEUED
    kinds = [kind for kind, _ in await acts(core)]
    assert kinds == [ActionKind.FILTER_SET, ActionKind.FILTER_REMOVED]


async def test_another_process_s_change_is_seen_within_seconds(core: Core) -> None:
    other = build_core(core.database)
    gold = [ScopedText(Scope.IDEA, "gold")]
    assert not (await core.filters.examine(GUILD, gold)).refused
    await other.filters.add([replace(rule("gold"), guild_id=GUILD)])
    core.clock.advance(11)
    assert (await core.filters.examine(GUILD, gold)).refused


async def test_lyrics_that_come_back_without_a_song_are_filtered_too(core: Core) -> None:
    await filtered(core, "tin", FilterAction.REFUSE)
    drafts = LyricsDrafts((Draft("Rain", "rain on t1n"),))
    core.provider.submissions = [TaskReport(TaskState.FINISHED, finding=drafts)]
    view = await core.generation.order(
        LyricsRequest(idea="rain"), ADA, place(core.clock.now()), key=IdempotencyKey("itx:words")
    )
    await core.submitter.run_once()
    job = await stored(core, view.job.job_id)
    assert job.state is JobState.REFUSED
    assert job.finding is None
    assert (await credits_of(core))[1] == 0


async def test_a_plain_order_is_not_reviewed(core: Core) -> None:
    await order(core)
    assert await core.reviews.next_open(GUILD) is None


async def too_late(core: Core) -> Job:
    """Return an order that was given up and whose songs came afterwards."""
    view = await ordered(core)
    await core.submitter.run_once()
    core.clock.advance(timedelta(minutes=31).total_seconds())
    await core.poller.run_once()
    assert (await stored(core, view.job.job_id)).state is JobState.TIMED_OUT
    core.provider.reports = list(ENOUGH)
    core.clock.advance(15 * 60)
    await core.straggler.run_once()
    return await stored(core, view.job.job_id)


async def test_songs_that_come_late_are_reviewed_and_given_free_of_charge(core: Core) -> None:
    await choose(core, ReviewMode.ALWAYS)
    job = await too_late(core)
    assert (job.state, job.due_at) == (JobState.TIMED_OUT, None)
    assert (await core.library.view(job.job_id, GUILD)).songs == ()
    again = build_core(core.database)
    review = await the_open(again)
    assert review.kind is ReviewKind.RESULT
    await again.reviews.approve(GUILD, number(review), actor_id=MOD)
    posted = await again.library.view(job.job_id, GUILD)
    assert (posted.job.state, len(posted.songs)) == (JobState.SUCCEEDED, 2)
    assert posted.job.free_of_charge
    assert await credits_of(again) == (STARTING_GRANT, 0)
    assert (ActionKind.LATE_SONG_GIVEN, None) in await acts(again)
    await again.informer.run_once()
    assert [notice.kind for notice in again.whisperer.told] == [MemberNoticeKind.APPROVED]
    assert await discrepancies(again) == ()


async def test_late_songs_that_are_refused_can_be_posted_after_all(core: Core) -> None:
    await choose(core, ReviewMode.ALWAYS)
    job = await too_late(core)
    review_id = number(await the_open(core))
    await core.reviews.refuse(GUILD, review_id, actor_id=MOD, reason="too loud")
    assert (await stored(core, job.job_id)).state is JobState.TIMED_OUT
    assert (await core.library.view(job.job_id, GUILD)).songs == ()
    await core.informer.run_once()
    assert core.whisperer.told[-1].kind is MemberNoticeKind.SONG_REFUSED
    await core.reviews.reverse(GUILD, review_id, actor_id=MOD, reason="my mistake")
    assert len((await core.library.view(job.job_id, GUILD)).songs) == 2
    assert await credits_of(core) == (STARTING_GRANT, 0)
    assert await discrepancies(core) == ()
