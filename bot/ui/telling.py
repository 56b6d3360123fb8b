"""How a member is told that a song of theirs is finished: their choice, wherever they are."""

from discord import Locale, SelectOption
from discord.ui import Select, View

from bot.domain.access import Use
from bot.domain.delivery import Telling
from bot.domain.ids import UserId
from bot.ui.client import Interaction
from bot.ui.guarded import GuardedSelect, chosen
from bot.ui.refusals import ControlExpired
from bot.ui.translation import translate


class TellingMenu(GuardedSelect, template=r"v1:telling:now"):
    """Chooses it, on the overview of the queue."""

    use = Use.LOOK

    async def press(self, interaction: Interaction) -> None:
        """Keep it, and draw the overview anew."""
        try:
            (telling,) = map(Telling, chosen(interaction))
        except ValueError:
            raise ControlExpired from None
        user_id = UserId(interaction.user.id)
        await interaction.client.services.member_notices.tell_by(user_id, telling)
        await interaction.client.library_controls.queue(interaction)


def telling_menu(telling: Telling, locale: Locale) -> TellingMenu:
    """Return the menu, with what holds now chosen."""
    names = {
        Telling.REPLY: translate(locale, "When a song is finished: reply to it and mention me"),
        Telling.DIRECT: translate(locale, "When a song is finished: send me a direct message"),
        Telling.NOTHING: translate(locale, "When a song is finished: tell me nothing"),
    }
    options = [
        SelectOption(label=name, value=way.value, default=way is telling)
        for way, name in names.items()
    ]
    return TellingMenu(Select[View](custom_id="v1:telling:now", options=options))
