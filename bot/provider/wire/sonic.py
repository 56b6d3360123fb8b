"""Requests that go to `/sonic/create`, told apart by `task_type`."""

from typing import ClassVar, Literal

from bot.domain.operations import Operation
from bot.provider.wire.common import WireRequest
from bot.provider.wire.parts import Chosen, Lasting, Notified, Styled, Worded


class OnCreate(WireRequest):
    """What the address `/sonic/create` asks of every task.

    The service demands `use_suno_cdn`; both values give the same files.
    """

    use_suno_cdn: bool = False


class CreateMusic(OnCreate, Chosen, Worded, Styled, Lasting, Notified):
    """A new song."""

    operation: ClassVar[Operation] = Operation.CREATE
    task_type: Literal["create_music"] = "create_music"
