"""What members ask for and what they get: requests and songs."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.errors import ConflictingFields, EmptyText, Field
from bot.domain.files import FileGone
from bot.domain.ids import (
    ContentHash,
    GuildId,
    JobId,
    PersonaId,
    ProviderClipId,
    SongId,
    UserId,
    VoiceId,
)
from bot.domain.text import has_visible_characters, tidy


class Voice(StrEnum):
    """Who sings, as far as the service lets one choose."""

    FEMALE = "female"
    MALE = "male"


class Engine(StrEnum):
    """Which of the service's products makes a song."""

    SONIC = "sonic"
    PRODUCER = "producer"
    """Takes a style, lyrics and a title alone, and makes one version."""


class WordsFrom(StrEnum):
    """Where a song's words come from."""

    IDEA = "idea"
    """The service makes words, style and title from the idea."""
    BRIEF = "brief"
    """The service writes words from the idea; style and title are the member's."""
    MEMBER = "member"
    """The member's own lyrics, sung as written."""


@dataclass(frozen=True)
class SongRequest:
    """A new song as a member asks for it. An absent text is the empty string.

    Hand on only what `checked` returned. How much of each text the service takes depends on the
    model and is checked by the music provider's port before anything is charged.
    """

    model: str
    idea: str = ""
    style: str = ""
    lyrics: str = ""
    title: str = ""
    exclude: str = ""
    instrumental: bool = False
    voice: Voice | None = None
    length_seconds: int | None = None
    weirdness: float | None = None
    """0 (conventional) to 1 (strange)."""
    style_strength: float | None = None
    """0 (loose) to 1 (follows the style closely)."""
    voice_id: VoiceId | None = None
    """A reusable voice that is to sing."""
    persona_id: PersonaId | None = None
    """The same voice as the service knows it; an order fills it in."""
    engine: Engine = Engine.SONIC

    def checked(self) -> "SongRequest":
        """Return the request with its texts tidied, after checking what needs no model to tell.

        Raises:
            EmptyText: a given text shows nothing, or neither idea nor lyrics nor style is given.
            ConflictingFields: a voice or lyrics together with `instrumental`, or something that the
                engine does not take.
        """
        texts = {
            Field.IDEA: self.idea,
            Field.STYLE: self.style,
            Field.LYRICS: self.lyrics,
            Field.TITLE: self.title,
            Field.EXCLUDE: self.exclude,
        }
        for field, text in texts.items():
            if text and not has_visible_characters(text):
                raise EmptyText(field)
        if not (self.idea or self.lyrics or self.style):
            raise EmptyText(Field.IDEA)
        if self.instrumental and self.voice is not None:
            raise ConflictingFields(Field.VOICE, Field.INSTRUMENTAL)
        if self.instrumental and self.lyrics:
            raise ConflictingFields(Field.LYRICS, Field.INSTRUMENTAL)
        if self.instrumental and self.voice_id is not None:
            raise ConflictingFields(Field.VOICE, Field.INSTRUMENTAL)
        if self.engine is Engine.PRODUCER:
            self._check_producer()
        tidied = {field: tidy(text) for field, text in texts.items()}
        if tidied == texts:
            return self
        return replace(
            self,
            idea=tidied[Field.IDEA],
            style=tidied[Field.STYLE],
            lyrics=tidied[Field.LYRICS],
            title=tidied[Field.TITLE],
            exclude=tidied[Field.EXCLUDE],
        )

    def _check_producer(self) -> None:
        chosen = {
            Field.EXCLUDE: bool(self.exclude),
            Field.VOICE: self.voice is not None or self.voice_id is not None,
            Field.LENGTH: self.length_seconds is not None,
            Field.WEIRDNESS: self.weirdness is not None,
            Field.STYLE_STRENGTH: self.style_strength is not None,
        }
        for field, given in chosen.items():
            if given:
                raise ConflictingFields(field, Field.ENGINE)

    @property
    def words_from(self) -> WordsFrom:
        """Tell where the words come from, which decides the service's mode."""
        if self.lyrics:
            return WordsFrom.MEMBER
        if self.style:
            return WordsFrom.BRIEF
        return WordsFrom.IDEA

    @property
    def summary(self) -> str:
        """The one text that says best what was asked, for cards and lists. Never empty."""
        return self.title or self.idea or self.style or self.lyrics

    @property
    def parents(self) -> tuple[SongId, ...]:
        """Return nothing: a new song is made from no other."""
        return ()


@dataclass(frozen=True)
class Clip:
    """One finished audio as the provider reports it; becomes a `Song` once its file is verified."""

    clip_id: ProviderClipId
    title: str
    style: str
    lyrics: str
    audio_url: str
    image_url: str | None
    duration_seconds: float | None
    model: str
    label: str = ""
    """Which part of a song it is, as the service says; only stems have a reliable one."""
    fragment: bool = False
    """Whether it is a new part alone, not joined with its source."""


class SongRole(StrEnum):
    """What a song is to the job that brought it."""

    SONG = "song"
    FRAGMENT = "fragment"
    """A new part alone, which goes on from its parent or stands for a part of it."""
    STEM = "stem"
    """One of several tracks of its parent."""
    UPLOAD = "upload"
    """Somebody's own audio."""


@dataclass(frozen=True)
class StoredAudio:
    """A verified audio file in our archive."""

    content_hash: ContentHash
    size_bytes: int
    duration_seconds: float
    extension: str
    """File name ending without the dot, such as `mp3`."""


@dataclass(frozen=True)
class EarlyVersion:
    """A version that was fetched while the service is still at work on the others."""

    clip: Clip
    audio: StoredAudio


@dataclass(frozen=True)
class Song:
    """One finished, verified audio that a member can play."""

    song_id: SongId
    job_id: JobId
    position: int
    """1 for the first of a job's songs."""
    guild_id: GuildId
    author_id: UserId
    title: str
    style: str
    lyrics: str
    model: str
    clip_id: ProviderClipId
    audio: StoredAudio
    created_at: datetime
    private: bool = False
    """Whether it is for its author alone."""
    deleted_at: datetime | None = None
    """Since when it is gone; its texts went with it."""
    role: SongRole = SongRole.SONG
    label: str = ""
    """Which part of its parent a stem is, such as `Vocals`. Hostile text."""
    gone: FileGone | None = None
    """Since when and why our archive has no file of it."""

    @property
    def has_words(self) -> bool:
        """Whether anything is sung; an instrumental's lyrics are only markers in brackets."""
        return any(
            line.strip() and not (line.strip().startswith("[") and line.strip().endswith("]"))
            for line in self.lyrics.splitlines()
        )
