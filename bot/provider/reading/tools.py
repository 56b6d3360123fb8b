"""Reading the answers of the operations that the service answers at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.errors import OutcomeUnknown
from bot.domain.ids import ProviderClipId, ProviderTaskId
from bot.provider.envelope import Envelope
from bot.provider.reading.accepted import task_id_in
from bot.provider.wire.replies import (
    AlignedWord,
    BpmReply,
    FileReply,
    Instrument,
    LyricsDraft,
    VoiceReply,
    VoxReply,
)

_FAILED = "failed"


@dataclass(frozen=True)
class Uploaded:
    """Audio that was brought in, as a clip; or, answered later, the task that will bring it."""

    clip_id: ProviderClipId | None
    task_id: ProviderTaskId | None


@dataclass(frozen=True)
class MidiReply:
    """A song's notes. Not ready: the same request is to be sent again after some seconds."""

    ready: bool
    failed: bool
    """The service could not do it, and will not when asked again."""
    midi_url: str
    instruments: tuple[Instrument, ...]

    @property
    def over(self) -> bool:
        """Whether asking again would bring nothing new."""
        return self.ready or self.failed


@dataclass(frozen=True)
class FilesReply:
    """A song's files. Not ready: the same request, sent again after some seconds, is free."""

    ready: bool
    files: tuple[FileReply, ...]

    @property
    def over(self) -> bool:
        """Whether asking again would bring nothing new."""
        return self.ready


@dataclass(frozen=True)
class AlignmentReply:
    """When each word is sung, in the order of singing. Words may hold section markers."""

    words: tuple[AlignedWord, ...]


@dataclass(frozen=True)
class TagsReply:
    """A full description of a style, which may be longer than a song's order takes."""

    upsampled_tags: str

    def cut_to(self, limit: int) -> str:
        """Return as many whole tags as `limit` characters hold, or the first cut to it."""
        if len(self.upsampled_tags) <= limit:
            return self.upsampled_tags
        kept = self.upsampled_tags[: limit + 1].rpartition(",")[0].rstrip(", ")
        return kept or self.upsampled_tags[:limit]


@dataclass(frozen=True)
class LyricsReply:
    """Drafts of lyrics; or, answered later, the task that will bring them."""

    drafts: tuple[LyricsDraft, ...]
    task_id: ProviderTaskId | None


def read_upload(answer: Envelope) -> Uploaded:
    """Return the uploaded clip; on top or under `data`."""
    for holder in _holders(answer):
        clip_id = holder.get("clip_id") or holder.get("id")
        if isinstance(clip_id, str) and clip_id:
            return Uploaded(ProviderClipId(clip_id), None)
    task_id = task_id_in(answer)
    if task_id is None:
        raise OutcomeUnknown("no clip_id")
    return Uploaded(None, task_id)


def read_persona(answer: Envelope) -> VoiceReply:
    """Return the persona; on top or under `data`."""
    for holder in _holders(answer):
        voice = VoiceReply.model_validate(holder)
        if voice.persona_id:
            return voice
    raise OutcomeUnknown("no persona_id")


def read_bpm(answer: Envelope) -> BpmReply:
    """Return the tempo, in beats a minute."""
    for holder in _holders(answer):
        reply = BpmReply.model_validate(holder)
        if reply.avg_bpm:
            return reply
    raise OutcomeUnknown("no avg_bpm")


def read_vox(answer: Envelope) -> VoxReply:
    """Return the voice's id."""
    for holder in _holders(answer):
        reply = VoxReply.model_validate(holder)
        if reply.vox_audio_id:
            return reply
    raise OutcomeUnknown("no vox_audio_id")


def read_wav(answer: Envelope) -> FileReply:
    """Return the WAV file, without an address where the service says that it made none."""
    for holder in _holders(answer):
        reply = FileReply.model_validate({"format": "wav", "url": holder.get("wav_url")})
        if reply.url:
            return reply
    # It is made before the service answers, so a result without it will not get it later.
    if answer.type == _FAILED or (isinstance(answer.data, dict) and not answer.not_ready):
        return FileReply(format="wav")
    raise OutcomeUnknown("no wav_url")


def read_midi(answer: Envelope) -> MidiReply:
    """Return the notes, or that they are not ready: the address is then a sentence, or absent."""
    for holder in _holders(answer):
        if "midi_url" not in holder and "instruments" not in holder:
            continue
        told = holder.get("midi_url")
        reply = FileReply.model_validate({"format": "midi", "url": told})
        failed = isinstance(told, str) and told.strip().lower().startswith(_FAILED)
        instruments = tuple(map(Instrument.model_validate, _objects(holder.get("instruments"))))
        return MidiReply(bool(reply.url), failed, reply.url, instruments)
    failed = answer.type == _FAILED
    if not (failed or answer.not_ready or isinstance(answer.data, dict)):
        raise OutcomeUnknown("no midi_url")
    return MidiReply(ready=False, failed=failed, midi_url="", instruments=())


def read_alignment(answer: Envelope) -> AlignmentReply:
    """Return the words that have a beginning and an end."""
    found: object = answer.data
    for holder in _holders(answer):
        found = holder.get("alignment", found)
    if not isinstance(found, list):
        raise OutcomeUnknown("no alignment")
    words = map(AlignedWord.model_validate, _objects(found))
    return AlignmentReply(
        tuple(word for word in words if word.start_s is not None and word.end_s is not None)
    )


def read_tags(answer: Envelope) -> TagsReply:
    """Return the described style."""
    for holder in _holders(answer):
        tags = holder.get("upsampled_tags")
        if isinstance(tags, str) and tags.strip():
            return TagsReply(tags.strip())
    raise OutcomeUnknown("no upsampled_tags")


def read_files(answer: Envelope, formats: Iterable[str]) -> FilesReply:
    """Return the files, under `files` or, as it was once, each under its own name."""
    files: list[FileReply] = []
    for holder in _holders(answer):
        files += map(FileReply.model_validate, _objects(holder.get("files")))
        files += (
            FileReply.model_validate({"format": name, "url": holder[f"{name}_url"]})
            for name in formats
            if f"{name}_url" in holder
        )
    usable = tuple(file for file in files if file.url)
    if not usable and not answer.not_ready:
        raise OutcomeUnknown("no files")
    return FilesReply(bool(usable), usable)


def read_lyrics(answer: Envelope) -> LyricsReply:
    """Return the drafts, under `results` or `data`."""
    found = answer.data
    entries = _objects(found if isinstance(found, list) else [found])
    drafts = tuple(
        draft for draft in map(LyricsDraft.model_validate, entries) if draft.lyrics.strip()
    )
    task_id = task_id_in(answer)
    if not drafts and task_id is None:
        raise OutcomeUnknown("no lyrics")
    return LyricsReply(drafts, None if drafts else task_id)


def _holders(answer: Envelope) -> Iterable[dict[str, object]]:
    """Give the objects that may hold what was asked for: `data`, its first entry, and the top."""
    data = answer.data
    if isinstance(data, list):
        yield from _objects(data[:1])
    if isinstance(data, dict):
        yield data
    yield answer.contents or {}


def _objects(value: object) -> list[dict[str, object]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
