"""/jam: songs made by many; and what managers set about jams."""

from dataclasses import replace

import discord
from discord import app_commands
from discord.app_commands import Choice, Range
from discord.ext import commands

from bot.domain.access import Use
from bot.domain.ids import ChannelId, ContributionId, UserId
from bot.domain.jams import (
    STYLE_LIMIT,
    THEME_LIMIT,
    JamEnd,
    JamMode,
    JamPayer,
    JamPlan,
    JamRules,
    JamView,
    TurnOrder,
)
from bot.domain.jams.money import HIGHEST_PLEDGE
from bot.ui.asking import guild_of
from bot.ui.client import Interaction, JamboreeClient
from bot.ui.credit_requests import REASON_LIMIT
from bot.ui.gate import used_to
from bot.ui.groups import extend
from bot.ui.jam_answers import counted, stopped
from bot.ui.jam_lengths import jam_length
from bot.ui.jam_moderation import (
    banned,
    contribution_choices,
    draw_rules,
    stops_as_moderator,
    struck,
)
from bot.ui.jam_starting import start_jam
from bot.ui.refusals import NotInJamThread
from bot.ui.reports import tell
from bot.ui.rights import MANAGE_SERVER, MODERATE, require

_USUAL_LENGTH = "30m"
_USUAL_PEOPLE = 12
_MOST_PEOPLE = 200


@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
class JamCog(commands.GroupCog, group_name="jam", group_description="Make a song together"):
    """Commands about jams. Most of a jam is done with the buttons of its board."""

    @app_commands.command(description="Begin a jam: a song by many, in a thread of its own")
    @app_commands.describe(
        theme="What the song is to be about",
        mode="Take turns, vote on parts, or let whole ideas compete; left out, turns",
        length="For how long, such as 20m or 1h 30m; a number alone is minutes; left out, 30",
        pot="Credits that you pledge to begin with",
        max_people="How many may take part; left out, 12",
        payer="Who pays for the song; left out, whoever pledges",
        turns="In which order turns go round",
        style="Genre, mood, instruments, tempo",
        songs="Of a battle: how many ideas become songs",
        announce="Whether the song is shown in this channel too; left out, it is",
    )
    @app_commands.choices(
        mode=[
            Choice(name="verses: take turns writing one song", value=JamMode.VERSES.value),
            Choice(name="slots: propose and vote part by part", value=JamMode.SLOTS.value),
            Choice(name="battle: whole ideas compete", value=JamMode.BATTLE.value),
        ],
        payer=[
            Choice(name="pledges of everybody", value=JamPayer.PLEDGES.value),
            Choice(name="I do", value=JamPayer.HOST.value),
            Choice(name="the server's wallet", value=JamPayer.WALLET.value),
        ],
        turns=[
            Choice(name="as people joined", value=TurnOrder.JOINING.value),
            Choice(name="at random", value=TurnOrder.RANDOM.value),
        ],
    )
    async def start(  # noqa: PLR0913 - each is an option that members see
        self,
        interaction: Interaction,
        theme: Range[str, 1, THEME_LIMIT],
        mode: str = JamMode.VERSES.value,
        length: Range[str, 1, 40] = _USUAL_LENGTH,
        pot: Range[int, 0, HIGHEST_PLEDGE] = 0,
        max_people: Range[int, 2, _MOST_PEOPLE] = _USUAL_PEOPLE,
        payer: str = JamPayer.PLEDGES.value,
        turns: str = TurnOrder.JOINING.value,
        style: Range[str, 1, STYLE_LIMIT] = "",
        songs: Range[int, 1, 2] = 2,
        announce: bool = True,
    ) -> None:
        """Begin it, or say why not; a refusal leaves no thread behind."""
        plan = JamPlan(
            theme=theme,
            mode=JamMode(mode),
            length=jam_length(length),
            payer=JamPayer(payer),
            most_people=max_people,
            order=TurnOrder(turns),
            style=style,
            songs=songs,
            announce=announce,
        )
        await start_jam(interaction, plan, pot, length)

    @used_to(Use.MODERATE)
    @app_commands.command(description="Moderators: take one contribution out of this jam")
    @app_commands.describe(contribution="Which one", reason="Why; its author is told")
    async def strike(
        self,
        interaction: Interaction,
        contribution: int,
        reason: Range[str, 1, REASON_LIMIT],
    ) -> None:
        """Strike it; the jam goes on."""
        require(interaction, MODERATE)
        view = await _jam_here(interaction)
        await interaction.client.services.jams.strike(
            view.jam.jam_id,
            guild_of(interaction),
            ContributionId(contribution),
            actor_id=UserId(interaction.user.id),
            reason=reason,
        )
        await tell(interaction, struck(interaction.locale))

    @strike.autocomplete("contribution")
    async def _contributions(self, interaction: Interaction, current: str) -> list[Choice[int]]:
        view = await _jam_of(interaction)
        if view is None or not getattr(interaction.permissions, MODERATE):
            return []
        live = await interaction.client.services.jams.contributions(
            view.jam.jam_id, guild_of(interaction)
        )
        return contribution_choices(view, live, current, interaction.locale)

    @used_to(Use.LOOK)
    @app_commands.command(description="End this jam without a song; for its host and moderators")
    @app_commands.describe(reason="Why; the board shows it")
    async def stop(
        self, interaction: Interaction, reason: Range[str, 1, REASON_LIMIT] = ""
    ) -> None:
        """End it; everything pledged goes back."""
        view = await _jam_here(interaction)
        view = await interaction.client.services.jams.stop(
            view.jam.jam_id,
            guild_of(interaction),
            UserId(interaction.user.id),
            reason=reason,
            moderator=stops_as_moderator(interaction, view),
        )
        done = counted if view.jam.end is JamEnd.FINISHED else stopped
        await tell(interaction, done(interaction.locale))

    @used_to(Use.MODERATE)
    @app_commands.command(description="Moderators: close this jam, and its next rounds, to someone")
    @app_commands.describe(
        member="Whom", reason="Why; they are told", lift="Take an earlier ban back"
    )
    async def ban(
        self,
        interaction: Interaction,
        member: discord.User,
        reason: Range[str, 1, REASON_LIMIT],
        lift: bool = False,
    ) -> None:
        """Ban somebody, which strikes what they wrote, or take that back."""
        require(interaction, MODERATE)
        view, jams = await _jam_here(interaction), interaction.client.services.jams
        change = jams.unban if lift else jams.ban
        await change(
            view.jam.jam_id,
            guild_of(interaction),
            UserId(member.id),
            actor_id=UserId(interaction.user.id),
            reason=reason,
        )
        await tell(interaction, banned(UserId(member.id), interaction.locale, lifted=lift))


class JamRulesGroup(app_commands.Group):
    """The managers' command about jams."""

    def __init__(self) -> None:
        super().__init__(name="server", description="This server's rules")

    @app_commands.command(description="How many jams there may be, and what the wallet adds")
    @app_commands.describe(
        at_once="How many jams may be under way at once",
        per_day="How many may begin within 24 hours",
        per_host="How many one member may begin within 24 hours",
        host_at_once="How many one member may host at once",
        max_people="How many people one jam may have",
        wallet_pays="Whether the server's wallet may pay for whole jams",
        match_percent="What the wallet adds to pledges, in percent of them",
        match_most="The most that the wallet adds to one jam, in credits; 0 for no limit",
    )
    async def jams(  # noqa: PLR0913 - each is an option that managers see
        self,
        interaction: Interaction,
        at_once: Range[int, 0, 100] | None = None,
        per_day: Range[int, 0, 1000] | None = None,
        per_host: Range[int, 0, 1000] | None = None,
        host_at_once: Range[int, 0, 100] | None = None,
        max_people: Range[int, 2, _MOST_PEOPLE] | None = None,
        wallet_pays: bool | None = None,
        match_percent: Range[int, 0, 1000] | None = None,
        match_most: Range[int, 0, HIGHEST_PLEDGE] | None = None,
    ) -> None:
        """Change what is given, and show all."""
        require(interaction, MANAGE_SERVER)

        def alter(held: JamRules) -> JamRules:
            ceiling = held.match_ceiling if match_most is None else match_most or None
            return replace(
                held,
                at_once=_or(at_once, held.at_once),
                per_server=_or(per_day, held.per_server),
                per_host=_or(per_host, held.per_host),
                host_at_once=_or(host_at_once, held.host_at_once),
                most_people=_or(max_people, held.most_people),
                wallet_pays=held.wallet_pays if wallet_pays is None else wallet_pays,
                match_percent=_or(match_percent, held.match_percent),
                match_ceiling=ceiling,
            )

        jams, guild_id = interaction.client.services.jams, guild_of(interaction)
        rules = await jams.rules(guild_id)
        if alter(rules) != rules:
            actor_id = UserId(interaction.user.id)
            rules = await jams.change_rules(guild_id, alter, actor_id=actor_id)
        embed = draw_rules(rules, interaction.locale)
        await interaction.response.send_message(embed=embed, ephemeral=True)


def _or(given: int | None, held: int) -> int:
    return held if given is None else given


async def _jam_here(interaction: Interaction) -> JamView:
    """Return the jam of the thread that a command was used in.

    Raises:
        NotInJamThread: there is none.
    """
    view = await _jam_of(interaction)
    if view is None:
        raise NotInJamThread
    return view


async def _jam_of(interaction: Interaction) -> JamView | None:
    if interaction.channel_id is None or interaction.guild_id is None:
        return None
    return await interaction.client.services.jams.in_thread(
        guild_of(interaction), ChannelId(interaction.channel_id)
    )


async def setup(bot: JamboreeClient) -> None:
    """Add the commands to the bot."""
    await bot.add_cog(JamCog())
    extend(bot, JamRulesGroup())
