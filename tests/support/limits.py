"""Requests of the music API that break no limit, to be changed into ones that do."""

from bot.provider.wire import nuro, producer, riffusion, sonic, sonic_tasks, tools
from bot.provider.wire.common import WireRequest
from tests.support.provider import everything_on

CATALOGUE = everything_on()
SECRET = "s" * 32

CREATE = sonic.CreateMusic(mv="sonic-v6", custom_mode=True, prompt="la", tags="folk")
DESCRIBED = sonic.CreateMusic(mv="sonic-v6", custom_mode=False, gpt_description_prompt="la")
EXTEND = sonic.ExtendMusic(
    mv="sonic-v6", custom_mode=True, prompt="la", continue_clip_id="c", continue_at=10
)
COVER = sonic.CoverMusic(mv="sonic-v6", custom_mode=True, prompt="la", continue_clip_id="c")
CONCAT = sonic.ConcatMusic(continue_clip_id="c")
PERSONA_MUSIC = sonic.PersonaMusic(mv="sonic-v6", custom_mode=True, prompt="la", persona_id="p")
REMASTER = sonic.Remaster(mv="sonic-v5", continue_clip_id="c", variation_category="high")
VOCALS = sonic.AddVocals(mv="sonic-v5", continue_clip_id="c", prompt="la")
BACKING = sonic.AddInstrumental(mv="sonic-v5", continue_clip_id="c")
UPLOAD_EXTEND = sonic_tasks.UploadExtend(
    mv="sonic-v6", url="https://x.example/a.mp3", continue_at=9, custom_mode=True, prompt="la"
)
SAMPLE = sonic_tasks.Sample(
    mv="sonic-v4-5-all",
    url="https://x.example/a.mp3",
    chop_sample_start_s=0,
    chop_sample_end_s=5,
    custom_mode=True,
    prompt="la",
)
MASHUP = sonic_tasks.Mashup(
    mv="sonic-v6", mashup_clip_ids=("a", "b"), custom_mode=True, prompt="la"
)
REPLACE = sonic_tasks.ReplaceSection(
    mv="sonic-v6", clip_id="c", infill_start_s=1, infill_end_s=2, prompt="la", infill_lyrics="lu"
)
VOICE = sonic_tasks.CreateVoice(audio_url="https://x.example/a.wav")
VOX = tools.Vox(clip_id="c", vocal_start_s=10, vocal_end_s=40)
PERSONA = tools.Persona(clip_id="c", name="Ada")
DOWNLOAD = tools.Download(clip_id="c", formats=("mp3", "m4a", "wav"))
PRODUCE = producer.ProducerCreate(sound="folk")
VOCAL = nuro.NuroVocal(lyrics="la")
PLAIN = nuro.NuroInstrumental(description="rain", genre=("a", "b", "c", "d", "e"), duration=60)
SEGMENTED = nuro.NuroInstrumental(
    version="v2.0", description="rain", segments=(nuro.Segment(name="intro", duration=5),)
)
RIFF = riffusion.RiffusionLyrics(mv="FUZZ-1.1", lyrics="la")
RIFF_EXTEND = riffusion.RiffusionExtend(
    mv="FUZZ-1.1", lyrics="la", continue_clip_id="c", continue_at=1
)
RIFF_REPLACE = riffusion.RiffusionReplace(
    mv="FUZZ-1.1", lyrics="la", continue_clip_id="c", start_s=0, end_s=1
)


def changed(request: WireRequest, **fields: object) -> WireRequest:
    """Return a copy with other fields, checked as a new one would be."""
    given = {name: getattr(request, name) for name in request.model_fields_set}
    return type(request).model_validate(given | fields)
