"""What the bot tells the process that draws: one JSON document, answered by a PNG file."""

from pydantic import BaseModel, ConfigDict, model_validator

MOST_BARS = 62
MOST_SERIES = 12


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Series(_Message):
    """One part of every bar. Series are stacked in their order."""

    name: str
    values: tuple[int, ...]
    """One for each bar, zero or more."""


class Mark(_Message):
    """A level across all bars, to compare them with."""

    name: str
    value: float


class BarChart(_Message):
    """A chart of stacked bars. Its texts are in the reader's language; none knows any markup."""

    title: str
    axis: str
    """What the values are."""
    bars: tuple[str, ...]
    """What stands below each bar."""
    series: tuple[Series, ...]
    mark: Mark | None = None

    @model_validator(mode="after")
    def _is_complete(self) -> "BarChart":
        if not 1 <= len(self.bars) <= MOST_BARS or len(self.series) > MOST_SERIES:
            raise ValueError("a chart of no bars, or of too much to be seen")
        for part in self.series:
            if len(part.values) != len(self.bars) or min(part.values) < 0:
                raise ValueError("each series has one value for each bar, and none below zero")
        return self
