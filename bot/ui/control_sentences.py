"""Sentences for buttons, forms and commands that are not what they were when they were shown."""

from collections.abc import Callable

from discord import Locale

from bot.ui import refusals
from bot.ui.translation import translate, translate_plural


def control_expired(error: refusals.ControlExpired, locale: Locale) -> str:
    """Say what makes a new song."""
    return translate(
        locale,
        "This button or form belongs to an earlier version of me and does nothing any more. Nothing"
        " was charged; /create makes a new song.",
    )


def form_expired(error: refusals.FormExpired, locale: Locale) -> str:
    """Say what opens an empty form."""
    return translate(
        locale,
        "I have restarted and no longer have what you had written. Nothing was charged; /create"
        " opens an empty form.",
    )


def options_forgotten(error: refusals.OptionsForgotten, locale: Locale) -> str:
    """Say what opens the texts again."""
    return translate(
        locale,
        "I have restarted and forgotten the options that you chose besides these texts. Nothing was"
        " charged; the button opens your texts again, to be ordered with the usual options.",
    )


def command_outdated(error: refusals.CommandOutdated, locale: Locale) -> str:
    """Say how to get the new form of the command."""
    return translate(
        locale,
        "This command has just changed. Nothing was charged; reload Discord (Ctrl+R) and try"
        " again.",
    )


def price_changed(error: refusals.PriceChanged, locale: Locale) -> str:
    """Name both prices."""
    return translate_plural(
        locale,
        "This now costs {count} credit, not {shown}. Nothing was charged; the button shows"
        " today's price now, press it again to order.",
        "This now costs {count} credits, not {shown}. Nothing was charged; the button shows"
        " today's price now, press it again to order.",
        error.price,
        shown=error.shown,
    )


SENTENCES: tuple[Callable[..., str], ...] = (
    control_expired,
    form_expired,
    options_forgotten,
    command_outdated,
    price_changed,
)
"""All of them, for the one table of sentences."""
