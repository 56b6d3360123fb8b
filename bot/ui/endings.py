"""Why a job ended without all its songs, in sentences: what happened, what it cost, what to do."""

from discord import Locale

from bot.domain.delivery import JobView
from bot.domain.jobs import FailureCode, JobKind, JobState
from bot.ui.text import inline
from bot.ui.translation import translate

_DETAIL_LIMIT = 200


def ending(view: JobView, locale: Locale) -> str:
    """Return the sentences for a job that ended otherwise than succeeded."""
    match view.job.state:
        case JobState.PARTIAL:
            return _partial(view, locale)
        case JobState.CANCELLED:
            return translate(locale, "Cancelled before it was sent. All credits are back.")
        case JobState.REFUSED if view.job.failure is None:
            return translate(
                locale, "A moderator refused this order. Nothing was charged; ask them why."
            )
        case _:
            return _failed(view, locale)


def _partial(view: JobView, locale: Locale) -> str:
    captured = view.job.price if view.captured is None else view.captured
    happened = _what_is_missing(view, locale)
    returned = translate(
        locale,
        "{returned} of {price} credits were returned.",
        returned=view.job.price - captured,
        price=view.job.price,
    )
    return f"{happened} {returned}"


def _what_is_missing(view: JobView, locale: Locale) -> str:
    failure = view.job.failure
    if failure is not None and failure.code is FailureCode.JOIN_FAILED:
        return translate(
            locale,
            "The new part is there, and the music service could not join it with the song; here is"
            " the part alone.",
        )
    if view.job.kind is JobKind.STEMS:
        return translate(locale, "Some of the tracks failed; here are the others.")
    return translate(
        locale,
        "{missing} of {promised} versions failed; here is what succeeded.",
        missing=view.job.promised - len(view.songs),
        promised=view.job.promised,
    )


def _failed(view: JobView, locale: Locale) -> str:
    code = view.job.failure.code if view.job.failure else None
    said = _what_the_service_said(view, locale)
    return " ".join(part for part in [_happened(code, locale), said, _advice(code, locale)] if part)


def _happened(code: FailureCode | None, locale: Locale) -> str:
    match code:
        case FailureCode.PROVIDER_FAILED:
            return translate(locale, "The music service took the order and could not fulfil it.")
        case FailureCode.REQUEST_INVALID:
            return translate(locale, "The music service does not accept this order as it is.")
        case FailureCode.CONTENT_REFUSED:
            return translate(
                locale,
                "The music service refused the words, as it does with protected lyrics and known"
                " recordings.",
            )
        case FailureCode.OPERATION_RETIRED:
            return translate(locale, "The music service does not offer this any more.")
        case FailureCode.SERVICE_ACCOUNT:
            return translate(
                locale, "The account of this bot at the music service does not work at the moment."
            )
        case FailureCode.AUDIO_UNUSABLE:
            return translate(locale, "What the music service delivered cannot be played.")
        case FailureCode.NO_ANSWER:
            return translate(locale, "The music service took the order and never finished it.")
        case FailureCode.OUTCOME_UNKNOWN:
            return translate(
                locale, "Nobody could find out in time whether the music service took the order."
            )
        case FailureCode.NEVER_SENT:
            return translate(locale, "The music service could not be reached in time.")
        case _:
            return _happened_here(code, locale)


def _happened_here(code: FailureCode | None, locale: Locale) -> str:
    """Return what was decided on this side; without a known cause, only that it failed."""
    match code:
        case FailureCode.REVIEW_REFUSED:
            return translate(locale, "It was not approved by this server's moderators.")
        case FailureCode.WORDS_REFUSED:
            return translate(
                locale, "A filter of this server does not allow the words that came back."
            )
        case FailureCode.VOICE_GONE:
            return translate(locale, "The voice that was to sing was deleted or is not shared now.")
        case _:
            return translate(locale, "This order could not be fulfilled.")


def _advice(code: FailureCode | None, locale: Locale) -> str:
    match code:
        case FailureCode.CONTENT_REFUSED:
            return translate(
                locale, "All credits were returned. Use words of your own in a new /create."
            )
        case FailureCode.REQUEST_INVALID | FailureCode.OPERATION_RETIRED:
            return translate(
                locale, "All credits were returned. Change the order in a new /create."
            )
        case FailureCode.REVIEW_REFUSED:
            return translate(locale, "All credits were returned. The author was told why.")
        case FailureCode.WORDS_REFUSED:
            return translate(locale, "All credits were returned. Use other words in a new /create.")
        case FailureCode.SERVICE_ACCOUNT:
            return translate(
                locale,
                "All credits were returned. Its operator has been told; try again later.",
            )
        case _:
            return translate(locale, "All credits were returned. You can order it again.")


def _what_the_service_said(view: JobView, locale: Locale) -> str:
    failure = view.job.failure
    if failure is None or failure.code not in {
        FailureCode.PROVIDER_FAILED,
        FailureCode.REQUEST_INVALID,
        FailureCode.CONTENT_REFUSED,
    }:
        return ""
    detail = inline(failure.detail, _DETAIL_LIMIT)
    return translate(locale, "It says: “{detail}”.", detail=detail) if detail else ""
