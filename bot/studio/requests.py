"""The bodies of the provider's requests and the rules they must keep.

A body is read strictly: a number in quotes is no number. The first broken rule is reported.
"""

from __future__ import annotations

import ipaddress
from typing import Annotated, Final, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.studio.errors import forbidden, invalid
from bot.studio.models import Model, model

TITLE_LIMIT: Final = 80
DESCRIPTION_LIMIT: Final = 400
URL_LIMIT: Final = 1024

Weight = Annotated[float, Field(ge=0, le=1)]
Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Body(BaseModel):
    """A request body; fields that the provider does not know are ignored."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class HookedBody(Body):
    """A body that may ask for webhooks."""

    webhook_url: str | None = None
    webhook_secret: str | None = None


class SongBody(HookedBody):
    """The fields that describe a song, shared by everything that makes one."""

    custom_mode: bool | None = None
    mv: str | None = None
    prompt: str | None = None
    gpt_description_prompt: str | None = None
    auto_lyrics: bool | None = None
    title: str | None = None
    tags: str | None = None
    negative_tags: str | None = None
    make_instrumental: bool | None = None
    vocal_gender: Literal["f", "m"] | None = None
    style_weight: Weight | None = None
    weirdness_constraint: Weight | None = None
    audio_weight: Weight | None = None
    duration: Annotated[int, Field(ge=10, le=360)] | None = None


class CreateBody(SongBody):
    """``POST /sonic/create``: every task type in one form."""

    task_type: str = "create_music"
    use_suno_cdn: bool | None = None
    persona_id: str | None = None
    continue_clip_id: str | None = None
    continue_at: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    variation_category: Literal["subtle", "normal", "high"] | None = None
    overpainting_start_s: Seconds | None = None
    overpainting_end_s: Seconds | None = None


_Body = TypeVar("_Body", bound=BaseModel)


def parse(kind: type[_Body], data: object) -> _Body:
    """Read a decoded body. Raises ApiError (400) that names the field and the rule."""
    if not isinstance(data, dict):
        raise invalid("The body must be a JSON object")
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise invalid(f"{field}: {first['msg']}") from None


def length(text: str) -> int:
    """The larger of the numbers of code points and of UTF-16 units."""
    return max(len(text), len(text.encode("utf-16-le", "surrogatepass")) // 2)


def _limit(name: str, text: str | None, most: int) -> None:
    if text is not None and length(text) > most:
        raise invalid(f"{name} is too long: {length(text)} characters, at most {most}")


def known_model(name: str | None, *, sampling: bool = False) -> Model:
    """The model of a request.

    Raises ApiError (400) for none, an unknown one or one that does not fit.
    """
    if name is None:
        raise invalid("mv is required")
    found = model(name)
    if found is None or (found.sampling_only and not sampling):
        raise invalid(f"mv is not in the list of models: {name[:40]}")
    return found


def check_texts(body: SongBody, chosen: Model) -> None:
    """The lengths of a song's texts. Raises ApiError (400)."""
    _limit("prompt", body.prompt, chosen.prompt_limit)
    _limit("tags", body.tags, chosen.tags_limit)
    _limit("negative_tags", body.negative_tags, chosen.tags_limit)
    _limit("title", body.title, TITLE_LIMIT)
    _limit("gpt_description_prompt", body.gpt_description_prompt, DESCRIPTION_LIMIT)
    if body.vocal_gender is not None and chosen.is_early:
        raise invalid(f"vocal_gender is not available for {chosen.name}")


def check_words(body: SongBody, *, prompt_required: bool = True) -> None:
    """What the two modes require. Raises ApiError (400)."""
    if body.custom_mode is None:
        raise invalid("custom_mode must be a boolean")
    if body.custom_mode:
        silent = bool(body.make_instrumental)
        if prompt_required and not silent and not (body.prompt or "").strip():
            raise invalid("prompt is required when custom_mode is true")
    else:
        if not (body.gpt_description_prompt or "").strip():
            raise invalid("gpt_description_prompt is required when custom_mode is false")
        if body.auto_lyrics:
            raise invalid("auto_lyrics requires custom_mode true")


def check_hook(body: HookedBody, *, allow_loopback: bool) -> None:
    """The webhook's address.

    HTTPS, short enough; plain HTTP to this machine if allowed. Raises ApiError (400).
    """
    if body.webhook_url is not None:
        check_url("webhook_url", body.webhook_url, https=True, allow_loopback=allow_loopback)


def check_url(name: str, url: str, *, https: bool = False, allow_loopback: bool = True) -> None:
    """An address in a request. Raises ApiError (400)."""
    if length(url) > URL_LIMIT:
        raise invalid(f"{name} is too long: at most {URL_LIMIT} characters")
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        raise invalid(f"{name} is not an address") from None
    if not host or parts.scheme not in ("http", "https"):
        raise invalid(f"{name} must be an http or https address")
    if https and parts.scheme != "https" and not (allow_loopback and _is_loopback(host)):
        raise invalid(f"{name} must be an https address")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_content(body: SongBody, refused: tuple[str, ...]) -> None:
    """The provider's refusal of artists' names. Raises ApiError (403) that quotes the words."""
    for text in (body.gpt_description_prompt, body.tags, body.prompt if body.auto_lyrics else None):
        for words in refused:
            if text is not None and words in text.casefold():
                raise forbidden(f'The description contains the name of an artist: "{words}"')
