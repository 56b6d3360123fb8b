import pytest

from bot.domain.errors import EmptyText
from bot.domain.findings import VoiceMade
from bot.domain.ids import GuildId, IdempotencyKey, VoiceId
from bot.domain.jobs import FailureCode, JobState
from bot.domain.ports import TaskReport, TaskState
from bot.domain.requests import VoiceRequest
from bot.domain.songs import SongRequest
from bot.domain.sources import Source
from bot.domain.voices import ConsentMissing, VoiceNotFound
from bot.services.voices import VoiceOrder
from tests.support.core_fixture import credits_of, discrepancies
from tests.support.orders import ADA, BEN, GUILD, MODEL, place
from tests.support.reworks import ended, rework, work
from tests.support.surroundings import STARTING_GRANT, Core

LINK = Source.of_link("https://files.example/ada.mp3", 20)
MADE = TaskReport(TaskState.FINISHED, finding=VoiceMade("persona"))


async def a_voice(core: Core) -> VoiceId:
    core.provider.reports = [MADE]
    order = VoiceOrder(LINK, " Ada ", consent_wording=2)
    view = await core.voices.create(order, ADA, place(core.clock.now()), key=IdempotencyKey("v"))
    request = view.job.request
    assert isinstance(request, VoiceRequest)
    assert await core.voices.usable_by(ADA.user_id, GUILD) == ()
    await work(core, 1)
    assert (await ended(core, view)).state is JobState.SUCCEEDED
    return request.voice_id


def singing(voice_id: VoiceId) -> SongRequest:
    return SongRequest(model=MODEL, idea="rain", voice_id=voice_id)


async def test_a_voice_is_made_with_consent_and_sings(core: Core) -> None:
    ordered_at = core.clock.now()
    voice_id = await a_voice(core)
    (voice,) = await core.voices.usable_by(ADA.user_id, GUILD)
    assert (voice.voice_id, voice.name, voice.persona_id) == (voice_id, "Ada", "persona")
    assert (voice.consent.given_at, voice.consent.wording) == (ordered_at, 2)
    request = (await rework(core, singing(voice_id))).job.request
    assert isinstance(request, SongRequest)
    assert request.persona_id == "persona"
    assert await discrepancies(core) == ()


async def test_without_consent_there_is_no_voice(core: Core) -> None:
    order, where = VoiceOrder(LINK, "Ada", consent_wording=None), place(core.clock.now())
    with pytest.raises(ConsentMissing):
        await core.voices.create(order, ADA, where, key=IdempotencyKey("v"))
    nameless = VoiceOrder(LINK, "\u200b", consent_wording=1)
    with pytest.raises(EmptyText):
        await core.voices.create(nameless, ADA, where, key=IdempotencyKey("v"))
    assert await credits_of(core) == (0, 0)


async def test_the_same_order_makes_one_voice(core: Core) -> None:
    order, where = VoiceOrder(LINK, "Ada", consent_wording=1), place(core.clock.now())
    first = await core.voices.create(order, ADA, where, key=IdempotencyKey("v"))
    again = await core.voices.create(order, ADA, where, key=IdempotencyKey("v"))
    assert again.job == first.job
    core.provider.reports = [MADE]
    await work(core, 1)
    assert len(await core.voices.usable_by(ADA.user_id, GUILD)) == 1


async def test_others_sing_with_it_only_while_it_is_shared(core: Core) -> None:
    voice_id = await a_voice(core)
    with pytest.raises(VoiceNotFound):
        await rework(core, singing(voice_id), BEN)
    await core.voices.share(voice_id, ADA.user_id, GUILD, shared=True)
    assert len(await core.voices.usable_by(BEN.user_id, GUILD)) == 1
    await rework(core, singing(voice_id), BEN, key="itx:ben")
    assert await core.voices.usable_by(BEN.user_id, GuildId(4711)) == ()
    await core.voices.share(voice_id, ADA.user_id, GUILD, shared=False)
    with pytest.raises(VoiceNotFound):
        await rework(core, singing(voice_id), BEN, key="itx:ben again")


async def test_only_its_owner_shares_and_deletes_it(core: Core) -> None:
    voice_id = await a_voice(core)
    with pytest.raises(VoiceNotFound):
        await core.voices.share(voice_id, BEN.user_id, GUILD, shared=True)
    with pytest.raises(VoiceNotFound):
        await core.voices.delete(voice_id, BEN.user_id, GUILD)
    assert len(await core.voices.usable_by(ADA.user_id, GUILD)) == 1


async def test_a_deleted_voice_sings_no_more_not_even_in_orders_that_wait(core: Core) -> None:
    voice_id = await a_voice(core)
    waiting = await rework(core, singing(voice_id))
    core.provider.submitted.clear()
    await core.voices.delete(voice_id, ADA.user_id, GUILD)
    assert await core.voices.usable_by(ADA.user_id, GUILD) == ()
    with pytest.raises(VoiceNotFound):
        await rework(core, singing(voice_id), key="itx:2")
    await core.submitter.run_once()
    job = await ended(core, waiting)
    assert job.failure is not None
    assert job.failure.code is FailureCode.VOICE_GONE
    assert core.provider.submitted == []
    assert await credits_of(core) == (STARTING_GRANT - 14, 0)
    kept = await core.database.read(lambda tx: tx.voices.get(voice_id))
    assert kept is not None
    assert kept.consent.wording == 2


async def test_a_song_cannot_be_ordered_again_with_a_voice_of_somebody_else(core: Core) -> None:
    voice_id = await a_voice(core)
    view = await rework(core, singing(voice_id))
    where = place(core.clock.now())
    with pytest.raises(VoiceNotFound):
        await core.generation.again(view.job.job_id, BEN, where, key=IdempotencyKey("again"))
