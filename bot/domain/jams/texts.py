"""What contributions become: how long each may be, and how they are put together."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from bot.domain.catalogue import TextLimits
from bot.domain.jams.modes import GENRE, IDEA, MOOD, TITLE, JamMode, Slot, SlotKind, as_sung
from bot.domain.songs import SongRequest
from bot.domain.text import length

THEME_LIMIT = 200
"""Characters of a jam's theme."""

STYLE_LIMIT = 200
"""Characters of the style that a host may give."""

MOST_OF_PART = 1000
"""Characters of one part of the words, however much the service would take."""

MOST_OF_TAG = 100
"""Characters of a genre or a mood."""

_BETWEEN = "\n\n"
_JOINT = ", "


@dataclass(frozen=True)
class Room:
    """How much the words of a jam may fill, in characters as `bot.domain.text.length` counts."""

    used: int
    limit: int

    @property
    def left(self) -> int:
        """What is left."""
        return max(0, self.limit - self.used)


def slot_limit(mode: JamMode, parts: int, slot: Slot, limits: TextLimits) -> int:
    """Return how long a contribution for a slot may be, so that all together always fit."""
    match slot.kind:
        case SlotKind.TITLE:
            return limits.title
        case SlotKind.IDEA:
            return limits.description
        case SlotKind.GENRE | SlotKind.MOOD:
            return min(MOST_OF_TAG, (limits.tags - len(_JOINT)) // 2)
        case SlotKind.SONG:
            return 0
        case _:
            sung = as_sung(mode, parts)
            around = sum(length(_marker(each)) + 1 + len(_BETWEEN) for each in sung)
            return min(MOST_OF_PART, (limits.prompt - around) // len(sung))


def room_of(
    mode: JamMode, parts: int, texts: Mapping[Slot, str], limits: TextLimits
) -> Room | None:
    """Return how much of a song's words is used; None for a mode whose words are not put together.

    The limit is what all parts at their longest would fill.
    """
    sung = as_sung(mode, parts)
    if not sung:
        return None
    longest = {slot: slot_limit(mode, parts, slot, limits) for slot in sung}
    used = sum(min(length(texts.get(slot, "")), longest[slot]) for slot in sung)
    return Room(used, sum(longest[slot] for slot in sung))


def lyrics_of(mode: JamMode, parts: int, texts: Mapping[Slot, str]) -> str:
    """Return the words in the order of the song, each part under its marker; empty without any.

    What is missing is left out, and what would then be sung twice in a row is sung once.
    """
    sung = (slot for slot in as_sung(mode, parts) if texts.get(slot))
    return _BETWEEN.join(f"{_marker(slot)}\n{texts[slot]}" for slot, _ in groupby(sung))


@dataclass(frozen=True)
class Wish:
    """What the host gave for the song."""

    theme: str
    style: str
    model: str


def request_for(
    mode: JamMode, parts: int, wish: Wish, texts: Mapping[Slot, str], limits: TextLimits
) -> SongRequest:
    """Return the order that a jam's texts become.

    * `verses`: the words as written; the theme is the title; the host's style, else the theme.
    * `slots`: the title, else the theme; genre and mood as style, else the host's; the words, or
      where nobody wrote any, the theme as the idea for words.
    * `battle`: the one idea.
    """
    if mode is JamMode.BATTLE:
        return SongRequest(model=wish.model, idea=texts[IDEA])
    lyrics = lyrics_of(mode, parts, texts)
    tags = _JOINT.join(texts[slot] for slot in (GENRE, MOOD) if texts.get(slot))
    style = tags or wish.style or (wish.theme if lyrics else "")
    return SongRequest(
        model=wish.model,
        idea="" if lyrics else wish.theme,
        style=cut(style, limits.tags),
        lyrics=lyrics,
        title=cut(texts.get(TITLE) or wish.theme, limits.title),
    )


def brief_for(theme: str, slot: Slot, before: str, limit: int) -> str:
    """Return what the service is asked to write a missing part about, in `limit` characters."""
    name = _marker(slot).strip("[]").lower()
    brief = f"Only the {name} of a song about: {cut(theme, max(1, limit // 2))}"
    last = before.strip().splitlines()[-1:] or [""]
    longer = f"{brief}. It follows the line: {last[0]}"
    return longer if last[0] and length(longer) <= limit else cut(brief, limit)


def part_from(draft: str, limit: int) -> str:
    """Return the first part of lyrics that the service wrote, without markers, within `limit`."""
    lines: list[str] = []
    for line in draft.splitlines():
        stripped = line.strip()
        marker = stripped.startswith("[") and stripped.endswith("]")
        if marker and lines:
            break
        if not marker and (stripped or lines):
            lines.append(stripped)
    while lines and length("\n".join(lines)) > limit:
        if len(lines) == 1:
            return cut(lines[0], limit)
        lines.pop()
    return "\n".join(lines).strip()


def cut(text: str, limit: int) -> str:
    """Return the beginning of a text that is within a limit."""
    while length(text) > limit:
        text = text[: len(text) - max(1, (length(text) - limit) // 2)]
    return text.strip()


def _marker(slot: Slot) -> str:
    name = slot.kind.value.capitalize()
    return f"[{name} {slot.number}]" if slot.number else f"[{name}]"
