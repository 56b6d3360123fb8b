"""What is hidden behind a spoiler is read nowhere without a click."""

import re
from dataclasses import replace
from pathlib import Path

import discord
import pytest

from bot.domain.delivery import JobView
from bot.domain.files import FileKind, SongFile, StoredFile
from bot.domain.findings import Draft, LyricsDrafts
from bot.domain.ids import ContentHash
from bot.domain.jobs import JobState
from bot.domain.library import QueuedJob, QueueOverview, Visitor
from bot.domain.songs import SongRequest
from bot.ui.attachments import song_attachments
from bot.ui.cards import CardSettings, draw_card
from bot.ui.drawing import Drawing
from bot.ui.parts import Part, opened, part_text
from bot.ui.pings import ping_text
from bot.ui.queues import draw_queue
from bot.ui.translation import DEFAULT_LOCALE
from tests.support.discord_objects import (
    NOW,
    assert_drawing_fits,
    ended,
    finished,
    song,
    under_way,
    written_by_a_stranger,
)
from tests.support.orders import MODEL
from tests.support.sandbox_views import SeenMessage
from tests.support.scripted import ScriptedArchive
from tests.support.stage import Stage

BAD = "badword"
REQUEST = SongRequest(model=MODEL, idea=f"{BAD} one", title=f"{BAD} two", style=f"{BAD} three")
PICTURE = StoredFile(ContentHash("ab" * 32), 4, "png")


def hidden(view: JobView) -> JobView:
    """Return the view of a hidden job with a bad word everywhere."""
    songs = tuple(
        replace(each, title=f"{BAD} four", style=f"{BAD} five", lyrics=BAD) for each in view.songs
    )
    return replace(view, job=replace(view.job, request=REQUEST, spoiler=True), songs=songs)


DRAFTS = LyricsDrafts((Draft(f"{BAD} six", f"[Verse]\n{BAD} seven\n\n{BAD} eight"),))
HIDDEN = {
    "queued": hidden(under_way(JobState.QUEUED)),
    "finished": hidden(finished(song(1), song(2))),
    "partial": hidden(finished(song(1))),
    "cancelled": hidden(ended(JobState.CANCELLED)),
    "words": hidden(finished()),
}
HIDDEN["words"] = replace(
    HIDDEN["words"], job=replace(HIDDEN["words"].job, state=JobState.SUCCEEDED, finding=DRAFTS)
)


def without_spoilers(text: str) -> str:
    """Return what is read of a text without a click, as Discord's clients look for spoilers."""
    return re.sub(r"\|\|.+?\|\|", "", text, flags=re.DOTALL)


def marked_texts(view: JobView) -> list[str]:
    """Return every text about a job in which Discord reads mark-up."""
    card = draw_card(view, CardSettings(14))
    queued = QueuedJob(view, private=False, message=None)
    others = draw_queue(QueueOverview((), (queued,)), DEFAULT_LOCALE).embed
    parts = (Part(2, ()), Part(3, (), bundled=True))
    texts = [card.content, *of_embed(card.embed), *of_embed(others)]
    texts += [part_text(view, part, DEFAULT_LOCALE) for part in parts]
    return [*texts, ping_text(view, DEFAULT_LOCALE)]


def of_embed(embed: discord.Embed) -> list[str]:
    values = [field.value or "" for field in embed.fields]
    return [embed.title or "", embed.description or "", *values]


@pytest.mark.parametrize("name", HIDDEN)
def test_hidden_words_take_a_click(name: str) -> None:
    texts = marked_texts(HIDDEN[name])
    assert BAD in "".join(texts)
    for text in texts:
        assert BAD not in without_spoilers(text), text


def test_names_and_descriptions_of_hidden_files_tell_nothing() -> None:
    first, second = song_attachments(HIDDEN["finished"], DEFAULT_LOCALE)
    assert (first.file_name, second.file_name) == ("SPOILER_song-1.mp3", "SPOILER_song-2.mp3")
    assert first.description == "Version 1 of a hidden song by Ada, 2:31, made with AI"


@pytest.mark.parametrize("text", ["|" * 300, "a ||b|| \\", "*" * 6000, "א" * 400])
def test_no_text_comes_out_from_behind_its_spoiler(text: str) -> None:
    view = written_by_a_stranger(HIDDEN["finished"], text)
    card: Drawing = draw_card(view, CardSettings(14))
    assert_drawing_fits(card)
    assert without_spoilers(card.content).startswith("🎵  · by <@")
    assert without_spoilers(card.embed.fields[0].value or "") == ""


async def test_a_zip_of_hidden_files_is_hidden_too(tmp_path: Path) -> None:
    archive = ScriptedArchive(folder=tmp_path)
    view = HIDDEN["finished"]
    attachments = song_attachments(view, DEFAULT_LOCALE)
    for each in attachments:
        archive.path_of(each.audio).write_bytes(b"not really music")
    part = Part(2, attachments, bundled=True)
    async with opened(view, part, archive, 10_000_000, DEFAULT_LOCALE, lambda _: None) as sent:
        (bundle,) = sent[0]
        bundle.close()
    assert bundle.filename == "SPOILER_song.zip"


async def test_hiding_a_song_takes_its_picture_and_its_files_names(stage: Stage) -> None:
    card = await stage.order("ada", idea=f"{BAD} of rain")
    view = await stage.finish(card)
    first, moderator = view.songs[0], Visitor(view.job.guild_id, view.author_id)
    stage.archive.path_of(PICTURE).write_bytes(b"\x89PNG")
    picture = SongFile(first.song_id, FileKind.PICTURE, PICTURE, NOW, told="0.5")
    await stage.core.database.write(lambda tx: tx.files.save(picture))

    def has_pictures(message: SeenMessage, number: int) -> bool:
        shown = [embed for embed in message.embeds if embed.image is not None]
        return message.id == card.id and bool(message.attachments) and len(shown) == number

    await stage.show(card)
    await stage.driver.wait_for(lambda message: has_pictures(message, 1))
    await stage.core.song_moderation.hide(moderator, first.song_id, hidden=True, reason="")
    await stage.show(card)
    seen = await stage.driver.wait_for(lambda message: has_pictures(message, 0))
    names = [attached.filename for attached in seen.attachments]
    assert names == ["SPOILER_song-1.mp3", "SPOILER_song-2.mp3"]
    assert all(BAD not in (attached.description or "") for attached in seen.attachments)
    assert BAD not in without_spoilers(seen.text)
    await stage.core.song_moderation.hide(moderator, first.song_id, hidden=False, reason="")
    await stage.show(card)
    await stage.driver.wait_for(lambda message: has_pictures(message, 1))
