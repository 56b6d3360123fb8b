from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.filters import FilterAction, Scope
from bot.domain.reviews import Finding, HeldResult, HeldSong, ReviewKind, ReviewState, ReviewView
from bot.domain.songs import SongRequest
from bot.ui.review_cards import draw_review
from bot.ui.translation import DEFAULT_LOCALE
from tests.support.discord_objects import assert_embed_fits, units
from tests.support.orders import MODEL
from tests.support.poisoned import poisoned

DECIDED_AT = datetime(2026, 11, 1, 12, tzinfo=UTC)
LONGEST = ["*" * 6000, "|" * 6000, "😀" * 6000, "א/" * 3000, "words and more words " * 300]


def view_full_of(text: str, state: ReviewState, kind: ReviewKind, findings: int = 5) -> ReviewView:
    """Return a review with `text` wherever a member, a moderator or the service can put one."""
    view: ReviewView = poisoned(ReviewView, text)
    finding = Finding(Scope.LYRICS, text, FilterAction.REVIEW, text, text)
    held: HeldSong = poisoned(HeldSong, text)
    review = replace(
        view.review,
        state=state,
        kind=kind,
        request=SongRequest(
            model=MODEL, idea=text, style=text, lyrics=text, title=text, exclude=text
        ),
        findings=(finding,) * findings,
        result=HeldResult(tuple(replace(held, lyrics=f"{number}{text}") for number in range(5))),
        decided_at=None if state is ReviewState.OPEN else DECIDED_AT,
    )
    return replace(view, review=review, waiting=1_000_000)


def fields_of(view: ReviewView) -> dict[str, str]:
    embed = draw_review(view, DEFAULT_LOCALE)
    return {field.name or "": field.value or "" for field in embed.fields}


@pytest.mark.parametrize("text", LONGEST, ids=["stars", "bars", "emoji", "hebrew", "words"])
@pytest.mark.parametrize(("state", "kind"), list(product(ReviewState, ReviewKind)))
def test_the_longest_texts_leave_a_card_that_discord_takes(
    state: ReviewState, kind: ReviewKind, text: str
) -> None:
    assert_embed_fits(draw_review(view_full_of(text, state, kind), DEFAULT_LOCALE))


@given(
    st.text(st.characters(codec="utf-8"), max_size=500),
    st.sampled_from(ReviewState),
    st.integers(0, 5),
)
def test_no_text_breaks_a_card(text: str, state: ReviewState, findings: int) -> None:
    view = view_full_of(text, state, ReviewKind.RESULT, findings)
    assert_embed_fits(draw_review(view, DEFAULT_LOCALE))


def test_findings_are_shown_whole_and_the_others_counted() -> None:
    view = view_full_of("*" * 80, ReviewState.OPEN, ReviewKind.PROMPT)
    *shown, more = fields_of(view)["Found by filters"].splitlines()
    assert all(line.startswith("“\\*") and line.endswith("flag for review") for line in shown)
    assert more == f"and {5 - len(shown)} more"
    assert 2 <= len(shown) < 5


def test_findings_that_fit_are_all_shown() -> None:
    view = view_full_of("kill", ReviewState.OPEN, ReviewKind.PROMPT)
    assert len(fields_of(view)["Found by filters"].splitlines()) == 5
    assert "more" not in fields_of(view)["Found by filters"]


def test_texts_are_cut_no_further_than_needed() -> None:
    plain = fields_of(view_full_of("words " * 200, ReviewState.OPEN, ReviewKind.PROMPT))
    assert units(plain["Lyrics"]) > 400
    marked = fields_of(view_full_of("*" * 6000, ReviewState.OPEN, ReviewKind.PROMPT))
    assert units(marked["Lyrics"]) > 400
