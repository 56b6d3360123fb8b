"""What is kept about a person is shown to them, and goes when they wish it; the sums stay."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.access import AccessRule, AccessScope, Verdict
from bot.domain.allowances import Allowance
from bot.domain.filters import FilterAction, TextRefused
from bot.domain.ids import (
    ChannelId,
    GuildId,
    IdempotencyKey,
    JobId,
    MessageId,
    RoleId,
    UserId,
)
from bot.domain.library import Visitor
from bot.domain.limits import Limit, LimitScope, Measure
from bot.domain.messages import MessageAddress
from bot.domain.periods import Period
from bot.domain.ports import TaskReport, TaskState
from bot.domain.privacy import is_forgotten
from bot.domain.requests import LyricsRequest
from bot.domain.servers import Overdue, ReviewMode
from bot.domain.songs import SongRequest
from bot.services.orders import Requester
from bot.workers.eraser import Erasable, ErasePace, Eraser
from bot.workers.loop import WorkerLoop
from tests.support.core_fixture import discrepancies, stored
from tests.support.filtering import rule
from tests.support.orders import GUILD, MODEL, clip, place
from tests.support.surroundings import BACKOFF, LEASE, STARTING_GRANT, Core, open_core

SPONSOR = RoleId(333444555666777888)
PERSON = Requester(UserId(987654321098765432), "Zanzibar Quill", role_ids=(SPONSOR,))
OTHER = Requester(UserId(111222333444555666), "Ben")
MODERATOR = UserId(222333444555666777)
WORDS = "a heron with copper eyelids"
REASON = "because my tambourine broke"
ELSEWHERE = GuildId(1002)
LINK = MessageAddress(GUILD, ChannelId(5), MessageId(7))
TRACES = (b"copper eyelids", b"tambourine", b"Zanzibar", b"987654321098765432")


@pytest.fixture
async def core(tmp_path: Path) -> AsyncIterator[Core]:
    async with open_core(tmp_path) as opened:
        yield opened


async def order(core: Core, requester: Requester, key: str, guild_id: GuildId = GUILD) -> JobId:
    view = await core.generation.order(
        SongRequest(model=MODEL, idea=WORDS, title=WORDS),
        requester,
        place(core.clock.now(), guild_id),
        key=IdempotencyKey(key),
    )
    return view.job.job_id


async def finish(core: Core, number: int = 1) -> None:
    clips = (clip(number), clip(number + 1))
    core.provider.reports = [TaskReport(TaskState.FINISHED, clips)]
    await core.run_due()
    core.clock.advance(timedelta(seconds=30).total_seconds())
    await core.run_due()


async def live(core: Core, guild_id: GuildId = GUILD) -> JobId:
    """Do as one person much of what leaves a trace; return the finished order."""
    await core.rules.set_allowance(
        Allowance(guild_id, SPONSOR, 20, Period.WEEK, 0), actor_id=MODERATOR
    )
    job_id = await order(core, PERSON, f"itx:{guild_id}:1", guild_id)
    await finish(core)
    visitor = Visitor(guild_id, PERSON.user_id)
    (song, *_) = (await core.library.view(job_id, guild_id)).songs
    await core.songs.set_favourite(visitor, song.song_id, favourite=True)
    await core.songs.rename(visitor, song.song_id, WORDS)
    await core.treasury.grant(
        guild_id,
        PERSON.user_id,
        50,
        actor_id=MODERATOR,
        reason=REASON,
        key=IdempotencyKey(f"itx:{guild_id}:grant"),
    )
    await core.rules.change(guild_id, lambda rules: replace(rules, gifts=True), actor_id=MODERATOR)
    await core.credits.give(
        guild_id,
        PERSON.user_id,
        OTHER.user_id,
        7,
        reason=REASON,
        key=IdempotencyKey(f"itx:{guild_id}:gift"),
    )
    await core.credits.ask(guild_id, PERSON.user_id, 5, REASON)
    limit = Limit(guild_id, LimitScope.MEMBER, PERSON.user_id, Measure.PER_DAY, 9)
    await core.rules.set_limit(limit, actor_id=MODERATOR)
    await core.generation.order(
        LyricsRequest(idea="somebody else's own idea"),
        OTHER,
        place(core.clock.now(), guild_id),
        key=IdempotencyKey(f"itx:{guild_id}:other"),
    )
    return job_id


async def be_moderated(core: Core, guild_id: GuildId = GUILD) -> None:
    """Do as one person what moderators and filters keep a trace of; begin with `live`."""
    other_s = await core.generation.order(
        SongRequest(model=MODEL, idea="rain"),
        OTHER,
        place(core.clock.now(), guild_id),
        key=IdempotencyKey(f"itx:{guild_id}:other's song"),
    )
    await finish(core)
    await core.servers.change(
        guild_id,
        lambda held: replace(
            held,
            review=ReviewMode.ALWAYS,
            review_channel_id=ChannelId(71),
            log_channel_id=ChannelId(72),
            review_overdue=Overdue.REFUSE,
            report_threshold=1,
        ),
        actor_id=PERSON.user_id,
        reason=REASON,
    )
    allowed = AccessRule(AccessScope.MEMBER, PERSON.user_id, Verdict.ALLOW)
    await core.servers.set_rule(guild_id, allowed, actor_id=MODERATOR, reason=REASON)
    await hold_back(core, guild_id)
    forbidden = rule("eyelids", FilterAction.REFUSE)
    await core.filters.add(
        [replace(forbidden, guild_id=guild_id, created_by=PERSON.user_id)], reason=REASON
    )
    where = place(core.clock.now(), guild_id)
    with pytest.raises(TextRefused) as refused:
        await order(core, PERSON, f"itx:{guild_id}:filtered", guild_id)
    appeal = await core.reviews.appeal(
        SongRequest(model=MODEL, idea=WORDS), refused.value, PERSON, where
    )
    if appeal.review_id is not None:
        await core.reviews.refuse(guild_id, appeal.review_id, actor_id=MODERATOR, reason=REASON)
    (song, *_) = await core.library.suggest(Visitor(guild_id, PERSON.user_id), WORDS, 5)
    await core.song_moderation.report(Visitor(guild_id, OTHER.user_id), song.song_id, "rude")
    await core.song_moderation.remove(Visitor(guild_id, MODERATOR), song.song_id, reason=REASON)
    (others, *_) = (await core.library.view(other_s.job.job_id, guild_id)).songs
    await core.song_moderation.report(Visitor(guild_id, PERSON.user_id), others.song_id, REASON)
    await core.blocks.block(
        guild_id,
        PERSON.user_id,
        actor_id=MODERATOR,
        length=timedelta(hours=1),
        reason=REASON,
    )


async def hold_back(core: Core, guild_id: GuildId) -> None:
    """Have one finished order of the person refused; its files are kept for a week."""
    await order(core, PERSON, f"itx:{guild_id}:held", guild_id)
    await finish(core, number=int(guild_id))
    review = await core.reviews.next_open(guild_id)
    assert review is not None
    assert review.result is not None
    assert review.review_id is not None
    for held in review.result.songs:
        core.archive.path_of(held.audio).write_text(WORDS)
    await core.reviews.refuse(guild_id, review.review_id, actor_id=MODERATOR, reason=REASON)


async def all_is_kept(core: Core) -> None:
    """Check that every table about moderation holds something of the person."""
    kept = {table.name for table in await core.privacy.records_of(PERSON.user_id)}
    assert kept >= {
        "access_rules",
        "blocks",
        "filters",
        "log_lines",
        "member_notices",
        "reviews",
        "song_reports",
    }


def raw_bytes(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def traces_in(folder: Path) -> list[bytes]:
    raw = raw_bytes(folder)
    number = int(PERSON.user_id).to_bytes(8, "big")
    return [trace for trace in (*TRACES, number) if trace in raw]


async def test_a_person_sees_everything_and_no_secret(core: Core) -> None:
    await live(core)
    records = {table.name: table for table in await core.privacy.records_of(PERSON.user_id)}
    assert set(records) >= {
        "accounts",
        "entries",
        "holds",
        "jobs",
        "songs",
        "favourites",
        "messages",
        "credit_requests",
        "limits",
        "allowance_states",
        "actions",
    }
    assert WORDS in str(records["jobs"].rows)
    assert "token" not in records["messages"].columns
    assert all(
        str(OTHER.user_id) not in str(table.rows)
        for table in records.values()
        if table.name != "actions"
    )


async def test_an_erased_person_is_found_nowhere_in_the_file(core: Core, tmp_path: Path) -> None:
    core.archive.folder = tmp_path / "songs"
    core.archive.folder.mkdir()
    for guild_id in (GUILD, ELSEWHERE):
        await live(core, guild_id)
        await be_moderated(core, guild_id)
    await all_is_kept(core)
    core.clock.advance(timedelta(hours=2).total_seconds())
    before = await core.database.read(lambda tx: tx.ledger.discrepancies())
    assert set(traces_in(tmp_path)) >= set(TRACES)
    assert await core.privacy.request_erasure(PERSON.user_id, GUILD) == 0
    assert traces_in(tmp_path) == []
    assert before == await discrepancies(core) == ()
    assert await core.privacy.records_of(PERSON.user_id) == ()


async def test_no_line_leads_to_a_message_that_names_an_erased_person(core: Core) -> None:
    given = IdempotencyKey("given")
    await core.rules.change(GUILD, lambda rules: replace(rules, gifts=True), actor_id=MODERATOR)
    for person, actor in ((PERSON, MODERATOR), (OTHER, PERSON.user_id), (OTHER, MODERATOR)):
        key = IdempotencyKey(f"grant:{person.user_id}:{actor}")
        await core.treasury.grant(GUILD, person.user_id, 9, actor_id=actor, reason="", key=key)
        await core.credits.told(key, LINK)
    await core.credits.give(GUILD, PERSON.user_id, OTHER.user_id, 5, reason="", key=given)
    await core.credits.told(given, LINK)
    before = [line.message async for line in core.credits.history(GUILD, OTHER.user_id)]
    assert before == [LINK, LINK, LINK]
    await core.privacy.request_erasure(PERSON.user_id, GUILD)
    after = [line.message async for line in core.credits.history(GUILD, OTHER.user_id)]
    assert after == [None, LINK, None]


async def test_a_block_outlasts_erasing_without_a_word(core: Core, tmp_path: Path) -> None:
    await core.blocks.block(
        GUILD, PERSON.user_id, actor_id=MODERATOR, length=timedelta(days=1), reason=REASON
    )
    await core.privacy.request_erasure(PERSON.user_id, GUILD)
    (block,) = await core.blocks.holding(GUILD)
    assert (block.user_id, block.reason) == (PERSON.user_id, "")
    number = int(PERSON.user_id).to_bytes(8, "big")
    assert traces_in(tmp_path) == [number]
    (table,) = await core.privacy.records_of(PERSON.user_id)
    assert table.name == "blocks"


async def test_the_cards_of_an_erased_person_are_drawn_without_their_words(core: Core) -> None:
    job_id = await live(core)
    await core.privacy.request_erasure(PERSON.user_id, GUILD)
    core.clock.advance(timedelta(minutes=5).total_seconds())
    await core.courier.run_once()
    shown = [view for view in core.messenger.shown if view.job.job_id == job_id][-1]
    assert shown.songs == ()
    assert shown.deleted_at is not None
    assert WORDS not in repr(shown)
    assert is_forgotten(shown.job.requester_id)


async def test_erasing_waits_for_what_is_under_way(core: Core, tmp_path: Path) -> None:
    sent = await order(core, PERSON, "itx:1")
    await core.submitter.run_once()
    waiting = await order(core, PERSON, "itx:2")
    assert await core.privacy.request_erasure(PERSON.user_id, GUILD) == 1
    assert (await stored(core, waiting)).state.terminal
    eraser = eraser_of(core)
    await eraser.run_once()
    assert (await stored(core, sent)).requester_id == PERSON.user_id
    await finish(core)
    core.clock.advance(timedelta(minutes=1).total_seconds())
    await eraser.run_once()
    assert is_forgotten((await stored(core, sent)).requester_id)
    assert traces_in(tmp_path) == []
    assert await discrepancies(core) == ()


async def test_who_comes_back_gets_nothing_a_second_time(core: Core) -> None:
    await core.rules.set_allowance(
        Allowance(GUILD, SPONSOR, 20, Period.MONTH, 0), actor_id=MODERATOR
    )
    for number in range(3):
        job_id = await order(core, PERSON, f"itx:{number}") if number == 0 else None
        if job_id is not None:
            await finish(core)
        assert await core.privacy.request_erasure(PERSON.user_id, GUILD) == 0
        statement = await core.credits.statement(GUILD, PERSON.user_id, role_ids=PERSON.role_ids)
        assert statement.balance.posted == 0
    newcomer = await core.credits.statement(GUILD, OTHER.user_id, role_ids=(SPONSOR,))
    assert newcomer.balance.posted == STARTING_GRANT + 20


async def test_a_server_that_was_left_goes_in_time(core: Core, tmp_path: Path) -> None:
    core.archive.folder = tmp_path / "songs"
    core.archive.folder.mkdir()
    await live(core)
    await be_moderated(core)
    await finish(core)
    await core.privacy.left(GUILD)
    eraser = eraser_of(core)
    core.clock.advance(timedelta(days=29).total_seconds())
    await eraser.run_once()
    assert traces_in(tmp_path) != []
    core.clock.advance(timedelta(days=2).total_seconds())
    await eraser.run_once()
    assert traces_in(tmp_path) == []
    assert str(OTHER.user_id).encode() not in raw_bytes(tmp_path)
    assert await discrepancies(core) == ()


async def test_a_server_that_asks_the_bot_back_in_time_loses_nothing(core: Core) -> None:
    job_id = await live(core)
    await core.privacy.is_in(frozenset())
    core.clock.advance(timedelta(days=20).total_seconds())
    await core.privacy.is_in(frozenset({GUILD}))
    core.clock.advance(timedelta(days=20).total_seconds())
    await eraser_of(core).run_once()
    assert (await stored(core, job_id)).request.summary == WORDS


async def test_prompts_are_kept_only_as_long_as_the_operator_says(core: Core) -> None:
    job_id = await live(core)
    eraser = eraser_of(core, prompts_kept=timedelta(days=10))
    await eraser.worker.next_due_at()
    await eraser.run_once()
    assert (await stored(core, job_id)).request.idea == WORDS
    core.clock.advance(timedelta(days=11).total_seconds())
    await eraser.run_once()
    assert (await stored(core, job_id)).request.idea == ""
    (song, *_) = (await core.library.view(job_id, GUILD)).songs
    assert song.title == WORDS


def eraser_of(core: Core, prompts_kept: timedelta | None = None) -> WorkerLoop[Erasable]:
    pace = ErasePace(LEASE, timedelta(seconds=30), BACKOFF, prompts_kept)
    worker = Eraser(core.database, core.clock, core.privacy, pace)
    return WorkerLoop(worker, core.signals, core.clock, concurrency=1, idle=timedelta(minutes=1))


async def test_an_erased_moderator_s_own_words_go_as_well(core: Core) -> None:
    await live(core)
    await core.privacy.request_erasure(MODERATOR, GUILD)
    lines = [line async for line in core.credits.history(GUILD, PERSON.user_id)]
    granted = next(line for line in lines if line.amount == 50)
    assert granted.reason == ""
    assert granted.actor_id is not None
    assert is_forgotten(granted.actor_id)
    assert await discrepancies(core) == ()
