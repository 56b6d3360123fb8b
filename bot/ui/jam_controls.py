"""What the buttons and menus of jams do."""

from bot.domain.ids import ContributionId, JamId, JobId, UserId
from bot.domain.jams import (
    Ballot,
    Deed,
    JamEnd,
    JamMode,
    JamPhase,
    JamView,
    MemberState,
    MyPart,
    NoSuchSlot,
    NotYourTurn,
    Slot,
    WrongPhase,
)
from bot.ui.asking import guild_of, requester_of
from bot.ui.client import Interaction
from bot.ui.drafts import DraftId
from bot.ui.jam_answers import (
    counted,
    filling,
    joined,
    left,
    locked,
    parts_menu,
    parts_question,
    skipped,
    stop_buttons,
    stop_question,
    stopped,
    withdrawn,
)
from bot.ui.jam_ballots import draw_ballot, first_open
from bot.ui.jam_board import lock_label
from bot.ui.jam_buttons import seen_on
from bot.ui.jam_forms import line_form, own_text, part_of, start_form
from bot.ui.jam_joining import draw_choice
from bot.ui.jam_moderation import stops_as_moderator
from bot.ui.jam_pledging import open_pledge_form
from bot.ui.jam_songs import text_for, theme_of
from bot.ui.jam_starting import start_again
from bot.ui.jam_submitting import reopen_jam_form
from bot.ui.jam_verbs import JamVerb
from bot.ui.labels import price_on
from bot.ui.refusals import NothingToVoteFor, PartPriceChanged
from bot.ui.reports import tell
from bot.ui.translation import available_locales, translate


class DiscordJamControls:
    """The buttons and menus of jams; see `bot.ui.client.JamControls`."""

    async def press(
        self, interaction: Interaction, verb: JamVerb, jam_id: JamId, label: str | None
    ) -> None:
        """Do what a button on a board is for."""
        match verb:
            case JamVerb.JOIN:
                await _join(interaction, jam_id)
            case JamVerb.LINE:
                await _add_line(interaction, jam_id)
            case JamVerb.PLEDGE:
                await open_pledge_form(interaction, jam_id)
            case JamVerb.VOTE:
                await _open_ballots(interaction, jam_id)
            case JamVerb.LEAVE:
                await _leave(interaction, jam_id)
            case JamVerb.AGAIN:
                await start_again(interaction, jam_id)
            case _:
                await _press_as_host(interaction, verb, jam_id, label)

    async def write(
        self, interaction: Interaction, jam_id: JamId, slot: Slot, job_id: JobId | None = None
    ) -> None:
        """Open the form of a part, with what the presser wrote, or with what a song has for it."""
        view, mine = await _jam_and_part(interaction, jam_id)
        view.jam.check(Deed.CONTRIBUTE)
        text = own_text(mine, slot)
        if job_id is not None:
            part = part_of(view, slot)
            song = await interaction.client.services.library.view(job_id, guild_of(interaction))
            text = text_for(slot, song, part.limit if part else 0) or text
        await _open_form(interaction, view, slot, text)

    async def withdraw(self, interaction: Interaction, jam_id: JamId, slot: Slot) -> None:
        """Take back what the presser wrote for a part."""
        jams = interaction.client.services.jams
        await jams.withdraw(jam_id, guild_of(interaction), UserId(interaction.user.id), slot)
        told = withdrawn(slot, interaction.locale)
        await interaction.response.edit_message(content=told, view=None)

    async def show_ballot(
        self, interaction: Interaction, jam_id: JamId, slot: Slot, page: int
    ) -> None:
        """Show what can be voted for in place of what was pressed."""
        view, ballots = await _jam_and_ballots(interaction, jam_id)
        panel = draw_ballot(view, ballots, slot, page, interaction.locale)
        await interaction.response.edit_message(view=panel)

    async def vote(
        self,
        interaction: Interaction,
        jam_id: JamId,
        slot: Slot,
        page: int,
        contribution_id: ContributionId,
    ) -> None:
        """Vote, and show the page again."""
        await interaction.client.services.jams.vote(
            jam_id, guild_of(interaction), requester_of(interaction), slot, contribution_id
        )
        view, ballots = await _jam_and_ballots(interaction, jam_id)
        panel = draw_ballot(view, ballots, slot, page, interaction.locale, voted=True)
        await interaction.response.edit_message(view=panel)

    async def reopen(self, interaction: Interaction, draft_id: DraftId) -> None:
        """Open a form again with the text that was refused."""
        await reopen_jam_form(interaction, draft_id)

    async def choose_jam(self, interaction: Interaction, job_id: JobId) -> None:
        """Ask which jam a song is to go into."""
        services, guild_id = interaction.client.services, guild_of(interaction)
        song = await services.library.view(job_id, guild_id)
        running = await services.jams.open_in(guild_id)
        choice = draw_choice(song, running, interaction.locale)
        await interaction.response.send_message(choice.text, view=choice.view, ephemeral=True)

    async def open_start_form(self, interaction: Interaction, job_id: JobId) -> None:
        """Open the form of a new jam with a song as its theme."""
        song = await interaction.client.services.library.view(job_id, guild_of(interaction))
        form = start_form({"theme": theme_of(song)}, interaction.locale)
        await interaction.response.send_modal(form)


async def _join(interaction: Interaction, jam_id: JamId) -> None:
    jams, guild_id = interaction.client.services.jams, guild_of(interaction)
    who = requester_of(interaction)
    mine = await jams.mine(jam_id, guild_id, who.user_id)
    if mine.state is MemberState.AWAY:
        view = await jams.come_back(jam_id, guild_id, who)
    else:
        view = await jams.join(jam_id, guild_id, who)
    await tell(interaction, joined(view, interaction.locale))


async def _leave(interaction: Interaction, jam_id: JamId) -> None:
    jams, guild_id = interaction.client.services.jams, guild_of(interaction)
    user_id = UserId(interaction.user.id)
    mine = await jams.mine(jam_id, guild_id, user_id)
    await jams.leave(jam_id, guild_id, user_id)
    await tell(interaction, left(mine.pledge, interaction.locale))


async def _add_line(interaction: Interaction, jam_id: JamId) -> None:
    """Open the form of the part that the presser may write, or ask which one is meant.

    Raises:
        WrongPhase: nobody writes now.
        NotYourTurn: somebody else does, and the presser has nothing to change.
    """
    view, mine = await _jam_and_part(interaction, jam_id)
    view.jam.check(Deed.CONTRIBUTE)
    slots = _writable(view, mine, UserId(interaction.user.id))
    if len(slots) == 1:
        await _open_form(interaction, view, slots[0], own_text(mine, slots[0]))
        return
    question = parts_question(view, interaction.locale)
    menu = parts_menu(view, slots, mine, interaction.locale)
    await tell(interaction, question, view=menu)


def _writable(view: JamView, mine: MyPart, user_id: UserId) -> tuple[Slot, ...]:
    if view.jam.mode is not JamMode.VERSES:
        return view.jam.slots
    turn = view.jam.turn
    if turn is not None and turn.user_id in {user_id, None}:
        return (turn.slot,)
    own = tuple(each.slot for each in mine.contributions)
    if not own:
        raise NotYourTurn(turn.user_id if turn else None, turn.ends_at if turn else None)
    return own


async def _open_form(interaction: Interaction, view: JamView, slot: Slot, text: str) -> None:
    part = part_of(view, slot)
    if part is None:
        raise NoSuchSlot(slot.key)
    await interaction.response.send_modal(line_form(view, part, text, interaction.locale))


async def _open_ballots(interaction: Interaction, jam_id: JamId) -> None:
    """Show the presser what can be voted for.

    Raises:
        WrongPhase: nothing is voted on now.
        NothingToVoteFor: what could be chosen was struck or removed.
    """
    view, ballots = await _jam_and_ballots(interaction, jam_id)
    if not ballots:
        raise NothingToVoteFor
    panel = draw_ballot(view, ballots, first_open(ballots), 1, interaction.locale)
    await interaction.response.send_message(view=panel, ephemeral=True)


async def _press_as_host(
    interaction: Interaction, verb: JamVerb, jam_id: JamId, label: str | None
) -> None:
    jams, guild_id = interaction.client.services.jams, guild_of(interaction)
    user_id, locale = UserId(interaction.user.id), interaction.locale
    match verb:
        case JamVerb.LOCK:
            phase = await _shown_phase(interaction, jam_id, label)
            await jams.lock(jam_id, guild_id, user_id, phase=phase)
            await tell(interaction, locked(locale))
        case JamVerb.SKIP:
            turn = await _shown_turn(interaction, jam_id)
            view = await jams.skip(jam_id, guild_id, user_id, turn=turn)
            await tell(interaction, skipped(view, locale))
        case JamVerb.FILL:
            await _fill(interaction, jam_id, label)
        case JamVerb.STOP:
            view = await jams.view(jam_id, guild_id)
            view.jam.check(Deed.STOP)
            await tell(interaction, stop_question(view, locale), view=stop_buttons(view, locale))
        case JamVerb.STOP_FOR_GOOD:
            view = await jams.view(jam_id, guild_id)
            view = await jams.stop(
                jam_id, guild_id, user_id, moderator=stops_as_moderator(interaction, view)
            )
            told = counted(locale) if view.jam.end is JamEnd.FINISHED else stopped(locale)
            await interaction.response.edit_message(content=told, view=None)
        case _:
            kept = translate(locale, "The jam goes on.")
            await interaction.response.edit_message(content=kept, view=None)


async def _shown_phase(interaction: Interaction, jam_id: JamId, label: str | None) -> JamPhase:
    """Return the phase that the board showed to whoever pressed [Lock].

    Raises:
        WrongPhase: the button says it by its label alone, and is about another phase than this.
    """
    seen = seen_on(interaction)
    if seen in set(JamPhase):
        return JamPhase(seen)
    view = await interaction.client.services.jams.view(jam_id, guild_of(interaction))
    phase = view.jam.phase
    if label not in {lock_label(phase, locale) for locale in available_locales()}:
        raise WrongPhase(Deed.LOCK, phase)
    return phase


async def _shown_turn(interaction: Interaction, jam_id: JamId) -> int | None:
    """Return the number of the turn that the board showed, or would show now if it named none."""
    seen = seen_on(interaction)
    if seen.isdecimal():
        return int(seen)
    view = await interaction.client.services.jams.view(jam_id, guild_of(interaction))
    return view.jam.turn.number if view.jam.turn is not None else None


async def _fill(interaction: Interaction, jam_id: JamId, label: str | None) -> None:
    """Let the service write a part, if the price is the one that the board shows."""
    jams, guild_id = interaction.client.services.jams, guild_of(interaction)
    view = await jams.view(jam_id, guild_id)
    shown = price_on(label)
    if shown is not None and shown != view.part_price:
        raise PartPriceChanged(shown, view.part_price)
    turn = view.jam.turn
    number = await _shown_turn(interaction, jam_id)
    view = await jams.fill(jam_id, guild_id, UserId(interaction.user.id), turn=number)
    slot = turn.slot if turn is not None else view.jam.slots[0]
    await tell(interaction, filling(view, slot, interaction.locale))


async def _jam_and_part(interaction: Interaction, jam_id: JamId) -> tuple[JamView, MyPart]:
    jams, guild_id = interaction.client.services.jams, guild_of(interaction)
    view = await jams.view(jam_id, guild_id)
    return view, await jams.mine(jam_id, guild_id, UserId(interaction.user.id))


async def _jam_and_ballots(
    interaction: Interaction, jam_id: JamId
) -> tuple[JamView, tuple[Ballot, ...]]:
    jams, guild_id = interaction.client.services.jams, guild_of(interaction)
    ballots = await jams.ballots(jam_id, guild_id, UserId(interaction.user.id))
    return await jams.view(jam_id, guild_id), ballots
