from dataclasses import replace

import pytest

from bot.domain.ids import DIRECT_MESSAGES, GuildId, UserId
from bot.domain.library import Visitor, born_private, folded, linked_message, short_id_in
from tests.support.records import GUILD, MEMBER, new_job, new_song

SONG = new_song(new_job())


def test_a_public_song_is_everyone_s_in_its_server_alone() -> None:
    assert Visitor(GUILD, UserId(5)).may_see(SONG)
    assert not Visitor(GuildId(6), MEMBER).may_see(SONG)


def test_a_private_song_is_its_author_s_alone() -> None:
    private = replace(SONG, private=True)
    assert Visitor(GUILD, MEMBER).may_see(private)
    assert not Visitor(GUILD, UserId(5)).may_see(private)


def test_what_is_made_in_direct_messages_is_private() -> None:
    assert born_private(DIRECT_MESSAGES, ordered_privately=False)
    assert born_private(GUILD, ordered_privately=True)
    assert not born_private(GUILD, ordered_privately=False)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("https://discord.com/channels/1/2/345", 345),
        (" <https://ptb.discord.com/channels/@me/2/345/> ", 345),
        ("https://canary.discordapp.com/channels/1/2/345", 345),
        ("https://discord.com/channels/1/2", None),
        ("https://discord.com.evil.example/channels/1/2/345", None),
        ("https://discord.com/channels/1/2/99999999999999999999", None),
        ("https://discord.com/channels/1/2/0", None),
        ("345", None),
        ("", None),
    ],
)
def test_links_to_messages_are_read(given: str, found: int | None) -> None:
    assert linked_message(given) == found


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("7k2m9qx4td", "7k2m9qx4td"),
        (" 7K2M9QX4TD\n", "7k2m9qx4td"),
        ("7k2m9qx4t", None),
        ("7k2m9qx4tdd", None),
        ("iloueeeeee", None),
        ("", None),
    ],
)
def test_short_ids_are_read_as_people_type_them(given: str, found: str | None) -> None:
    assert short_id_in(given) == found


def test_texts_are_compared_without_case_width_and_spacing() -> None:
    assert folded("  ＮＥＯＮ \n Straße ") == "neon strasse"
