from pathlib import Path

from bot.ui.command_sync import FingerprintFile


def test_a_fingerprint_survives_the_program(tmp_path: Path) -> None:
    path = tmp_path / "new" / "commands.json"
    FingerprintFile(path).remember("1:global", "abc")
    FingerprintFile(path).remember("2:global", "def")
    assert FingerprintFile(path).last("1:global") == "abc"
    assert FingerprintFile(path).last("2:global") == "def"


def test_what_was_never_remembered_is_unknown(tmp_path: Path) -> None:
    assert FingerprintFile(tmp_path / "commands.json").last("1:global") is None


def test_a_broken_file_counts_as_empty_and_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "commands.json"
    for content in ("{", "[1]", ""):
        path.write_text(content)
        assert FingerprintFile(path).last("1:global") is None
    FingerprintFile(path).remember("1:global", "abc")
    assert FingerprintFile(path).last("1:global") == "abc"
