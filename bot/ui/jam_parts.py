"""What a jam's board shows of each part: who wrote what, or how much is there."""

from discord import Locale

from bot.domain.jams import Contribution, JamMode, JamPhase, JamView, SlotView, Standing
from bot.ui.jam_words import mention, slot_name
from bot.ui.text import block_quote, inline
from bot.ui.translation import translate, translate_plural

_FEW_SLOTS = 6
_LONG_QUOTATION, _SHORT_QUOTATION = 150, 90
_MOST_STANDINGS = 5


def parts(view: JamView, locale: Locale) -> str:
    """Return what is written, proposed or chosen for each slot; empty before there are any."""
    limit = _LONG_QUOTATION if len(view.slots) <= _FEW_SLOTS else _SHORT_QUOTATION
    return "\n".join(_slot(view, slot, limit, locale) for slot in view.slots)


def _slot(view: JamView, slot: SlotView, limit: int, locale: Locale) -> str:
    name = f"**{slot_name(slot.slot, locale)}**"
    if view.jam.mode is JamMode.BATTLE and slot.result:
        return "\n".join([name, *standings(slot.result, locale)])
    if slot.filled is not None:
        author = mention(slot.filled.author_id, locale)
        by = translate(locale, "✓ by {author}", author=author)
        votes = _votes_of(slot, slot.filled, locale)
        written = _quotation(slot.filled, limit)
        return f"{name} · {' · '.join(part for part in (by, votes) if part)}\n{written}"
    if view.jam.mode is JamMode.VERSES:
        return f"{name} · {_open_part(view, slot, locale)}"
    if view.jam.phase is JamPhase.GATHERING:
        return name
    count = translate_plural(locale, "{count} entry", "{count} entries", slot.entries)
    return f"{name} · {count}"


def _open_part(view: JamView, slot: SlotView, locale: Locale) -> str:
    turn = view.jam.turn
    if turn is None or turn.slot != slot.slot:
        return translate(locale, "open")
    if turn.user_id is None:
        return translate(locale, "waits for somebody")
    return translate(locale, "✎ {writer} writes", writer=mention(turn.user_id, locale))


def _votes_of(slot: SlotView, filled: Contribution, locale: Locale) -> str:
    for standing in slot.result:
        if standing.contribution.contribution_id == filled.contribution_id:
            return _votes(standing.votes, locale)
    return ""


def _votes(count: int, locale: Locale) -> str:
    return translate_plural(locale, "{count} vote", "{count} votes", count)


def standings(result: tuple[Standing, ...], locale: Locale) -> list[str]:
    """Return the best of a vote that is over, numbered."""
    lines = []
    for number, standing in enumerate(result[:_MOST_STANDINGS], 1):
        author = mention(standing.contribution.author_id, locale)
        text = inline(standing.contribution.text, _SHORT_QUOTATION)
        lines.append(f"{number}. {author} · {_votes(standing.votes, locale)} · {text}")
    return lines


def _quotation(contribution: Contribution, limit: int) -> str:
    return block_quote(" / ".join(contribution.text.splitlines()), limit)
