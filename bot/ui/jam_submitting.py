"""What becomes of a jam's forms once they are sent in; what is refused can be opened again."""

from collections.abc import Mapping
from datetime import timedelta

from discord.ui import View

from bot.domain.errors import NotEnoughCredits, Refusal
from bot.domain.ids import JamId, UserId
from bot.domain.jams import JamMode, JamPlan, NoSuchSlot, Slot
from bot.ui.asking import guild_of, requester_of
from bot.ui.client import Interaction
from bot.ui.credit_requests import ask_button
from bot.ui.drafts import DraftId, FormDraft
from bot.ui.entries import EntryForm
from bot.ui.guarded import GuardedItem, view_of
from bot.ui.jam_answers import own_buttons, pledged, withdrawn, written
from bot.ui.jam_buttons import reopen_button, slot_of
from bot.ui.jam_forms import (
    AMOUNT,
    LINE_FORM,
    MINUTES,
    MODE,
    PLEDGE_FORM,
    START_FORM,
    TEXT,
    THEME,
    USUAL_MINUTES,
    amount_in,
    line_form,
    part_of,
    start_form,
)
from bot.ui.jam_pledging import open_pledge_form
from bot.ui.jam_starting import start_jam
from bot.ui.refusals import ControlExpired, LineForgotten
from bot.ui.reports import report, tell
from bot.ui.submitted import values_of
from bot.ui.translation import translate


def is_jam_form(custom_id: str) -> bool:
    """Tell whether a submitted form is one of these."""
    return custom_id.startswith((LINE_FORM, PLEDGE_FORM, START_FORM))


async def submit_jam_form(interaction: Interaction, custom_id: str, components: object) -> None:
    """Do what a form is for; a refusal is told with a button that opens the form again."""
    texts = dict(values_of(components))
    try:
        if custom_id.startswith(LINE_FORM):
            await _contribute(interaction, *_jam_and_slot(custom_id), texts)
        elif custom_id.startswith(PLEDGE_FORM):
            await _pledge(interaction, JamId(custom_id.removeprefix(PLEDGE_FORM)), texts)
        else:
            minutes = texts.get(MINUTES, str(USUAL_MINUTES))
            await start_jam(interaction, plan_in(texts), length=minutes)
    except Refusal as refusal:
        await report(interaction, refusal, view=_way_on(interaction, custom_id, texts, refusal))


async def reopen_jam_form(interaction: Interaction, draft_id: DraftId) -> None:
    """Answer with a refused form and what was written into it.

    Raises:
        LineForgotten: that is not kept any more.
    """
    draft = interaction.client.jam_drafts.find(draft_id, UserId(interaction.user.id))
    if draft is None:
        raise LineForgotten
    if draft.custom_id.startswith(PLEDGE_FORM):
        jam_id = JamId(draft.custom_id.removeprefix(PLEDGE_FORM))
        await open_pledge_form(interaction, jam_id, draft.written.get(AMOUNT, ""))
    else:
        await interaction.response.send_modal(await _form_of(interaction, draft))


def plan_in(texts: Mapping[str, str]) -> JamPlan:
    """Return the jam that the form of a new one asks for.

    Raises:
        ControlExpired: a choice is none of those that the form offers.
    """
    try:
        mode = JamMode(texts.get(MODE, JamMode.VERSES.value))
        minutes = int(texts.get(MINUTES, USUAL_MINUTES))
    except ValueError as error:
        raise ControlExpired from error
    return JamPlan(texts.get(THEME, ""), mode, timedelta(minutes=minutes))


async def _contribute(
    interaction: Interaction, jam_id: JamId, slot: Slot, texts: Mapping[str, str]
) -> None:
    jams, guild_id, text = (
        interaction.client.services.jams,
        guild_of(interaction),
        texts.get(TEXT, ""),
    )
    who, locale = requester_of(interaction), interaction.locale
    if not text:
        await jams.withdraw(jam_id, guild_id, who.user_id, slot)
        await tell(interaction, withdrawn(slot, locale))
        return
    view = await jams.contribute(jam_id, guild_id, who, slot, text)
    told = written(view, slot, text, locale)
    await tell(interaction, told, view=own_buttons(view, slot, locale))


async def _pledge(interaction: Interaction, jam_id: JamId, texts: Mapping[str, str]) -> None:
    amount = amount_in(texts)
    view = await interaction.client.services.jams.pledge(
        jam_id, guild_of(interaction), requester_of(interaction), amount
    )
    await tell(interaction, pledged(view, amount, interaction.locale))


def _way_on(
    interaction: Interaction, custom_id: str, texts: Mapping[str, str], refusal: Refusal
) -> View:
    """Return the buttons that help after a refusal: the form once more, with its text."""
    draft = FormDraft(UserId(interaction.user.id), custom_id, texts)
    draft_id = interaction.client.jam_drafts.keep(draft)
    items: list[GuardedItem] = [reopen_button(draft_id, translate(interaction.locale, "Edit"))]
    if isinstance(refusal, NotEnoughCredits):
        items.append(ask_button(refusal.needed - refusal.available, interaction.locale))
    return view_of(*items)


async def _form_of(interaction: Interaction, draft: FormDraft) -> EntryForm:
    """Return a refused form, filled in as it was.

    Raises:
        Refusal: what it is about is gone.
    """
    if draft.custom_id.startswith(START_FORM):
        return start_form(draft.written, interaction.locale)
    jams, guild_id = interaction.client.services.jams, guild_of(interaction)
    jam_id, slot = _jam_and_slot(draft.custom_id)
    view = await jams.view(jam_id, guild_id)
    part = part_of(view, slot)
    if part is None:
        raise NoSuchSlot(slot.key)
    return line_form(view, part, draft.written.get(TEXT, ""), interaction.locale)


def _jam_and_slot(custom_id: str) -> tuple[JamId, Slot]:
    jam_id, _, key = custom_id.removeprefix(LINE_FORM).partition(".")
    return JamId(jam_id), slot_of(key)
