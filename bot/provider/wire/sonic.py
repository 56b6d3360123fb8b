"""Requests that go to `/sonic/create`, told apart by `task_type`."""

from typing import ClassVar, Literal

from bot.domain.operations import Operation
from bot.provider.wire.common import WireRequest
from bot.provider.wire.parts import (
    Chosen,
    Continuing,
    Lasting,
    Likened,
    Measured,
    Notified,
    Sourced,
    Styled,
    Worded,
)


class OnCreate(WireRequest):
    """What the address `/sonic/create` asks of every task.

    The service demands `use_suno_cdn`; both values give the same files.
    """

    use_suno_cdn: bool = False


class CreateMusic(OnCreate, Chosen, Worded, Styled, Lasting, Notified):
    """A new song."""

    operation: ClassVar[Operation] = Operation.CREATE
    task_type: Literal["create_music"] = "create_music"


class PersonaMusic(OnCreate, Chosen, Worded, Styled, Lasting, Notified):
    """A new song, sung by a persona or a voice that was made before."""

    operation: ClassVar[Operation] = Operation.PERSONA_MUSIC
    task_type: Literal["persona_music"] = "persona_music"
    persona_id: str


class ExtendMusic(OnCreate, Sourced, Continuing, Chosen, Worded, Styled, Lasting, Notified):
    """The continuation of a song of the service; the result is the new part alone."""

    operation: ClassVar[Operation] = Operation.EXTEND
    task_type: Literal["extend_music"] = "extend_music"


class ExtendUpload(OnCreate, Sourced, Continuing, Chosen, Worded, Styled, Likened, Notified):
    """The continuation of audio that was uploaded before; the result is the new part alone."""

    operation: ClassVar[Operation] = Operation.EXTEND_UPLOAD
    task_type: Literal["extend_upload_music"] = "extend_upload_music"


class CoverMusic(OnCreate, Sourced, Chosen, Worded, Styled, Likened, Lasting, Notified):
    """A song of the service in another style."""

    operation: ClassVar[Operation] = Operation.COVER
    task_type: Literal["cover_music"] = "cover_music"


class CoverUpload(OnCreate, Sourced, Chosen, Worded, Styled, Likened, Notified):
    """Audio that was uploaded before, in another style."""

    operation: ClassVar[Operation] = Operation.COVER_UPLOAD
    task_type: Literal["cover_upload_music"] = "cover_upload_music"


class ConcatMusic(OnCreate, Sourced, Notified):
    """A continuation joined with its source; the clip is the continuation."""

    operation: ClassVar[Operation] = Operation.CONCAT
    task_type: Literal["concat_music"] = "concat_music"


class Remaster(OnCreate, Sourced, Chosen, Notified):
    """A new rendering of a song."""

    operation: ClassVar[Operation] = Operation.REMASTER
    task_type: Literal["remaster"] = "remaster"
    variation_category: Literal["subtle", "normal", "high"] | None = None


class Overpainted(OnCreate, Sourced, Measured, Chosen, Styled, Likened, Notified):
    """Something laid over uploaded audio, from and to given seconds or all along."""

    custom_mode: Literal[True] = True
    prompt: str | None = None
    overpainting_start_s: float | None = None
    overpainting_end_s: float | None = None


class AddVocals(Overpainted):
    """A voice that sings `prompt` over uploaded audio."""

    operation: ClassVar[Operation] = Operation.ADD_VOCALS
    task_type: Literal["add_vocals"] = "add_vocals"


class AddInstrumental(Overpainted):
    """A band behind an uploaded voice."""

    operation: ClassVar[Operation] = Operation.ADD_INSTRUMENTAL
    task_type: Literal["add_instrumental"] = "add_instrumental"
