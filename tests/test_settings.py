from pathlib import Path

import pytest
from pydantic_core import PydanticUndefined

from bot.domain.errors import SetupError
from bot.settings import AREAS, Settings, variable_of

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without a `.env`, and an environment without our variables."""
    monkeypatch.chdir(tmp_path)
    for area in AREAS:
        for name in area.model_fields:
            monkeypatch.delenv(variable_of(area, name), raising=False)


def _rows() -> list[str]:
    rows = []
    for area in AREAS:
        for name, field in area.model_fields.items():
            assert field.default is not PydanticUndefined, name
            default = "" if field.default in (None, "") else f"`{field.default}`"
            rows.append(f"| `{variable_of(area, name)}` | {default} | {field.description} |")
    return rows


def test_every_setting_is_documented_with_its_default() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert [row for row in _rows() if row not in page] == []


def test_nothing_is_documented_that_is_no_setting() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    documented = [line for line in page.splitlines() if line.startswith("| `")]
    assert documented == _rows()


def test_the_example_file_names_only_settings() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    names = {line.lstrip("# ").split("=")[0] for line in example.splitlines() if "=" in line}
    known = {variable_of(area, name) for area in AREAS for name in area.model_fields}
    assert names
    assert names <= known


def test_the_settings_other_programs_rely_on_exist() -> None:
    known = {variable_of(area, name) for area in AREAS for name in area.model_fields}
    assert known >= {
        "DISCORD_TOKEN",
        "DISCORD_API_URL",
        "AIMUSIC_API_KEY",
        "AIMUSIC_API_URL",
        "JAMBOREE_DATABASE_URL",
        "JAMBOREE_DATA_DIR",
        "JAMBOREE_WEB_HOST",
        "JAMBOREE_WEB_PORT",
        "JAMBOREE_MEDIA_ALLOW_PRIVATE",
    }


def test_an_empty_value_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "")
    assert Settings().discord.token is None


def test_a_dotenv_file_is_read_and_the_environment_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("DISCORD_TOKEN=from-file\nJAMBOREE_ORDER_STARTING_GRANT=7\n")
    monkeypatch.setenv("JAMBOREE_ORDER_STARTING_GRANT", "8")
    settings = Settings()
    assert settings.discord.token is not None
    assert settings.discord.token.get_secret_value() == "from-file"
    assert settings.order.starting_grant == 8


def test_a_dotenv_file_that_is_no_utf_8_is_refused_without_showing_it(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"DISCORD_TOKEN=hush\xe9\n")
    with pytest.raises(SetupError, match="UTF-8") as error:
        Settings()
    assert "hush" not in error.value.sentence


def test_a_wrong_value_is_one_sentence_that_names_the_variable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("JAMBOREE_POLL_INTERVAL_SECONDS", "-3")
    with pytest.raises(SetupError, match="JAMBOREE_POLL_INTERVAL_SECONDS") as error:
        Settings()
    assert "\n" not in error.value.sentence


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "hush-token")
    monkeypatch.setenv("AIMUSIC_API_KEY", "hush-key")
    settings = Settings()
    assert "hush" not in f"{settings.discord!r} {settings.provider!r}"


def test_the_database_lies_in_the_data_folder_unless_told_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAMBOREE_DATA_DIR", str(tmp_path / "kept"))
    assert Settings().database_url == f"sqlite:///{tmp_path / 'kept' / 'jamboree.db'}"
    monkeypatch.setenv("JAMBOREE_DATABASE_URL", "postgresql://db.example/jamboree")
    assert Settings().database_url == "postgresql://db.example/jamboree"
