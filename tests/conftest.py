from collections.abc import AsyncIterator
from pathlib import Path

import hypothesis
import pytest

from tests.support.surroundings import Core, open_core

# How long an example takes depends on what else the machine does.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


@pytest.fixture
async def core(tmp_path: Path) -> AsyncIterator[Core]:
    """The bot's core on a new database; its books must be right when the test ends."""
    async with open_core(tmp_path) as core:
        yield core
        assert await core.database.read(lambda tx: tx.ledger.discrepancies()) == ()
