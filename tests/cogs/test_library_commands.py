"""The /song commands and the buttons of the library."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.ids import GuildId, SongId
from bot.domain.ports import Transaction
from bot.domain.songs import Song
from tests.support.cards import FINISHED
from tests.support.library import (
    description_of,
    fields_of,
    made,
    names_of,
    refused,
    shown_again,
    suggested,
    use,
)
from tests.support.stage import Stage, job_of


def add_versions(tx: Transaction, song: Song, positions: range) -> None:
    """Save further versions of a song, which have the same file."""
    for number in positions:
        later = song.created_at + timedelta(microseconds=number)
        further = replace(song, song_id=SongId(f"{number:010}"), position=number, created_at=later)
        tx.songs.add(further)


async def test_songs_are_suggested_by_title_and_id(stage: Stage) -> None:
    _, (first, second) = await made(stage, title="Neon rain")
    assert await suggested(stage, "") == [second.song_id, first.song_id]
    assert await suggested(stage, "EON R", "ben") == [second.song_id, first.song_id]
    assert await suggested(stage, second.song_id[2:9]) == [second.song_id]
    assert await suggested(stage, "nothing like it") == []
    (choice,) = await stage.driver.autocomplete(
        member="ada", channel="songs", name="song show", option="song", text=first.song_id
    )
    assert choice.name == f"Neon rain · 1 · 1:01 · {first.song_id}"


async def test_private_songs_are_their_author_s_alone(stage: Stage) -> None:
    _, (first, second) = await made(stage, private=True)
    assert await suggested(stage, "") == [second.song_id, first.song_id]
    assert await suggested(stage, "", "ben") == []
    for name in ("show", "details", "favourite", "delete", "export"):
        told = await refused(stage, name, "ben", song=first.song_id)
        assert told.startswith(f"I know of no song “{first.song_id}” that you may use here.")
    assert (await shown_again(stage, "ada", first)).ephemeral


async def test_songs_of_other_servers_are_not_found(stage: Stage) -> None:
    _, (first, _) = await made(stage)
    stranger = replace(first, song_id=SongId("0" * 10), position=3, guild_id=GuildId(99))
    await stage.core.database.write(lambda tx: tx.songs.add(stranger))
    assert stranger.song_id not in await suggested(stage, "")
    assert "I know of no song" in await refused(stage, "show", song=stranger.song_id)


@pytest.mark.parametrize(
    "given", ["nonsense", "<@1>", "zzzzzzzzzz", "https://discord.com/channels/1/2/3"]
)
async def test_what_was_not_chosen_from_the_suggestions_is_looked_up(
    stage: Stage, given: str
) -> None:
    await made(stage)
    assert (await refused(stage, "details", song=given)).startswith("I know of no song “")


async def test_a_song_is_named_by_id_reference_link_or_title(stage: Stage) -> None:
    card, (first, second) = await made(stage, title="Neon rain")
    guild = (await stage.message_of(card)).place.guild_id
    link = f"https://discord.com/channels/{guild}/{card.channel_id}/{card.id}"
    for given, found in {
        f" {second.song_id.upper()} ": second,
        job_of(card): first,
        link: first,
        f"<{link}>": first,
        "neon RAIN": second,
    }.items():
        answer = await use(stage, "details", song=given)
        assert fields_of(answer.message)["Song"] == f"`{found.song_id}`", given


async def test_show_posts_the_card_again_with_files_and_live_buttons(stage: Stage) -> None:
    card, (first, _) = await made(stage)
    await stage.driver.delete_message(card)
    shown = await shown_again(stage, "ben", first)
    assert not shown.ephemeral
    assert "🎵 Rain on tin · by <@" in shown.content
    assert names_of(shown) == [
        "rain-on-tin-1.mp3",
        "rain-on-tin-2.mp3",
    ]
    assert shown.labels == FINISHED
    lyrics = await stage.driver.press(shown, member="ben", label="Lyrics")
    assert lyrics.message.ephemeral
    link = f"https://discord.com/channels/1/{shown.channel_id}/{shown.id}"
    details = await use(stage, "details", song=link)
    assert fields_of(details.message)["Song"] == f"`{first.song_id}`"


async def test_who_may_not_write_somewhere_is_shown_a_song_privately(stage: Stage) -> None:
    _, (first, _) = await made(stage)
    await stage.driver.permit("ben", channel="songs", deny=["SEND_MESSAGES"])
    assert (await shown_again(stage, "ben", first)).ephemeral


async def test_a_lost_file_is_told_where_a_song_is_shown(stage: Stage) -> None:
    _, (first, _) = await made(stage)
    stage.archive.path_of(first.audio).unlink()
    shown = await shown_again(stage, "ada", first)
    assert names_of(shown) == ["rain-on-tin-2.mp3"]
    assert "rain-on-tin-1.mp3 is missing from my archive" in description_of(shown)


async def test_more_files_than_a_message_takes_come_in_several(stage: Stage) -> None:
    _, (first, _) = await made(stage)
    await stage.core.database.write(lambda tx: add_versions(tx, first, range(3, 13)))
    shown = await shown_again(stage, "ada", first)
    assert len(shown.attachments) == 10
    rest = await stage.driver.wait_for(lambda message: message.content == "Rain on tin, part 2")
    assert names_of(rest) == ["rain-on-tin-11.mp3", "rain-on-tin-12.mp3"]


async def test_the_library_is_turned_page_by_page(stage: Stage) -> None:
    _, (first, _) = await made(stage)
    await stage.core.database.write(lambda tx: add_versions(tx, first, range(3, 22)))
    answer = await use(stage, "library")
    assert answer.message.ephemeral
    assert answer.message.labels == [
        "My songs",
        "Favourites",
        "Songs of this server",
        "Songs of jams",
        "2 ▶",
    ]
    footer = answer.message.embeds[0].footer
    assert footer is not None
    assert footer.text == "21 songs · Page 1 of 3"
    assert description_of(answer.message).splitlines()[0].endswith(" · `0000000021`")
    second = await stage.driver.press(answer.message, member="ada", label="2 ▶")
    assert second.kind == "update"
    assert second.message.labels[4:] == ["◀ 1", "3 ▶"]
    third = await stage.driver.press(second.message, member="ada", label="3 ▶")
    assert third.message.labels[4:] == ["◀ 2"]
    assert f"`{first.song_id}`" in description_of(third.message)


async def test_the_library_is_searched_and_narrowed_to_a_person(stage: Stage) -> None:
    await made(stage, title="Neon rain")
    await made(stage, "ben", title="Dry: 50 % [desert](https://evil.example)")
    found = await use(stage, "library", search="RAIN")
    assert description_of(found.message).count("Neon rain") == 2
    assert (fields_of(found.message))["Search"] == "“rain”"
    everyone = await stage.driver.press(found.message, member="ada", label="Songs of this server")
    assert description_of(everyone.message).count("Neon rain") == 2
    nothing = await use(stage, "library", search="dry: 5")
    assert description_of(nothing.message) == "No song here matches this search."
    elsewhere = await stage.driver.press(
        nothing.message, member="ada", label="Songs of this server"
    )
    assert r"Dry\: 50 % \[desert\]\(https\:\/\/evil.example\)" in description_of(elsewhere.message)
    of_ben = await use(stage, "library", author="ben")
    assert "Dry" in description_of(of_ben.message)
    assert "Neon" not in description_of(of_ben.message)


async def test_an_empty_library_says_what_to_do(stage: Stage) -> None:
    answer = await use(stage, "library")
    assert description_of(answer.message) == "There are no songs here yet; /create makes one."
    favourites = await stage.driver.press(answer.message, member="ada", label="Favourites")
    assert description_of(favourites.message).startswith("You have no favourites here yet")


async def test_a_page_of_a_shelf_that_shrank_is_the_last_one(stage: Stage) -> None:
    await made(stage)
    answer = await use(stage, "library")
    pressed = await stage.driver.press(answer.message, member="ada", custom_id="v1:songs:f.1..")
    assert description_of(pressed.message).startswith("You have no favourites here yet")


async def test_favourites_are_kept_and_dropped(stage: Stage) -> None:
    card, (first, second) = await made(stage)
    added = await use(stage, "favourite", "ben", song=first.song_id)
    assert added.message.content == "⭐ Rain on tin is one of your favourites now."
    listed = await use(stage, "library", "ben", shelf="favourites")
    assert f"`{first.song_id}` · ⭐" in description_of(listed.message)
    await use(stage, "favourite", "ben", song=first.song_id, remove=True)
    newest = stage.driver.known[card.id]
    saved = await stage.driver.press(newest, member="ben", label="⭐ Save")
    assert saved.message.ephemeral
    assert "in 2 versions" in saved.message.content
    listed = await use(stage, "library", "ben", shelf="favourites")
    assert second.song_id in description_of(listed.message)
    assert "You have no favourites here yet" in description_of(
        (await use(stage, "library", "ada", shelf="favourites")).message
    )


async def test_details_tell_how_a_song_was_made(stage: Stage) -> None:
    answer = await stage.driver.command(
        member="ada",
        channel="songs",
        name="create",
        options={
            "idea": "rain",
            "style": "**dub**, 90 bpm, F# minor",
            "voice": "female",
            "weirdness": 25,
        },
    )
    view = await stage.finish(answer.message)
    told = await use(stage, "details", "ben", song=view.songs[0].song_id)
    assert told.message.ephemeral
    style = r"\*\*dub\*\*, 90 bpm, F\# minor"
    assert description_of(told.message) == f"**Idea:** rain\n**Style:** {style}"
    fields = fields_of(told.message)
    assert fields["Author"] == f"<@{view.author_id}>"
    assert fields["Cost"] == "14 credits for 2 songs"
    assert fields["Tempo and key"] == "90 bpm · F♯ minor"
    assert (fields["Voice"], fields["Weirdness"], fields["Model"]) == ("female", "25%", "sonic-v6")
    assert fields["Words"] == "by the music service, in the author's style"
    assert fields["Other versions"] == f"2 · 1:01 · `{view.songs[1].song_id}`"
    assert fields["Card"].endswith(f"/{answer.message.id})")


async def test_the_message_menu_tells_the_same(stage: Stage) -> None:
    card, (first, _) = await made(stage)
    told = await stage.driver.context_menu(member="ben", name="Song details", target=card)
    assert fields_of(told.message)["Song"] == f"`{first.song_id}`"
    ordinary = await stage.driver.write(member="ben", channel="songs", content="hello")
    refusal = await stage.driver.context_menu(member="ben", name="Song details", target=ordinary)
    assert refusal.message.content.startswith("I know of no song")


async def test_an_author_renames_a_song_and_its_card_follows(stage: Stage) -> None:
    card, (first, second) = await made(stage)
    told = await use(stage, "rename", song=first.song_id, title="  Neon\nrain ")
    settled = await stage.driver.settled(told.message)
    assert settled.content == "The song is called Neon rain now."
    assert "Only its author can do that" in await refused(
        stage, "rename", "ben", song=first.song_id, title="Mine"
    )
    assert "A title needs at least one character" in await refused(
        stage, "rename", song=first.song_id, title="\u200b"
    )
    await stage.show(card)
    shown = await stage.driver.wait_for(
        lambda message: message.id == card.id and "Neon" in message.content
    )
    assert shown.content.startswith("🎵 Neon rain · by")
    assert names_of(shown) == ["neon-rain-1.mp3", "rain-on-tin-2.mp3"]
    assert await suggested(stage, "neon") == [first.song_id]
    assert await suggested(stage, "tin") == [second.song_id]


async def test_a_family_is_shown_as_a_picture_with_its_tree_in_words(stage: Stage) -> None:
    _, (first, second) = await made(stage)
    await stage.core.database.write(
        lambda tx: tx.songs.add_parents(second.song_id, (first.song_id,))
    )
    answer = await use(stage, "details", song=second.song_id)
    seen = await stage.driver.wait_for(
        lambda message: message.id == answer.message.id and bool(message.attachments), timeout=60
    )
    assert names_of(seen) == ["family.png"]
    told = (seen.attachments[0].description or "").splitlines()
    assert told[0] == "Family tree, elders first:"
    assert told[1] == f"↳ Rain on tin {first.song_id}"
    assert told[2] == f"\u2003↳ Rain on tin {second.song_id}"
    assert "Family" not in fields_of(seen)
