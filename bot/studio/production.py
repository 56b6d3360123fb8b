"""The files of a clip: audio in every format, MIDI, cover picture, film."""

from __future__ import annotations

import symusic

from bot.studio.catalogue import Clip
from bot.studio.music.score import TICKS_PER_BEAT, Part
from bot.studio.picture import draw_cover
from bot.studio.sound import encoder, renderer
from bot.studio.sound.encoder import AudioFormat
from bot.studio.sound.recordings import Recordings, Samples


def samples_of(clip: Clip, recordings: Recordings) -> Samples:
    """The sound of a clip.

    Stems have the loudness they have in their song, so that they add up to it.
    """
    if clip.stem is None:
        return renderer.render(clip.score, recordings)
    return renderer.render_tracks(clip.score, clip.stem, recordings)


def audio_file(clip: Clip, form: AudioFormat, recordings: Recordings) -> bytes:
    """The audio of a clip in a format, tagged with its title and id."""
    tags = {"title": clip.title[:200], "comment": f"made by the studio; id={clip.clip_id}"}
    return encoder.encode(samples_of(clip, recordings), form, tags)


def cover_of(clip: Clip) -> bytes:
    """The cover picture of a clip."""
    return draw_cover(f"{clip.title} {clip.tags} {clip.description or ''}", clip.score.seed)


def video_file(clip: Clip, recordings: Recordings) -> bytes:
    """A film of the cover picture with the sound of the clip."""
    return encoder.encode_video(samples_of(clip, recordings), cover_of(clip))


def heard_parts(clip: Clip) -> tuple[Part, ...]:
    """The parts of the score that one hears in a clip: all of them, or those of a stem."""
    if clip.stem is None:
        return clip.score.parts
    return tuple(part for part in clip.score.parts if part.name in clip.stem)


def midi_file(clip: Clip) -> bytes:
    """The notes of a clip as a standard MIDI file."""
    score = clip.score
    sheet = symusic.Score(TICKS_PER_BEAT)
    sheet.tempos.append(symusic.Tempo(0, score.tempo))
    sheet.time_signatures.append(symusic.TimeSignature(0, score.metre.beats, score.metre.unit))
    for part in heard_parts(clip):
        track = symusic.Track(part.name, program=part.program, is_drum=part.is_drum)
        for note in part.notes:
            track.notes.append(symusic.Note(note.start, note.length, note.pitch, note.velocity))
        sheet.tracks.append(track)
    written: bytes = sheet.dumps_midi()
    return written
