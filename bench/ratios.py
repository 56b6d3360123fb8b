"""Two figures of one run, and how they compare."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ratio:
    """Our figure beside the reference's.

    `aim` is the least ratio of ours to the reference's when more is better, the greatest when less
    is; None when the comparison has none.
    """

    subject: str
    unit: str
    ours: float
    reference: str
    theirs: float
    aim: float | None = None
    more_is_better: bool = True

    @property
    def ratio(self) -> float:
        """Ours in parts of the reference's."""
        return self.ours / self.theirs

    @property
    def reached(self) -> bool:
        """Whether the aim is reached; also true without one."""
        if self.aim is None:
            return True
        return self.ratio >= self.aim if self.more_is_better else self.ratio <= self.aim

    def __str__(self) -> str:
        line = (
            f"{self.subject}: {self.ours:,.4g} {self.unit};"
            f" {self.reference}: {self.theirs:,.4g}; ratio {self.ratio:.2f}"
        )
        if self.aim is None:
            return line
        bound = "at least" if self.more_is_better else "at most"
        return f"{line} (aim: {bound} {self.aim:.2f}, {'reached' if self.reached else 'MISSED'})"
