"""Answering with a table and its picture."""

import io

import discord

from bot.domain.allowances import Refill
from bot.ui.client import Interaction
from bot.ui.translation import translate
from bot.ui.usage_reports import PICTURE_NAME, Report, describe, draw_chart


async def send_report(
    interaction: Interaction, report: Report, refill: Refill | None, table: discord.Embed
) -> None:
    """Complete a deferred answer with a table and its picture, or with the table alone.

    The picture is left out when it cannot be drawn, and the answer says so.
    """
    locale = interaction.locale
    chart = draw_chart(report, refill, locale)
    picture = await interaction.client.charts.draw(chart)
    if picture is None:
        table.set_footer(text=translate(locale, "The picture could not be drawn this time."))
        await interaction.followup.send(embed=table, ephemeral=True)
        return
    # As a file of the message, not in the embed, where alternative texts are not read out.
    file = discord.File(io.BytesIO(picture), PICTURE_NAME, description=describe(chart, locale))
    await interaction.followup.send(embed=table, file=file, ephemeral=True)
