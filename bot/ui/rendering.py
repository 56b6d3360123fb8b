"""From drawings to what discord.py sends."""

from discord import Locale

from bot.domain.delivery import JobView
from bot.domain.ids import DIRECT_MESSAGES, GuildId
from bot.ui.asking import guild_of
from bot.ui.cards import CardSettings, draw_card
from bot.ui.client import Interaction, JamboreeClient
from bot.ui.drawing import Drawing
from bot.ui.offers import offers_of
from bot.ui.translation import DEFAULT_LOCALE


def draw_for(
    client: JamboreeClient,
    view: JobView,
    *,
    locale: Locale,
    private: bool = False,
    notices: tuple[str, ...] = (),
) -> Drawing:
    """Draw a job's card with today's price on its buttons."""
    over = view.job.state.terminal
    settings = CardSettings(
        price_of_another(client, view) if over else None,
        locale,
        private,
        notices,
        offers_of(client, view),
    )
    return draw_card(view, settings)


def price_of_another(client: JamboreeClient, view: JobView) -> int:
    """Return what ordering the same again costs in the server now, in credits."""
    request = view.job.request
    cost = client.services.quotes.price_of(request)
    return view.tariff.price(view.job.kind, request.model, cost)


def reader_locale(interaction: Interaction, *, private: bool) -> Locale:
    """Return the language of an answer: the person's own if private, else the server's."""
    guild_id = guild_of(interaction)
    if private or guild_id == DIRECT_MESSAGES:
        return interaction.locale
    chosen = _chosen_locale(interaction.client, guild_id)
    return chosen or interaction.guild_locale or DEFAULT_LOCALE


def guild_locale(client: JamboreeClient, guild_id: int) -> Locale:
    """Return the language of a server's public messages."""
    chosen = _chosen_locale(client, guild_id)
    if chosen is not None:
        return chosen
    guild = client.get_guild(guild_id)
    return guild.preferred_locale if guild else DEFAULT_LOCALE


def _chosen_locale(client: JamboreeClient, guild_id: int) -> Locale | None:
    """Return the language that a server's managers chose, if they chose one."""
    language = client.services.servers.peek(GuildId(guild_id)).language
    try:
        return Locale(language) if language else None
    except ValueError:
        # A language of a later version, kept through a return to this one.
        return None
