"""Taking recordings in: as clips, and as voices."""

from __future__ import annotations

import uuid
from dataclasses import replace

from bot.studio import requests, songwriter
from bot.studio.errors import invalid
from bot.studio.fetching import name_of
from bot.studio.music import planner
from bot.studio.music.score import Metre, Score, Tape
from bot.studio.personas import Persona, singer_at
from bot.studio.products import Product
from bot.studio.requests import HookedBody
from bot.studio.sound import analysis
from bot.studio.sound.decoder import RecordingStore, UnreadableAudio
from bot.studio.sound.recordings import RATE
from bot.studio.words import brief
from bot.studio.workshop import Workshop

_SHORTEST_VOICE_SECONDS = 10.0
_WEBM = b"\x1aE\xdf\xa3"


class UploadBody(HookedBody):
    """``POST /sonic/upload``."""

    url: str | None = None
    callback_url: str | None = None


class VoiceBody(HookedBody):
    """``POST /sonic/create-voice``."""

    audio_url: str | None = None


async def fetched(shop: Workshop, url: str | None, name: str = "url") -> bytes:
    """The file that a field's address leads to. Raises ApiError (400)."""
    if not url:
        raise invalid(f"{name} is required")
    requests.check_url(name, url)
    return await shop.fetcher.audio(url)


def recorded(recordings: RecordingStore, data: bytes, url: str) -> Product:
    """A recording as a clip: a score with nothing but a tape, counted in the tempo one hears.

    Raises ApiError (400) for what cannot be decoded.
    """
    try:
        key, samples = recordings.add(data)
    except UnreadableAudio as error:
        raise invalid(f"The audio is invalid: {error}") from None
    heard = analysis.listen(samples)
    seconds = samples.shape[1] / RATE
    seed = songwriter.number_of(key)
    plan = planner.draft(brief.read("", name_of(url)), seed, sung=True)
    plan = replace(plan, tempo=heard.tempo, tonic=heard.tonic, mode=heard.mode, metre=Metre())
    score = Score(
        tempo=heard.tempo,
        metre=Metre(),
        length=0,
        tapes=(Tape(key, 0.0, 0.0, seconds),),
        fade_out=False,
        seed=seed,
    )
    score = replace(score, length=max(1, score.ticks(seconds)))
    return Product(name_of(url), "", "", score, plan, is_upload=True)


def voice_from(recordings: RecordingStore, data: bytes, url: str) -> Persona:
    """A voice that sings as high as a recording is.

    Raises ApiError (400) for what gives no voice.
    """
    if data.startswith(_WEBM):
        raise invalid("audio_url: WebM is not supported, use MP3 or WAV")
    try:
        key, samples = recordings.add(data)
    except UnreadableAudio as error:
        raise invalid(f"audio_url: {error}") from None
    if samples.shape[1] / RATE <= _SHORTEST_VOICE_SECONDS:
        raise invalid("audio_url: the recording must be longer than 10 seconds")
    heard = analysis.listen(samples)
    singer = singer_at(heard.pitch, songwriter.number_of(key))
    return Persona(str(uuid.uuid4()), name_of(url), singer)
