"""The sound font, the renderer, the formats, and what is heard in recordings."""

from dataclasses import replace

import numpy as np
import pytest

from bot.studio.music import composer, planner
from bot.studio.music.drumming import GROOVES, SHAKES
from bot.studio.music.instruments import INSTRUMENTS, level
from bot.studio.music.score import TICKS_PER_BEAT, Metre, Note, Part, Role, Score
from bot.studio.music.styles import STYLES
from bot.studio.sound import analysis, renderer
from bot.studio.sound.decoder import RecordingStore, UnreadableAudio, decode
from bot.studio.sound.encoder import AudioFormat, encode
from bot.studio.words import brief, lyrics
from tests.studio.caller import likeness, loudness

RATE = 44_100


def played(role: Role, program: int, pitches: list[int]) -> Score:
    """One note after the other, two a second."""
    notes = tuple(
        Note(index * TICKS_PER_BEAT, TICKS_PER_BEAT - 20, pitch, 100)
        for index, pitch in enumerate(pitches)
    )
    part = Part("solo", role, program, notes, reverb=0.0)
    length = len(pitches) * TICKS_PER_BEAT
    return Score(120, Metre(), length, (part,), fade_out=False)


@pytest.mark.parametrize("program", sorted(INSTRUMENTS))
def test_every_instrument_sounds_in_its_whole_range(program: int) -> None:
    instrument = INSTRUMENTS[program]
    pitches = list(range(instrument.low, instrument.high + 1))
    sound = renderer.mix(played(instrument.role, program, pitches))
    assert np.isfinite(sound).all()
    assert np.abs(sound).max() < 1.5
    for index, pitch in enumerate(pitches):
        heard = sound[:, index * RATE // 2 : (index + 1) * RATE // 2]
        assert loudness(heard) * level(program, is_drum=False) > 0.006, pitch


@pytest.mark.parametrize("kit", sorted({style.kit for style in STYLES}))
def test_every_drum_sounds_in_every_kit(kit: int) -> None:
    strokes = {
        note.pitch
        for groove in (*GROOVES.values(), *SHAKES.values())
        for note in groove.notes(0, 16, 1.0)
    }
    pitches = sorted(strokes)
    sound = renderer.mix(played(Role.DRUMS, kit, pitches))
    for index, pitch in enumerate(pitches):
        assert loudness(sound[:, index * RATE // 2 : (index + 1) * RATE // 2]) > 0.001, pitch


@pytest.fixture(scope="module")
def score() -> Score:
    plan = planner.draft(brief.read("jazz", ""), 4, sung=True)
    words = lyrics.write("a tram at night", 1).lyrics
    return composer.compose(plan, composer.form_of(plan, words, 20))


def test_mix_is_loud_enough_and_never_clips(score: Score) -> None:
    sound = renderer.render(score)
    assert 0.05 < loudness(sound) < 0.2
    assert np.abs(sound).max() <= 0.9
    assert sound.shape[1] == renderer.frames_of(score)


def test_song_fades_out_and_a_seam_does_not(score: Score) -> None:
    faded = renderer.render(score)
    seam = renderer.render(replace(score, fade_out=False))
    tail = slice(-RATE // 4, None)
    assert loudness(faded[:, tail]) < 0.5 * loudness(seam[:, tail])


def test_tracks_add_up_to_the_mix(score: Score) -> None:
    names = tuple(renderer.track_names(score))
    together = sum(renderer.render_tracks(score, (name,)) for name in names)
    assert isinstance(together, np.ndarray)
    assert loudness(together - renderer.render(score)) < 1e-5


def test_no_tracks_are_silence_of_the_same_length(score: Score) -> None:
    silence = renderer.render_tracks(score, ())
    assert silence.shape == renderer.render(score).shape
    assert not silence.any()


def test_brightness_raises_what_is_high(score: Score) -> None:
    def highs(amount: float) -> float:
        sound = renderer.render(replace(score, brightness=amount))
        return loudness(np.diff(sound, axis=1)) / loudness(sound)

    assert highs(-0.2) < highs(0.0) < highs(0.5)


@pytest.mark.parametrize(("form", "least"), [("wav", 0.9999), ("mp3", 0.98), ("m4a", 0.97)])
def test_files_hold_what_was_rendered(score: Score, form: str, least: float) -> None:
    sound = renderer.render(score)
    again = decode(encode(sound, AudioFormat(form), {"title": "Tram"}))
    assert abs(again.shape[1] - sound.shape[1]) < 0.1 * RATE
    best = max(likeness(sound, again[:, shift:]) for shift in (0, 1024, 2048, 1105, 2112))
    assert best > least


def test_tempo_of_a_recording_is_heard() -> None:
    for style in ("techno", "rock", "reggae"):
        plan = planner.draft(brief.read(style, ""), 2, sung=False)
        sound = renderer.render(composer.compose(plan, composer.form_of(plan, None, 25)))
        heard = analysis.listen(sound).tempo
        ratio = heard / plan.tempo
        assert min(abs(ratio - pulse) for pulse in (0.5, 1.0, 2.0)) < 0.02


def test_silence_can_be_listened_to() -> None:
    heard = analysis.listen(np.zeros((2, RATE), dtype=np.float32))
    assert 60 < heard.tempo < 180
    assert 0 <= heard.tonic < 12


@pytest.mark.parametrize("data", [b"", b"no sound at all", b"ID3" + bytes(4000)])
def test_what_is_no_audio_is_unreadable(data: bytes) -> None:
    with pytest.raises(UnreadableAudio):
        RecordingStore().add(data)


def test_recordings_are_bounded_in_length() -> None:
    store = RecordingStore()
    short = np.full((2, RATE // 4), 0.1, dtype=np.float32)
    with pytest.raises(UnreadableAudio, match="shorter"):
        store.add(encode(short, AudioFormat.WAV))
    with pytest.raises(KeyError):
        store.samples("nothing")
