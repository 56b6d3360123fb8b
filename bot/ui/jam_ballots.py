"""Voting: private panels that show what can be voted for. They say to nobody who voted for what."""

from collections.abc import Sequence

from discord import Locale, SelectOption, SeparatorSpacing
from discord.ui import ActionRow, Container, LayoutView, Separator, TextDisplay

from bot.domain.jams import Ballot, Candidate, JamView, Slot
from bot.ui.figures import from_now
from bot.ui.jam_buttons import (
    BallotButton,
    BallotSelect,
    VoteSelect,
    ballot_button,
    menu,
    slot_key,
)
from bot.ui.jam_words import slot_name
from bot.ui.text import inline, one_line, shorten
from bot.ui.translation import translate, translate_plural

PAGE_SIZE = 10
_MOST_SHOWN = 1600
"""Letters of all candidates of a page together; escaping may double them."""
_LABEL_LIMIT = 100


def draw_ballot(
    view: JamView,
    ballots: Sequence[Ballot],
    slot: Slot,
    page: int,
    locale: Locale,
    *,
    voted: bool = False,
) -> LayoutView:
    """Return the page of a ballot, with a menu to vote and one to the other ballots.

    A page that there is not becomes the nearest one. A ballot that there is not any more says so;
    `voted`: whether its reader has just voted on it.
    """
    ballot = next((each for each in ballots if each.slot == slot), None)
    box: Container[LayoutView] = Container()
    if ballot is None:
        box.add_item(TextDisplay(f"{_title(slot, locale)}\n{_gone(locale, voted=voted)}"))
    else:
        _fill(box, view, ballot, page, locale)
    others = [each for each in ballots if each.slot != slot]
    if others:
        box.add_item(Separator(spacing=SeparatorSpacing.small))
        box.add_item(ActionRow(_others(view, others, locale)))
    panel = LayoutView(timeout=None)
    panel.add_item(box)
    panel.stop()
    return panel


def _fill(
    box: "Container[LayoutView]", view: JamView, ballot: Ballot, page: int, locale: Locale
) -> None:
    """Add what can be voted for on a page, and the means to vote and to turn pages."""
    pages = max(1, -(-len(ballot.candidates) // PAGE_SIZE))
    page = min(max(page, 1), pages)
    first = (page - 1) * PAGE_SIZE
    shown = ballot.candidates[first : first + PAGE_SIZE]
    box.add_item(TextDisplay(_heading(view, ballot, locale)))
    box.add_item(TextDisplay(_candidates(shown, first, locale)))
    options = _options(ballot, shown, first)
    if options:
        custom_id = f"v1:jamvote:{slot_key(view.jam.jam_id, ballot.slot)}.{page}"
        voting = menu(custom_id, translate(locale, "Vote for …"))
        voting.options = options
        box.add_item(ActionRow(VoteSelect(voting)))
    turning = _turning(view, ballot, page, pages)
    if turning:
        box.add_item(ActionRow(*turning))


def _title(slot: Slot, locale: Locale) -> str:
    return f"### {translate(locale, 'Vote')} · {slot_name(slot, locale)}"


def _gone(locale: Locale, *, voted: bool) -> str:
    if voted:
        return translate(
            locale,
            "✓ Your vote is kept, and nothing stands against it any more: the others were struck"
            " or removed. Nothing was charged.",
        )
    return translate(
        locale,
        "Nothing is left to choose between here: what stood for choice was struck or removed. Your"
        " other votes are unchanged, and nothing was charged.",
    )


def _heading(view: JamView, ballot: Ballot, locale: Locale) -> str:
    when = from_now(view.jam.ends_at) if view.jam.ends_at else ""
    return f"{_title(ballot.slot, locale)}\n{_state(ballot, when, locale)}"


def _state(ballot: Ballot, when: str, locale: Locale) -> str:
    if all(candidate.own for candidate in ballot.candidates):
        return translate(locale, "There is nothing here to vote for besides your own.")
    for number, candidate in enumerate(ballot.candidates, 1):
        if candidate.contribution_id == ballot.chosen:
            return translate(
                locale,
                "✓ You voted for number {number}; nobody sees that. You can change it until the"
                " votes are counted {when}.",
                number=number,
                when=when,
            )
    return translate(
        locale,
        "You have not voted here yet; nobody sees whom you choose. The votes are counted {when}.",
        when=when,
    )


def _candidates(shown: Sequence[Candidate], first: int, locale: Locale) -> str:
    limit = _MOST_SHOWN // max(1, len(shown))
    lines = []
    for number, candidate in enumerate(shown, first + 1):
        text = inline(" / ".join(candidate.text.splitlines()), limit)
        mark = f" {translate(locale, '(yours)')}" if candidate.own else ""
        lines.append(f"**{number}** · {text}{mark}")
    return "\n".join(lines) or translate(locale, "Nothing is left to vote for.")


def _options(ballot: Ballot, shown: Sequence[Candidate], first: int) -> list[SelectOption]:
    return [
        SelectOption(
            label=shorten(f"{number} · {one_line(candidate.text)}", _LABEL_LIMIT),
            value=str(candidate.contribution_id),
            default=candidate.contribution_id == ballot.chosen,
        )
        for number, candidate in enumerate(shown, first + 1)
        if not candidate.own
    ]


def _turning(view: JamView, ballot: Ballot, page: int, pages: int) -> list[BallotButton]:
    jam_id, buttons = view.jam.jam_id, []
    if page > 1:
        buttons.append(ballot_button(jam_id, ballot.slot, page - 1, f"◀ {page - 1}"))
    if page < pages:
        buttons.append(ballot_button(jam_id, ballot.slot, page + 1, f"{page + 1} ▶"))
    return buttons


def _others(view: JamView, others: Sequence[Ballot], locale: Locale) -> BallotSelect:
    choosing = menu(f"v1:jamballots:{view.jam.jam_id}", translate(locale, "Another part …"))
    choosing.options = [
        SelectOption(
            label=slot_name(ballot.slot, locale),
            value=ballot.slot.key,
            description=_progress(ballot, locale),
        )
        for ballot in others
    ]
    return BallotSelect(choosing)


def _progress(ballot: Ballot, locale: Locale) -> str:
    if ballot.chosen is not None:
        return translate(locale, "✓ you voted")
    return translate_plural(
        locale, "{count} entry, not voted yet", "{count} entries, not voted yet",
        len(ballot.candidates),
    )  # fmt: skip


def first_open(ballots: Sequence[Ballot]) -> Slot:
    """Return the first ballot that its voter can still do something in; else the first.

    There is at least one.
    """
    for ballot in ballots:
        others = any(not candidate.own for candidate in ballot.candidates)
        if others and ballot.chosen is None:
            return ballot.slot
    return ballots[0].slot
