"""Reworks of real audio: ordered on the core, made by the studio, decoded from the archive."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import numpy as np
import pytest
import pytest_asyncio

from bot.domain.findings import ExportedFile, Timeline
from bot.domain.jobs import JobState
from bot.domain.library import Visitor
from bot.domain.requests import (
    BackingRequest,
    CoverRequest,
    ExportRequest,
    ExtendRequest,
    MashupRequest,
    RemasterRequest,
    SampleRequest,
    SectionRequest,
    StemParts,
    StemsRequest,
    TimelineRequest,
    UploadRequest,
)
from bot.domain.songs import Song, SongRequest, SongRole
from bot.domain.sources import Source
from bot.domain.timeline import lines_of
from tests.support.orders import BEN, GUILD
from tests.support.studio_core import HERTZ, StudioCore, likeness, open_studio_core

pytestmark = pytest.mark.asyncio(loop_scope="module")

LYRICS = (
    "[Verse]\nRain upon the rusty tin\nLet the summer thunder in\n"
    "[Chorus]\nRing and ring and ring again\nSing the long refrain of rain"
)


@dataclass(frozen=True)
class Heard:
    """A song in a studio's core."""

    studio: StudioCore
    song: Song

    @property
    def source(self) -> Source:
        """The song, as a rework names it."""
        return Source.of_song(self.song.song_id)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def heard(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Heard]:
    async with open_studio_core(tmp_path_factory.mktemp("studio")) as studio:
        request = SongRequest(model="sonic-v5", lyrics=LYRICS, style="folk", title="Tin")
        view = await studio.make(request)
        assert view.job.state is JobState.SUCCEEDED
        yield Heard(studio, view.songs[0])


async def test_an_extended_song_is_longer_and_starts_with_the_same_notes(heard: Heard) -> None:
    place = 12.0
    request = ExtendRequest(source=heard.source, from_seconds=place, lyrics="[Verse]\nSun at last")
    view = await heard.studio.make(request)
    assert view.job.state is JobState.SUCCEEDED
    before = heard.studio.heard(heard.song)
    for song in view.songs:
        after = heard.studio.heard(song)
        assert song.role is SongRole.SONG
        assert len(after) > (place + 2) * HERTZ
        same = int((place - 1) * HERTZ)
        assert likeness(before[:same], after[:same]) > 0.95
    fragment = await heard.studio.make(
        ExtendRequest(source=heard.source, from_seconds=place, idea="sun", join=False)
    )
    assert {song.role for song in fragment.songs} == {SongRole.FRAGMENT}


@pytest.mark.parametrize("parts", StemParts)
async def test_stems_sum_to_the_mix(heard: Heard, parts: StemParts) -> None:
    view = await heard.studio.make(StemsRequest(source=heard.source, parts=parts))
    assert view.job.state is JobState.SUCCEEDED
    assert {song.role for song in view.songs} == {SongRole.STEM}
    labels = [song.label for song in view.songs]
    assert len(set(labels)) == len(labels) >= 2
    mix = heard.studio.heard(heard.song)
    tracks = [heard.studio.heard(song) for song in view.songs]
    length = min(len(mix), *(len(track) for track in tracks))
    error = np.sum([track[:length] for track in tracks], axis=0) - mix[:length]
    assert np.linalg.norm(error) / np.linalg.norm(mix[:length]) < 0.1


async def test_outside_of_a_replaced_section_nothing_changes(heard: Heard) -> None:
    start, end = 6.0, 10.0
    request = SectionRequest(
        source=heard.source, start_seconds=start, end_seconds=end, lyrics="Sun upon the tin"
    )
    view = await heard.studio.make(request)
    assert view.job.state is JobState.SUCCEEDED
    before, after = heard.studio.heard(heard.song), heard.studio.heard(view.songs[0])
    head, tail = int((start - 1) * HERTZ), int((end + 1.5) * HERTZ)
    assert likeness(before[:head], after[:head]) > 0.95
    assert likeness(before[tail:], after[tail:]) > 0.95
    middle = slice(int(start * HERTZ), int(end * HERTZ))
    assert likeness(before[middle], after[middle]) < 0.95


async def test_covers_remasters_samples_and_mashups_are_songs_of_the_family(heard: Heard) -> None:
    (_, other) = await heard.studio.core.database.read(
        lambda tx: tx.songs.of_job(heard.song.job_id)
    )
    requests = (
        CoverRequest(source=heard.source, style="dub"),
        RemasterRequest(source=heard.source),
        SampleRequest(source=heard.source, start_seconds=1, end_seconds=6, idea="sun"),
        MashupRequest(first=heard.source, second=Source.of_song(other.song_id), style="ska"),
    )
    before, visitor = heard.studio.heard(heard.song), Visitor(GUILD, BEN.user_id)
    for request in requests:
        view = await heard.studio.make(request)
        assert view.job.state is JobState.SUCCEEDED, request
        # A remaster has the same notes in another rendering, so it is alike and not the same.
        assert likeness(before, heard.studio.heard(view.songs[0])) < 0.995
        parents = await heard.studio.core.services.family.parents_of(visitor, view.songs[0].song_id)
        assert parents[0].song_id == heard.song.song_id


async def test_own_audio_is_heard_as_it_was_and_gets_a_band(heard: Heard) -> None:
    made = await heard.studio.make(ExportRequest(source=heard.source))
    assert isinstance(made.job.finding, ExportedFile)
    link = made.job.finding.url.removesuffix(".wav") + ".mp3"
    length = await heard.studio.core.services.uploads.inspect(link)
    view = await heard.studio.make(
        UploadRequest(source=Source.of_link(link, length.duration_seconds), title="Mine")
    )
    (own,) = view.songs
    assert own.role is SongRole.UPLOAD
    assert likeness(heard.studio.heard(heard.song), heard.studio.heard(own)) > 0.99
    backed = await heard.studio.make(
        BackingRequest(source=Source.of_song(own.song_id), style="brass", model="sonic-v5")
    )
    assert backed.job.state is JobState.SUCCEEDED
    covered = await heard.studio.make(
        CoverRequest(source=Source.of_song(own.song_id), style="dub", idea="rain")
    )
    assert covered.job.state is JobState.SUCCEEDED


async def test_what_is_sung_when_is_known(heard: Heard) -> None:
    view = await heard.studio.make(TimelineRequest(source=heard.source))
    assert isinstance(view.job.finding, Timeline)
    lines = lines_of(view.job.finding)
    assert "Rain upon the rusty tin" in [line.text for line in lines]
    starts = [line.start_seconds for line in lines]
    assert starts == sorted(starts)
    assert starts[-1] < heard.song.audio.duration_seconds


async def test_the_books_are_right(heard: Heard) -> None:
    database = heard.studio.core.database
    assert await database.read(lambda tx: tx.ledger.discrepancies()) == ()
