"""The secret and the address that webhooks are set up with."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.bootstrap.secrets import kept_secret
from bot.bootstrap.webhooks import WEBHOOK_FILE, webhook_sender
from bot.domain.errors import SetupError
from bot.domain.ids import new_job_id
from bot.settings import PlaceSettings, Settings, variable_of


@pytest.fixture(autouse=True)
def _nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in PlaceSettings.model_fields:
        monkeypatch.delenv(variable_of(PlaceSettings, name), raising=False)
    monkeypatch.setenv("JAMBOREE_DATA_DIR", str(tmp_path / "data"))


def test_without_a_public_address_there_are_no_webhooks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAMBOREE_WEBHOOK_SECRET", "a secret of the operator")
    assert webhook_sender(Settings()) is None
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    "address",
    ["https://bot.example", "https://bot.example/jam/", "http://127.0.0.1:8080", "http://[::1]:80"],
)
def test_an_address_that_webhooks_can_go_to(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAMBOREE_PUBLIC_URL", address)
    sender = webhook_sender(Settings())
    assert sender is not None
    assert sender.callback_for(new_job_id()).url.startswith(address)


@pytest.mark.parametrize(
    "address",
    [
        "http://bot.example",
        "bot.example",
        "ftp://127.0.0.1",
        "https://",
        "https://[",
        "https://ada:word@bot.example",
        "https://bot.example/?a=b",
        "https://bot.example/#a",
    ],
)
def test_another_address_is_refused_by_name(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAMBOREE_PUBLIC_URL", address)
    with pytest.raises(SetupError, match="JAMBOREE_PUBLIC_URL") as raised:
        Settings()
    assert "word" not in raised.value.sentence


def test_the_operators_secret_is_used_and_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAMBOREE_PUBLIC_URL", "https://bot.example")
    monkeypatch.setenv("JAMBOREE_WEBHOOK_SECRET", "a secret between us")
    settings = Settings()
    sender = webhook_sender(settings)
    assert sender is not None
    assert sender.server_secret == "a secret between us"
    assert "between" not in repr(settings.place)
    assert not (tmp_path / "data" / WEBHOOK_FILE).exists()


def test_a_short_secret_is_refused_and_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAMBOREE_WEBHOOK_SECRET", "hush-hush")
    with pytest.raises(SetupError, match="JAMBOREE_WEBHOOK_SECRET") as raised:
        Settings()
    assert "hush" not in raised.value.sentence


def test_a_secret_is_made_once_and_read_by_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAMBOREE_PUBLIC_URL", "https://bot.example")
    first, second = webhook_sender(Settings()), webhook_sender(Settings())
    assert first is not None
    assert second is not None
    assert first.server_secret == second.server_secret
    assert len(first.server_secret) == 64
    assert kept_secret(tmp_path / "elsewhere", "X") != first.server_secret
    file = tmp_path / "data" / WEBHOOK_FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [entry.name for entry in file.parent.iterdir()] == [WEBHOOK_FILE]
    file.chmod(0o644)
    kept_secret(file, "X")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_programs_that_start_at_once_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(kept_secret, [tmp_path / "data" / WEBHOOK_FILE] * 40, ["X"] * 40))
    assert len(secrets) == 1


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 40])
def test_a_file_that_holds_no_secret_is_told(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAMBOREE_PUBLIC_URL", "https://bot.example")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / WEBHOOK_FILE).write_bytes(content)
    with pytest.raises(SetupError, match="secret"):
        webhook_sender(Settings())


def test_a_folder_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(SetupError, match="JAMBOREE_WEBHOOK_SECRET"):
        kept_secret(tmp_path / "file" / WEBHOOK_FILE, "JAMBOREE_WEBHOOK_SECRET")
