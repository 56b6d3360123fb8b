"""What the archive makes of stored songs: smaller files and pictures."""

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import av
import numpy as np
import pytest
from mutagen.id3 import ID3
from PIL import Image

from bot.domain.errors import MediaUnavailable, MediaUnusable
from bot.domain.ids import ContentHash, ProviderClipId, SongId
from bot.domain.ports import SongTags
from bot.domain.songs import Clip, StoredAudio
from bot.media.archive import FileArchive, open_archive
from bot.media.bounds import MediaBounds
from tests.support import audio
from tests.support.fileserver import FileServer

# mutagen says that it has types, but most of its functions have none.
# mypy: allow-untyped-calls

TAGS = SongTags(SongId("0123456789"), "Neon Rain", ("mira",), "Rain on tin", "synthwave")
SECONDS = 20


@pytest.fixture
async def archive(tmp_path: Path) -> AsyncIterator[FileArchive]:
    async with open_archive(tmp_path / "songs", MediaBounds(allow_private=True)) as archive:
        yield archive
    assert not files(tmp_path / "songs" / "incoming")


@pytest.fixture
async def song(archive: FileArchive, tmp_path: Path) -> StoredAudio:
    """A quiet first half and a loud second one, at 128 kbit/s."""
    samples = np.concatenate(
        [audio.tone(SECONDS / 2, peak=0.05), audio.tone(SECONDS / 2, hertz=660, peak=0.5)]
    )
    path = audio.write_mp3(tmp_path / "song.mp3", samples, bits_per_second=128_000)
    clip = Clip(ProviderClipId("c"), "", "", "", "", None, SECONDS, "sonic-v5")
    async with FileServer.open() as server:
        url = server.put("/song.mp3", content(path))
        return await archive.keep(replace_url(clip, url), TAGS)


def replace_url(clip: Clip, url: str) -> Clip:
    return Clip(**{**vars(clip), "audio_url": url})


def content(path: Path) -> bytes:
    return path.read_bytes()


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def measure(path: Path) -> tuple[float, int]:
    """Return a file's length in seconds and its number of channels."""
    with av.open(str(path)) as container:
        samples, channels, rate = 0, 0, 1
        for frame in container.decode(audio=0):
            samples += frame.samples
            channels, rate = len(frame.layout.channels), frame.sample_rate
    return samples / rate, channels


async def test_a_file_that_fits_is_given_as_it_is(archive: FileArchive, song: StoredAudio) -> None:
    async with archive.fitted(song, song.size_bytes) as fitted:
        assert fitted is not None
        assert fitted.path == archive.path_of(song)
        assert fitted.bits_per_second is None


@pytest.mark.parametrize(
    ("share", "bits_per_second"), [(0.99, 112_000), (0.7, 80_000), (0.45, 48_000), (0.3, 32_000)]
)
async def test_a_larger_file_is_encoded_at_the_highest_bit_rate_that_fits(
    archive: FileArchive, song: StoredAudio, share: float, bits_per_second: int
) -> None:
    limit = int(song.size_bytes * share)
    async with archive.fitted(song, limit) as fitted:
        assert fitted is not None
        assert fitted.bits_per_second == bits_per_second
        assert fitted.size_bytes == len(content(fitted.path)) <= limit
        seconds, channels = measure(fitted.path)
        assert seconds == pytest.approx(SECONDS, abs=0.3)
        assert channels == 1
        assert ID3(fitted.path)["TXXX:JAMBOREE_SONG_ID"].text == ["0123456789"]
        assert ID3(fitted.path)["USLT::und"].text == "Rain on tin"
    assert not files(fitted.path.parent)


async def test_a_limit_below_every_bit_rate_gives_nothing(
    archive: FileArchive, song: StoredAudio
) -> None:
    async with archive.fitted(song, song.size_bytes // 10) as fitted:
        assert fitted is None


async def test_the_waveform_shows_where_a_song_is_loud(
    archive: FileArchive, song: StoredAudio
) -> None:
    waveform = await archive.portray(song)
    assert len(waveform.levels) == 12
    assert waveform.levels[:6] == pytest.approx([0.1] * 6, abs=0.05)
    assert waveform.levels[6:] == pytest.approx([1.0] * 6, abs=0.05)
    picture = Image.open(archive.path_of(waveform.file))
    assert picture.size == (900, 180)
    opaque = np.asarray(picture.convert("RGBA"))[:, :, 3] > 0
    left, right = opaque[:, :420].any(axis=1).sum(), opaque[:, 480:].any(axis=1).sum()
    assert left < 40
    assert right > 170


async def test_a_very_short_song_has_a_waveform(archive: FileArchive, tmp_path: Path) -> None:
    path = audio.write_mp3(tmp_path / "short.mp3", audio.tone(0.3))
    stored = adopt(archive, path)
    assert len((await archive.portray(stored)).levels) == 12


async def test_a_stored_file_that_was_tampered_with_is_told_apart_from_a_missing_one(
    archive: FileArchive, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.mp3"
    write(wrong, b"no song" * 1000)
    with pytest.raises(MediaUnusable):
        await archive.portray(adopt(archive, wrong))
    missing = StoredAudio(ContentHash("0" * 64), 1000, 10.0, "mp3")
    with pytest.raises(MediaUnavailable):
        await archive.portray(missing)


def write(path: Path, body: bytes) -> None:
    path.write_bytes(body)


def adopt(archive: FileArchive, path: Path) -> StoredAudio:
    """Put a file into the archive past its checks."""
    body = path.read_bytes()
    digest = ContentHash(hashlib.sha256(body).hexdigest())
    stored = StoredAudio(digest, len(body), 1.0, "mp3")
    archive.path_of(stored).parent.mkdir(parents=True)
    archive.path_of(stored).write_bytes(body)
    return stored
