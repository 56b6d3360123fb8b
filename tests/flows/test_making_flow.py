"""Songs made of songs by members' commands, with the audio decoded and compared."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from tests.support.audio import Samples, tone, write_mp3
from tests.support.sandbox import File
from tests.support.sandbox_views import SeenMessage
from tests.support.scene import FINISHED_SECONDS, Scene
from tests.support.studio_core import HERTZ, decoded, likeness

pytestmark = pytest.mark.flow

LYRICS = (
    "[Verse]\nRain upon the rusty tin\nLet the summer thunder in\n"
    "[Chorus]\nRing and ring and ring again\nSing the long refrain of rain"
)
_STEMS_ERROR = 0.1
"""How much of the mix the sum of its tracks may miss; MP3 changes each of them a little."""


async def used(
    scene: Scene, command: str, files: int, **options: str | int | bool | File
) -> SeenMessage:
    """Use a command as Ada and wait until its card has so many files."""
    given = {name.rstrip("_"): value for name, value in options.items()}
    answer = await scene.driver.command(member="Ada", channel="songs", name=command, options=given)
    return await with_files(scene, answer.message, files)


async def with_files(scene: Scene, card: SeenMessage, files: int) -> SeenMessage:
    return await scene.driver.wait_for(
        lambda message: message.id == card.id and len(message.attachments) >= files,
        timeout=FINISHED_SECONDS,
    )


async def heard(scene: Scene, card: SeenMessage) -> list[Samples]:
    """Download and decode a card's files."""
    contents = [await scene.driver.download(file) for file in card.attachments]
    return [await asyncio.to_thread(decoded, content) for content in contents]


async def ids_of(scene: Scene) -> tuple[str, str]:
    """Return the ids of the first and the second version of the newest song."""
    choices = await scene.driver.autocomplete(
        member="Ada", channel="songs", name="cover", option="song", text=""
    )
    by_version = {choice.name.split(" · ")[1]: str(choice.value) for choice in choices}
    return by_version["1"], by_version["2"]


def error_of_sum(mix: Samples, tracks: Sequence[Samples]) -> float:
    """Return what part of a mix the sum of its tracks misses."""
    length = min(len(mix), *(len(track) for track in tracks))
    difference = np.sum([track[:length] for track in tracks], axis=0) - mix[:length]
    return float(np.linalg.norm(difference) / np.linalg.norm(mix[:length]))


async def test_a_song_is_worked_on_in_every_way_and_sounds_as_promised(scene: Scene) -> None:
    async with scene.bot(JAMBOREE_ORDER_STARTING_GRANT="1000"):
        original = await used(
            scene, "create", 2, lyrics=LYRICS, style="folk", title="Tin", model="sonic-v5"
        )
        first, second = await ids_of(scene)
        before, _ = await heard(scene, original)
        start, end = 6, 10
        sun = "[Verse]\nSun at last"
        extended = await used(scene, "extend", 2, song=first, lyrics=sun)
        continued = await used(scene, "extend", 2, song=first, from_="0:12", lyrics=sun, join=False)
        covered = await used(scene, "cover", 2, song=first, style="dub")
        stems = await used(scene, "stems", 2, song=first)
        remastered = await used(scene, "remix remaster", 1, song=first)
        section = await used(
            scene, "remix section", 1, song=first, start="0:06", end="10", lyrics="Sun"
        )
        mashed = await used(scene, "remix mashup", 2, first=first, second=second, style="ska")
        for joined in await heard(scene, extended):
            assert len(joined) > len(before) + HERTZ
            same = len(before) - 2 * HERTZ
            assert likeness(before[:same], joined[:same]) > 0.95
        for part in await heard(scene, continued):
            assert len(part) < len(before) or likeness(before, part) < 0.5
        for other in await heard(scene, covered):
            assert likeness(before, other) < 0.5
        assert error_of_sum(before, await heard(scene, stems)) < _STEMS_ERROR
        again = (await heard(scene, remastered))[0]
        assert 0.3 < likeness(before, again) < 0.995
        replaced = (await heard(scene, section))[0]
        head, tail = (start - 1) * HERTZ, int((end + 1.5) * HERTZ)
        assert likeness(before[:head], replaced[:head]) > 0.95
        assert likeness(before[tail:], replaced[tail:]) > 0.95
        window = slice(start * HERTZ, end * HERTZ)
        assert likeness(before[window], replaced[window]) < 0.95
        assert likeness(before, (await heard(scene, mashed))[0]) < 0.9


async def test_own_audio_words_and_voices_become_songs(scene: Scene, tmp_path: Path) -> None:
    recording = write_mp3(tmp_path / "hum.mp3", tone(15, hertz=330))
    file = File("hum.mp3", recording.read_bytes())
    async with scene.bot(JAMBOREE_ORDER_STARTING_GRANT="1000"):
        covered = await used(scene, "cover", 2, file=file, style="dub", idea="rain")
        uploaded = await used(scene, "upload", 1, file=file)
        assert covered.labels[0].startswith("Extend · ")
        (mine,) = await heard(scene, uploaded)
        assert abs(len(mine) / HERTZ - 15) < 0.2
        assert "Again" not in " ".join(uploaded.labels)
        fake = File("song.mp3", b"ID3 this is text and no audio at all" * 100)
        await scene.driver.command(
            member="Ada", channel="songs", name="upload", options={"file": fake}
        )
        refusal = await scene.driver.wait_for(
            lambda message: "not audio that I can use" in message.content
        )
        assert refusal.ephemeral
        answer = await scene.driver.command(
            member="Ada", channel="songs", name="lyrics", options={"idea": "rain on tin"}
        )
        drafts = await with_button(scene, answer.message, "Sing this 1")
        form = (await scene.driver.press(drafts, member="Ada", label="Sing this 1")).modal
        sung = await scene.driver.submit(form, {"style": "folk"}, member="Ada")
        card = await scene.finished(sung.message)
        (choice, *_) = await scene.driver.autocomplete(
            member="Ada", channel="songs", name="lyrics", option="song", text=""
        )
        answer = await scene.driver.command(
            member="Ada", channel="songs", name="lyrics", options={"song": str(choice.value)}
        )
        answer = await scene.driver.press(answer.message, member="Ada", label=".lrc and .srt")
        words = await with_button(scene, answer.message, ".lrc and .srt")
        assert [each.filename[-4:] for each in words.attachments] == [".lrc", ".srt"]
        answer = await scene.driver.command(
            member="Ada", channel="songs", name="style", options={"tags": "folk"}
        )
        await with_button(scene, answer.message, "Use it")
        await scene.driver.command(
            member="Ada",
            channel="songs",
            name="voice create",
            options={"file": file, "name": "Low"},
        )
        question = await scene.driver.wait_for(
            lambda message: any("may use it" in label for label in message.labels)
        )
        made = await scene.driver.press(question, member="Ada", label="It is mine")
        await scene.driver.wait_for(
            lambda message: message.id == made.message.id and "is ready" in message.text,
            timeout=FINISHED_SECONDS,
        )
        by_voice = await used(scene, "create", 2, idea="sun", voice="Low", length=10)
        assert card.id != by_voice.id
        produced = await used(scene, "create", 1, idea="sun", style="folk", engine="producer")
        assert "-1.mp3" in produced.attachments[0].filename


async def with_button(scene: Scene, card: SeenMessage, label: str) -> SeenMessage:
    return await scene.driver.wait_for(
        lambda message: message.id == card.id and label in message.labels,
        timeout=FINISHED_SECONDS,
    )
