"""What members, the music service and the books say of orders, all read from outside the bot."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.domain.jobs import JobState
from tests.support.sandbox_views import SeenMessage
from tests.support.scene import Scene


class Result(StrEnum):
    """How an order ended."""

    NOTHING = "nothing ordered, nothing charged"
    DELIVERED = "delivered"
    HALF = "half delivered, half the credits back"
    FREE = "delivered late, free of charge"
    CANCELLED = "cancelled, nothing charged"
    RETURNED = "told with a time that nobody knows; credits back at that time"
    GIVEN_UP = "given up at the deadline; credits back"
    REPAIRABLE = "paid; in the library, and on the card by [Post again]"
    IN_LIBRARY = "message gone; delivered into the library"
    FAILED = "failed, nothing charged"


@dataclass(frozen=True)
class Row:
    """What the bot's database says of a job."""

    job_id: str
    state: JobState
    charged: int
    price: int
    songs: int


_JOBS = (
    "SELECT job_id, state, charged, price,"
    " (SELECT count(*) FROM songs WHERE songs.job_id = jobs.job_id) FROM jobs ORDER BY created_at"
)


def jobs_of(scene: Scene) -> list[Row]:
    """Return all jobs, oldest first."""
    if not scene.database_file.exists():
        return []
    return [
        Row(str(job_id), JobState(state), int(charged or 0), int(price), int(songs))
        for job_id, state, charged, price, songs in scene.query(_JOBS)
    ]


def all_over(scene: Scene) -> bool:
    """Whether every job has ended and nothing has still to be looked for, shown or told."""
    return not unfinished(scene)


def unfinished(scene: Scene) -> list[tuple[str, ...]]:
    """Return what has still to be done, for jobs, cards and pings, and notices."""
    return [
        *scene.query(
            "SELECT 'job', job_id, state, stage, work, attempts FROM jobs"
            " WHERE finished_at IS NULL OR due_at IS NOT NULL"
        ),
        *scene.query(
            "SELECT kind, job_id, attempts, reason FROM deliveries WHERE state = 'pending'"
        ),
        *scene.query("SELECT 'notice', kind, attempts FROM notices WHERE due_at IS NOT NULL"),
    ]


def card_of(scene: Scene, job_id: str) -> SeenMessage | None:
    """Return the one message that shows a job, as it is now; None when there is none."""
    cards = [message for message in scene.driver.known.values() if _shows(message, job_id)]
    assert len(cards) <= 1, f"job {job_id} is shown by {len(cards)} messages"
    return cards[0] if cards else None


def _shows(message: SeenMessage, job_id: str) -> bool:
    footers = [embed.footer.text for embed in message.embeds if embed.footer is not None]
    return any(footer.endswith(job_id) for footer in footers)


def pings_of(scene: Scene, card: SeenMessage) -> int:
    """Return how many replies to a card there are."""
    return sum(
        1
        for message in scene.driver.known.values()
        if message.message_reference is not None
        and message.message_reference.message_id == card.id
        and message.mentions
    )


def result_of(scene: Scene, row: Row) -> Result:
    """Return how a job ended, after everything that it promises was checked from outside.

    Raises:
        AssertionError: a promise is broken.
    """
    assert row.state.terminal, row
    card = card_of(scene, row.job_id)
    if row.state in {JobState.SUCCEEDED, JobState.PARTIAL}:
        return _delivered(scene, row, card)
    assert row.charged == 0, row
    assert row.songs == 0, row
    assert card is not None, row
    assert card.attachments == [], row
    assert "othing charged" in card.text, card.text
    if row.state is JobState.CANCELLED:
        return Result.CANCELLED
    assert pings_of(scene, card) == 1, row
    if row.state is not JobState.TIMED_OUT:
        return Result.FAILED
    if not _ever_unknown(scene, row.job_id):
        return Result.FAILED
    if "never finished" in card.text:
        return Result.GIVEN_UP
    earlier = scene.driver.versions[card.id]
    assert any("not spent" in seen.text and "<t:" in seen.text for seen in earlier), card.text
    return Result.RETURNED


def _delivered(scene: Scene, row: Row, card: SeenMessage | None) -> Result:
    versions = 2 if row.state is JobState.SUCCEEDED else 1
    assert row.songs == versions, row
    assert row.charged in {0, row.price * versions // 2}, row
    if card is not None and not card.attachments and "Post again" in card.labels:
        return Result.REPAIRABLE
    if card is None or not card.attachments:
        assert _given_up(scene, row.job_id), row
        return Result.IN_LIBRARY
    assert len(card.attachments) == versions, card.text
    assert f"{row.charged} used" in card.content, card.content
    assert pings_of(scene, card) == 1, row
    if not row.charged:
        return Result.FREE
    return Result.DELIVERED if versions == 2 else Result.HALF


def _ever_unknown(scene: Scene, job_id: str) -> bool:
    found = scene.query("SELECT job_id FROM jobs WHERE failure_code = 'outcome_unknown'")
    return (job_id,) in found


def _given_up(scene: Scene, job_id: str) -> bool:
    rows = scene.query("SELECT job_id FROM deliveries WHERE state = 'undeliverable'")
    return (job_id,) in rows


async def check_the_whole(scene: Scene, orders: int) -> None:
    """Check what holds of all orders together once they are over.

    Raises:
        AssertionError: a promise is broken.
    """
    assert await scene.discrepancies() == ()
    assert scene.query("SELECT 1 FROM holds WHERE state = 'pending'") == []
    assert await scene.paid_requests() <= orders
    paid = scene.query("SELECT count(*), count(DISTINCT task_id) FROM jobs WHERE task_id NOT NULL")
    assert paid[0][0] == paid[0][1], "two orders share a task"
    temporary = list((_archive(scene) / "incoming").iterdir())
    assert not temporary, temporary
    unknown = unknown_files(scene)
    assert not unknown, unknown
    errors = await scene.driver.errors()
    assert not errors, errors


def unknown_files(scene: Scene) -> set[str]:
    """Return what is in the archive and in no books.

    Raises:
        AssertionError: something that is in the books is not in the archive.
    """
    kept = {path.stem for path in _archive(scene).glob("??/*")}
    songs = "SELECT content_hash FROM songs UNION SELECT content_hash FROM song_files"
    known = {content_hash for (content_hash,) in scene.query(songs)}
    assert known <= kept
    return kept - known


def notes_of_arrivals(scene: Scene) -> list[Path]:
    """Return the notes of files of which the bot has still to see whether they are needed."""
    return list((_archive(scene) / "arrivals").iterdir())


def _archive(scene: Scene) -> Path:
    return scene.folder / "data" / "songs"
