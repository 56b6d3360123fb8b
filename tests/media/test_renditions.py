"""What songs become beside their audio: exported files, films, pictures, other tags."""

import io
import struct
from collections.abc import AsyncIterator
from pathlib import Path

import av
import numpy as np
import pytest
from mutagen.id3 import ID3
from PIL import Image

from bot.domain.errors import MediaUnavailable, MediaUnusable
from bot.domain.files import FileKind, StoredFile
from bot.domain.ids import ProviderClipId, SongId
from bot.domain.ports import SongTags
from bot.domain.songs import Clip, StoredAudio
from bot.media.archive import FileArchive, open_archive
from bot.media.bounds import MediaBounds
from tests.support import audio
from tests.support.fileserver import FileServer

# mutagen says that it has types, but most of its functions have none.
# mypy: allow-untyped-calls

TAGS = SongTags(SongId("0123456789"), "Neon Rain", ("mira",), "Rain on tin", "synthwave")
SECONDS = 6.0
RED = (200, 30, 40)


@pytest.fixture
async def server() -> AsyncIterator[FileServer]:
    async with FileServer.open() as server:
        yield server


@pytest.fixture
async def archive(tmp_path: Path) -> AsyncIterator[FileArchive]:
    async with open_archive(tmp_path / "songs", MediaBounds(allow_private=True)) as archive:
        yield archive
    assert not list((tmp_path / "songs" / "incoming").iterdir())


def picture(size: tuple[int, int] = (900, 600)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, RED).save(file, "PNG")
    return file.getvalue()


def mp3(folder: Path) -> bytes:
    return audio.write_mp3(folder / "song.mp3", audio.tone(SECONDS)).read_bytes()


def wav(folder: Path, seconds: float = SECONDS) -> bytes:
    return audio.write_wav(folder / "song.wav", audio.tone(seconds)).read_bytes()


def score(tracks: int = 2, told: int = 2) -> bytes:
    head = struct.pack(">4sIHHH", b"MThd", 6, 1, told, 480)
    body = b"\x00\x90\x40\x40\x60\x80\x40\x00\x00\xff\x2f\x00"
    return head + tracks * (struct.pack(">4sI", b"MTrk", len(body)) + body)


async def kept(archive: FileArchive, server: FileServer, folder: Path, cover: str) -> StoredAudio:
    url = server.put("/song.mp3", mp3(folder))
    clip = Clip(ProviderClipId("c"), "", "", "", url, cover, SECONDS, "sonic-v5")
    return await archive.keep(clip, TAGS)


async def test_a_cover_goes_into_tags_picture_and_film(
    archive: FileArchive, server: FileServer, tmp_path: Path
) -> None:
    cover = server.put("/cover.png", picture(), content_type="image/png")
    song = await kept(archive, server, tmp_path, cover)
    (frame,) = ID3(archive.path_of(song)).getall("APIC")
    shown = Image.open(io.BytesIO(frame.data))
    assert (shown.format, shown.size) == ("JPEG", (512, 512))

    portrait = await archive.portray(song)
    image = Image.open(archive.path_of(portrait.file)).convert("RGBA").convert("RGB")
    assert image.size == (180 + 12 + 900, 180)
    assert np.abs(np.array(image.getpixel((90, 90))) - RED).max() < 30
    assert len(portrait.levels) == 12

    own = await archive.film(song, "Neon <Rain>", made_with_ai=False)
    with av.open(str(archive.path_of(own))) as container:
        assert "comment" not in container.metadata
    film = await archive.film(song, "Neon <Rain>")
    with av.open(str(archive.path_of(film))) as container:
        assert container.metadata["title"] == "Neon <Rain>"
        assert container.metadata["comment"] == "made with AI"
        (pictures,), (sound,) = container.streams.video, container.streams.audio
        assert (pictures.codec_context.name, sound.codec_context.name) == ("h264", "aac")
        heard = shown_frames = 0
        for each in container.decode(pictures, sound):
            heard += each.samples if isinstance(each, av.AudioFrame) else 0
            shown_frames += isinstance(each, av.VideoFrame)
        assert heard / sound.rate == pytest.approx(SECONDS, abs=0.2)
        assert shown_frames == pytest.approx(SECONDS, abs=1)


@pytest.mark.parametrize("body", [b"<svg onload=alert(1)>", picture((4, 4))[:40], b""])
async def test_what_is_no_picture_costs_no_song_its_place(
    archive: FileArchive, server: FileServer, tmp_path: Path, body: bytes
) -> None:
    cover = server.put("/cover.png", body, content_type="image/png")
    song = await kept(archive, server, tmp_path, cover)
    assert not ID3(archive.path_of(song)).getall("APIC")


async def test_another_title_leaves_sound_and_cover_as_they_are(
    archive: FileArchive, server: FileServer, tmp_path: Path
) -> None:
    cover = server.put("/cover.png", picture(), content_type="image/png")
    song = await kept(archive, server, tmp_path, cover)
    renamed = await archive.retag(song, "Tin Roof")
    before, after = ID3(archive.path_of(song)), ID3(archive.path_of(renamed))
    assert renamed.content_hash != song.content_hash
    assert after["TIT2"].text == ["Tin Roof"]
    assert after["TPE1"].text == ["mira"]
    assert after.getall("APIC")[0].data == before.getall("APIC")[0].data
    assert after["USLT::und"].text == "Rain on tin"
    assert sound_of(archive.path_of(song)) == sound_of(archive.path_of(renamed))
    assert await archive.retag(renamed, TAGS.title) == song
    parted = await archive.retag(song, TAGS.title, ("Ada", "Ben"))
    assert ID3(archive.path_of(parted))["TPE1"].text == ["Ada", "Ben"]
    nobody = await archive.retag(song, TAGS.title, ())
    assert not ID3(archive.path_of(nobody)).getall("TPE1")


def sound_of(path: Path) -> bytes:
    return path.read_bytes()[ID3(path).size :]


async def test_an_exported_recording_is_kept_once_it_proved_right(
    archive: FileArchive, server: FileServer, tmp_path: Path
) -> None:
    body = wav(tmp_path)
    url = server.put("/song.wav", body, content_type="audio/wav")
    stored = await archive.keep_file(FileKind.WAV, url, SECONDS)
    assert read(archive, stored) == body
    assert stored.extension == "wav"
    with pytest.raises(MediaUnusable):
        await archive.keep_file(FileKind.WAV, url, 2 * SECONDS / 10)
    with pytest.raises(MediaUnavailable):
        await archive.keep_file(FileKind.WAV, url, 3 * SECONDS)
    for wrong in (mp3(tmp_path), b"RIFF\x00\x00\x00\x00WAVEnothing at all", score()):
        url = server.put("/wrong.wav", wrong)
        with pytest.raises(MediaUnusable):
            await archive.keep_file(FileKind.WAV, url, SECONDS)
    with pytest.raises(ValueError, match="video"):
        await archive.keep_file(FileKind.VIDEO, url, SECONDS)


async def test_an_exported_score_is_kept_once_it_proved_right(
    archive: FileArchive, server: FileServer, tmp_path: Path
) -> None:
    url = server.put("/song.mid", score(), content_type="audio/midi")
    stored = await archive.keep_file(FileKind.MIDI, url, SECONDS)
    assert read(archive, stored) == score()
    assert stored.extension == "mid"
    for wrong in (mp3(tmp_path), score(tracks=0, told=0), b"MThd"):
        with pytest.raises((MediaUnusable, MediaUnavailable)):
            await archive.keep_file(FileKind.MIDI, server.put("/wrong.mid", wrong), SECONDS)
    for early in (score()[:-3], score(tracks=1)):
        with pytest.raises(MediaUnavailable):
            await archive.keep_file(FileKind.MIDI, server.put("/early.mid", early), SECONDS)
    await archive.remove(stored)
    assert not archive.path_of(stored).exists()


def read(archive: FileArchive, stored: StoredFile) -> bytes:
    return archive.path_of(stored).read_bytes()
