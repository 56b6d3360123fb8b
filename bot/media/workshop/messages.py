"""What the bot and the workshop's process say to each other: one line of JSON each way."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

ORIGIN = "made with AI"
"""What the file of every song says of itself that is nobody's own recording."""


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Texts(_Message):
    """What is written into a file. All of it is hostile."""

    song_id: str
    title: str
    authors: tuple[str, ...]
    lyrics: str
    style: str
    made_with_ai: bool = True


class KeepTask(_Message):
    """Prove that the file at `path` is a playable song and give it its tags, in place."""

    kind: Literal["keep"] = "keep"
    path: Path
    expected_seconds: float | None
    """What was promised; None when nothing was."""
    max_duration_seconds: float
    texts: Texts
    cover: Path | None = None
    """A picture from outside that belongs into the tags, if it is one."""


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


class PortrayTask(_Message):
    """Draw the cover and the waveform of the song of ours at `source` as a picture at `target`."""

    kind: Literal["portray"] = "portray"
    source: Path
    target: Path


class Portrayed(_Message):
    """The picture is safely on disk."""

    kind: Literal["portrayed"] = "portrayed"
    content_hash: str
    size_bytes: int
    levels: tuple[float, ...]
    """Loudness of equal parts of the song, from 0 to 1, where 1 is its loudest part."""


class CheckTask(_Message):
    """Prove that the file at `path` is what a song was exported as."""

    kind: Literal["check"] = "check"
    path: Path
    form: Literal["wav", "midi"]
    expected_seconds: float | None
    max_duration_seconds: float


class FilmTask(_Message):
    """Make a film at `target` of the song of ours at `source`. Its texts are hostile."""

    kind: Literal["film"] = "film"
    source: Path
    target: Path
    title: str
    remark: str


class RetagTask(_Message):
    """Copy the song of ours at `source` to `target` with another title, or authors, in its tags."""

    kind: Literal["retag"] = "retag"
    source: Path
    target: Path
    title: str
    authors: tuple[str, ...] | None = None
    """None leaves them as they are."""


class Stored(_Message):
    """The file is as it should be and safely on disk."""

    kind: Literal["stored"] = "stored"
    content_hash: str
    size_bytes: int


class Refused(_Message):
    """The file is not what was promised."""

    kind: Literal["refused"] = "refused"
    reason: str


class Incomplete(_Message):
    """The file ends too early; the rest may not have been written yet."""

    kind: Literal["incomplete"] = "incomplete"
    reason: str


class Unwritable(_Message):
    """The disk does not take what was made: it is full, broken, or may not be written."""

    kind: Literal["unwritable"] = "unwritable"
    reason: str


class Failed(_Message):
    """The work itself failed, such as on a file that is gone."""

    kind: Literal["failed"] = "failed"
    reason: str


Task = Annotated[
    KeepTask | FitTask | ConvertTask | PortrayTask | CheckTask | FilmTask | RetagTask,
    Field(discriminator="kind"),
]
Outcome = Annotated[
    Kept
    | Fitted
    | DoesNotFit
    | Converted
    | Portrayed
    | Stored
    | Refused
    | Incomplete
    | Unwritable
    | Failed,
    Field(discriminator="kind"),
]


class Order(_Message):
    """A task and the limit that the process sets itself before it begins."""

    task: Task
    processor_seconds: int
    bot_pid: int
    """Whose order it is; nobody needs the work when that process is gone."""


class Report(_Message):
    """What became of an order."""

    outcome: Outcome
