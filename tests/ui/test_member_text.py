import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.text import tidy
from bot.ui.text import block_quote, escape, file_name_stem, inline, one_line, shorten

# A backslash makes the punctuation after it plain text; what Discord acts on in the rest:
ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
ACTIVE = re.compile(
    r"""
    [<>*_~|`\[\]@\#\\]             # mentions, timestamps, emoji, emphasis, links, headers
    | :// | :\w+: | discord\.gg/
    | ^\s*([-+]\s | \d+[.)]\s)      # lists
    """,
    re.VERBOSE | re.MULTILINE,
)
BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")

nasty = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from(list("\\*_~`|<>[]()#@:/-+.1 \n\u202e\u0301\u200d😀é\u05d0")),
    ),
    max_size=300,
)
attacks = st.lists(
    st.sampled_from(
        [
            "<@123>", "<@&1>", "<#2>", "</create:3>", "<t:1700000000:R>", "<a:x:1>", "<id:home>",
            "@everyone", "@here", "https://evil.example", "discord.gg/abc", "**b**", "__u__", "`c`",
            "```\ncode\n```", "||s||", "~~x~~", "[text](https://evil.example)", "\n# Big",
            "\n-# small", "\n> quote", "\n>>> quotes", "\n- item", "\n+ item", "\n1. item", "\\",
            " ", "a",
        ]
    ),
    max_size=12,
).map("".join)  # fmt: skip


def shown(markup: str) -> str:
    """What a reader sees of text in which every mark-up is escaped."""
    return ESCAPE.sub(r"\1", markup)


@settings(deadline=None)
@given(st.one_of(nasty, attacks))
def test_escaped_text_does_nothing_and_shows_everything(text: str) -> None:
    escaped = escape(text)
    assert not ACTIVE.search(ESCAPE.sub("x", escaped)), escaped
    without_marks = re.sub(r"[\u0300-\u036f]", "", tidy(text))
    assert re.sub(r"[\u0300-\u036f]", "", shown(escaped)) == without_marks or any(
        unicodedata.combining(character) for character in text
    )


@settings(deadline=None)
@given(st.one_of(nasty, attacks))
def test_text_in_a_sentence_stays_on_its_line_and_cannot_turn_it(text: str) -> None:
    written = inline(text, 80)
    assert "\n" not in written
    assert not ACTIVE.search(ESCAPE.sub("x", written)), written
    assert len(written.encode("utf-16-le")) // 2 <= 162
    if BIDI_CONTROLS.search(written):
        assert written[0] == "\u2068"
        assert written[-1] == "\u2069"
        assert not BIDI_CONTROLS.search(written[1:-1])


@settings(deadline=None)
@given(nasty, st.integers(min_value=1, max_value=60))
def test_shortened_text_fits_and_begins_the_same(text: str, limit: int) -> None:
    cut = shorten(text, limit)
    assert len(cut.encode("utf-16-le", "surrogatepass")) // 2 <= limit
    assert text.startswith(cut.removesuffix("…")) or cut == text


def test_shortening_ends_after_a_word_and_never_inside_a_letter() -> None:
    assert shorten("rain on a tin roof", 16) == "rain on a tin…"
    assert shorten("abc👩‍🚀", 6) == "abc…"
    assert shorten("abcde\u0301f", 6) == "abcd…"
    assert shorten("short", 5) == "short"


def test_a_mention_with_mark_up_is_shown_as_it_was_written() -> None:
    assert escape("<@1> **hi** @everyone") == r"\<\@1\> \*\*hi\*\* \@everyone"


def test_lists_and_quotes_lose_their_meaning_at_the_start_of_a_line() -> None:
    assert escape("- a\n1. b\n> c\nlo-fi 1.5") == "\\- a\n1\\. b\n\\> c\nlo-fi 1.5"


def test_smears_of_combining_marks_are_cut() -> None:
    assert one_line("a" + "\u0335" * 50) == "a" + "\u0335" * 4


def test_a_quotation_is_one_line_of_at_most_200_letters() -> None:
    quotation = block_quote("word\n" * 100)
    assert quotation.startswith("> word word")
    assert quotation.endswith("…")
    assert len(quotation) <= 202


@settings(deadline=None)
@given(nasty)
def test_file_names_are_plain_ascii_and_never_empty(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", file_name_stem(text))


def test_file_names_keep_the_words() -> None:
    assert file_name_stem("Néon rain!") == "neon-rain"
    assert file_name_stem("雨") == "song"
