"""Replies of the service, read tolerantly: every field may be missing or of a wrong kind."""

import re
from typing import Annotated

from pydantic import AliasChoices, BeforeValidator, Field

from bot.domain.catalogue import canonical_model
from bot.provider.wire.common import Address, Count, Number, Objects, Seconds, Text, WireReply


def _model(value: object) -> str:
    return canonical_model(value) if isinstance(value, str) else ""


ModelName = Annotated[str, BeforeValidator(_model)]
"""A model's name in its present spelling, or the empty string."""


_PART = re.compile(r"\s+[-–—]\s+")


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

    @property
    def part(self) -> str:
        """Which part of a song a stem is, as its type or the end of its title says; or empty."""
        return self.stem_type or (_PART.split(self.title)[-1] if _PART.search(self.title) else "")


class VoiceReply(WireReply):
    """A singing voice that was made; its id is used like a persona's."""

    persona_id: Text = ""
    name: Text = ""


class CreditsReply(WireReply):
    """What is left on the operator's account: two pools of the service's credits."""

    credits: int
    extra_credits: Count = 0


class BpmReply(WireReply):
    """A song's tempo, in beats a minute."""

    avg_bpm: Number = None
    max_bpm: Number = None
    min_bpm: Number = None


class VoxReply(WireReply):
    """A voice taken out of a song, from and to given seconds."""

    vox_audio_id: Text = ""
    status: Text = ""
    source_clip_id: Text = ""
    vocal_start_s: Seconds = None
    vocal_end_s: Seconds = None


class FileReply(WireReply):
    """A file in one format."""

    format: Text = ""
    url: Address = ""


class Note(WireReply):
    """A note: `pitch` from 0 to 127, times in seconds, `velocity` from 0 to 1."""

    pitch: Number = None
    start: Seconds = None
    end: Seconds = None
    velocity: Number = None


class Instrument(WireReply):
    """What one instrument plays."""

    name: Text = ""
    notes: Annotated[tuple[Note, ...], Objects] = ()


class AlignedWord(WireReply):
    """When a word is sung, in seconds."""

    word: Text = ""
    start_s: Seconds = None
    end_s: Seconds = None
    p_align: Number = None


class LyricsDraft(WireReply):
    """Lyrics that the service wrote."""

    title: Text = ""
    lyrics: Text = ""
