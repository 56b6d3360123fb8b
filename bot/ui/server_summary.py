"""A server's settings as its managers read them."""

from collections.abc import Sequence
from typing import Final

import discord
from discord import Locale

from bot.domain.ids import EVERYONE
from bot.domain.servers import Overdue, ReviewMode, ServerSettings
from bot.ui.access_panels import summary
from bot.ui.amounts import per_period, role_name
from bot.ui.checkup import Gap, draw_gaps
from bot.ui.log_words import event_name
from bot.ui.setup_view import SetupView
from bot.ui.text import inline
from bot.ui.translation import translate, translate_plural

_WELL: Final = discord.Colour(0x2D7D46)
_GAPS: Final = discord.Colour(0xE67E22)
_FIELD_LIMIT: Final = 1000
_MODEL_LIMIT: Final = 60


def draw_check(
    view: SetupView, gaps: Sequence[Gap], spendable: int | None, locale: Locale
) -> discord.Embed:
    """Return everything that `/server check` shows: gaps first, then what is set."""
    embed = discord.Embed(
        title=translate(locale, "How this server is set up"),
        description=draw_gaps(gaps, locale),
        colour=_GAPS if gaps else _WELL,
    )
    settings = view.settings
    fields = {
        translate(locale, "Who may order"): summary(settings.access, locale),
        translate(locale, "Reviews"): _reviews(settings, locale),
        translate(locale, "Log"): _log(settings, locale),
        translate(locale, "Credits"): _credits(view, locale),
        translate(locale, "Songs"): _songs(settings, locale),
        translate(locale, "Music service"): [_balance(spendable, locale)],
    }
    for name, lines in fields.items():
        embed.add_field(name=name, value=_fitting(lines), inline=False)
    return embed


def _fitting(lines: Sequence[str]) -> str:
    kept: list[str] = []
    for line in lines:
        if sum(map(len, kept)) + len(kept) + len(line) > _FIELD_LIMIT:
            kept.append("…")
            break
        kept.append(line)
    return "\n".join(kept)


def _reviews(settings: ServerSettings, locale: Locale) -> list[str]:
    modes = {
        ReviewMode.OFF: translate(locale, "Songs are posted without a review."),
        ReviewMode.FLAGGED: translate(locale, "What a filter flags is reviewed."),
        ReviewMode.NEWCOMERS: translate_plural(
            locale,
            "A member's first song is reviewed, and what a filter flags.",
            "A member's first {count} songs are reviewed, and what a filter flags.",
            settings.review_first,
        ),
        ReviewMode.ALWAYS: translate(locale, "Every song is reviewed, except of the trusted."),
    }
    lines = [modes[settings.review]]
    if settings.review is not ReviewMode.OFF:
        lines.append(_overdue(settings, locale))
    if settings.review_channel_id is not None:
        lines.append(
            translate(locale, "Reviews are in <#{channel}>.", channel=settings.review_channel_id)
        )
    if settings.report_threshold:
        lines.append(
            translate_plural(
                locale,
                "{count} report hides a song behind a spoiler.",
                "{count} reports hide a song behind a spoiler.",
                settings.report_threshold,
            )
        )
    return lines


def _overdue(settings: ServerSettings, locale: Locale) -> str:
    if settings.review_overdue is Overdue.APPROVE:
        return translate_plural(
            locale,
            "After {count} hour without a verdict a song is approved.",
            "After {count} hours without a verdict a song is approved.",
            settings.review_hours,
        )
    return translate_plural(
        locale,
        "After {count} hour without a verdict a song is refused.",
        "After {count} hours without a verdict a song is refused.",
        settings.review_hours,
    )


def _log(settings: ServerSettings, locale: Locale) -> list[str]:
    if settings.log_channel_id is None:
        return [translate(locale, "There is no log channel; /mod log shows what was done.")]
    lines = [translate(locale, "It is <#{channel}>.", channel=settings.log_channel_id)]
    if settings.alert_role_id is not None and settings.alerts:
        events = ", ".join(event_name(event, locale) for event in sorted(settings.alerts))
        lines.append(
            translate(
                locale,
                "It pings {role} for: {events}.",
                role=role_name(settings.alert_role_id, locale),
                events=events,
            )
        )
    return lines


def _credits(view: SetupView, locale: Locale) -> list[str]:
    welcome = view.rules.welcome
    lines = [
        translate(locale, "Newcomers start with the bot's usual credits.")
        if welcome is None
        else translate_plural(
            locale,
            "Newcomers start with {count} credit.",
            "Newcomers start with {count} credits.",
            welcome,
        )
    ]
    lines += [
        translate(
            locale,
            "{role}: {amount}",
            role=role_name(allowance.role_id, locale),
            amount=per_period(allowance.amount, allowance.period, locale),
        )
        for allowance in sorted(view.allowances, key=lambda each: each.role_id != EVERYONE)
    ]
    return lines


def _songs(settings: ServerSettings, locale: Locale) -> list[str]:
    lines = [
        translate(
            locale,
            "Model: {model}",
            model=inline(settings.model, _MODEL_LIMIT) or translate(locale, "the bot's usual one"),
        ),
        translate(
            locale,
            "Language: {language}",
            language=settings.language or translate(locale, "as Discord has it for this server"),
        ),
    ]
    if settings.prompts_kept_days is not None:
        lines.append(
            translate_plural(
                locale,
                "The words of orders are forgotten after {count} day.",
                "The words of orders are forgotten after {count} days.",
                settings.prompts_kept_days,
            )
        )
    return lines


def _balance(spendable: int | None, locale: Locale) -> str:
    if spendable is None:
        return translate(
            locale,
            "❌ It does not say what is left. Orders wait until it answers; if this stays so, tell"
            " the bot's operator.",
        )
    if spendable <= 0:
        return translate(locale, "❌ Nothing is left there; the bot's operator has to add credits.")
    return translate_plural(
        locale, "✅ {count} credit is left there.", "✅ {count} credits are left there.", spendable
    )
