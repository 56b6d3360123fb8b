"""Whether the music service is there, judged by how our calls of it end."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta


@dataclass(frozen=True)
class CircuitPace:
    """How fast it is believed that the service is down, and how often it is tried then."""

    failures: int = 5
    """So many calls in a row have to fail."""
    first_probe: timedelta = timedelta(seconds=5)
    longest_wait: timedelta = timedelta(seconds=60)
    """The wait between two probes doubles up to this."""

    def wait(self, probes: int) -> timedelta:
        """Return how long to wait after so many probes."""
        doubled = self.first_probe * 2.0 ** min(probes, 20)
        return min(doubled, self.longest_wait)


@dataclass(frozen=True)
class Circuit:
    """What is known of the service; its methods return what is known next.

    It is open while the service counts as down: nothing is sent but probes, which cost nothing.
    After a probe succeeded it is on trial: one order at a time is sent, and one that fails, or a
    probe, opens it again. The first order that is taken ends the trial.
    """

    failures: int = 0
    """Calls that failed since one succeeded."""
    failing_since: datetime | None = None
    """When the first of them failed."""
    probe_at: datetime | None = None
    """When to try next; None while it is closed."""
    probes: int = 0
    """How often it was tried since it opened first; a trial that failed counts on."""
    trial: bool = False
    closed_at: datetime | None = None
    """When it closed last; None when it never was open."""

    @property
    def open(self) -> bool:
        """Whether the service counts as down."""
        return self.probe_at is not None

    @property
    def down_since(self) -> datetime | None:
        """Since when the service is down; None while it is not."""
        return self.failing_since if self.open else None

    def failed(self, now: datetime, pace: CircuitPace, *, decisive: bool = True) -> "Circuit":
        """A call brought no usable answer; `decisive`: one that is about no task in particular.

        A question about one task may fail for ever while the service is there, so it says nothing
        against a service that is on trial.
        """
        if self.trial and not decisive:
            return self
        failures = self.failures + 1
        since = self.failing_since or now
        if self.open or not (self.trial or failures >= pace.failures):
            return replace(self, failures=failures, failing_since=since)
        return replace(
            self,
            failures=failures,
            failing_since=since,
            probe_at=now + pace.wait(self.probes),
            trial=False,
        )

    def probing(self, now: datetime, pace: CircuitPace) -> "Circuit | None":
        """Somebody tries now; None when it is not due, so that of several one does."""
        if self.probe_at is None or now < self.probe_at:
            return None
        return replace(self, probe_at=now + pace.wait(self.probes + 1), probes=self.probes + 1)

    def answered(self, now: datetime, *, order_taken: bool) -> "Circuit":
        """A call brought an answer, whatever it says; `order_taken`: to a paid request."""
        trial = (self.trial or self.open) and not order_taken
        return replace(
            self,
            failures=0,
            failing_since=None,
            probe_at=None,
            probes=self.probes if trial else 0,
            trial=trial,
            closed_at=now if self.open else self.closed_at,
        )
