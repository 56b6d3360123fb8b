"""Listed words are found however they are written, and never within other words."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.folding import Change
from bot.domain.wordlists import Found, WordList

LISTED = (
    "ass",
    "kill",
    "hell",
    "shit",
    "cock",
    "cunt",
    "tit",
    "cum",
    "sex",
    "rape",
    "anal",
    "hoe",
    "fag",
    "coon",
    "dick",
    "god",
    "penis",
    "bitch",
    "kill yourself",
    "сука",
    "死ね",
)

HARMLESS = (
    "bass guitar solo",
    "classic rock anthem",
    "skilled musicians",
    "Scunthorpe United",
    "an assassin in the night",
    "the cockpit of a plane",
    "a passionate embassy",
    "grass, glass and brass",
    "assemble the massive class",
    "compass and cassette",
    "skillet, killjoy, Kilkenny",
    "the killer whale's skills",
    "shell, hello, Michelle",
    "he'll be there, she'll be, we'll go",
    "seashells on the shore",
    "a peacock and a cocktail",
    "Hancock and Hitchcock",
    "shuttlecock",
    "titan, title, constitution",
    "the Titanic's titles",
    "a circumspect document",
    "cucumber and cumulus, circumstance",
    "Sussex, Essex and Middlesex",
    "a sextet with a sextant",
    "grape juice and drapes",
    "therapist, scrape, trapeze",
    "analysis, canal, banal",
    "an analogue synthesiser",
    "shoes and phoenix",
    "hoedown",
    "fagot's bassoon",
    "raccoon and cocoon",
    "Dickens and Dickinson",
    "benedictine, addicktive",
    "the goddess of good things",
    "good, gooseberry, godfather",
    "the pen is mightier than the sword",
    "this hit song",
    "it's hit me",
    "let's hit the road",
    "push it to the limit",
    "as soon as Sam sings",
    "is it shitake or shiitake",
    "b a s s",
    "c l a s s i c",
    "h e l l o",
    "p a s s a g e",
    "B.A.S.S. drop",
    "T-shirt, class-A amplifier",
    "mp3 at 90s speed, 808 drums",
    "A57 road, 4 55 minutes",
    "a $5 song! wow!!",
    "U2, B52s and 2Pac",
    "Cm7 A5 Gsus4 E♭maj7",
    "рот фронт, нам хорошо",
    "чёрная суккулента",
    "Klasse, Kasse, Tasse, Masse",
    "l'assassin passe, la classe",
    "una clase, la masa",
    "Arsch ist nicht Marsch",
    "hitch-hiking through Pass-a-Grille",
    "kiln, kilo, kilt",
    "Massachusetts",
    "ambassador of bassoon",
    "le hasard, les assiettes",
    "skills to pay the bills",
    "cumbia with congas",
    "the assistant's assets",
    "a sexagenarian quartet",
    "Uranus and Neptune",
    "Cockburn Street",
    "Lasso and casserole",
    "embarrassed, harassed",
    "potassium, Picasso",
    "an as-yet unreleased single",
    "I am so glad",
    "as s",
    "k i t e",
    "死亡的舞",
)

EVASIONS = (
    "k\u200bill",
    "ki\u00adll",
    "k i l l",
    "K I L L",
    "k1ll",
    "ki11",
    "ｋｉｌｌ",
    "kіll",
    "кіll",
    "kiiilll",
    "killllll",
    "k.i.l.l",
    "k-i-l-l",
    "k_i_l_l",
    "k*i*l*l",
    "k|i|l|l",
    "KiLl",
    "kîłł",
    "k̶i̶l̶l̶",
    "𝓴𝓲𝓵𝓵",
    "ⓚⓘⓛⓛ",
    "🅺🅸🅻🅻",
    "🇰🇮🇱🇱",
    "kıll",
    "ki\ufe0fll",
    "ki\u2060ll",
    "a$$",
    "@ss",
    "a55",
    "аѕѕ",
    "ASSSS",
    "sh!t",
    "$h1t",
    "s.h.i.t.",
    "sh-it",
    "s  h  i  t",
    "b!tch",
    "biiitch",
    "p3n1s",
    "c\nu\nn\nt",
    "d1ck",
    "kill-yourself",
    "KILL   YOURSELF",
    "killyourself",
    "k1ll y0urself",
    "k i l l y o u r s e l f",
    "s h i t y o u",
    "cyka сука",
    "су́ка",
    "お前死ねよ",
)


def search(text: str, *listed: str) -> list[Found[str]]:
    return list(WordList([(word, word) for word in listed or LISTED]).search(text))


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_words_pass(text: str) -> None:
    assert search(text) == []


@pytest.mark.parametrize("text", EVASIONS)
def test_evasions_are_caught(text: str) -> None:
    assert search(text)


def test_there_are_enough_of_both() -> None:
    assert len(HARMLESS) >= 60
    assert len(EVASIONS) >= 40


@pytest.mark.parametrize(
    ("text", "part", "after"),
    [
        ("I will k1ll it", "k1ll", {Change.DIGITS}),
        ("no k i l l no", "k i l l", {Change.SPACING}),
        ("no kiiill no", "kiiill", {Change.REPEATS}),
        ("Ich töte und ＫＩＬＬ dich", "ＫＩＬＬ", {Change.CASE, Change.FORMS}),
        ("👍🏽 k\u200bill 👍🏽", "k\u200bill", {Change.INVISIBLE}),
        ("e\u0301 kíll e\u0301", "kíll", {Change.MARKS}),
        ("e\u0301 ki\u0301ll e\u0301", "ki\u0301ll", {Change.MARKS}),
        ("now kіll", "kіll", {Change.LOOKALIKES}),
        ("plain kill here", "kill", set()),
    ],
)
def test_a_match_says_where_it_stands_and_what_was_undone(
    text: str, part: str, after: set[Change]
) -> None:
    start = text.index(part)
    found = search(text, "kill")
    assert {(match.start, match.end) for match in found} == {(start, start + len(part))}
    assert {match.read_as for match in found} == {"kill"}
    assert all(match.after == after for match in found)


def test_a_star_opens_an_end() -> None:
    assert search("skilled killers", "kill*")[0].start == len("skilled ")
    assert [match.start for match in search("skilled killers", "*kill*")] == [0, 8]
    assert search("painkill", "*kill")
    assert not search("painkiller", "*kill")


def test_letters_with_a_tilde_make_other_words() -> None:
    assert search("el ano", "ano")
    assert not search("el año", "ano")
    assert not search("el an\u0303o", "ano")
    assert search("el an\u0303o", "año")


WORDS = st.text("abdefgiklmnoprstu", min_size=3, max_size=9)
STYLES: st.SearchStrategy[Callable[[str], str]] = st.sampled_from(
    [
        str.upper,
        str.title,
        "\u200b".join,
        ".".join,
        " ".join,
        "-".join,
        lambda word: "".join(letter + "\u0301" for letter in word),
        lambda word: "".join(chr(ord(letter) + 0xFEE0) for letter in word),
        lambda word: word[:-1] + word[-1] * 4,
    ]
)


@given(WORDS, STYLES, st.sampled_from(["", "la ", "— ", "12 "]))
def test_every_listed_word_is_found_in_every_dress(
    word: str, style: Callable[[str], str], before: str
) -> None:
    text = f"{before}{style(word)}"
    found = search(text, word)
    assert any(match.end == len(text) for match in found)


@given(st.text(max_size=200), st.lists(st.text(min_size=1, max_size=12), max_size=5))
def test_whatever_is_searched_for_a_match_lies_within_the_text(
    text: str, listed: list[str]
) -> None:
    for match in search(text, *(listed or ["kill"])):
        assert 0 <= match.start < match.end <= len(text)


@given(WORDS, st.text("abdefgiklmnoprstu", min_size=1, max_size=4))
def test_a_word_is_not_found_within_a_longer_one(word: str, more: str) -> None:
    longer = f"{more}{word}" if more[-1] != word[0] else f"{more}x{word}"
    assert not [match for match in search(longer, word) if match.read_as == word]


HOSTILE = (
    "a" * 20_000,
    "a " * 10_000,
    "a." * 10_000,
    "ab." * 7_000,
    "a!" * 10_000,
    "1" * 20_000,
    "\u0301a" * 10_000,
    "і" * 20_000,
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_take_no_long_time(text: str) -> None:
    before = time.process_time()
    search(text, "kill", "*ill*", "kill yourself", "a b c")
    assert time.process_time() - before < 5.0
