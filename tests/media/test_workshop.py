"""The bot's side of the workshop, with programs in its place that misbehave as a decoder may."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.domain.errors import MediaUnavailable, MediaUnusable
from bot.media.workshop.messages import KeepTask, Kept, Texts
from bot.media.workshop.process import Workshop
from tests.support import audio

Stand = Callable[[str], Path]


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stand:
    """Let a shell script run where the interpreter would."""

    def put(script: str) -> Path:
        program = tmp_path / "program"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(program))
        return program

    return put


async def keep(path: Path, *, work_seconds: float = 30) -> Kept:
    task = KeepTask(
        path=path,
        expected_seconds=None,
        max_duration_seconds=60,
        texts=Texts(song_id="0123456789", title="t", authors=(), lyrics="", style=""),
    )
    return await Workshop(work_seconds=work_seconds, processes=1).keep(task)


async def test_the_process_answers(tmp_path: Path) -> None:
    kept = await keep(audio.write_mp3(tmp_path / "song.mp3", audio.tone(3)))
    assert kept.duration_seconds == pytest.approx(3, abs=0.2)


@pytest.mark.parametrize("signal", ["SEGV", "ABRT", "XCPU", "FPE"])
async def test_a_file_that_crashes_the_decoder_is_refused(
    stand_in: Stand, tmp_path: Path, signal: str
) -> None:
    stand_in(f"kill -{signal} $$")
    with pytest.raises(MediaUnusable, match=signal):
        await keep(tmp_path / "song.mp3")


@pytest.mark.parametrize("script", ["kill -KILL $$", "exit 1", "exit 0", "echo '{}'", "cat"])
async def test_a_process_that_gives_no_answer_may_do_so_later(
    stand_in: Stand, tmp_path: Path, script: str
) -> None:
    stand_in(script)
    with pytest.raises(MediaUnavailable):
        await keep(tmp_path / "song.mp3")


@pytest.mark.parametrize("script", ["exec tail -f /dev/null", "exec cat /dev/zero"])
async def test_a_process_that_hangs_or_floods_is_ended(
    stand_in: Stand, tmp_path: Path, script: str
) -> None:
    stand_in(script)
    with pytest.raises(MediaUnavailable, match="too long"):
        await keep(tmp_path / "song.mp3", work_seconds=0.3)


async def test_a_missing_interpreter_is_a_passing_fault(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    with pytest.raises(MediaUnavailable):
        await keep(tmp_path / "song.mp3")


async def test_a_file_that_vanished_is_not_held_against_the_song(tmp_path: Path) -> None:
    with pytest.raises(MediaUnavailable):
        await keep(tmp_path / "song.mp3")


async def test_secrets_stay_outside(
    stand_in: Stand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "do-not-tell")
    seen = tmp_path / "seen"
    stand_in(f"env > {seen}")
    with pytest.raises(MediaUnavailable):
        await keep(tmp_path / "song.mp3")
    assert "PYTHONPATH=" in _content(seen)
    assert "do-not-tell" not in _content(seen)


def _content(path: Path) -> str:
    return path.read_text()
