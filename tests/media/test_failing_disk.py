"""What our own disk does to songs, and what a bot that died leaves of them."""

from pathlib import Path

import pytest
from mutagen import id3

from bot.domain.errors import ArchiveUnwritable
from bot.media.folder import ArchiveFolder
from bot.media.workshop import tagging


async def test_a_folder_that_takes_no_file_is_told_apart(tmp_path: Path) -> None:
    folder = await ArchiveFolder.opened(tmp_path / "songs")
    (tmp_path / "songs" / "incoming").rmdir()
    with pytest.raises(ArchiveUnwritable):
        async with folder.incoming():
            pass


def test_a_process_that_outlives_the_bot_does_not_make_a_cleared_file_anew(tmp_path: Path) -> None:
    tags = id3.ID3()
    tags.add(id3.TIT2(encoding=3, text=["Rain"]))
    with pytest.raises(FileNotFoundError):
        tagging.save(tags, tmp_path / "cleared.part")
    assert list(tmp_path.iterdir()) == []
