"""What a song's file says of itself: ID3v2.4, and nothing that it said before."""

# mutagen says that it has types, but most of its functions have none.
# mypy: allow-untyped-calls

from pathlib import Path

from mutagen import apev2, id3

from bot.domain.text import tidy
from bot.media.workshop import covers
from bot.media.workshop.messages import ORIGIN, Texts
from bot.media.workshop.problems import NotAudio, parsing

SONG_ID_FIELD = "JAMBOREE_SONG_ID"
# Tags at the front one after the other; more of them is an attack on whoever removes them.
_MOST_TAGS = 4
_LINE_LIMIT = 300
_UTF8 = id3.Encoding.UTF8


def strip(path: Path) -> None:
    """Remove every tag from a file, so that only its audio is left.

    Raises:
        NotAudio: its tags cannot be read.
        OSError: the file cannot be read or written.
    """
    with parsing("its tags cannot be read"):
        for _ in range(_MOST_TAGS):
            id3.delete(path)
            if not _begins_with_tag(path):
                break
        else:
            raise NotAudio("it has too many tags")
        apev2.delete(path)


def write(path: Path, texts: Texts, cover: bytes | None = None) -> None:
    """Write a song's texts and its cover, a JPEG file, into a file without tags.

    The same texts and cover give the same bytes.

    Raises:
        NotAudio: the file cannot have tags.
        OSError: the disk is full or broken.
    """
    tags = id3.ID3()
    if title := line(texts.title):
        tags.add(id3.TIT2(encoding=_UTF8, text=[title]))
    if authors := [name for name in map(line, texts.authors) if name]:
        tags.add(id3.TPE1(encoding=_UTF8, text=authors))
    if style := line(texts.style):
        tags.add(id3.TCON(encoding=_UTF8, text=[style]))
    if lyrics := tidy(texts.lyrics):
        # ISO 639-2's code for a language that nobody determined.
        tags.add(id3.USLT(encoding=_UTF8, lang="und", desc="", text=lyrics))
    if texts.made_with_ai:
        tags.add(id3.COMM(encoding=_UTF8, lang="eng", desc="", text=[ORIGIN]))
    # ID3's frame of this name holds a text for which the standard has no other.
    tags.add(id3.TXXX(encoding=_UTF8, desc=SONG_ID_FIELD, text=[line(texts.song_id)]))
    if cover is not None:
        tags.add(covers.frame_of(cover))
    save(tags, path)


def rename(path: Path, title: str, authors: tuple[str, ...] | None = None) -> None:
    """Write another title into a song of ours. The same title gives the same bytes.

    With `authors` these take the place of those that it names, be they none.

    Raises:
        NotAudio: its tags cannot be read.
        OSError: the file cannot be read or written.
    """
    with parsing("its tags cannot be read"):
        tags = id3.ID3(path)
    tags.delall("TIT2")
    if shown := line(title):
        tags.add(id3.TIT2(encoding=_UTF8, text=[shown]))
    if authors is not None:
        tags.delall("TPE1")
        if names := [name for name in map(line, authors) if name]:
            tags.add(id3.TPE1(encoding=_UTF8, text=names))
    strip(path)
    save(tags, path)


def save(tags: id3.ID3, path: Path) -> None:
    """Write tags into a file without tags, as ID3v2.4 and with no room to grow.

    Raises:
        NotAudio: the file cannot have tags.
        OSError: the disk is full or broken.
    """
    # By name it would make the file anew, where a bot that was started again cleared it away.
    with parsing("it cannot be tagged"), path.open("r+b") as file:
        tags.save(file, v1=0, v2_version=4, padding=_no_padding)


def line(text: str) -> str:
    """Return `text` as one tidy line of at most 300 characters."""
    return " ".join(tidy(text).split())[:_LINE_LIMIT].rstrip()


def _begins_with_tag(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(3) == b"ID3"


def _no_padding(_: object) -> int:
    return 0
