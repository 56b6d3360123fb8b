"""What is known of services that we call."""

from sqlalchemy import CheckConstraint, Column, Table, Text

from storage.columns import WHOLE_NUMBER, UtcTime
from storage.tables.base import metadata

circuits = Table(
    "circuits",
    metadata,
    Column("name", Text, primary_key=True),
    Column("failures", WHOLE_NUMBER, nullable=False),
    Column("failing_since", UtcTime),
    Column("probe_at", UtcTime),
    Column("probes", WHOLE_NUMBER, nullable=False),
    Column("trial", WHOLE_NUMBER, nullable=False),
    Column("closed_at", UtcTime),
    CheckConstraint("failures >= 0", name="failures_not_negative"),
    CheckConstraint("probes >= 0", name="probes_not_negative"),
    CheckConstraint("trial IN (0, 1)", name="trial_yes_or_no"),
    sqlite_strict=True,
)
