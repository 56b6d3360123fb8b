"""The commands against Discord's limits, which discord.py does not check before it sends them."""

import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import discord
import pytest
from discord import AppCommandType, app_commands

from bot.app import SongBot
from bot.ui.command_sync import fingerprint_of
from tests.support.surroundings import Core
from tests.support.unconnected_bot import unconnected_bot

Part = Mapping[str, object]

NAME = re.compile(r"^[-_'\w]{1,32}$")
SUBCOMMAND, GROUP = 1, 2


@pytest.fixture
async def bot(core: Core) -> AsyncIterator[SongBot]:
    async with unconnected_bot(core) as bot:
        yield bot


def parts_of(part: Part, key: str) -> Sequence[Part]:
    inner = part.get(key, [])
    assert isinstance(inner, list)
    return inner


def everything_in(part: Part) -> Iterator[Part]:
    yield part
    for option in parts_of(part, "options"):
        yield from everything_in(option)


def text_length(part: Part) -> int:
    own = len(str(part["name"])) + len(str(part.get("description", "")))
    choices = sum(
        len(str(choice["name"])) + len(str(choice["value"])) for choice in parts_of(part, "choices")
    )
    return own + choices + sum(text_length(option) for option in parts_of(part, "options"))


async def payloads(bot: SongBot) -> list[Part]:
    translator = bot.tree.translator
    assert translator is not None
    return [
        await command.get_translated_payload(bot.tree, translator)
        for command in bot.tree.get_commands(type=AppCommandType.chat_input)
    ]


COMMANDS = """
cover
create
credits ask balance chart give
extend
help
jam ban start stop strike
lyrics
mod block export hide log remove report review unblock
mod credits grant show take undo
privacy erase export policy
queue
remix backing mashup remaster sample section vocals
server check gifts jams setup turns wallet
server access allow deny list
server allowance list set
server filter add import list remove test
server limits list remove set
server prices list remove set
server settings export import
song delete details export favourite library rename show
stems
style
upload
voice create delete list
"""
"""Every command: a group, and what belongs to it."""

GROUPED_TWICE = {"access", "allowance", "credits", "filter", "limits", "prices", "settings"}

OPTIONS = {
    "create": "idea style lyrics title exclude instrumental voice length model engine weirdness"
    " style_strength lyrics_file private",
    "cover": "song file link style idea lyrics title closeness voice model private",
    "extend": "song file link from idea lyrics style join model private",
    "lyrics": "idea song",
    "stems": "song parts",
    "remix mashup": "first second idea lyrics style title model private",
    "remix sample": "start end song file link idea lyrics style title model private",
    "remix remaster": "song strength model private",
    "remix section": "song start end lyrics join model private",
    "remix vocals": "lyrics song file link style voice start end model private",
    "remix backing": "song file link style start end model private",
    "voice create": "file name",
    "voice list": "",
    "voice delete": "name",
    "style": "tags",
    "upload": "file link",
}
"""The options of the commands that make songs, as members see them."""


def listed(commands: str) -> Iterator[str]:
    """Give every command that a list names, without its groups."""
    for line in commands.split("\n"):
        group, *rest = line.split() or [""]
        if rest and group in {"mod", "server"} and rest[0] in GROUPED_TWICE:
            group, rest = f"{group} {rest[0]}", rest[1:]
        yield from [f"{group} {name}" for name in rest] if rest else [group]


def commands_of(bot: SongBot) -> dict[str, app_commands.Command[Any, ..., Any]]:
    """Return what can be invoked, by full name."""
    return {
        command.qualified_name: command
        for command in bot.tree.walk_commands()
        if isinstance(command, app_commands.Command)
    }


async def test_the_commands_are_those_that_members_know(bot: SongBot) -> None:
    assert set(commands_of(bot)) == {name for name in listed(COMMANDS) if name}
    menus = bot.tree.get_commands(type=AppCommandType.message)
    assert {menu.name for menu in menus} == {
        "Extend this song",
        "Cover this song",
        "Use as lyrics",
        "Report",
        "Song details",
    }


async def test_what_makes_songs_has_its_final_options(bot: SongBot) -> None:
    commands = commands_of(bot)
    for name, options in OPTIONS.items():
        shown = [option.display_name for option in commands[name].parameters]
        assert shown == options.split(), name
    assert not any(option.required for option in commands["create"].parameters)


FORMS_OF_USE = {
    "song": 'use(stage, "{name}"',
    "privacy": 'use(scene, "Ada", "{name}"',
}
"""How tests use the commands of groups whose name a function of theirs adds."""


async def test_every_command_has_a_test_of_its_handler(bot: SongBot) -> None:
    tests = Path(__file__).parent.parent
    # The tables of all commands and the pictures use each of them, and prove nothing of it.
    paths = {*tests.glob("cogs/test_*.py"), *tests.glob("flows/test_*.py")}
    paths |= {tests / "support" / "library.py"}
    paths -= {Path(__file__), tests / "cogs" / "test_who_may_use_what.py"}
    written = "\n".join(path.read_text(encoding="utf-8") for path in sorted(paths))
    untested = []
    for whole_name in commands_of(bot):
        group, _, name = whole_name.partition(" ")
        form = FORMS_OF_USE.get(group, '"{whole_name}"')
        if form.format(name=name, whole_name=whole_name) not in written:
            untested.append(whole_name)
    assert untested == []


async def test_required_options_come_first(bot: SongBot) -> None:
    for name, command in commands_of(bot).items():
        required = [option.required for option in command.parameters]
        assert required == sorted(required, reverse=True), name


async def test_every_part_keeps_to_discord_s_limits(bot: SongBot) -> None:
    for command in await payloads(bot):
        assert text_length(command) <= 8000
        for part in everything_in(command):
            name, description = str(part["name"]), str(part["description"])
            assert NAME.match(name), name
            assert name == name.lower()
            assert 1 <= len(description) <= 100, name
            assert description not in {"…", "..."}, f"{name} has no description"
            assert len(parts_of(part, "options")) <= 25
            assert_choices_fit(part)


def assert_choices_fit(option: Part) -> None:
    choices = parts_of(option, "choices")
    assert len(choices) <= 25
    for choice in choices:
        assert 1 <= len(str(choice["name"])) <= 100
        assert len(str(choice["value"])) <= 100
    for bound in ("min_length", "max_length"):
        limit = option.get(bound, 0)
        assert isinstance(limit, int)
        assert 0 <= limit <= 6000


async def test_groups_nest_as_deep_as_discord_allows(bot: SongBot) -> None:
    for command in await payloads(bot):
        for option in parts_of(command, "options"):
            for inner in parts_of(option, "options"):
                nested_command = option.get("type") == GROUP and inner.get("type") == SUBCOMMAND
                assert nested_command or option.get("type") == SUBCOMMAND


IN_SERVERS_ONLY = {"jam", "mod", "server"}


async def test_commands_are_for_servers_and_direct_messages_where_the_bot_is(bot: SongBot) -> None:
    for command in await payloads(bot):
        assert command["contexts"] == ([0] if command["name"] in IN_SERVERS_ONLY else [0, 1])
        assert command["integration_types"] == [0]


async def test_who_installs_the_bot_for_themselves_gets_what_needs_no_server(core: Core) -> None:
    async with unconnected_bot(core, user_installs=True) as bot:
        for command in await payloads(bot):
            in_servers = command["name"] in IN_SERVERS_ONLY
            assert command["contexts"] == ([0] if in_servers else [0, 1, 2]), command["name"]
            assert command["integration_types"] == ([0] if in_servers else [0, 1]), command["name"]
        for menu in bot.tree.get_commands(type=AppCommandType.message):
            payload = menu.to_dict(bot.tree)
            assert payload["contexts"] == [0, 1, 2]
            assert payload["integration_types"] == [0, 1]


async def test_what_managers_and_moderators_use_is_hidden_from_the_others(bot: SongBot) -> None:
    needed = {
        command.name: command.default_permissions
        for command in bot.tree.get_commands(type=AppCommandType.chat_input)
        if command.default_permissions is not None
    }
    assert needed == {
        "server": discord.Permissions(manage_guild=True),
        "mod": discord.Permissions(moderate_members=True),
    }


async def test_menus_keep_to_discord_s_limits(bot: SongBot) -> None:
    menus = bot.tree.get_commands(type=AppCommandType.message)
    # Discord takes fifteen, discord.py 2.7 five.
    assert len(menus) <= 5
    for menu in menus:
        assert 1 <= len(menu.name) <= 32
        assert menu.to_dict(bot.tree)["contexts"] == [0, 1]


async def test_the_fingerprint_follows_the_commands(bot: SongBot) -> None:
    before = await fingerprint_of(bot.tree)
    assert before == await fingerprint_of(bot.tree)
    create = bot.tree.get_command("create")
    assert isinstance(create, app_commands.Command)
    create.description = "Something else"
    assert await fingerprint_of(bot.tree) != before


async def test_the_bot_asks_for_little(bot: SongBot) -> None:
    assert {name for name, wanted in bot.intents if wanted} == {"guilds", "voice_states"}
    mentions = bot.allowed_mentions
    assert mentions is not None
    parsed = (mentions.everyone, mentions.users, mentions.roles, mentions.replied_user)
    assert parsed == (False, False, False, False)
    assert bot.http.max_ratelimit_timeout == 60.0
