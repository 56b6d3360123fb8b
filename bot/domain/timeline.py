"""A song's words over its time, as files for players and for films."""

from dataclasses import dataclass

from bot.domain.findings import TimedWord, Timeline

_LONGEST_LINE_SECONDS = 8.0


@dataclass(frozen=True)
class TimedLine:
    """A line as it is sung."""

    text: str
    start_seconds: float
    end_seconds: float


def lines_of(timeline: Timeline) -> tuple[TimedLine, ...]:
    """Gather words into lines. Section markers in brackets are left out.

    The service marks the end of a line by a line feed within a word.
    """
    lines: list[TimedLine] = []
    pending: list[TimedWord] = []
    for word in timeline.words:
        pieces = word.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for number, piece in enumerate(pieces):
            if number:
                _finish(lines, pending)
            if piece.strip():
                pending.append(TimedWord(piece, word.start_seconds, word.end_seconds))
    _finish(lines, pending)
    return tuple(lines)


def lrc(timeline: Timeline, *, title: str = "", author: str = "") -> str:
    """Write the lines as an `.lrc` file, with times in minutes, seconds and hundredths."""
    head = [f"[{name}:{_one_line(text)}]" for name, text in (("ti", title), ("ar", author)) if text]
    body = [f"[{_lrc_time(line.start_seconds)}]{line.text}" for line in lines_of(timeline)]
    return "\n".join([*head, *body, ""])


def srt(timeline: Timeline) -> str:
    """Write the lines as an `.srt` file: numbered, none longer on screen than till the next."""
    lines = lines_of(timeline)
    blocks = []
    for number, line in enumerate(lines, 1):
        following = lines[number].start_seconds if number < len(lines) else float("inf")
        longest = min(following, line.start_seconds + _LONGEST_LINE_SECONDS)
        end = max(min(line.end_seconds, longest), line.start_seconds)
        times = f"{_srt_time(line.start_seconds)} --> {_srt_time(end)}"
        # An empty line would end the block, and an arrow would begin another.
        blocks.append(f"{number}\n{times}\n{line.text.replace('-->', '→')}\n")
    return "\n".join(blocks)


def _finish(lines: list[TimedLine], pending: list[TimedWord]) -> None:
    text = _without_markers("".join(word.text for word in pending))
    if text:
        # A marker before the first word is timed with it, so the words' own times are right.
        lines.append(TimedLine(text, pending[0].start_seconds, pending[-1].end_seconds))
    pending.clear()


def _without_markers(text: str) -> str:
    kept, depth = [], 0
    for character in text:
        if character == "[":
            depth += 1
        elif character == "]" and depth:
            depth -= 1
        elif not depth:
            kept.append(character)
    return _one_line("".join(kept))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _lrc_time(seconds: float) -> str:
    hundredths = round(seconds * 100)
    return f"{hundredths // 6000:02}:{hundredths // 100 % 60:02}.{hundredths % 100:02}"


def _srt_time(seconds: float) -> str:
    thousandths = round(seconds * 1000)
    hours, rest = divmod(thousandths, 3_600_000)
    return f"{hours:02}:{rest // 60_000:02}:{rest // 1000 % 60:02},{rest % 1000:03}"
