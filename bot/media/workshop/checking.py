"""Proving that a file that a song was exported as is what it says."""

import struct
from collections.abc import Iterator
from pathlib import Path

import av

from bot.media.workshop.containers import HEAD_BYTES, container_of
from bot.media.workshop.decoding import codec_of
from bot.media.workshop.keeping import hash_and_sync
from bot.media.workshop.listening import tolerance
from bot.media.workshop.messages import CheckTask, Stored
from bot.media.workshop.problems import EndsEarly, NotAudio, decoding

_HEADER, _TRACK = b"MThd", b"MTrk"
_CHUNK = struct.Struct(">4sI")
_HEADER_BODY = struct.Struct(">HHH")
_FORMATS = frozenset({0, 1, 2})
_MOST_BROKEN = 0.01


def check(task: CheckTask) -> Stored:
    """Prove that a file is a complete recording (wav) or score (midi).

    Raises:
        NotAudio, EndsEarly: it is not.
        Unreadable: it cannot be read.
        OSError: the disk is broken.
    """
    if task.form == "wav":
        _check_recording(task)
    else:
        _check_score(task.path)
    return hash_and_sync(task.path)


def _check_recording(task: CheckTask) -> None:
    with task.path.open("rb") as file:
        if container_of(file.read(HEAD_BYTES)) != "wav":
            raise NotAudio("it is no wav file")
    try:
        seconds = _decoded_seconds(task)
    except (av.error.FFmpegError, IndexError, ValueError):
        raise NotAudio("it does not decode") from None
    if not seconds:
        raise NotAudio("nothing in it decodes")
    if task.expected_seconds is None:
        return
    difference = seconds - task.expected_seconds
    told = f"it lasts {seconds:.1f} s of {task.expected_seconds:.1f} s"
    if difference < -tolerance(task.expected_seconds):
        raise EndsEarly(told)
    if difference > tolerance(task.expected_seconds):
        raise NotAudio(told)


def _decoded_seconds(task: CheckTask) -> float:
    seconds, packets, broken = 0.0, 0, 0
    options = {"protocol_whitelist": "file"}
    with decoding(), av.open(str(task.path), "r", format="wav", options=options) as source:
        stream = source.streams.audio[0]
        if not codec_of(stream).startswith("pcm_"):
            raise NotAudio("its audio is of an unknown kind")
        for packet in source.demux(stream):
            packets += 1
            try:
                frames = packet.decode()
            except av.error.InvalidDataError:
                broken += 1
                continue
            seconds += sum(frame.samples / frame.sample_rate for frame in frames)
            if seconds > task.max_duration_seconds:
                raise NotAudio(f"it is longer than {task.max_duration_seconds:.0f} s")
    if broken > _MOST_BROKEN * packets:
        raise NotAudio(f"{broken} of its {packets} packets are broken")
    return seconds


def _check_score(path: Path) -> None:
    """Walk through the chunks of a standard MIDI file: one header, then as many tracks as it says.

    Raises:
        NotAudio: it is none.
        EndsEarly: a chunk is longer than the file.
    """
    chunks = _chunks(path)
    kind, body = next(chunks, (b"", b""))
    if kind != _HEADER or len(body) < _HEADER_BODY.size:
        raise NotAudio("it is no midi file")
    form, tracks, division = _HEADER_BODY.unpack_from(body)
    if form not in _FORMATS or not tracks or not division:
        raise NotAudio("its midi header makes no sense")
    found = sum(1 for kind, body in chunks if kind == _TRACK and body)
    if found < tracks:
        raise EndsEarly(f"it has {found} of {tracks} tracks")


def _chunks(path: Path) -> Iterator[tuple[bytes, bytes]]:
    with path.open("rb") as file:
        while head := file.read(_CHUNK.size):
            if len(head) < _CHUNK.size:
                raise EndsEarly("it ends within a chunk")
            kind, length = _CHUNK.unpack(head)
            body = file.read(length)
            if len(body) < length:
                raise EndsEarly("it ends within a chunk")
            yield kind, body
