import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.media.names import download_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Neon Rain", "neon-rain-1.mp3"),
        ("  ¡Canción de Otoño!  ", "cancion-de-otono-1.mp3"),
        ("Straße zur Ærø-Brücke, Łódź", "strasse-zur-aero-brucke-lodz-1.mp3"),
        ("../../etc/passwd\x00.exe", "etc-passwd-exe-1.mp3"),
        ("a\u200bb", "ab-1.mp3"),
        ("ﬁne ①", "fine-1-1.mp3"),
        ("", "song-1.mp3"),
        ("雨のうた 🎵", "song-1.mp3"),
    ],
)
def test_a_title_becomes_a_plain_name(title: str, name: str) -> None:
    assert download_name(title, 1, "mp3") == name


@given(st.text(max_size=300), st.integers(1, 99))
def test_no_title_makes_an_unsafe_name(title: str, position: int) -> None:
    name = download_name(title, position, "mp3")
    assert re.fullmatch(rf"[a-z0-9]+(-[a-z0-9]+)*-{position}\.mp3", name)
    assert len(name) <= 60 + len(f"-{position}.mp3")
