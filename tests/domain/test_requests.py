from dataclasses import replace

import pytest

from bot.domain.errors import ConflictingFields, EmptyText, Field, ValueOutOfRange
from bot.domain.ids import PersonaId, ProviderClipId, SongId, VoiceId
from bot.domain.jobs import REQUESTS, Step
from bot.domain.operations import Operation
from bot.domain.plans import plan_of
from bot.domain.prices import Price, PriceList
from bot.domain.requests import (
    CoverRequest,
    ExtendRequest,
    LyricsRequest,
    MashupRequest,
    RemasterRequest,
    Request,
    SampleRequest,
    SectionRequest,
    StemsRequest,
    StyleRequest,
    VocalsRequest,
)
from bot.domain.songs import Song, SongRequest, WordsFrom
from bot.domain.sources import Source, SourceMissing
from tests.support.records import new_job, new_song

SONG = Source.of_song(SongId("song"))
CLIP = Source(song_id=SongId("song"), clip_id=ProviderClipId("c"), duration_seconds=60.0)
LINK = Source.of_link("https://files.example/dir/hum.mp3?key=1", 12.5)


def sung(*, lyrics: str = "Drip", style: str = "folk") -> Song:
    return replace(new_song(new_job()), lyrics=lyrics, style=style)


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        (LyricsRequest(idea=""), Field.IDEA),
        (LyricsRequest(idea="\u200b"), Field.IDEA),
        (StyleRequest(style=""), Field.STYLE),
        (SectionRequest(source=SONG, start_seconds=1, end_seconds=2), Field.LYRICS),
        (VocalsRequest(source=SONG, style="soul"), Field.LYRICS),
        (VocalsRequest(source=SONG, lyrics="la", start_seconds=3), Field.END),
    ],
)
def test_a_missing_text_is_named(request_: Request, field: Field) -> None:
    with pytest.raises(EmptyText) as refused:
        request_.checked()
    assert refused.value.field is field


@pytest.mark.parametrize(("start", "end"), [(5, 5), (-1, 5), (float("nan"), 5), (5, 1e9)])
def test_places_are_in_order(start: float, end: float) -> None:
    with pytest.raises(ValueOutOfRange):
        SampleRequest(source=SONG, start_seconds=start, end_seconds=end, idea="sun").checked()


def test_a_source_is_needed() -> None:
    with pytest.raises(SourceMissing):
        StemsRequest(source=Source()).checked()


def test_what_excludes_each_other_is_told() -> None:
    with pytest.raises(ConflictingFields):
        CoverRequest(source=SONG, instrumental=True, lyrics="la").checked()
    with pytest.raises(ConflictingFields):
        SongRequest(model="m", idea="sun", instrumental=True, voice_id=VoiceId("v")).checked()


def test_texts_are_tidied() -> None:
    checked = CoverRequest(source=SONG, style=" dub\u202e ", lyrics="a\r\nb").checked()
    assert (checked.style, checked.lyrics) == ("dub", "a\nb")


def test_a_cover_keeps_the_words_of_its_song_unless_told_otherwise() -> None:
    request = CoverRequest(source=SONG, style="dub")
    kept = request.informed((CLIP,), (sung(lyrics="[Verse]\nDrip"),))
    assert (kept.lyrics, kept.title, kept.words_from) == ("[Verse]\nDrip", "Tin", WordsFrom.MEMBER)
    silent = request.informed((CLIP,), (sung(lyrics="[Instrumental]"),))
    assert (silent.lyrics, silent.instrumental) == ("", True)
    other = replace(request, idea="sun").informed((CLIP,), (sung(),))
    assert (other.lyrics, other.idea) == ("", "sun")


def test_an_extension_goes_on_from_the_end_in_the_same_style() -> None:
    informed = ExtendRequest(source=SONG).informed((CLIP,), (sung(style="folk"),))
    assert (informed.from_seconds, informed.style, informed.title) == (59.9, "folk", "Tin")
    assert informed.source == CLIP
    plain = ExtendRequest(source=LINK)
    with pytest.raises(EmptyText) as refused:
        plain.informed((LINK,), (None,))
    assert refused.value.field is Field.IDEA
    with pytest.raises(EmptyText) as unknown_end:
        plain.informed((replace(LINK, duration_seconds=None),), (None,))
    assert unknown_end.value.field is Field.START


def test_a_mashup_without_words_mixes_both_styles() -> None:
    request = MashupRequest(first=SONG, second=SONG)
    mixed = request.informed((CLIP, CLIP), (sung(style="dub"), sung(style="ska")))
    assert mixed.style == "dub, ska"
    assert mixed.parents == ("song", "song")


def test_a_section_is_told_the_words_around_it() -> None:
    request = SectionRequest(source=SONG, start_seconds=1, end_seconds=2, lyrics="new")
    assert request.informed((CLIP,), (sung(lyrics="old"),)).context == "old"
    assert request.informed((CLIP,), (sung(lyrics=""),)).context == "new"


def test_a_summary_is_never_empty() -> None:
    assert StemsRequest(source=SONG).summary == "song"
    assert StemsRequest(source=replace(CLIP, title="Tin")).summary == "Tin"
    assert StemsRequest(source=LINK).summary == "hum"
    assert StemsRequest(source=Source(url="https://x.example")).summary == "–"


def test_every_kind_of_job_has_its_request() -> None:
    assert len(set(REQUESTS.values())) == len(REQUESTS)


def test_what_the_service_no_longer_has_is_brought_in_first() -> None:
    old = replace(CLIP, clip_id=None, url="https://us.example/old.mp3")
    assert plan_of(StemsRequest(source=CLIP)).first_step is Step.MAKE
    assert plan_of(StemsRequest(source=old)).uploads == (old,)
    assert plan_of(MashupRequest(first=old, second=CLIP)).uploads == (old,)
    assert plan_of(CoverRequest(source=old)).operation is Operation.UPLOAD_COVER
    assert plan_of(ExtendRequest(source=old)).joins is False
    assert plan_of(ExtendRequest(source=CLIP)).joins is True
    assert plan_of(ExtendRequest(source=CLIP, join=False)).joins is False
    uploaded = replace(CLIP, uploaded=True)
    assert plan_of(ExtendRequest(source=uploaded)).operation is Operation.EXTEND_UPLOAD
    assert plan_of(CoverRequest(source=uploaded)).operation is Operation.COVER_UPLOAD


def test_a_reusable_voice_is_another_operation() -> None:
    request = SongRequest("m", idea="sun", voice_id=VoiceId("v"), persona_id=PersonaId("p"))
    assert plan_of(request).operation is Operation.PERSONA_MUSIC


def test_a_price_is_that_of_all_steps() -> None:
    prices = PriceList(
        {
            Operation.EXTEND: Price(10, {}, songs=2),
            Operation.CONCAT: Price(2, {}),
            Operation.UPLOAD: Price(3, {}),
            Operation.MASHUP: Price(14, {"sonic-v4": 10}),
            Operation.REMASTER: Price(9, {}),
        }
    )
    assert prices.of(ExtendRequest(source=CLIP, idea="sun")) == 14
    assert prices.of_joining(ExtendRequest(source=CLIP, idea="sun")) == 4
    assert prices.of(ExtendRequest(source=CLIP, idea="sun", join=False)) == 10
    assert prices.of(RemasterRequest(source=LINK)) == 12
    mashup = MashupRequest(first=LINK, second=LINK, lyrics="la", model="sonic-v4")
    assert prices.of(mashup) == 16
    assert prices.of_joining(mashup) == 0
