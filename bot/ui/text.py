"""Showing text that people or the music service wrote, which is hostile until it passed here.

Discord's markup is switched off by a backslash before any ASCII punctuation, in message contents,
embed titles, descriptions and field values. Footers, author lines, file names, button labels and
alt texts know no markup and would show the backslashes: there, use `one_line` and `shorten` alone.
"""

import re
import unicodedata
from itertools import accumulate, takewhile

from bot.domain.text import has_visible_characters, length, tidy

# Most ideas are of these alone, and are looked at once instead of four times.
_HARMLESS = re.compile(r"[A-Za-z0-9 ,;!?'\"&%=]*")
# Emphasis, code, spoilers, links, mentions, timestamps, emoji, headers, quotes and addresses:
# `/` and `:` keep bare addresses and invites from becoming links with previews.
_MARKUP = re.compile(r"([\\*_~`|<>\[\]()#@:/])")
_LIST_MARKER = re.compile(r"^(\s*)([-+])", re.MULTILINE)
_NUMBERED_LIST_MARKER = re.compile(r"^(\s*\d+)([.)])", re.MULTILINE)

# Hebrew and Thai stack up to three marks on a letter; more is made to smear over other lines.
_MOST_MARKS_ON_A_LETTER = 4

_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")
_FIRST_STRONG_ISOLATE = "\u2068"
_POP_ISOLATE = "\u2069"

ELLIPSIS = "…"


def escape(text: str) -> str:
    """Return `text` so that Discord shows every visible character of it and acts on none."""
    if _HARMLESS.fullmatch(text):
        return text.strip()
    cleaned = _without_smears(tidy(text))
    escaped = _MARKUP.sub(r"\\\1", cleaned)
    escaped = _LIST_MARKER.sub(r"\1\\\2", escaped)
    return _NUMBERED_LIST_MARKER.sub(r"\1\\\2", escaped)


def one_line(text: str) -> str:
    """Return `text` tidied and on one line, with single spaces; still unescaped.

    A text of which nothing can be seen becomes the empty string.
    """
    if not has_visible_characters(text):
        return ""
    return " ".join(_without_smears(tidy(text)).split())


def shorten(text: str, limit: int) -> str:
    """Cut `text` to at most `limit` UTF-16 units, an ellipsis included, without splitting a letter.

    Cuts after a word when one ends in the last quarter. `limit` is at least 1.
    """
    if length(text) <= limit:
        return text
    kept = _fitting(text, limit - 1)
    word_end = kept.rfind(" ")
    if word_end > len(kept) * 3 // 4:
        kept = kept[:word_end]
    return kept.rstrip() + ELLIPSIS


def inline(text: str, limit: int) -> str:
    """Return `text` for the middle of a sentence: one line, at most `limit` visible units, escaped.

    The result is at most twice as long, plus two. Text that runs from right to left is isolated so
    that it does not turn what follows.
    """
    escaped = escape(shorten(one_line(text), limit))
    if not escaped.isascii() and any(
        unicodedata.bidirectional(character) in {"R", "AL"} for character in escaped
    ):
        return f"{_FIRST_STRONG_ISOLATE}{escaped}{_POP_ISOLATE}"
    return escaped


def block_quote(text: str, limit: int = 200) -> str:
    """Return `text` as a quotation of one line with at most `limit` visible units, or nothing."""
    quoted = inline(text, limit)
    return f"> {quoted}" if quoted else ""


def file_name_stem(text: str) -> str:
    """Return an ASCII file name without its ending: lower-case words with hyphens, never empty."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", ascii_only.lower())
    return "-".join(words)[:40].strip("-") or "song"


def _fitting(text: str, limit: int) -> str:
    units = accumulate(2 if ord(character) > 0xFFFF else 1 for character in text)
    end = sum(1 for _ in takewhile(lambda taken: taken <= limit, units))
    while 0 < end < len(text) and _continues_a_letter(text, end):
        end -= 1
    return text[:end]


def _continues_a_letter(text: str, index: int) -> bool:
    following, before = text[index], text[index - 1]
    return bool(
        unicodedata.combining(following)
        or following in _JOINERS
        or before == "\u200d"
        or "\U0001f3fb" <= following <= "\U0001f3ff"  # skin tones
    )


def _without_smears(text: str) -> str:
    if text.isascii():
        return text
    marks = 0
    kept: list[str] = []
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MOST_MARKS_ON_A_LETTER:
            kept.append(character)
    return "".join(kept)
