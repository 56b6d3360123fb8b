"""The provider's paths that answer at once: figures, notes, words and files of a clip."""

from __future__ import annotations

import uuid
from typing import Final, Literal

from aiohttp import web

from bot.studio import requests, songwriter
from bot.studio.errors import forbidden, invalid, not_found
from bot.studio.music.plan import Singer
from bot.studio.operations import listening, sources
from bot.studio.personas import Persona
from bot.studio.requests import Body
from bot.studio.routes.context import base_url, body, reply, workshop
from bot.studio.words import lyrics
from bot.studio.workshop import Vocals

_LONGEST_VOX_SECONDS: Final = 30.0
_DESCRIPTION_LIMIT: Final = 200
_PERSONA_NAME_LIMIT: Final = 80
_PERSONA_TEXT_LIMIT: Final = 200
_SUCCESS: Final = "success"


class ClipBody(Body):
    """A request about one clip."""

    clip_id: str | None = None


class VoxBody(ClipBody):
    """``POST /sonic/vox``."""

    vocal_start_s: requests.Seconds | None = None
    vocal_end_s: requests.Seconds | None = None


class DownloadBody(ClipBody):
    """``POST /sonic/download``."""

    formats: list[Literal["mp3", "m4a", "wav"]]


class TagsBody(Body):
    """``POST /sonic/upsample-tags``."""

    tags: str


class LyricsBody(Body):
    """``POST /sonic/lyrics``."""

    description: str


class PersonaBody(ClipBody):
    """``POST /sonic/persona``, in its newer and its older form."""

    name: str | None = None
    describe: str | None = None
    description: str | None = None
    styles: str | None = None
    continue_clip_id: str | None = None
    vox_audio_id: str | None = None
    vocal_start_s: requests.Seconds | None = None
    vocal_end_s: requests.Seconds | None = None


def _done(data: object) -> web.Response:
    return reply({"code": 200, "message": _SUCCESS, "data": data})


def _preparing(text: str) -> web.Response:
    return reply({"code": 202, "type": "not_ready", "error": text}, 202)


async def tempo(request: web.Request) -> web.Response:
    """``POST /api/v1/sonic/bpm``."""
    shop = workshop(request)
    wanted = requests.parse(ClipBody, await body(request))
    clip = sources.clip_for(shop, wanted.clip_id, name="clip_id", young=True)
    shop.pay_helper("bpm", shop.config.prices.helper)
    return _done(listening.tempo_reply(clip.score))


async def vocals(request: web.Request) -> web.Response:
    """``POST /api/v1/sonic/vox``."""
    shop = workshop(request)
    wanted = requests.parse(VoxBody, await body(request))
    clip = sources.clip_for(shop, wanted.clip_id, name="clip_id", young=True)
    length = clip.score.duration_seconds
    start = wanted.vocal_start_s or 0.0
    end = (
        min(length, start + _LONGEST_VOX_SECONDS)
        if wanted.vocal_end_s is None
        else wanted.vocal_end_s
    )
    if not start < end <= length + 0.5 or end - start > _LONGEST_VOX_SECONDS:
        raise invalid("vocal_end_s must be greater than vocal_start_s by at most 30 s, in the clip")
    shop.pay_helper("vox", shop.config.prices.helper)
    found = Vocals(str(uuid.uuid4()), clip.clip_id, start, end)
    shop.vocals.put(found.vox_audio_id, found)
    return _done(
        {
            "vox_audio_id": found.vox_audio_id,
            "status": "complete",
            "source_clip_id": clip.clip_id,
            "vocal_start_s": start,
            "vocal_end_s": end,
            "wave_response": {},
        }
    )


async def wav(request: web.Request) -> web.Response:
    """``POST /api/v1/sonic/wav``."""
    shop = workshop(request)
    wanted = requests.parse(ClipBody, await body(request))
    clip = sources.clip_for(shop, wanted.clip_id, name="clip_id")
    shop.pay_helper("wav", shop.config.prices.wav)
    return reply(
        {"message": _SUCCESS, "data": {"wav_url": f"{base_url(request)}/media/{clip.clip_id}.wav"}}
    )


async def download(request: web.Request) -> web.Response:
    """``POST /api/v1/sonic/download``: HTTP 202 while the files are prepared, free to ask again."""
    shop = workshop(request)
    wanted = requests.parse(DownloadBody, await body(request))
    if not wanted.formats:
        raise invalid("formats must name at least one format")
    clip = sources.clip_for(shop, wanted.clip_id, name="clip_id")
    formats = list(dict.fromkeys(wanted.formats))
    key = f"download {clip.clip_id} {','.join(sorted(formats))}"
    if not shop.prepare(key, "download", shop.config.prices.download, again=True):
        return _preparing("The files are being prepared")
    base = f"{base_url(request)}/media/{clip.clip_id}"
    return _done({"files": [{"format": each, "url": f"{base}.{each}"} for each in formats]})


async def midi(request: web.Request) -> web.Response:
    """``POST /api/v1/sonic/midi``.

    Asked again until the address stands in the place of a notice.
    """
    shop = workshop(request)
    wanted = requests.parse(ClipBody, await body(request))
    clip = sources.clip_for(shop, wanted.clip_id, name="clip_id", young=True)
    if not shop.prepare(f"midi {clip.clip_id}", "midi", shop.config.prices.helper, again=False):
        return _done({"midi_url": "MIDI is generating, please try again later", "instruments": []})
    address = f"{base_url(request)}/media/{clip.clip_id}.mid"
    return _done({"midi_url": address, "instruments": listening.notes_reply(clip)})


async def aligned_lyrics(request: web.Request) -> web.Response:
    """``POST /api/v1/sonic/aligned-lyrics``: paid the first time, free afterwards."""
    shop = workshop(request)
    wanted = requests.parse(ClipBody, await body(request))
    clip = sources.clip_for(shop, wanted.clip_id, name="clip_id")
    found = listening.alignment(clip)
    if not found:
        raise not_found("The clip has no lyrics")
    shop.pay_once(f"aligned {clip.clip_id}", "aligned_lyrics", shop.config.prices.helper)
    return _done({"alignment": found})


async def upsample_tags(request: web.Request) -> web.Response:
    """``POST /api/v1/sonic/upsample-tags``."""
    shop = workshop(request)
    wanted = requests.parse(TagsBody, await body(request))
    if not wanted.tags.strip():
        raise invalid("tags is required")
    shop.pay_helper("upsample_tags", shop.config.prices.helper)
    seed = songwriter.number_of(wanted.tags)
    return _done({"upsampled_tags": listening.upsampled(wanted.tags, seed)})


async def make_lyrics(request: web.Request) -> web.Response:
    """``POST /api/v1/sonic/lyrics``: two drafts."""
    shop = workshop(request)
    wanted = requests.parse(LyricsBody, await body(request))
    if not wanted.description.strip():
        raise invalid("description is required")
    if requests.length(wanted.description) > _DESCRIPTION_LIMIT:
        raise invalid(f"description is too long: at most {_DESCRIPTION_LIMIT} characters")
    shop.pay_helper("lyrics", shop.config.prices.lyrics)
    salt = shop.salt
    drafts = [
        lyrics.write(wanted.description, songwriter.number_of(f"{salt} {number}"))
        for number in (1, 2)
    ]
    results = [{"title": draft.title, "lyrics": draft.lyrics} for draft in drafts]
    return reply({"code": 200, "message": _SUCCESS, "results": results})


async def create_persona(request: web.Request) -> web.Response:
    """``POST /api/v1/sonic/persona``: off at the provider unless turned on here."""
    shop = workshop(request)
    if not shop.config.persona_enabled:
        raise forbidden("Create persona is temporarily unavailable")
    wanted = requests.parse(PersonaBody, await body(request))
    if not (wanted.name or "").strip():
        raise invalid("name is required")
    name = wanted.name or ""
    about = wanted.describe or wanted.description or ""
    if requests.length(name) > _PERSONA_NAME_LIMIT:
        raise invalid(f"name is too long: at most {_PERSONA_NAME_LIMIT} characters")
    if requests.length(about) > _PERSONA_TEXT_LIMIT:
        raise invalid(f"describe is too long: at most {_PERSONA_TEXT_LIMIT} characters")
    clip_id = wanted.clip_id or wanted.continue_clip_id
    clip = sources.clip_for(shop, clip_id, name="clip_id", young=True)
    _check_vox(wanted, shop.vocals.get(wanted.vox_audio_id or ""))
    shop.pay_helper("persona", shop.config.prices.helper)
    singer = clip.plan.singer if clip.plan is not None else None
    persona = Persona(str(uuid.uuid4()), name, singer or Singer())
    shop.personas.put(persona.persona_id, persona)
    return reply({"code": 200, "persona_id": persona.persona_id, "message": _SUCCESS})


def _check_vox(wanted: PersonaBody, found: Vocals | None) -> None:
    """The vocals must exist and the range given must be theirs. Raises ApiError (400)."""
    if wanted.vox_audio_id is None:
        return
    if found is None:
        raise invalid("vox_audio_id: the vocals do not exist")
    given = (wanted.vocal_start_s, wanted.vocal_end_s)
    if given != (None, None) and given != (found.start, found.end):
        raise invalid("vocal_start_s and vocal_end_s must match the range of the vocals")


def routes() -> list[web.RouteDef]:
    """The paths of this module."""
    base = "/api/v1/sonic"
    return [
        web.post(f"{base}/bpm", tempo),
        web.post(f"{base}/vox", vocals),
        web.post(f"{base}/wav", wav),
        web.post(f"{base}/download", download),
        web.post(f"{base}/midi", midi),
        web.post(f"{base}/aligned-lyrics", aligned_lyrics),
        web.post(f"{base}/upsample-tags", upsample_tags),
        web.post(f"{base}/lyrics", make_lyrics),
        web.post(f"{base}/persona", create_persona),
    ]
