import asyncio
import time
import zipfile
from pathlib import Path

import pytest

from bot.media.bundles import BundledFile, largest_file, size_of_texts, split, write_bundle

MEBIBYTE = 1024 * 1024


def stored(folder: Path, name: str, size_bytes: int) -> BundledFile:
    """Write a file of that size."""
    path = folder / name
    path.write_bytes(bytes(size_bytes))
    return BundledFile(name, path, size_bytes)


def test_a_bundle_holds_its_files_and_texts(tmp_path: Path) -> None:
    files = [stored(tmp_path, "a.mp3", 10), stored(tmp_path, "b.mp3", 20)]
    target = tmp_path / "bundle.zip"
    write_bundle(target, files, {"about.txt": "grüße"})
    with zipfile.ZipFile(target) as bundle:
        assert bundle.testzip() is None
        assert bundle.namelist() == ["about.txt", "a.mp3", "b.mp3"]
        assert bundle.read("about.txt").decode() == "grüße"
        assert len(bundle.read("b.mp3")) == 20


@pytest.mark.parametrize("sizes", [[], [100], [4000, 4000, 4000], [8000, 1, 8000], [1] * 50])
def test_every_part_is_small_enough_with_what_a_zip_adds(tmp_path: Path, sizes: list[int]) -> None:
    texts = {"about.txt": "words " * 50}
    limit = 10_000 - size_of_texts(texts)
    name = "n" * 90
    files = [stored(tmp_path, f"{name}-{number}.mp3", size) for number, size in enumerate(sizes)]
    parts = split(files, limit)
    assert [file for part in parts for file in part] == files
    for number, part in enumerate(parts):
        target = tmp_path / f"{number}.zip"
        write_bundle(target, part, texts)
        assert target.stat().st_size <= 10_000


def test_the_largest_file_fits_alone(tmp_path: Path) -> None:
    file = stored(tmp_path, f"{'n' * 96}.mp3", largest_file(20_000))
    target = tmp_path / "bundle.zip"
    write_bundle(target, [file], {})
    assert target.stat().st_size <= 20_000
    assert split([file, file], 20_000) == [[file], [file]]
    assert largest_file(1) == 0


async def test_bundling_in_a_thread_does_not_hold_up_the_event_loop(tmp_path: Path) -> None:
    files = [stored(tmp_path, f"{number}.mp3", 20 * MEBIBYTE) for number in range(3)]
    longest = 0.0

    async def watch() -> None:
        nonlocal longest
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(0)
            longest = max(longest, time.perf_counter() - begun)

    watching = asyncio.create_task(watch())
    await asyncio.to_thread(write_bundle, tmp_path / "bundle.zip", files, {})
    watching.cancel()
    assert 0 < longest < 0.05
