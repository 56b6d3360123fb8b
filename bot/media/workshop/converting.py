"""Making an mp3 file of audio that came in another form."""

from collections.abc import Iterator
from pathlib import Path

import av

from bot.media.workshop.containers import HEAD_BYTES, container_of
from bot.media.workshop.decoding import codec_of
from bot.media.workshop.messages import Converted, ConvertTask
from bot.media.workshop.problems import NotAudio, decoding

_BITS_PER_SECOND = 192_000
_HERTZ = 44_100
_CODECS = frozenset({"aac", "alac", "flac", "opus", "libopus", "vorbis", "libvorbis"})
_UNCOMPRESSED = "pcm_"
_MOST_BROKEN = 0.01


def convert(task: ConvertTask) -> Converted:
    """Decode a file's first audio track and encode it as mp3.

    Raises:
        NotAudio: it holds no audio of a known kind, is broken, or longer than allowed.
        Unreadable: it cannot be read.
        OSError: the disk is full or broken.
    """
    with task.source.open("rb") as file:
        container = container_of(file.read(HEAD_BYTES))
    if container is None:
        raise NotAudio("it is in no form that can be made into mp3")
    try:
        _encode(task, container)
    except OSError:
        raise
    except (av.error.FFmpegError, IndexError, ValueError):
        raise NotAudio("it does not decode") from None
    return Converted()


def _encode(task: ConvertTask, container: str) -> None:
    resampler = av.AudioResampler(format="fltp", layout="stereo", rate=_HERTZ)
    samples = 0
    with av.open(str(task.target), "w", format="mp3", options={"id3v2_version": "0"}) as target:
        stream = target.add_stream("mp3", rate=_HERTZ)
        stream.layout = "stereo"
        stream.bit_rate = _BITS_PER_SECOND
        for frame in _decoded(task.source, container):
            for part in resampler.resample(frame):
                samples += part.samples
                if samples > task.max_duration_seconds * _HERTZ:
                    raise NotAudio(f"it is longer than {task.max_duration_seconds:.0f} s")
                target.mux(stream.encode(part))
        if not samples:
            raise NotAudio("nothing in it decodes")
        for part in resampler.resample(None):
            target.mux(stream.encode(part))
        target.mux(stream.encode(None))


def _decoded(path: Path, container: str) -> Iterator[av.AudioFrame]:
    """Yield the frames of a local file's first audio track, and look at nothing else in it."""
    packets = broken = 0
    options = {"protocol_whitelist": "file"}
    with decoding(), av.open(str(path), "r", format=container, options=options) as source:
        stream = source.streams.audio[0]
        codec = codec_of(stream)
        if codec not in _CODECS and not codec.startswith(_UNCOMPRESSED):
            raise NotAudio("its audio is of an unknown kind")
        for packet in source.demux(stream):
            packets += 1
            try:
                yield from packet.decode()
            except av.error.InvalidDataError:
                broken += 1
    if broken > _MOST_BROKEN * packets:
        raise NotAudio(f"{broken} of its {packets} packets are broken")
