"""/server filter: what must not be written or sung here."""

import io
from typing import Final

import discord
from discord import app_commands
from discord.app_commands import Choice, Range

from bot.domain.filters import (
    ARTISTS,
    EVERYWHERE,
    LONGEST_PATTERN,
    Filter,
    FilterAction,
    FilterKind,
    Scope,
    ScopedText,
)
from bot.domain.ids import FilterId, UserId
from bot.ui.asking import guild_of
from bot.ui.attached_text import text_in
from bot.ui.client import Interaction, JamboreeClient
from bot.ui.filter_panels import (
    draw_filters,
    draw_verdict,
    list_file,
    told_added,
    told_removed,
)
from bot.ui.groups import extend
from bot.ui.moderation_refusals import FilterFileUnusable
from bot.ui.refusals import OneTargetOnly
from bot.ui.reports import tell

_LIST_LIMIT: Final = 256 * 1024
_TEXT_LIMIT: Final = 4000

_ACTIONS: Final = [
    Choice(name="Refuse", value=FilterAction.REFUSE.value),
    Choice(name="Flag for review", value=FilterAction.REVIEW.value),
    Choice(name="Hide behind a spoiler", value=FilterAction.SPOILER.value),
]
_PLACES: Final = {
    "everywhere": EVERYWHERE,
    "written": frozenset(scope for scope in Scope if not scope.returned),
    "returned": frozenset(scope for scope in Scope if scope.returned),
    "titles": frozenset({Scope.TITLE, Scope.RETURNED_TITLE, Scope.FILE_NAME}),
    "lyrics": frozenset({Scope.LYRICS, Scope.RETURNED_LYRICS, Scope.JAM}),
    "prompts": frozenset({Scope.IDEA, Scope.STYLE, Scope.JAM}),
}
_WHERE: Final = [
    Choice(name="Everywhere", value="everywhere"),
    Choice(name="What members write", value="written"),
    Choice(name="What the music service returns", value="returned"),
    Choice(name="Titles and names of files", value="titles"),
    Choice(name="Lyrics", value="lyrics"),
    Choice(name="Ideas and styles", value="prompts"),
]
_KIND_OF: Final = {"lyrics": Scope.LYRICS, "idea": Scope.IDEA, "title": Scope.TITLE}


class Filtering(app_commands.Group, name="server", description="This server's rules"):
    """Commands for managers about filters."""

    filters = app_commands.Group(name="filter", description="Words that must not be used here")

    @filters.command(description="Filter a word or phrase, a pattern, or the names of artists")
    @app_commands.describe(
        words="A word or phrase, found as a whole; * at an end stands for any letters",
        pattern="A regular expression (RE2)",
        artists="Names of well-known artists, from the list that comes with the bot",
        action="What happens; refuse if you do not choose",
        where="In which texts; everywhere if you do not choose",
    )
    @app_commands.choices(action=_ACTIONS, where=_WHERE)
    async def add(
        self,
        interaction: Interaction,
        words: Range[str, 1, 100] | None = None,
        pattern: Range[str, 1, LONGEST_PATTERN] | None = None,
        artists: bool = False,
        action: str = FilterAction.REFUSE.value,
        where: str = "everywhere",
    ) -> None:
        """Set one filter."""
        given = [
            (kind, text)
            for kind, text in (
                (FilterKind.WORDS, words),
                (FilterKind.PATTERN, pattern),
                (FilterKind.LIST, ARTISTS if artists else None),
            )
            if text is not None
        ]
        if len(given) != 1:
            raise OneTargetOnly
        ((kind, text),) = given
        rule = _filter(interaction, kind, text, action, where)
        added = await interaction.client.services.filters.add([rule])
        await tell(interaction, told_added(added, interaction.locale))

    @filters.command(name="import", description="Filter every word or phrase of a text file")
    @app_commands.describe(
        file="A text file, one word or phrase on each line",
        action="What happens; flag for review if you do not choose",
        where="In which texts; everywhere if you do not choose",
    )
    @app_commands.choices(action=_ACTIONS, where=_WHERE)
    async def import_list(
        self,
        interaction: Interaction,
        file: discord.Attachment,
        action: str = FilterAction.REVIEW.value,
        where: str = "everywhere",
    ) -> None:
        """Set many filters."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        text = await text_in(file, _LIST_LIMIT)
        if text is None:
            raise FilterFileUnusable(_LIST_LIMIT)
        lines = dict.fromkeys(line.strip() for line in text.splitlines())
        rules = [
            _filter(interaction, FilterKind.WORDS, line, action, where)
            for line in lines
            if line and not line.startswith("#")
        ]
        added = await interaction.client.services.filters.add(rules)
        await tell(interaction, told_added(added, interaction.locale))

    @filters.command(description="Remove a filter")
    @app_commands.describe(number="The filter's number, as /server filter list names it")
    async def remove(self, interaction: Interaction, number: Range[int, 1, 2**53 - 1]) -> None:
        """Remove it."""
        removed = await interaction.client.services.filters.remove(
            guild_of(interaction), FilterId(number), actor_id=UserId(interaction.user.id)
        )
        await tell(interaction, told_removed(removed, interaction.locale))

    @filters.command(description="What would happen to a text, and why")
    @app_commands.describe(text="Any text", kind="What it would be; lyrics if you do not choose")
    @app_commands.choices(
        kind=[
            Choice(name="Lyrics", value="lyrics"),
            Choice(name="Idea", value="idea"),
            Choice(name="Title", value="title"),
        ]
    )
    async def test(
        self, interaction: Interaction, text: Range[str, 1, _TEXT_LIMIT], kind: str = "lyrics"
    ) -> None:
        """Explain it; nothing is kept of the text."""
        verdict = await interaction.client.services.filters.examine(
            guild_of(interaction), [ScopedText(_KIND_OF[kind], text)]
        )
        embed = draw_verdict(verdict, interaction.locale)
        await interaction.response.send_message(embed=embed, ephemeral=True)

    @filters.command(name="list", description="All filters")
    async def list_filters(self, interaction: Interaction) -> None:
        """Show them to the manager alone, and as a file."""
        rules = await interaction.client.services.filters.of_guild(guild_of(interaction))
        files = []
        if rules:
            content = io.BytesIO(list_file(rules).encode())
            files = [discord.File(content, "filters.txt")]
        embed = draw_filters(rules, interaction.locale)
        await interaction.response.send_message(embed=embed, files=files, ephemeral=True)


def _filter(
    interaction: Interaction, kind: FilterKind, text: str, action: str, where: str
) -> Filter:
    return Filter(
        filter_id=None,
        guild_id=guild_of(interaction),
        kind=kind,
        text=text,
        action=FilterAction(action),
        scopes=_PLACES[where],
        created_by=UserId(interaction.user.id),
        created_at=interaction.client.clock.now(),
    )


async def setup(bot: JamboreeClient) -> None:
    """Add the commands to the bot."""
    extend(bot, Filtering())
