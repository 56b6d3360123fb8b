"""Filling in what a rework is made from: which clip, which address, which words."""

from dataclasses import replace
from typing import TypeVar

from bot.domain.files import SongFileGone, StoredFile
from bot.domain.ids import GuildId, UserId
from bot.domain.library import SongNotFound, Visitor
from bot.domain.ports import Clock, PublicFiles, Transaction
from bot.domain.requests import Asked, Request
from bot.domain.songs import Song, SongRequest, SongRole, StoredAudio
from bot.domain.sources import CLIP_LIFE, NoPublicAddress, SongTooOld, Source
from bot.domain.voices import VoiceNotFound
from bot.services.finding import song_deleted

AskedFor = TypeVar("AskedFor", bound=Asked)


class NoPublicFiles:
    """Implements `PublicFiles` where this program cannot be reached from outside."""

    def address_of(self, audio: StoredAudio | StoredFile, name: str = "") -> str | None:
        """Return None."""
        return None


class Sources:
    """Completes requests within the transaction that looks at what they name."""

    def __init__(
        self,
        clock: Clock,
        public_files: PublicFiles | None = None,
        foreign_models: frozenset[str] = frozenset(),
    ) -> None:
        """`foreign_models` make songs that the service reworks only like uploaded audio."""
        self._clock = clock
        self._foreign_models = foreign_models
        self._public_files = public_files or NoPublicFiles()

    def complete(
        self, tx: Transaction, request: Request, user_id: UserId, guild_id: GuildId
    ) -> Request:
        """Return a request with everything that it takes from songs and voices.

        Raises:
            Refusal: a song or voice may not be used, or the service cannot be told of it.
        """
        if isinstance(request, SongRequest):
            return _with_voice(tx, request, user_id, guild_id)
        return self._informed(tx, request, Visitor(guild_id, user_id))

    def _informed(self, tx: Transaction, request: AskedFor, visitor: Visitor) -> AskedFor:
        songs = tuple(_song(tx, source, visitor) for source in request.sources)
        return self.informed_by(request, songs)

    def informed_by(self, request: AskedFor, songs: tuple[Song | None, ...]) -> AskedFor:
        """Return a request with everything that it takes from songs that were looked up before.

        Raises:
            Refusal: the service cannot be told of a song.
        """
        sources = tuple(
            self._filled(request, source, song)
            for source, song in zip(request.sources, songs, strict=True)
        )
        return request.informed(sources, songs)

    def _filled(self, request: Asked, source: Source, song: Song | None) -> Source:
        if song is None:
            return source
        known = Source(
            song_id=song.song_id,
            uploaded=song.role is SongRole.UPLOAD,
            duration_seconds=song.audio.duration_seconds,
            title=song.title,
        )
        young = request.clip_of_any_age or self._clock.now() - song.created_at < CLIP_LIFE
        strange = (request.needs_upload and not known.uploaded) or (
            song.model in self._foreign_models
        )
        if young and not strange and not request.needs_link:
            return replace(known, clip_id=song.clip_id)
        if song.gone is not None:
            raise SongFileGone(song.song_id, song.gone)
        address = self._public_files.address_of(song.audio)
        if address is None:
            raise NoPublicAddress(song.song_id) if young else SongTooOld(song.song_id)
        return replace(known, url=address, uploaded=True)


def without_sources(request: Request) -> Request | None:
    """Return a request that names neither a song nor a voice, complete; None if it names any."""
    if isinstance(request, SongRequest) and request.voice_id is None:
        return _without_voice(request)
    return None


def _song(tx: Transaction, source: Source, visitor: Visitor) -> Song | None:
    if source.song_id is None:
        return None
    song = tx.songs.get(source.song_id)
    if song is None or not visitor.may_see(song):
        raise SongNotFound(source.song_id)
    if song.deleted_at is not None:
        raise song_deleted(tx, song, song.deleted_at)
    return song


def _with_voice(
    tx: Transaction, request: SongRequest, user_id: UserId, guild_id: GuildId
) -> SongRequest:
    if request.voice_id is None:
        return _without_voice(request)
    voice = tx.voices.get(request.voice_id)
    if voice is None or not voice.usable_by(user_id, guild_id):
        raise VoiceNotFound(request.voice_id)
    return replace(request, persona_id=voice.persona_id)


def _without_voice(request: SongRequest) -> SongRequest:
    return request if request.persona_id is None else replace(request, persona_id=None)
