from collections.abc import AsyncIterator

import pytest

from tests.support.announcing import Service, service_of
from tests.support.surroundings import Core


@pytest.fixture
async def service(core: Core) -> AsyncIterator[Service]:
    """The music service, able to call the core's web server."""
    async with service_of(core) as service:
        yield service
