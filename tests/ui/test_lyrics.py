from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import NoLyrics
from bot.domain.jobs import JobState
from bot.ui.lyrics import draw_lyrics
from bot.ui.translation import DEFAULT_LOCALE
from tests.support.discord_objects import assert_embed_fits, embed_units, finished, song, under_way


def test_the_same_words_are_shown_once() -> None:
    answer = draw_lyrics(finished(song(1), song(2)), DEFAULT_LOCALE)
    (embed,) = answer.embeds
    assert embed.title == "Lyrics of Neon rain"
    assert embed.description == "\\[Verse\\]\nRain on tin"
    assert answer.file() is None


def test_different_words_are_shown_by_version() -> None:
    other = replace(song(2), lyrics="[Verse]\n*Sun* on tin")
    answer = draw_lyrics(finished(song(1), other), DEFAULT_LOCALE)
    assert [embed.title for embed in answer.embeds] == [
        "Lyrics of Neon rain, version 1",
        "Lyrics of Neon rain, version 2",
    ]
    assert answer.embeds[1].description == "\\[Verse\\]\n\\*Sun\\* on tin"


def test_words_too_long_to_show_come_as_a_file() -> None:
    words = "[Verse]\n" + "rain and thunder\n" * 290
    answer = draw_lyrics(finished(replace(song(1), lyrics=words)), DEFAULT_LOCALE)
    file = answer.file()
    assert file is not None
    assert file.filename == "neon-rain-lyrics.txt"
    assert file.fp.read().decode() == words.strip()
    file.close()


def test_no_words_are_a_refusal() -> None:
    instrumental = replace(song(1), lyrics="[Instrumental]")
    for view in (under_way(JobState.RUNNING), finished(instrumental)):
        with pytest.raises(NoLyrics):
            draw_lyrics(view, DEFAULT_LOCALE)


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=6000), st.text(max_size=6000))
def test_no_words_break_the_answer(first: str, second: str) -> None:
    songs = (replace(song(1), lyrics="a" + first), replace(song(2), lyrics="b" + second))
    answer = draw_lyrics(finished(*songs), DEFAULT_LOCALE)
    for embed in answer.embeds:
        assert_embed_fits(embed)
    assert sum(map(embed_units, answer.embeds)) <= 6000
