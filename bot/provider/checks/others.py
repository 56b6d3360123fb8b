"""Limits of lyrics, personas, files, and of the producer and riffusion families."""

from bot.domain.catalogue import Cap, Catalogue
from bot.domain.operations import ParameterMissing, ParameterUnknownChoice
from bot.provider.checks.basics import (
    Rule,
    about,
    absent,
    fetchable,
    ordered,
    required,
    short,
    within,
)
from bot.provider.checks.song import model_of
from bot.provider.wire.producer import ProducerCreate, ProducerLyrics, ProducerUpload
from bot.provider.wire.riffusion import (
    Described,
    RiffusionDescription,
    RiffusionExtend,
    RiffusionReplace,
)
from bot.provider.wire.tools import Download, Lyrics, Persona, UpsampleTags

_LONGEST_PLACE_SECONDS = 86_400


@about(Lyrics)
def _describes_lyrics(request: Lyrics, catalogue: Catalogue) -> None:
    required(request, "description", request.description, request.operation)
    cap = catalogue.caps[Cap.LYRICS_DESCRIPTION]
    short(request, "description", request.description, cap)


@about(UpsampleTags)
def _describes_a_style(request: UpsampleTags, catalogue: Catalogue) -> None:
    required(request, "tags", request.tags, request.operation)
    longest = catalogue.models[catalogue.default_model].limits.tags
    short(request, "tags", request.tags, longest)


@about(Persona)
def _names_a_persona(request: Persona, catalogue: Catalogue) -> None:
    required(request, "name", request.name, request.operation)
    short(request, "name", request.name, catalogue.caps[Cap.PERSONA_NAME])
    short(request, "describe", request.describe, catalogue.caps[Cap.PERSONA_DESCRIPTION])
    if request.vox_audio_id is None:
        absent(request, "vocal_start_s", request.vocal_start_s, "no vox_audio_id")


@about(Download)
def _downloads(request: Download, catalogue: Catalogue) -> None:
    if not request.formats:
        raise ParameterMissing(request.operation, "formats", request.operation)
    if len(set(request.formats)) < len(request.formats):
        choices = tuple(sorted(set(request.formats)))
        raise ParameterUnknownChoice(request.operation, "formats", choices, "one twice")


@about(ProducerLyrics)
def _has_the_producer_write(request: ProducerLyrics, catalogue: Catalogue) -> None:
    required(request, "prompt", request.prompt, request.operation)
    longest = catalogue.default_for(request.operation).limits.description
    short(request, "prompt", request.prompt, longest)


@about(ProducerUpload)
def _brings_in_for_the_producer(request: ProducerUpload, catalogue: Catalogue) -> None:
    fetchable(request, "audio_url", request.audio_url)


@about(ProducerCreate)
def _produces(request: ProducerCreate, catalogue: Catalogue) -> None:
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


@about(RiffusionDescription)
def _riffs_on_an_idea(request: RiffusionDescription, catalogue: Catalogue) -> None:
    model = model_of(request, catalogue)
    required(request, "prompt", request.prompt, request.operation)
    short(request, "prompt", request.prompt, model.limits.description if model else 0)


@about(Described)
def _riffs_on_lyrics(request: Described, catalogue: Catalogue) -> None:
    model = model_of(request, catalogue)
    required(request, "lyrics", request.lyrics, request.operation)
    if model is not None:
        short(request, "lyrics", request.lyrics, model.limits.prompt)
        short(request, "sound", request.sound, model.limits.tags)
        short(request, "title", request.title, model.limits.title)


@about(RiffusionExtend)
def _riffs_on(request: RiffusionExtend, catalogue: Catalogue) -> None:
    within(request, "continue_at", request.continue_at, 1, _LONGEST_PLACE_SECONDS)


@about(RiffusionReplace)
def _riffs_in_between(request: RiffusionReplace, catalogue: Catalogue) -> None:
    ordered(request, ("start_s", request.start_s), ("end_s", request.end_s), request.source_seconds)


RULES: tuple[Rule, ...] = (
    _describes_lyrics,
    _describes_a_style,
    _names_a_persona,
    _downloads,
    _produces,
    _has_the_producer_write,
    _brings_in_for_the_producer,
    _riffs_on_an_idea,
    _riffs_on_lyrics,
    _riffs_on,
    _riffs_in_between,
)
