import inspect

import pytest
from discord import Locale

from bot.domain import library
from bot.domain.errors import Refusal
from bot.domain.ids import SongId, UserId
from bot.domain.library import SongQuery
from bot.ui.library_buttons import page_button, searchable
from bot.ui.library_sentences import sentence

ENGLISH = Locale.american_english


def every_refusal() -> list[type[Refusal]]:
    return [
        kind
        for _, kind in inspect.getmembers(library, inspect.isclass)
        if issubclass(kind, Refusal) and kind is not Refusal
    ]


@pytest.mark.parametrize("kind", every_refusal())
def test_every_refusal_of_the_library_has_words_of_its_own(kind: type[Refusal]) -> None:
    assert sentence.dispatch(kind) is not sentence.dispatch(Exception)


def test_what_was_typed_is_shown_without_effect() -> None:
    told = sentence(library.SongNotFound("**@everyone** " * 50), ENGLISH)
    assert told.startswith(r"I know of no song “\*\*\@everyone\*\*")
    assert len(told) < 500


def test_a_lost_file_is_named() -> None:
    assert "song 7k2m9qx4td is missing" in sentence(
        library.AudioMissing(SongId("7k2m9qx4td")), ENGLISH
    )


@pytest.mark.parametrize("words", ["rain", "a.b:c", "x" * 200, "😀" * 100, "ﷺ" * 30, "ß" * 99])
def test_a_page_s_button_carries_any_search_within_discord_s_limit(words: str) -> None:
    query = SongQuery(words=searchable(words), author_id=UserId(2**63 - 1))
    custom_id = page_button("Next", query, 999_999).custom_id
    assert len(custom_id.encode("utf-16-le")) // 2 <= 100
    assert custom_id.split(":", 2)[2].split(".", 3)[3] == query.words
