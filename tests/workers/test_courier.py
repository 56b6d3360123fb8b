from bot.domain.delivery import DeliveryKind, Telling
from bot.domain.errors import MessageUnreachable, MessengerBusy
from bot.domain.ids import IdempotencyKey, JobId, MessageId
from bot.domain.jobs import JobState
from bot.domain.ports import TaskReport, TaskState
from tests.support.core_fixture import order, stored
from tests.support.orders import ADA, GUILD, clip
from tests.support.surroundings import Core


async def finished(core: Core, *, answered: bool = True, key: str = "itx:1") -> JobId:
    core.provider.reports = [TaskReport(TaskState.FINISHED, (clip(1), clip(2)))]
    view = await order(core, key=key)
    if answered:
        await core.cards.posted(view.job.job_id, MessageId(77))
    await core.submitter.run_once()
    core.clock.advance(15)
    await core.poller.run_once()
    await core.collector.run_once()
    return view.job.job_id


async def test_the_card_is_drawn_once_and_then_the_author_is_pinged_once(core: Core) -> None:
    job_id = await finished(core)
    await core.courier.run_once()
    assert [view.job.state for view in core.messenger.shown] == [JobState.SUCCEEDED]
    assert len(core.messenger.shown[0].songs) == 2
    assert [view.job.job_id for view in core.messenger.pinged] == [job_id]
    core.clock.advance(3600)
    assert await core.courier.run_once() == 0


async def test_the_author_is_told_as_they_want_to_be(core: Core) -> None:
    await core.treasury.grant(
        GUILD, ADA.user_id, 100, actor_id=ADA.user_id, reason="", key=IdempotencyKey("more")
    )
    for telling in (Telling.DIRECT, Telling.NOTHING, Telling.REPLY):
        await core.member_notices.tell_by(ADA.user_id, telling)
        await finished(core, key=f"itx:{telling}")
        await core.courier.run_once()
        core.clock.advance(3600)
        assert await core.courier.run_once() == 0
    assert core.messenger.told_by == [Telling.DIRECT, Telling.REPLY]
    assert len(core.messenger.shown) == 3


async def test_a_cancelled_job_pings_nobody(core: Core) -> None:
    view = await order(core)
    await core.cards.posted(view.job.job_id, MessageId(77))
    await core.cancelling.cancel(view.job.job_id, ADA.user_id, GUILD)
    await core.courier.run_once()
    assert core.messenger.shown[-1].job.state is JobState.CANCELLED
    assert core.messenger.pinged == []


async def test_a_card_that_the_answer_to_a_press_drew_is_not_drawn_again(core: Core) -> None:
    view = await order(core)
    await core.cards.posted(view.job.job_id, MessageId(77))
    cancelled = await core.cancelling.cancel(
        view.job.job_id, ADA.user_id, GUILD, drawn_by_caller=True
    )
    assert await core.courier.run_once() == 0
    await core.cards.drawn(cancelled)
    core.clock.advance(60)
    assert await core.courier.run_once() == 0
    assert core.messenger.shown == []


async def test_a_card_whose_press_was_not_answered_is_drawn_a_little_later(core: Core) -> None:
    view = await order(core)
    await core.cards.posted(view.job.job_id, MessageId(77))
    await core.cancelling.cancel(view.job.job_id, ADA.user_id, GUILD, drawn_by_caller=True)
    core.clock.advance(10)
    await core.courier.run_once()
    assert [each.job.state for each in core.messenger.shown] == [JobState.CANCELLED]


async def test_nothing_is_shown_before_the_first_answer_had_its_time(core: Core) -> None:
    view = await order(core)
    await core.cancelling.cancel(view.job.job_id, ADA.user_id, GUILD)
    await core.courier.run_once()
    assert core.messenger.shown == []
    core.clock.advance(5)
    await core.courier.run_once()
    assert len(core.messenger.shown) == 1


async def test_a_passing_fault_is_tried_again(core: Core) -> None:
    await finished(core)
    core.messenger.faults = [MessengerBusy("503"), MessengerBusy("429", 30.0)]
    await core.courier.run_once()
    core.clock.advance(5)
    await core.courier.run_once()
    core.clock.advance(29)
    assert await core.courier.run_once() == 0
    core.clock.advance(1)
    await core.courier.run_once()
    assert len(core.messenger.shown) == 1


async def test_faults_without_end_are_given_up(core: Core) -> None:
    await finished(core)
    core.messenger.faults = [MessengerBusy("503") for _ in range(10)]
    for _ in range(10):
        await core.courier.run_once()
        core.clock.advance(60)
    assert len(core.messenger.faults) == 7
    assert core.messenger.shown == []


async def test_a_message_that_is_gone_is_not_tried_again_and_the_song_stays(core: Core) -> None:
    job_id = await finished(core)
    core.messenger.faults = [MessageUnreachable("unknown message")]
    await core.courier.run_once()
    core.clock.advance(3600)
    assert await core.courier.run_once() == 0
    assert core.messenger.pinged == []
    assert (await stored(core, job_id)).state is JobState.SUCCEEDED
    assert len((await core.library.view(job_id, GUILD)).songs) == 2


async def test_a_message_that_was_posted_anew_is_remembered(core: Core) -> None:
    job_id = await finished(core, answered=False)
    core.messenger.moves_to = MessageId(99)
    await core.courier.run_once()
    message = await core.database.read(lambda tx: tx.deliveries.message_of(job_id))
    assert message is not None
    assert message.message_id == MessageId(99)


async def test_a_newer_state_is_drawn_again_and_pinged_after_it(core: Core) -> None:
    job_id = await finished(core)
    now = core.clock.now()
    claimed = await core.database.write(
        lambda tx: tx.deliveries.claim(now=now, lease_until=now, limit=5)
    )
    await core.database.write(lambda tx: tx.deliveries.want(job_id, DeliveryKind.CARD, now))
    assert not await core.database.write(lambda tx: tx.deliveries.done(claimed[0]))
    await core.courier.run_once()
    assert len(core.messenger.shown) == 1
    assert len(core.messenger.pinged) == 1
