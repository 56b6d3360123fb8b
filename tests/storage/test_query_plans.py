"""What runs at every order, poll and card reaches its rows by an index, on SQLite."""

import contextlib
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias

from bot.domain.access import Access, AccessRule, AccessScope, Verdict
from bot.domain.credits import AccountName, EntryKind
from bot.domain.delivery import Delivery, DeliveryKind
from bot.domain.ids import (
    AccountId,
    ChannelId,
    ContributionId,
    DeliveryId,
    FilterId,
    HoldId,
    IdempotencyKey,
    JamId,
    MessageId,
    ReviewId,
    SongId,
)
from bot.domain.jams import (
    Host,
    Jam,
    JamMember,
    JamMode,
    JamPhase,
    JamPlace,
    JamPlan,
    MemberState,
    NoteKind,
)
from bot.domain.jams.modes import IDEA
from bot.domain.jobs import JobKind, Work
from bot.domain.library import Posting, Shelf, SongQuery, Visitor
from bot.domain.limits import Limit, LimitScope, Measure
from bot.domain.ports import Transaction
from bot.domain.reviews import ReviewKind
from bot.domain.server_log import LogEvent, LogLine
from bot.domain.servers import ServerSettings
from storage import migrate
from storage.threads import SqlThread
from tests.support.filtering import rule
from tests.support.records import GUILD, MEMBER, NOW, after, balance_of, new_job, new_song
from tests.support.watched_connection import WatchedConnection

Sent: TypeAlias = tuple[str, tuple[object, ...]]
"""A statement and its parameters."""

JOB = new_job()
SONG = new_song(JOB)
HERE = Visitor(GUILD, MEMBER)
KEY = IdempotencyKey("key")
DELIVERY = Delivery(DeliveryId(1), JOB.job_id, DeliveryKind.CARD, 1, 1, NOW)
NAME = AccountName.member(GUILD, MEMBER)

JAM = Jam(
    jam_id=JamId("jam0000001"),
    place=JamPlace(GUILD, ChannelId(1), ChannelId(2)),
    host=Host(MEMBER, "Ada"),
    plan=JamPlan("rain", JamMode.BATTLE, timedelta(hours=1)),
    phase=JamPhase.GATHERING,
    created_at=NOW,
    ends_at=NOW,
    idempotency_key=KEY,
)
JAM_MEMBER = JamMember(JAM.jam_id, MEMBER, "Ada", 1, MemberState.HERE, NOW)

SETTINGS = ServerSettings(
    GUILD,
    Access(frozenset({AccessRule(AccessScope.MEMBER, MEMBER, Verdict.TRUST)})),
    log_channel_id=ChannelId(5),
)

HOT: dict[str, Callable[[Transaction], object]] = {
    "account": lambda tx: tx.ledger.open_member(GUILD, MEMBER, starting_grant=5, now=NOW),
    "balance": lambda tx: tx.ledger.balance(NAME),
    "grant": lambda tx: tx.ledger.grant(NAME, 9, reason="", actor_id=None, key=KEY, now=NOW),
    "purse": lambda tx: tx.ledger.purse(GUILD, MEMBER),
    "move": lambda tx: tx.ledger.move(
        NAME,
        AccountName.issue(GUILD),
        1,
        kind=EntryKind.TAKE,
        reason="",
        actor_id=None,
        key=IdempotencyKey("move"),
        now=NOW,
    ),
    "granted since": lambda tx: tx.ledger.moved_since(
        AccountId(1), EntryKind.ALLOWANCE, NOW, incoming=True
    ),
    "limit": lambda tx: tx.rules.put_limit(Limit(GUILD, LimitScope.SERVER, 0, Measure.PER_DAY, 9)),
    "terms": lambda tx: tx.rules.terms(GUILD),
    "allowance": lambda tx: tx.allowances.state(GUILD, MEMBER),
    "budget": lambda tx: tx.budgets.add(GUILD, "2026-11", 5),
    "newest of member": lambda tx: tx.jobs.newest_order_at(GUILD, NOW, user_id=MEMBER),
    "newest in channel": lambda tx: tx.jobs.newest_order_at(GUILD, NOW, channel_id=ChannelId(1)),
    "newest in server": lambda tx: tx.jobs.newest_order_at(GUILD, NOW, skip=4),
    "at once": lambda tx: tx.jobs.at_once(GUILD, user_id=MEMBER),
    "open request": lambda tx: tx.credit_requests.open_of(GUILD, MEMBER),
    "actions": lambda tx: tx.actions.newest(GUILD, 9),
    "notices": lambda tx: tx.notices.claim(now=NOW, lease_until=NOW, limit=9),
    "add": lambda tx: tx.jobs.add(JOB),
    "hold": lambda tx: tx.ledger.hold(
        balance_of(tx).account_id, 2, job_id=JOB.job_id, key=KEY, now=NOW
    ),
    "holds of": lambda tx: tx.ledger.holds_of(JOB.job_id),
    "statement": lambda tx: tx.ledger.statement(AccountId(1), 5),
    "capture": lambda tx: tx.ledger.capture(HoldId(1), 1, reason="", now=NOW),
    "release": lambda tx: tx.ledger.release(HoldId(1), now=NOW),
    "get": lambda tx: tx.jobs.get(JOB.job_id),
    "by key": lambda tx: tx.jobs.by_key(JOB.idempotency_key),
    "save": lambda tx: tx.jobs.save(JOB),
    "claim": lambda tx: tx.jobs.claim(Work.POLL, now=NOW, lease_until=NOW, limit=5),
    "submit": lambda tx: tx.jobs.claim(Work.SUBMIT, now=after(9), lease_until=NOW, limit=5),
    "next due": lambda tx: tx.jobs.next_due_at(Work.POLL),
    "ahead": lambda tx: tx.jobs.ahead_of(JOB),
    "waiting": lambda tx: tx.jobs.waiting(),
    "typical": lambda tx: tx.jobs.typical_seconds(JobKind.CREATE, "sonic-v6"),
    "recent": lambda tx: tx.jobs.recent_seconds(JobKind.CREATE, "sonic-v6"),
    "add song": lambda tx: tx.songs.add(new_song(JOB)),
    "song": lambda tx: tx.songs.get(SongId("nothing")),
    "songs": lambda tx: tx.songs.of_job(JOB.job_id),
    "deletion": lambda tx: tx.songs.deletion_of(JOB.job_id),
    "suggest": lambda tx: tx.songs.find(HERE, SongQuery(words="rain"), limit=25),
    "server's": lambda tx: tx.songs.find(HERE, SongQuery(Shelf.SERVER), limit=8, offset=8),
    "own": lambda tx: tx.songs.find(HERE, SongQuery(Shelf.OWN, "rain"), limit=8),
    "author's": lambda tx: tx.songs.find(HERE, SongQuery(author_id=MEMBER), limit=8),
    "favourites": lambda tx: tx.songs.find(HERE, SongQuery(Shelf.FAVOURITES, "rain"), limit=8),
    "jams'": lambda tx: tx.songs.find(HERE, SongQuery(Shelf.JAMS, "rain"), limit=8),
    "count": lambda tx: tx.songs.count(HERE, SongQuery(Shelf.SERVER, "rain")),
    "count favourites": lambda tx: tx.songs.count(HERE, SongQuery(Shelf.FAVOURITES)),
    "marked": lambda tx: tx.songs.favourites_among(MEMBER, [SongId("a"), SongId("b")]),
    "mark": lambda tx: tx.songs.add_favourite(MEMBER, SONG.song_id, NOW),
    "unmark": lambda tx: tx.songs.drop_favourite(MEMBER, SONG.song_id),
    "rename": lambda tx: tx.songs.rename(SONG.song_id, "Tin"),
    "uses": lambda tx: tx.songs.uses(SONG.audio.content_hash),
    "post": lambda tx: tx.postings.add(Posting(MessageId(2), JOB.job_id, GUILD, ChannelId(1))),
    "postings": lambda tx: tx.postings.of_job(JOB.job_id),
    "job on": lambda tx: tx.postings.job_on(MessageId(2)),
    "open": lambda tx: tx.jobs.open_in(GUILD, None, limit=5),
    "own open": lambda tx: tx.jobs.open_in(GUILD, MEMBER, limit=5),
    "message": lambda tx: tx.deliveries.message_of(JOB.job_id),
    "record": lambda tx: tx.deliveries.record_message(JOB.job_id, MessageId(1)),
    "want": lambda tx: tx.deliveries.want(JOB.job_id, DeliveryKind.CARD, NOW),
    "deliver": lambda tx: tx.deliveries.claim(now=after(9), lease_until=NOW, limit=5),
    "next delivery": lambda tx: tx.deliveries.next_due_at(),
    "due": lambda tx: tx.deliveries.due(after(9), limit=5, without=[ChannelId(1)]),
    "postpone": lambda tx: tx.deliveries.postpone([DELIVERY.delivery_id], NOW),
    "done": lambda tx: tx.deliveries.done(DELIVERY),
    "retry": lambda tx: tx.deliveries.retry(DELIVERY, NOW),
    "give up": lambda tx: tx.deliveries.give_up(DELIVERY, ""),
    "announced": lambda tx: tx.announcements.record(("signature:a", "event:1"), NOW),
    "begin jam": lambda tx: tx.jams.add(JAM),
    "jam": lambda tx: tx.jams.get(JAM.jam_id),
    "jam by key": lambda tx: tx.jams.by_key(JAM.idempotency_key),
    "save jam": lambda tx: tx.jams.save(JAM),
    "due jams": lambda tx: tx.jams.claim(now=after(99), lease_until=NOW, limit=4),
    "next jam": lambda tx: tx.jams.next_due_at(),
    "hurry": lambda tx: tx.jams.hurry(JAM.jam_id, NOW),
    "jams here": lambda tx: tx.jams.open_in(GUILD, limit=5),
    "jam in thread": lambda tx: tx.jams.in_thread(GUILD, JAM.place.thread_id),
    "jams at once": lambda tx: tx.jams.open_count(GUILD, MEMBER),
    "jams begun": lambda tx: tx.jams.begun_at(GUILD, NOW, host_id=MEMBER, skip=2),
    "next round": lambda tx: tx.jams.after(JAM.jam_id),
    "join": lambda tx: tx.jams.put_member(JAM_MEMBER),
    "jam member": lambda tx: tx.jams.member(JAM.jam_id, MEMBER),
    "jam members": lambda tx: tx.jams.members(JAM.jam_id),
    "present": lambda tx: tx.jams.present(JAM.jam_id),
    "last place": lambda tx: tx.jams.last_place(JAM.jam_id),
    "banned": lambda tx: tx.jams.ban_reason(JAM.jam_id, MEMBER),
    "jobs of jam": lambda tx: tx.jams.jobs_of(JAM.jam_id),
    "authors": lambda tx: tx.jams.authors_of(JOB.job_id),
    "contribute": lambda tx: tx.contributions.add(
        JAM.jam_id, IDEA, MEMBER, "rain", sole=False, now=NOW
    ),
    "change": lambda tx: tx.contributions.change(ContributionId(1), "tin", NOW),
    "contributions": lambda tx: tx.contributions.of(JAM.jam_id),
    "own contributions": lambda tx: tx.contributions.by(JAM.jam_id, MEMBER),
    "votes": lambda tx: tx.contributions.votes(JAM.jam_id, [IDEA]),
    "own votes": lambda tx: tx.contributions.votes_of(JAM.jam_id, MEMBER),
    "voters": lambda tx: tx.contributions.voters(JAM.jam_id, [IDEA]),
    "seal": lambda tx: tx.contributions.seal(JAM.jam_id, [IDEA]),
    "pledge": lambda tx: tx.pledges.add(JAM.jam_id, MEMBER, balance_of(tx).account_id, 1, now=NOW),
    "pledges": lambda tx: tx.pledges.pending(JAM.jam_id, MEMBER),
    "pot": lambda tx: tx.pledges.pot(JAM.jam_id),
    "free": lambda tx: tx.pledges.release(tx.pledges.pending(JAM.jam_id)[0], NOW),
    "board": lambda tx: tx.boards.add(JAM.jam_id, NOW),
    "want board": lambda tx: tx.boards.want(JAM.jam_id, NOW, 3),
    "due boards": lambda tx: tx.boards.claim(now=after(9), lease_until=NOW, limit=4),
    "note": lambda tx: tx.boards.note(JAM.jam_id, NoteKind.TURN, MEMBER, "1", "", NOW),
    "due notes": lambda tx: tx.boards.claim_notes(now=after(9), lease_until=NOW, limit=4),
    "next board": lambda tx: tx.boards.next_due_at(),
    "set up": lambda tx: tx.servers.save(SETTINGS),
    "settings": lambda tx: tx.servers.settings(GUILD),
    "blocks": lambda tx: tx.blocks.holding(GUILD, NOW),
    "forget blocks": lambda tx: tx.blocks.forget_ended(NOW),
    "filters": lambda tx: tx.filters.of_guild(GUILD),
    "filters' revision": lambda tx: tx.filters.revision(GUILD),
    "filter": lambda tx: tx.filters.put(rule("tin", guild_id=GUILD)),
    "unfilter": lambda tx: tx.filters.remove(GUILD, FilterId(1)),
    "review": lambda tx: tx.reviews.get(GUILD, ReviewId(1)),
    "review of": lambda tx: tx.reviews.of_job(JOB.job_id, ReviewKind.PROMPT),
    "appeal": lambda tx: tx.reviews.open_appeal(GUILD, MEMBER),
    "open reviews": lambda tx: tx.reviews.open_in(GUILD, limit=1),
    "reviews at once": lambda tx: tx.reviews.count_open(GUILD),
    "refused": lambda tx: tx.reviews.refused_of(GUILD, MEMBER),
    "orders of": lambda tx: tx.reviews.orders_of(GUILD, MEMBER),
    "posted": lambda tx: tx.reviews.songs_posted(GUILD, MEMBER),
    "due reviews": lambda tx: tx.reviews.due(after(9), limit=4),
    "next review": lambda tx: tx.reviews.next_due_at(),
    "due cards": lambda tx: tx.reviews.claim_cards(now=after(9), lease_until=NOW, limit=4),
    "next card": lambda tx: tx.reviews.next_card_at(),
    "reports": lambda tx: tx.song_reports.count(SONG.song_id),
    "reports about": lambda tx: tx.song_reports.about(GUILD, MEMBER),
    "member notices": lambda tx: tx.member_notices.claim(now=NOW, lease_until=NOW, limit=4),
    "next member notice": lambda tx: tx.member_notices.next_due_at(),
    "to be told": lambda tx: tx.member_notices.waiting_for(GUILD, MEMBER),
    "log": lambda tx: tx.log.add(LogLine(GUILD, LogEvent.REPORT, NOW)),
    "log lines": lambda tx: tx.log.claim(now=NOW, lease_until=NOW, limit=9),
    "next line": lambda tx: tx.log.next_due_at(),
    "forget": lambda tx: tx.announcements.forget_before(NOW),
}
"""In an order in which each finds the rows it needs, so that every statement of it runs."""


async def statements_of(path: Path) -> dict[str, list[Sent]]:
    """Run everything that is hot, and return the SQL that each sent."""
    await migrate(str(path))
    seen: list[Sent] = []

    def connect() -> sqlite3.Connection:
        driver = sqlite3.connect(path, factory=WatchedConnection, isolation_level=None)
        driver.watch = lambda sql, parameters: seen.append((sql, parameters))
        return driver

    def run_all() -> dict[str, list[Sent]]:
        sent = {}
        thread.driver.execute("BEGIN")
        for name, work in HOT.items():
            seen.clear()
            work(thread.transaction)
            sent[name] = list(seen)
        thread.driver.execute("COMMIT")
        return sent

    thread = await SqlThread(connect).start()
    try:
        return await thread.run(run_all)
    finally:
        await thread.close()


async def test_hot_statements_use_an_index(tmp_path: Path) -> None:
    path = tmp_path / "jamboree.db"
    sent = await statements_of(path)
    scans = []
    with contextlib.closing(sqlite3.connect(path)) as file:
        for name, statements in sent.items():
            assert statements, name
            for statement, parameters in statements:
                plan = file.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
                scans += [
                    f"{name}: {step}: {statement}"
                    for *_, step in plan
                    if step.startswith("SCAN") and "(subquery" not in step and "anon_" not in step
                ]
    assert scans == []


async def test_songs_are_suggested_in_the_order_of_an_index(tmp_path: Path) -> None:
    path = tmp_path / "jamboree.db"
    sent = await statements_of(path)
    with contextlib.closing(sqlite3.connect(path)) as file:
        for name in ("suggest", "server's"):
            for statement, parameters in sent[name]:
                plan = [
                    step for *_, step in file.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
                ]
                assert plan == ["SEARCH songs USING INDEX ix_songs_of_server (guild_id=?)"], name
