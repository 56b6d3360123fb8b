"""Requests of the producer family. All become tasks that bring one result each.

What lyrics and video clips are asked with is not published; those two follow the names that the
service uses elsewhere.
"""

from typing import ClassVar, Literal

from bot.domain.operations import Operation
from bot.provider.wire.parts import Notified, OfClip


class ProducerCreate(Notified):
    """A song from a style (`sound`), from lyrics, or from both."""

    operation: ClassVar[Operation] = Operation.PRODUCER_CREATE
    task_type: Literal["create_music"] = "create_music"
    mv: str = "FUZZ-2.0"
    sound: str | None = None
    lyrics: str | None = None
    title: str | None = None
    seed: str | None = None
    make_instrumental: bool | None = None

    @property
    def named_model(self) -> str:
        """The model that the request names."""
        return self.mv


class ProducerLyrics(Notified):
    """Lyrics about a description."""

    operation: ClassVar[Operation] = Operation.PRODUCER_LYRICS
    prompt: str


class ProducerVideo(OfClip, Notified):
    """A video of a clip."""

    operation: ClassVar[Operation] = Operation.PRODUCER_VIDEO


class ProducerUpload(Notified):
    """Audio from a public address."""

    operation: ClassVar[Operation] = Operation.PRODUCER_UPLOAD
    audio_url: str


class ProducerDownload(OfClip):
    """A clip's file in one format."""

    operation: ClassVar[Operation] = Operation.PRODUCER_DOWNLOAD
    format: Literal["mp3", "wav"]
