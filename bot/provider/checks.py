"""The service's documented limits, checked before anything is sent or charged."""

from bot.domain.catalogue import Catalogue, Model
from bot.domain.operations import (
    ParameterMissing,
    ParameterNotAllowed,
    ParameterNotAnAddress,
    ParameterOutOfRange,
    ParameterTooLong,
    ParameterUnknownChoice,
)
from bot.domain.text import has_visible_characters, length
from bot.provider.wire.common import WireRequest
from bot.provider.wire.parts import Chosen, Lasting, Likened, Notified, Styled, Worded

_LONGEST_WEBHOOK_ADDRESS = 1024


def check(request: WireRequest, catalogue: Catalogue) -> None:
    """Check a request against every limit that the service documents.

    Raises:
        ParameterRefused: the first limit that is broken, in one of its kinds.
    """
    model = None
    if isinstance(request, Chosen):
        model = _check_model(request, catalogue)
    if isinstance(request, Worded):
        _check_words(request, model)
    if isinstance(request, Styled):
        _check_style(request, model)
    if isinstance(request, Lasting):
        _check_duration(request, catalogue)
    if isinstance(request, Likened):
        check_range(request, "audio_weight", request.audio_weight, 0, 1)
    if isinstance(request, Notified):
        _check_webhook(request)


def check_range(
    request: WireRequest, parameter: str, value: float | None, lowest: float, highest: float
) -> None:
    """Check that a number, if given, lies within an inclusive range; NaN does not."""
    if value is not None and not lowest <= value <= highest:
        raise ParameterOutOfRange(request.operation, parameter, lowest, highest, value)


def check_length(request: WireRequest, parameter: str, text: str | None, limit: int) -> None:
    """Check that a text, if given, has at most `limit` characters, counted the stricter way."""
    if text is not None and length(text) > limit:
        raise ParameterTooLong(request.operation, parameter, limit, length(text))


def require(request: WireRequest, parameter: str, text: str | None, because: str) -> None:
    """Check that a text is given and shows something."""
    if text is None or not has_visible_characters(text):
        raise ParameterMissing(request.operation, parameter, because)


def forbid(request: WireRequest, parameter: str, value: object, because: str) -> None:
    """Check that a parameter is absent."""
    if value is not None:
        raise ParameterNotAllowed(request.operation, parameter, because)


def _check_model(request: Chosen, catalogue: Catalogue) -> Model:
    model = catalogue.model(request.mv)
    takes = catalogue.models_for(request.operation)
    if model is None or model not in takes:
        choices = tuple(known.name for known in takes)
        raise ParameterUnknownChoice(request.operation, "mv", choices, request.mv[:40])
    return model


def _check_words(request: Worded, model: Model | None) -> None:
    if request.custom_mode:
        forbid(
            request, "gpt_description_prompt", request.gpt_description_prompt, "custom_mode=true"
        )
        if request.auto_lyrics or not request.make_instrumental:
            require(request, "prompt", request.prompt, "custom_mode=true")
    else:
        require(
            request,
            "gpt_description_prompt",
            request.gpt_description_prompt,
            "custom_mode=false",
        )
        forbid(request, "prompt", request.prompt, "custom_mode=false")
        forbid(request, "auto_lyrics", request.auto_lyrics, "custom_mode=false")
    if model is not None:
        check_length(request, "prompt", request.prompt, model.limits.prompt)
        check_length(
            request,
            "gpt_description_prompt",
            request.gpt_description_prompt,
            model.limits.description,
        )


def _check_style(request: Styled, model: Model | None) -> None:
    check_range(request, "style_weight", request.style_weight, 0, 1)
    check_range(request, "weirdness_constraint", request.weirdness_constraint, 0, 1)
    if model is None:
        return
    check_length(request, "title", request.title, model.limits.title)
    check_length(request, "tags", request.tags, model.limits.tags)
    check_length(request, "negative_tags", request.negative_tags, model.limits.negative_tags)
    if not model.voice_choice:
        forbid(request, "vocal_gender", request.vocal_gender, f"mv={model.name}")


def _check_duration(request: Lasting, catalogue: Catalogue) -> None:
    check_range(
        request,
        "duration",
        request.duration,
        catalogue.shortest_seconds,
        catalogue.longest_seconds,
    )


def _check_webhook(request: Notified) -> None:
    address = request.webhook_url
    if address is None:
        forbid(request, "webhook_secret", request.webhook_secret, "no webhook_url")
        return
    if not address.startswith("https://"):
        raise ParameterNotAnAddress(request.operation, "webhook_url", "https")
    check_length(request, "webhook_url", address, _LONGEST_WEBHOOK_ADDRESS)
