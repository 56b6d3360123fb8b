"""Pictures of commands' answers, one after the other."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.browser.gallery.album import Album, Picture
from tests.support.sandbox import OptionValue
from tests.support.sandbox_views import SeenMessage


@dataclass(frozen=True)
class Step:
    """A command as a member uses it, and what its picture is called."""

    name: str
    title: str
    member: str
    command: str
    options: Mapping[str, OptionValue] = field(default_factory=dict)
    channel: str = "songs"

    @property
    def picture(self) -> Picture:
        """The picture of the answer."""
        return Picture(self.name, self.title, (self.command,))

    async def use(self, album: Album) -> SeenMessage:
        """Use the command and take the picture of its answer."""
        answer = await album.use(self.member, self.command, self.channel, **self.options)
        await album.message(self.name, answer)
        return answer


async def use_all(album: Album, steps: tuple[Step, ...]) -> None:
    """Go through the steps in order."""
    for step in steps:
        await step.use(album)
