from hypothesis import given
from hypothesis import strategies as st

from bot.domain.text import has_visible_characters, length, tidy


def test_length_counts_the_stricter_of_code_points_and_utf16_units() -> None:
    assert length("abc") == 3
    assert length("🎵") == 2
    assert length("") == 0


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_length_is_the_number_of_utf16_units(text: str) -> None:
    assert length(text) == len(text.encode("utf-16-le")) // 2


def test_characters_that_show_nothing_are_not_visible() -> None:
    for nothing in ("", "   ", "\u200b\u200d\ufeff", "\u2060", "\u3164", "\u00ad", "\n\t"):
        assert not has_visible_characters(nothing), repr(nothing)


def test_letters_of_any_script_and_emoji_are_visible() -> None:
    for something in ("a", "雨", "مطر", "🎵", "\u200b.\u200b"):
        assert has_visible_characters(something), something


def test_tidy_removes_what_changes_direction_or_controls_the_terminal() -> None:
    assert tidy(" a\u202eb\u0007c\r\nd ") == "abc\nd"


@given(st.text())
def test_tidy_is_idempotent(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(st.text())
def test_tidy_removes_nothing_visible(text: str) -> None:
    assert has_visible_characters(text) == has_visible_characters(tidy(text))
