"""How gateway messages are packed: as text, or in one stream per connection."""

from __future__ import annotations

import zlib
from typing import Protocol

import zstandard


class Transport(Protocol):
    """Packs one message after another for one connection."""

    def pack(self, message: bytes) -> bytes | str:
        """Give what goes over the wire: bytes as a binary frame, text as a text frame."""
        ...


class PlainTransport:
    """No compression."""

    def pack(self, message: bytes) -> str:
        """Give the message as text."""
        return message.decode()


class ZlibTransport:
    """`compress=zlib-stream`: one stream, flushed after each message."""

    def __init__(self) -> None:
        self._stream = zlib.compressobj()

    def pack(self, message: bytes) -> bytes:
        """Give the stream's next part, ended by a sync flush."""
        return self._stream.compress(message) + self._stream.flush(zlib.Z_SYNC_FLUSH)


class ZstdTransport:
    """`compress=zstd-stream`: one frame, a block flushed after each message."""

    def __init__(self) -> None:
        self._stream = zstandard.ZstdCompressor().compressobj()

    def pack(self, message: bytes) -> bytes:
        """Give the stream's next part, ended by a block flush."""
        return self._stream.compress(message) + self._stream.flush(
            zstandard.COMPRESSOBJ_FLUSH_BLOCK
        )


def transport(name: str | None) -> Transport | None:
    """Give a new transport by Discord's name for it, None for an unknown name."""
    match name:
        case None | "":
            return PlainTransport()
        case "zlib-stream":
            return ZlibTransport()
        case "zstd-stream":
            return ZstdTransport()
        case _:
            return None
