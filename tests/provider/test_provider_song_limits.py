"""A song's limits, told in the words in which it was asked for."""

from dataclasses import replace

import pytest

from bot.domain.errors import (
    ConflictingFields,
    EmptyText,
    Field,
    TextTooLong,
    UnknownChoice,
    ValueOutOfRange,
)
from bot.domain.songs import SongRequest, Voice
from tests.support.provider import Script, says, scripted_provider

ACCEPTED = says({"message": "success", "task_id": "task-1"})


async def check(request: SongRequest) -> None:
    async with scripted_provider(Script([ACCEPTED])) as provider:
        provider.check(request)


BASE = SongRequest(model="sonic-v6", idea="rain")
STYLED = SongRequest(model="sonic-v6", idea="rain", style="folk")
OWN = SongRequest(model="sonic-v6", lyrics="la", style="folk")


@pytest.mark.parametrize(
    ("request_at_limit", "field", "limit"),
    [
        (replace(BASE, idea="a" * 400), Field.IDEA, 400),
        (replace(STYLED, idea="a" * 5000), Field.IDEA, 5000),
        (replace(STYLED, idea="a" * 3000, model="sonic-v4"), Field.IDEA, 3000),
        (replace(OWN, lyrics="a" * 5000), Field.LYRICS, 5000),
        (replace(OWN, lyrics="a" * 3000, model="sonic-v3-5"), Field.LYRICS, 3000),
        (replace(OWN, style="a" * 1000), Field.STYLE, 1000),
        (replace(OWN, style="a" * 200, model="sonic-v4"), Field.STYLE, 200),
        (replace(OWN, exclude="a" * 1000), Field.EXCLUDE, 1000),
        (replace(OWN, title="a" * 80), Field.TITLE, 80),
    ],
)
async def test_each_text_may_be_as_long_as_its_limit_and_no_longer(
    request_at_limit: SongRequest, field: Field, limit: int
) -> None:
    await check(request_at_limit)
    longer = replace(
        request_at_limit, **{field.value: getattr(request_at_limit, field.value) + "b"}
    )
    with pytest.raises(TextTooLong) as raised:
        await check(longer)
    assert (raised.value.field, raised.value.limit, raised.value.given) == (field, limit, limit + 1)


async def test_letters_outside_the_basic_plane_count_twice() -> None:
    await check(replace(BASE, title="🎵" * 40))
    with pytest.raises(TextTooLong) as raised:
        await check(replace(BASE, title="🎵" * 41))
    assert raised.value.given == 82


@pytest.mark.parametrize(
    ("request_", "field", "lowest", "highest"),
    [
        (replace(BASE, length_seconds=9), Field.LENGTH, 10, 360),
        (replace(BASE, length_seconds=361), Field.LENGTH, 10, 360),
        (replace(BASE, weirdness=-0.01), Field.WEIRDNESS, 0, 1),
        (replace(BASE, weirdness=float("nan")), Field.WEIRDNESS, 0, 1),
        (replace(BASE, style_strength=1.01), Field.STYLE_STRENGTH, 0, 1),
    ],
)
async def test_numbers_outside_their_range_are_refused(
    request_: SongRequest, field: Field, lowest: float, highest: float
) -> None:
    with pytest.raises(ValueOutOfRange) as raised:
        await check(request_)
    assert raised.value.field is field
    assert (raised.value.lowest, raised.value.highest) == (lowest, highest)


@pytest.mark.parametrize("seconds", [10, 360])
async def test_the_ends_of_a_range_are_allowed(seconds: int) -> None:
    await check(replace(BASE, length_seconds=seconds, weirdness=0.0, style_strength=1.0))


@pytest.mark.parametrize("model", ["sonic-v99", "", "sonic-v4-5-all", "FUZZ-2.0"])
async def test_a_model_that_makes_no_songs_is_refused_with_the_choices(model: str) -> None:
    with pytest.raises(UnknownChoice) as raised:
        await check(replace(BASE, model=model))
    assert raised.value.field is Field.MODEL
    assert raised.value.given == model
    assert "sonic-v6" in raised.value.choices


async def test_an_old_model_lets_nobody_choose_the_voice() -> None:
    await check(replace(BASE, model="sonic-v4-5", voice=Voice.MALE))
    with pytest.raises(ConflictingFields) as raised:
        await check(replace(BASE, model="sonic-v4", voice=Voice.MALE))
    assert (raised.value.field, raised.value.other) == (Field.VOICE, Field.MODEL)


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        (SongRequest(model="sonic-v6"), Field.IDEA),
        (SongRequest(model="sonic-v6", style="folk", title="a" * 5001), Field.TITLE),
        (SongRequest(model="sonic-v4", style="a" * 3001), Field.STYLE),
    ],
)
async def test_the_member_s_own_field_is_named(request_: SongRequest, field: Field) -> None:
    with pytest.raises((EmptyText, TextTooLong)) as raised:
        await check(request_)
    assert isinstance(raised.value, EmptyText | TextTooLong)
    assert raised.value.field is field
