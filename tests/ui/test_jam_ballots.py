from collections.abc import Iterator, Mapping, Sequence

from discord.ui import Button, View

from bot.domain.ids import ChannelId, ContributionId, GuildId, IdempotencyKey, JamId, UserId
from bot.domain.jams import Ballot, Candidate, JamMode, JamPhase, JamPlace, Slot
from bot.domain.jams.modes import GENRE, IDEA, MOOD
from bot.sandbox.wire.components import MOST_COMPONENTS, MOST_TEXT
from bot.services.orders import Requester
from bot.ui.buttons import is_known
from bot.ui.jam_ballots import PAGE_SIZE, draw_ballot, first_open
from bot.ui.translation import DEFAULT_LOCALE
from tests.support import servers
from tests.support.discord_objects import units
from tests.support.jam_views import view_of_jam
from tests.support.jams import plan
from tests.support.sandbox_views import SeenMessage
from tests.support.stage import Stage

VIEW = view_of_jam(JamMode.BATTLE, JamPhase.VOTING)
HOSTILE = "**@everyone** <@1> [y](http://z) `x`\n" * 20


def ballot(slot: Slot, count: int, *, own: int = 1, chosen: int | None = None) -> Ballot:
    """Return a ballot of so many candidates, numbered from 1."""
    candidates = tuple(
        Candidate(ContributionId(number), f"idea {number} {HOSTILE}", number == own)
        for number in range(1, count + 1)
    )
    return Ballot(slot, candidates, None if chosen is None else ContributionId(chosen))


def drawn(
    ballots: Sequence[Ballot], slot: Slot = IDEA, page: int = 1, *, voted: bool = False
) -> list[Mapping[str, object]]:
    """Return everything on a page of a ballot."""
    built: list[dict[str, object]] = draw_ballot(
        VIEW, ballots, slot, page, DEFAULT_LOCALE, voted=voted
    ).to_components()  # type: ignore[no-untyped-call]
    return list(_walk(built))


def _walk(parts: object) -> Iterator[Mapping[str, object]]:
    if isinstance(parts, list):
        for part in parts:
            yield part
            yield from _walk(part.get("components"))


def values(parts: list[Mapping[str, object]]) -> list[str]:
    """Return the choices of the menu to vote with."""
    for part in parts:
        if part["type"] == 3 and "jamvote" in str(part["custom_id"]):
            options = part["options"]
            assert isinstance(options, list)
            return [option["value"] for option in options]
    return []


def text_of(parts: list[Mapping[str, object]]) -> str:
    """Return all words."""
    return "\n".join(str(part["content"]) for part in parts if part["type"] == 10)


def test_two_hundred_candidates_fit_page_by_page_and_every_one_can_be_chosen() -> None:
    ballots = [ballot(IDEA, 200, own=7)]
    seen: list[str] = []
    for page in range(1, 200 // PAGE_SIZE + 1):
        parts = drawn(ballots, page=page)
        assert len(parts) <= MOST_COMPONENTS
        words = text_of(parts)
        assert units(words) <= MOST_TEXT
        assert "**@everyone**" not in words
        assert "<@1>" not in words
        for part in parts:
            if "custom_id" in part:
                assert is_known(str(part["custom_id"]))
        seen += values(parts)
    assert seen == [str(number) for number in range(1, 201) if number != 7]


def test_ones_own_is_shown_and_cannot_be_chosen() -> None:
    parts = drawn([ballot(IDEA, 2, own=1)])
    assert "(yours)" in text_of(parts)
    assert values(parts) == ["2"]
    alone = drawn([ballot(IDEA, 1, own=1)])
    assert "nothing here to vote for besides your own" in text_of(alone)
    assert values(alone) == []


def test_ones_vote_is_told_and_can_be_changed() -> None:
    parts = drawn([ballot(IDEA, 12, chosen=11)])
    assert "You voted for number 11" in text_of(parts)
    assert "<t:" in text_of(parts)
    assert len(values(parts)) == PAGE_SIZE - 1
    assert "You have not voted here yet" in text_of(drawn([ballot(IDEA, 12)]))


def test_a_page_that_there_is_not_becomes_the_nearest() -> None:
    ballots = [ballot(IDEA, 12)]
    assert values(drawn(ballots, page=9)) == values(drawn(ballots, page=2)) == ["11", "12"]


def test_the_first_ballot_still_open_is_shown_first() -> None:
    done, own, left = ballot(GENRE, 3, chosen=2), ballot(MOOD, 1, own=1), ballot(IDEA, 3)
    assert first_open([done, own, left]) == IDEA
    assert first_open([done, own]) == GENRE


def test_a_ballot_that_is_gone_says_so_and_leads_to_the_others() -> None:
    gone = drawn([ballot(MOOD, 2)], GENRE)
    assert "Vote · Genre" in text_of(gone)
    assert "Nothing is left to choose between here" in text_of(gone)
    assert values(gone) == []
    assert [part["custom_id"] for part in gone if part["type"] == 3] == ["v1:jamballots:abcdefgh12"]
    voted = drawn([], GENRE, voted=True)
    assert "✓ Your vote is kept" in text_of(voted)
    assert [part for part in voted if "custom_id" in part] == []


async def test_a_vote_after_which_nothing_is_left_to_choose_is_answered(stage: Stage) -> None:
    jam_id, guild_id = await begun(stage)
    sent = await posted(stage, f"v1:jam-vote:{jam_id}")
    opened = await stage.driver.press(sent, label="Vote", member="mika")
    (menu,) = (each for each in opened.message.controls if "jamvote" in (each.custom_id or ""))
    await remove(stage, jam_id, guild_id, "polka")
    answer = await stage.driver.select(
        opened.message, [menu.options[0].value], member="mika", custom_id=menu.custom_id
    )
    assert answer.kind == "update"
    assert "Your vote is kept" in stage.driver.known[opened.message.id].text

    refused = await stage.driver.press(sent, label="Vote", member="mika")
    assert "Nothing is left to choose between" in refused.message.text
    assert "Nothing was charged" in refused.message.text
    assert refused.message.ephemeral


async def begun(stage: Stage) -> tuple[JamId, GuildId]:
    """Begin a jam that votes on its genre alone: Ada's entry or Ben's."""
    await stage.bot.wait_until_ready()
    guild_id = await servers.guild_of(stage)
    channel = ChannelId(await stage.driver.channel("ada", "songs"))
    ada, ben = [
        Requester(UserId(int(await stage.driver.person(name))), name) for name in ("ada", "ben")
    ]
    jams = stage.core.jams
    place, key = JamPlace(guild_id, channel, channel), IdempotencyKey("itx:jam")
    jam_id = (await jams.start(plan(JamMode.SLOTS), ada, place, key=key)).jam.jam_id
    await jams.join(jam_id, guild_id, ben)
    await jams.lock(jam_id, guild_id, ada.user_id)
    await jams.contribute(jam_id, guild_id, ada, GENRE, "waltz")
    await jams.contribute(jam_id, guild_id, ben, GENRE, "polka")
    await jams.lock(jam_id, guild_id, ada.user_id)
    return jam_id, guild_id


async def posted(stage: Stage, custom_id: str) -> SeenMessage:
    """Post a button as boards have it."""
    view = View()
    view.add_item(Button(label="Vote", custom_id=custom_id))
    view.stop()
    channel = stage.bot.get_partial_messageable(await stage.driver.channel("mika", "songs"))
    sent = await channel.send("A board", view=view)
    return await stage.driver.wait_for(lambda message: message.id == sent.id)


async def remove(stage: Stage, jam_id: JamId, guild_id: GuildId, text: str) -> None:
    """Remove an entry behind the jam's back, so that its votes go on."""
    found = await stage.core.jams.contributions(jam_id, guild_id)
    (number,) = (each.contribution_id for each in found if each.text == text)
    await stage.core.database.write(lambda tx: tx.contributions.withdraw(number))
