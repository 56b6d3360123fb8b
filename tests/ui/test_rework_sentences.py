from dataclasses import replace

import pytest
from discord import Locale

from bot.domain.errors import Field
from bot.domain.ids import SongId, VoiceId
from bot.domain.jobs import Failure, FailureCode, JobKind, JobState
from bot.domain.requests import LyricsRequest, StemsRequest
from bot.domain.sources import (
    NoPublicAddress,
    SongTooOld,
    Source,
    SourceMissing,
    SourceUnreachable,
    SourceUnusable,
)
from bot.domain.voices import ConsentMissing, VoiceNotFound
from bot.ui.cards import CardSettings, draw_card
from bot.ui.endings import ending
from bot.ui.sentences import field_name, has_sentence, sentence
from tests.support.discord_objects import assert_drawing_fits, ended, finished, song

ENGLISH = Locale.american_english
SONG = SongId("song000001")


def test_a_part_that_could_not_be_joined_is_told_with_what_comes_back() -> None:
    view = finished(song(1), song(2), captured=10)
    failure = Failure(FailureCode.JOIN_FAILED)
    view = replace(view, job=replace(view.job, state=JobState.PARTIAL, failure=failure))
    told = ending(view, ENGLISH)
    assert "could not join it with the song" in told
    assert "4 of 14 credits were returned" in told


def test_missing_tracks_are_told_without_a_count_of_versions() -> None:
    view = finished(song(1), captured=7)
    request = StemsRequest(source=Source.of_song(SONG))
    job = replace(view.job, kind=JobKind.STEMS, request=request, promised=1)
    assert "Some of the tracks failed" in ending(replace(view, job=job), ENGLISH)


def test_a_deleted_voice_is_told() -> None:
    view = ended(JobState.FAILED, Failure(FailureCode.VOICE_GONE))
    told = ending(view, ENGLISH)
    assert told.startswith("The voice that was to sing was deleted")
    assert "All credits were returned" in told


def test_a_job_without_songs_has_a_card() -> None:
    view = finished()
    job = replace(
        view.job, kind=JobKind.LYRICS, request=LyricsRequest(idea="rain"), state=JobState.SUCCEEDED
    )
    drawing = draw_card(replace(view, job=job), CardSettings(price_again=1))
    assert_drawing_fits(drawing)
    assert "rain" in drawing.content
    assert drawing.attachments == ()


@pytest.mark.parametrize(
    "error",
    [
        SongTooOld(SONG),
        NoPublicAddress(SONG),
        SourceMissing(),
        SourceUnusable("it is silent"),
        SourceUnreachable("404"),
        VoiceNotFound(VoiceId("v")),
        ConsentMissing(),
    ],
)
def test_every_refusal_of_a_rework_says_what_to_do(error: Exception) -> None:
    assert has_sentence(type(error))
    told = sentence(error, ENGLISH)
    assert "othing was charged" in told or "Nothing was charged" in told
    assert "404" not in told


def test_every_part_of_a_request_has_a_name() -> None:
    assert len({field_name(field, ENGLISH) for field in Field}) == len(Field)
