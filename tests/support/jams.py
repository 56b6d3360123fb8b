"""People who hold jams, for tests of services and workers."""

from datetime import timedelta

from bot.domain.ids import ChannelId, ContributionId, IdempotencyKey, JamId, ProviderTaskId, UserId
from bot.domain.jams import (
    Contribution,
    JamMode,
    JamPhase,
    JamPlace,
    JamPlan,
    JamView,
    Slot,
)
from bot.domain.ports import TaskReport, TaskState
from bot.services.orders import Requester
from tests.support.orders import CHANNEL, GUILD, clip
from tests.support.surroundings import Core

THREAD = ChannelId(2101)
PLACE = JamPlace(GUILD, CHANNEL, THREAD)
NAMES = ("Ada", "Ben", "Cleo", "Dan", "Eve", "Finn", "Gia")
PEOPLE = tuple(Requester(UserId(100 + number), name) for number, name in enumerate(NAMES))
HOST = PEOPLE[0]
LENGTH = timedelta(minutes=100)
MODERATOR_OF_JAMS = UserId(900)


def plan(mode: JamMode, theme: str = "rain on tin") -> JamPlan:
    """Return a plan for a jam of a hundred minutes."""
    return JamPlan(theme=theme, mode=mode, length=LENGTH, most_people=50)


def bring_songs(core: Core) -> None:
    """Have every order bring two songs, and every draft of lyrics two lines."""
    core.provider.submissions = [ProviderTaskId("task-1")]
    core.provider.reports = [TaskReport(TaskState.FINISHED, (clip(1), clip(2)))]


async def begin(core: Core, mode: JamMode, people: int = 5, key: str = "jam:1") -> JamId:
    """Begin a jam that so many people have joined, its host among them."""
    view = await core.jams.start(plan(mode), HOST, PLACE, key=IdempotencyKey(key))
    for who in PEOPLE[1:people]:
        await core.jams.join(view.jam.jam_id, GUILD, who)
    return view.jam.jam_id


async def pledge_all(core: Core, jam_id: JamId, amount: int, people: int = 5) -> None:
    """Have everyone pledge as much."""
    for who in PEOPLE[:people]:
        await core.jams.pledge(jam_id, GUILD, who, amount)


async def lock(core: Core, jam_id: JamId) -> JamView:
    """End the present phase."""
    return await core.jams.lock(jam_id, GUILD, HOST.user_id)


async def write_all(core: Core, jam_id: JamId) -> JamView:
    """Have everyone write when it is their turn, until the words are whole."""
    view = await core.jams.view(jam_id, GUILD)
    while view.jam.phase is JamPhase.WRITING:
        turn = view.jam.turn
        assert turn is not None
        who = next(each for each in PEOPLE if each.user_id == turn.user_id)
        text = f"{who.display_name} sings of the rain"
        view = await core.jams.contribute(jam_id, GUILD, who, turn.slot, text)
    return view


async def propose(core: Core, jam_id: JamId, who: Requester, slot: Slot, text: str) -> None:
    """Have somebody propose something."""
    await core.jams.contribute(jam_id, GUILD, who, slot, text)


async def entries(core: Core, jam_id: JamId) -> dict[str, Contribution]:
    """Return what is live in a jam, by its text."""
    return {each.text: each for each in await core.jams.contributions(jam_id, GUILD)}


async def vote(
    core: Core, jam_id: JamId, who: Requester, slot: Slot, number: ContributionId
) -> JamView:
    """Have somebody vote."""
    return await core.jams.vote(jam_id, GUILD, who, slot, number)


async def see_through(core: Core, rounds: int = 6) -> None:
    """Let all workers work until orders under way are over."""
    for _ in range(rounds):
        await core.run_due()
        core.clock.advance(20)
    await core.run_due()


async def phase_of(core: Core, jam_id: JamId) -> JamPhase:
    """Return where a jam stands."""
    return (await core.jams.view(jam_id, GUILD)).jam.phase


def of_others(candidates: dict[str, Contribution], who: Requester) -> list[Contribution]:
    """Return what somebody may vote for."""
    return [each for each in candidates.values() if each.author_id != who.user_id]
