"""The buttons on a song's card and panel that make something of it, and the message menus."""

from bot.domain.ids import UserId
from bot.domain.jobs import JobKind
from bot.domain.requests import (
    CoverRequest,
    ExtendRequest,
    MashupRequest,
    RemasterRequest,
    SectionRequest,
    StemParts,
    StemsRequest,
)
from bot.domain.rules import FixedPrice
from bot.domain.songs import Song
from bot.ui.drafts import Drafts
from tests.support.cards import FINISHED
from tests.support.library import fields_of, made, names_of
from tests.support.making import enrich, ordered, use
from tests.support.sandbox_views import SeenMessage, SeenModal
from tests.support.stage import Stage


async def finished(stage: Stage, card: SeenMessage) -> SeenMessage:
    return await stage.driver.wait_for(
        lambda message: message.id == card.id and message.labels == FINISHED
    )


async def form_of(stage: Stage, card: SeenMessage, label: str, member: str = "ada") -> SeenModal:
    return (await stage.driver.press(card, member=member, label=label)).modal


async def set_price(stage: Stage, song: Song, kind: JobKind, amount: int) -> None:
    await stage.core.rules.set_price(
        FixedPrice(song.guild_id, kind, "", amount), actor_id=UserId(1)
    )


async def told(stage: Stage, message: SeenMessage, text: str) -> SeenMessage:
    return await stage.driver.wait_for(lambda seen: seen.id == message.id and text in seen.text)


def value_of(form: SeenModal, name: str) -> object:
    return form.inputs()[name].get("value")


async def test_extend_opens_a_form_with_the_song_s_style_and_a_choice_of_version(
    stage: Stage,
) -> None:
    card, (_, second) = await made(stage)
    form = await form_of(stage, await finished(stage, card), "Extend")
    assert list(form.inputs()) == ["version", "start", "lyrics", "idea", "style"]
    assert value_of(form, "style") == second.style
    texts = {"start": "0:40", "lyrics": "[Verse]\nSun", "version": [second.song_id]}
    answer = await stage.driver.submit(form, texts, member="ada")
    assert not answer.message.ephemeral
    request = await ordered(stage, answer)
    assert isinstance(request, ExtendRequest)
    assert (request.source.song_id, request.from_seconds) == (second.song_id, 40)
    assert await stage.balance("ada") == (2, 14)


async def test_cover_opens_a_form_with_words_and_title_and_works_for_others(stage: Stage) -> None:
    card, (first, _) = await made(stage, title="Neon rain")
    form = await form_of(stage, await finished(stage, card), "Cover", "ben")
    assert value_of(form, "lyrics") == first.lyrics
    assert value_of(form, "title") == "Neon rain"
    stage.bot.drafts = Drafts()
    answer = await stage.driver.submit(form, {"style": "dub"}, member="ben")
    request = await ordered(stage, answer)
    assert isinstance(request, CoverRequest)
    assert (request.source.song_id, request.style) == (first.song_id, "dub")
    assert await stage.balance("ben") == (16, 14)


async def test_stems_are_chosen_with_their_prices_by_the_author_alone(stage: Stage) -> None:
    card, (first, _) = await made(stage)
    card = await finished(stage, card)
    stranger = await stage.driver.press(card, member="ben", label="Stems")
    assert stranger.message.ephemeral
    assert stranger.message.content.startswith(f"This is a song of <@{first.author_id}>")
    form = await form_of(stage, card, "Stems")
    options = form.inputs()["parts"]["options"]
    assert isinstance(options, list)
    assert [option["label"] for option in options if isinstance(option, dict)] == [
        "Vocals and backing · 14",
        "Every instrument · 14",
    ]
    answer = await stage.driver.submit(form, {"parts": ["every_instrument"]}, member="ada")
    request = await ordered(stage, answer)
    assert isinstance(request, StemsRequest)
    assert request.parts is StemParts.EVERY_INSTRUMENT


async def test_what_a_button_says_is_what_its_form_costs_as_it_opens(stage: Stage) -> None:
    card, (first, _) = await made(stage)
    card = await finished(stage, card)
    await enrich(stage, "ada")
    # No two alike, so that none passes for another.
    for kind, amount in ((JobKind.COVER, 9), (JobKind.STEMS, 21)):
        await set_price(stage, first, kind, amount)
    await stage.show(card)
    card = await stage.driver.wait_for(
        lambda message: message.id == card.id and "Stems · 21" in message.labels
    )
    for label in ("Extend", "Cover", "Stems"):
        (shown,) = (each for each in card.labels if each.startswith(label))
        sent = await stage.driver.submit(await form_of(stage, card, label), {}, member="ada")
        view = await stage.view_of(await stage.driver.settled(sent.message))
        assert f"{label} · {view.job.price}" == shown
    answer = await use(stage, "extend", song=first.song_id, idea="sun", join=False)
    assert (await stage.view_of(answer.message)).job.price == 10
    answer = await use(stage, "extend", song=first.song_id, idea="sun")
    assert (await stage.view_of(answer.message)).job.price == 14


async def test_a_changed_price_is_told_and_shown_before_anything_is_opened(stage: Stage) -> None:
    card, (first, _) = await made(stage)
    card = await finished(stage, card)
    await set_price(stage, first, JobKind.COVER, 9)
    answer = await stage.driver.press(card, member="ada", label="Cover · 14")
    assert answer.kind == "update"
    assert answer.message.labels == [*FINISHED[:1], "Cover · 9", *FINISHED[2:]]
    warning = await stage.driver.wait_for(lambda message: "now costs 9" in message.content)
    assert warning.ephemeral
    assert (await form_of(stage, card, "Cover · 9")).title == "Cover a song · 9"


async def test_more_opens_a_private_panel_for_each_version(stage: Stage) -> None:
    card, (first, second) = await made(stage, title="Neon rain")
    answer = await stage.driver.press(await finished(stage, card), member="ada", label="More")
    panel = answer.message
    assert panel.ephemeral
    assert panel.labels == [
        "Version 1",
        "Version 2",
        "Remaster · 14",
        "Replace a part · 14",
        "Mash up · 14",
        "Sample · 14",
        "Details",
        "Share here",
        "Export",
        "Report",
    ]
    other = await stage.driver.press(panel, member="ada", label="Version 2")
    assert other.kind == "update"
    details = await stage.driver.press(other.message, member="ada", label="Details")
    assert fields_of(details.message)["Song"] == f"`{second.song_id}`"
    remaster = await stage.driver.press(other.message, member="ada", label="Remaster")
    assert not remaster.message.ephemeral
    request = await ordered(stage, remaster)
    assert isinstance(request, RemasterRequest)
    assert request.source.song_id == second.song_id
    assert first.song_id not in request.parents


async def test_the_panel_opens_forms_about_its_version(stage: Stage) -> None:
    card, (first, second) = await made(stage)
    await enrich(stage, "ada")
    stage.core.public_files.root = "https://files.example"
    panel = (
        await stage.driver.press(await finished(stage, card), member="ada", label="More")
    ).message
    assert panel.labels[6:8] == ["Sing over it · 16", "Add a band · 16"]
    form = await form_of(stage, panel, "Replace a part")
    texts = {"start": "0:10", "end": "0:20", "lyrics": "Sun"}
    section = await ordered(stage, await stage.driver.submit(form, texts, member="ada"))
    assert isinstance(section, SectionRequest)
    assert (section.source.song_id, section.end_seconds) == (first.song_id, 20)
    form = await form_of(stage, panel, "Mash up")
    wrong = await stage.driver.submit(form, {"second": "nonsense", "idea": "sun"}, member="ada")
    assert wrong.message.content.startswith("I know of no song “nonsense”")
    form = await form_of(stage, wrong.message, "Edit")
    assert value_of(form, "second") == "nonsense"
    texts = {"second": second.song_id, "idea": "sun"}
    mashup = await ordered(stage, await stage.driver.submit(form, texts, member="ada"))
    assert isinstance(mashup, MashupRequest)
    assert mashup.parents == (first.song_id, second.song_id)
    for label, names in {
        "Sample": ["start", "end", "idea", "style", "lyrics"],
        "Sing over it": ["lyrics", "style", "start", "end"],
        "Add a band": ["style", "start", "end"],
    }.items():
        assert list((await form_of(stage, panel, label)).inputs()) == names


async def test_a_panel_shows_today_s_price_before_it_charges(stage: Stage) -> None:
    card, (first, _) = await made(stage)
    panel = (
        await stage.driver.press(await finished(stage, card), member="ada", label="More")
    ).message
    await set_price(stage, first, JobKind.REMASTER, 5)
    answer = await stage.driver.press(panel, member="ada", label="Remaster · 14")
    assert answer.kind == "update"
    assert "Remaster · 5" in answer.message.labels
    assert await stage.balance("ada") == (16, 0)


async def test_somebody_else_s_panel_offers_what_is_free_alone(stage: Stage) -> None:
    card, (_first, _) = await made(stage)
    panel = (
        await stage.driver.press(await finished(stage, card), member="ben", label="More")
    ).message
    assert panel.labels == ["Version 1", "Version 2", "Details", "Share here", "Export", "Report"]
    shared = await stage.driver.press(panel, member="ben", label="Share here")
    shown = await stage.driver.settled(shared.message)
    assert not shown.ephemeral
    assert shown.labels == FINISHED
    taken = await stage.driver.press(panel, member="ben", label="Export")
    assert names_of(await stage.driver.settled(taken.message)) == ["rain-on-tin.zip"]


async def test_a_deleted_song_says_since_when_it_is_gone(stage: Stage) -> None:
    card, songs = await made(stage)
    card = await finished(stage, card)
    for song in songs:
        question = await use(stage, "song delete", song=song.song_id)
        await stage.driver.press(question.message, member="ada", label="Delete")
        await told(stage, question.message, "is deleted")
    for label in ("Extend", "Cover", "Stems", "More"):
        answer = await stage.driver.press(card, member="ben", label=label)
        assert answer.message.ephemeral
        assert "deleted this song <t:" in answer.message.content, label


async def test_menus_open_the_forms_for_a_message(stage: Stage) -> None:
    card, (first, _) = await made(stage)
    card = await finished(stage, card)
    answer = await stage.driver.context_menu(member="ben", name="Extend this song", target=card)
    assert answer.modal.title == "Extend a song · 14"
    answer = await stage.driver.context_menu(member="ben", name="Cover this song", target=card)
    assert answer.modal.title == "Cover a song · 14"
    card_of_cover = await stage.driver.submit(answer.modal, {"style": "dub"}, member="ben")
    request = await ordered(stage, card_of_cover)
    assert request.parents == (first.song_id,)
    words = await stage.driver.write(member="ben", channel="songs", content="Rain\n**on** tin")
    answer = await stage.driver.context_menu(member="ada", name="Use as lyrics", target=words)
    assert value_of(answer.modal, "lyrics") == "Rain\n**on** tin"
    sung = await stage.driver.submit(answer.modal, {"style": "folk"}, member="ada")
    assert (await ordered(stage, sung)).lyrics == "Rain\n**on** tin"
    for name in ("Extend this song", "Cover this song"):
        answer = await stage.driver.context_menu(member="ben", name=name, target=words)
        assert answer.message.content.startswith("I know of no song")


async def test_a_private_song_s_reworks_stay_private(stage: Stage) -> None:
    card = await stage.order(private=True)
    await stage.finish(card)
    refreshed = await stage.driver.press(card, member="ada", label="Refresh")
    assert refreshed.kind in {"update", "deferred_update"}
    shown = await stage.driver.wait_for(
        lambda message: message.id == card.id and "Cover · 14" in message.labels
    )
    form = await form_of(stage, shown, "Cover")
    answer = await stage.driver.submit(form, {"style": "dub"}, member="ada")
    assert answer.message.ephemeral
