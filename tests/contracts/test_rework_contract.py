"""What a database keeps of steps, findings, families and voices."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.findings import StyleText
from bot.domain.ids import (
    DIRECT_MESSAGES,
    GuildId,
    PersonaId,
    ProviderClipId,
    SongId,
    UserId,
    VoiceId,
)
from bot.domain.jobs import Job, JobKind, Step
from bot.domain.ports import Database, Transaction
from bot.domain.requests import ExtendRequest
from bot.domain.songs import Song, SongRole
from bot.domain.sources import Source
from bot.domain.voices import Consent, SingingVoice
from tests.support.records import GUILD, MEMBER, NOW, new_clip, new_job, new_song

OTHER = UserId(5)


def saved_song(tx: Transaction, number: int) -> Song:
    """Save a job with one song."""
    job = new_job(number)
    tx.jobs.add(job)
    song = replace(new_song(job), created_at=NOW + timedelta(seconds=number))
    tx.songs.add(song)
    return song


async def test_a_job_comes_back_with_its_step(database: Database) -> None:
    job = replace(
        new_job(),
        kind=JobKind.EXTEND,
        request=ExtendRequest(source=Source.of_song(SongId("s")), from_seconds=3),
        step=Step.JOIN,
        uploads=(ProviderClipId("u"),),
        parts=(new_clip(1), replace(new_clip(2), fragment=True, label="Drums")),
        missing=1,
        join_price=4,
        finding=StyleText("dub"),
    )
    await database.write(lambda tx: tx.jobs.add(job))
    assert await database.read(lambda tx: tx.jobs.get(job.job_id)) == job
    later = replace(job, step=Step.MAKE, uploads=(), parts=(), finding=None)
    assert await database.write(lambda tx: tx.jobs.save(later))
    kept = await database.read(lambda tx: tx.jobs.get(job.job_id))
    assert kept == replace(later, version=job.version + 1)


async def test_a_song_comes_back_with_what_it_is(database: Database) -> None:
    def write(tx: Transaction) -> Song:
        job = new_job()
        tx.jobs.add(job)
        song = replace(new_song(job), role=SongRole.STEM, label="Backing vocals")
        tx.songs.add(song)
        return song

    song = await database.write(write)
    assert await database.read(lambda tx: tx.songs.get(song.song_id)) == song


async def test_a_family_is_read_in_both_directions(database: Database) -> None:
    def write(tx: Transaction) -> tuple[Song, ...]:
        songs = tuple(saved_song(tx, number) for number in range(1, 5))
        first, second, child, grandchild = songs
        # The second parent is named first.
        tx.songs.add_parents(child.song_id, (second.song_id, first.song_id))
        tx.songs.add_parents(grandchild.song_id, (first.song_id,))
        tx.songs.add_parents(first.song_id, ())
        return songs

    first, second, child, grandchild = await database.write(write)

    def read(tx: Transaction) -> list[tuple[Song, ...]]:
        return [
            tx.songs.parents_of(child.song_id),
            tx.songs.children_of(first.song_id),
            tx.songs.children_of(second.song_id),
            tx.songs.parents_of(first.song_id),
        ]

    assert await database.read(read) == [(second, first), (child, grandchild), (child,), ()]


async def test_a_song_mashed_up_with_itself_has_one_child(database: Database) -> None:
    def write(tx: Transaction) -> tuple[Song, Song]:
        parent, child = saved_song(tx, 1), saved_song(tx, 2)
        tx.songs.add_parents(child.song_id, (parent.song_id, parent.song_id))
        return parent, child

    parent, child = await database.write(write)
    assert await database.read(lambda tx: tx.songs.children_of(parent.song_id)) == (child,)


def voice(job: Job, name: str = "Ada") -> SingingVoice:
    return SingingVoice(
        voice_id=VoiceId(f"voice-{name}"),
        guild_id=GUILD,
        owner_id=MEMBER,
        job_id=job.job_id,
        name=name,
        consent=Consent(NOW, wording=2),
        persona_id=PersonaId("p"),
    )


async def test_a_voice_comes_back_as_it_was_saved(database: Database) -> None:
    job = new_job()
    kept = replace(voice(job), persona_id=None)
    made = replace(kept, persona_id=PersonaId("p"), shared=True, deleted_at=NOW)

    def write(tx: Transaction) -> None:
        tx.jobs.add(job)
        tx.voices.add(kept)

    await database.write(write)
    assert await database.read(lambda tx: tx.voices.get(kept.voice_id)) == kept
    await database.write(lambda tx: tx.voices.save(made))
    assert await database.read(lambda tx: tx.voices.get(kept.voice_id)) == made
    assert await database.read(lambda tx: tx.voices.get(VoiceId("none"))) is None


async def test_usable_voices_are_ones_own_and_shared_ones_that_are_there(
    database: Database,
) -> None:
    job = new_job()
    zoe, bea = voice(job, "Zoe"), replace(voice(job, "Bea"), shared=True)
    gone = replace(voice(job, "Gone"), deleted_at=NOW, shared=True)
    unmade = replace(voice(job, "Unmade"), persona_id=None, shared=True)
    elsewhere = replace(voice(job, "Elsewhere"), guild_id=GuildId(4), shared=True)
    personal = replace(voice(job, "Personal"), guild_id=DIRECT_MESSAGES, shared=True)

    def write(tx: Transaction) -> None:
        tx.jobs.add(job)
        for each in (zoe, bea, gone, unmade, elsewhere, personal):
            tx.voices.add(each)

    await database.write(write)
    assert await database.read(lambda tx: tx.voices.usable_by(MEMBER, GUILD)) == (bea, zoe)
    assert await database.read(lambda tx: tx.voices.usable_by(OTHER, GUILD)) == (bea,)
    for each in (zoe, bea, gone, unmade, elsewhere):
        assert each.usable_by(OTHER, GUILD) == (each == bea)
        assert each.usable_by(MEMBER, GUILD) == (each in (bea, zoe))
    # In direct messages everybody is alone, whoever else writes to the bot.
    here = DIRECT_MESSAGES
    assert await database.read(lambda tx: tx.voices.usable_by(MEMBER, here)) == (personal,)
    assert await database.read(lambda tx: tx.voices.usable_by(OTHER, here)) == ()
    assert [personal.usable_by(each, here) for each in (MEMBER, OTHER)] == [True, False]
