"""Who may use which command, button, menu and form: all that there are, found by themselves.

What they do is replaced by a word, so that only the way to it is tried; what they do with ids that
are not theirs is tried beside it with everything at work.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import discord
import pytest
from discord import AppCommandOptionType, AppCommandType, app_commands
from discord.ui import Button, Select, View

from bot.domain.access import AccessRule, AccessScope, NewcomerRule, Use, Verdict
from bot.domain.ids import UserId
from bot.sandbox.config import SandboxConfig
from bot.ui import submissions
from bot.ui.buttons import ALL_BUTTONS
from bot.ui.client import Interaction
from bot.ui.gate import use_of
from bot.ui.guarded import GuardedButton, GuardedItem
from bot.ui.help_pages import has_topic
from bot.ui.submissions import ALL_FORMS
from tests.support import servers
from tests.support.sandbox import File, OptionValue
from tests.support.sandbox_views import SeenMessage
from tests.support.stage import Stage, open_stage
from tests.support.uses import COMMANDS, CONTROLS, FORMS, MENUS

ADMITTED: Final = "you may"
BLOCKED: Final = "A moderator of this server has blocked you"
NEW: Final = "Members order songs here after 60 days"
NO_MODERATOR: Final = "This takes the permission *Timeout Members*"
NO_MANAGER: Final = "This takes the permission *Manage Server*"

_RIGHTS: Final = {Use.MODERATE: NO_MODERATOR, Use.MANAGE: NO_MANAGER}


@dataclass(frozen=True)
class Person:
    """Somebody, and what they are told of each use; what is not listed, they may."""

    name: str
    member: str
    told: Mapping[Use, str]
    elsewhere: bool = False
    """Whether they are on another server, where nobody set anything."""


PEOPLE: Final = (
    Person("member", "ada", _RIGHTS),
    Person("blocked", "ben", {Use.ORDER: BLOCKED, Use.LOOK: BLOCKED, **_RIGHTS}),
    Person("newcomer", "fresh", {Use.ORDER: NEW, **_RIGHTS}),
    Person("trusted newcomer", "dieter", _RIGHTS),
    Person("moderator", "mika", {Use.MANAGE: NO_MANAGER}),
    Person(
        "blocked moderator",
        "chloe",
        {Use.ORDER: BLOCKED, Use.LOOK: BLOCKED, Use.MODERATE: BLOCKED, Use.MANAGE: NO_MANAGER},
    ),
    Person("owner", "olga", {}),
    Person("stranger", "mika", _RIGHTS, elsewhere=True),
)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A stage on which posting much takes no time."""
    async with open_stage(tmp_path, SandboxConfig(rate_limits=False)) as stage:
        yield stage


@dataclass(frozen=True)
class Place:
    """The two servers, with what there is to press in each."""

    stage: Stage
    channels: Mapping[bool, int]
    controls: Mapping[bool, Mapping[str, SeenMessage]]


def commands_of(stage: Stage) -> dict[str, app_commands.Command[Any, ..., Any]]:
    """Return every slash command by its whole name."""
    walked = stage.bot.tree.walk_commands(type=AppCommandType.chat_input)
    return {
        command.qualified_name: command
        for command in walked
        if isinstance(command, app_commands.Command)
    }


def menus_of(stage: Stage) -> dict[str, app_commands.ContextMenu]:
    """Return every command in a menu of messages or people by its name."""
    return {
        menu.name: menu
        for kind in (AppCommandType.message, AppCommandType.user)
        for menu in stage.bot.tree.get_commands(type=kind)
    }


async def test_nothing_is_without_a_row(stage: Stage) -> None:
    assert {name: use_of(each) for name, each in commands_of(stage).items()} == COMMANDS
    assert {name: use_of(each) for name, each in menus_of(stage).items()} == MENUS
    assert {item.__name__: item.use for item in ALL_BUTTONS} == {
        name: use for name, (use, _) in CONTROLS.items()
    }
    assert {form.submit.__name__: form.use for form in ALL_FORMS} == {
        name: use for name, (use, _) in FORMS.items()
    }


def test_every_row_s_custom_id_is_its_own() -> None:
    for item in ALL_BUTTONS:
        _, custom_id = CONTROLS[item.__name__]
        answering = [
            other.__name__
            for other in ALL_BUTTONS
            if other.__discord_ui_compiled_template__.fullmatch(custom_id)
        ]
        assert answering == [item.__name__]
    for form in ALL_FORMS:
        _, custom_id = FORMS[form.submit.__name__]
        matching = [other.submit.__name__ for other in ALL_FORMS if other.matches(custom_id)]
        assert matching == [form.submit.__name__]


async def test_every_command_has_its_topic_in_help(stage: Stage) -> None:
    roots = {
        command.name for command in stage.bot.tree.get_commands(type=AppCommandType.chat_input)
    }
    assert [name for name in sorted(roots) if not has_topic(name)] == []


async def answer(interaction: discord.Interaction) -> None:
    """Say that the way was open."""
    await interaction.response.send_message(ADMITTED, ephemeral=True)


async def probe(*given: object, **_: object) -> None:
    """Stand in for what a command does."""
    interaction = next(each for each in given if isinstance(each, discord.Interaction))
    await answer(interaction)


@pytest.fixture
async def place(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Place:
    """The servers with their rules, and everything replaced by a word."""
    for name in ("mod", "server"):
        group = stage.bot.tree.get_command(name)
        assert isinstance(group, app_commands.Group)
        group.default_permissions = None
    await stage.bot.wait_until_ready()
    await stage.bot.tree.sync()
    other = await stage.driver.add_guild("Elsewhere", members=["mika"])
    await set_rules(stage)
    for command in (*commands_of(stage).values(), *menus_of(stage).values()):
        monkeypatch.setattr(command, "_callback", probe)
    for item in ALL_BUTTONS:
        monkeypatch.setattr(item, "press", press)
    forms = tuple(replace(form, submit=submitted) for form in ALL_FORMS)
    monkeypatch.setattr(submissions, "ALL_FORMS", forms)
    state = await stage.driver.state("mika", fresh=True)
    elsewhere = next(guild for guild in state.guilds if guild.id == other)
    text = next(channel.id for channel in elsewhere.channels if channel.type == 0)
    channels = {False: await stage.driver.channel("mika", "songs"), True: text}
    controls = {there: await show_controls(stage, at) for there, at in channels.items()}
    return Place(stage, channels, controls)


async def press(_: GuardedItem, interaction: Interaction) -> None:
    """Stand in for what a button does."""
    await answer(interaction)


async def submitted(interaction: Interaction, _: str, __: object) -> None:
    """Stand in for what a form does."""
    await answer(interaction)


async def set_rules(stage: Stage) -> None:
    """Refuse newcomers, trust one, block two."""
    guild_id, services = await servers.guild_of(stage), stage.core.services
    dieter = await stage.driver.person("dieter")
    rule = AccessRule(AccessScope.MEMBER, dieter, Verdict.TRUST)
    await services.servers.change(
        guild_id,
        lambda held: replace(
            held,
            access=replace(held.access, rules=frozenset({rule}), newcomers=NewcomerRule(0, 60)),
        ),
        actor_id=servers.OPERATOR,
    )
    moderator = await servers.role(stage, "Moderator")
    chloe = await stage.driver.person("chloe")
    await stage.driver.call("PATCH", f"/sandbox/members/{chloe}", {"roles": [str(moderator)]})
    for name in ("ben", "chloe"):
        user_id = UserId(await stage.driver.person(name))
        await services.blocks.block(
            guild_id, user_id, actor_id=servers.OPERATOR, length=None, reason=""
        )


async def show_controls(stage: Stage, channel_id: int) -> dict[str, SeenMessage]:
    """Post every button and menu; returns the message that each is on, by custom id."""
    items = {CONTROLS[item.__name__][1]: issubclass(item, GuardedButton) for item in ALL_BUTTONS}
    shown: dict[str, SeenMessage] = {}
    buttons = [custom_id for custom_id, is_button in items.items() if is_button]
    selects = [custom_id for custom_id, is_button in items.items() if not is_button]
    chunks: list[Sequence[str]] = [buttons[at : at + 25] for at in range(0, len(buttons), 25)]
    chunks += [selects[at : at + 5] for at in range(0, len(selects), 5)]
    for chunk in chunks:
        view = View()
        for custom_id in chunk:
            view.add_item(_control(custom_id, is_button=items[custom_id]))
        view.stop()
        channel = stage.bot.get_partial_messageable(channel_id)
        sent = await channel.send("Everything there is", view=view)
        shown |= dict.fromkeys(chunk, await seen(stage, sent.id))
    return shown


async def seen(stage: Stage, message_id: int) -> SeenMessage:
    """Return a message once it is there."""
    return await stage.driver.wait_for(lambda message: message.id == message_id)


def _control(custom_id: str, *, is_button: bool) -> Button[View] | Select[View]:
    if is_button:
        return Button(label="A button", custom_id=custom_id)
    option = discord.SelectOption(label="usual", value="usual")
    return Select(custom_id=custom_id, options=[option])


def options_of(command: app_commands.Command[Any, ..., Any]) -> dict[str, OptionValue]:
    """Return a value for each option that a command needs."""
    return {
        option.name: _value(option.type, option.choices)
        for option in command.parameters
        if option.required
    }


def _value(kind: AppCommandOptionType, choices: Sequence[app_commands.Choice[Any]]) -> OptionValue:
    if choices:
        given: str | int = choices[0].value
        return given
    match kind:
        case AppCommandOptionType.integer:
            return 1
        case AppCommandOptionType.user:
            return "olga"
        case AppCommandOptionType.attachment:
            return File("a.txt", b"a")
        case _:
            return "text"


def check(person: Person, what: str, use: Use, told: str) -> None:
    """Check that somebody was told what the rules say."""
    expected = person.told.get(use, ADMITTED)
    assert told.startswith(expected), f"{person.name} × {what}: {told!r} is not {expected!r}"


async def test_commands_are_for_whom_they_are_meant(place: Place) -> None:
    commands, menus = commands_of(place.stage), menus_of(place.stage)
    for person in PEOPLE:
        channel = place.channels[person.elsewhere]
        for name, command in commands.items():
            answered = await place.stage.driver.command(
                member=person.member, channel=channel, name=name, options=options_of(command)
            )
            assert answered.message.ephemeral
            check(person, f"/{name}", COMMANDS[name], answered.message.content)
        (message, *_) = place.controls[person.elsewhere].values()
        for name in menus:
            answered = await place.stage.driver.context_menu(
                member=person.member, name=name, target=message
            )
            check(person, name, MENUS[name], answered.message.content)


async def test_buttons_and_menus_are_for_whom_they_are_meant(place: Place) -> None:
    for person in PEOPLE:
        for item in ALL_BUTTONS:
            use, custom_id = CONTROLS[item.__name__]
            told = await press_on(place, person, custom_id, issubclass(item, GuardedButton))
            check(person, item.__name__, use, told)


async def press_on(place: Place, person: Person, custom_id: str, is_button: bool) -> str:
    """Press a button or choose from a menu; returns what the person is told."""
    driver, message = place.stage.driver, place.controls[person.elsewhere][custom_id]
    if is_button:
        answered = await driver.press(message, member=person.member, custom_id=custom_id)
    else:
        answered = await driver.select(
            message, ["usual"], member=person.member, custom_id=custom_id
        )
    assert answered.message.ephemeral
    return answered.message.content


async def test_forms_are_for_whom_they_are_meant(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = place.stage
    wanted: list[str] = []

    async def open_form(*given: object, **_: object) -> None:
        interaction = next(each for each in given if isinstance(each, discord.Interaction))
        form = discord.ui.Modal(title="A form", custom_id=FORMS[wanted[-1]][1])
        form.add_item(discord.ui.TextInput(label="Text", custom_id="text", required=False))
        form.stop()
        await interaction.response.send_modal(form)

    # Everybody may use /help, which opens the forms here.
    monkeypatch.setattr(commands_of(stage)["help"], "_callback", open_form)
    for person in PEOPLE:
        for name, (use, _) in FORMS.items():
            wanted.append(name)
            opened = await stage.driver.command(
                member=person.member, channel=place.channels[person.elsewhere], name="help"
            )
            assert opened.modal is not None
            answered = await stage.driver.submit(opened.modal, {}, member=person.member)
            check(person, name, use, answered.message.content)
