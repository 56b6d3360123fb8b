"""Decoding an mp3 file, and nothing else that a file may hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av

from bot.media.workshop.problems import NotAudio, decoding

# MPEG-1 layer III at 320 kbit/s and 32 kHz, padded. The demuxer hands out what lies between frames
# together with them.
_LARGEST_FRAME_BYTES = 1441


@dataclass
class Tally:
    """What was met on the way through a file."""

    packets: int = 0
    broken: int = 0
    frame_bytes: int = 0
    """How much of the file was audio, at most."""


def decoded(path: Path, tally: Tally) -> Iterator[av.AudioFrame]:
    """Yield the frames of one local mp3 file, leaving out broken ones, which `tally` counts.

    Only the demuxer and the decoder of mp3 are used: nothing in the file can point to another file
    or address, and no picture in it is looked at. Every frame has the form of the first.

    Raises:
        NotAudio: it does not decode, or changes its sample rate or channels on the way.
        Unreadable: it cannot be read.
    """
    form: tuple[int, str] | None = None
    try:
        with (
            decoding(),
            av.open(str(path), format="mp3", options={"protocol_whitelist": "file"}) as container,
        ):
            stream = container.streams.audio[0]
            if not codec_of(stream).startswith("mp3"):
                raise NotAudio("it is not an mp3 file")
            for packet in container.demux(stream):
                tally.packets += 1
                tally.frame_bytes += min(packet.size, _LARGEST_FRAME_BYTES)
                try:
                    frames = packet.decode()
                except av.error.InvalidDataError:
                    tally.broken += 1
                    continue
                for frame in frames:
                    form = form or (frame.sample_rate, frame.layout.name)
                    if form != (frame.sample_rate, frame.layout.name):
                        raise NotAudio("it changes its sample rate or channels")
                    yield frame
    except (av.error.FFmpegError, IndexError):
        raise NotAudio("it does not decode") from None


def codec_of(stream: av.AudioStream) -> str:
    """Return the name of what a track is decoded with; it is empty when there is nothing for it."""
    # It can be None, whatever its type says.
    context: av.AudioCodecContext | None = stream.codec_context
    return context.name if context is not None else ""
