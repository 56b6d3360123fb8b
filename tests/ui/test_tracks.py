"""A set of tracks is called after the song that was taken apart, and each by its part."""

from dataclasses import replace

import pytest

from bot.domain.delivery import JobView
from bot.domain.ids import SongId
from bot.domain.jobs import JobKind, JobState
from bot.domain.requests import StemsRequest
from bot.domain.songs import SongRole
from bot.domain.sources import Source
from bot.ui.attachments import song_attachments
from bot.ui.cards import CardSettings, draw_card
from bot.ui.parts import Part, part_text
from bot.ui.pings import ping_text
from bot.ui.translation import DEFAULT_LOCALE
from tests.support.discord_objects import assert_drawing_fits, finished, song, under_way

REQUEST = StemsRequest(source=Source(song_id=SongId("song000009"), title="Rain"))
LABELS = ("Vocals", "")


def apart(view: JobView, request: StemsRequest = REQUEST) -> JobView:
    """Return a view as that of a set of tracks; the second has no name."""
    tracks = tuple(
        replace(each, title=f"Rain - {label or 2}", label=label, role=SongRole.STEM)
        for each, label in zip(view.songs, LABELS, strict=False)
    )
    return replace(view, job=replace(view.job, kind=JobKind.STEMS, request=request), songs=tracks)


TRACKS = apart(finished(song(1), song(2)))


def test_the_card_and_the_ping_name_the_song_and_not_its_first_track() -> None:
    assert draw_card(TRACKS, CardSettings()).content.startswith("🎵 Rain · tracks · by <@")
    waiting = draw_card(apart(under_way(JobState.QUEUED)), CardSettings())
    assert waiting.content.startswith("🎵 Rain · tracks · queued")
    told = ping_text(TRACKS, DEFAULT_LOCALE)
    assert told == f"<@{TRACKS.author_id}> Your song Rain · tracks is finished."


def test_further_messages_name_the_set() -> None:
    assert part_text(TRACKS, Part(2, ()), DEFAULT_LOCALE) == "Rain · tracks, part 2"
    bundle = part_text(TRACKS, Part(3, (), bundled=True), DEFAULT_LOCALE)
    assert bundle == "Rain · tracks, all in one file"


def test_each_file_is_described_by_its_part() -> None:
    vocals, nameless = song_attachments(TRACKS, DEFAULT_LOCALE)
    assert (vocals.file_name, vocals.description) == ("rain-vocals-1.mp3", "Vocals of “Rain”")
    assert nameless.description == "Track 2 of “Rain”"


def test_a_hidden_set_is_named_behind_a_click_alone() -> None:
    hidden = replace(TRACKS, job=replace(TRACKS.job, spoiler=True))
    assert draw_card(hidden, CardSettings()).content.startswith("🎵 ||Rain · tracks|| · by <@")
    for attachment in song_attachments(hidden, DEFAULT_LOCALE):
        assert "Rain" not in attachment.description


@pytest.mark.parametrize("text", ["*" * 5000, "{title}\n# big", "א" * 400])
def test_hostile_names_fit_their_places(text: str) -> None:
    source = replace(REQUEST.source, title=text)
    view = apart(finished(song(1), song(2)), replace(REQUEST, source=source))
    view = replace(view, songs=tuple(replace(each, label=text) for each in view.songs))
    assert_drawing_fits(draw_card(view, CardSettings()))
