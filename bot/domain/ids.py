"""Identifiers, each its own type so that the type checker keeps them apart."""

import secrets
from typing import NewType

GuildId = NewType("GuildId", int)
"""A Discord server. In direct messages there is none; `DIRECT_MESSAGES` stands for that place."""

ChannelId = NewType("ChannelId", int)
MessageId = NewType("MessageId", int)
UserId = NewType("UserId", int)
ApplicationId = NewType("ApplicationId", int)

JobId = NewType("JobId", str)
"""Ten characters of Crockford's base 32; fits a button's custom id and can be read aloud."""

SongId = NewType("SongId", str)
"""Ten characters of Crockford's base 32."""

AccountId = NewType("AccountId", int)
EntryId = NewType("EntryId", int)
HoldId = NewType("HoldId", int)
DeliveryId = NewType("DeliveryId", int)

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
    return JobId(_short_id())


def new_song_id() -> SongId:
    """Return an unpredictable song id; 50 random bits, the database refuses the rare repetition."""
    return SongId(_short_id())


def _short_id() -> str:
    return "".join(secrets.choice(CROCKFORD_ALPHABET) for _ in range(SHORT_ID_LENGTH))
