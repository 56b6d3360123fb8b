"""/cover, /extend, /stems, /upload and /remix: what their options become."""

import pytest

from bot.domain.errors import Field, MediaUnusable, TextTooLong
from bot.domain.requests import (
    BackingRequest,
    CoverRequest,
    ExtendRequest,
    MashupRequest,
    RemasterRequest,
    RemasterStrength,
    SampleRequest,
    SectionRequest,
    StemParts,
    StemsRequest,
    UploadRequest,
    VocalsRequest,
)
from tests.support.library import made
from tests.support.making import HUM, enrich, ordered, refused, use
from tests.support.orders import MODEL
from tests.support.sandbox import File
from tests.support.stage import Stage

LINK = "https://files.example/hum.mp3"


async def test_a_cover_keeps_the_song_s_words_and_takes_every_option(stage: Stage) -> None:
    _, (first, _) = await made(stage)
    await enrich(stage, "ada")
    plain = await ordered(stage, await use(stage, "cover", song=first.song_id, style="dub"))
    assert isinstance(plain, CoverRequest)
    assert (plain.source.song_id, plain.style, plain.lyrics) == (
        first.song_id,
        "dub",
        first.lyrics,
    )
    answer = await use(
        stage,
        "cover",
        song=first.song_id,
        style="ska",
        idea="sun",
        title="Sun",
        closeness=25,
        voice="male",
        model=MODEL,
        private=True,
    )
    assert answer.message.ephemeral
    full = await ordered(stage, answer)
    assert isinstance(full, CoverRequest)
    assert (full.style, full.idea, full.title, full.lyrics) == ("ska", "sun", "Sun", "")
    assert (full.closeness, full.voice, full.model) == (0.25, "male", MODEL)


async def test_an_extension_goes_on_from_a_place_and_is_joined(stage: Stage) -> None:
    _, (_, second) = await made(stage)
    await enrich(stage, "ada")
    for written, seconds in {"0:30": 30.0, "12.5": 12.5}.items():
        answer = await use(
            stage, "extend", song=second.song_id, from_=written, lyrics="[Verse]\nSun", join=False
        )
        request = await ordered(stage, answer)
        assert isinstance(request, ExtendRequest)
        assert (request.from_seconds, request.join) == (seconds, False)
    whole = await ordered(stage, await use(stage, "extend", song=second.song_id))
    assert isinstance(whole, ExtendRequest)
    assert (whole.join, whole.style) == (True, second.style)
    assert whole.from_seconds == pytest.approx(second.audio.duration_seconds - 0.1)
    told = await refused(stage, "extend", song=second.song_id, from_="soon")
    assert told.content.startswith("“soon” is no time in a song. Nothing was charged;")


async def test_a_file_or_link_is_looked_at_and_used_in_one_step(stage: Stage) -> None:
    await enrich(stage, "ada")
    by_file = await ordered(stage, await use(stage, "cover", file=HUM, style="dub", idea="sun"))
    assert isinstance(by_file, CoverRequest)
    assert by_file.source.url.partition("?")[0].endswith("/hum.mp3")
    by_link = await ordered(stage, await use(stage, "extend", link=LINK, idea="sun"))
    assert isinstance(by_link, ExtendRequest)
    assert (by_link.source.url, by_link.source.duration_seconds) == (LINK, 60.0)
    assert by_link.from_seconds == 59.9
    upload = await ordered(stage, await use(stage, "upload", link=LINK))
    assert isinstance(upload, UploadRequest)
    assert upload.source.url == LINK


async def test_a_file_is_called_by_its_name(stage: Stage) -> None:
    file = File("Sommer Regen.mp3", HUM.content)
    upload = await ordered(stage, await use(stage, "upload", file=file))
    assert upload.summary == "Sommer_Regen"


async def test_what_is_no_audio_is_refused_before_anything_is_charged(stage: Stage) -> None:
    stage.core.archive.faults[LINK] = [MediaUnusable("not audio")]
    told = await refused(stage, "upload", link=LINK)
    assert told.content.startswith("This is not audio that I can use")
    assert await stage.balance("ada") == (30, 0)


async def test_exactly_one_source_is_needed(stage: Stage) -> None:
    _, (first, _) = await made(stage)
    none = await refused(stage, "cover", style="dub")
    assert none.content.startswith("Choose a song, or give a file or a link.")
    answer = await use(stage, "cover", song=first.song_id, link=LINK)
    assert answer.message.content.startswith("Give one song, one file or one link")
    stranger = await use(stage, "stems", "ben", song="nonsense")
    assert stranger.message.content.startswith("I know of no song “nonsense”")


async def test_private_songs_are_reworked_by_their_author_alone(stage: Stage) -> None:
    _, (first, _) = await made(stage, private=True)
    for name in ("cover", "extend", "stems", "remix remaster"):
        answer = await use(stage, name, "ben", song=first.song_id)
        assert answer.message.ephemeral
        assert answer.message.content.startswith("I know of no song")


async def test_songs_are_taken_apart_in_two_ways(stage: Stage) -> None:
    _, (first, _) = await made(stage)
    await enrich(stage, "ben")
    for parts in StemParts:
        answer = await use(stage, "stems", "ben", song=first.song_id, parts=parts.value)
        request = await ordered(stage, answer)
        assert isinstance(request, StemsRequest)
        assert request.parts is parts


async def test_every_remix_becomes_its_order(stage: Stage) -> None:
    _, (first, second) = await made(stage)
    await enrich(stage, "ada")
    mashup = await ordered(
        stage,
        await use(
            stage,
            "remix mashup",
            first=first.song_id,
            second=second.song_id,
            idea="sun",
            lyrics="[Verse]\nSun",
            style="ska",
        ),
    )
    assert isinstance(mashup, MashupRequest)
    assert mashup.parents == (first.song_id, second.song_id)
    sample = await ordered(
        stage, await use(stage, "remix sample", link=LINK, start="0:01", end="9", idea="sun")
    )
    assert isinstance(sample, SampleRequest)
    assert (sample.start_seconds, sample.end_seconds) == (1, 9)
    remaster = await ordered(
        stage, await use(stage, "remix remaster", song=first.song_id, strength="high")
    )
    assert isinstance(remaster, RemasterRequest)
    assert remaster.strength is RemasterStrength.HIGH
    section = await ordered(
        stage,
        await use(
            stage, "remix section", song=first.song_id, start="0:10", end="0:20", lyrics="Sun"
        ),
    )
    assert isinstance(section, SectionRequest)
    assert (section.start_seconds, section.end_seconds, section.join) == (10, 20, True)
    assert section.context == first.lyrics
    vocals = await ordered(
        stage, await use(stage, "remix vocals", link=LINK, lyrics="Sun", style="soul")
    )
    assert isinstance(vocals, VocalsRequest)
    assert (vocals.lyrics, vocals.start_seconds) == ("Sun", None)
    backing = await ordered(
        stage, await use(stage, "remix backing", link=LINK, style="brass", start="1", end="0:09")
    )
    assert isinstance(backing, BackingRequest)
    assert (backing.style, backing.start_seconds, backing.end_seconds) == ("brass", 1, 9)


async def test_times_in_the_wrong_order_are_refused(stage: Stage) -> None:
    _, (first, _) = await made(stage)
    answer = await use(
        stage, "remix section", song=first.song_id, start="0:20", end="0:10", lyrics="Sun"
    )
    assert answer.message.content.startswith("End has to be from 20 to")
    form = (await stage.driver.press(answer.message, member="ada", label="Edit")).modal
    assert form.inputs()["start"].get("value") == "0:20"
    card = await stage.driver.submit(form, {"end": "0:25"}, member="ada")
    assert isinstance(await ordered(stage, card), SectionRequest)


async def test_a_refused_rework_is_opened_again_with_its_text(stage: Stage) -> None:
    _, (first, _) = await made(stage)
    stage.core.provider.refusal = TextTooLong(Field.STYLE, limit=200, given=201)
    answer = await use(stage, "cover", song=first.song_id, style="d" * 201, closeness=40)
    form = (await stage.driver.press(answer.message, member="ada", label="Edit")).modal
    assert form.inputs()["style"].get("value") == "d" * 201
    stage.core.provider.refusal = None
    card = await stage.driver.submit(form, {"Style": "dub"}, member="ada")
    request = await ordered(stage, card)
    assert isinstance(request, CoverRequest)
    assert (request.style, request.closeness) == ("dub", 0.4)


async def test_songs_and_models_are_suggested(stage: Stage) -> None:
    _, (first, second) = await made(stage)
    for name, option in {
        "cover": "song",
        "extend": "song",
        "stems": "song",
        "lyrics": "song",
        "remix mashup": "second",
        "remix sample": "song",
        "remix remaster": "song",
        "remix section": "song",
        "remix vocals": "song",
        "remix backing": "song",
    }.items():
        choices = await stage.driver.autocomplete(
            member="ben", channel="songs", name=name, option=option, text="rain"
        )
        assert [choice.value for choice in choices] == [second.song_id, first.song_id], name
    models = await stage.driver.autocomplete(
        member="ada", channel="songs", name="cover", option="model", text="V6"
    )
    assert [choice.value for choice in models] == [MODEL]


async def test_what_was_typed_is_kept_when_the_song_is_not_found(stage: Stage) -> None:
    _, (first, second) = await made(stage)
    await enrich(stage, "ada")
    answer = await use(
        stage, "extend", song="nonsense", lyrics="[Verse]\nSun", from_="0:12", join=False
    )
    assert answer.message.content.startswith("I know of no song “nonsense”")
    form = (await stage.driver.press(answer.message, member="ada", label="Edit")).modal
    typed = {name: entry.get("value") for name, entry in form.inputs().items()}
    assert typed == {
        "song": "nonsense",
        "start": "0:12",
        "lyrics": "[Verse]\nSun",
        "idea": None,
        "style": None,
    }
    again = await stage.driver.submit(form, {"song": "nothing"}, member="ada")
    assert again.message.content.startswith("I know of no song “nothing”")
    form = (await stage.driver.press(again.message, member="ada", label="Edit")).modal
    card = await stage.driver.submit(form, {"song": first.song_id}, member="ada")
    extended = await ordered(stage, card)
    assert isinstance(extended, ExtendRequest)
    assert extended.parents == (first.song_id,)
    assert (extended.lyrics, extended.from_seconds, extended.join) == ("[Verse]\nSun", 12, False)
    mixture = {"second": second.song_id, "idea": "sun", "title": "Both", "style": "ska"}
    answer = await use(stage, "remix mashup", first="nonsense", **mixture)
    form = (await stage.driver.press(answer.message, member="ada", label="Edit")).modal
    assert list(form.inputs()) == ["song", "second", "style", "idea", "lyrics"]
    card = await stage.driver.submit(form, {"song": first.song_id}, member="ada")
    mashup = await ordered(stage, card)
    assert isinstance(mashup, MashupRequest)
    assert mashup.parents == (first.song_id, second.song_id)
    # What the form has no room for stays as it was typed.
    assert (mashup.title, mashup.style) == ("Both", "ska")


async def test_what_was_typed_is_kept_when_a_time_is_none(stage: Stage) -> None:
    _, (first, _) = await made(stage)
    answer = await use(
        stage, "remix section", song=first.song_id, start="soon", end="0:30", lyrics="Sun"
    )
    form = (await stage.driver.press(answer.message, member="ada", label="Edit")).modal
    typed = {name: entry.get("value") for name, entry in form.inputs().items()}
    assert typed == {"start": "soon", "end": "0:30", "lyrics": "Sun", "style": None}
    card = await stage.driver.submit(form, {"start": "0:10"}, member="ada")
    section = await ordered(stage, card)
    assert isinstance(section, SectionRequest)
    assert section.parents == (first.song_id,)
    assert (section.start_seconds, section.end_seconds, section.lyrics) == (10, 30, "Sun")


async def test_words_outlive_a_link_that_leads_to_no_audio(stage: Stage) -> None:
    _, (first, _) = await made(stage)
    stage.core.archive.faults[LINK] = [MediaUnusable("not audio")]
    answer = await use(stage, "cover", link=LINK, style="dub", lyrics="Sun")
    told = await stage.driver.settled(answer.message)
    form = (await stage.driver.press(told, member="ada", label="Edit")).modal
    assert form.inputs()["lyrics"].get("value") == "Sun"
    card = await stage.driver.submit(form, {"song": first.song_id}, member="ada")
    cover = await ordered(stage, card)
    assert cover.parents == (first.song_id,)
    assert (cover.style, cover.lyrics) == ("dub", "Sun")
