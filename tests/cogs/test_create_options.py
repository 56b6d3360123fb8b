"""The options of /create that are no plain text: a file of lyrics, an engine, a voice."""

import pytest

from bot.domain.errors import Field, TextTooLong
from bot.domain.operations import Operation
from bot.domain.plans import plan_of
from bot.domain.songs import Engine, SongRequest
from bot.ui.lyrics_files import LARGEST_BYTES
from tests.support.making import ordered, use
from tests.support.orders import MODEL
from tests.support.sandbox import File
from tests.support.sandbox_views import SeenModal
from tests.support.stage import Stage

LONG = "[Verse]\n" + "rain and thunder, räin\n" * 205


async def test_lyrics_from_a_file_may_be_longer_than_a_form_holds(stage: Stage) -> None:
    file = File("words.txt", b"\xef\xbb\xbf" + LONG.encode())
    assert len(LONG) > 4000
    answer = await use(stage, "create", lyrics_file=file, style="folk")
    request = await ordered(stage, answer)
    assert request.lyrics == LONG.strip()
    stage.core.provider.refusal = TextTooLong(Field.LYRICS, limit=3000, given=len(LONG))
    refusal = await use(stage, "create", lyrics_file=file, style="dub")
    told = await stage.driver.settled(refusal.message)
    form = (await stage.driver.press(told, member="ada", label="Edit")).modal
    assert "lyrics" not in form.inputs()
    stage.core.provider.refusal = None
    card = await stage.driver.submit(form, {"style": "ska"}, member="ada")
    assert (await ordered(stage, card)).lyrics == LONG.strip()


@pytest.mark.parametrize(
    "content",
    [
        "Räin".encode("latin-1"),
        "Rain".encode("utf-16"),
        b"rain " * (LARGEST_BYTES // 5 + 1),
        b"ID3\x00 no words",
    ],
    ids=["latin", "utf16", "large", "binary"],
)
async def test_a_file_that_is_no_such_text_is_refused(stage: Stage, content: bytes) -> None:
    answer = await use(stage, "create", lyrics_file=File("words.txt", content), style="folk")
    assert answer.message.content.startswith("I cannot read lyrics from this file")
    assert await stage.balance("ada") == (30, 0)


async def test_an_empty_file_is_no_lyrics(stage: Stage) -> None:
    answer = await use(stage, "create", lyrics_file=File("words.txt", b" \n"))
    assert "nothing" in answer.message.content
    assert await stage.balance("ada") == (30, 0)


async def test_lyrics_are_given_once(stage: Stage) -> None:
    file = File("words.txt", b"Rain")
    answer = await use(stage, "create", lyrics="Sun", lyrics_file=file)
    assert answer.message.content.startswith("Lyrics and lyrics file exclude each other.")


async def test_the_producer_takes_what_it_knows_and_nothing_else(stage: Stage) -> None:
    answer = await use(stage, "create", idea="sun", style="folk", engine="producer")
    request = await ordered(stage, answer)
    assert isinstance(request, SongRequest)
    assert request.engine is Engine.PRODUCER
    assert plan_of(request).operation is Operation.PRODUCER_CREATE
    unknown: dict[str, str | int] = {
        "voice": "female",
        "length": 60,
        "weirdness": 1,
        "exclude": "drums",
    }
    for option, value in unknown.items():
        refused = await use(stage, "create", idea="sun", engine="producer", **{option: value})
        assert "and engine exclude each other." in refused.message.content, option


async def test_a_kind_of_voice_is_chosen_by_name_as_well(stage: Stage) -> None:
    request = await ordered(stage, await use(stage, "create", idea="sun", voice="Female"))
    assert isinstance(request, SongRequest)
    assert (request.voice, request.voice_id, request.model) == ("female", None, MODEL)
    told = await use(stage, "create", idea="sun", voice="nobody")
    assert told.message.content.startswith("There is no voice “nobody”.")


async def test_what_was_typed_is_kept_beside_an_option_that_cannot_be_used(stage: Stage) -> None:
    async def refused_form(**option: str | File) -> SeenModal:
        answer = await use(stage, "create", lyrics="Sun", style="folk", **option)
        told = await stage.driver.settled(answer.message)
        return (await stage.driver.press(told, member="ada", label="Edit")).modal

    twice = await refused_form(lyrics_file=File("words.txt", b"Rain"))
    nobody = await refused_form(voice="Nobody")
    for form in (twice, nobody):
        assert form.inputs()["lyrics"].get("value") == "Sun"
        assert form.inputs()["style"].get("value") == "folk"
    card = await stage.driver.submit(nobody, {}, member="ada")
    assert (await ordered(stage, card)).lyrics == "Sun"
