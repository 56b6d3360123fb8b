"""Continuing songs, and joining what continues with what it continues."""

from __future__ import annotations

from dataclasses import replace

from bot.studio import songwriter
from bot.studio.catalogue import Clip, Shape
from bot.studio.errors import invalid
from bot.studio.music import composer, editing
from bot.studio.music.arranger import held_chord
from bot.studio.music.plan import Plan
from bot.studio.music.score import Score
from bot.studio.operations import sources
from bot.studio.operations.songs import VERSIONS, checked
from bot.studio.products import Job, Order, Product
from bot.studio.requests import CreateBody, SongBody
from bot.studio.words import lyrics
from bot.studio.workshop import Workshop

_LENGTH_SECONDS = 50.0


def _plan(body: SongBody, clip: Clip, seed: int, version: int) -> Plan:
    """The plan of the song so far.

    Recordings have none: theirs is what the words ask for, in their key.
    """
    base = clip.plan
    if base is None or clip.is_upload:
        asked = songwriter.plan_for(body, seed)
        if base is None:
            return asked
        return replace(asked, tempo=base.tempo, tonic=base.tonic, mode=base.mode, metre=base.metre)
    singer = base.singer
    if body.make_instrumental:
        singer = None
    elif singer is None or body.vocal_gender is not None:
        singer = songwriter.plan_for(body, seed).singer
    # The second version goes its own way: another melody on the same instruments.
    return replace(base, singer=singer, seed=base.seed if version == 1 else seed)


def _words(body: SongBody, plan: Plan, clip: Clip, seed: int) -> str:
    if body.make_instrumental:
        return lyrics.INSTRUMENTAL_MARKER
    if body.custom_mode and not body.auto_lyrics:
        return body.prompt or ""
    room = composer.lines_for(plan, body.duration or _LENGTH_SECONDS)
    idea = songwriter.idea_of(body) or clip.title
    return lyrics.write(idea, seed, lines=room).lyrics


def continuation(body: SongBody, clip: Clip, at: float, salt: str, version: int) -> Product:
    """The new part of a song: it sets in at a time of the clip, on the next full bar."""
    seed = songwriter.seed_of(body, f"{salt} {clip.score.seed} {at}", version)
    plan = _plan(body, clip, seed, version)
    words = _words(body, plan, clip, songwriter.seed_of(body, salt, 0))
    sung = None if body.make_instrumental else words
    length = float(body.duration) if body.duration is not None else None
    if sung is None and length is None:
        length = _LENGTH_SECONDS
    sections = composer.form_of(plan, sung, length, opening=False)
    missing, chord = _lead_in(clip, plan, at)
    score = composer.compose(plan, sections, missing)
    if chord is not None:
        score = editing.layered(score, chord)
    title = body.title or clip.title
    tags = body.tags or clip.tags or songwriter.tags_for(body, plan)
    return Product(title, tags, words, score, plan, clip.clip_id, at)


def _lead_in(clip: Clip, plan: Plan, at: float) -> tuple[int, Score | None]:
    """The ticks that are missing to a full bar where a continuation sets in, and a chord for
    them.
    """
    bar = plan.metre.bar
    if clip.plan is None or clip.plan.metre != plan.metre or clip.is_upload:
        return 0, None
    missing = -round(clip.score.ticks(at)) % bar
    if missing < bar // 16:
        return 0, None
    return missing, held_chord(plan, clip.score.harmonies, clip.score.ticks(at), missing)


def extend_music(shop: Workshop, body: CreateBody) -> Job:
    """Continue a clip that was made here."""
    return _extend(shop, body, sources.own_clip(shop, body.continue_clip_id), "extend_music")


def extend_upload_music(shop: Workshop, body: CreateBody) -> Job:
    """Continue a clip that was uploaded."""
    clip = sources.uploaded_clip(shop, body.continue_clip_id)
    return _extend(shop, body, clip, "extend_upload_music")


def check_place(clip: Clip, at: float | None) -> float:
    """The time to continue at. Raises ApiError (400) when it is missing or not inside the clip."""
    if at is None:
        raise invalid("continue_at is required")
    if not 0 < at < clip.score.duration_seconds:
        raise invalid(
            f"continue_at must lie inside the clip, which has {clip.score.duration_seconds:.2f} s"
        )
    return at


def _extend(shop: Workshop, body: CreateBody, clip: Clip, operation: str) -> Job:
    at = check_place(clip, body.continue_at)
    chosen = checked(shop, body)
    salt = shop.salt
    return Job(
        Order.hooked(operation, shop.config.prices.derived, chosen.name, body),
        lambda: [continuation(body, clip, at, salt, version) for version in VERSIONS],
        body,
    )


def joined_product(before: Score, clip: Clip, part: Product) -> Product:
    """A clip up to where its continuation sets in, and the continuation.

    ``before`` is the song so far.
    """
    began = before.duration_seconds - clip.score.duration_seconds
    at = before.ticks(began + (part.continues_at or 0.0))
    return replace(
        part,
        lyrics=joined_words(clip.lyrics, part.lyrics),
        score=editing.joined(editing.cut(before, 0, at), part.score),
        parent=None,
        continues_at=None,
        late=True,
    )


def joined_words(first: str, second: str) -> str:
    """The lyrics of two parts of a song."""
    return "\n\n".join(each for each in (first, second) if each)


def concat_music(shop: Workshop, body: CreateBody) -> Job:
    """Join a continuation with what it continues, back to the beginning of the song."""
    clip = sources.clip_for(shop, body.continue_clip_id, name="continue_clip_id")
    if clip.parent is None or clip.continues_at is None:
        raise invalid("continue_clip_id: the clip does not continue another one")
    parent = shop.catalogue.clips[clip.parent]

    def make() -> list[Product]:
        words = joined_words(parent.lyrics, clip.lyrics)
        score = sources.whole(shop, clip)
        return [Product(clip.title, clip.tags, words, score, clip.plan)]

    return Job(Order.hooked("concat_music", shop.config.prices.concat, clip.mv, body), make)


def upload_extend_job(
    shop: Workshop, body: SongBody, clip: Clip, at: float, *, auto_concat: bool
) -> Job:
    """Continue a recording that was just uploaded, and join the two if asked for."""
    chosen = checked(shop, body)
    salt = shop.salt
    shape = Shape.EXTENDED_PAIRS if auto_concat else Shape.CLIPS

    def make() -> list[Product]:
        parts = [continuation(body, clip, at, salt, version) for version in VERSIONS]
        if not auto_concat:
            return parts
        return parts + [joined_product(clip.score, clip, part) for part in parts]

    price = shop.config.prices.derived
    return Job(Order.hooked("upload_extend", price, chosen.name, body, shape), make, body)
