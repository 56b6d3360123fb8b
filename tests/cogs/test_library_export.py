"""Taking songs away as files."""

import io
import zipfile
from dataclasses import replace

from bot.domain.ids import ContentHash, SongId
from bot.domain.songs import Song
from tests.support.library import made, names_of, refused, use
from tests.support.sandbox_views import SeenMessage
from tests.support.stage import Stage

_MEBIBYTE = 1024 * 1024

_MEBIBYTE = 1024 * 1024


async def exported(stage: Stage, song: str, form: str, member: str = "ada") -> SeenMessage:
    """Export a song and return the private answer."""
    answer = await use(stage, "export", member, song=song, format=form)
    settled = await stage.driver.settled(answer.message)
    assert settled.ephemeral
    return settled


async def test_a_song_is_sent_as_it_is_kept(stage: Stage) -> None:
    _, (_, second) = await made(stage, title="Neon rain")
    stage.archive.store(second.audio, b"ID3 the second")
    told = await exported(stage, second.song_id, "mp3", "ben")
    assert names_of(told) == ["neon-rain-2.mp3"]
    assert await stage.driver.download(told.attachments[0]) == b"ID3 the second"


async def test_a_zip_holds_all_versions_with_prompts_words_and_author(stage: Stage) -> None:
    _, songs = await made(stage, title="Neon rain")
    for song in songs:
        stage.archive.store(song.audio, f"ID3 {song.position}".encode())
    told = await exported(stage, songs[0].song_id, "zip")
    assert names_of(told) == ["neon-rain.zip"]
    content = await stage.driver.download(told.attachments[0])
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        assert bundle.testzip() is None
        assert sorted(bundle.namelist()) == ["about.txt", "neon-rain-1.mp3", "neon-rain-2.mp3"]
        assert bundle.read("neon-rain-2.mp3") == b"ID3 2"
        about = bundle.read("about.txt").decode()
    for line in ("Author: Ada", "Idea: rain on tin", "Model: sonic-v6", "[Verse]\nRain on tin"):
        assert line in about
    assert f"Song: {songs[1].song_id}" in about


async def add_large(stage: Stage, song: Song, position: int, size_bytes: int) -> Song:
    """Add a further version of a song, of that size."""
    audio = replace(song.audio, content_hash=ContentHash(f"{position:064}"), size_bytes=size_bytes)
    large = replace(song, song_id=SongId(f"{position:010}"), position=position, audio=audio)
    await stage.core.database.write(lambda tx: tx.songs.add(large))
    stage.archive.store(audio, bytes(size_bytes))
    return large


async def test_what_is_too_large_for_one_message_comes_in_parts(stage: Stage) -> None:
    _, (first, _) = await made(stage, title="Neon rain")
    for position in (3, 4):
        await add_large(stage, first, position, 6 * _MEBIBYTE)
    told = await exported(stage, first.song_id, "zip")
    assert names_of(told) == ["neon-rain-1-of-2.zip"]
    further = await stage.driver.wait_for(
        lambda message: "neon-rain-2-of-2.zip" in names_of(message)
    )
    assert further.ephemeral
    with zipfile.ZipFile(io.BytesIO(await stage.driver.download(further.attachments[0]))) as part:
        assert part.namelist() == ["about.txt", "neon-rain-4.mp3"]


async def test_what_cannot_be_made_small_enough_is_said(stage: Stage) -> None:
    _, (first, _) = await made(stage)
    large = await add_large(stage, first, 3, 11 * _MEBIBYTE)
    await use(stage, "export", song=large.song_id, format="mp3")
    told = await stage.driver.wait_for(
        lambda message: message.ephemeral and "This song is too large to be sent" in message.content
    )
    assert "files may have 10 MiB" in told.content
    bundle = await exported(stage, large.song_id, "zip")
    said = "rain-on-tin-3.mp3 is too large to be attached here; your song is kept."
    assert bundle.content == said
    assert names_of(bundle) == ["rain-on-tin.zip"]


async def test_a_lost_file_is_a_refusal(stage: Stage) -> None:
    _, (first, _) = await made(stage)
    stage.archive.path_of(first.audio).unlink()
    answer = await use(stage, "export", song=first.song_id, format="mp3")
    told = await stage.driver.wait_for(
        lambda message: message.ephemeral and "is missing from my archive" in message.content
    )
    assert told.ephemeral
    assert answer.message.ephemeral


async def test_unknown_songs_are_refused_before_anything_is_sent(stage: Stage) -> None:
    assert "I know of no song" in await refused(stage, "export", song="nothing")
