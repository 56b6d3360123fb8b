"""Looking at audio that members bring, before anybody pays for it."""

from dataclasses import dataclass

from bot.domain.errors import MediaUnavailable, MediaUnusable
from bot.domain.ports import SongArchive
from bot.domain.sources import SourceUnreachable, SourceUnusable


@dataclass(frozen=True)
class InspectedAudio:
    """Audio that was fetched and decoded to its end."""

    duration_seconds: float


class UploadService:
    """Tells whether a link leads to audio."""

    def __init__(self, archive: SongArchive) -> None:
        self._archive = archive

    async def inspect(self, url: str) -> InspectedAudio:
        """Fetch what is at an address and prove that it is audio. This takes seconds.

        Raises:
            SourceUnreachable: it cannot be fetched now, or the address is not allowed.
            SourceUnusable: it is no audio, is silent, or too long.
        """
        try:
            return InspectedAudio(await self._archive.inspect(url))
        except MediaUnavailable as error:
            raise SourceUnreachable(error.reason) from None
        except MediaUnusable as error:
            raise SourceUnusable(error.reason) from None
