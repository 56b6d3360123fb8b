"""What of a finished song goes into a jam."""

import re

from bot.domain.delivery import JobView
from bot.domain.jams import Slot, SlotKind
from bot.domain.jams.texts import cut, part_from
from bot.ui.text import one_line

_MARKER = re.compile(r"^\s*\[(?P<kind>[a-z-]+)\s*(?P<number>\d*)[^\]]*\]\s*$", re.IGNORECASE)


def theme_of(view: JobView) -> str:
    """Return what a song is about, in one line: its idea, else its title, else how it sounds."""
    request = view.job.request
    title = view.songs[0].title if view.songs else ""
    return one_line(request.idea or title or request.summary)


def text_for(slot: Slot, view: JobView, limit: int) -> str:
    """Return what a song has for a part of a jam, within `limit` characters; maybe nothing."""
    title = view.songs[0].title if view.songs else ""
    match slot.kind:
        case SlotKind.IDEA:
            return cut(theme_of(view), limit)
        case SlotKind.TITLE:
            return cut(one_line(title), limit)
        case SlotKind.GENRE | SlotKind.MOOD:
            return cut(one_line(view.songs[0].style if view.songs else ""), limit)
        case _:
            return _section(slot, view.songs[0].lyrics if view.songs else "", limit)


def _section(slot: Slot, lyrics: str, limit: int) -> str:
    """Return the part of lyrics under the marker of that part, else their first part."""
    kept: list[str] | None = None
    for line in lyrics.splitlines():
        marker = _MARKER.match(line)
        if marker is None:
            if kept is not None:
                kept.append(line)
        elif kept:
            break
        elif marker["kind"].lower() == slot.kind and int(marker["number"] or 1) == max(
            slot.number, 1
        ):
            kept = []
    return part_from("\n".join(kept) if kept else lyrics, limit)
