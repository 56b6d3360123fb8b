"""What the bot and the workshop's process say to each other: one line of JSON each way."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Base64Bytes, BaseModel, ConfigDict, Field


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Texts(_Message):
    """What is written into a file. All of it is hostile."""

    song_id: str
    title: str
    authors: tuple[str, ...]
    lyrics: str
    style: str


class KeepTask(_Message):
    """Prove that the file at `path` is a playable song and give it its tags, in place."""

    kind: Literal["keep"] = "keep"
    path: Path
    expected_seconds: float | None
    """What was promised; None when nothing was."""
    max_duration_seconds: float
    texts: Texts


class Kept(_Message):
    """The file is good, tagged and safely on disk."""

    kind: Literal["kept"] = "kept"
    content_hash: str
    size_bytes: int
    duration_seconds: float


class FitTask(_Message):
    """Encode the song at `source` anew into `target`, so that it has at most `max_bytes`."""

    kind: Literal["fit"] = "fit"
    source: Path
    target: Path
    max_bytes: int


class Fitted(_Message):
    """The smaller file is safely on disk."""

    kind: Literal["fitted"] = "fitted"
    size_bytes: int
    bits_per_second: int


class DoesNotFit(_Message):
    """Not even the lowest bit rate is small enough."""

    kind: Literal["does_not_fit"] = "does_not_fit"


class ConvertTask(_Message):
    """Make an mp3 file at `target` of the audio at `source`, which is in another form."""

    kind: Literal["convert"] = "convert"
    source: Path
    target: Path
    max_duration_seconds: float


class Converted(_Message):
    """The mp3 file is there; it was not checked."""

    kind: Literal["converted"] = "converted"


class DrawTask(_Message):
    """Draw the waveform of the song at `path`."""

    kind: Literal["draw"] = "draw"
    path: Path


class Drawn(_Message):
    """A picture of a song."""

    kind: Literal["drawn"] = "drawn"
    png: Base64Bytes
    levels: tuple[float, ...]
    """Loudness of equal parts of the song, from 0 to 1, where 1 is its loudest part."""


class Refused(_Message):
    """The file is not what was promised."""

    kind: Literal["refused"] = "refused"
    reason: str


class Incomplete(_Message):
    """The file ends too early; the rest may not have been written yet."""

    kind: Literal["incomplete"] = "incomplete"
    reason: str


class Failed(_Message):
    """The work itself failed, such as on a full disk."""

    kind: Literal["failed"] = "failed"
    reason: str


Task = Annotated[KeepTask | FitTask | ConvertTask | DrawTask, Field(discriminator="kind")]
Outcome = Annotated[
    Kept | Fitted | DoesNotFit | Converted | Drawn | Refused | Incomplete | Failed,
    Field(discriminator="kind"),
]


class Order(_Message):
    """A task and the limit that the process sets itself before it begins."""

    task: Task
    processor_seconds: int


class Report(_Message):
    """What became of an order."""

    outcome: Outcome
