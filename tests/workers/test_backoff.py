from datetime import timedelta

import pytest

from bot.workers.backoff import Backoff

BACKOFF = Backoff(timedelta(seconds=5), timedelta(seconds=60))


@pytest.mark.parametrize(
    ("attempts", "asked", "seconds"),
    [
        (0, None, 5),
        (1, None, 5),
        (2, None, 10),
        (4, None, 40),
        (5, None, 60),
        (10_000, None, 60),
        (1, 2.0, 5),
        (1, 30.0, 30),
        (1, 3600.0, 60),
    ],
)
def test_the_wait_doubles_up_to_its_ceiling_and_honours_what_was_asked(
    attempts: int, asked: float | None, seconds: int
) -> None:
    assert BACKOFF.after(attempts, asked) == timedelta(seconds=seconds)
