"""Limits of what is done to existing audio: places in it, what it is, where it comes from."""

from bot.domain.catalogue import Catalogue, Span
from bot.domain.operations import (
    ParameterMissing,
    ParameterNotAllowed,
    ParameterNotAnAddress,
    ParameterOutOfRange,
)
from bot.provider.checks.basics import (
    Rule,
    about,
    absent,
    fetchable,
    few,
    ordered,
    required,
    short,
    within_bounds,
)
from bot.provider.checks.song import model_of
from bot.provider.wire.common import WireRequest
from bot.provider.wire.parts import Continuing, Fetched, OfClip, Sourced
from bot.provider.wire.sonic import (
    AddVocals,
    Overpainted,
    PersonaMusic,
    Remaster,
)
from bot.provider.wire.sonic_tasks import (
    CreateVoice,
    Mashup,
    ReplaceSection,
    Sample,
)
from bot.provider.wire.tools import Sung

_MASHED = 2


@about(Sourced, OfClip, PersonaMusic, Mashup)
def _names_its_clip(request: WireRequest, catalogue: Catalogue) -> None:
    match request:
        case Sourced():
            required(request, "continue_clip_id", request.continue_clip_id, request.operation)
        case OfClip():
            required(request, "clip_id", request.clip_id, request.operation)
        case PersonaMusic():
            required(request, "persona_id", request.persona_id, request.operation)
        case Mashup():
            for clip_id in request.mashup_clip_ids:
                required(request, "mashup_clip_ids", clip_id, request.operation)
            few(request, "mashup_clip_ids", request.mashup_clip_ids, _MASHED)
            if len(request.mashup_clip_ids) < _MASHED:
                raise ParameterMissing(request.operation, "mashup_clip_ids", "two clips")
        case _:
            pass


@about(Continuing)
def _continues_within(request: Continuing, catalogue: Catalogue) -> None:
    place = request.continue_at
    end = request.source_seconds
    if not place > 0 or (end is not None and not place < end) or place == float("inf"):
        highest = float("inf") if end is None else end
        raise ParameterOutOfRange(request.operation, "continue_at", 0, highest, place)


@about(Overpainted)
def _lays_over_a_part(request: Overpainted, catalogue: Catalogue) -> None:
    if isinstance(request, AddVocals):
        required(request, "prompt", request.prompt, request.operation)
    model = model_of(request, catalogue)
    if model is not None:
        short(request, "prompt", request.prompt, model.limits.prompt)
    ordered(
        request,
        ("overpainting_start_s", request.overpainting_start_s),
        ("overpainting_end_s", request.overpainting_end_s),
        request.source_seconds,
    )


@about(ReplaceSection)
def _replaces_a_part(request: ReplaceSection, catalogue: Catalogue) -> None:
    required(request, "prompt", request.prompt, request.operation)
    required(request, "infill_lyrics", request.infill_lyrics, request.operation)
    model = model_of(request, catalogue)
    if model is not None:
        short(request, "prompt", request.prompt, model.limits.prompt)
        short(request, "infill_lyrics", request.infill_lyrics, model.limits.prompt)
    ordered(
        request,
        ("infill_start_s", request.infill_start_s),
        ("infill_end_s", request.infill_end_s),
        request.source_seconds,
    )


@about(Sample)
def _chops_a_sample(request: Sample, catalogue: Catalogue) -> None:
    if request.url is None:
        required(request, "sample_clip_id", request.sample_clip_id, "no url")
    else:
        absent(request, "sample_clip_id", request.sample_clip_id, "url")
        fetchable(request, "url", request.url)
    ordered(
        request,
        ("chop_sample_start_s", request.chop_sample_start_s),
        ("chop_sample_end_s", request.chop_sample_end_s),
        request.source_seconds,
    )


@about(Sung)
def _takes_a_voice(request: Sung, catalogue: Catalogue) -> None:
    start, end = request.vocal_start_s, request.vocal_end_s
    ordered(request, ("vocal_start_s", start), ("vocal_end_s", end), request.source_seconds)
    if start is not None and end is not None:
        bounds = catalogue.spans[Span.VOCAL_SECONDS]
        within_bounds(request, "vocal_end_s", end - start, bounds)


@about(Remaster)
def _remasters(request: Remaster, catalogue: Catalogue) -> None:
    if request.variation_category is not None:
        model = model_of(request, catalogue)
        if model is None or not model.remaster_strength:
            raise ParameterNotAllowed(request.operation, "variation_category", f"mv={request.mv}")


@about(CreateVoice)
def _is_made_of_a_recording(request: CreateVoice, catalogue: Catalogue) -> None:
    fetchable(request, "audio_url", request.audio_url)
    path = request.audio_url.partition("?")[0].partition("#")[0]
    if path.lower().endswith(".webm"):
        raise ParameterNotAnAddress(request.operation, "audio_url", "MP3 or WAV")


@about(Fetched)
def _can_be_fetched(request: Fetched, catalogue: Catalogue) -> None:
    fetchable(request, "url", request.url)
    bounds = catalogue.spans[Span.UPLOAD_SECONDS]
    within_bounds(request, "source_seconds", request.source_seconds, bounds)


RULES: tuple[Rule, ...] = (
    _names_its_clip,
    _continues_within,
    _lays_over_a_part,
    _replaces_a_part,
    _chops_a_sample,
    _takes_a_voice,
    _remasters,
    _is_made_of_a_recording,
    _can_be_fetched,
)
