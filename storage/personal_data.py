"""Which column of which table tells something about a person; one entry for every table.

A test compares this with the tables, so that no column can be forgotten.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Table, bindparam, or_, select

from storage import tables
from storage.columns import WHOLE_NUMBER


@dataclass(frozen=True)
class Personal:
    """What one table holds about people. Each of its columns stands in one of these."""

    table: Table
    owner: str = ""
    """The column with the id of the person whom a row is about, if there is one."""
    through: Mapping[str, str] = field(default_factory=dict)
    """Columns that name a row of another table; a row is about whomever that one is about."""
    people: tuple[str, ...] = ()
    """Further columns with people's ids: who decided, who acted."""
    words: tuple[str, ...] = ()
    """What a person wrote or was written about them; emptied in rows that are about them."""
    signed: tuple[str, ...] = ()
    """What was written by whoever is in `people`; emptied in rows that a person signed, and in rows
    whose words name them."""
    places: tuple[str, ...] = ()
    """Where something happened."""
    secrets: tuple[str, ...] = ()
    """What nobody is shown."""
    facts: tuple[str, ...] = ()
    """What is about nobody: amounts, states, times, numbers of rows."""
    goes: bool = False
    """Whether rows about a person go as a whole."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is accounted for."""
        owner = (self.owner,) if self.owner else ()
        return (
            *owner,
            *self.through,
            *(name for name in self.people if name != self.owner),
            *self.words,
            *self.signed,
            *self.places,
            *self.secrets,
            *self.facts,
        )

    def about(self, person: str = "person") -> ColumnElement[bool] | None:
        """Return whether a row is about the person of this parameter; None when none ever is."""
        conditions: list[ColumnElement[bool]] = []
        if self.owner:
            conditions.append(self.table.c[self.owner] == bindparam(person, type_=WHOLE_NUMBER))
        for column, name in self.through.items():
            other = BY_NAME[name]
            about = other.about(person)
            (key,) = other.table.primary_key.columns
            if about is not None:
                conditions.append(self.table.c[column].in_(select(key).where(about)))
        return or_(*conditions) if conditions else None

    def names(self, person: str = "person") -> ColumnElement[bool] | None:
        """Return whether a row names the person at all."""
        about = self.about(person)
        named = [
            self.table.c[column] == bindparam(person, type_=WHOLE_NUMBER) for column in self.people
        ]
        conditions = [*named, *(() if about is None else (about,))]
        return or_(*conditions) if conditions else None


_ALL: tuple[Personal, ...] = (
    Personal(
        tables.accounts,
        owner="owner_id",
        places=("guild_id",),
        facts=("account_id", "kind", "posted", "held", "opened_at"),
    ),
    Personal(
        tables.holds,
        through={"account_id": "accounts"},
        facts=(
            "hold_id",
            "job_id",
            "amount",
            "state",
            "captured",
            "idempotency_key",
            "created_at",
            "resolved_at",
        ),
    ),
    Personal(
        tables.entries,
        through={"source_id": "accounts", "target_id": "accounts"},
        people=("actor_id",),
        words=("reason",),
        facts=(
            "entry_id",
            "amount",
            "kind",
            "job_id",
            "hold_id",
            "idempotency_key",
            "created_at",
            "reverses_id",
        ),
    ),
    Personal(
        tables.jobs,
        owner="requester_id",
        places=("guild_id", "channel_id"),
        words=(
            "requester_name",
            "request",
            "clips",
            "failure_detail",
            "progress",
            "finding",
            "task_id",
        ),
        facts=(
            "job_id",
            "kind",
            "state",
            "stage",
            "work",
            "model",
            "price",
            "promised",
            "idempotency_key",
            "created_at",
            "due_at",
            "failure_code",
            "attempts",
            "submitted_at",
            "finished_at",
            "version",
            "weight",
            "provider_cost",
            "provider_used",
            "charged",
            "step",
            "join_price",
        ),
    ),
    Personal(tables.announcements, facts=("replay_key", "heeded_at")),
    Personal(
        tables.songs,
        owner="author_id",
        places=("guild_id",),
        words=("title", "style", "lyrics", "search_text", "label", "clip_id"),
        facts=(
            "song_id",
            "job_id",
            "position",
            "model",
            "content_hash",
            "size_bytes",
            "duration_seconds",
            "extension",
            "created_at",
            "private",
            "deleted_at",
            "role",
        ),
    ),
    Personal(tables.song_parents, facts=("child_id", "position", "parent_id")),
    Personal(
        tables.voices,
        owner="owner_id",
        places=("guild_id",),
        words=("name",),
        secrets=("persona_id",),
        facts=("voice_id", "job_id", "shared", "consent_at", "consent_wording", "deleted_at"),
        goes=True,
    ),
    Personal(tables.favourites, owner="user_id", facts=("song_id", "added_at"), goes=True),
    Personal(
        tables.postings,
        through={"job_id": "jobs"},
        places=("guild_id", "channel_id"),
        facts=("message_id",),
    ),
    Personal(
        tables.messages,
        through={"job_id": "jobs"},
        places=("guild_id", "channel_id"),
        secrets=("token",),
        facts=("application_id", "token_expires_at", "ephemeral", "message_id"),
    ),
    Personal(
        tables.deliveries,
        through={"job_id": "jobs"},
        words=("reason",),
        facts=(
            "delivery_id",
            "kind",
            "state",
            "revision",
            "attempts",
            "due_at",
            "wanted_at",
            "leased",
        ),
    ),
    Personal(
        tables.guild_rules,
        places=("guild_id",),
        facts=(
            "revision",
            "time_zone",
            "welcome",
            "wallet_pays",
            "monthly_ceiling",
            "price_percent",
            "gifts",
            "gift_ceiling",
        ),
    ),
    Personal(
        tables.limits,
        owner="subject_id",
        places=("guild_id",),
        facts=("scope", "measure", "amount"),
        goes=True,
    ),
    Personal(
        tables.allowances,
        places=("guild_id",),
        facts=("role_id", "amount", "period", "carry_over"),
    ),
    Personal(
        tables.allowance_states,
        owner="user_id",
        places=("guild_id",),
        facts=("role_id", "amount", "period", "carry_over", "starts_at", "ends_at", "granted"),
    ),
    Personal(tables.prices, places=("guild_id",), facts=("kind", "model", "amount")),
    Personal(tables.turn_weights, places=("guild_id",), facts=("role_id", "weight")),
    Personal(
        tables.turns, owner="user_id", places=("guild_id",), facts=("ends", "clock"), goes=True
    ),
    Personal(tables.budgets, places=("guild_id",), facts=("month", "used")),
    Personal(
        tables.credit_requests,
        owner="user_id",
        people=("decided_by",),
        places=("guild_id",),
        words=("reason", "answer"),
        facts=("request_id", "amount", "state", "created_at", "decided_at", "granted"),
        goes=True,
    ),
    Personal(
        tables.actions,
        people=("actor_id",),
        places=("guild_id",),
        signed=("reason",),
        words=("subject", "before", "after"),
        facts=("action_id", "kind", "created_at"),
    ),
    Personal(
        tables.notices,
        places=("guild_id",),
        words=("subject",),
        facts=("notice_id", "kind", "amount", "limit", "created_at", "attempts", "due_at"),
    ),
    Personal(tables.chores, facts=("name", "due_at")),
    Personal(
        tables.erasures, owner="user_id", facts=("requested_at", "due_at", "attempts"), goes=True
    ),
    Personal(tables.pseudonyms, facts=("pseudonym", "erased_at")),
    Personal(tables.erasing, facts=("since",)),
    Personal(tables.departures, places=("guild_id",), facts=("left_at", "due_at")),
)

BY_NAME: Mapping[str, Personal] = {entry.table.name: entry for entry in _ALL}
"""What each table holds, by its name."""
