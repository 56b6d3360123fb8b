"""One example call for each operation of the other families."""

from collections.abc import Awaitable

from bot.domain.operations import Operation
from bot.provider.client import MusicClient
from bot.provider.reading.accepted import Accepted
from bot.provider.wire import nuro, producer, riffusion
from tests.support.sources import LYRICS, Example, Sources


def _producer_create(client: MusicClient, of: Sources) -> Awaitable[Accepted]:
    request = producer.ProducerCreate(sound="slow folk with strings", lyrics=LYRICS, seed="42")
    return client.producer.create(request)


def _producer_lyrics(client: MusicClient, of: Sources) -> Awaitable[Accepted]:
    return client.producer.lyrics(producer.ProducerLyrics(prompt="rain on tin"))


def _producer_video(client: MusicClient, of: Sources) -> Awaitable[Accepted]:
    return client.producer.video(producer.ProducerVideo(clip_id=of.producer_clip))


def _producer_upload(client: MusicClient, of: Sources) -> Awaitable[Accepted]:
    return client.producer.upload(producer.ProducerUpload(audio_url=of.address))


def _producer_download(client: MusicClient, of: Sources) -> Awaitable[Accepted]:
    request = producer.ProducerDownload(clip_id=of.producer_clip, format="wav")
    return client.producer.download(request)


def _producer_get_music(client: MusicClient, of: Sources) -> Awaitable[object]:
    return client.producer.task(of.producer_task)


def _nuro_vocal(client: MusicClient, of: Sources) -> Awaitable[Accepted]:
    return client.nuro.vocal(nuro.NuroVocal(lyrics=LYRICS, gender="Female", duration=30))


def _nuro_instrumental(client: MusicClient, of: Sources) -> Awaitable[Accepted]:
    segments = (nuro.Segment(name="intro", duration=5), nuro.Segment(name="outro", duration=30))
    request = nuro.NuroInstrumental(version="v2.0", description="rain", segments=segments)
    return client.nuro.instrumental(request)


def _nuro_get_music(client: MusicClient, of: Sources) -> Awaitable[object]:
    return client.nuro.task(of.task)


def _riffusion_lyrics(client: MusicClient, of: Sources) -> Awaitable[Accepted]:
    request = riffusion.RiffusionLyrics(mv="FUZZ-1.1", lyrics=LYRICS, sound="folk")
    return client.riffusion.from_lyrics(request)


def _riffusion_description(client: MusicClient, of: Sources) -> Awaitable[Accepted]:
    request = riffusion.RiffusionDescription(mv="FUZZ-1.1", prompt="rain on tin")
    return client.riffusion.from_description(request)


def _riffusion_extend(client: MusicClient, of: Sources) -> Awaitable[Accepted]:
    request = riffusion.RiffusionExtend(
        mv="FUZZ-1.1", lyrics=LYRICS, continue_clip_id=of.song, continue_at=5
    )
    return client.riffusion.extend(request)


def _riffusion_cover(client: MusicClient, of: Sources) -> Awaitable[Accepted]:
    request = riffusion.RiffusionCover(
        mv="FUZZ-1.1",
        lyrics=LYRICS,
        continue_clip_id=of.upload,
        task_type="cover_upload_music",
    )
    return client.riffusion.cover(request)


def _riffusion_replace(client: MusicClient, of: Sources) -> Awaitable[Accepted]:
    request = riffusion.RiffusionReplace(
        mv="FUZZ-1.1", lyrics=LYRICS, continue_clip_id=of.song, start_s=2.0, end_s=5.0
    )
    return client.riffusion.replace(request)


def _riffusion_swap_sound(client: MusicClient, of: Sources) -> Awaitable[Accepted]:
    request = riffusion.RiffusionSwapSound(
        mv="FUZZ-1.1", lyrics=LYRICS, continue_clip_id=of.song, sound="jazz"
    )
    return client.riffusion.swap_sound(request)


def _riffusion_swap_vocals(client: MusicClient, of: Sources) -> Awaitable[Accepted]:
    request = riffusion.RiffusionSwapVocals(mv="FUZZ-1.1", lyrics=LYRICS, continue_clip_id=of.song)
    return client.riffusion.swap_vocals(request)


def _riffusion_upload(client: MusicClient, of: Sources) -> Awaitable[object]:
    return client.riffusion.upload(riffusion.RiffusionUpload(url=of.address))


def _riffusion_get_music(client: MusicClient, of: Sources) -> Awaitable[object]:
    return client.riffusion.task(of.task)


OTHER_EXAMPLES: dict[Operation, Example] = {
    Operation.PRODUCER_CREATE: _producer_create,
    Operation.PRODUCER_LYRICS: _producer_lyrics,
    Operation.PRODUCER_VIDEO: _producer_video,
    Operation.PRODUCER_UPLOAD: _producer_upload,
    Operation.PRODUCER_DOWNLOAD: _producer_download,
    Operation.PRODUCER_GET_MUSIC: _producer_get_music,
    Operation.NURO_VOCAL: _nuro_vocal,
    Operation.NURO_INSTRUMENTAL: _nuro_instrumental,
    Operation.NURO_GET_MUSIC: _nuro_get_music,
    Operation.RIFFUSION_LYRICS: _riffusion_lyrics,
    Operation.RIFFUSION_DESCRIPTION: _riffusion_description,
    Operation.RIFFUSION_EXTEND: _riffusion_extend,
    Operation.RIFFUSION_COVER: _riffusion_cover,
    Operation.RIFFUSION_REPLACE: _riffusion_replace,
    Operation.RIFFUSION_SWAP_SOUND: _riffusion_swap_sound,
    Operation.RIFFUSION_SWAP_VOCALS: _riffusion_swap_vocals,
    Operation.RIFFUSION_UPLOAD: _riffusion_upload,
    Operation.RIFFUSION_GET_MUSIC: _riffusion_get_music,
}
