"""Sentences for refusals of filters, reviews and reports; they belong to `bot.ui.sentences`."""

from discord import Locale

from bot.domain import filters, reviews, song_reports
from bot.domain.filters import FilterKind, PatternFault
from bot.domain.reviews import ReviewState
from bot.ui import moderation_refusals
from bot.ui.moderation_texts import rule_name, scope_name
from bot.ui.sentences import sentence
from bot.ui.text import inline
from bot.ui.translation import translate

__all__ = ["sentence"]

_FOUND_LIMIT = 80


@sentence.register
def _(error: filters.TextRefused, locale: Locale) -> str:
    match = error.match
    return translate(
        locale,
        "This server does not allow “{found}” in {scope}: it matches {rule}. Nothing was charged;"
        " write it differently, or ask a moderator.",
        found=inline(match.found, _FOUND_LIMIT),
        scope=scope_name(match.scope, locale),
        rule=rule_name(match.rule, locale),
    )


@sentence.register
def _(error: filters.PatternRefused, locale: Locale) -> str:
    match error.fault:
        case PatternFault.UNREADABLE:
            return translate(
                locale,
                "This is no pattern that I can read: {detail}. Nothing was changed; patterns follow"
                " RE2, without look-around and back references.",
                detail=inline(error.detail, _FOUND_LIMIT) or "–",
            )
        case PatternFault.TOO_LONG:
            return translate(
                locale,
                "A pattern may have {limit} characters. Nothing was changed; make it two filters.",
                limit=filters.LONGEST_PATTERN,
            )
        case PatternFault.TOO_COMPLEX:
            return translate(
                locale,
                "This pattern is too complex, so it could slow everybody down. Nothing was changed;"
                " repeat less in it.",
            )
        case PatternFault.MATCHES_NOTHING:
            return translate(
                locale,
                "This pattern matches the empty text, and with that every text. Nothing was"
                " changed.",
            )


@sentence.register
def _(error: filters.WordsRefused, locale: Locale) -> str:
    return translate(
        locale,
        "“{given}” cannot be a filter: it needs at least {shortest} letters that can be looked for,"
        " and at most {longest} characters. Nothing was changed.",
        given=inline(error.text, _FOUND_LIMIT),
        shortest=error.shortest,
        longest=error.longest,
    )


@sentence.register
def _(error: filters.TooManyFilters, locale: Locale) -> str:
    if error.kind is FilterKind.PATTERN:
        return translate(
            locale,
            "A server may have {most} patterns. Nothing was changed; remove one first.",
            most=error.most,
        )
    return translate(
        locale,
        "A server may have {most} words and phrases. Nothing was changed; remove some first.",
        most=error.most,
    )


@sentence.register
def _(error: filters.FilterNotFound, locale: Locale) -> str:
    return translate(
        locale,
        "There is no filter number {number} here. Nothing was changed; /server filter list shows"
        " all of them.",
        number=error.filter_id,
    )


@sentence.register
def _(error: filters.UnknownList, locale: Locale) -> str:
    return translate(
        locale,
        "No list “{given}” comes with me. Nothing was changed.",
        given=inline(error.given, _FOUND_LIMIT),
    )


@sentence.register
def _(error: moderation_refusals.FilterFileUnusable, locale: Locale) -> str:
    return translate(
        locale,
        "A list is a text file in UTF-8 with one word or phrase on each line, at most {limit} KiB."
        " Nothing was changed.",
        limit=error.limit_bytes // 1024,
    )


@sentence.register
def _(error: moderation_refusals.NothingRefusesIt, locale: Locale) -> str:
    return translate(
        locale,
        "No filter refuses it any more. Nothing was asked and nothing was charged; order it again.",
    )


@sentence.register
def _(error: reviews.ReviewDecided, locale: Locale) -> str:
    if error.state is ReviewState.WITHDRAWN:
        return translate(
            locale, "Its author has taken the order back. Nothing was changed or charged."
        )
    if error.by is None:
        return translate(
            locale, "It is decided already. Your verdict changes nothing, and nothing was charged."
        )
    return translate(
        locale,
        "{moderator} was faster and has decided it. Your verdict changes nothing, and nothing was"
        " charged; [Reverse] turns a verdict.",
        moderator=f"<@{error.by}>",
    )


@sentence.register
def _(error: reviews.ReviewNotFound, locale: Locale) -> str:
    return translate(
        locale, "There is no such review on this server. Nothing was changed or charged."
    )


@sentence.register
def _(error: reviews.AppealOpen, locale: Locale) -> str:
    return translate(
        locale,
        "You have asked the moderators about another text, and they have not answered yet. Nothing"
        " was charged; wait for their answer.",
    )


@sentence.register
def _(error: reviews.NotReversibleAnyMore, locale: Locale) -> str:
    return translate(
        locale,
        "This verdict cannot be reversed: it was reversed before, the song is being made right now,"
        " or its files are gone. Nothing was changed or charged; /mod remove takes songs down.",
    )


@sentence.register
def _(error: moderation_refusals.AuthorCannotOrder, locale: Locale) -> str:
    why = sentence(error.because, locale)
    return translate(
        locale,
        "It cannot be ordered for its author now, so nothing was decided. What they would read:"
        " {why}",
        why=why,
    )


@sentence.register
def _(error: song_reports.AlreadyReported, locale: Locale) -> str:
    return translate(
        locale,
        "You have reported this song before; the moderators know. Nothing was changed or charged.",
    )


@sentence.register
def _(error: song_reports.OwnSong, locale: Locale) -> str:
    return translate(
        locale,
        "This song is yours. Nothing was reported or charged; /song delete takes it away.",
    )
