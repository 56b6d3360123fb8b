"""Taking a server's settings away as a file, and bringing them in again."""

import io
import json
from collections.abc import Sequence
from typing import Final

import discord
from discord import ButtonStyle, Locale
from discord.ui import Button

from bot.domain.access import Use
from bot.domain.ids import UserId
from bot.services.settings_copies import Difference, SettingsCopy, differences
from bot.ui.asking import guild_of
from bot.ui.client import Interaction
from bot.ui.guarded import GuardedButton, view_of
from bot.ui.refusals import ControlExpired, OnlyInServers, SettingsFileUnusable
from bot.ui.settings_file import MOST_BYTES, from_file, read_file, to_file
from bot.ui.text import inline
from bot.ui.translation import translate, translate_plural

_FILE_NAME: Final = "jamboree-settings.json"
_VALUE_LIMIT: Final = 120
_TEXT_LIMIT: Final = 3500
_COLOUR: Final = discord.Colour(0x5865F2)


class ApplySettingsButton(GuardedButton, template=r"v1:import:(?P<id>apply)"):
    """Puts the settings of the file on its message in place of what is set."""

    use = Use.MANAGE

    async def press(self, interaction: Interaction) -> None:
        """Read the file again and apply it."""
        message = interaction.message
        if message is None or not message.attachments:
            raise ControlExpired
        await interaction.response.defer()
        wanted, _ = await _read(interaction, message.attachments[0])
        changes = await interaction.client.services.settings_copies.replace(
            wanted, actor_id=UserId(interaction.user.id)
        )
        locale = interaction.locale
        title = translate(locale, "The settings are imported")
        await interaction.edit_original_response(
            embed=_draw(title, changes, 0, locale), view=None, attachments=[]
        )


async def send_settings(interaction: Interaction) -> None:
    """Answer with everything that is set here, as a file."""
    copy = await interaction.client.services.settings_copies.take(guild_of(interaction))
    text = translate(
        interaction.locale,
        "Everything that is set here. /server settings import brings it in again.",
    )
    file = discord.File(io.BytesIO(to_file(copy)), _FILE_NAME, description=text)
    await interaction.response.send_message(text, file=file, ephemeral=True)


async def show_import(interaction: Interaction, attachment: discord.Attachment) -> None:
    """Answer with what a file would change, and the button that does it.

    Raises:
        SettingsFileUnusable: it holds no settings.
    """
    await interaction.response.defer(ephemeral=True, thinking=True)
    wanted, left_out = await _read(interaction, attachment)
    held = await interaction.client.services.settings_copies.take(guild_of(interaction))
    changes, locale = differences(held, wanted), interaction.locale
    title = translate(locale, "What this file changes")
    embed = _draw(title, changes, left_out, locale)
    if not changes:
        await interaction.followup.send(embed=embed, ephemeral=True)
        return
    apply = ApplySettingsButton(
        Button(
            label=translate(locale, "Apply"),
            style=ButtonStyle.danger,
            custom_id="v1:import:apply",
        )
    )
    file = discord.File(io.BytesIO(to_file(wanted)), _FILE_NAME)
    await interaction.followup.send(embed=embed, file=file, view=view_of(apply), ephemeral=True)


async def _read(
    interaction: Interaction, attachment: discord.Attachment
) -> tuple[SettingsCopy, int]:
    if interaction.guild is None:
        raise OnlyInServers
    if attachment.size > MOST_BYTES:
        raise SettingsFileUnusable(f"it is larger than {MOST_BYTES // 1024} KiB")
    return from_file(read_file(await attachment.read()), interaction.guild)


def _draw(
    title: str, changes: Sequence[Difference], left_out: int, locale: Locale
) -> discord.Embed:
    lines: list[str] = []
    for change in changes:
        part = change.part.replace("_", " ")
        line = f"**{part}**: {_value(change.before)} → {_value(change.after)}"
        if sum(map(len, lines)) + len(line) > _TEXT_LIMIT:
            lines.append("…")
            break
        lines.append(line)
    text = "\n".join(lines) or translate(locale, "Nothing: everything is set like this already.")
    embed = discord.Embed(title=title, description=text, colour=_COLOUR)
    if left_out:
        embed.set_footer(
            text=translate_plural(
                locale,
                "{count} part is left out: its channel or role is not on this server.",
                "{count} parts are left out: their channels or roles are not on this server.",
                left_out,
            )
        )
    return embed


def _value(value: object) -> str:
    return inline(json.dumps(value, ensure_ascii=False), _VALUE_LIMIT)
