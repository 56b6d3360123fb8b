"""Limits of what describes a song: model, words, style, length, and where its end is announced."""

from bot.domain.catalogue import Cap, Catalogue, Model, Span
from bot.domain.operations import ParameterNotAnAddress, ParameterUnknownChoice
from bot.provider.checks.basics import Rule, about, absent, required, short, within_bounds
from bot.provider.wire.common import WireRequest, is_safe_address
from bot.provider.wire.parts import Chosen, Lasting, Likened, Notified, Styled, Worded


@about(Chosen)
def _takes_the_model(request: Chosen, catalogue: Catalogue) -> None:
    takes = catalogue.models_for(request.operation)
    if catalogue.model(request.mv) not in takes:
        choices = tuple(model.name for model in takes)
        raise ParameterUnknownChoice(request.operation, "mv", choices, request.mv[:40])


@about(Worded)
def _has_words(request: Worded, catalogue: Catalogue) -> None:
    if request.custom_mode:
        absent(
            request, "gpt_description_prompt", request.gpt_description_prompt, "custom_mode=true"
        )
        if request.auto_lyrics or not request.make_instrumental:
            required(request, "prompt", request.prompt, "custom_mode=true")
    else:
        description = request.gpt_description_prompt
        required(request, "gpt_description_prompt", description, "custom_mode=false")
        absent(request, "prompt", request.prompt, "custom_mode=false")
        absent(request, "auto_lyrics", request.auto_lyrics, "custom_mode=false")
    model = model_of(request, catalogue)
    if model is not None:
        short(request, "prompt", request.prompt, model.limits.prompt)
        description = request.gpt_description_prompt
        short(request, "gpt_description_prompt", description, model.limits.description)


@about(Styled)
def _has_a_style(request: Styled, catalogue: Catalogue) -> None:
    weight = catalogue.spans[Span.WEIGHT]
    within_bounds(request, "style_weight", request.style_weight, weight)
    within_bounds(request, "weirdness_constraint", request.weirdness_constraint, weight)
    model = model_of(request, catalogue)
    if model is not None:
        short(request, "title", request.title, model.limits.title)
        short(request, "tags", request.tags, model.limits.tags)
        short(request, "negative_tags", request.negative_tags, model.limits.negative_tags)
        if not model.voice_choice:
            absent(request, "vocal_gender", request.vocal_gender, f"mv={model.name}")


@about(Lasting)
def _has_a_length(request: Lasting, catalogue: Catalogue) -> None:
    within_bounds(request, "duration", request.duration, catalogue.spans[Span.SONG_SECONDS])


@about(Likened)
def _has_a_likeness(request: Likened, catalogue: Catalogue) -> None:
    within_bounds(request, "audio_weight", request.audio_weight, catalogue.spans[Span.WEIGHT])


@about(Notified)
def _can_be_announced(request: Notified, catalogue: Catalogue) -> None:
    address = request.webhook_url
    if address is None:
        absent(request, "webhook_secret", request.webhook_secret, "no webhook_url")
        return
    if not is_safe_address(address):
        raise ParameterNotAnAddress(request.operation, "webhook_url", "https")
    short(request, "webhook_url", address, catalogue.caps[Cap.WEBHOOK_ADDRESS])
    # Signed by a secret that we do not know, the announcement could not be told from a forged one.
    required(request, "webhook_secret", request.webhook_secret, "webhook_url")


def model_of(request: WireRequest, catalogue: Catalogue) -> Model | None:
    """Return the model that a request names."""
    return None if request.named_model is None else catalogue.model(request.named_model)


RULES: tuple[Rule, ...] = (
    _takes_the_model,
    _has_words,
    _has_a_style,
    _has_a_length,
    _has_a_likeness,
    _can_be_announced,
)
