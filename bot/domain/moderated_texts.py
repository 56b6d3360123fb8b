"""Which of the texts of an order or a song the filters look at."""

from collections.abc import Iterable

from bot.domain.filters import Scope, ScopedText
from bot.domain.requests import Request, UploadRequest
from bot.domain.songs import Clip, SongRequest


def texts_of(request: Request) -> tuple[ScopedText, ...]:
    """Return what a member wrote for an order."""
    sources = () if isinstance(request, SongRequest) else request.sources
    title_scope = Scope.FILE_NAME if isinstance(request, UploadRequest) else Scope.TITLE
    texts = (
        ScopedText(Scope.IDEA, request.idea),
        ScopedText(Scope.LYRICS, request.lyrics),
        ScopedText(Scope.STYLE, request.style),
        ScopedText(Scope.STYLE, request.exclude),
        ScopedText(title_scope, request.title),
        *(
            ScopedText(Scope.FILE_NAME, source.title)
            for source in sources
            if source.song_id is None
        ),
    )
    return tuple(text for text in texts if text.text)


def returned_texts(clips: Iterable[Clip]) -> tuple[ScopedText, ...]:
    """Return what the music service wrote."""
    found = (
        text
        for clip in clips
        for text in (
            ScopedText(Scope.RETURNED_TITLE, clip.title),
            ScopedText(Scope.RETURNED_LYRICS, clip.lyrics),
        )
    )
    return tuple(dict.fromkeys(text for text in found if text.text))
