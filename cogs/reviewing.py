"""/mod review, remove, hide; and *Report* for everybody."""

import discord
from discord import app_commands
from discord.app_commands import Range
from discord.ext import commands

from bot.domain.access import Use
from bot.domain.ids import MessageId, ReviewId
from bot.ui.asking import guild_of
from bot.ui.client import Interaction, JamboreeClient
from bot.ui.gate import used_to
from bot.ui.groups import extend
from bot.ui.member_notices import tell_waiting
from bot.ui.options import described
from bot.ui.reports import tell
from bot.ui.review_buttons import REASON_LIMIT, open_report_form
from bot.ui.review_desk import send_review
from bot.ui.song_choice import chosen_song, visitor_of
from bot.ui.text import inline
from bot.ui.translation import translate

_TITLE_LIMIT = 80


class Reviewing(app_commands.Group, name="mod", description="For moderators"):
    """Commands for moderators about songs."""

    @app_commands.command(description="What waits for a moderator's verdict, the oldest first")
    @app_commands.describe(number="One review, decided or not, by its number")
    async def review(
        self, interaction: Interaction, number: Range[int, 1, 2**53 - 1] | None = None
    ) -> None:
        """Show one review with its buttons."""
        reviews, guild_id = interaction.client.services.reviews, guild_of(interaction)
        if number is not None:
            view = await reviews.view(guild_id, ReviewId(number))
            await send_review(interaction, view.review)
            return
        oldest = await reviews.next_open(guild_id)
        if oldest is None:
            await tell(interaction, translate(interaction.locale, "Nothing waits for a verdict."))
            return
        await send_review(interaction, oldest)

    @app_commands.command(description="Take a song down everywhere; its author is told")
    @described(song="Which song", reason="Why, for its author and the log")
    async def remove(
        self,
        interaction: Interaction,
        song: Range[str, 1, 100],
        reason: Range[str, 1, REASON_LIMIT],
    ) -> None:
        """Remove it for good."""
        chosen = await chosen_song(interaction, song)
        await interaction.response.defer(ephemeral=True, thinking=True)
        removed = await interaction.client.services.song_moderation.remove(
            visitor_of(interaction), chosen.song_id, reason=reason
        )
        text = translate(
            interaction.locale,
            "{title} is removed everywhere, and its author is told. What it cost stays spent; /mod"
            " credits grant gives credits back.",
            title=inline(removed.title, _TITLE_LIMIT) or removed.song_id,
        )
        await tell(interaction, text)

    @app_commands.command(description="Hide a song behind a spoiler, or show it again")
    @described(
        song="Which song; its versions go with it",
        reason="Why, for the log",
        show="Show it again",
    )
    async def hide(
        self,
        interaction: Interaction,
        song: Range[str, 1, 100],
        reason: Range[str, 1, REASON_LIMIT],
        show: bool = False,
    ) -> None:
        """Hide it, or show it."""
        chosen = await chosen_song(interaction, song)
        changed = await interaction.client.services.song_moderation.hide(
            visitor_of(interaction), chosen.song_id, hidden=not show, reason=reason
        )
        locale = interaction.locale
        if not changed:
            await tell(interaction, translate(locale, "It was so before; nothing was changed."))
        elif show:
            await tell(interaction, translate(locale, "It is shown again."))
        else:
            await tell(interaction, translate(locale, "It is hidden behind a spoiler."))


class Reporting(commands.Cog):
    """What members do about songs that should not be there."""

    def __init__(self, bot: JamboreeClient) -> None:
        self._bot = bot
        menu = app_commands.ContextMenu(name="Report", callback=self.report)
        self._menu = used_to(Use.LOOK)(menu)

    async def cog_load(self) -> None:
        """Add the context menu, which a cog does not do by itself."""
        self._bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Take it away again."""
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type)

    async def report(self, interaction: Interaction, message: discord.Message) -> None:
        """Open the form that reports the first song on a message."""
        details = await interaction.client.services.library.details_on(
            visitor_of(interaction), MessageId(message.id)
        )
        await open_report_form(interaction, details.song.song_id)

    @commands.Cog.listener()
    async def on_app_command_completion(
        self,
        interaction: Interaction,
        command: "app_commands.Command[Reporting, ..., None] | app_commands.ContextMenu",
    ) -> None:
        """Tell whoever used a command what they could not be told directly."""
        await tell_waiting(interaction)


async def setup(bot: JamboreeClient) -> None:
    """Add the commands to the bot."""
    extend(bot, Reviewing())
    await bot.add_cog(Reporting(bot))
