"""The buttons and menus of jams. Their ids hold all they need; rights are checked when used."""

from collections.abc import Mapping

from discord import ButtonStyle
from discord.ui import Button, Select, View

from bot.domain.access import Use
from bot.domain.ids import ContributionId, JamId, JobId
from bot.domain.jams import JamPhase, Slot
from bot.ui.client import Interaction
from bot.ui.drafts import DraftId
from bot.ui.guarded import GuardedButton, GuardedItem, GuardedSelect, chosen
from bot.ui.jam_verbs import JamVerb, SlotVerb
from bot.ui.refusals import ControlExpired

_ID = "[0-9a-hjkmnp-tv-z]{10}"
_SLOT = "[a-z]{1,10}(?:-[0-9]{1,2})?"
_SEEN = f"{'|'.join(JamPhase)}|[0-9]{{1,9}}"
"""The phase or the number of the turn that a board showed when it was drawn."""


_LEAVING = (JamVerb.LEAVE, JamVerb.STOP, JamVerb.STOP_FOR_GOOD, JamVerb.GO_ON)
_TAKING_PART = tuple(verb for verb in JamVerb if verb not in _LEAVING)


class JamButton(
    GuardedButton,
    template=rf"v1:jam-(?P<verb>{'|'.join(_TAKING_PART)}):(?P<id>{_ID})(?:\.(?P<seen>{_SEEN}))?",
):
    """A button about a whole jam, for those who may order."""

    async def press(self, interaction: Interaction) -> None:
        """Do what its verb says."""
        verb = JamVerb(self.custom_id.split(":")[1].removeprefix("jam-"))
        jam_id = JamId(self.subject.partition(".")[0])
        await interaction.client.jam_controls.press(interaction, verb, jam_id, self.item.label)


class LeaveJamButton(
    GuardedButton, template=rf"v1:jam-(?P<verb>{'|'.join(_LEAVING)}):(?P<id>{_ID})"
):
    """A button that ends something, which nobody is kept from."""

    use = Use.LOOK

    async def press(self, interaction: Interaction) -> None:
        """Do what its verb says."""
        verb = JamVerb(self.custom_id.split(":")[1].removeprefix("jam-"))
        await interaction.client.jam_controls.press(interaction, verb, JamId(self.subject), None)


class JamSlotButton(
    GuardedButton,
    template=rf"v1:jamslot-(?P<verb>{'|'.join(SlotVerb)}):(?P<id>{_ID})\.(?P<slot>{_SLOT})",
):
    """A button about what its presser wrote for one part."""

    async def press(self, interaction: Interaction) -> None:
        """Do what its verb says."""
        verb = SlotVerb(self.custom_id.split(":")[1].removeprefix("jamslot-"))
        jam_id, slot = _jam_and_slot(self.subject)
        controls = interaction.client.jam_controls
        if verb is SlotVerb.EDIT:
            await controls.write(interaction, jam_id, slot)
        else:
            await controls.withdraw(interaction, jam_id, slot)


class SlotSelect(GuardedSelect, template=rf"v1:jampick:(?P<id>{_ID})"):
    """Chooses which part to write for."""

    async def press(self, interaction: Interaction) -> None:
        """Open its form."""
        slot = slot_of(*chosen(interaction))
        await interaction.client.jam_controls.write(interaction, JamId(self.subject), slot)


class BallotButton(
    GuardedButton, template=rf"v1:jamballot:(?P<id>{_ID})\.(?P<slot>{_SLOT})\.(?P<page>\d{{1,4}})"
):
    """Turns to a page of what can be voted for."""

    async def press(self, interaction: Interaction) -> None:
        """Turn to it."""
        jam_id, slot, page = _ballot_page(self.subject)
        await interaction.client.jam_controls.show_ballot(interaction, jam_id, slot, page)


class BallotSelect(GuardedSelect, template=rf"v1:jamballots:(?P<id>{_ID})"):
    """Chooses which part to vote on."""

    async def press(self, interaction: Interaction) -> None:
        """Show what can be voted for."""
        slot = slot_of(*chosen(interaction))
        await interaction.client.jam_controls.show_ballot(interaction, JamId(self.subject), slot, 1)


class VoteSelect(
    GuardedSelect, template=rf"v1:jamvote:(?P<id>{_ID})\.(?P<slot>{_SLOT})\.(?P<page>\d{{1,4}})"
):
    """Votes. Nothing in its custom id or options says who voted."""

    async def press(self, interaction: Interaction) -> None:
        """Vote for the chosen one."""
        jam_id, slot, page = _ballot_page(self.subject)
        await interaction.client.jam_controls.vote(
            interaction, jam_id, slot, page, ContributionId(number_of(*chosen(interaction)))
        )


class ReopenLineButton(GuardedButton, template=rf"v1:jamform:(?P<id>{_ID})"):
    """Opens a form again with the text that was refused."""

    async def press(self, interaction: Interaction) -> None:
        """Open it."""
        await interaction.client.jam_controls.reopen(interaction, DraftId(self.subject))


class AddToJamButton(GuardedButton, template=rf"v1:jamadd:(?P<id>{_ID})"):
    """Asks which jam a card's song is to go into."""

    async def press(self, interaction: Interaction) -> None:
        """Ask."""
        await interaction.client.jam_controls.choose_jam(interaction, JobId(self.subject))


class JamSelect(GuardedSelect, template=rf"v1:jaminto:(?P<id>{_ID})"):
    """Chooses the jam and the part that a song goes into, or a new jam."""

    async def press(self, interaction: Interaction) -> None:
        """Open the form for it."""
        values = chosen(interaction)
        place = values[0] if values else ""
        job_id = JobId(self.subject)
        if place == NEW_JAM:
            await interaction.client.jam_controls.open_start_form(interaction, job_id)
            return
        jam_id, slot = _jam_and_slot(place)
        await interaction.client.jam_controls.write(interaction, jam_id, slot, job_id)


JAM_BUTTONS: tuple[type[GuardedItem], ...] = (
    JamButton,
    LeaveJamButton,
    JamSlotButton,
    SlotSelect,
    BallotButton,
    BallotSelect,
    VoteSelect,
    ReopenLineButton,
    AddToJamButton,
    JamSelect,
)
"""Every button and menu of jams."""

NEW_JAM = "new"
"""The choice of a new jam, in place of a jam and its part."""


def jam_button(
    verb: JamVerb,
    jam_id: JamId,
    label: str,
    *,
    primary: bool = False,
    danger: bool = False,
    seen: str = "",
) -> GuardedButton:
    """Return a button about a whole jam.

    `seen`: the phase or the number of the turn that the button is about, where that matters.
    """
    style = ButtonStyle.primary if primary else ButtonStyle.secondary
    if danger:
        style = ButtonStyle.danger
    kind = LeaveJamButton if verb in _LEAVING else JamButton
    custom_id = f"v1:jam-{verb}:{jam_id}.{seen}" if seen else f"v1:jam-{verb}:{jam_id}"
    return kind(Button[View](label=label, style=style, custom_id=custom_id))


def seen_on(interaction: Interaction) -> str:
    """Return the phase or turn that the pressed button is about; empty where it says none."""
    pressed = interaction.data.get("custom_id") if isinstance(interaction.data, Mapping) else None
    return str(pressed or "").rpartition(":")[2].partition(".")[2]


def slot_button(verb: SlotVerb, jam_id: JamId, slot: Slot, label: str) -> JamSlotButton:
    """Return a button about what its presser wrote for a part."""
    custom_id = f"v1:jamslot-{verb}:{slot_key(jam_id, slot)}"
    return JamSlotButton(Button[View](label=label, custom_id=custom_id))


def ballot_button(jam_id: JamId, slot: Slot, page: int, label: str) -> BallotButton:
    """Return a button to a page of what can be voted for; pages count from 1."""
    custom_id = f"v1:jamballot:{slot_key(jam_id, slot)}.{page}"
    return BallotButton(Button[View](label=label, custom_id=custom_id))


def reopen_button(draft_id: DraftId, label: str) -> ReopenLineButton:
    """Return the button that opens a form again."""
    return ReopenLineButton(Button[View](label=label, custom_id=f"v1:jamform:{draft_id}"))


def slot_key(jam_id: JamId, slot: Slot) -> str:
    """Return how custom ids and values name a part of a jam."""
    return f"{jam_id}.{slot.key}"


def menu(custom_id: str, placeholder: str) -> Select[View]:
    """Return a menu without choices, from which one is chosen."""
    return Select(custom_id=custom_id, placeholder=placeholder, min_values=1, max_values=1)


def slot_of(key: str = "") -> Slot:
    """Return the slot that a chosen value names.

    Raises:
        ControlExpired: there is none such.
    """
    try:
        return Slot.of(key)
    except ValueError as error:
        raise ControlExpired from error


def number_of(value: str = "") -> int:
    """Return the number that a chosen value is.

    Raises:
        ControlExpired: it is none.
    """
    if not (value.isascii() and value.isdecimal() and len(value) <= _MOST_DIGITS):
        raise ControlExpired
    return int(value)


_MOST_DIGITS = 18


def _jam_and_slot(subject: str) -> tuple[JamId, Slot]:
    jam_id, _, key = subject.partition(".")
    return JamId(jam_id), slot_of(key)


def _ballot_page(subject: str) -> tuple[JamId, Slot, int]:
    rest, _, page = subject.rpartition(".")
    jam_id, slot = _jam_and_slot(rest)
    return jam_id, slot, number_of(page)
