"""From errors to sentences: the one place where a refusal or a fault becomes words.

A sentence says what happened, whether anything was charged and what to do; `with_reference` adds
the short reference by which its line in the log is found.
"""

from collections.abc import Callable
from functools import singledispatch

from discord import Locale

from bot.domain import errors
from bot.domain.errors import Field
from bot.domain.text import length
from bot.ui import (
    control_sentences,
    credit_sentences,
    privacy_sentences,
    refusals,
    song_sentences,
)
from bot.ui.fitting import MESSAGE_LIMIT, first_that_fit, fitted
from bot.ui.text import ELLIPSIS, inline
from bot.ui.translation import translate

_GIVEN_LIMIT = 80
_MOST_CHOICES = 25
_CHOICES_LIMIT = 1000


@singledispatch
def sentence(error: Exception, locale: Locale) -> str:
    """Return what to tell the person whose doing raised `error`. Faults all read alike."""
    return translate(
        locale,
        "Something went wrong on my side. If an order was accepted, it goes on and shows here or in"
        " the channel; otherwise nothing was charged. Try again, and if it happens twice, tell the"
        " bot's operator the reference.",
    )


def with_reference(text: str, reference: str, locale: Locale) -> str:
    """Add a reference in small print; the text is cut where one message does not hold both."""
    small = f"\n-# {translate(locale, 'Reference {reference}', reference=reference)}"
    return fitted(text, MESSAGE_LIMIT - length(small)) + small


def has_sentence(error: type[Exception]) -> bool:
    """Tell whether a kind of error has words of its own."""
    return sentence.dispatch(error) is not sentence.dispatch(Exception)


def field_name(field: Field, locale: Locale) -> str:
    """Return the option's name in words."""
    match field:
        case Field.IDEA:
            return translate(locale, "idea")
        case Field.STYLE:
            return translate(locale, "style")
        case Field.LYRICS:
            return translate(locale, "lyrics")
        case Field.TITLE:
            return translate(locale, "title")
        case Field.EXCLUDE:
            return translate(locale, "exclude")
        case Field.LENGTH:
            return translate(locale, "length")
        case Field.MODEL:
            return translate(locale, "model")
        case Field.VOICE:
            return translate(locale, "voice")
        case Field.WEIRDNESS:
            return translate(locale, "weirdness")
        case Field.STYLE_STRENGTH:
            return translate(locale, "style strength")
        case Field.INSTRUMENTAL:
            return translate(locale, "instrumental")
        case _:
            return _name_of_part(field, locale)


def _name_of_part(field: Field, locale: Locale) -> str:
    names = {
        Field.SOURCE: translate(locale, "song or file"),
        Field.START: translate(locale, "start"),
        Field.END: translate(locale, "end"),
        Field.CLOSENESS: translate(locale, "closeness"),
        Field.STRENGTH: translate(locale, "strength"),
        Field.ENGINE: translate(locale, "engine"),
        Field.LYRICS_FILE: translate(locale, "lyrics file"),
        Field.KIND: translate(locale, "kind"),
    }
    return names[field]


def permission_name(permission: str, locale: Locale) -> str:
    """Return a permission as Discord's settings call it."""
    names = {
        "view_channel": translate(locale, "View Channel"),
        "send_messages": translate(locale, "Send Messages"),
        "send_messages_in_threads": translate(locale, "Send Messages in Threads"),
        "embed_links": translate(locale, "Embed Links"),
        "attach_files": translate(locale, "Attach Files"),
        "read_message_history": translate(locale, "Read Message History"),
        "manage_guild": translate(locale, "Manage Server"),
        "moderate_members": translate(locale, "Timeout Members"),
        "create_public_threads": translate(locale, "Create Public Threads"),
        "pin_messages": translate(locale, "Pin Messages"),
        "mention_everyone": translate(locale, "Mention @everyone, @here and All Roles"),
    }
    return names.get(permission, permission)


@sentence.register
def _(error: errors.EmptyText, locale: Locale) -> str:
    if error.field is Field.IDEA:
        return translate(
            locale,
            "There is nothing to make a song of: give an idea, a style or lyrics that one can read."
            " Nothing was charged.",
        )
    return translate(
        locale,
        "The text for {field} holds nothing that one can read. Nothing was charged; write something"
        " or leave it out.",
        field=field_name(error.field, locale),
    )


@sentence.register
def _(error: errors.TextTooLong, locale: Locale) -> str:
    return translate(
        locale,
        "The text for {field} has {given} characters, and the music service takes at most {limit}."
        " Nothing was charged; shorten it by {excess}.",
        field=field_name(error.field, locale),
        given=error.given,
        limit=error.limit,
        excess=error.given - error.limit,
    )


@sentence.register
def _(error: errors.ValueOutOfRange, locale: Locale) -> str:
    percent = error.field in {Field.WEIRDNESS, Field.STYLE_STRENGTH, Field.CLOSENESS}
    factor = 100 if percent else 1
    return translate(
        locale,
        "{field} has to be from {lowest:g} to {highest:g}, and {given:g} is not. Nothing was"
        " charged; choose another value.",
        field=field_name(error.field, locale).capitalize(),
        lowest=error.lowest * factor,
        highest=error.highest * factor,
        given=error.given * factor,
    )


@sentence.register
def _(error: errors.UnknownChoice, locale: Locale) -> str:
    return translate(
        locale,
        "There is no {field} “{given}”. Nothing was charged; choose one of: {choices}.",
        field=field_name(error.field, locale),
        given=inline(error.given, _GIVEN_LIMIT),
        choices=_listed([inline(choice, _GIVEN_LIMIT) for choice in error.choices]),
    )


def _listed(names: list[str]) -> str:
    """Return as many names as one can still read, and an ellipsis for the others."""
    shown = first_that_fit(names[:_MOST_CHOICES], ", ", _CHOICES_LIMIT)
    return ", ".join(shown if len(shown) == len(names) else [*shown, ELLIPSIS])


@sentence.register
def _(error: errors.ConflictingFields, locale: Locale) -> str:
    return translate(
        locale,
        "{field} and {other} exclude each other. Nothing was charged; leave one of them out.",
        field=field_name(error.field, locale).capitalize(),
        other=field_name(error.other, locale),
    )


@sentence.register
def _(error: errors.OrdersStopped, locale: Locale) -> str:
    return translate(
        locale,
        "I am about to restart and take nothing new. Nothing was charged; try again in a minute."
        " Songs that are under way will be finished.",
    )


@sentence.register
def _(error: errors.JobNotFound, locale: Locale) -> str:
    return translate(
        locale,
        "I have no record of this song in this server any more. Nothing was charged; make a new one"
        " with /create.",
    )


@sentence.register
def _(error: errors.NotYourJob, locale: Locale) -> str:
    return translate(
        locale,
        "Only the person who ordered this song can do that. Nothing was changed or charged.",
    )


@sentence.register
def _(error: errors.TooLateToCancel, locale: Locale) -> str:
    if error.over:
        return translate(locale, "This song is over already. Nothing was changed or charged.")
    if error.withholdable:
        return translate(
            locale,
            "This song is with the music service already, which cannot call it back. It goes on,"
            " and what fails of it is not charged. I can keep it from being posted: then it is"
            " yours alone.",
        )
    return translate(
        locale,
        "This song is with the music service already, which cannot call it back. It goes on, and"
        " what fails of it is not charged.",
    )


@sentence.register
def _(error: errors.ChangingHands, locale: Locale) -> str:
    return translate(
        locale,
        "This song is being handed to the music service at this moment. Nothing was changed; press"
        " once more in a minute.",
    )


@sentence.register
def _(error: errors.NoLyrics, locale: Locale) -> str:
    return translate(
        locale,
        "This song has no lyrics: it is instrumental, or not finished yet. Nothing was charged.",
    )


@sentence.register
def _(error: refusals.MissingRights, locale: Locale) -> str:
    return translate(
        locale,
        "I could not deliver a song in <#{channel}>: {permissions} is missing for me there. Nothing"
        " was charged; ask a moderator to allow it, or order in another channel.",
        channel=error.channel_id,
        permissions=", ".join(
            f"*{permission_name(permission, locale)}*" for permission in error.permissions
        ),
    )


@sentence.register
def _(error: refusals.MemberLacksRight, locale: Locale) -> str:
    return translate(
        locale,
        "This takes the permission *{permission}*, which you do not have here. Nothing was"
        " changed.",
        permission=permission_name(error.permission, locale),
    )


_ELSEWHERE: tuple[Callable[..., str], ...] = (
    *control_sentences.SENTENCES,
    *credit_sentences.SENTENCES,
    *privacy_sentences.SENTENCES,
    *song_sentences.SENTENCES,
)
for _words in _ELSEWHERE:
    sentence.register(_words)
