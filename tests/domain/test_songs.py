from dataclasses import replace
from typing import Any

import pytest

from bot.domain.errors import ConflictingFields, EmptyText, Field
from bot.domain.ids import JobId, song_id_of
from bot.domain.songs import SongRequest, Voice, WordsFrom


def test_nothing_asked_is_refused() -> None:
    with pytest.raises(EmptyText) as refused:
        SongRequest(model="m").checked()
    assert refused.value.field is Field.IDEA


@pytest.mark.parametrize("field", ["idea", "style", "lyrics", "title", "exclude"])
def test_a_text_that_shows_nothing_is_refused_by_its_name(field: str) -> None:
    blank: dict[str, Any] = {field: "\u200b\u2060 "}
    request = replace(SongRequest(model="m", idea="rain"), **blank)
    with pytest.raises(EmptyText) as refused:
        request.checked()
    assert refused.value.field == field


def test_a_voice_or_words_contradict_an_instrumental() -> None:
    with pytest.raises(ConflictingFields):
        SongRequest(model="m", idea="rain", instrumental=True, voice=Voice.FEMALE).checked()
    with pytest.raises(ConflictingFields):
        SongRequest(model="m", lyrics="la", instrumental=True).checked()


def test_checked_texts_are_tidy() -> None:
    checked = SongRequest(model="m", idea=" rain\u202e ", title="T\r\n").checked()
    assert (checked.idea, checked.title) == ("rain", "T")


@pytest.mark.parametrize(
    ("request_made", "source"),
    [
        (SongRequest("m", idea="rain"), WordsFrom.IDEA),
        (SongRequest("m", idea="rain", style="folk"), WordsFrom.BRIEF),
        (SongRequest("m", style="folk"), WordsFrom.BRIEF),
        (SongRequest("m", idea="rain", style="folk", lyrics="la"), WordsFrom.MEMBER),
    ],
)
def test_the_texts_decide_where_the_words_come_from(
    request_made: SongRequest, source: WordsFrom
) -> None:
    assert request_made.checked().words_from is source


def test_a_songs_id_is_always_the_same_and_differs_by_job_and_position() -> None:
    first = song_id_of(JobId("a"), 1)
    assert first == song_id_of(JobId("a"), 1)
    assert len({first, song_id_of(JobId("a"), 2), song_id_of(JobId("b"), 1)}) == 3
    assert len(first) == 10
