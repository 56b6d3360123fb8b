"""The gallery shows every command, menu and form that there is, and is what its chapters say."""

import pytest
from discord import AppCommandType, app_commands
from PIL import Image

from bot.ui.submissions import ALL_FORMS
from tests.browser.gallery.album import FOLDER
from tests.browser.gallery.page import GALLERY, gallery_text, pictures
from tests.support.surroundings import Core
from tests.support.unconnected_bot import unconnected_bot

SHOWN = {name for picture in pictures() for name in picture.shows}


async def test_every_command_and_menu_is_shown(core: Core) -> None:
    async with unconnected_bot(core) as bot:
        commands = {
            command.qualified_name
            for command in bot.tree.walk_commands()
            if isinstance(command, app_commands.Command)
        }
        menus = {menu.name for menu in bot.tree.get_commands(type=AppCommandType.message)}
    assert (commands | menus) - SHOWN == set()


def test_every_form_is_shown() -> None:
    forms = {form.matches.__name__ for form in ALL_FORMS}
    assert forms - SHOWN == set()


def test_the_page_says_what_the_chapters_hold() -> None:
    assert GALLERY.read_text(encoding="utf-8") == gallery_text(), "run `make screenshots`"


@pytest.mark.parametrize("name", [picture.name for picture in pictures()])
def test_each_picture_is_there_and_small_enough_to_load(name: str) -> None:
    path = FOLDER / f"{name}.png"
    assert path.stat().st_size < 150_000
    with Image.open(path) as image:
        assert image.width >= 300


def test_no_picture_is_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*.png")} == {picture.name for picture in pictures()}
