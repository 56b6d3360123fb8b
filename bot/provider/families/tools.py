"""The sonic family's operations that are answered at once, and lyrics."""

from bot.provider.families.base import OperationFamily
from bot.provider.reading import tools as reading
from bot.provider.wire import tools
from bot.provider.wire.replies import BpmReply, FileReply, VoiceReply, VoxReply


class Tools(OperationFamily):
    """One method per operation. Each call is charged; some are repeated until they are ready.

    An answer without what was asked for raises `OutcomeUnknown`: it may have been charged. Where
    the service says in its answer that it failed, the reply says so.
    """

    async def upload(self, request: tools.Upload) -> reading.Uploaded:
        """Bring audio in, to extend or cover later."""
        return reading.read_upload(await self._send(request))

    async def persona(self, request: tools.Persona) -> VoiceReply:
        """Keep the voice of a song under a name."""
        return reading.read_persona(await self._send(request))

    async def bpm(self, request: tools.Bpm) -> BpmReply:
        """Find a song's tempo."""
        return reading.read_bpm(await self._send(request))

    async def vox(self, request: tools.Vox) -> VoxReply:
        """Take the voice out of a song."""
        return reading.read_vox(await self._send(request))

    async def wav(self, request: tools.Wav) -> FileReply:
        """Get a song as WAV; a reply without an address says that it could not be made."""
        return reading.read_wav(await self._send(request))

    async def midi(self, request: tools.Midi) -> reading.MidiReply:
        """Get a song's notes; call again (see `repetition`) while the reply is not ready."""
        return reading.read_midi(await self._send(request))

    async def aligned_lyrics(self, request: tools.AlignedLyrics) -> reading.AlignmentReply:
        """Find when each word is sung. A song without lyrics raises `ProviderRefused`."""
        return reading.read_alignment(await self._send(request))

    async def upsample_tags(self, request: tools.UpsampleTags) -> reading.TagsReply:
        """Make a few style words into a full description."""
        return reading.read_tags(await self._send(request))

    async def download(self, request: tools.Download) -> reading.FilesReply:
        """Get a song's files; call again (see `repetition`) while the reply is not ready."""
        return reading.read_files(await self._send(request), request.formats)

    async def lyrics(self, request: tools.Lyrics) -> reading.LyricsReply:
        """Have lyrics written."""
        return reading.read_lyrics(await self._send(request))
