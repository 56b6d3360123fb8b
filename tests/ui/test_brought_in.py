"""Somebody's own recording is nowhere said to be made with AI."""

from dataclasses import replace

from bot.domain.delivery import JobView
from bot.domain.ids import ProviderClipId
from bot.domain.jobs import JobKind
from bot.domain.library import SongDetails
from bot.domain.ports import TaskReport, TaskState
from bot.domain.requests import UploadRequest
from bot.domain.songs import SongRole
from bot.domain.sources import Source
from bot.ui.about import about
from bot.ui.attachments import song_attachments
from bot.ui.cards import CardSettings, draw_card
from bot.ui.details import draw_details
from bot.ui.translation import DEFAULT_LOCALE
from tests.support.discord_objects import JOB_ID, finished, song
from tests.support.reworks import a_song, rework, work
from tests.support.surroundings import Core

MADE = finished(song(1))
OWN = replace(song(1), title="Sommer Regen", role=SongRole.UPLOAD)
UPLOAD = replace(
    MADE,
    job=replace(
        MADE.job,
        kind=JobKind.UPLOAD,
        request=UploadRequest(source=Source.of_link("https://x.example/hum.mp3")),
    ),
    songs=(OWN,),
)


def said_of(view: JobView) -> str:
    """Return all that is told where songs are said to be made with AI."""
    card = draw_card(view, CardSettings())
    details = SongDetails(view.songs[0], view, favourite=False, message=None)
    texts = [card.embed.footer.text, draw_details(details, DEFAULT_LOCALE).footer.text]
    texts += [each.description for each in song_attachments(view, DEFAULT_LOCALE)]
    return "\n".join([about(view, DEFAULT_LOCALE), *(text or "" for text in texts)])


def test_an_own_recording_is_said_to_be_brought_in() -> None:
    assert said_of(MADE).lower().count("made with ai") == 4
    told = said_of(UPLOAD)
    assert "made with ai" not in told.lower()
    assert told.endswith("\n“Sommer Regen”, brought in by Ada, 2:31")
    assert told.startswith("Author: Ada\n")
    assert told.count(f"\nReference {JOB_ID}") == 2


def test_a_hidden_recording_is_described_without_its_title() -> None:
    hidden = replace(UPLOAD, job=replace(UPLOAD.job, spoiler=True))
    (attachment,) = song_attachments(hidden, DEFAULT_LOCALE)
    assert attachment.description == "Hidden audio, brought in by Ada, 2:31"


async def test_the_file_of_an_own_recording_is_tagged_as_such(core: Core) -> None:
    await a_song(core)
    assert [tags.made_with_ai for tags in core.archive.kept] == [True, True]
    core.provider.submissions = [TaskReport(TaskState.FINISHED, uploaded=ProviderClipId("up"))]
    request = UploadRequest(source=Source.of_link("https://x.example/hum.mp3"))
    await rework(core, request)
    await work(core, 1)
    assert [tags.made_with_ai for tags in core.archive.kept] == [True, True, False]
