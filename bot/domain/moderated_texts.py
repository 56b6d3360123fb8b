"""Which of the texts of an order or a song the filters look at."""

from collections.abc import Iterable

from bot.domain.filters import Scope, ScopedText
from bot.domain.findings import Finding, LyricsDrafts, StyleText
from bot.domain.requests import Request, UploadRequest
from bot.domain.songs import Song, SongRequest


def texts_of(request: Request) -> tuple[ScopedText, ...]:
    """Return what a member wrote for an order."""
    sources = () if isinstance(request, SongRequest) else request.sources
    title_scope = Scope.FILE_NAME if isinstance(request, UploadRequest) else Scope.TITLE
    texts = (
        (Scope.IDEA, request.idea),
        (Scope.LYRICS, request.lyrics),
        (Scope.STYLE, request.style),
        (Scope.STYLE, request.exclude),
        (title_scope, request.title),
        *((Scope.FILE_NAME, source.title) for source in sources if source.song_id is None),
    )
    return tuple(ScopedText(scope, text) for scope, text in texts if text)


def texts_of_songs(songs: Iterable[Song]) -> tuple[ScopedText, ...]:
    """Return what the music service wrote for songs, each text once."""
    texts = (
        text
        for song in songs
        for text in (
            ScopedText(Scope.RETURNED_TITLE, song.title),
            ScopedText(Scope.RETURNED_LYRICS, song.lyrics),
        )
    )
    return tuple(dict.fromkeys(text for text in texts if text.text))


def texts_of_finding(finding: Finding) -> tuple[ScopedText, ...]:
    """Return what the music service wrote without making a song of it."""
    if isinstance(finding, StyleText):
        return (ScopedText(Scope.RETURNED_LYRICS, finding.text),)
    if not isinstance(finding, LyricsDrafts):
        return ()
    return tuple(
        text
        for draft in finding.drafts
        for text in (
            ScopedText(Scope.RETURNED_TITLE, draft.title),
            ScopedText(Scope.RETURNED_LYRICS, draft.lyrics),
        )
    )
