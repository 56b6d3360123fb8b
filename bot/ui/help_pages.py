"""What `/help` shows: by topic, and only what the asker may use where they ask."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, Final

import discord
from discord import AppCommandType, Locale, app_commands

from bot.domain.access import Use
from bot.domain.errors import Refusal
from bot.ui.asking import is_outside
from bot.ui.client import Interaction
from bot.ui.gate import admit, use_of
from bot.ui.sentences import sentence
from bot.ui.translation import command_text, translate

_COLOUR: Final = discord.Colour(0x5865F2)
_DESCRIPTION_LIMIT: Final = 4000

AnyLeaf = app_commands.Command[Any, ..., Any]


class Topic(StrEnum):
    """What commands are about."""

    MAKING = "making"
    KEEPING = "keeping"
    TOGETHER = "together"
    CREDITS = "credits"
    SERVER = "server"
    YOU = "you"


_TOPICS: Final[Mapping[str, Topic]] = {
    "create": Topic.MAKING,
    "cover": Topic.MAKING,
    "extend": Topic.MAKING,
    "lyrics": Topic.MAKING,
    "stems": Topic.MAKING,
    "remix": Topic.MAKING,
    "voice": Topic.MAKING,
    "style": Topic.MAKING,
    "upload": Topic.MAKING,
    "song": Topic.KEEPING,
    "queue": Topic.KEEPING,
    "radio": Topic.TOGETHER,
    "jam": Topic.TOGETHER,
    "credits": Topic.CREDITS,
    "server": Topic.SERVER,
    "mod": Topic.SERVER,
    "privacy": Topic.YOU,
    "help": Topic.YOU,
}


def topic_of(command: AnyLeaf) -> Topic:
    """Return what a command is about; of one that no list names, making songs."""
    root = command.root_parent or command
    return _TOPICS.get(root.name, Topic.MAKING)


def has_topic(name: str) -> bool:
    """Tell whether a command of the uppermost level has a topic of its own."""
    return name in _TOPICS


def topic_name(topic: Topic, locale: Locale) -> str:
    """Return a topic as a title."""
    names = {
        Topic.MAKING: translate(locale, "Making songs"),
        Topic.KEEPING: translate(locale, "Keeping songs"),
        Topic.TOGETHER: translate(locale, "Together"),
        Topic.CREDITS: translate(locale, "Credits"),
        Topic.SERVER: translate(locale, "Running this server"),
        Topic.YOU: translate(locale, "About you and this bot"),
    }
    return names[topic]


async def draw_help(interaction: Interaction, topic: Topic | None) -> discord.Embed:
    """Return the commands that the asker may use here: all by name, or one topic's in sentences."""
    locale = interaction.locale
    refused: dict[Use, Refusal] = {}
    for use in Use:
        try:
            await admit(interaction, use)
        except Refusal as refusal:
            refused[use] = refusal
    usable = [
        command
        for command in _commands(interaction)
        if use_of(command) not in refused and _is_for(command, interaction)
    ]
    told = _overview(usable, locale) if topic is None else _in_full(usable, topic, locale)
    keeping = refused.get(Use.ORDER)
    if keeping is not None and (topic is None or topic is Topic.MAKING):
        told = f"⚠️ {sentence(keeping, locale)}\n\n{told}"
    title = translate(locale, "Help") if topic is None else topic_name(topic, locale)
    return discord.Embed(title=title, description=told[:_DESCRIPTION_LIMIT], colour=_COLOUR)


def _commands(interaction: Interaction) -> Iterator[AnyLeaf]:
    for command in interaction.client.tree.walk_commands(type=AppCommandType.chat_input):
        if isinstance(command, app_commands.Command):
            yield command


def _is_for(command: AnyLeaf, interaction: Interaction) -> bool:
    root = command.root_parent or command
    contexts, installs = root.allowed_contexts, root.allowed_installs
    if is_outside(interaction):
        return installs is None or bool(installs.user)
    return interaction.guild_id is not None or contexts is None or bool(contexts.dm_channel)


def _overview(commands: list[AnyLeaf], locale: Locale) -> str:
    start = translate(
        locale,
        "Begin with /create and an idea, such as *rain on a tin roof, slow blues*. The buttons"
        " below a song go on with it.",
    )
    lines = [start, ""]
    for topic in Topic:
        names = [f"`/{each.qualified_name}`" for each in commands if topic_of(each) is topic]
        if names:
            lines.append(f"**{topic_name(topic, locale)}** · {' '.join(names)}")
    lines += ["", translate(locale, "/help with a topic says what each of them does.")]
    return "\n".join(lines)


def _in_full(commands: list[AnyLeaf], topic: Topic, locale: Locale) -> str:
    lines = [
        f"`/{command.qualified_name}` · {command_text(locale, command.description)}"
        for command in commands
        if topic_of(command) is topic
    ]
    return "\n".join(lines) or translate(locale, "Nothing of this is for you here.")
