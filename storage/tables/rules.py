"""What a server decided about credits, and how far each of its rules is used up."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Table,
    Text,
)

from bot.domain.jobs import JobKind
from bot.domain.limits import LimitScope, Measure
from bot.domain.periods import Period
from storage.columns import WHOLE_NUMBER, Choice, FreeText, UtcTime
from storage.tables.base import metadata

guild_rules = Table(
    "guild_rules",
    metadata,
    Column("guild_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("revision", WHOLE_NUMBER, nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("welcome", WHOLE_NUMBER),
    Column("wallet_pays", WHOLE_NUMBER, nullable=False),
    Column("monthly_ceiling", WHOLE_NUMBER),
    Column("price_percent", WHOLE_NUMBER, nullable=False),
    Column("gifts", WHOLE_NUMBER, nullable=False),
    Column("gift_ceiling", WHOLE_NUMBER),
    CheckConstraint("welcome >= 0", name="welcome_not_negative"),
    CheckConstraint("wallet_pays IN (0, 1)", name="wallet_pays_yes_or_no"),
    CheckConstraint("monthly_ceiling >= 0", name="monthly_ceiling_not_negative"),
    CheckConstraint("price_percent >= 0", name="price_percent_not_negative"),
    CheckConstraint("gifts IN (0, 1)", name="gifts_yes_or_no"),
    CheckConstraint("gift_ceiling >= 0", name="gift_ceiling_not_negative"),
    sqlite_strict=True,
)
"""`revision` is a new random number whenever anything changes that `storage.rules` reads."""

limits = Table(
    "limits",
    metadata,
    Column("guild_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("scope", Choice(LimitScope), primary_key=True),
    Column("subject_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("measure", Choice(Measure), primary_key=True),
    Column("amount", WHOLE_NUMBER, nullable=False),
    CheckConstraint("amount >= 0", name="amount_not_negative"),
    sqlite_strict=True,
)

allowances = Table(
    "allowances",
    metadata,
    Column("guild_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("role_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("amount", WHOLE_NUMBER, nullable=False),
    Column("period", Choice(Period), nullable=False),
    Column("carry_over", WHOLE_NUMBER, nullable=False),
    CheckConstraint("amount > 0", name="amount_positive"),
    CheckConstraint("carry_over >= 0", name="carry_over_not_negative"),
    sqlite_strict=True,
)

allowance_states = Table(
    "allowance_states",
    metadata,
    Column("guild_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("user_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("role_id", WHOLE_NUMBER, nullable=False),
    Column("amount", WHOLE_NUMBER, nullable=False),
    Column("period", Choice(Period), nullable=False),
    Column("carry_over", WHOLE_NUMBER, nullable=False),
    Column("starts_at", UtcTime, nullable=False),
    Column("ends_at", UtcTime, nullable=False),
    Column("granted", WHOLE_NUMBER, nullable=False),
    CheckConstraint("starts_at < ends_at", name="starts_before_end"),
    CheckConstraint("granted >= 0", name="granted_not_negative"),
    sqlite_strict=True,
)

prices = Table(
    "prices",
    metadata,
    Column("guild_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("kind", Choice(JobKind), primary_key=True),
    Column("model", FreeText, primary_key=True),
    Column("amount", WHOLE_NUMBER, nullable=False),
    CheckConstraint("amount >= 0", name="amount_not_negative"),
    sqlite_strict=True,
)

turn_weights = Table(
    "turn_weights",
    metadata,
    Column("guild_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("role_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("weight", WHOLE_NUMBER, nullable=False),
    CheckConstraint("weight BETWEEN 1 AND 10", name="weight_in_range"),
    sqlite_strict=True,
)

turns = Table(
    "turns",
    metadata,
    Column("guild_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("user_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("ends", WHOLE_NUMBER, nullable=False),
    Column("clock", WHOLE_NUMBER, nullable=False),
    Index(None, "user_id"),
    sqlite_strict=True,
)
"""The tags of `bot.domain.turns`; what says no more than a missing row is removed."""

budgets = Table(
    "budgets",
    metadata,
    Column("guild_id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("month", Text, primary_key=True),
    Column("used", WHOLE_NUMBER, nullable=False),
    sqlite_strict=True,
)
