"""Reusable singing voices: made with consent, used by their owners, gone at once when deleted."""

from dataclasses import dataclass, replace

from bot.domain.delivery import JobView, Place
from bot.domain.errors import EmptyText, Field, ValueOutOfRange
from bot.domain.ids import GuildId, IdempotencyKey, UserId, VoiceId, new_voice_id
from bot.domain.jobs import Job
from bot.domain.ports import Clock, Database, Transaction
from bot.domain.requests import VoiceRequest
from bot.domain.sources import Source
from bot.domain.text import has_visible_characters, tidy
from bot.domain.voices import Consent, ConsentMissing, SingingVoice, VoiceNotFound
from bot.services.generation import GenerationService
from bot.services.orders import Requester

SHORTEST_RECORDING_SECONDS = 10
LONGEST_RECORDING_SECONDS = 480
"""What the service makes a voice of (its documentation, 2026), and takes as an upload."""


@dataclass(frozen=True)
class VoiceOrder:
    """A voice to be made from a recording of one clear voice, over 10 s, MP3 or WAV."""

    source: Source
    name: str
    consent_wording: int | None
    """The version of the question that the member said yes to; None when they did not."""


class VoiceService:
    """Makes, lists, shares and deletes voices."""

    def __init__(self, database: Database, generation: GenerationService, clock: Clock) -> None:
        self._database = database
        self._generation = generation
        self._clock = clock

    def checked(self, order: VoiceOrder) -> VoiceOrder:
        """Return an order of a voice with its name tidied.

        Raises:
            EmptyText: the name cannot be read.
            ValueOutOfRange: the recording is too short, where its length is known.
        """
        if not has_visible_characters(order.name):
            raise EmptyText(Field.TITLE)
        seconds = order.source.duration_seconds
        if seconds is not None and seconds <= SHORTEST_RECORDING_SECONDS:
            longest = LONGEST_RECORDING_SECONDS
            raise ValueOutOfRange(Field.LENGTH, SHORTEST_RECORDING_SECONDS, longest, seconds)
        return replace(order, name=tidy(order.name))

    async def create(
        self, order: VoiceOrder, requester: Requester, place: Place, *, key: IdempotencyKey
    ) -> JobView:
        """Order a voice. It is usable once its job succeeded.

        Raises:
            ConsentMissing: the member did not confirm that the voice may be used.
            Refusal: as any order.
        """
        order = self.checked(order)
        if order.consent_wording is None:
            raise ConsentMissing
        voice_id, name = new_voice_id(), order.name
        consent = Consent(self._clock.now(), order.consent_wording)

        def record(tx: Transaction, job: Job) -> None:
            tx.voices.add(
                SingingVoice(
                    voice_id=voice_id,
                    guild_id=job.guild_id,
                    owner_id=job.requester_id,
                    job_id=job.job_id,
                    name=name,
                    consent=consent,
                )
            )

        request = VoiceRequest(source=order.source, voice_id=voice_id, title=name)
        return await self._generation.order(request, requester, place, key=key, with_order=record)

    async def usable_by(self, user_id: UserId, guild_id: GuildId) -> tuple[SingingVoice, ...]:
        """Return the voices that someone may sing with in a server: own and shared, by name."""
        return await self._database.read(lambda tx: tx.voices.usable_by(user_id, guild_id))

    async def share(
        self, voice_id: VoiceId, user_id: UserId, guild_id: GuildId, *, shared: bool
    ) -> None:
        """Let everyone in the server use a voice, or only its owner again.

        Raises:
            VoiceNotFound: there is no such voice of this person.
        """

        def change(tx: Transaction) -> None:
            tx.voices.save(replace(_own(tx, voice_id, user_id, guild_id), shared=shared))

        await self._database.write(change)

    async def delete(self, voice_id: VoiceId, user_id: UserId, guild_id: GuildId) -> None:
        """Make a voice unusable at once, also for orders that were not sent yet.

        Who agreed to what, and when, stays on record.

        Raises:
            VoiceNotFound: there is no such voice of this person.
        """
        now = self._clock.now()

        def change(tx: Transaction) -> None:
            voice = _own(tx, voice_id, user_id, guild_id)
            tx.voices.save(replace(voice, deleted_at=now, shared=False))

        await self._database.write(change)


def _own(tx: Transaction, voice_id: VoiceId, user_id: UserId, guild_id: GuildId) -> SingingVoice:
    voice = tx.voices.get(voice_id)
    mine = voice is not None and voice.owner_id == user_id and voice.guild_id == guild_id
    if voice is None or not mine or voice.deleted_at is not None:
        raise VoiceNotFound(voice_id)
    return voice
