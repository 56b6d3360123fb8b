import pytest

from bot.domain.musical import key_in, tempo_in


@pytest.mark.parametrize(
    ("text", "tempo", "key"),
    [
        ("dreamy synthpop, 90 bpm, F# minor", "90", "F♯ minor"),
        ("118.4BPM house in E flat Major", "118.4", "E♭ major"),
        ("Bb-major brass", None, "B♭ major"),
        ("a minor scandal with 2 bpm", None, None),
        ("90 bpmx, 1990 bpm, 4.90 bpm", None, None),
        ("", None, None),
    ],
)
def test_tempo_and_key_are_read_from_words(text: str, tempo: str | None, key: str | None) -> None:
    assert (tempo_in(text), key_in(text)) == (tempo, key)
