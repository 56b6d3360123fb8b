"""Every operation over a socket, against the studio."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from bot.domain.errors import ProviderRefused, RefusalReason
from bot.domain.ids import ProviderTaskId
from bot.domain.operations import Family, Operation
from bot.domain.ports import TaskState
from bot.provider import AIMusicProvider, open_provider
from bot.provider.reading.accepted import Accepted
from bot.provider.reading.tasks import Deliverable, TaskReply
from bot.provider.reading.tools import MidiReply
from bot.provider.repetition import MIDI, until_over
from bot.studio.config import Delays, StudioConfig
from bot.studio.server import Studio
from tests.support.clock import ManualClock
from tests.support.operations import EXAMPLES, Sources
from tests.support.provider import UNSPACED, everything_on

pytestmark = pytest.mark.asyncio(loop_scope="module")

PATIENCE_SECONDS = 60
RETIRED = {Family.NURO, Family.RIFFUSION}
DELIVERABLES = {
    Operation.PRODUCER_LYRICS: Deliverable.LYRICS,
    Operation.PRODUCER_VIDEO: Deliverable.VIDEO,
    Operation.PRODUCER_UPLOAD: Deliverable.CLIP,
}
MANY = {Operation.STEMS_BASIC: 2, Operation.STEMS_FULL: 3}


@dataclass(frozen=True)
class Stage:
    """A running studio with some songs in it, and the provider over its socket."""

    studio: Studio
    provider: AIMusicProvider
    sources: Sources

    async def call(self, operation: Operation) -> object:
        return await EXAMPLES[operation](self.provider.client, self.sources)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage() -> AsyncIterator[Stage]:
    config = StudioConfig(
        api_key="key",
        credits=100_000,
        delays=Delays.none(),
        seed=7,
        persona_enabled=True,
        render_ahead=False,
    )
    async with (
        Studio(config) as studio,
        open_provider(
            studio.url, "key", catalogue=everything_on(), clock=ManualClock(), gate=UNSPACED
        ) as provider,
    ):
        yield Stage(studio, provider, await prepared(provider))


async def prepared(provider: AIMusicProvider) -> Sources:
    """Make what the examples work on, each by the operations before it."""
    song = await finished(provider, await made(provider, Operation.CREATE, Sources()))
    clip = song.items[0].clip
    known = Sources(song=clip.clip_id, address=clip.audio_url)
    extension = await finished(provider, await made(provider, Operation.EXTEND, known))
    voice = await finished(provider, await made(provider, Operation.CREATE_VOICE, known))
    assert voice.voice is not None
    upload = await EXAMPLES[Operation.UPLOAD](provider.client, known)
    task = await made(provider, Operation.PRODUCER_CREATE, known)
    produced = await finished(provider, task, Operation.PRODUCER_CREATE)
    return Sources(
        song=clip.clip_id,
        address=clip.audio_url,
        extension=extension.items[0].clip.clip_id,
        upload=str(getattr(upload, "clip_id", "")),
        persona=voice.voice.persona_id,
        task_id=(await made(provider, Operation.CREATE, known)).task_id,
        producer_clip=produced.items[0].clip.clip_id,
        producer_task_id=task.task_id,
    )


async def made(provider: AIMusicProvider, operation: Operation, sources: Sources) -> Accepted:
    accepted = await EXAMPLES[operation](provider.client, sources)
    assert isinstance(accepted, Accepted)
    return accepted


async def finished(
    provider: AIMusicProvider, accepted: Accepted, operation: Operation = Operation.CREATE
) -> TaskReply:
    """Ask for a task until it is over; with no delays that is soon."""
    client = provider.client
    family = client.producer if operation.family is Family.PRODUCER else client.sonic
    deliverable = DELIVERABLES.get(operation, Deliverable.AUDIO)
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            reply = await family.task(accepted.task_id, deliverable)
            if reply.state in {TaskState.FINISHED, TaskState.FAILED}:
                return reply


@pytest.mark.parametrize("operation", Operation)
async def test_an_operation_with_the_studio(stage: Stage, operation: Operation) -> None:
    if operation.family in RETIRED:
        with pytest.raises(ProviderRefused) as raised:
            await stage.call(operation)
        assert raised.value.reason is RefusalReason.RETIRED
        return
    before = (await stage.provider.balance()).spendable
    result = await stage.call(operation)
    if isinstance(result, Accepted):
        reply = await finished(stage.provider, result, operation)
        assert reply.state is TaskState.FINISHED, reply.detail
        assert reply.voice or len(reply.items) >= MANY.get(operation, 1)
    else:
        assert result
    taken = before - (await stage.provider.balance()).spendable
    assert 0 <= taken <= stage.provider.catalogue.cost(operation)


async def test_notes_arrive_when_asked_for_again(stage: Stage) -> None:
    async def at_once(seconds: float) -> None:
        assert seconds == MIDI.every_seconds

    async def ask() -> MidiReply:
        reply = await stage.call(Operation.MIDI)
        assert isinstance(reply, MidiReply)
        return reply

    reply = await until_over(ask, MIDI, wait=at_once)
    assert reply.ready
    assert any(part.notes for part in reply.instruments)


@pytest.mark.parametrize("operation", [Operation.UPLOAD_EXTEND, Operation.REPLACE_SECTION])
async def test_a_joined_result_is_the_whole_song(stage: Stage, operation: Operation) -> None:
    accepted = await stage.call(operation)
    assert isinstance(accepted, Accepted)
    reply = await finished(stage.provider, accepted)
    for item in reply.items:
        assert item.fragment is not None
        assert item.clip.clip_id != item.fragment.clip.clip_id


async def test_a_wrong_key_is_told(stage: Stage) -> None:
    async with open_provider(
        stage.studio.url, "wrong", catalogue=everything_on(), clock=ManualClock()
    ) as provider:
        with pytest.raises(ProviderRefused) as raised:
            await provider.balance()
    assert raised.value.reason is RefusalReason.UNAUTHORIZED


async def test_an_unknown_task_is_refused(stage: Stage) -> None:
    with pytest.raises(ProviderRefused) as raised:
        await stage.provider.report(ProviderTaskId("nobody-knows-it"))
    assert raised.value.reason is RefusalReason.INVALID
