"""Taking a person or a server out of every table, led by `storage.personal_data`.

Whole tables are looked through for an id in a text. That takes a while in a large database, and
happens as seldom as somebody asks to be forgotten.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    Table,
    Text,
    bindparam,
    cast,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from bot.domain.ids import GuildId, JobId, UserId
from bot.domain.jobs import JobState
from bot.domain.privacy import SOMEBODY
from bot.domain.server_log import LogEvent
from storage.columns import FreeText
from storage.connections import Connection
from storage.documents import clips_text
from storage.emptying import emptied_act, emptied_request
from storage.personal_data import BY_NAME, Personal
from storage.review_words import NO_FINDINGS, withdraw_reviews
from storage.tables import (
    accounts,
    actions,
    entries,
    entry_messages,
    erasing,
    jobs,
    log_lines,
    metadata,
    song_reports,
    songs,
)

_EMPTIED: Mapping[str, str] = {
    "clips": clips_text(()),
    "progress": "{}",
    "findings": NO_FINDINGS,
}
"""What a document says that holds nothing."""


class Eraser:
    """Erases on one connection, within the transaction that is open on it."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now

    def person(self, user_id: UserId, pseudonym: UserId) -> tuple[JobId, ...]:
        """Take a person out of every table; return the jobs that were theirs."""
        self._begin()
        emptied = self._empty_jobs(jobs.c.requester_id == user_id)
        self._drop_untold_reports(user_id)
        self._drop_links(user_id)
        self._empty_acts(user_id)
        # They stay, so that what their cards show can be taken from them.
        withdraw_reviews(self._connection, user_id, self._now)
        for entry in BY_NAME.values():
            self._empty(entry, user_id)
        for entry in BY_NAME.values():
            self._rename(entry, user_id, pseudonym)
        self._end()
        return emptied

    def server(self, guild_id: GuildId, pseudonym: GuildId) -> None:
        """Take a server out of every table; only its ledger stays, without a name."""
        self._begin()
        self._empty_jobs(jobs.c.guild_id == guild_id)
        for table in reversed(metadata.sorted_tables):
            theirs = _of_server(table, guild_id)
            if theirs is not None and table.name not in _STAYING:
                self._connection.execute(delete(table).where(theirs))
        self._sign_with_nobody(accounts.c.guild_id == guild_id)
        for table in (jobs, songs, actions):
            self._empty_of_server(BY_NAME[table.name], guild_id, pseudonym)
        self._connection.execute(
            update(accounts)
            .where(accounts.c.guild_id == guild_id)
            .values(owner_id=-1 - accounts.c.account_id, guild_id=pseudonym)
        )
        self._end()

    def _begin(self) -> None:
        self._connection.execute(insert(erasing), {"since": self._now})

    def _end(self) -> None:
        self._connection.execute(delete(erasing))

    def _empty_jobs(self, theirs: ColumnElement[bool]) -> tuple[JobId, ...]:
        """Empty requests, and let nothing more come of the jobs."""
        late = update(jobs).where(theirs, jobs.c.state == JobState.TIMED_OUT)
        self._connection.execute(late.values(work=None, due_at=None))
        requests = self._connection.execute(select(jobs.c.job_id, jobs.c.request).where(theirs))
        emptied = [
            {"of_job": row.job_id, "emptied": emptied_request(row.request)}
            for row in requests.all()
        ]
        if emptied:
            self._connection.execute(
                update(jobs)
                .where(jobs.c.job_id == bindparam("of_job"))
                .values(request=bindparam("emptied"), version=jobs.c.version + 1),
                emptied,
            )
        return tuple(JobId(each["of_job"]) for each in emptied)

    def _empty_acts(self, user_id: UserId) -> None:
        """Empty what held before and after every act that names a person, such as a title."""
        states = (actions.c.before, actions.c.after)
        named = or_(*(_mentions(column, user_id) for column in (actions.c.subject, *states)))
        rows = self._connection.execute(select(actions.c.action_id, *states).where(named)).all()
        emptied = [
            {
                "of_act": row.action_id,
                "then": emptied_act(row.before),
                "since": emptied_act(row.after),
            }
            for row in rows
        ]
        if emptied:
            self._connection.execute(
                update(actions)
                .where(actions.c.action_id == bindparam("of_act"))
                .values(before=bindparam("then"), after=bindparam("since")),
                emptied,
            )

    def _drop_untold_reports(self, user_id: UserId) -> None:
        """Drop what moderators were not told yet of a person's reports; it names no reporter."""
        reported = select(song_reports.c.song_id).where(song_reports.c.reporter_id == user_id)
        self._connection.execute(
            delete(log_lines).where(
                log_lines.c.event == LogEvent.REPORT, log_lines.c.subject.in_(reported)
            )
        )

    def _drop_links(self, user_id: UserId) -> None:
        """Drop the ways from lines of the ledger to messages that name a person."""
        theirs = select(accounts.c.account_id).where(accounts.c.owner_id == user_id)
        named = or_(
            entries.c.source_id.in_(theirs),
            entries.c.target_id.in_(theirs),
            entries.c.actor_id == user_id,
        )
        lines = select(entries.c.entry_id).where(named)
        self._connection.execute(delete(entry_messages).where(entry_messages.c.entry_id.in_(lines)))

    def _empty(self, entry: Personal, user_id: UserId) -> None:
        """Drop or empty what is about a person, while their id still says which that is."""
        person = {"person": user_id}
        about = entry.about()
        if about is not None and entry.goes:
            self._connection.execute(delete(entry.table).where(about), person)
        elif about is not None:
            self._empty_own(entry, about, user_id)
        if entry.said:
            written = or_(*(entry.table.c[name] == user_id for name in entry.people))
            self._connection.execute(
                update(entry.table).where(written).values(_emptied(entry, entry.said))
            )
        if not entry.signed:
            return
        named = [entry.table.c[name] == user_id for name in entry.people]
        named += [_mentions(entry.table.c[name], user_id) for name in entry.words]
        self._connection.execute(
            update(entry.table).where(or_(*named)).values(_emptied(entry, entry.signed))
        )

    def _empty_own(self, entry: Personal, about: ColumnElement[bool], user_id: UserId) -> None:
        """Empty rows about a person; those that are over go, where that is said."""
        person = {"person": user_id}
        if entry.until:
            over = entry.table.c[entry.until] <= self._now
            self._connection.execute(delete(entry.table).where(about, over), person)
        if entry.words:
            self._connection.execute(
                update(entry.table).where(about).values(_emptied(entry, entry.words)), person
            )

    def _rename(self, entry: Personal, user_id: UserId, pseudonym: UserId) -> None:
        """Put the pseudonym wherever the id still stands, be it within a text."""
        owner = "" if entry.until else entry.owner
        for name in {owner, *entry.people} - {""}:
            column = entry.table.c[name]
            self._connection.execute(
                update(entry.table).where(column == user_id).values({name: pseudonym})
            )
        for column in entry.table.columns:
            if not _is_text(column) or column.primary_key:
                continue
            self._connection.execute(
                update(entry.table)
                .where(_mentions(column, user_id))
                .values({column.name: func.replace(column, str(user_id), str(pseudonym))})
            )

    def _sign_with_nobody(self, of_server: ColumnElement[bool]) -> None:
        entries = BY_NAME["entries"]
        theirs = select(accounts.c.account_id).where(of_server)
        self._connection.execute(
            update(entries.table)
            .where(entries.table.c.source_id.in_(theirs))
            .values(
                actor_id=None,
                reason="",
                idempotency_key=literal("line:") + cast(entries.table.c.entry_id, Text),
            )
        )

    def _empty_of_server(self, entry: Personal, guild_id: GuildId, pseudonym: GuildId) -> None:
        nobody = dict.fromkeys({entry.owner, *entry.people} - {""}, SOMEBODY)
        values = {**_emptied(entry, (*entry.words, *entry.signed)), **nobody, "guild_id": pseudonym}
        if entry.table is jobs:
            values["channel_id"] = None
        self._connection.execute(
            update(entry.table).where(entry.table.c.guild_id == guild_id).values(values)
        )


_STAYING = frozenset({"accounts", "holds", "entries", "jobs", "songs", "actions", "retired_files"})
"""Tables whose rows of an erased server stay, without names and words: for the books, and until the
songs' files are removed."""


def _of_server(
    table: Table, guild_id: GuildId, passed: tuple[Table, ...] = ()
) -> ColumnElement[bool] | None:
    """Return whether a row belongs to a server, or to a row that does; None when none ever can.

    `passed` are the tables on the way here, which are not asked again.
    """
    if "guild_id" in table.c:
        return table.c.guild_id == guild_id
    owned: list[ColumnElement[bool]] = []
    for column in table.columns:
        for foreign_key in column.foreign_keys:
            other = foreign_key.column.table
            if other is table or other in passed:
                continue
            theirs = _of_server(other, guild_id, (*passed, table))
            if theirs is not None:
                owned.append(column.in_(select(foreign_key.column).where(theirs)))
    return or_(*owned) if owned else None


def _emptied(entry: Personal, names: tuple[str, ...]) -> dict[str, object]:
    """Return what emptied columns hold; requests were emptied one by one before."""
    values: dict[str, object] = {}
    for name in names:
        column = entry.table.c[name]
        if name == "request":
            continue
        values[name] = _EMPTIED.get(name, None if column.nullable else "")
    return values


def _is_text(column: Column[object]) -> bool:
    """Tell whether a column holds free text, and not one of a few words."""
    return isinstance(column.type, Text | FreeText)


def _mentions(column: ColumnElement[object], user_id: UserId) -> ColumnElement[bool]:
    return cast(column, Text).like(f"%{user_id}%")
