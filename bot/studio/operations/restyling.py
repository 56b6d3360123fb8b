"""The same song otherwise: covers keep melody and harmony, remasters keep every note."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from bot.studio import requests, songwriter
from bot.studio.catalogue import Clip
from bot.studio.errors import invalid
from bot.studio.music import composer, editing, form
from bot.studio.music.arranger import accompany, backing_voices, named_apart
from bot.studio.music.plan import Plan
from bot.studio.music.score import Note, Part, Score
from bot.studio.operations import sources
from bot.studio.operations.songs import VERSIONS, checked, song_price
from bot.studio.products import Job, Order, Product
from bot.studio.requests import CreateBody, SongBody
from bot.studio.words import lyrics
from bot.studio.workshop import Workshop

_CLOSENESS = 0.5
_STRENGTHS = {"subtle": 0.35, "normal": 0.7, "high": 1.0}


def cover_music(shop: Workshop, body: CreateBody) -> Job:
    """A clip that was made here, in another style."""
    return _cover(shop, body, sources.own_clip(shop, body.continue_clip_id), "cover_music")


def cover_upload_music(shop: Workshop, body: CreateBody) -> Job:
    """An uploaded recording with another band around it."""
    clip = sources.uploaded_clip(shop, body.continue_clip_id)
    return _cover(shop, body, clip, "cover_upload_music")


def _cover(shop: Workshop, body: CreateBody, clip: Clip, operation: str) -> Job:
    chosen = checked(shop, body)
    order = Order.hooked(operation, song_price(shop, chosen, body), chosen.name, body)
    return cover_job(shop, body, clip, order)


def cover_job(shop: Workshop, body: SongBody, clip: Clip, order: Order) -> Job:
    """Two covers of a clip, whichever way it came to the studio."""
    salt = shop.salt
    make = band_around if clip.is_upload else rearranged
    return Job(order, lambda: [make(body, clip, salt, version) for version in VERSIONS], body)


def _closeness(body: SongBody) -> float:
    return _CLOSENESS if body.audio_weight is None else body.audio_weight


def _words(body: SongBody, clip: Clip) -> str:
    """The words of a cover: new ones if some were given, else the song's own."""
    if body.make_instrumental:
        return lyrics.INSTRUMENTAL_MARKER
    if body.custom_mode and not body.auto_lyrics and body.prompt:
        return body.prompt
    return clip.lyrics


def _in_range(notes: tuple[Note, ...], low: int, high: int) -> tuple[Note, ...]:
    """The same melody, moved by whole octaves to where an instrument or a voice has its range."""
    if not notes:
        return notes
    middle = sum(note.pitch for note in notes) / len(notes)
    octaves = round(((low + high) / 2 - middle) / 12)
    return tuple(note._replace(pitch=note.pitch + 12 * octaves) for note in notes)


def rearranged(body: SongBody, clip: Clip, salt: str, version: int) -> Product:
    """A clip's melody, chords and form with another band in another tempo."""
    seed = songwriter.seed_of(body, f"{salt} cover {clip.score.seed}", version)
    source, asked = clip.score, songwriter.plan_for(body, seed)
    closeness = _closeness(body)
    pull = asked.tempo / source.tempo
    # Twice as fast or half as fast is the same pulse; the rest is what the style wants.
    pull = pull / 2 if pull > 1.5 else pull * 2 if pull < 0.67 else pull
    tempo = source.tempo * (1 + (pull - 1) * (1 - closeness))
    if abs(tempo / source.tempo - 1) < 0.03:
        tempo = source.tempo * (1.04 if version == 1 else 0.96)
    base = clip.plan or asked
    plan = replace(
        asked, tempo=round(tempo, 2), metre=source.metre, tonic=base.tonic, mode=base.mode
    )
    score = _played_by(plan, source, sung=not body.make_instrumental)
    words = _words(body, clip)
    if words not in (clip.lyrics, lyrics.INSTRUMENTAL_MARKER):
        score = editing.with_words(score, editing.syllables_of(form.parse(words)))
    title = body.title or f"{clip.title} (cover)"[: requests.TITLE_LIMIT]
    return Product(title, songwriter.tags_for(body, plan), words, score, plan, clip.clip_id)


def _played_by(plan: Plan, source: Score, *, sung: bool) -> Score:
    lead = source.lead
    leading: list[Part] = []
    if lead is not None and sung and plan.singer is not None and source.syllables:
        notes = _in_range(lead.notes, plan.singer.low, plan.singer.high)
        leading.append(composer.voice_part(plan, notes))
        backing = backing_voices(plan, notes, source.harmonies, source.passages)
        leading += [backing] if backing is not None else []
    elif lead is not None:
        low, high = composer.lead_range(plan)
        leading.append(composer.lead_part(plan, _in_range(lead.notes, low, high), leads=True))
    parts = named_apart([*leading, *accompany(plan, source.harmonies, source.passages)])
    return replace(
        source,
        tempo=plan.tempo,
        parts=parts,
        syllables=source.syllables if sung else (),
        tapes=(),
        fade_out=True,
        brightness=0.0,
        seed=plan.seed,
    )


def plan_around(body: SongBody, clip: Clip, seed: int) -> Plan:
    """A band for a recording: the words choose it, the recording its tempo and key."""
    asked = songwriter.plan_for(body, seed)
    base = clip.plan or asked
    return replace(
        asked, tempo=clip.score.tempo, metre=clip.score.metre, tonic=base.tonic, mode=base.mode
    )


def band_around(body: SongBody, clip: Clip, salt: str, version: int) -> Product:
    """A recording with a band, and with a singer if there are new words."""
    seed = songwriter.seed_of(body, f"{salt} cover {clip.score.seed}", version)
    plan = plan_around(body, clip, seed)
    words = _words(body, clip)
    if not words or words == lyrics.INSTRUMENTAL_MARKER:
        plan = replace(plan, singer=None)
    score = song_around(plan, clip, words if plan.singer is not None else None, _closeness(body))
    title = body.title or f"{clip.title} (cover)"[: requests.TITLE_LIMIT]
    return Product(title, songwriter.tags_for(body, plan), words, score, plan, clip.clip_id)


def song_around(plan: Plan, clip: Clip, words: str | None, closeness: float) -> Score:
    """A new song as long as a recording, with the recording in it as loud as closeness (0-1)
    asks.
    """
    sections = composer.form_of(plan, words, clip.score.duration_seconds)
    composed = composer.compose(plan, sections)
    band = tuple(part for part in composed.parts if not part.leads or plan.singer is not None)
    kept = editing.cut(replace(composed, parts=band), 0, min(composed.length, clip.score.length))
    loud = 0.5 + 0.8 * closeness
    return replace(
        kept,
        length=clip.score.length,
        tapes=tuple(replace(tape, gain=tape.gain * loud) for tape in clip.score.tapes),
    )


def remaster(shop: Workshop, body: CreateBody) -> Job:
    """The same notes mixed anew."""
    clip = sources.clip_for(shop, body.continue_clip_id, name="continue_clip_id", young=True)
    chosen = requests.known_model(body.mv)
    requests.check_texts(body, chosen)
    requests.check_hook(body, allow_loopback=shop.config.allow_loopback_http)
    if body.variation_category is not None and chosen.is_early:
        raise invalid(f"variation_category is not available for {chosen.name}")
    strength = _STRENGTHS[body.variation_category or "normal"]

    def make() -> list[Product]:
        return [_remastered(clip, strength, version) for version in VERSIONS]

    return Job(Order.hooked("remaster", shop.config.prices.derived, chosen.name, body), make, body)


def _remastered(clip: Clip, strength: float, version: int) -> Product:
    random = Random(f"remaster {clip.score.seed} {version}")  # noqa: S311 - art, not secrets
    parts = tuple(
        replace(
            part,
            gain=part.gain * (1 + strength * random.uniform(-0.25, 0.35)),
            pan=max(
                -1.0, min(1.0, part.pan * (1 + strength) + strength * random.uniform(-0.1, 0.1))
            ),
            reverb=min(0.8, part.reverb * (1 + strength * random.uniform(-0.4, 0.6))),
        )
        for part in clip.score.parts
    )
    brightness = strength * (0.5 if version == 1 else -0.22)
    score = replace(clip.score, parts=parts, brightness=clip.score.brightness + brightness)
    title = f"{clip.title} (remaster)"[: requests.TITLE_LIMIT]
    return Product(title, clip.tags, clip.lyrics, score, clip.plan, clip.clip_id)
