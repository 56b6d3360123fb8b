"""A review as moderators see it: what was asked for, what came of it, whose it is, the verdict."""

from collections.abc import Sequence

import discord
from discord import ButtonStyle, Locale
from discord.ui import Button, View

from bot.domain.reviews import (
    Finding,
    Review,
    ReviewCause,
    ReviewKind,
    ReviewState,
    ReviewView,
)
from bot.domain.text import length
from bot.ui.drawing import AudioAttachment
from bot.ui.figures import duration, from_now
from bot.ui.guarded import GuardedButton, view_of
from bot.ui.moderation_texts import action_name, scope_name
from bot.ui.people import mention
from bot.ui.review_buttons import (
    ApproveButton,
    ApproveTrustButton,
    RefuseButton,
    ReverseButton,
)
from bot.ui.text import file_name_stem, inline, one_line, shorten
from bot.ui.translation import translate, translate_plural

_TEXT_LIMIT = 400
_LYRICS_LIMIT = 450
_FOUND_LIMIT = 80
_MOST_TEXTS = 8
_REASON_LIMIT = 300
_ALTERNATIVE_TEXT_LIMIT = 1024
_FIELD_LIMIT = 1024
_TEXTS_ROOM = 3600
"""What texts have together, escaped and with their names; an embed has 6,000, and all else on a
card takes less than the rest."""

_COLOURS = {
    ReviewState.OPEN: discord.Colour(0xE67E22),
    ReviewState.APPROVED: discord.Colour(0x2D7D46),
    ReviewState.REFUSED: discord.Colour(0xA12D2F),
    ReviewState.WITHDRAWN: discord.Colour(0x80848E),
}


def draw_review(view: ReviewView, locale: Locale) -> discord.Embed:
    """Return a review's card. It pings nobody, and shows no markup of members.

    Discord takes it whatever members wrote: a card that cannot be shown is a review without eyes.
    """
    review = view.review
    embed = discord.Embed(
        title=_title(review, locale),
        description="\n".join(line for line in _lines(review, locale) if line),
        colour=_COLOURS[review.state],
        timestamp=review.created_at,
    )
    for name, value in _fitted(_texts(review, locale)):
        embed.add_field(name=name, value=value, inline=False)
    if review.findings:
        found = _found(review.findings, locale)
        embed.add_field(name=translate(locale, "Found by filters"), value=found, inline=False)
    embed.add_field(name=translate(locale, "Author's record"), value=_record(view, locale))
    footer = translate(locale, "Review {number}", number=review.review_id or 0)
    if review.state is ReviewState.OPEN and view.waiting > 1:
        waiting = translate(locale, "{count} wait", count=view.waiting)
        footer = f"{footer} · {waiting}"
    return embed.set_footer(text=footer)


def review_buttons(review: Review, locale: Locale) -> View:
    """Return new buttons for a review: those that still mean something."""
    number = review.review_id
    items: list[GuardedButton] = []
    if review.state is ReviewState.OPEN:
        items = [
            ApproveButton(
                Button(
                    label=translate(locale, "Approve"),
                    style=ButtonStyle.success,
                    custom_id=f"v1:approve:{number}",
                )
            ),
            ApproveTrustButton(
                Button(label=translate(locale, "Approve and trust"), custom_id=f"v1:trust:{number}")
            ),
            RefuseButton(
                Button(
                    label=translate(locale, "Refuse…"),
                    style=ButtonStyle.danger,
                    custom_id=f"v1:reject:{number}",
                )
            ),
        ]
    elif review.reversible:
        items = [
            ReverseButton(
                Button(label=translate(locale, "Reverse"), custom_id=f"v1:reverse:{number}")
            )
        ]
    return view_of(*items)


def review_attachments(review: Review, locale: Locale) -> tuple[AudioAttachment, ...]:
    """Return the audio that a review is about, hidden behind a click."""
    if review.result is None or review.state is not ReviewState.OPEN:
        return ()
    return tuple(
        AudioAttachment(
            file_name=(f"SPOILER_{file_name_stem(song.title)}-{song.position}.{song.extension}"),
            description=shorten(
                translate(
                    locale,
                    "Version {position} of “{title}”, {length}, waiting for review",
                    position=song.position,
                    title=shorten(one_line(song.title), _FOUND_LIMIT),
                    length=duration(song.duration_seconds),
                ),
                _ALTERNATIVE_TEXT_LIMIT,
            ),
            audio=song.audio,
        )
        for song in review.result.songs
    )


def _title(review: Review, locale: Locale) -> str:
    kinds = {
        ReviewKind.PROMPT: translate(locale, "An order waits for your verdict"),
        ReviewKind.RESULT: translate(locale, "A song waits for your verdict"),
        ReviewKind.APPEAL: translate(locale, "A member asks about a refused prompt"),
    }
    states = {
        ReviewState.APPROVED: translate(locale, "Approved"),
        ReviewState.REFUSED: translate(locale, "Refused"),
        ReviewState.WITHDRAWN: translate(locale, "Taken back by its author"),
    }
    return states.get(review.state, kinds[review.kind])


def _lines(review: Review, locale: Locale) -> list[str]:
    causes = {
        ReviewCause.FLAGGED: translate(locale, "a filter flags its words"),
        ReviewCause.RETURNED: translate(locale, "a filter flags what came back"),
        ReviewCause.NEWCOMER: translate(locale, "one of their first songs"),
        ReviewCause.ALWAYS: translate(locale, "everything is reviewed here"),
        ReviewCause.APPEAL: translate(locale, "they ask for it"),
    }
    lines = [
        translate(
            locale,
            "By {author}, in {channel}: {cause}.",
            author=mention(review.author_id, locale),
            channel=f"<#{review.channel_id}>",
            cause=causes[review.cause],
        )
    ]
    if review.state is ReviewState.OPEN and review.due_at is not None:
        when = from_now(review.due_at)
        lines.append(translate(locale, "Time decides {when}.", when=when))
    if review.decided_at is not None:
        lines.append(_verdict(review, locale))
    return lines


def _verdict(review: Review, locale: Locale) -> str:
    by = review.reversed_by or review.decided_by
    who = translate(locale, "time") if by is None else mention(by, locale)
    text = translate(locale, "Decided by {who}.", who=who)
    if review.reversed_by is not None:
        text = translate(locale, "Reversed by {who}.", who=who)
    reason = inline(review.answer, _REASON_LIMIT)
    return f"{text}\n> {reason}" if reason else text


def _texts(review: Review, locale: Locale) -> list[tuple[str, str, int]]:
    request = review.request
    texts = [
        (translate(locale, "Title"), request.title, _FOUND_LIMIT),
        (translate(locale, "Idea"), request.idea, _TEXT_LIMIT),
        (translate(locale, "Style"), request.style, _TEXT_LIMIT),
        (translate(locale, "Exclude"), request.exclude, _TEXT_LIMIT),
        (translate(locale, "Lyrics"), request.lyrics, _LYRICS_LIMIT),
    ]
    songs = () if review.result is None else review.result.songs
    came_back = translate(locale, "Lyrics that came back")
    different = dict.fromkeys(song.lyrics for song in songs)
    texts += [(came_back, lyrics, _LYRICS_LIMIT) for lyrics in different]
    return texts[:_MOST_TEXTS]


def _fitted(texts: list[tuple[str, str, int]]) -> list[tuple[str, str]]:
    """Return what is shown of texts, all cut by the same share if escaping makes them too long."""
    share = 1.0
    while True:
        shown = [(name, inline(text, max(1, int(limit * share)))) for name, text, limit in texts]
        shown = [(name, value) for name, value in shown if value]
        if sum(length(name) + length(value) for name, value in shown) <= _TEXTS_ROOM:
            return shown
        share *= 0.9


def _found(findings: Sequence[Finding], locale: Locale) -> str:
    """Return as many findings as a field holds, each in full, and how many more there are."""
    lines = [_finding(finding, locale) for finding in findings]
    kept = lines
    while length("\n".join(kept)) > _FIELD_LIMIT:
        lines.pop()
        more = translate(locale, "and {count} more", count=len(findings) - len(lines))
        kept = [*lines, more]
    return "\n".join(kept)


def _finding(finding: Finding, locale: Locale) -> str:
    return translate(
        locale,
        "“{found}” in {scope} · rule “{rule}” · {action}",
        found=inline(finding.found, _FOUND_LIMIT),
        scope=scope_name(finding.scope, locale),
        rule=inline(finding.rule, _FOUND_LIMIT),
        action=action_name(finding.action, locale),
    )


def _record(view: ReviewView, locale: Locale) -> str:
    record = view.record
    told = [
        translate_plural(locale, "{count} order", "{count} orders", record.orders),
        translate(locale, "{refused} refused", refused=record.refused),
        translate_plural(locale, "{count} report", "{count} reports", record.reports),
    ]
    if record.blocked:
        told.append(translate(locale, "blocked now"))
    return " · ".join(told)
