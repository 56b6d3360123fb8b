"""Looking at audio that members bring, before anybody pays for it."""

from dataclasses import dataclass, replace

from bot.domain.errors import AddressRefused, MediaUnavailable, MediaUnusable
from bot.domain.ports import SongArchive
from bot.domain.requests import MashupRequest, OfOne, Request
from bot.domain.songs import SongRequest
from bot.domain.sources import Source, SourceUnreachable, SourceUnusable


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
        except (MediaUnavailable, AddressRefused) as error:
            raise SourceUnreachable(error.reason) from None
        except MediaUnusable as error:
            raise SourceUnusable(error.reason) from None

    async def inspected(self, request: Request) -> Request:
        """Return a request once every link that a member gave in it has proved to be audio.

        Its sources then have their lengths. Links are looked at each time: what was audio an hour
        ago may be gone.

        Raises:
            SourceUnreachable, SourceUnusable: as `inspect`.
        """
        if isinstance(request, MashupRequest):
            first = await self._looked_at(request.first)
            return replace(request, first=first, second=await self._looked_at(request.second))
        if isinstance(request, SongRequest) or not isinstance(request, OfOne):
            return request
        return replace(request, source=await self._looked_at(request.source))

    async def _looked_at(self, source: Source) -> Source:
        if source.song_id is not None or not source.url:
            return source
        audio = await self.inspect(source.url)
        return replace(source, duration_seconds=audio.duration_seconds)
