"""Reusable singing voices: whose they are, who may use them, and that their owner agreed."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.errors import Refusal
from bot.domain.ids import DIRECT_MESSAGES, GuildId, JobId, PersonaId, UserId, VoiceId


@dataclass(frozen=True)
class Consent:
    """What a member confirmed: that the voice is theirs, or that they may use it."""

    given_at: datetime
    wording: int
    """The version of the question that they were asked."""


@dataclass(frozen=True)
class SingingVoice:
    """A voice that sings for its owner, and for others of the server if it is shared."""

    voice_id: VoiceId
    guild_id: GuildId
    owner_id: UserId
    job_id: JobId
    """The order that it comes from."""
    name: str
    consent: Consent
    persona_id: PersonaId | None = None
    """The service's id; None until the voice is made."""
    shared: bool = False
    deleted_at: datetime | None = None

    def usable_by(self, user_id: UserId, guild_id: GuildId) -> bool:
        """Whether someone may sing with it now in a server; elsewhere it is its owner's alone."""
        there = self.persona_id is not None and self.deleted_at is None
        shared = self.shared and guild_id != DIRECT_MESSAGES
        return there and self.guild_id == guild_id and (shared or self.owner_id == user_id)

    def made(self, persona_id: PersonaId) -> "SingingVoice":
        """The service made it."""
        return replace(self, persona_id=persona_id)


@dataclass(eq=False)
class VoiceNotFound(Refusal):
    """There is no such voice, or none that this person may use."""

    voice_id: VoiceId


@dataclass(eq=False)
class ConsentMissing(Refusal):
    """Nobody confirmed that this voice may be used."""
