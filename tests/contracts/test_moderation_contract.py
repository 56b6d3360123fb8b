"""Filters, reviews, reports and notices to members, on each kind of database."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from bot.domain.filters import EVERYWHERE, FilterAction, FilterKind, Scope
from bot.domain.ids import (
    ChannelId,
    ContentHash,
    GuildId,
    MessageId,
    ProviderClipId,
    ReviewId,
    RoleId,
    SongId,
    UserId,
)
from bot.domain.jobs import FailureCode, Job, JobState, Scrutiny
from bot.domain.member_notices import MemberNotice, MemberNoticeKind
from bot.domain.ports import Database, Transaction
from bot.domain.reviews import (
    Finding,
    HeldResult,
    HeldSong,
    Review,
    ReviewCause,
    ReviewKind,
    ReviewState,
)
from bot.domain.song_reports import SongReport
from tests.support.filtering import rule
from tests.support.orders import request
from tests.support.records import GUILD, MEMBER, NOW, after, new_job, new_song

CHANNEL, MESSAGE, MOD = ChannelId(31), MessageId(32), UserId(33)
HOSTILE = "\x00 \ud800 '; DROP TABLE reviews; --"
STORED = HOSTILE.replace("\x00", "?").replace("\ud800", "?")


def review(job: Job | None = None, **changes: object) -> Review:
    """Return an open review, of a job or an appeal."""
    song = HeldSong(
        position=1,
        title="T",
        style="",
        lyrics="words",
        model="m",
        clip_id=ProviderClipId("c"),
        content_hash=ContentHash("a" * 64),
        size_bytes=5,
        duration_seconds=1.5,
        extension="mp3",
    )
    kept = Review(
        review_id=None,
        guild_id=GUILD,
        kind=ReviewKind.APPEAL if job is None else ReviewKind.RESULT,
        cause=ReviewCause.APPEAL if job is None else ReviewCause.ALWAYS,
        author_id=MEMBER,
        author_name="Ada",
        job_id=None if job is None else job.job_id,
        request=request(),
        created_at=NOW,
        due_at=after(60),
        channel_id=CHANNEL,
        role_ids=(RoleId(2**62), RoleId(7)),
        findings=(Finding(Scope.LYRICS, "rule", FilterAction.REVIEW, "f0und", "found"),),
        private=True,
        result=HeldResult((song,), True, FailureCode.JOIN_FAILED, 2, 1),
    )
    return replace(kept, **changes)  # type: ignore[arg-type] # fields of Review


def _deciding(verdict: Review, was: ReviewState) -> Callable[[Transaction], bool]:
    return lambda tx: tx.reviews.decide(verdict, was, NOW)


def _reporting(report: SongReport) -> Callable[[Transaction], bool]:
    return lambda tx: tx.song_reports.add(report)


async def stored(database: Database, given: Review) -> Review:
    """Store a review that is new."""
    kept = await database.write(lambda tx: tx.reviews.add(given, CHANNEL))
    assert kept is not None
    return kept


async def test_filters_come_back_and_every_change_is_another_revision(database: Database) -> None:
    written = rule("tin", FilterAction.REVIEW, scopes=frozenset({Scope.LYRICS, Scope.TITLE}))
    pattern = rule("t.n", kind=FilterKind.PATTERN)
    seen = [await database.read(lambda tx: tx.filters.revision(GuildId(1)))]

    async def change(work: Callable[[Transaction], object]) -> None:
        await database.write(work)
        seen.append(await database.read(lambda tx: tx.filters.revision(GuildId(1))))

    await change(lambda tx: tx.filters.put(written))
    await change(lambda tx: tx.filters.put(pattern))
    found = await database.read(lambda tx: tx.filters.of_guild(GuildId(1)))
    assert [replace(each, filter_id=None) for each in found] == [written, pattern]
    assert len({each.filter_id for each in found}) == 2
    stricter = replace(written, action=FilterAction.REFUSE, scopes=EVERYWHERE)
    await change(lambda tx: tx.filters.put(stricter))
    again = await database.read(lambda tx: tx.filters.of_guild(GuildId(1)))
    assert [replace(each, filter_id=None) for each in again] == [pattern, stricter]
    first = again[0].filter_id
    assert first is not None
    assert await database.write(lambda tx: tx.filters.remove(GuildId(2), first)) is None
    await change(lambda tx: tx.filters.remove(GuildId(1), first))
    assert len(set(seen)) == len(seen)
    assert await database.read(lambda tx: tx.filters.of_guild(GuildId(2))) == ()


async def test_reviews_come_back_as_they_were_stored(database: Database) -> None:
    job = new_job()
    await database.write(lambda tx: tx.jobs.add(job))
    kept = await stored(database, review(job, answer=HOSTILE))
    review_id = kept.review_id
    assert review_id is not None
    found = await database.read(lambda tx: tx.reviews.get(GUILD, review_id))
    assert found == replace(kept, answer=STORED)
    assert await database.read(lambda tx: tx.reviews.get(GuildId(5), review_id)) is None
    of_job = await database.read(lambda tx: tx.reviews.of_job(job.job_id, ReviewKind.RESULT))
    assert of_job == found
    # One of each kind for a job.
    again = await database.write(lambda tx: tx.reviews.add(review(job), CHANNEL))
    assert again is None
    prompt = review(job, kind=ReviewKind.PROMPT, result=None)
    assert await database.write(lambda tx: tx.reviews.add(prompt, None)) is not None
    assert await database.read(lambda tx: tx.reviews.count_open(GUILD)) == 2
    assert kept.result is not None
    held = kept.result.songs[0].content_hash
    assert await database.read(lambda tx: tx.reviews.holds_file(held))
    assert not await database.read(lambda tx: tx.reviews.holds_file(ContentHash("f" * 64)))
    await database.write(lambda tx: tx.reviews.forget_result(review_id))
    assert not await database.read(lambda tx: tx.reviews.holds_file(held))
    forgotten = await database.read(lambda tx: tx.reviews.get(GUILD, review_id))
    assert forgotten is not None
    assert (forgotten.result, forgotten.due_at) == (None, None)


async def test_a_member_has_one_open_appeal(database: Database) -> None:
    answers = await asyncio.gather(
        *(database.write(lambda tx: tx.reviews.add(review(), CHANNEL)) for _ in range(8))
    )
    (first,) = [answer for answer in answers if answer is not None]
    assert await database.read(lambda tx: tx.reviews.open_appeal(GUILD, MEMBER)) == first
    others = review(author_id=UserId(99))
    assert await database.write(lambda tx: tx.reviews.add(others, CHANNEL)) is not None
    decided = first.decided(ReviewState.REFUSED, MOD, NOW, "no")
    assert await database.write(lambda tx: tx.reviews.decide(decided, ReviewState.OPEN, NOW))
    assert await database.write(lambda tx: tx.reviews.add(review(), CHANNEL)) is not None
    assert await database.read(lambda tx: tx.reviews.refused_of(GUILD, MEMBER)) == 1


async def test_a_verdict_is_given_once_and_turned_once(database: Database) -> None:
    kept = await stored(database, review())
    verdicts = [
        kept.decided(state, UserId(moderator), NOW)
        for moderator, state in enumerate(
            [ReviewState.APPROVED, ReviewState.REFUSED, ReviewState.APPROVED], 1
        )
    ]
    given = await asyncio.gather(
        *(database.write(_deciding(verdict, ReviewState.OPEN)) for verdict in verdicts)
    )
    assert sum(given) == 1
    review_id = kept.review_id or ReviewId(0)
    held = await database.read(lambda tx: tx.reviews.get(GUILD, review_id))
    assert held == verdicts[given.index(True)]
    turned = held.turned(MOD, after(1), "other")
    for expected in (True, False):
        done = await database.write(_deciding(turned, held.state))
        assert done is expected
        if expected:
            assert await database.read(lambda tx: tx.reviews.get(GUILD, review_id)) == turned


async def test_open_reviews_are_listed_oldest_first_and_become_due(database: Database) -> None:
    kept = [
        await stored(database, review(author_id=UserId(n), due_at=after(100 - n)))
        for n in range(1, 4)
    ]
    ids = [each.review_id for each in kept]
    listed = await database.read(lambda tx: tx.reviews.open_in(GUILD, limit=2))
    assert [each.review_id for each in listed] == ids[:2]
    rest = await database.read(lambda tx: tx.reviews.open_in(GUILD, limit=9, after=ids[1]))
    assert [each.review_id for each in rest] == ids[2:]
    assert await database.read(lambda tx: tx.reviews.next_due_at()) == after(97)
    due = await database.read(lambda tx: tx.reviews.due(after(98), limit=9))
    assert [each.review_id for each in due] == [ids[2], ids[1]]
    last = ids[2] or ReviewId(0)
    await database.write(lambda tx: tx.reviews.postpone(last, None))
    assert await database.read(lambda tx: tx.reviews.next_due_at()) == after(98)


async def test_cards_are_claimed_once_drawn_and_drawn_anew(database: Database) -> None:
    kept = await stored(database, review())
    await database.write(lambda tx: tx.reviews.add(review(author_id=UserId(9)), None))

    def claim(tx: Transaction, seconds: float) -> object:
        return tx.reviews.claim_cards(now=after(seconds), lease_until=after(seconds + 60), limit=5)

    assert await database.read(lambda tx: tx.reviews.next_card_at()) == NOW
    (card,) = await database.write(
        lambda tx: tx.reviews.claim_cards(now=NOW, lease_until=after(60), limit=5)
    )
    assert (card.review_id, card.channel_id, card.message_id, card.attempts) == (
        kept.review_id,
        CHANNEL,
        None,
        1,
    )
    assert await database.write(lambda tx: claim(tx, 1)) == ()
    await database.write(lambda tx: tx.reviews.retry_card(card, after(5)))
    (second,) = await database.write(
        lambda tx: tx.reviews.claim_cards(now=after(5), lease_until=after(65), limit=5)
    )
    # What the first attempt brought too late changes nothing.
    await database.write(lambda tx: tx.reviews.retry_card(card, after(6)))
    await database.write(lambda tx: tx.reviews.card_drawn(second, MESSAGE))
    assert await database.read(lambda tx: tx.reviews.next_card_at()) is None
    decided = kept.decided(ReviewState.APPROVED, MOD, after(9))
    await database.write(lambda tx: tx.reviews.decide(decided, ReviewState.OPEN, after(9)))
    (third,) = await database.write(
        lambda tx: tx.reviews.claim_cards(now=after(9), lease_until=after(69), limit=5)
    )
    assert (third.message_id, third.attempts) == (MESSAGE, 1)
    await database.write(lambda tx: tx.reviews.card_drawn(third, None))
    assert await database.read(lambda tx: tx.reviews.next_card_at()) is None


async def test_reports_count_once_a_person(database: Database) -> None:
    job = new_job()
    song = new_song(job)
    await database.write(lambda tx: tx.jobs.add(job))
    await database.write(lambda tx: tx.songs.add(song))
    reports = [
        SongReport(GUILD, song.song_id, UserId(reporter), "why", NOW) for reporter in (1, 2, 1, 1)
    ]
    added = [await database.write(_reporting(each)) for each in reports]
    assert added == [True, True, False, False]
    assert await database.read(lambda tx: tx.song_reports.count(song.song_id)) == 2
    assert await database.read(lambda tx: tx.song_reports.count(SongId("0" * 10))) == 0
    found = await database.read(lambda tx: tx.song_reports.of_song(song.song_id))
    assert list(found) == reports[:2]
    assert await database.read(lambda tx: tx.song_reports.about(GUILD, song.author_id)) == 2
    assert await database.read(lambda tx: tx.song_reports.about(GUILD, UserId(1))) == 0


async def test_members_are_told_once_or_at_their_next_use(database: Database) -> None:
    notice = MemberNotice(
        None, GUILD, MEMBER, MemberNoticeKind.ORDER_REFUSED, "a song", HOSTILE, True, NOW
    )
    await database.write(lambda tx: tx.member_notices.add(notice))
    await database.write(lambda tx: tx.member_notices.add(replace(notice, by_time=False)))
    assert await database.read(lambda tx: tx.member_notices.next_due_at()) == NOW

    def claim(tx: Transaction) -> tuple[MemberNotice, ...]:
        return tx.member_notices.claim(now=NOW, lease_until=after(60), limit=5)

    first, second = await database.write(claim)
    assert (first.reason, first.by_time, second.by_time) == (STORED, True, False)
    assert await database.write(claim) == ()
    await database.write(lambda tx: tx.member_notices.told(first))
    await database.write(lambda tx: tx.member_notices.retry(second, after(5)))
    assert await database.read(lambda tx: tx.member_notices.next_due_at()) == after(5)
    await database.write(lambda tx: tx.member_notices.wait_for_use(second))
    assert await database.read(lambda tx: tx.member_notices.next_due_at()) is None
    waiting = await database.read(lambda tx: tx.member_notices.waiting_for(GUILD, MEMBER))
    assert [each.notice_id for each in waiting] == [second.notice_id]
    assert await database.read(lambda tx: tx.member_notices.waiting_for(GuildId(5), MEMBER)) == ()


async def test_how_a_job_is_looked_at_is_kept(database: Database) -> None:
    job = replace(
        new_job(), scrutiny=Scrutiny.TRUSTED, spoiler=True, approved_at=NOW + timedelta(seconds=1)
    )
    await database.write(lambda tx: tx.jobs.add(job))
    assert await database.read(lambda tx: tx.jobs.get(job.job_id)) == job
    waiting = replace(new_job(), state=JobState.AWAITING_REVIEW, due_at=None)
    assert waiting.approved(NOW).approved_at == NOW
