from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.surroundings import Core, open_core


@pytest.fixture
async def core(tmp_path: Path) -> AsyncIterator[Core]:
    """The bot's core on a new database; its books must be right when the test ends."""
    async with open_core(tmp_path) as core:
        yield core
        assert await core.database.read(lambda tx: tx.ledger.discrepancies()) == ()
