"""Replacing a stretch of a song: new words, a new melody and a freshly played band inside of it."""

from __future__ import annotations

from dataclasses import replace

from bot.studio import requests, songwriter
from bot.studio.catalogue import Clip, Shape
from bot.studio.errors import invalid
from bot.studio.music import composer, editing, form
from bot.studio.music.arranger import accompany, backing_voices, named_apart
from bot.studio.music.melody import MelodyWriter, Sung
from bot.studio.music.plan import Plan
from bot.studio.music.score import Part, Score
from bot.studio.operations import sources
from bot.studio.operations.songs import VERSIONS
from bot.studio.products import Job, Order, Product
from bot.studio.requests import HookedBody
from bot.studio.workshop import Workshop

_LYRICS_LIMIT = 3000


class ReplaceBody(HookedBody):
    """``POST /sonic/replace-section``."""

    clip_id: str | None = None
    mv: str | None = None
    infill_start_s: requests.Seconds
    infill_end_s: requests.Seconds
    prompt: str
    infill_lyrics: str
    title: str | None = None
    tags: str | None = None
    negative_tags: str | None = None
    style_weight: requests.Weight | None = None
    weirdness_constraint: requests.Weight | None = None
    vocal_gender: str | None = None
    auto_concat: bool | None = None


def _song_body(body: ReplaceBody) -> requests.SongBody:
    """What of the request describes a song, checked as for any other song.

    Raises ApiError (400).
    """
    described = {
        "custom_mode": True,
        "mv": body.mv,
        "prompt": body.prompt,
        "title": body.title,
        "tags": body.tags,
        "negative_tags": body.negative_tags,
        "style_weight": body.style_weight,
        "weirdness_constraint": body.weirdness_constraint,
        "vocal_gender": body.vocal_gender,
    }
    return requests.parse(requests.SongBody, described)


def replace_section(shop: Workshop, body: ReplaceBody) -> Job:
    """New music for a stretch of a clip, alone or together with the song it belongs in."""
    clip = sources.clip_for(shop, body.clip_id, name="clip_id")
    chosen = requests.known_model(body.mv)
    song = _song_body(body)
    requests.check_words(song)
    requests.check_texts(song, chosen)
    requests.check_hook(body, allow_loopback=shop.config.allow_loopback_http)
    if requests.length(body.infill_lyrics) > _LYRICS_LIMIT:
        raise invalid(f"infill_lyrics is too long: at most {_LYRICS_LIMIT} characters")
    length = clip.score.duration_seconds
    if not body.infill_start_s < body.infill_end_s <= length + 0.5:
        raise invalid("infill_end_s must be greater than infill_start_s, inside the clip")
    salt, start, end = shop.salt, body.infill_start_s, min(body.infill_end_s, length)
    shape = Shape.REPLACED_PAIRS if body.auto_concat else Shape.CLIPS

    def make() -> list[Product]:
        made = [
            _replaced(song, clip, (start, end), body.infill_lyrics, salt, version)
            for version in VERSIONS
        ]
        parts = [part for part, _ in made]
        return parts + [whole for _, whole in made] if body.auto_concat else parts

    order = Order.hooked("replace_section", shop.config.prices.derived, chosen.name, body, shape)
    return Job(order, make, song)


def _replaced(
    body: requests.SongBody,
    clip: Clip,
    window: tuple[float, float],
    words: str,
    salt: str,
    version: int,
) -> tuple[Product, Product]:
    """The new stretch, and the song with it in its place."""
    score = clip.score
    start, end = score.ticks(window[0]), min(score.length, score.ticks(window[1]))
    seed = songwriter.seed_of(body, f"{salt} {clip.score.seed} {window} {words}", version)
    base = clip.plan or replace(songwriter.plan_for(body, seed), tempo=score.tempo)
    plan = replace(base, seed=seed)
    fragment = _new_stretch(plan, score, start, end, words)
    whole = editing.joined(
        editing.joined(editing.cut(score, 0, start), fragment),
        editing.cut(score, end, score.length),
    )
    title = (body.title or clip.title)[: requests.TITLE_LIMIT]
    tags = body.tags or clip.tags
    part = Product(title, tags, words, fragment, plan, clip.clip_id)
    sung = "".join(each.text for each in whole.syllables).strip() or clip.lyrics
    full = Product(title, tags, sung, whole, clip.plan, late=True)
    return part, full


def _new_stretch(plan: Plan, score: Score, start: int, end: int, words: str) -> Score:
    """The chords of a stretch with a new melody and a band that plays them in another way."""
    old = editing.cut(score, start, end)
    sections = form.parse(words)
    lines = sum(len(section.lines) for section in sections)
    leading: list[Part] = []
    sung = Sung((), ())
    if lines and plan.singer is not None and old.harmonies:
        writer = MelodyWriter(plan, old.harmonies, plan.singer.low, plan.singer.high)
        line_length, tick = old.length // lines, 0
        for section in sections:
            sung += writer.sing_section(section, tick, line_length)
            tick += line_length * len(section.lines)
        leading.append(composer.voice_part(plan, sung.notes))
        backing = backing_voices(plan, sung.notes, old.harmonies, old.passages)
        leading += [backing] if backing is not None else []
    elif old.lead is not None:
        leading.append(old.lead)
    band = accompany(plan, old.harmonies, old.passages) if old.harmonies else old.parts
    fresh = replace(
        old, parts=named_apart([*leading, *band]), syllables=sung.syllables, seed=plan.seed
    )
    # What the band plays over the edge of the stretch belongs to what follows.
    return editing.cut(fresh, 0, old.length)
