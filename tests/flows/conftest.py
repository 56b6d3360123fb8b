import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support import openapi
from tests.support.scene import Scene, open_scene


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """A sandbox and a studio; at the end nothing may have gone wrong in what the bot sent."""
    async with open_scene(tmp_path) as scene:
        yield scene
        assert await scene.driver.errors() == []
        if scene.database_file.exists():
            assert await scene.discrepancies() == ()
        if os.environ.get(openapi.VARIABLE):
            openapi.description().check(await scene.driver.requests())
