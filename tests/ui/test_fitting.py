from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ui.fitting import MESSAGE_LIMIT, first_that_fit, fitted
from bot.ui.text import ELLIPSIS, escape
from tests.support.discord_objects import units

LETTERS = st.text(st.sampled_from(list("ab *_\\😀<>")), max_size=60)


def test_what_fits_is_left_as_it_is() -> None:
    text = r"\*" * (MESSAGE_LIMIT // 2)
    assert fitted(text) == text


@settings(deadline=None)
@given(LETTERS, st.integers(2, 40))
def test_a_cut_parts_no_letter_and_no_escape(text: str, limit: int) -> None:
    marked = escape(text)
    cut = fitted(marked, limit)
    assert units(cut) <= limit
    if cut == marked:
        return
    kept = cut.removesuffix(ELLIPSIS)
    assert marked.startswith(kept)
    # Backslashes come in pairs, but for those that switch off what follows them.
    assert (len(kept) - len(kept.rstrip("\\"))) % 2 == 0


@settings(deadline=None)
@given(st.lists(LETTERS, max_size=8), st.sampled_from(["", ", "]), st.integers(0, 120))
def test_as_many_texts_are_kept_as_there_is_room_for(
    texts: list[str], separator: str, limit: int
) -> None:
    kept = first_that_fit(texts, separator, limit)
    assert kept == texts[: len(kept)]
    assert units(separator.join(kept)) <= limit
    if len(kept) < len(texts):
        assert units(separator.join(texts[: len(kept) + 1])) > limit
