"""Limits of lyrics, personas, files, and of the producer and riffusion families."""

from bot.domain.catalogue import Cap, Catalogue
from bot.domain.operations import ParameterMissing, ParameterUnknownChoice
from bot.provider.checks.basics import (
    Check,
    absent,
    fetchable,
    ordered,
    required,
    short,
    within,
)
from bot.provider.checks.song import model_of
from bot.provider.wire.common import WireRequest
from bot.provider.wire.producer import ProducerCreate, ProducerLyrics, ProducerUpload
from bot.provider.wire.riffusion import (
    Described,
    RiffusionDescription,
    RiffusionExtend,
    RiffusionReplace,
)
from bot.provider.wire.tools import Download, Lyrics, Persona, UpsampleTags

_LONGEST_PLACE_SECONDS = 86_400


def _describes_lyrics(request: WireRequest, catalogue: Catalogue) -> None:
    match request:
        case Lyrics():
            required(request, "description", request.description, request.operation)
            cap = catalogue.caps[Cap.LYRICS_DESCRIPTION]
            short(request, "description", request.description, cap)
        case UpsampleTags():
            required(request, "tags", request.tags, request.operation)
            longest = catalogue.models[catalogue.default_model].limits.tags
            short(request, "tags", request.tags, longest)
        case _:
            pass


def _names_a_persona(request: WireRequest, catalogue: Catalogue) -> None:
    if not isinstance(request, Persona):
        return
    required(request, "name", request.name, request.operation)
    short(request, "name", request.name, catalogue.caps[Cap.PERSONA_NAME])
    short(request, "describe", request.describe, catalogue.caps[Cap.PERSONA_DESCRIPTION])
    if request.vox_audio_id is None:
        absent(request, "vocal_start_s", request.vocal_start_s, "no vox_audio_id")


def _downloads(request: WireRequest, catalogue: Catalogue) -> None:
    if isinstance(request, Download):
        if not request.formats:
            raise ParameterMissing(request.operation, "formats", request.operation)
        if len(set(request.formats)) < len(request.formats):
            choices = tuple(sorted(set(request.formats)))
            raise ParameterUnknownChoice(request.operation, "formats", choices, "one twice")


def _produces(request: WireRequest, catalogue: Catalogue) -> None:
    match request:
        case ProducerCreate():
            _check_producer(request, catalogue)
        case ProducerLyrics():
            required(request, "prompt", request.prompt, request.operation)
            longest = catalogue.default_for(request.operation).limits.description
            short(request, "prompt", request.prompt, longest)
        case ProducerUpload():
            fetchable(request, "audio_url", request.audio_url)
        case _:
            pass


def _check_producer(request: ProducerCreate, catalogue: Catalogue) -> None:
    takes = catalogue.models_for(request.operation)
    model = catalogue.model(request.mv)
    if model is None or model not in takes:
        choices = tuple(known.name for known in takes)
        raise ParameterUnknownChoice(request.operation, "mv", choices, request.mv[:40])
    if request.lyrics is None:
        required(request, "sound", request.sound, "no lyrics")
    short(request, "sound", request.sound, model.limits.tags)
    short(request, "lyrics", request.lyrics, model.limits.prompt)
    short(request, "title", request.title, model.limits.title)
    if request.seed is not None and not (request.seed.isascii() and request.seed.isdigit()):
        raise ParameterUnknownChoice(request.operation, "seed", ("digits",), request.seed[:40])


def _riffs(request: WireRequest, catalogue: Catalogue) -> None:
    model = model_of(request, catalogue)
    if isinstance(request, RiffusionDescription):
        required(request, "prompt", request.prompt, request.operation)
        short(request, "prompt", request.prompt, model.limits.description if model else 0)
    if isinstance(request, Described):
        required(request, "lyrics", request.lyrics, request.operation)
        if model is not None:
            short(request, "lyrics", request.lyrics, model.limits.prompt)
            short(request, "sound", request.sound, model.limits.tags)
            short(request, "title", request.title, model.limits.title)
    if isinstance(request, RiffusionExtend):
        within(request, "continue_at", request.continue_at, 1, _LONGEST_PLACE_SECONDS)
    if isinstance(request, RiffusionReplace):
        ordered(
            request, ("start_s", request.start_s), ("end_s", request.end_s), request.source_seconds
        )


RULES: tuple[Check, ...] = (
    _describes_lyrics,
    _names_a_persona,
    _downloads,
    _produces,
    _riffs,
)
