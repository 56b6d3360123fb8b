"""Identifiers, each its own type so that the type checker keeps them apart."""

import hashlib
import secrets
from typing import NewType

GuildId = NewType("GuildId", int)
"""A Discord server. In direct messages there is none; `DIRECT_MESSAGES` stands for that place."""

ChannelId = NewType("ChannelId", int)
MessageId = NewType("MessageId", int)
UserId = NewType("UserId", int)
ApplicationId = NewType("ApplicationId", int)
RoleId = NewType("RoleId", int)

EVERYONE = RoleId(0)
"""Stands for all members of a server. Discord never issues the snowflake 0."""

JobId = NewType("JobId", str)
"""Ten characters of Crockford's base 32; fits a button's custom id and can be read aloud."""

SongId = NewType("SongId", str)
"""Ten characters of Crockford's base 32."""

VoiceId = NewType("VoiceId", str)
"""Ten characters of Crockford's base 32."""

JamId = NewType("JamId", str)
"""Ten characters of Crockford's base 32."""

PersonaId = NewType("PersonaId", str)
"""The service's own id of a singing voice."""

AccountId = NewType("AccountId", int)
EntryId = NewType("EntryId", int)
HoldId = NewType("HoldId", int)
DeliveryId = NewType("DeliveryId", int)
CreditRequestId = NewType("CreditRequestId", int)
ActionId = NewType("ActionId", int)
FilterId = NewType("FilterId", int)
ReviewId = NewType("ReviewId", int)
NoticeId = NewType("NoticeId", int)
MemberNoticeId = NewType("MemberNoticeId", int)
ContributionId = NewType("ContributionId", int)
LogLineId = NewType("LogLineId", int)
ChargeId = NewType("ChargeId", int)

IdempotencyKey = NewType("IdempotencyKey", str)
"""Names one intention; the database accepts it once."""

ProviderTaskId = NewType("ProviderTaskId", str)
ProviderClipId = NewType("ProviderClipId", str)

ContentHash = NewType("ContentHash", str)
"""SHA-256 of a file's bytes, in lower-case hexadecimal."""

DIRECT_MESSAGES = GuildId(0)
"""The place of orders made outside any server. Discord never issues the snowflake 0."""

CROCKFORD_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
SHORT_ID_LENGTH = 10


def new_job_id() -> JobId:
    """Return an unpredictable job id; 50 random bits, the database refuses the rare repetition."""
    number = secrets.randbits(5 * SHORT_ID_LENGTH)
    places = range(0, 5 * SHORT_ID_LENGTH, 5)
    return JobId("".join([CROCKFORD_ALPHABET[number >> place & 31] for place in places]))


def new_voice_id() -> VoiceId:
    """Return an unpredictable voice id, of the same make as a job's."""
    return VoiceId(new_job_id())


def new_jam_id() -> JamId:
    """Return an unpredictable jam id, of the same make as a job's."""
    return JamId(new_job_id())


def song_id_of(job_id: JobId, position: int) -> SongId:
    """Return the id of a job's song; always the same, so that saving it may run twice."""
    digest = int.from_bytes(hashlib.sha256(f"{job_id}:{position}".encode()).digest())
    base = len(CROCKFORD_ALPHABET)
    return SongId(
        "".join(
            CROCKFORD_ALPHABET[digest // base**place % base] for place in range(SHORT_ID_LENGTH)
        )
    )
