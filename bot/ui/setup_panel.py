"""The panel of `/server setup`: menus that save at once, and buttons from step to step.

All it shows is read from what is stored, so it goes on after a restart at any step.
"""

from typing import Final

import discord
from discord import ButtonStyle, Locale
from discord.ui import Button

from bot.domain.access import Use
from bot.domain.allowances import Allowance
from bot.domain.ids import EVERYONE, RoleId, UserId
from bot.domain.periods import Period
from bot.ui.amounts import per_period, role_name
from bot.ui.asking import guild_of
from bot.ui.checkup import draw_gaps, gaps_of
from bot.ui.client import Interaction
from bot.ui.guarded import GuardedButton, GuardedItem, GuardedSelect, chosen, view_of
from bot.ui.panels import Panel
from bot.ui.refusals import ControlExpired
from bot.ui.server_summary import draw_check
from bot.ui.setup_parts import MenuField, choice_menu, picked_number, picked_roles, role_menu
from bot.ui.setup_review import REVIEW_FIELDS
from bot.ui.setup_verdict import VERDICT_FIELDS
from bot.ui.setup_view import SetupView, Step, read_setup
from bot.ui.setup_where import WHERE_FIELDS
from bot.ui.setup_words import AMOUNTS, WORDS_FIELDS
from bot.ui.translation import translate

_COLOUR: Final = discord.Colour(0x5865F2)

FIELDS: Final[dict[str, MenuField]] = {
    **WHERE_FIELDS,
    **REVIEW_FIELDS,
    **VERDICT_FIELDS,
    **WORDS_FIELDS,
}
"""All menus that set something of the whole server, by the names in their custom ids."""


class SetupButton(GuardedButton, template=rf"v1:setup:(?P<id>{'|'.join(Step)})"):
    """Turns the panel to a step, or opens it where there is none yet."""

    use = Use.MANAGE

    async def press(self, interaction: Interaction) -> None:
        """Show the step."""
        await show_step(interaction, Step(self.subject))


class SetupMenu(GuardedSelect, template=r"v1:set:(?P<id>[a-z-]{1,30})"):
    """A menu of the panel."""

    use = Use.MANAGE

    async def press(self, interaction: Interaction) -> None:
        """Save what was chosen and show what holds now."""
        field = FIELDS.get(self.subject)
        if field is None:
            raise ControlExpired
        await field.apply(interaction, chosen(interaction))
        await show_step(interaction, field.step)


class AllowanceRoleMenu(GuardedSelect, template=r"v1:setrole:now"):
    """Chooses whose allowance the menu below it sets."""

    use = Use.MANAGE

    async def press(self, interaction: Interaction) -> None:
        """Show the allowance of the chosen role, of everyone when none is chosen."""
        picked = picked_roles(interaction, chosen(interaction))
        await show_step(interaction, Step.CREDITS, next(iter(picked), EVERYONE))


class AllowanceMenu(GuardedSelect, template=r"v1:setallowance:(?P<id>0|[1-9][0-9]{0,19})"):
    """Sets a role's allowance a week; the custom id names the role."""

    use = Use.MANAGE

    async def press(self, interaction: Interaction) -> None:
        """Save it; nothing a week removes it."""
        role_id = RoleId(int(self.subject))
        if role_id != EVERYONE:
            picked_roles(interaction, (self.subject,))
        amount = picked_number(chosen(interaction))
        rules, guild_id = interaction.client.services.rules, guild_of(interaction)
        actor_id = UserId(interaction.user.id)
        if amount:
            wanted = Allowance(guild_id, role_id, amount, Period.WEEK, 0)
            await rules.set_allowance(wanted, actor_id=actor_id)
        else:
            await rules.remove_allowance(guild_id, role_id, actor_id=actor_id)
        await show_step(interaction, Step.CREDITS, role_id)


SETUP_ITEMS: Final[tuple[type[GuardedItem], ...]] = (
    SetupButton,
    SetupMenu,
    AllowanceRoleMenu,
    AllowanceMenu,
)
"""All buttons and menus of the panel."""


async def open_setup(interaction: Interaction) -> None:
    """Answer with the first step."""
    panel = draw_step(await read_setup(interaction), Step.WHERE, interaction.locale)
    await interaction.response.send_message(
        embed=panel.embed, view=view_of(*panel.buttons), ephemeral=True
    )


async def show_step(interaction: Interaction, step: Step, role_id: RoleId = EVERYONE) -> None:
    """Show a step in the panel that was used; on a public message, open a panel."""
    view = await read_setup(interaction, role_id)
    panel = draw_step(view, step, interaction.locale)
    items = view_of(*panel.buttons)
    if interaction.message is None or not interaction.message.flags.ephemeral:
        await interaction.response.send_message(embed=panel.embed, view=items, ephemeral=True)
        return
    await interaction.response.edit_message(embed=panel.embed, view=items)
    if step is Step.CHECK:
        # The music service may take longer than Discord waits for a first answer.
        spendable = await interaction.client.services.balance.spendable()
        gaps = gaps_of(view.guild, view.settings, interaction.locale)
        embed = draw_check(view, gaps, spendable, interaction.locale)
        await interaction.edit_original_response(embed=embed)


def draw_step(view: SetupView, step: Step, locale: Locale) -> Panel:
    """Return a step of the panel."""
    title = translate(
        locale,
        "Set up · {number} of {all} · {step}",
        number=step.number,
        all=len(Step),
        step=_title(step, locale),
    )
    embed = discord.Embed(title=title, description=_words(step, view, locale), colour=_COLOUR)
    return Panel(embed, (*menus_of(step, view, locale), *_buttons(step, locale)))


def menus_of(step: Step, view: SetupView, locale: Locale) -> tuple[GuardedSelect, ...]:
    """Return new menus for a step."""
    drawn: list[GuardedSelect] = [
        SetupMenu(field.draw(f"v1:set:{name}", view, locale))
        for name, field in FIELDS.items()
        if field.step is step
    ]
    if step is Step.CREDITS:
        drawn += [_allowance_role(view, locale), _allowance_amount(view, locale)]
    return tuple(drawn)


def _allowance_role(view: SetupView, locale: Locale) -> AllowanceRoleMenu:
    words = translate(locale, "Whose allowance; nobody chosen means everyone")
    shown = () if view.role_id == EVERYONE else (view.role_id,)
    return AllowanceRoleMenu(role_menu("v1:setrole:now", words, shown, most=1))


def _allowance_amount(view: SetupView, locale: Locale) -> AllowanceMenu:
    held = view.allowance
    weekly = held is None or held.period is Period.WEEK
    amounts = sorted({*AMOUNTS, held.amount} if held and weekly else AMOUNTS)
    nothing = translate(locale, "No allowance")
    options = [
        (str(amount), per_period(amount, Period.WEEK, locale) if amount else nothing)
        for amount in amounts
    ]
    shown = [str(held.amount if held else 0)] if weekly else []
    words = translate(locale, "Credits a week")
    custom_id = f"v1:setallowance:{view.role_id}"
    return AllowanceMenu(choice_menu(custom_id, words, options, shown))


def _buttons(step: Step, locale: Locale) -> tuple[SetupButton, ...]:
    before, after = step.beside(-1), step.beside(1)
    buttons: list[SetupButton] = []
    if before is not None:
        buttons.append(_button(before, translate(locale, "Back"), ButtonStyle.secondary))
    if after is not None:
        buttons.append(_button(after, translate(locale, "Next"), ButtonStyle.primary))
    else:
        buttons.append(_button(step, translate(locale, "Check again"), ButtonStyle.primary))
    return tuple(buttons)


def setup_button(locale: Locale) -> SetupButton:
    """Return the button that opens the panel from a public message."""
    return _button(Step.WHERE, translate(locale, "Set up"), ButtonStyle.primary)


def _button(step: Step, label: str, style: ButtonStyle) -> SetupButton:
    return SetupButton(Button(label=label, style=style, custom_id=f"v1:setup:{step}"))


def _title(step: Step, locale: Locale) -> str:
    titles = {
        Step.WHERE: translate(locale, "Who may order, and where"),
        Step.REVIEW: translate(locale, "Reviews"),
        Step.VERDICT: translate(locale, "Deadline and reports"),
        Step.LOG: translate(locale, "Log"),
        Step.CREDITS: translate(locale, "Credits"),
        Step.WORDS: translate(locale, "Model and language"),
        Step.CHECK: translate(locale, "Check"),
    }
    return titles[step]


def _words(step: Step, view: SetupView, locale: Locale) -> str:
    gaps = draw_gaps(gaps_of(view.guild, view.settings, locale), locale)
    if step is Step.CHECK:
        return gaps
    if step is Step.CREDITS:
        return _credits_words(view, locale)
    words = {
        Step.WHERE: translate(
            locale,
            "Choose where songs are ordered and who may order them. As it is, it works: every"
            " choice is saved at once, and you can stop at any step.",
        ),
        Step.REVIEW: translate(
            locale,
            "Songs can wait for a moderator before they are posted. Credits stay reserved"
            " meanwhile and come back when a song is refused.",
        ),
        Step.VERDICT: translate(
            locale,
            "A review that nobody decides in time is decided as you choose here. Appeals are"
            " refused then. Reports are counted for each song, one of each person.",
        ),
        Step.LOG: translate(
            locale,
            "What managers and moderators do is always kept and shown by /mod log. In a log"
            " channel everybody there reads it as it happens.",
        ),
        Step.WORDS: translate(
            locale,
            "Orders that name no model take this one. Private answers are in the language of"
            " whoever reads them.",
        ),
    }
    return f"{words[step]}\n\n{gaps}"


def _credits_words(view: SetupView, locale: Locale) -> str:
    told = translate(
        locale,
        "Credits pay for songs. Allowances come by themselves: choose a"
        " role and what its members get a week. /server allowance knows other periods.",
    )
    lines = [
        f"{role_name(each.role_id, locale)}: {per_period(each.amount, each.period, locale)}"
        for each in view.allowances[:20]
    ]
    return "\n".join([told, "", *lines]) if lines else told
