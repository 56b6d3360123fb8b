"""Songs taken away in every form, decoded and compared; links that the music service uses."""

import io
import re
import socket
import sqlite3
import zipfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import av
import httpx
import numpy as np
import pytest

from tests.support.audio import Samples
from tests.support.sandbox_views import SeenMessage
from tests.support.scene import FINISHED_SECONDS, Scene, open_scene
from tests.support.studio_core import decoded, likeness

pytestmark = pytest.mark.flow

LYRICS = "[Verse]\nRain upon the rusty tin\nLet the summer thunder in"


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """A scene whose bot others can reach."""
    async with open_scene(tmp_path) as scene:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = str(probe.getsockname()[1])
        scene.settings |= {
            "JAMBOREE_WEB_PORT": port,
            "JAMBOREE_PUBLIC_URL": f"http://127.0.0.1:{port}",
            "JAMBOREE_ORDER_STARTING_GRANT": "200",
        }
        yield scene
        assert await scene.driver.errors() == []
        assert await scene.discrepancies() == ()


async def use(scene: Scene, name: str, **options: str) -> SeenMessage:
    """Use a command about songs and return its settled answer."""
    answer = await scene.driver.command(
        member="Ada", channel="songs", name=f"song {name}", options=options
    )
    return await scene.driver.settled(answer.message)


async def with_file(scene: Scene, ending: str, after: SeenMessage) -> bytes:
    """Wait for a newer message with a file of a kind, and return its content."""
    shown = await scene.driver.wait_for(
        lambda message: (
            message.id >= after.id
            and any(file.filename.endswith(ending) for file in message.attachments)
        ),
        timeout=FINISHED_SECONDS,
    )
    (file,) = [each for each in shown.attachments if each.filename.endswith(ending)]
    return await scene.driver.download(file)


def best_likeness(one: Samples, other: Samples, within: int = 4096) -> float:
    """Return how alike two pieces are where they fit best; some encoders begin with silence."""
    length = min(len(one), len(other)) - within
    return max(likeness(one[:length], other[lag : lag + length]) for lag in range(within))


@dataclass
class Taken:
    """A song that is taken away."""

    scene: Scene
    song_id: str
    sound: Samples

    async def export(self, form: str) -> SeenMessage:
        """Export it and return the answer."""
        return await use(self.scene, "export", song=self.song_id, format=form)

    async def made_at_a_price(self, form: str, label: str) -> SeenMessage:
        """Ask for a file that has to be made, see its price and press the button."""
        offer = await self.export(form)
        assert offer.ephemeral
        assert label in offer.labels
        await self.scene.driver.press(offer, member="Ada", label=label)
        return offer

    async def content_of(self, message: SeenMessage) -> bytes:
        """Return the first file of a message."""
        return await self.scene.driver.download(message.attachments[0])


async def check_recording_and_score(taken: Taken) -> bytes:
    offer = await taken.made_at_a_price("wav", "WAV file · 1")
    wav = await with_file(taken.scene, ".wav", offer)
    assert wav.startswith(b"RIFF")
    assert likeness(taken.sound, decoded(wav)) > 0.9
    paid = await taken.scene.paid_requests()
    assert await taken.content_of(await taken.export("wav")) == wav
    assert await taken.scene.paid_requests() == paid
    offer = await taken.made_at_a_price("midi", "MIDI file · 1")
    assert (await with_file(taken.scene, ".mid", offer)).startswith(b"MThd")
    return wav


async def check_words_and_film(taken: Taken) -> None:
    offer = await taken.made_at_a_price("lrc", "Times of the words · 1")
    lrc = (await with_file(taken.scene, ".lrc", offer)).decode()
    assert re.search(r"\[00:\d\d\.\d\d\]Rain upon the rusty tin", lrc)
    srt = (await taken.content_of(await taken.export("srt"))).decode()
    assert srt.startswith("1\n00:00:")
    assert "Let the summer thunder in" in srt
    film = await taken.content_of(await taken.export("video"))
    with av.open(io.BytesIO(film)) as container:
        assert container.streams.video[0].codec_context.name == "h264"
    assert best_likeness(taken.sound, decoded(film)) > 0.9


async def check_tracks(taken: Taken) -> int:
    await taken.made_at_a_price("stems", "Every instrument · 50")
    done = "SELECT state FROM jobs WHERE kind = 'stems' AND state = 'succeeded'"
    await taken.scene.until(lambda: bool(taken.scene.query(done)))
    labels = [row[0] for row in taken.scene.query("SELECT label FROM songs WHERE role = 'stem'")]
    assert len(labels) == len(set(labels)) > 2
    stems = await taken.export("stems")
    audio = [decoded(await taken.scene.driver.download(file)) for file in stems.attachments]
    assert len(audio) == len(labels)
    length = min(len(taken.sound), *map(len, audio))
    error = np.sum([track[:length] for track in audio], axis=0) - taken.sound[:length]
    assert np.linalg.norm(error) / np.linalg.norm(taken.sound[:length]) < 0.1
    return len(labels)


async def test_a_song_is_taken_away_in_every_form(scene: Scene) -> None:
    async with scene.bot():
        card = await scene.finished(await scene.order("Ada", lyrics=LYRICS, style="folk"))
        picture = card.embeds[0].image
        assert picture is not None
        assert "picture-" in picture.url
        sound = decoded(await scene.driver.download(card.attachments[0]))
        taken = Taken(scene, song_of(scene), sound)
        wav = await check_recording_and_score(taken)
        await check_words_and_film(taken)
        tracks = await check_tracks(taken)
        with zipfile.ZipFile(io.BytesIO(await taken.content_of(await taken.export("zip")))) as all_:
            names = all_.namelist()
            endings = {name.rpartition(".")[2] for name in names}
            assert endings >= {"mp3", "wav", "mid", "mp4", "lrc", "srt", "txt"}
            assert sum(name.startswith("track-") for name in names) == tracks
            (kept,) = [name for name in names if name.endswith(".wav")]
            assert all_.read(kept) == wav
            assert LYRICS in all_.read("about.txt").decode()


def song_of(scene: Scene) -> str:
    """Return the first version of the only order."""
    ((song_id,),) = scene.query("SELECT song_id FROM songs WHERE position = 1")
    return song_id


async def only_one_left(scene: Scene, message: SeenMessage) -> None:
    """Wait until a message shows one file alone."""

    def shows_one(seen: SeenMessage) -> bool:
        return seen.id == message.id and len(seen.attachments) == 1

    await scene.driver.wait_for(shows_one)


def age(scene: Scene, song: str) -> None:
    """Let a song be two days old."""
    connection = sqlite3.connect(scene.database_file)
    with connection:
        connection.execute(
            "UPDATE songs SET created_at = created_at - ? WHERE song_id = ?",
            (int(timedelta(days=2).total_seconds() * 1_000_000), song),
        )
    connection.close()


async def test_an_old_song_is_fetched_by_its_link_until_it_is_deleted(scene: Scene) -> None:
    async with scene.bot():
        card = await scene.finished(await scene.order("Ada"))
        song = song_of(scene)
        posted = await use(scene, "show", song=song)
    await scene.driver.wait_until_offline()
    age(scene, song)
    async with scene.bot():
        answer = await scene.driver.command(
            member="Ada", channel="songs", name="cover", options={"song": song, "style": "dub"}
        )
        covered = await scene.finished(answer.message)
        assert len(covered.attachments) == 2
        (request,) = [
            row[0] for row in scene.query("SELECT request FROM jobs WHERE kind = 'cover'")
        ]
        (link,) = re.findall(r"http://127\.0\.0\.1:\d+/files/[^\"\s]+", request)
        async with httpx.AsyncClient() as http:
            found = await http.get(link)
            assert found.status_code == 200
            assert found.content == await scene.driver.download(card.attachments[0])

            renamed = await use(scene, "rename", song=song, title="Tin roof")
            assert "Tin roof" in renamed.text
            assert (await http.get(link)).status_code == 200
            retitled = await scene.driver.wait_for(
                lambda message: (
                    message.id == card.id
                    and any(file.filename == "tin-roof-1.mp3" for file in message.attachments)
                )
            )
            assert b"Tin roof" in await scene.driver.download(retitled.attachments[0])

            asked = await use(scene, "delete", song=song)
            await scene.driver.press(asked, member="Ada", label="Delete")
            await only_one_left(scene, card)
            await only_one_left(scene, posted)
            assert (await http.get(link)).status_code == 410
            archive = scene.folder / "data" / "songs"
            await scene.until(lambda: len(list(archive.glob("??/*.mp3"))) == 3)
