"""What people are told and asked about what is kept of them."""

import asyncio
import io
import json
import zipfile
from collections.abc import Sequence

import discord
from discord import ButtonStyle, Locale
from discord.ui import Button, View

from bot.domain.access import Use
from bot.domain.ids import UserId
from bot.domain.privacy import PersonalTable
from bot.ui.asking import guild_of
from bot.ui.client import Interaction
from bot.ui.guarded import GuardedButton
from bot.ui.panels import Panel, change_panel
from bot.ui.refusals import FileTooLarge
from bot.ui.translation import translate, translate_plural

_COLOUR = discord.Colour(0x5865F2)
_DANGER = discord.Colour(0xDA373C)
_OVERHEAD_BYTES = 100_000
"""What a request holds besides the file."""


class EraseMeButton(GuardedButton, template=r"v1:erase:(?P<id>me)"):
    """Erases whoever presses it, as they were asked to confirm."""

    use = Use.OWN

    async def press(self, interaction: Interaction) -> None:
        """Erase them, or as soon as their orders have ended."""
        await interaction.response.defer()
        open_orders = await interaction.client.services.privacy.request_erasure(
            UserId(interaction.user.id), guild_of(interaction)
        )
        panel = Panel(draw_erased(open_orders, interaction.locale))
        await interaction.edit_original_response(embed=panel.embed, view=None)


class StayButton(GuardedButton, template=r"v1:stay:(?P<id>me)"):
    """Answers the same question with no."""

    use = Use.OWN

    async def press(self, interaction: Interaction) -> None:
        """Erase nothing."""
        text = translate(interaction.locale, "Nothing was erased.")
        await change_panel(interaction, Panel(discord.Embed(description=text, colour=_COLOUR)))


PRIVACY_BUTTONS: tuple[type[GuardedButton], ...] = (EraseMeButton, StayButton)
"""Every button about what is kept of people."""


def draw_question(locale: Locale) -> Panel:
    """Return the question whether everything about a person is really to go."""
    text = translate(
        locale,
        "Erase everything I keep about you, in all servers? Your songs and their files, prompts,"
        " lyrics, favourites, voices, contributions to jams and your name go for good; credits that"
        " you have left are lost. Lines of the books stay with a number that says nothing about"
        " you, so that all sums stay right. Orders that wait are cancelled first and their credits"
        " returned. A block by moderators stays until it ends. This cannot be undone.",
    )
    erase = EraseMeButton(
        Button[View](
            label=translate(locale, "Erase everything about me"),
            custom_id="v1:erase:me",
            style=ButtonStyle.danger,
        )
    )
    stay = StayButton(Button[View](label=translate(locale, "Keep it"), custom_id="v1:stay:me"))
    embed = discord.Embed(title=translate(locale, "Forget me"), description=text, colour=_DANGER)
    return Panel(embed, (erase, stay))


def draw_erased(open_orders: int, locale: Locale) -> discord.Embed:
    """Return what became of the wish to be erased."""
    if not open_orders:
        text = translate(
            locale,
            "Done. I keep nothing about you any more. The messages that showed your songs are"
            " drawn again without them; in busy channels that can take a few minutes.",
        )
        return discord.Embed(description=text, colour=_COLOUR)
    text = translate_plural(
        locale,
        "{count} order of yours is still being made. As soon as it has ended, I erase everything,"
        " by myself; you need do nothing more.",
        "{count} orders of yours are still being made. As soon as they have ended, I erase"
        " everything, by myself; you need do nothing more.",
        open_orders,
    )
    return discord.Embed(description=text, colour=_COLOUR)


def draw_policy(locale: Locale) -> discord.Embed:
    """Return what is kept about people, why, how long, and who sees it."""
    embed = discord.Embed(title=translate(locale, "What I keep about you"), colour=_COLOUR)
    for name, value in _policy(locale):
        embed.add_field(name=name, value=value, inline=False)
    return embed


def _policy(locale: Locale) -> Sequence[tuple[str, str]]:
    return (
        (
            translate(locale, "What and why"),
            translate(
                locale,
                "Your Discord id and the name you had when you ordered, to show whose song it is."
                " What you asked for and what came of it, so that you can use it again. Every"
                " movement of credits, so that nobody is charged wrongly. Votes, entries and"
                " pledges in jams. What moderators decided about you. No messages, no e-mail"
                " address, no voice from calls.",
            ),
        ),
        (
            translate(locale, "Who sees it"),
            translate(
                locale,
                "Songs: whoever can see their channel, and this server's library unless private."
                " The music service gets prompts, lyrics and files that you bring in. Moderators"
                " see orders, credits and reports of their server; whoever runs this bot can read"
                " its database. Votes are shown to nobody.",
            ),
        ),
        (
            translate(locale, "How long"),
            translate(
                locale,
                "Until you delete a song, or erase everything with /privacy erase. Prompts may be"
                " forgotten sooner, as this server or the operator sets. Backups by the operator"
                " are replaced by newer ones, usually within a week. When a server removes this"
                " bot, its data goes after 30 days unless the operator says otherwise.",
            ),
        ),
        (
            translate(locale, "What you can do"),
            translate(
                locale,
                "/privacy export sends you everything as a file. /privacy erase forgets you."
                " What was sent to the music service is kept under its own terms.",
            ),
        ),
    )


async def send_records(interaction: Interaction) -> None:
    """Answer with everything that is kept about the user, as a ZIP of JSON files.

    Raises:
        FileTooLarge: Discord does not take it.
    """
    await interaction.response.defer(ephemeral=True, thinking=True)
    user_id = UserId(interaction.user.id)
    tables = await interaction.client.services.privacy.records_of(user_id)
    content = await asyncio.to_thread(packed, tables)
    limit = interaction.filesize_limit - _OVERHEAD_BYTES
    if len(content) > limit:
        raise FileTooLarge(len(content), limit)
    rows = sum(len(table.rows) for table in tables)
    text = translate_plural(
        interaction.locale,
        "Everything I keep about you: {count} entry.",
        "Everything I keep about you: {count} entries.",
        rows,
    )
    file = discord.File(io.BytesIO(content), "my-data.zip", description=text)
    await interaction.followup.send(text, file=file, ephemeral=True)


def packed(tables: Sequence[PersonalTable]) -> bytes:
    """Return a ZIP with a JSON file for each table, and the list of songs as plain text."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in tables:
            rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
            document = json.dumps(rows, ensure_ascii=False, indent=2)
            archive.writestr(f"{table.name}.json", document)
        archive.writestr("songs.txt", _songs(tables))
    return content.getvalue()


def _songs(tables: Sequence[PersonalTable]) -> str:
    for table in tables:
        if table.name == "songs":
            at = {name: table.columns.index(name) for name in ("created_at", "song_id", "title")}
            lines = (
                " · ".join(str(row[place] or "–") for place in at.values()) for row in table.rows
            )
            return "".join(f"{line}\n" for line in lines)
    return ""
