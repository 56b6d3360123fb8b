"""Words: syllables, sections, lyrics about an idea."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.studio.music import form
from bot.studio.words import lyrics, phrasebook, syllables


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("umbrella", ("um", "brel", "la")),
        ("morning", ("mor", "ning")),
        ("wanted", ("wan", "ted")),
        ("asked", ("asked",)),
        ("houses", ("hou", "ses")),
        ("table", ("tab", "le")),
        ("the", ("the",)),
        ("strength", ("strength",)),
        ("rhythm,", ("rhythm,",)),
        ("été", ("é", "té")),
        ("夜の雨", ("夜", "の", "雨")),
    ],
)
def test_words_are_split(word: str, parts: tuple[str, ...]) -> None:
    assert syllables.of_word(word) == parts


@settings(deadline=None)
@given(st.text(min_size=1, max_size=40).filter(lambda text: not any(c.isspace() for c in text)))
def test_syllables_make_up_their_word(word: str) -> None:
    parts = syllables.of_word(word)
    assert "".join(parts) == word
    assert all(parts)


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_text_can_be_parsed_and_sung(text: str) -> None:
    for section in form.parse(text):
        for line in section.lines:
            assert line.syllables
            assert any(character.isalnum() for character in "".join(line.syllables))


def test_sections_follow_the_markers() -> None:
    text = "[Intro]\n[Verse 1]\nOne line\n\nTwo lines\n(Pre-Chorus)\nUp\n"
    text += "[Hook]\nHey\n[Guitar Solo]\n[Outro]\nBye"
    sections = form.parse(text)
    assert [section.kind for section in sections] == [
        "intro", "verse", "pre-chorus", "chorus", "break", "outro",
    ]  # fmt: skip
    assert [len(section.lines) for section in sections] == [0, 2, 1, 1, 0, 1]


def test_without_markers_blank_lines_part_the_sections() -> None:
    sections = form.parse("a verse\nof two\n\na chorus\n\nanother verse")
    assert [section.kind for section in sections] == ["verse", "chorus", "verse"]


@settings(deadline=None)
@given(st.text(max_size=300), st.integers(0, 2**40), st.sampled_from([1, 4, 9, 17, 40]))
def test_lyrics_can_be_written_about_anything(idea: str, seed: int, lines: float) -> None:
    text = lyrics.write(idea, seed, lines=lines)
    assert text == lyrics.write(idea, seed, lines=lines)
    assert 0 < len(text.title) <= 80
    assert text.lyrics.startswith("[")
    assert "{" not in text.lyrics or "{" in idea


def test_lyrics_speak_of_the_idea_and_rhyme() -> None:
    text = lyrics.write("A rainy night song about a lost umbrella in Paris, upbeat, with drums", 3)
    for thing in ("rainy night", "lost umbrella", "Paris"):
        assert thing.casefold() in text.lyrics.casefold()
    assert "drums" not in text.lyrics
    verse = text.lyrics.split("[Verse 1]\n")[1].split("\n")[:4]
    families = [
        {
            number
            for number, family in enumerate(phrasebook.RHYMES)
            for end in family
            if line.endswith(end)
        }
        for line in verse
    ]
    assert set.intersection(*families)


def test_other_seeds_write_other_words() -> None:
    assert lyrics.write("a lost umbrella", 1) != lyrics.write("a lost umbrella", 2)


@pytest.mark.parametrize(("lines", "kinds"), [(1, 1), (8, 2), (9, 3), (30, 7)])
def test_shape_fits_the_room(lines: float, kinds: int) -> None:
    assert len(lyrics.shape_for(lines)) == kinds


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("[Verse]\nthe long road, winding home again", "The Long Road Winding"),
        ("(softly)\n...\nOh!", "Oh"),
        ("[Intro]", ""),
        ("", ""),
    ],
)
def test_lyrics_give_their_first_line_for_a_title(text: str, title: str) -> None:
    assert lyrics.title_from(text) == title


@pytest.mark.parametrize(
    ("idea", "title"),
    [
        ("a cheerful folk song about a lost umbrella", "A Lost Umbrella"),
        ("a pop song at 110 bpm", "Pop Song"),
        ("!!!", "Untitled"),
    ],
)
def test_ideas_give_their_first_thing_for_a_title(idea: str, title: str) -> None:
    assert lyrics.title_of(idea) == title
