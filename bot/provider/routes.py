"""Where each operation is called. The client calls nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from bot.domain.operations import Operation


@dataclass(frozen=True)
class Route:
    """The address of an operation, below the service's base address."""

    operation: Operation
    method: Literal["GET", "POST"]
    place: str
    """`{task_id}` in it stands for a task; with it, it also stands in logs."""
    slow: bool = False
    """Whether the service fetches or makes a file before it answers."""
    spaced: bool = False
    """Whether it makes a new task, of which the service takes only so many a minute."""


def _task(operation: Operation, place: str, *, slow: bool = False) -> Route:
    return Route(operation, "POST", place, slow=slow, spaced=True)


def _tool(operation: Operation, place: str, *, slow: bool = False) -> Route:
    return Route(operation, "POST", place, slow=slow)


def _question(operation: Operation, place: str) -> Route:
    return Route(operation, "GET", place)


_ON_CREATE = (
    Operation.CREATE,
    Operation.EXTEND,
    Operation.COVER,
    Operation.CONCAT,
    Operation.PERSONA_MUSIC,
    Operation.EXTEND_UPLOAD,
    Operation.COVER_UPLOAD,
    Operation.REMASTER,
    Operation.ADD_VOCALS,
    Operation.ADD_INSTRUMENTAL,
)

_ON_RIFFUSION = (
    Operation.RIFFUSION_LYRICS,
    Operation.RIFFUSION_DESCRIPTION,
    Operation.RIFFUSION_EXTEND,
    Operation.RIFFUSION_COVER,
    Operation.RIFFUSION_REPLACE,
    Operation.RIFFUSION_SWAP_SOUND,
    Operation.RIFFUSION_SWAP_VOCALS,
)

_ALL = (
    *(_task(operation, "/sonic/create") for operation in _ON_CREATE),
    _task(Operation.UPLOAD_EXTEND, "/sonic/upload-extend", slow=True),
    _task(Operation.UPLOAD_COVER, "/sonic/upload-cover", slow=True),
    _task(Operation.SAMPLE, "/sonic/sample", slow=True),
    _task(Operation.MASHUP, "/sonic/mashup"),
    _task(Operation.REPLACE_SECTION, "/sonic/replace-section"),
    _tool(Operation.PERSONA, "/sonic/persona"),
    _task(Operation.CREATE_VOICE, "/sonic/create-voice", slow=True),
    _tool(Operation.UPLOAD, "/sonic/upload", slow=True),
    _task(Operation.STEMS_BASIC, "/sonic/stems/basic"),
    _task(Operation.STEMS_FULL, "/sonic/stems/full"),
    _tool(Operation.BPM, "/sonic/bpm"),
    _tool(Operation.VOX, "/sonic/vox"),
    _tool(Operation.WAV, "/sonic/wav", slow=True),
    _tool(Operation.MIDI, "/sonic/midi", slow=True),
    _tool(Operation.ALIGNED_LYRICS, "/sonic/aligned-lyrics"),
    _tool(Operation.UPSAMPLE_TAGS, "/sonic/upsample-tags"),
    _tool(Operation.DOWNLOAD, "/sonic/download", slow=True),
    _question(Operation.GET_MUSIC, "/sonic/task/{task_id}"),
    _tool(Operation.LYRICS, "/sonic/lyrics"),
    _question(Operation.GET_CREDITS, "/get-credits"),
    _task(Operation.PRODUCER_CREATE, "/producer/create"),
    _task(Operation.PRODUCER_LYRICS, "/producer/lyrics-create"),
    _task(Operation.PRODUCER_VIDEO, "/producer/video-clip"),
    _task(Operation.PRODUCER_UPLOAD, "/producer/upload", slow=True),
    _task(Operation.PRODUCER_DOWNLOAD, "/producer/download"),
    _question(Operation.PRODUCER_GET_MUSIC, "/producer/task/{task_id}"),
    _task(Operation.NURO_VOCAL, "/nuro/create"),
    _task(Operation.NURO_INSTRUMENTAL, "/nuro/create"),
    _question(Operation.NURO_GET_MUSIC, "/nuro/task/{task_id}"),
    *(_task(operation, "/riffusion/create") for operation in _ON_RIFFUSION),
    _tool(Operation.RIFFUSION_UPLOAD, "/riffusion/upload", slow=True),
    _question(Operation.RIFFUSION_GET_MUSIC, "/riffusion/task/{task_id}"),
)

ROUTES: Mapping[Operation, Route] = MappingProxyType({route.operation: route for route in _ALL})
