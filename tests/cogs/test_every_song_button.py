"""Every button of songs, the library, drafts and voices, pressed by three people.

They are its owner, another member, and a member without credits.

The table is complete by construction: a button that nobody entered fails the first test.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from discord.ui import Button, View

from bot.domain.findings import Draft as LyricsDraft
from bot.domain.findings import (
    Finding,
    LyricsDrafts,
    StyleText,
    TimedWord,
    Timeline,
    VoiceMade,
)
from bot.domain.ids import GuildId, JobId, SongId, UserId, VoiceId
from bot.domain.ports import TaskReport, TaskState
from bot.domain.requests import VoiceRequest
from bot.domain.songs import Song, SongRequest
from bot.domain.sources import Source
from bot.domain.voices import SingingVoice
from bot.sandbox.config import SandboxConfig
from bot.ui import card_buttons, library_buttons, rework_buttons, voice_buttons, word_buttons
from bot.ui.buttons import ALL_BUTTONS
from bot.ui.drafts import Draft
from bot.ui.export_offers import MakeFileButton
from bot.ui.guarded import GuardedButton, view_of
from bot.ui.labels import priced
from tests.support.library import made
from tests.support.making import HUM, at_once, enrich, use
from tests.support.orders import MODEL
from tests.support.records import new_job, new_song
from tests.support.sandbox import Answer
from tests.support.sandbox_views import SeenMessage
from tests.support.stage import Stage, job_of, open_stage

OWNER, OTHER, POOR = "ada", "ben", "mika"
PEOPLE = (OWNER, OTHER, POOR)

FORM, CARD, PRIVATE, CHANGED, SHOWN = "a form", "a card", "privately", "changed", "shown again"
"""What may come of a press, besides a refusal, which is told by how it begins."""
NOT_THEIRS = "This is a song of <@"
NOT_AUTHOR = "Only its author can do that"
NOT_ORDERED = "Only the person who ordered"
UNPAID = "This costs "
OVER = "This song is over already."
FORGOTTEN = "I have restarted and no longer have"
NO_VOICE = "There is no such voice here"


@dataclass(frozen=True)
class Row:
    """What comes of a button when its owner, another member and one without credits press it."""

    custom_id: str
    owner: str
    other: str
    poor: str
    price: int | None = None

    @classmethod
    def same(cls, custom_id: str, outcome: str) -> "Row":
        """Whoever presses."""
        return cls(custom_id, outcome, outcome, outcome)

    @classmethod
    def owned(cls, custom_id: str, outcome: str, refusal: str) -> "Row":
        """For its owner alone."""
        return cls(custom_id, outcome, refusal, refusal)


Table = dict[type[GuardedButton], Row]


@dataclass(frozen=True)
class Things:
    """What the buttons are about; all of it is the owner's."""

    songs: tuple[Song, ...]
    drafts_job: str
    style_job: str
    times_job: str
    voice: VoiceId
    song_draft: str
    voice_draft: str


def table_of(things: Things) -> Table:
    """Return what every button promises to each of the three."""
    song = things.songs[0]
    job = song.job_id
    return {
        # The first ones, for they wait until the music service has answered, and nothing else.
        MakeFileButton: Row(f"v1:makefile:{song.song_id}.times", PRIVATE, PRIVATE, UNPAID, 14),
        word_buttons.LyricsOnlyButton: Row(
            f"v1:words:{things.song_draft}", PRIVATE, FORGOTTEN, FORGOTTEN, 1
        ),
        card_buttons.AgainButton: Row(f"v1:again:{job}", CARD, CARD, UNPAID, 14),
        card_buttons.ExtendButton: Row(f"v1:extend:{job}", FORM, FORM, UNPAID, 14),
        card_buttons.CoverButton: Row(f"v1:cover:{job}", FORM, FORM, UNPAID, 14),
        card_buttons.StemsButton: Row(f"v1:stems:{job}", FORM, NOT_THEIRS, NOT_THEIRS, 14),
        card_buttons.LyricsButton: Row.same(f"v1:lyrics:{job}", PRIVATE),
        card_buttons.CancelButton: Row(f"v1:cancel:{job}", OVER, NOT_ORDERED, NOT_ORDERED),
        card_buttons.RefreshButton: Row.same(f"v1:refresh:{job}", CHANGED),
        card_buttons.PostAgainButton: Row.same(f"v1:post:{job}", CHANGED),
        card_buttons.ReopenFormButton: Row.owned(f"v1:form:{things.song_draft}", FORM, FORGOTTEN),
        card_buttons.ChangeOrderButton: Row.owned(f"v1:change:{job}", FORM, NOT_ORDERED),
        library_buttons.SaveButton: Row.same(f"v1:save:{job}", PRIVATE),
        library_buttons.PageButton: Row.same("v1:songs:s.1..", CHANGED),
        library_buttons.QueueButton: Row.same("v1:queue:now", CHANGED),
        library_buttons.LeaveQueueButton: Row(f"v1:unqueue:{job}", OVER, NOT_ORDERED, NOT_ORDERED),
        library_buttons.WithholdButton: Row(f"v1:withhold:{job}", OVER, NOT_ORDERED, NOT_ORDERED),
        library_buttons.KeepSongButton: Row.same(f"v1:keep:{song.song_id}", CHANGED),
        rework_buttons.MoreButton: Row.same(f"v1:more:{job}", PRIVATE),
        rework_buttons.VersionButton: Row.same(f"v1:version:{song.song_id}", CHANGED),
        rework_buttons.MakeButton: Row(
            f"v1:make:remaster.{song.song_id}", CARD, NOT_THEIRS, NOT_THEIRS, 14
        ),
        rework_buttons.DetailsButton: Row.same(f"v1:details:{song.song_id}", PRIVATE),
        rework_buttons.ShareButton: Row.same(f"v1:share:{song.song_id}", SHOWN),
        rework_buttons.TakeAwayButton: Row.same(f"v1:take:{song.song_id}", PRIVATE),
        word_buttons.SingButton: Row.owned(f"v1:sing:{things.drafts_job}.1", FORM, NOT_ORDERED),
        word_buttons.EditDraftButton: Row.owned(
            f"v1:redraft:{things.drafts_job}.1", FORM, NOT_ORDERED
        ),
        word_buttons.AnotherButton: Row(f"v1:another:{things.drafts_job}", CARD, CARD, UNPAID, 1),
        word_buttons.UseStyleButton: Row.owned(f"v1:style:{things.style_job}", FORM, NOT_ORDERED),
        word_buttons.TimesButton: Row.owned(f"v1:times:{things.times_job}", PRIVATE, NOT_ORDERED),
        voice_buttons.ConsentButton: Row(
            f"v1:consent:{things.voice_draft}", PRIVATE, FORGOTTEN, FORGOTTEN, 14
        ),
        voice_buttons.NoConsentButton: Row.same("v1:noconsent:now", CHANGED),
        voice_buttons.ShareVoiceButton: Row.owned(
            f"v1:voiceshare:{things.voice}", CHANGED, NO_VOICE
        ),
        voice_buttons.KeepVoiceButton: Row.owned(f"v1:voicekeep:{things.voice}", CHANGED, NO_VOICE),
        # The last ones, for afterwards there is no voice, nor one of the songs.
        library_buttons.DeleteSongButton: Row.owned(
            f"v1:delete:{things.songs[-1].song_id}", CHANGED, NOT_AUTHOR
        ),
        voice_buttons.DeleteVoiceButton: Row.owned(
            f"v1:voicedelete:{things.voice}", CHANGED, NO_VOICE
        ),
    }


DRAFTS = LyricsDrafts((LyricsDraft("Tin", "Rain on tin"),))
TIMES = Timeline((TimedWord("Rain", 1.0, 2.0),))

FOUND_AT_ONCE: dict[type[GuardedButton], Finding] = {
    MakeFileButton: TIMES,
    word_buttons.LyricsOnlyButton: DRAFTS,
}
"""What the music service answers with to what these order; they wait for it."""

LOOK_SECONDS = 0.02


async def found(stage: Stage, finding: Finding, command: str, **options: str) -> str:
    """Let the owner ask for something that is answered at once, and return its job."""
    stage.core.provider.submissions = [TaskReport(TaskState.FINISHED, finding=finding)]
    return job_of(await at_once(stage, use(stage, command, OWNER, **options)))


async def times_of(stage: Stage, song: Song) -> str:
    """Let the owner order the times of a song's words, and return the job."""
    words = (await use(stage, "lyrics", OWNER, song=song.song_id)).message
    stage.core.provider.submissions = [TaskReport(TaskState.FINISHED, finding=TIMES)]
    pressed = stage.driver.press(words, member=OWNER, label=".lrc and .srt")
    return job_of(await at_once(stage, pressed))


async def voice_of_owner(stage: Stage) -> SingingVoice:
    """Return a voice of the owner's."""
    answer = await use(stage, "voice create", OWNER, file=HUM, name="Low")
    question = await stage.driver.settled(answer.message)
    stage.core.provider.submissions = [TaskReport(TaskState.FINISHED, finding=VoiceMade("persona"))]
    await stage.driver.press(question, member=OWNER, label="It is mine")
    await stage.core.submitter.run_once()
    (voice,) = await stage.core.voices.usable_by(await user_of(stage, OWNER), await guild_of(stage))
    return voice


async def guild_of(stage: Stage) -> GuildId:
    return GuildId((await stage.driver.state(OWNER)).guilds[0].id)


async def user_of(stage: Stage, member: str) -> UserId:
    return UserId(await stage.driver.person(member))


async def things_on(stage: Stage) -> Things:
    """Let the owner make everything that buttons are about, and start nobody with credits."""
    await stage.core.rules.change(
        await guild_of(stage), lambda rules: replace(rules, welcome=0), actor_id=UserId(1)
    )
    await enrich(stage, OWNER)
    await enrich(stage, OTHER)
    _, songs = await made(stage, OWNER)
    owner = await user_of(stage, OWNER)
    voice = await voice_of_owner(stage)
    draft = Draft(owner, SongRequest(model=MODEL, idea="rain"), private=False)
    recording = Source.of_link("https://files.example/hum.mp3", 60.0)
    consented = VoiceRequest(source=recording, voice_id=VoiceId(""), title="High")
    return Things(
        songs=songs,
        drafts_job=await found(stage, DRAFTS, "lyrics", idea="rain"),
        style_job=await found(stage, StyleText("slow folk"), "style", tags="folk"),
        times_job=await times_of(stage, songs[0]),
        voice=voice.voice_id,
        song_draft=stage.bot.drafts.keep(draft),
        voice_draft=stage.bot.drafts.keep(Draft(owner, consented, private=True)),
    )


_EXAMPLE_SONG = replace(new_song(new_job()), song_id=SongId("0" * 10), job_id=JobId("0" * 10))
_EXAMPLES = Things(
    (_EXAMPLE_SONG,), "0" * 10, "0" * 10, "0" * 10, VoiceId("0" * 10), "0" * 10, "0" * 10
)


@pytest.fixture
async def quick_stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A stage whose Discord lets the bot post as fast as it can."""
    async with open_stage(tmp_path, SandboxConfig(rate_limits=False)) as stage:
        yield stage


OF_OTHER_THINGS = {
    "bot.ui.action_pages",
    "bot.ui.credit_requests",
    "bot.ui.exports",
    "bot.ui.jam_buttons",
    "bot.ui.privacy",
    "bot.ui.review_buttons",
    "bot.ui.settings_import",
    "bot.ui.setup_panel",
    "bot.ui.telling",
}
"""Where the buttons of credits, jams, servers, moderators, one's own data and choices are."""


def test_every_button_but_those_of_other_things_is_in_the_table() -> None:
    assert set(table_of(_EXAMPLES)) == {
        button for button in ALL_BUTTONS if button.__module__ not in OF_OTHER_THINGS
    }
    for button, row in table_of(_EXAMPLES).items():
        assert button.__discord_ui_compiled_template__.fullmatch(row.custom_id), button


async def test_every_button_does_for_each_what_it_promises(quick_stage: Stage) -> None:
    stage = quick_stage
    table = table_of(await things_on(stage))
    for kind, row in table.items():
        expected = dict(zip(PEOPLE, (row.owner, row.other, row.poor), strict=True))
        # What changes things for good is pressed by those first who may not.
        for member in reversed(PEOPLE):
            message = await with_button(stage, kind, row)
            before = await balance_of(stage, member)
            pressing = stage.driver.press(message, member=member, custom_id=row.custom_id)
            answer = await answered(stage, pressing, FOUND_AT_ONCE.get(kind))
            outcome = expected[member]
            if outcome == UNPAID and answer.kind == "modal":
                answer = await stage.driver.submit(answer.modal, {"style": "dub"}, member=member)
            said = await what_came(stage, answer, outcome)
            assert said == outcome, f"{kind.__name__} pressed by {member}: {said}"
            paid = outcome == CARD or (row.price is not None and outcome == PRIVATE)
            after = await balance_of(stage, member)
            assert (before != after) == paid, f"{kind.__name__} pressed by {member}"
    assert await balance_of(stage, POOR) == (0, 0)
    assert await stage.core.database.read(lambda tx: tx.ledger.discrepancies()) == ()


async def answered(stage: Stage, pressing: Awaitable[Answer], finding: Finding | None) -> Answer:
    """Return the answer to a press; the music service finds at once what was ordered by it."""
    if finding is None:
        return await pressing
    stage.core.provider.submissions = [TaskReport(TaskState.FINISHED, finding=finding)]
    task = asyncio.ensure_future(pressing)
    while not task.done():
        await stage.core.submitter.run_once()
        await asyncio.wait({task}, timeout=LOOK_SECONDS)
    stage.core.provider.submissions = []
    return task.result()


async def with_button(stage: Stage, kind: type[GuardedButton], row: Row) -> SeenMessage:
    """Post a message with the button alone, as an old one in the channel may be."""
    label = "Press" if row.price is None else priced("Press", row.price)
    button = kind(Button[View](label=label, custom_id=row.custom_id))
    channel = stage.bot.get_partial_messageable(await stage.driver.channel(OWNER, "songs"))
    sent = await channel.send("old", view=view_of(button))
    return await stage.driver.wait_for(lambda message: message.id == sent.id)


async def what_came(stage: Stage, answer: Answer, expected: str) -> str:
    """Say what came of a press, in the words of the table; refusals by how they begin."""
    if answer.kind == "modal":
        return FORM
    if answer.kind in {"update", "deferred_update"}:
        return CHANGED
    message = await stage.driver.settled(answer.message)
    if "-# Reference " in message.content:
        return expected if message.content.startswith(expected) else message.content
    if not message.ephemeral:
        return CARD if " reserved, " in message.content else SHOWN
    return CARD if " reserved, " in message.content and expected == CARD else PRIVATE


async def balance_of(stage: Stage, member: str) -> tuple[int, int]:
    user_id, guild = await user_of(stage, member), await guild_of(stage)
    purse = await stage.core.database.read(lambda tx: tx.ledger.purse(guild, user_id))
    return purse.available, purse.held
