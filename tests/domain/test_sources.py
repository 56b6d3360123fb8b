"""What audio is called that somebody brings in."""

import pytest

from bot.domain.sources import Source, title_of_file


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("https://files.example/Sommer%20Regen.mp3", "Sommer Regen"),
        ("https://files.example/dir/Gr%C3%BC%C3%9Fe.flac?key=a.b#t=1", "Grüße"),
        ("https://files.example/Mr.Bean.m4a/", "Mr.Bean"),
        ("https://files.example/Take%201.2", "Take 1.2"),
        ("https://files.example/.mp3", ".mp3"),
        ("https://files.example/a%FF.ogg", "a\ufffd"),
    ],
)
def test_a_link_s_audio_is_called_by_its_file_s_name(url: str, title: str) -> None:
    source = Source.of_link(url, 12.0)
    assert (source.url, source.title, source.duration_seconds) == (url, title, 12.0)


def test_a_file_s_own_name_goes_before_its_address() -> None:
    source = Source.of_link("https://cdn.example/Sommer_Regen.mp3", file_name="Sommer Regen.mp3")
    assert source.title == "Sommer Regen"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("one\r\ntwo\u202e\x07 three.mp3", "one two three"),
        ("\u200b\u2800.mp3", ""),
        ("", ""),
        ("x" * 5000 + ".mp3", "x" * 80),
        ("x" * 79 + " tail.wav", "x" * 79),
    ],
)
def test_hostile_names_become_one_short_line(name: str, title: str) -> None:
    assert title_of_file(name) == title


def test_an_address_hides_no_lines_in_its_escapes() -> None:
    assert Source.of_link("https://x.example/a%0A%0D%E2%80%AEb%2Fc.mp3").title == "a b/c"
