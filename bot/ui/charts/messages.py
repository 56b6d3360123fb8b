"""What the bot tells the process that draws: one JSON document, answered by a PNG file."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel, model_validator

MOST_BARS = 62
MOST_SERIES = 12
MOST_MEMBERS = 24


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


class Member(_Message):
    """One of a family."""

    name: str
    remark: str
    """A second line, smaller."""
    generation: int
    """Of two, the one with the smaller number is the elder."""
    chosen: bool = False
    """Whether the tree is about it."""


class FamilyTree(_Message):
    """Who is made from whom. Its texts are hostile and know no markup."""

    kind: Literal["family"] = "family"
    title: str
    members: tuple[Member, ...]
    descent: tuple[tuple[int, int], ...]
    """Pairs of an elder and a younger, by their places among the members."""

    @model_validator(mode="after")
    def _is_complete(self) -> "FamilyTree":
        if not 1 <= len(self.members) <= MOST_MEMBERS:
            raise ValueError("a family of nobody, or of too many to be seen")
        places = range(len(self.members))
        if any(elder not in places or younger not in places for elder, younger in self.descent):
            raise ValueError("somebody descends from outside the family")
        return self


class BarChart(_Message):
    """A chart of stacked bars. Its texts are in the reader's language; none knows any markup."""

    kind: Literal["bars"] = "bars"
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


Picture = Annotated[BarChart | FamilyTree, Field(discriminator="kind")]


class Order(RootModel[Picture]):
    """What is to be drawn."""
