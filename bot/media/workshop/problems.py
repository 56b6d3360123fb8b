"""What can be wrong with a file."""

from collections.abc import Iterator
from contextlib import contextmanager

from mutagen import MutagenError


class NotAudio(Exception):
    """The file is not what was promised; fetching it again would not help."""


class EndsEarly(Exception):
    """The file is audio and shorter than it should be."""


class Unreadable(Exception):
    """The file cannot be read now."""


@contextmanager
def decoding() -> Iterator[None]:
    """Tell faults of reading a file by the decoder apart from those of writing another.

    The decoder tells of a broken disk and of some broken files by the same error, so it proves
    nothing of either.

    Raises:
        Unreadable: the file cannot be read.
    """
    try:
        yield
    except OSError as error:
        raise Unreadable(f"{type(error).__name__}: {error.strerror}") from error


@contextmanager
def parsing(problem: str) -> Iterator[None]:
    """Turn what mutagen raises into NotAudio, except a fault of the disk, which it wraps as well.

    Raises:
        NotAudio: the file cannot be parsed.
        OSError: the file cannot be read or written.
    """
    try:
        yield
    except (MutagenError, ValueError) as error:
        if error.args and isinstance(error.args[0], OSError):
            raise error.args[0] from error
        raise NotAudio(problem) from None
