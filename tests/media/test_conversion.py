"""Own audio comes in many forms; the archive keeps mp3."""

from collections.abc import AsyncIterator
from pathlib import Path

import av
import numpy as np
import pytest

from bot.domain.errors import MediaUnusable
from bot.domain.files import FileKind
from bot.domain.ids import ProviderClipId, SongId
from bot.domain.ports import SongTags
from bot.domain.songs import Clip
from bot.media.archive import FileArchive, open_archive
from bot.media.bounds import MediaBounds
from bot.media.workshop.containers import container_of
from tests.support import audio
from tests.support.fileserver import FileServer
from tests.support.studio_core import HERTZ, decoded

BOUNDS = MediaBounds(allow_private=True, max_duration_seconds=20)
TAGS = SongTags(SongId("0123456789"), "Hum", ("ada",), "", "")
FORMS = {
    "wav": ("wav", "pcm_s16le"),
    "flac": ("flac", "flac"),
    "ogg": ("ogg", "libopus"),
    "m4a": ("mp4", "aac"),
}
SECONDS = 5
TONE_HERTZ = 330.0


@pytest.fixture
async def server() -> AsyncIterator[FileServer]:
    async with FileServer.open() as server:
        yield server


@pytest.fixture
async def archive(tmp_path: Path) -> AsyncIterator[FileArchive]:
    async with open_archive(tmp_path / "songs", BOUNDS) as archive:
        yield archive


def written(path: Path, form: str, samples: audio.Samples) -> bytes:
    """Encode samples in a form."""
    container_name, codec = FORMS[form]
    with av.open(str(path), "w", format=container_name) as container:
        stream = container.add_stream(codec, rate=48_000)
        assert isinstance(stream, av.AudioStream)
        stream.layout = "mono"
        frame = av.AudioFrame.from_ndarray(samples[np.newaxis, :], format="fltp", layout="mono")
        frame.sample_rate = audio.RATE
        own = stream.codec_context.format.name
        resampler = av.AudioResampler(format=own, layout="mono", rate=48_000)
        fifo = av.AudioFifo()
        for part in [*resampler.resample(frame), *resampler.resample(None)]:
            fifo.write(part)
        size = stream.codec_context.frame_size or 1024
        while (piece := fifo.read(size)) is not None or (piece := fifo.read()) is not None:
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))
    return path.read_bytes()


def clip(url: str) -> Clip:
    return Clip(ProviderClipId("c"), "Hum", "", "", url, None, float(SECONDS), "")


@pytest.mark.parametrize("form", FORMS)
async def test_audio_in_other_forms_is_kept_as_mp3(
    archive: FileArchive, server: FileServer, tmp_path: Path, form: str
) -> None:
    body = written(tmp_path / f"hum.{form}", form, audio.tone(SECONDS, hertz=TONE_HERTZ))
    url = server.put("/hum", body, "application/octet-stream")
    assert await archive.inspect(url) == pytest.approx(SECONDS, abs=0.2)
    kept = await archive.keep(clip(url), TAGS)
    assert kept.extension == "mp3"
    assert kept.duration_seconds == pytest.approx(SECONDS, abs=0.2)
    heard = decoded(archive.path_of(kept).read_bytes())[: SECONDS * HERTZ - HERTZ // 2]
    spectrum = np.abs(np.fft.rfft(heard))
    assert np.argmax(spectrum) * HERTZ / len(heard) == pytest.approx(TONE_HERTZ, abs=1)
    assert list((tmp_path / "songs" / "incoming").iterdir()) == []


async def test_what_is_too_long_or_silent_is_refused_in_any_form(
    archive: FileArchive, server: FileServer, tmp_path: Path
) -> None:
    long = written(tmp_path / "long.ogg", "ogg", audio.tone(25))
    with pytest.raises(MediaUnusable, match="longer than 20 s"):
        await archive.inspect(server.put("/long", long))
    silent = written(tmp_path / "silent.wav", "wav", audio.silence(5))
    with pytest.raises(MediaUnusable, match="silent"):
        await archive.inspect(server.put("/silent", silent))


@pytest.mark.parametrize(
    "body",
    [
        b"RIFF\x00\x00\x00\x00WAVE" + b"\x00" * 400,
        b"fLaC" + bytes(range(256)) * 8,
        b"OggS" + b"\xff" * 2000,
        b"\x00\x00\x00\x18ftypM4A " + b"\x00" * 2000,
    ],
)
async def test_what_only_begins_like_audio_is_refused(
    archive: FileArchive, server: FileServer, body: bytes
) -> None:
    with pytest.raises(MediaUnusable):
        await archive.inspect(server.put("/fake", body))


async def test_audio_of_an_unknown_kind_is_refused_and_not_waited_for(
    archive: FileArchive, server: FileServer, tmp_path: Path
) -> None:
    body = bytearray(written(tmp_path / "known.wav", "wav", audio.tone(1)))
    body[20:22] = b"\x34\x12"  # the kind of audio, in the header
    url = server.put("/unknown.wav", bytes(body))
    with pytest.raises(MediaUnusable, match="unknown kind"):
        await archive.inspect(url)
    with pytest.raises(MediaUnusable, match="unknown kind"):
        await archive.keep_file(FileKind.WAV, url, 1.0)


def test_other_files_are_not_taken_for_audio() -> None:
    assert container_of(b"ID3\x04\x00\x00\x00\x00\x00\x00\x00\x00") is None
    assert container_of(b"RIFF\x00\x00\x00\x00AVI ") is None
    assert container_of(b"<html>") is None
    assert container_of(b"") is None
