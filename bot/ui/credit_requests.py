"""A member asks the moderators for credits: the message, its buttons and its forms."""

import discord
from discord import AllowedMentions, ButtonStyle, Locale, TextStyle
from discord.ui import Button, Label, Modal, TextInput, View

from bot.domain.access import Use
from bot.domain.credit_requests import CreditRequest, RequestState
from bot.domain.errors import RequestDecided
from bot.domain.ids import DIRECT_MESSAGES, CreditRequestId, UserId
from bot.ui.amounts import credits_of
from bot.ui.asking import address_of, guild_of
from bot.ui.client import Interaction
from bot.ui.guarded import GuardedButton, view_of
from bot.ui.refusals import ControlExpired, NotANumber, OnlyInServers
from bot.ui.rendering import reader_locale
from bot.ui.submitted import values_of
from bot.ui.text import block_quote
from bot.ui.translation import translate

_ASK, _GRANT, _REFUSE = "v1:askform:", "v1:grantform:", "v1:refuseform:"
_AMOUNT, _REASON = "amount", "reason"
REASON_LIMIT = 300
MOST_ASKED = 100_000
_AMOUNT_DIGITS = 6


class AskButton(GuardedButton, template=r"v1:ask:(?P<id>[1-9][0-9]{0,5})"):
    """Opens the form that asks the moderators; the custom id holds how much is missing."""

    async def press(self, interaction: Interaction) -> None:
        """Open it."""
        await open_ask_form(interaction, int(self.subject))


class GrantRequestButton(GuardedButton, template=r"v1:grant:(?P<id>[1-9][0-9]{0,17})"):
    """Opens the form that grants a request; for moderators."""

    use = Use.MODERATE

    async def press(self, interaction: Interaction) -> None:
        """Open it with the amount that was asked for."""
        request = await _open_request(interaction, CreditRequestId(int(self.subject)))
        await interaction.response.send_modal(_grant_form(request, interaction.locale))


class RefuseRequestButton(GuardedButton, template=r"v1:refuse:(?P<id>[1-9][0-9]{0,17})"):
    """Opens the form that refuses a request; for moderators."""

    use = Use.MODERATE

    async def press(self, interaction: Interaction) -> None:
        """Open it."""
        request = await _open_request(interaction, CreditRequestId(int(self.subject)))
        await interaction.response.send_modal(_refuse_form(request, interaction.locale))


def ask_button(missing: int, locale: Locale) -> AskButton:
    """Return the button that asks the moderators for `missing` (one or more) credits."""
    text = translate(locale, "Ask the moderators")
    amount = min(max(missing, 1), MOST_ASKED)
    return AskButton(Button[View](label=text, custom_id=f"v1:ask:{amount}"))


async def open_ask_form(interaction: Interaction, amount: int | None) -> None:
    """Answer with the form that asks the moderators for credits.

    Raises:
        OnlyInServers: there are no moderators here.
    """
    if guild_of(interaction) == DIRECT_MESSAGES:
        raise OnlyInServers
    locale = interaction.locale
    form = _form(_ASK, translate(locale, "Ask for credits"))
    _add_amount(form, amount, locale)
    _add_reason(form, translate(locale, "What they are for"), required=True)
    await interaction.response.send_modal(form)


async def ask(interaction: Interaction, amount: int, reason: str) -> None:
    """Ask the moderators, with a message in this channel.

    Raises:
        Refusal: nothing was asked.
    """
    if guild_of(interaction) == DIRECT_MESSAGES:
        raise OnlyInServers
    request = await interaction.client.services.credits.ask(
        guild_of(interaction), UserId(interaction.user.id), amount, reason
    )
    locale = reader_locale(interaction, private=False)
    await interaction.response.send_message(
        embed=draw_request(request, locale), view=request_view(request, locale)
    )


def is_ask_form(custom_id: str) -> bool:
    """Tell whether a submitted form asks the moderators."""
    return custom_id == _ASK


async def submit_ask_form(interaction: Interaction, custom_id: str, components: object) -> None:
    """Ask for what a form was filled in with; `components` is Discord's list of its parts.

    Raises:
        Refusal: nothing was asked.
    """
    texts = dict(values_of(components))
    await ask(interaction, _number(texts), texts.get(_REASON, ""))


def is_decision_form(custom_id: str) -> bool:
    """Tell whether a submitted form grants or refuses a request."""
    return custom_id.startswith((_GRANT, _REFUSE))


async def submit_decision_form(
    interaction: Interaction, custom_id: str, components: object
) -> None:
    """Decide as a form was filled in; `components` is Discord's list of its parts.

    Raises:
        Refusal: nothing was changed.
    """
    texts = dict(values_of(components))
    reason = texts.get(_REASON, "")
    prefix = _GRANT if custom_id.startswith(_GRANT) else _REFUSE
    number = custom_id.removeprefix(prefix)
    if not (number.isascii() and number.isdecimal()):
        raise ControlExpired
    treasury, guild_id = interaction.client.services.treasury, guild_of(interaction)
    request_id, actor_id = CreditRequestId(int(number)), UserId(interaction.user.id)
    if prefix == _GRANT:
        card = interaction.message
        decided = await treasury.grant_request(
            guild_id,
            request_id,
            actor_id=actor_id,
            amount=_number(texts),
            answer=reason,
            message=address_of(interaction, None if card is None else card.id),
        )
    else:
        decided = await treasury.refuse_request(
            guild_id, request_id, actor_id=actor_id, answer=reason
        )
    await _show_decision(interaction, decided)


def draw_request(request: CreditRequest, locale: Locale) -> discord.Embed:
    """Return a request as everybody in the channel sees it, decided or not."""
    asked = translate(
        locale,
        "{member} asks the moderators for {amount}.",
        member=f"<@{request.user_id}>",
        amount=credits_of(request.amount, locale),
    )
    lines = [asked, block_quote(request.reason, REASON_LIMIT)]
    if request.state is not RequestState.OPEN:
        lines += [_decision(request, locale), block_quote(request.answer, REASON_LIMIT)]
    return discord.Embed(
        title=_TITLES[request.state](locale),
        description="\n".join(line for line in lines if line),
        colour=_COLOURS[request.state],
        timestamp=request.created_at,
    )


def request_view(request: CreditRequest, locale: Locale) -> View:
    """Return new buttons for a request; none once it is decided."""
    if request.state is not RequestState.OPEN:
        return view_of()
    number = request.request_id
    grant, refuse = translate(locale, "Grant"), translate(locale, "Refuse")
    return view_of(
        GrantRequestButton(
            Button(label=grant, style=ButtonStyle.success, custom_id=f"v1:grant:{number}")
        ),
        RefuseRequestButton(
            Button(label=refuse, style=ButtonStyle.danger, custom_id=f"v1:refuse:{number}")
        ),
    )


async def _show_decision(interaction: Interaction, request: CreditRequest) -> None:
    """Show a decision on the message of the request and tell the member who asked."""
    locale = reader_locale(interaction, private=False)
    embed, member = draw_request(request, locale), f"<@{request.user_id}>"
    await interaction.response.edit_message(embed=embed, view=request_view(request, locale))
    told = f"{member} {_decision(request, locale)}"
    if request.answer:
        told += f"\n{block_quote(request.answer, REASON_LIMIT)}"
    mentions = AllowedMentions(
        everyone=False, roles=False, users=[discord.Object(request.user_id)], replied_user=False
    )
    await interaction.followup.send(told, allowed_mentions=mentions)


def _decision(request: CreditRequest, locale: Locale) -> str:
    moderator = f"<@{request.decided_by}>"
    if request.state is RequestState.GRANTED:
        return translate(
            locale,
            "{moderator} has granted {amount}.",
            moderator=moderator,
            amount=credits_of(request.granted, locale),
        )
    return translate(locale, "{moderator} has refused.", moderator=moderator)


async def _open_request(interaction: Interaction, request_id: CreditRequestId) -> CreditRequest:
    for request in await interaction.client.services.treasury.requests(guild_of(interaction)):
        if request.request_id == request_id:
            return request
    raise RequestDecided(request_id)


def _grant_form(request: CreditRequest, locale: Locale) -> Modal:
    form = _form(f"{_GRANT}{request.request_id}", translate(locale, "Grant credits"))
    _add_amount(form, request.amount, locale)
    _add_reason(form, translate(locale, "A word to the member"), required=False)
    return form


def _refuse_form(request: CreditRequest, locale: Locale) -> Modal:
    form = _form(f"{_REFUSE}{request.request_id}", translate(locale, "Refuse the request"))
    _add_reason(form, translate(locale, "Why not"), required=True)
    return form


def _form(custom_id: str, title: str) -> Modal:
    form = Modal(title=title, custom_id=custom_id, timeout=900)
    # A stopped form is not remembered by discord.py; what is sent in needs no memory.
    form.stop()
    return form


def _add_amount(form: Modal, amount: int | None, locale: Locale) -> None:
    entry: TextInput[View] = TextInput(
        custom_id=_AMOUNT,
        default=None if amount is None else str(amount),
        min_length=1,
        max_length=_AMOUNT_DIGITS,
    )
    form.add_item(Label(text=translate(locale, "How many credits"), component=entry))


def _add_reason(form: Modal, text: str, *, required: bool) -> None:
    entry: TextInput[View] = TextInput(
        custom_id=_REASON,
        style=TextStyle.paragraph,
        required=required,
        max_length=REASON_LIMIT,
    )
    form.add_item(Label(text=text, component=entry))


def _number(texts: dict[str, str]) -> int:
    written = texts.get(_AMOUNT, "").strip()
    if not (written.isascii() and written.isdecimal() and len(written) <= _AMOUNT_DIGITS):
        raise NotANumber(written)
    return int(written)


def _open_title(locale: Locale) -> str:
    return translate(locale, "A request for credits")


def _granted_title(locale: Locale) -> str:
    return translate(locale, "A request for credits · granted")


def _refused_title(locale: Locale) -> str:
    return translate(locale, "A request for credits · refused")


_TITLES = {
    RequestState.OPEN: _open_title,
    RequestState.GRANTED: _granted_title,
    RequestState.REFUSED: _refused_title,
}
_COLOURS = {
    RequestState.OPEN: discord.Colour(0x5865F2),
    RequestState.GRANTED: discord.Colour(0x2D7D46),
    RequestState.REFUSED: discord.Colour(0xA12D2F),
}
