from hypothesis import given
from hypothesis import strategies as st

from bot.domain.findings import TimedWord, Timeline
from bot.domain.timeline import lines_of, lrc, srt

SONG = Timeline(
    (
        TimedWord("[Verse]\nCity ", 12.1, 12.5),
        TimedWord("lights\n", 12.5, 13.25),
        TimedWord("go [softly] out\n[Chorus]\n", 14.0, 15.0),
        TimedWord("now", 3661.999, 3662.5),
    )
)


def test_words_are_gathered_into_lines_without_markers() -> None:
    assert [line.text for line in lines_of(SONG)] == ["City lights", "go out", "now"]
    first = lines_of(SONG)[0]
    assert (first.start_seconds, first.end_seconds) == (12.1, 13.25)


def test_an_lrc_file() -> None:
    assert lrc(SONG, title="Neon\nrain", author="Ada") == (
        "[ti:Neon rain]\n[ar:Ada]\n[00:12.10]City lights\n[00:14.00]go out\n[61:02.00]now\n"
    )


def test_an_srt_file() -> None:
    assert srt(SONG) == (
        "1\n00:00:12,100 --> 00:00:13,250\nCity lights\n\n"
        "2\n00:00:14,000 --> 00:00:15,000\ngo out\n\n"
        "3\n01:01:01,999 --> 01:01:02,500\nnow\n"
    )


def test_a_line_ends_when_the_next_begins() -> None:
    long = Timeline((TimedWord("aaa\n", 1, 100), TimedWord("bbb", 3, 100)))
    assert "00:00:01,000 --> 00:00:03,000" in srt(long)
    assert "00:00:03,000 --> 00:00:11,000" in srt(long)


def test_a_line_cannot_break_the_file() -> None:
    hostile = Timeline((TimedWord("a --> b", 0, 1),))
    assert srt(hostile).count("-->") == 1


def test_nothing_sung_makes_an_empty_file() -> None:
    assert lines_of(Timeline((TimedWord("[Instrumental]", 0, 1),))) == ()
    assert srt(Timeline(())) == ""


WORDS = st.builds(TimedWord, st.text(max_size=20), st.floats(0, 5000), st.floats(0, 5000))


@given(st.lists(WORDS, max_size=20))
def test_any_words_make_whole_blocks(words: list[TimedWord]) -> None:
    timeline = Timeline(tuple(words))
    blocks = [block for block in srt(timeline).split("\n\n") if block.strip()]
    assert len(blocks) == len(lines_of(timeline))
    assert all(line.text == " ".join(line.text.split()) for line in lines_of(timeline))
