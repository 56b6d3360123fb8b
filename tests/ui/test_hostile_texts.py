"""Whatever members write, wherever it is shown: it pings nobody and has no mark-up or links."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import is_dataclass, replace
from typing import Any

import discord
import pytest
from discord import Locale

import bot.app  # noqa: F401 - declares every refusal and its sentence
from bot.domain.actions import Action, ActionKind
from bot.domain.blocks import Block
from bot.domain.credit_requests import CreditRequest, RequestState
from bot.domain.delivery import JobView
from bot.domain.errors import Refusal
from bot.domain.filters import Filter, FilterKind, Verdict
from bot.domain.ids import UserId
from bot.domain.jobs import FailureCode, JobState
from bot.domain.library import QueuedJob, QueueOverview, ShelfPage, SongDetails
from bot.domain.member_notices import MemberNotice, MemberNoticeKind
from bot.domain.reviews import ReviewKind, ReviewState, ReviewView
from bot.domain.server_log import LogEvent, LogLine
from bot.domain.songs import Song
from bot.ui.access_panels import draw_blocks
from bot.ui.action_words import action_words
from bot.ui.attachments import song_attachments
from bot.ui.cards import CardSettings, draw_card
from bot.ui.credit_requests import draw_request
from bot.ui.deleting import draw_question
from bot.ui.details import draw_details
from bot.ui.filter_panels import draw_filters, draw_verdict, told_removed
from bot.ui.log_words import log_line
from bot.ui.lyrics import draw_lyrics
from bot.ui.member_notices import notice_text
from bot.ui.pings import ping_text
from bot.ui.queues import draw_queue
from bot.ui.review_cards import draw_review, review_attachments
from bot.ui.sentences import sentence, with_reference
from bot.ui.shelves import draw_page
from bot.ui.spreadsheets import safe_text
from tests.support.poisoned import poisoned

ENGLISH = Locale.american_english
BIDI = "\u202e\u2066\u200f"
HOSTILE = (
    f"Zz <@123> <@&45> @everyone @here [x](https://evil.example) <https://evil.example>"
    f" discord.gg/evil **b** __u__ ||s|| `c` ~~d~~ <t:1:R> :tada: {BIDI}\x07 =1+1"
)
LINES = "Zz\n# big\n> quoted\n- listed\n1. numbered\n-# small\n>>> all"

MARKUP = [
    r"(?<!\\)<(?!\\)[@#]&?123|(?<!\\)<@&45",
    r"(?<!\\)@everyone",
    r"(?<!\\)@here",
    r"https://evil",
    r"discord\.gg/evil",
    r"(?<!\\)\*\*b\*\*",
    r"(?<!\\)__u__",
    r"(?<!\\)\|\|s\|\|",
    r"(?<!\\)`c`",
    r"(?<!\\)~~d~~",
    r"(?<!\\)<t:1:R>",
    r"(?m)^# big",
    r"(?m)^>>> all",
    r"(?m)^-# small",
]
CONTROLS = re.compile(f"[{BIDI}\x07]")


def texts(shown: object) -> Iterator[tuple[bool, str]]:
    """Yield every text of something that is shown, and whether Discord reads mark-up in it."""
    match shown:
        case str():
            yield True, shown
        case discord.Embed():
            for text in (shown.title, shown.description):
                yield True, text or ""
            for field in shown.fields:
                yield True, field.name or ""
                yield True, field.value or ""
            yield False, shown.footer.text or ""
            yield False, shown.author.name or ""
        case list() | tuple():
            for each in shown:
                yield from texts(each)
        case _ if is_dataclass(shown):
            plain = type(shown).__name__ == "AudioAttachment"
            for part in vars(shown).values():
                for markup, text in texts(part):
                    yield markup and not plain, text
        case discord.ui.DynamicItem():
            yield False, str(getattr(shown.item, "label", ""))
        case _:
            return


def check(shown: object) -> None:
    """Check that nothing in what is shown does anything; at least one text has to be there."""
    seen = list(texts(shown))
    assert any(text for _, text in seen)
    for markup, text in seen:
        assert not CONTROLS.search(text), text
        if markup:
            for pattern in MARKUP:
                assert not re.search(pattern, text), (pattern, text)
        else:
            assert "\n# big" not in text


def job_views(text: str) -> Iterator[JobView]:
    view = poisoned(JobView, text, deleted_at=None)
    job = replace(view.job, finding=None, jam_id=None, spoiler=False)
    for state in JobState:
        for code in (None, *FailureCode):
            failure = None if code is None else replace(view.job.failure, code=code)
            songs = view.songs if state in {JobState.SUCCEEDED, JobState.PARTIAL} else ()
            yield replace(view, job=replace(job, state=state, failure=failure), songs=songs)
    yield replace(view, job=replace(job, state=JobState.SUCCEEDED, spoiler=True))


@pytest.mark.parametrize("text", [HOSTILE, LINES])
def test_cards_pings_and_lyrics(text: str) -> None:
    for view in job_views(text):
        card = draw_card(view, CardSettings(14))
        # What hides a song is the bot's own mark-up.
        check(replace(card, embed=_without_spoilers(card.embed)))
        if view.job.state.terminal:
            check(ping_text(view, ENGLISH))
        for attachment in song_attachments(view, ENGLISH):
            assert re.fullmatch(r"(SPOILER_)?[a-z0-9-]+\.[^/\\\s]*", attachment.file_name) or (
                "Zz" in attachment.file_name
            )
    with_words = replace(view, songs=tuple(replace(song, lyrics=text) for song in view.songs))
    check(draw_lyrics(with_words, ENGLISH).embeds)


def _without_spoilers(embed: discord.Embed) -> discord.Embed:
    bare = embed.copy()
    bare.description = re.sub(r"^> \|\|(.*)\|\|", r"> \1", bare.description or "")
    return bare


PANELS: list[tuple[Any, ...]] = [
    (draw_page, ShelfPage, {}),
    (draw_details, SongDetails, {}),
    (draw_question, Song, {}),
    (told_removed, Filter, {}),
    *((draw_request, CreditRequest, {"state": state}) for state in RequestState),
    *((notice_text, MemberNotice, {"kind": kind}) for kind in MemberNoticeKind),
    *((log_line, LogLine, {"event": event, "action": None}) for event in LogEvent),
]


@pytest.mark.parametrize("text", [HOSTILE, LINES])
@pytest.mark.parametrize(("draw", "kind", "given"), PANELS, ids=lambda value: str(value)[:40])
def test_panels(
    draw: Callable[[Any, Locale], object], kind: type[object], given: dict[str, object], text: str
) -> None:
    check(draw(poisoned(kind, text, **given), ENGLISH))


@pytest.mark.parametrize("text", [HOSTILE, LINES])
def test_the_queue(text: str) -> None:
    for view in job_views(text):
        queued = QueuedJob(view, private=False, message=None)
        check(draw_queue(QueueOverview((queued,), (queued,)), ENGLISH))


@pytest.mark.parametrize("text", [HOSTILE, LINES])
def test_reviews_filters_and_blocks(text: str) -> None:
    for state in ReviewState:
        for kind in ReviewKind:
            view = poisoned(ReviewView, text)
            view = replace(view, review=replace(view.review, state=state, kind=kind))
            check(draw_review(view, ENGLISH))
            for attachment in review_attachments(view.review, ENGLISH):
                assert attachment.file_name.startswith("SPOILER_")
                assert not CONTROLS.search(attachment.description)
    for filter_kind in FilterKind:
        check(draw_filters([poisoned(Filter, text, kind=filter_kind)], ENGLISH))
    check(draw_verdict(poisoned(Verdict, text), ENGLISH))
    check(draw_blocks([poisoned(Block, text)], ENGLISH))


@pytest.mark.parametrize("text", [HOSTILE, LINES])
@pytest.mark.parametrize("kind", list(ActionKind))
def test_acts(kind: ActionKind, text: str) -> None:
    action = poisoned(Action, text, kind=kind, before="", after=json.dumps({"amount": 3}))
    for subject in ("77", "allow role 5", text):
        # Where the subject is an id, no text is ever written.
        with suppress(ValueError):
            check(action_words(replace(action, subject=subject, actor_id=UserId(5)), ENGLISH))


OWN_NAMES: dict[str, object] = {
    "permission": "attach_files",
    "permissions": ("attach_files",),
}
"""What looks like text and is a name that discord.py gives."""


def every_refusal(kind: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    for each in kind.__subclasses__():
        yield each
        yield from every_refusal(each)


@pytest.mark.parametrize("text", [HOSTILE, LINES])
@pytest.mark.parametrize(
    "kind", list(dict.fromkeys(every_refusal())), ids=lambda kind: kind.__name__
)
def test_sentences(kind: type[Refusal], text: str) -> None:
    names = set(getattr(kind, "__dataclass_fields__", ()))
    if not names:
        check(sentence(kind(), ENGLISH))
        return
    given = {name: value for name, value in OWN_NAMES.items() if name in names}
    check(sentence(poisoned(kind, text, **given), ENGLISH))


@pytest.mark.parametrize(
    "kind", list(dict.fromkeys(every_refusal())), ids=lambda kind: kind.__name__
)
def test_sentences_of_the_longest_words_fit_uncut(kind: type[Refusal]) -> None:
    names = set(getattr(kind, "__dataclass_fields__", ()))
    given = {name: value for name, value in OWN_NAMES.items() if name in names}
    error = poisoned(kind, "*" * 5000, **given) if names else kind()
    for name in names - set(OWN_NAMES):
        if isinstance(many := getattr(error, name), tuple):
            setattr(error, name, many * 300)
    told = sentence(error, ENGLISH)
    assert with_reference(told, "7k2m9q", ENGLISH).startswith(told)


def test_cells_of_tables_are_no_formulas() -> None:
    for start in "=+-@\t\r":
        assert not safe_text(f"{start}1+1").startswith(start)
    assert not CONTROLS.search(safe_text(HOSTILE))
