"""What example calls of the music API work on."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.domain.ids import ProviderTaskId
from bot.provider.client import MusicClient

LYRICS = "[Verse]\nRain on tin\n[Chorus]\nSing it in"


@dataclass(frozen=True)
class Sources:
    """Clips, tasks and addresses; those of a script, unless a test has real ones."""

    song: str = "c-song"
    extension: str = "c-extension"
    upload: str = "c-upload"
    persona: str = "p-1"
    address: str = "https://files.example/hum.mp3"
    task_id: str = "t-1"
    producer_clip: str = "c-producer"
    producer_task_id: str = "t-1"

    @property
    def task(self) -> ProviderTaskId:
        """A task of the sonic family."""
        return ProviderTaskId(self.task_id)

    @property
    def producer_task(self) -> ProviderTaskId:
        """A task of the producer family."""
        return ProviderTaskId(self.producer_task_id)


Example = Callable[[MusicClient, Sources], Awaitable[object]]

Exchange = tuple[str, object, object]
"""Method and path, the JSON that is sent, and the JSON of the answer."""
