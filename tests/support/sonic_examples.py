"""One example call for each operation of the sonic family, lyrics and credits."""

from collections.abc import Awaitable

from bot.domain.operations import Operation
from bot.provider.client import MusicClient
from bot.provider.reading.accepted import Accepted
from bot.provider.wire import sonic, sonic_tasks, tools
from tests.support.sources import LYRICS, Example, Sources

MODEL = "sonic-v5"


def _create(client: MusicClient, of: Sources) -> Awaitable[Accepted]:
    request = sonic.CreateMusic(mv=MODEL, custom_mode=True, prompt=LYRICS, tags="folk")
    return client.sonic.create(request)


def _extend(client: MusicClient, of: Sources) -> Awaitable[Accepted]:
    request = sonic.ExtendMusic(
        mv=MODEL, continue_clip_id=of.song, continue_at=4.5, custom_mode=True, prompt=LYRICS
    )
    return client.sonic.extend(request)


def _cover(client: MusicClient, of: Sources) -> Awaitable[Accepted]:
    request = sonic.CoverMusic(
        mv=MODEL, continue_clip_id=of.song, custom_mode=True, prompt=LYRICS, tags="jazz"
    )
    return client.sonic.cover(request)


def _concat(client: MusicClient, of: Sources) -> Awaitable[Accepted]:
    return client.sonic.concat(sonic.ConcatMusic(continue_clip_id=of.extension))


def _persona_music(client: MusicClient, of: Sources) -> Awaitable[Accepted]:
    request = sonic.PersonaMusic(
        mv=MODEL, persona_id=of.persona, custom_mode=True, prompt=LYRICS, duration=60
    )
    return client.sonic.persona_music(request)


def _extend_upload(client: MusicClient, of: Sources) -> Awaitable[Accepted]:
    request = sonic.ExtendUpload(
        mv=MODEL, continue_clip_id=of.upload, continue_at=0.1, custom_mode=True, prompt=LYRICS
    )
    return client.sonic.extend_upload(request)


def _cover_upload(client: MusicClient, of: Sources) -> Awaitable[Accepted]:
    request = sonic.CoverUpload(
        mv=MODEL,
        continue_clip_id=of.upload,
        custom_mode=False,
        gpt_description_prompt="as a waltz",
        audio_weight=0.5,
    )
    return client.sonic.cover_upload(request)


def _remaster(client: MusicClient, of: Sources) -> Awaitable[Accepted]:
    request = sonic.Remaster(mv=MODEL, continue_clip_id=of.song, variation_category="subtle")
    return client.sonic.remaster(request)


def _add_vocals(client: MusicClient, of: Sources) -> Awaitable[Accepted]:
    request = sonic.AddVocals(
        mv=MODEL,
        continue_clip_id=of.upload,
        prompt=LYRICS,
        tags="folk",
        overpainting_start_s=0.0,
        overpainting_end_s=4.0,
    )
    return client.sonic.add_vocals(request)


def _add_instrumental(client: MusicClient, of: Sources) -> Awaitable[Accepted]:
    request = sonic.AddInstrumental(mv=MODEL, continue_clip_id=of.upload, tags="folk")
    return client.sonic.add_instrumental(request)


def _upload_extend(client: MusicClient, of: Sources) -> Awaitable[Accepted]:
    request = sonic_tasks.UploadExtend(
        mv=MODEL,
        url=of.address,
        continue_at=2.0,
        auto_concat=True,
        custom_mode=True,
        prompt=LYRICS,
    )
    return client.sonic.upload_extend(request)


def _upload_cover(client: MusicClient, of: Sources) -> Awaitable[Accepted]:
    request = sonic_tasks.UploadCover(
        mv=MODEL, url=of.address, custom_mode=True, prompt=LYRICS, tags="jazz"
    )
    return client.sonic.upload_cover(request)


def _sample(client: MusicClient, of: Sources) -> Awaitable[Accepted]:
    request = sonic_tasks.Sample(
        mv=MODEL,
        sample_clip_id=of.song,
        chop_sample_start_s=1.0,
        chop_sample_end_s=5.0,
        custom_mode=True,
        prompt=LYRICS,
    )
    return client.sonic.sample(request)


def _mashup(client: MusicClient, of: Sources) -> Awaitable[Accepted]:
    request = sonic_tasks.Mashup(
        mv=MODEL, mashup_clip_ids=(of.song, of.extension), custom_mode=True, prompt=LYRICS
    )
    return client.sonic.mashup(request)


def _replace_section(client: MusicClient, of: Sources) -> Awaitable[Accepted]:
    request = sonic_tasks.ReplaceSection(
        mv=MODEL,
        clip_id=of.song,
        infill_start_s=2.0,
        infill_end_s=6.0,
        prompt=LYRICS,
        infill_lyrics="Sun on tin",
        auto_concat=True,
    )
    return client.sonic.replace_section(request)


def _persona(client: MusicClient, of: Sources) -> Awaitable[object]:
    return client.tools.persona(tools.Persona(clip_id=of.song, name="Ada", describe="warm"))


def _create_voice(client: MusicClient, of: Sources) -> Awaitable[Accepted]:
    return client.sonic.create_voice(sonic_tasks.CreateVoice(audio_url=of.address))


def _upload(client: MusicClient, of: Sources) -> Awaitable[object]:
    return client.tools.upload(tools.Upload(url=of.address))


def _stems_basic(client: MusicClient, of: Sources) -> Awaitable[Accepted]:
    return client.sonic.stems_basic(sonic_tasks.StemsBasic(clip_id=of.song))


def _stems_full(client: MusicClient, of: Sources) -> Awaitable[Accepted]:
    return client.sonic.stems_full(sonic_tasks.StemsFull(clip_id=of.song))


def _bpm(client: MusicClient, of: Sources) -> Awaitable[object]:
    return client.tools.bpm(tools.Bpm(clip_id=of.song))


def _vox(client: MusicClient, of: Sources) -> Awaitable[object]:
    return client.tools.vox(tools.Vox(clip_id=of.song, vocal_start_s=0.0, vocal_end_s=8.0))


def _wav(client: MusicClient, of: Sources) -> Awaitable[object]:
    return client.tools.wav(tools.Wav(clip_id=of.song))


def _midi(client: MusicClient, of: Sources) -> Awaitable[object]:
    return client.tools.midi(tools.Midi(clip_id=of.song))


def _aligned_lyrics(client: MusicClient, of: Sources) -> Awaitable[object]:
    return client.tools.aligned_lyrics(tools.AlignedLyrics(clip_id=of.song))


def _upsample_tags(client: MusicClient, of: Sources) -> Awaitable[object]:
    return client.tools.upsample_tags(tools.UpsampleTags(tags="folk, rain"))


def _download(client: MusicClient, of: Sources) -> Awaitable[object]:
    return client.tools.download(tools.Download(clip_id=of.song, formats=("mp3", "wav")))


def _get_music(client: MusicClient, of: Sources) -> Awaitable[object]:
    return client.sonic.task(of.task)


def _lyrics(client: MusicClient, of: Sources) -> Awaitable[object]:
    return client.tools.lyrics(tools.Lyrics(description="rain on tin"))


def _get_credits(client: MusicClient, of: Sources) -> Awaitable[object]:
    return client.account.credits()


SONIC_EXAMPLES: dict[Operation, Example] = {
    Operation.CREATE: _create,
    Operation.EXTEND: _extend,
    Operation.COVER: _cover,
    Operation.CONCAT: _concat,
    Operation.PERSONA_MUSIC: _persona_music,
    Operation.EXTEND_UPLOAD: _extend_upload,
    Operation.COVER_UPLOAD: _cover_upload,
    Operation.REMASTER: _remaster,
    Operation.ADD_VOCALS: _add_vocals,
    Operation.ADD_INSTRUMENTAL: _add_instrumental,
    Operation.UPLOAD_EXTEND: _upload_extend,
    Operation.UPLOAD_COVER: _upload_cover,
    Operation.SAMPLE: _sample,
    Operation.MASHUP: _mashup,
    Operation.REPLACE_SECTION: _replace_section,
    Operation.PERSONA: _persona,
    Operation.CREATE_VOICE: _create_voice,
    Operation.UPLOAD: _upload,
    Operation.STEMS_BASIC: _stems_basic,
    Operation.STEMS_FULL: _stems_full,
    Operation.BPM: _bpm,
    Operation.VOX: _vox,
    Operation.WAV: _wav,
    Operation.MIDI: _midi,
    Operation.ALIGNED_LYRICS: _aligned_lyrics,
    Operation.UPSAMPLE_TAGS: _upsample_tags,
    Operation.DOWNLOAD: _download,
    Operation.GET_MUSIC: _get_music,
    Operation.LYRICS: _lyrics,
    Operation.GET_CREDITS: _get_credits,
}
