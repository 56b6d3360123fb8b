"""Songs out of other songs: a mashup of two, and a whole song around a sample."""

from __future__ import annotations

from dataclasses import replace

from bot.studio import requests, songwriter
from bot.studio.catalogue import Clip
from bot.studio.errors import invalid
from bot.studio.music import editing, form
from bot.studio.music.score import Score, Tape
from bot.studio.operations import sources
from bot.studio.operations.continuing import joined_words
from bot.studio.operations.songs import VERSIONS, checked, song_price
from bot.studio.products import Job, Order, Product
from bot.studio.requests import SongBody
from bot.studio.words import lyrics
from bot.studio.workshop import Workshop

_SAMPLE_GAIN = 0.45


class MashupBody(SongBody):
    """``POST /sonic/mashup``."""

    mashup_clip_ids: list[str]


class SampleBody(SongBody):
    """``POST /sonic/sample``."""

    url: str | None = None
    sample_clip_id: str | None = None
    chop_sample_start_s: requests.Seconds | None = None
    chop_sample_end_s: requests.Seconds | None = None


def mashup(shop: Workshop, body: MashupBody) -> Job:
    """Two songs become one: their halves alternate, in one tempo and one key."""
    if len(body.mashup_clip_ids) != 2:
        raise invalid("mashup_clip_ids must hold exactly two clip ids")
    clips = [
        sources.clip_for(shop, clip_id, name="mashup_clip_ids") for clip_id in body.mashup_clip_ids
    ]
    if body.duration is not None:
        raise invalid("duration is not available for mashup")
    chosen = checked(shop, body, sampling=True)

    def make() -> list[Product]:
        return [_mashed(body, *clips), _mashed(body, *reversed(clips))]

    price = song_price(shop, chosen, body)
    return Job(Order.hooked("mashup", price, chosen.name, body), make, body)


def _middle(score: Score) -> int:
    """Where a passage begins near the middle, or the bar nearest to it."""
    half, bar = score.length // 2, score.metre.bar
    near = [each.start for each in score.passages if abs(each.start - half) < score.length // 5]
    return min(near or [max(1, round(half / bar)) * bar], key=lambda start: abs(start - half))


def _mashed(body: SongBody, first: Clip, second: Clip) -> Product:
    lead, guest = first.score, second.score
    if first.plan is not None and second.plan is not None:
        distance = (first.plan.tonic - second.plan.tonic + 6) % 12 - 6
        guest = editing.transposed(guest, distance)
    # The guest keeps its beats: they are only played in the host's tempo. Recordings cannot follow.
    guest = editing.at_tempo(guest, lead.tempo) if not guest.tapes else guest
    pieces = [
        editing.cut(lead, 0, _middle(lead)),
        editing.cut(guest, 0, _middle(guest)),
        editing.cut(lead, _middle(lead), lead.length),
        editing.cut(guest, _middle(guest), guest.length),
    ]
    score = pieces[0]
    for piece in pieces[1:]:
        score = editing.joined(score, piece)
    score = replace(score, fade_out=True, seed=lead.seed ^ guest.seed)
    words = joined_words(first.lyrics, second.lyrics)
    if body.make_instrumental:
        score, words = without_voices(score), lyrics.INSTRUMENTAL_MARKER
    elif body.custom_mode and body.prompt and not body.auto_lyrics:
        words = body.prompt
        score = editing.with_words(score, editing.syllables_of(form.parse(words)))
    title = body.title or f"{first.title} × {second.title}"[: requests.TITLE_LIMIT]
    tags = body.tags or ", ".join(each for each in (first.tags, second.tags) if each)
    return Product(title, tags, words, score, first.plan, first.clip_id)


def without_voices(score: Score) -> Score:
    """The band of a song alone."""
    parts = tuple(part for part in score.parts if not part.role.is_sung)
    return replace(score, parts=parts, syllables=())


def check_chop(body: SampleBody, clip: Clip) -> tuple[float, float]:
    """The stretch of a sample, in seconds.

    The whole clip when none is given. Raises ApiError (400).
    """
    length = clip.score.duration_seconds
    start = body.chop_sample_start_s or 0.0
    end = length if body.chop_sample_end_s is None else body.chop_sample_end_s
    if not start < end or end > length + 0.5:
        raise invalid("chop_sample_end_s must be greater than chop_sample_start_s, inside the clip")
    return start, min(end, length)


def sample_job(shop: Workshop, body: SampleBody, clip: Clip) -> Job:
    """A whole song that begins with a sample and comes back to it in every chorus."""
    if body.duration is not None:
        raise invalid("duration is not available for sample")
    chosen = checked(shop, body, sampling=True)
    start, end = check_chop(body, clip)
    salt = shop.salt

    def make() -> list[Product]:
        return [_grown(body, clip, (start, end), salt, version) for version in VERSIONS]

    price = song_price(shop, chosen, body)
    return Job(Order.hooked("sample", price, chosen.name, body), make, body)


def _grown(
    body: SongBody, clip: Clip, window: tuple[float, float], salt: str, version: int
) -> Product:
    seed = songwriter.seed_of(body, f"{salt} sample {clip.score.seed} {window}", version)
    source = clip.score
    plan = songwriter.plan_for(body, seed)
    base = clip.plan or plan
    plan = replace(plan, tempo=source.tempo, metre=source.metre, tonic=base.tonic, mode=base.mode)
    draft = songwriter.song_with(body, salt, version, plan)
    start, end = window
    piece = editing.cut(source, source.ticks(start), source.ticks(end))
    # The song goes on at the next full bar after its sample.
    opening = replace(piece, length=piece.length + -piece.length % plan.metre.bar, fade_out=False)
    song = _with_returns(draft.score, piece.tapes)
    score = replace(editing.joined(opening, song), seed=seed)
    return Product(draft.title, draft.tags, draft.lyrics, score, plan, clip.clip_id)


def _with_returns(song: Score, tapes: tuple[Tape, ...]) -> Score:
    """A song in whose choruses the recordings of the sample sound again, softer."""
    returns = []
    for passage in song.passages:
        if passage.kind != form.CHORUS:
            continue
        begin, room = song.seconds(passage.start), song.seconds(passage.length)
        for tape in tapes:
            left = room - tape.start_seconds
            if left > 0:
                returns.append(
                    replace(
                        tape,
                        start_seconds=begin + tape.start_seconds,
                        to_seconds=min(tape.to_seconds, tape.from_seconds + left),
                        gain=tape.gain * _SAMPLE_GAIN,
                    )
                )
    return replace(song, tapes=(*song.tapes, *returns))
