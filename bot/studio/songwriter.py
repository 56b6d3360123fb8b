"""From a request to songs: words, plan, form and score of every clip of a task."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from bot.studio.music import composer, planner
from bot.studio.music.plan import Plan
from bot.studio.music.score import Score
from bot.studio.requests import SongBody
from bot.studio.words import brief, lyrics

_STANDARD_WILDNESS = 0.3


@dataclass(frozen=True, slots=True)
class Draft:
    """A song that has been written: everything of a clip but its place in a task."""

    title: str
    tags: str
    lyrics: str
    plan: Plan
    score: Score


def seed_of(body: SongBody, salt: str, version: int) -> int:
    """A number that follows from what was asked, from a salt, and from which version of a song
    it is.
    """
    words = (
        body.prompt,
        body.gpt_description_prompt,
        body.tags,
        body.negative_tags,
        body.title,
        body.make_instrumental,
        body.vocal_gender,
    )
    return number_of(repr((words, salt, version)))


def number_of(text: str) -> int:
    """A number that follows from a text and looks like chance; below 2 to the power of 48."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "big")


def idea_of(body: SongBody) -> str:
    """What the song is about, in the request's own words."""
    if not body.custom_mode:
        return body.gpt_description_prompt or ""
    if body.auto_lyrics:
        return body.prompt or ""
    return body.title or body.tags or ""


def plan_for(body: SongBody, seed: int) -> Plan:
    """The constants of the song that a request asks for."""
    about = " ".join(filter(None, (body.title, idea_of(body))))
    wanted = brief.read(body.tags or "", about, body.negative_tags or "")
    wildness = body.weirdness_constraint
    return planner.draft(
        wanted,
        seed,
        sung=not body.make_instrumental,
        voice=body.vocal_gender,
        wildness=_STANDARD_WILDNESS if wildness is None else wildness,
    )


def tags_for(body: SongBody, plan: Plan) -> str:
    """The style in words: as given, or what the song became."""
    if body.tags:
        return body.tags
    voice = []
    if plan.singer is not None:
        voice = ["female voice" if plan.singer == planner.FEMALE else "male voice"]
    return ", ".join([plan.style, f"{plan.tempo:.0f} bpm", plan.key_name, *voice])


def words_for(body: SongBody, plan: Plan, seed: int) -> lyrics.Text:
    """Title and lyrics: as given, or written about the idea."""
    if body.make_instrumental:
        title = body.title or lyrics.title_of(idea_of(body))
        return lyrics.Text(title, lyrics.INSTRUMENTAL_MARKER)
    if body.custom_mode and not body.auto_lyrics:
        words = body.prompt or ""
        title = body.title or lyrics.title_from(words) or lyrics.title_of(idea_of(body))
        return lyrics.Text(title, words)
    room = composer.lines_for(plan, body.duration)
    return lyrics.write(idea_of(body), seed, lines=room, title=body.title or None)


def new_song(body: SongBody, salt: str, version: int) -> Draft:
    """One version of the song that a request asks for."""
    return song_with(body, salt, version, plan_for(body, seed_of(body, salt, version)))


def song_with(body: SongBody, salt: str, version: int, plan: Plan) -> Draft:
    """The song that a request asks for, on a plan. Its versions share their words."""
    text = words_for(body, plan, seed_of(body, salt, 0))
    sung = None if body.make_instrumental else text.lyrics
    score = composer.compose(plan, composer.form_of(plan, sung, body.duration))
    return Draft(text.title, tags_for(body, plan), text.lyrics, plan, score)
