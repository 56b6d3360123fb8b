"""Replies of the service, read tolerantly: every field may be missing or of a wrong kind."""

from typing import Annotated

from pydantic import AliasChoices, BeforeValidator, Field

from bot.domain.catalogue import canonical_model
from bot.provider.wire.common import Address, Seconds, Text, WireReply


def _model(value: object) -> str:
    return canonical_model(value) if isinstance(value, str) else ""


ModelName = Annotated[str, BeforeValidator(_model)]
"""A model's name in its present spelling, or the empty string."""


class ClipReply(WireReply):
    """One audio of a task. While it is made, `audio_url` may be a live stream."""

    clip_id: Text = Field(default="", validation_alias=AliasChoices("clip_id", "id"))
    state: Text = Field(default="", validation_alias=AliasChoices("state", "status"))
    title: Text = ""
    tags: Text = Field(default="", validation_alias=AliasChoices("tags", "sound"))
    lyrics: Text = ""
    audio_url: Address = ""
    wav_url: Address = ""
    image_url: Address = ""
    video_url: Address = ""
    created_at: Text = ""
    mv: ModelName = ""
    gpt_description_prompt: Text = ""
    duration: Seconds = None
    negative_tags: Text = ""
    stem_type: Text = ""
    error_message: Text = Field(default="", validation_alias=AliasChoices("error_message", "error"))


class CreditsReply(WireReply):
    """What is left on the operator's account: two pools of the service's credits."""

    credits: int
    extra_credits: int = 0
