"""Requests of the riffusion family, which the service has deprecated.

Five of them work on a clip of the service or on uploaded audio, told apart by `task_type`. What
the ends of a section to replace are called is not published.
"""

from typing import ClassVar, Literal

from bot.domain.operations import Operation
from bot.provider.wire.parts import Chosen, Fetched, Measured, Sourced


class Described(Chosen):
    """How a song is to sound, and its words."""

    custom_mode: Literal[True] = True
    lyrics: str
    sound: str | None = None
    title: str | None = None


class RiffusionLyrics(Described):
    """A song from given lyrics."""

    operation: ClassVar[Operation] = Operation.RIFFUSION_LYRICS
    make_instrumental: bool = False
    prompt: str | None = None


class RiffusionDescription(Chosen):
    """A song from a description."""

    operation: ClassVar[Operation] = Operation.RIFFUSION_DESCRIPTION
    custom_mode: Literal[False] = False
    prompt: str


class RiffusionExtend(Described, Sourced):
    """A continuation from a whole second."""

    operation: ClassVar[Operation] = Operation.RIFFUSION_EXTEND
    task_type: Literal["extend_music", "extend_upload_music"] = "extend_music"
    continue_at: int


class RiffusionCover(Described, Sourced):
    """Another style."""

    operation: ClassVar[Operation] = Operation.RIFFUSION_COVER
    task_type: Literal["cover_music", "cover_upload_music"] = "cover_music"


class RiffusionReplace(Described, Sourced, Measured):
    """A section made anew, from and to given seconds."""

    operation: ClassVar[Operation] = Operation.RIFFUSION_REPLACE
    task_type: Literal["replace_music", "replace_upload_music"] = "replace_music"
    start_s: float
    end_s: float


class RiffusionSwapSound(Described, Sourced):
    """Another backing for the same voice."""

    operation: ClassVar[Operation] = Operation.RIFFUSION_SWAP_SOUND
    task_type: Literal["swap_music_sound", "swap_upload_music_sound"] = "swap_music_sound"


class RiffusionSwapVocals(Described, Sourced):
    """Another voice over the same backing."""

    operation: ClassVar[Operation] = Operation.RIFFUSION_SWAP_VOCALS
    task_type: Literal["swap_music_vocals", "swap_upload_music_vocals"] = "swap_music_vocals"


class RiffusionUpload(Fetched):
    """Audio from a public address."""

    operation: ClassVar[Operation] = Operation.RIFFUSION_UPLOAD
