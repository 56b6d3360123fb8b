"""The form that sets what somebody pledges."""

from discord import Locale

from bot.domain.ids import JamId, UserId
from bot.domain.jams import Deed, JamView, MyPart
from bot.ui.asking import guild_of, roles_of
from bot.ui.client import Interaction
from bot.ui.entries import EntryForm, TextEntry
from bot.ui.jam_forms import AMOUNT, AMOUNT_DIGITS, DESCRIPTION_LIMIT, PLEDGE_FORM, form_title
from bot.ui.text import shorten
from bot.ui.translation import translate


async def open_pledge_form(
    interaction: Interaction, jam_id: JamId, written: str | None = None
) -> None:
    """Answer with the form, filled in with what was refused, else with what would be enough.

    Raises:
        JamNotFound, WrongPhase: there is nothing to pledge for.
    """
    services, guild_id = interaction.client.services, guild_of(interaction)
    user_id = UserId(interaction.user.id)
    view = await services.jams.view(jam_id, guild_id)
    view.jam.check(Deed.PLEDGE)
    mine = await services.jams.mine(jam_id, guild_id, user_id)
    statement = await services.credits.statement(
        guild_id, user_id, limit=1, role_ids=roles_of(interaction.user)
    )
    available = statement.balance.available
    value = str(_suggested(view, mine, available)) if written is None else written
    form = _form(view, value, mine.pledge + available, interaction.locale)
    await interaction.response.send_modal(form)


def _suggested(view: JamView, mine: MyPart, available: int) -> int:
    missing = max(0, view.price - view.pot.total)
    return mine.pledge or min(missing, available)


def _form(view: JamView, value: str, most: int, locale: Locale) -> EntryForm:
    rule = translate(
        locale,
        "The pot has {total} of {price}. You can pledge up to {most}; 0 takes yours back.",
        total=view.pot.total,
        price=view.price,
        most=most,
    )
    entry = TextEntry(
        custom_id=AMOUNT,
        name=translate(locale, "Your pledge, in credits"),
        description=shorten(rule, DESCRIPTION_LIMIT),
        value=value,
        limit=AMOUNT_DIGITS,
        short=True,
        required=True,
    )
    return EntryForm(f"{PLEDGE_FORM}{view.jam.jam_id}", form_title(view, locale), [entry])
