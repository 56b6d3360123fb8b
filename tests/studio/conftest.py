from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.studio.config import Delays, StudioConfig
from bot.studio.server import Studio
from bot.studio.sound.encoder import AudioFormat, encode
from tests.studio.caller import Caller
from tests.studio.derivation import Original
from tests.studio.recordings import recording
from tests.support.fileserver import FileServer


@pytest_asyncio.fixture
async def studio() -> AsyncIterator[Studio]:
    """A studio that makes everything at once and always the same."""
    config = StudioConfig(delays=Delays.none(), seed=7, render_ahead=False)
    async with Studio(config) as running:
        yield running


@pytest_asyncio.fixture
async def caller(studio: Studio) -> AsyncIterator[Caller]:
    async with Caller(studio) as calling:
        yield calling


@pytest_asyncio.fixture
async def original(caller: Caller) -> AsyncIterator[Original]:
    """A song of 24 seconds to make others of."""
    clip = (await caller.song(duration=24, gpt_description_prompt="a folk song of apple trees"))[0]
    yield Original(clip, await caller.notes(clip), await caller.tempo(clip))


@pytest_asyncio.fixture
async def files() -> AsyncIterator[FileServer]:
    async with FileServer.open() as server:
        yield server


@pytest.fixture
def address(files: FileServer) -> str:
    """Where a recording of 18 seconds lies."""
    return files.put("/my_field-recording.mp3", encode(recording(18), AudioFormat.MP3))
