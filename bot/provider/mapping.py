"""Between the bot's words and the service's."""

from dataclasses import dataclass, replace
from typing import Literal

from bot.domain.errors import (
    ConflictingFields,
    EmptyText,
    Field,
    Refusal,
    TextTooLong,
    UnknownChoice,
    ValueOutOfRange,
)
from bot.domain.findings import VoiceMade
from bot.domain.ids import ProviderClipId
from bot.domain.operations import (
    ParameterMissing,
    ParameterOutOfRange,
    ParameterRefused,
    ParameterTooLong,
    ParameterUnknownChoice,
)
from bot.domain.ports import TaskReport, TaskState
from bot.domain.requests import Request
from bot.domain.songs import Clip, SongRequest, Voice, WordsFrom
from bot.provider.reading.tasks import TaskItem, TaskReply
from bot.provider.wire.producer import ProducerCreate
from bot.provider.wire.sonic import CreateMusic, PersonaMusic

GENDERS: dict[Voice, Literal["f", "m"]] = {Voice.FEMALE: "f", Voice.MALE: "m"}

_FIELDS = {
    "gpt_description_prompt": Field.IDEA,
    "tags": Field.STYLE,
    "negative_tags": Field.EXCLUDE,
    "title": Field.TITLE,
    "sound": Field.STYLE,
    "lyrics": Field.LYRICS,
    "mv": Field.MODEL,
    "vocal_gender": Field.VOICE,
    "duration": Field.LENGTH,
    "weirdness_constraint": Field.WEIRDNESS,
    "style_weight": Field.STYLE_STRENGTH,
    "audio_weight": Field.CLOSENESS,
    "variation_category": Field.STRENGTH,
    "infill_lyrics": Field.LYRICS,
    "description": Field.IDEA,
    "continue_at": Field.START,
    "chop_sample_start_s": Field.START,
    "infill_start_s": Field.START,
    "overpainting_start_s": Field.START,
    "chop_sample_end_s": Field.END,
    "infill_end_s": Field.END,
    "overpainting_end_s": Field.END,
    "url": Field.SOURCE,
    "audio_url": Field.SOURCE,
    "source_seconds": Field.SOURCE,
    "clip_id": Field.SOURCE,
    "continue_clip_id": Field.SOURCE,
    "sample_clip_id": Field.SOURCE,
    "mashup_clip_ids": Field.SOURCE,
    "persona_id": Field.VOICE,
}


@dataclass(frozen=True)
class Callback:
    """Where the service announces the end of a task, and the secret that it signs with."""

    url: str
    secret: str


def song_order(request: SongRequest, callback: Callback | None = None) -> CreateMusic:
    """Return the order for a new song.

    When the service is to write the words and no idea is given, they are about the title or,
    without one, the style: in the member's own language, which a sentence of ours would not be.
    """
    words = request.words_from
    brief = request.idea or request.title or request.style
    return CreateMusic(
        mv=request.model,
        custom_mode=words is not WordsFrom.IDEA,
        prompt={WordsFrom.MEMBER: request.lyrics, WordsFrom.BRIEF: brief}.get(words),
        gpt_description_prompt=request.idea if words is WordsFrom.IDEA else None,
        auto_lyrics=True if words is WordsFrom.BRIEF else None,
        make_instrumental=True if request.instrumental else None,
        title=request.title or None,
        tags=request.style or None,
        negative_tags=request.exclude or None,
        vocal_gender=None if request.voice is None else GENDERS[request.voice],
        style_weight=request.style_strength,
        weirdness_constraint=request.weirdness,
        duration=request.length_seconds,
        webhook_url=callback.url if callback else None,
        webhook_secret=callback.secret if callback else None,
    )


def producer_order(request: SongRequest, callback: Callback | None = None) -> ProducerCreate:
    """Return the order for a new song of the producer, which knows no ideas beside a style."""
    sound = ". ".join(text for text in (request.style, request.idea) if text)
    if not request.lyrics:
        sound = sound or request.title
    return ProducerCreate(
        mv=request.model,
        sound=sound or None,
        lyrics=request.lyrics or None,
        title=request.title or None,
        make_instrumental=True if request.instrumental else None,
        webhook_url=callback.url if callback else None,
        webhook_secret=callback.secret if callback else None,
    )


def persona_order(request: SongRequest, callback: Callback | None = None) -> PersonaMusic:
    """Return the order for a new song with a reusable voice."""
    fields = song_order(request, callback).model_dump(exclude={"task_type"})
    return PersonaMusic.model_validate(fields | {"persona_id": request.persona_id or ""})


def refusal_for(broken: ParameterRefused, request: Request) -> Refusal:
    """Say a broken limit of the service in the words in which the song was asked for."""
    field = _FIELDS.get(broken.parameter) or _source_of_prompt(request)
    match broken:
        case ParameterTooLong():
            return TextTooLong(field, broken.limit, broken.given)
        case ParameterOutOfRange():
            return ValueOutOfRange(field, broken.lowest, broken.highest, broken.given)
        case ParameterUnknownChoice():
            return UnknownChoice(field, broken.given, broken.choices)
        case ParameterMissing():
            return EmptyText(field)
        case _:
            return ConflictingFields(field, Field.MODEL)


def report_of(reply: TaskReply) -> TaskReport:
    """Return what the service says of a task, in the domain's words."""
    fragments = (item.fragment for item in reply.items if item.fragment is not None)
    return TaskReport(
        state=reply.state,
        clips=tuple(_clip(item) for item in reply.items if item.state is TaskState.FINISHED),
        failed_clips=sum(1 for item in reply.items if item.state is TaskState.FAILED),
        detail=reply.detail,
        fragments=tuple(
            replace(_clip(item), fragment=True)
            for item in fragments
            if item.state is TaskState.FINISHED
        ),
        finding=VoiceMade(reply.voice.persona_id) if reply.voice else None,
    )


def _clip(item: TaskItem) -> Clip:
    clip = item.clip
    # A whole song that could not be joined is reported as its new part.
    unjoined = item.fragment is not None and item.fragment.clip.clip_id == clip.clip_id
    return Clip(
        clip_id=ProviderClipId(clip.clip_id),
        title=clip.title,
        style=clip.tags,
        lyrics=clip.lyrics,
        audio_url=clip.audio_url or clip.wav_url,
        image_url=clip.image_url or None,
        duration_seconds=clip.duration,
        model=clip.mv,
        label=clip.part,
        fragment=unjoined,
    )


def _source_of_prompt(request: Request) -> Field:
    if request.words_from is WordsFrom.MEMBER:
        return Field.LYRICS
    if request.idea:
        return Field.IDEA
    return Field.TITLE if request.title else Field.STYLE
