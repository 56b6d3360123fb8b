"""Limits of the nuro family, as they were while it lived."""

from bot.domain.catalogue import Cap, Catalogue, Span
from bot.provider.checks.basics import Rule, about, absent, few, required, short, within_bounds
from bot.provider.wire.nuro import NuroInstrumental, NuroVocal


@about(NuroVocal)
def _sings(request: NuroVocal, catalogue: Catalogue) -> None:
    required(request, "lyrics", request.lyrics, request.operation)
    short(request, "lyrics", request.lyrics, catalogue.caps[Cap.NURO_LYRICS])
    bounds = catalogue.spans[Span.NURO_VOCAL_SECONDS]
    within_bounds(request, "duration", request.duration, bounds)


@about(NuroInstrumental)
def _plays(request: NuroInstrumental, catalogue: Catalogue) -> None:
    words = {
        "genre": request.genre,
        "mood": request.mood,
        "instrument": request.instrument,
        "theme": request.theme,
    }
    if request.version is None:
        _plays_as_at_first(request, words, catalogue)
    else:
        _plays_in_segments(request, words, catalogue)


def _plays_as_at_first(
    request: NuroInstrumental, words: dict[str, tuple[str, ...] | None], catalogue: Catalogue
) -> None:
    absent(request, "segments", request.segments, "no version")
    for parameter, entries in words.items():
        few(request, parameter, entries, catalogue.caps[Cap.NURO_WORDS])
    bounds = catalogue.spans[Span.NURO_INSTRUMENTAL_SECONDS]
    within_bounds(request, "duration", request.duration, bounds)


def _plays_in_segments(
    request: NuroInstrumental, words: dict[str, tuple[str, ...] | None], catalogue: Catalogue
) -> None:
    for parameter, entries in words.items():
        absent(request, parameter, entries, "version=v2.0")
    required(request, "description", request.description, "version=v2.0")
    cap = catalogue.caps[Cap.NURO_DESCRIPTION]
    short(request, "description", request.description, cap)
    bounds = catalogue.spans[Span.NURO_INSTRUMENTAL_2_SECONDS]
    within_bounds(request, "duration", request.duration, bounds)
    if request.segments is not None:
        absent(request, "duration", request.duration, "segments")
        for segment in request.segments:
            bounds = catalogue.spans[Span.NURO_SEGMENT_SECONDS]
            within_bounds(request, "segments", segment.duration, bounds)


RULES: tuple[Rule, ...] = (_sings, _plays)
