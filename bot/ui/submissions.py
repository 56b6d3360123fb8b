"""The forms that the bot knows, by their custom ids; `bot.app` hands in what was submitted."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.domain.access import Use
from bot.ui import (
    credit_requests,
    forms,
    jam_submitting,
    review_buttons,
    rework_forms,
    word_controls,
)
from bot.ui.client import Interaction
from bot.ui.gate import admit
from bot.ui.refusals import ControlExpired

Submit = Callable[[Interaction, str, object], Awaitable[None]]
"""Given the custom id and Discord's list of the form's parts; raises what becomes a sentence."""


@dataclass(frozen=True)
class FormKind:
    """One kind of form."""

    matches: Callable[[str], bool]
    """Whether a custom id is of this kind."""
    use: Use
    submit: Submit


ALL_FORMS: tuple[FormKind, ...] = (
    FormKind(forms.is_song_form, Use.ORDER, forms.submit_song_form),
    FormKind(rework_forms.is_rework_form, Use.ORDER, rework_forms.submit_rework_form),
    FormKind(word_controls.is_draft_form, Use.ORDER, word_controls.submit_draft_form),
    FormKind(jam_submitting.is_jam_form, Use.ORDER, jam_submitting.submit_jam_form),
    FormKind(credit_requests.is_ask_form, Use.ORDER, credit_requests.submit_ask_form),
    FormKind(credit_requests.is_decision_form, Use.MODERATE, credit_requests.submit_decision_form),
    FormKind(review_buttons.is_verdict_form, Use.MODERATE, review_buttons.submit_verdict_form),
    FormKind(review_buttons.is_report_form, Use.LOOK, review_buttons.submit_report_form),
)
"""Every form there is."""


async def submit(interaction: Interaction, custom_id: str, components: object) -> None:
    """Do what a form was filled in for, if whoever sent it in may.

    Raises:
        ControlExpired: no form of this version has such a custom id.
        Exception: becomes its sentence.
    """
    for form in ALL_FORMS:
        if form.matches(custom_id):
            await admit(interaction, form.use)
            await form.submit(interaction, custom_id, components)
            return
    raise ControlExpired
