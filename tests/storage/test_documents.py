import json
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.songs import Clip, SongRequest, Voice
from storage.documents import clips_from, clips_text, request_from, request_text
from tests.support.records import full_request, new_clip

TEXT = st.text(st.characters(), max_size=20)
SHARES = st.none() | st.floats(0, 1)


@given(
    st.builds(
        SongRequest,
        model=TEXT,
        idea=TEXT,
        style=TEXT,
        lyrics=TEXT,
        title=TEXT,
        exclude=TEXT,
        instrumental=st.booleans(),
        voice=st.none() | st.sampled_from(Voice),
        length_seconds=st.none() | st.integers(1, 600),
        weirdness=SHARES,
        style_strength=SHARES,
    )
)
def test_a_request_survives(request: SongRequest) -> None:
    assert request_from(request_text(request)) == request


def test_every_field_of_a_request_is_written() -> None:
    written = json.loads(request_text(full_request()))
    assert {field.name for field in fields(SongRequest)} == set(written) - {"form"}


def test_clips_survive() -> None:
    clips = (
        new_clip(1),
        replace(new_clip(2), image_url="https://x.example/", duration_seconds=None),
    )
    assert clips_from(clips_text(clips)) == clips
    assert clips_from(clips_text(())) == ()
    (written, _) = json.loads(clips_text(clips))["clips"]
    assert {field.name for field in fields(Clip)} == set(written)


def test_what_a_later_version_added_is_skipped() -> None:
    document = json.loads(request_text(full_request()))
    document |= {"form": 2, "mood": {"happy": 1}}
    assert request_from(json.dumps(document)) == full_request()
    listed = json.loads(clips_text((new_clip(),)))
    listed["form"] = 3
    listed["clips"][0]["stems"] = ["drums"]
    assert clips_from(json.dumps(listed)) == (new_clip(),)


def test_what_an_earlier_version_left_out_gets_its_default() -> None:
    assert request_from('{"model": "m", "idea": "rain"}') == SongRequest("m", idea="rain")
    assert clips_from("{}") == ()


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"model": 5}', '{"model": "m", "idea": []}', '{"model": "m", "voice": "x"}'],
)
def test_what_is_no_request_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        request_from(text)


@pytest.mark.parametrize("text", ["{", '{"clips": 5}', '{"clips": [5]}', '{"clips": [{}]}'])
def test_what_are_no_clips_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        clips_from(text)
