"""What an attached file is called."""

from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.ui.source_choice import source_of_file

URL = "https://cdn.example/ephemeral-attachments/1/2/Sommer_Regen.mp3?ex=1"


@pytest.mark.parametrize(
    ("told", "title"), [({}, "Sommer_Regen"), ({"title": "Sommer Regen"}, "Sommer Regen")]
)
def test_an_attached_file_is_called_as_its_owner_calls_it(told: dict[str, str], title: str) -> None:
    data: Any = {"id": "2", "size": 3, "filename": "Sommer_Regen.mp3", "url": URL, **told}
    data["proxy_url"] = URL
    nowhere: Any = SimpleNamespace(http=None)
    source = source_of_file(discord.Attachment(data=data, state=nowhere))
    assert (source.url, source.title) == (URL, title)
