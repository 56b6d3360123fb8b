"""docs/studio.md names everything that there is."""

from dataclasses import fields
from pathlib import Path

from aiohttp import web

from bot.studio.app import create_app
from bot.studio.config import StudioConfig
from bot.studio.faults import Fault
from bot.studio.operations.table import TASK_TYPES

TEXT = (Path(__file__).parents[2] / "docs" / "studio.md").read_text(encoding="utf-8")


def test_every_fault_is_described() -> None:
    assert [fault for fault in Fault if f"`{fault.value}`" not in TEXT] == []


def test_every_setting_is_described() -> None:
    assert [each.name for each in fields(StudioConfig) if f"`{each.name}`" not in TEXT] == []


def test_every_task_type_is_described() -> None:
    assert [kind for kind in TASK_TYPES if f"`{kind}`" not in TEXT] == []


async def test_every_path_is_described() -> None:
    app = create_app(StudioConfig())
    paths = {
        route.resource.canonical
        for route in app.router.routes()
        if isinstance(route, web.ResourceRoute) and route.resource
    }
    last = {path.split("/{")[0].rpartition("/")[2] for path in paths if "/media" not in path}
    assert len(last) > 25
    assert [each for each in sorted(last) if each not in TEXT] == []
