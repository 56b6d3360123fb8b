"""Singing voices in the database."""

from sqlalchemy import and_, bindparam, or_, select, update

from bot.domain.ids import DIRECT_MESSAGES, GuildId, JobId, PersonaId, UserId, VoiceId
from bot.domain.voices import Consent, SingingVoice
from storage.connections import Connection
from storage.tables import AnyRow, voices

_ADD = voices.insert().inline()
_GET = select(voices).where(voices.c.voice_id == bindparam("of_voice"))
_SAVE = update(voices).where(voices.c.voice_id == bindparam("of_voice"))
_USABLE = (
    select(voices)
    .where(
        voices.c.guild_id == bindparam("of_guild"),
        voices.c.persona_id.is_not(None),
        voices.c.deleted_at.is_(None),
        or_(
            voices.c.owner_id == bindparam("of_owner"),
            and_(voices.c.shared == 1, voices.c.guild_id != DIRECT_MESSAGES),
        ),
    )
    .order_by(voices.c.name, voices.c.voice_id)
)


class SqlVoices:
    """`VoiceRepository` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, voice: SingingVoice) -> None:
        """Save a new voice."""
        self._connection.execute(_ADD, {"voice_id": voice.voice_id, **_columns(voice)})

    def get(self, voice_id: VoiceId) -> SingingVoice | None:
        """Return a voice."""
        row = self._connection.execute(_GET, {"of_voice": voice_id}).one_or_none()
        return None if row is None else _voice(row)

    def save(self, voice: SingingVoice) -> None:
        """Replace the stored voice of the same id."""
        self._connection.execute(_SAVE, {"of_voice": voice.voice_id, **_columns(voice)})

    def usable_by(self, user_id: UserId, guild_id: GuildId) -> tuple[SingingVoice, ...]:
        """Return the voices that someone may sing with in a server, by name."""
        rows = self._connection.execute(_USABLE, {"of_owner": user_id, "of_guild": guild_id})
        return tuple(_voice(row) for row in rows)


def _columns(voice: SingingVoice) -> dict[str, object]:
    return {
        "guild_id": voice.guild_id,
        "owner_id": voice.owner_id,
        "job_id": voice.job_id,
        "name": voice.name,
        "persona_id": voice.persona_id,
        "shared": int(voice.shared),
        "consent_at": voice.consent.given_at,
        "consent_wording": voice.consent.wording,
        "deleted_at": voice.deleted_at,
    }


def _voice(row: AnyRow) -> SingingVoice:
    return SingingVoice(
        voice_id=VoiceId(row.voice_id),
        guild_id=GuildId(row.guild_id),
        owner_id=UserId(row.owner_id),
        job_id=JobId(row.job_id),
        name=row.name,
        consent=Consent(row.consent_at, row.consent_wording),
        persona_id=None if row.persona_id is None else PersonaId(row.persona_id),
        shared=bool(row.shared),
        deleted_at=row.deleted_at,
    )
