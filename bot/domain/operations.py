"""What the music service can be asked for, and what is wrong with a request for it."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import Refusal


class Family(StrEnum):
    """A group of the service's operations that share a product and an address."""

    SONIC = "sonic"
    LYRICS = "lyrics"
    CREDITS = "credits"
    PRODUCER = "producer"
    NURO = "nuro"
    RIFFUSION = "riffusion"


class Operation(StrEnum):
    """One thing that the service offers. The values name them in the catalogue's file."""

    CREATE = "create"
    EXTEND = "extend"
    COVER = "cover"
    CONCAT = "concat"
    PERSONA_MUSIC = "persona_music"
    EXTEND_UPLOAD = "extend_upload"
    """Continues audio that was uploaded before."""
    COVER_UPLOAD = "cover_upload"
    """Covers audio that was uploaded before."""
    REMASTER = "remaster"
    ADD_VOCALS = "add_vocals"
    ADD_INSTRUMENTAL = "add_instrumental"
    UPLOAD_EXTEND = "upload_extend"
    """Uploads audio and continues it, in one step."""
    UPLOAD_COVER = "upload_cover"
    """Uploads audio and covers it, in one step."""
    SAMPLE = "sample"
    MASHUP = "mashup"
    REPLACE_SECTION = "replace_section"
    PERSONA = "persona"
    CREATE_VOICE = "create_voice"
    UPLOAD = "upload"
    STEMS_BASIC = "stems_basic"
    STEMS_FULL = "stems_full"
    BPM = "bpm"
    VOX = "vox"
    WAV = "wav"
    MIDI = "midi"
    ALIGNED_LYRICS = "aligned_lyrics"
    UPSAMPLE_TAGS = "upsample_tags"
    DOWNLOAD = "download"
    GET_MUSIC = "get_music"

    LYRICS = "lyrics"
    GET_CREDITS = "get_credits"

    PRODUCER_CREATE = "producer_create"
    PRODUCER_LYRICS = "producer_lyrics"
    PRODUCER_VIDEO = "producer_video"
    PRODUCER_UPLOAD = "producer_upload"
    PRODUCER_DOWNLOAD = "producer_download"
    PRODUCER_GET_MUSIC = "producer_get_music"

    NURO_VOCAL = "nuro_vocal"
    NURO_INSTRUMENTAL = "nuro_instrumental"
    NURO_GET_MUSIC = "nuro_get_music"

    RIFFUSION_LYRICS = "riffusion_lyrics"
    """A song from given lyrics."""
    RIFFUSION_DESCRIPTION = "riffusion_description"
    """A song from a description."""
    RIFFUSION_EXTEND = "riffusion_extend"
    RIFFUSION_COVER = "riffusion_cover"
    RIFFUSION_REPLACE = "riffusion_replace"
    RIFFUSION_SWAP_SOUND = "riffusion_swap_sound"
    RIFFUSION_SWAP_VOCALS = "riffusion_swap_vocals"
    RIFFUSION_UPLOAD = "riffusion_upload"
    RIFFUSION_GET_MUSIC = "riffusion_get_music"

    @property
    def family(self) -> Family:
        """The family that this operation belongs to."""
        if self is Operation.LYRICS:
            return Family.LYRICS
        if self is Operation.GET_CREDITS:
            return Family.CREDITS
        prefix = self.value.partition("_")[0]
        return _FAMILY_OF_PREFIX.get(prefix, Family.SONIC)


_FAMILY_OF_PREFIX = {
    "producer": Family.PRODUCER,
    "nuro": Family.NURO,
    "riffusion": Family.RIFFUSION,
}


class ParameterRefused(Refusal):
    """A request breaks a documented limit of the service; it was not sent and costs nothing.

    Every kind names the `operation` and the `parameter`, by the service's name of it.
    """

    operation: Operation
    parameter: str


@dataclass(eq=False)
class ParameterMissing(ParameterRefused):
    """`because` names what asks for the parameter."""

    operation: Operation
    parameter: str
    because: str


@dataclass(eq=False)
class ParameterNotAllowed(ParameterRefused):
    """`because` names what excludes the parameter."""

    operation: Operation
    parameter: str
    because: str


@dataclass(eq=False)
class ParameterTooLong(ParameterRefused):
    """A text or a list has more than `limit` characters or entries."""

    operation: Operation
    parameter: str
    limit: int
    given: int


@dataclass(eq=False)
class ParameterOutOfRange(ParameterRefused):
    """A number lies outside the inclusive range."""

    operation: Operation
    parameter: str
    lowest: float
    highest: float
    given: float


@dataclass(eq=False)
class ParameterUnknownChoice(ParameterRefused):
    """A value is none of the choices. `given` is cut to 40 characters."""

    operation: Operation
    parameter: str
    choices: tuple[str, ...]
    given: str


@dataclass(eq=False)
class ParameterNotAnAddress(ParameterRefused):
    """A text is not an address of the `wanted` kind; it is not repeated here."""

    operation: Operation
    parameter: str
    wanted: str
