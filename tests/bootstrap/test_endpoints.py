import pytest

from bot.bootstrap.endpoints import Endpoints, media_bounds
from bot.settings import Settings

DISCORD = "https://discord.com/api/v10"
STUDIO = "http://127.0.0.1:8301/api/v1"


def endpoints(discord_url: str = DISCORD, *, studio: bool = True) -> Endpoints:
    return Endpoints(discord_url, "token", STUDIO, "key", studio, None)


def test_a_studio_opens_its_own_files_and_nothing_to_members() -> None:
    bounds = media_bounds(Settings(), endpoints())
    assert not bounds.allow_private
    assert bounds.provider_places == ("http://127.0.0.1:8301/",)
    assert all(place.startswith("https://discord.com/") for place in bounds.member_places)


def test_without_a_studio_no_file_of_the_music_service_is_private() -> None:
    assert media_bounds(Settings(), endpoints(studio=False)).provider_places == ()


def test_members_may_name_what_they_attached_and_what_we_signed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("JAMBOREE_PUBLIC_URL", "http://127.0.0.1:8080/bot/")
    bounds = media_bounds(Settings(), endpoints("http://127.0.0.1:8300/api/v10"))
    assert bounds.member_places == (
        "http://127.0.0.1:8300/attachments/",
        "http://127.0.0.1:8300/ephemeral-attachments/",
        "http://127.0.0.1:8080/bot/files/",
    )


def test_the_operator_may_allow_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAMBOREE_MEDIA_ALLOW_PRIVATE", "true")
    assert media_bounds(Settings(), endpoints(studio=False)).allow_private
