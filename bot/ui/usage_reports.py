"""What was used, as a chart, as words for people who do not see it, and as a table."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import discord
from discord import Locale

from bot.domain.allowances import Refill
from bot.domain.ids import UserId
from bot.domain.jobs import JobKind
from bot.domain.usage import Usage
from bot.ui.amounts import credits_of, kind_name, refill_reason
from bot.ui.charts.messages import MOST_SERIES, BarChart, Mark, Series
from bot.ui.people import mention
from bot.ui.text import shorten
from bot.ui.translation import translate, translate_plural

PICTURE_NAME = "credits.png"
_COLOUR = discord.Colour(0x5865F2)
_ALTERNATIVE_LIMIT = 1024
_MOST_MEMBERS = 20


@dataclass(frozen=True)
class Report:
    """What was used from one day of a server's calendar to another, both included."""

    first_day: date
    last_day: date
    usage: Sequence[Usage]

    @property
    def days(self) -> tuple[date, ...]:
        """All days, also those on which nothing was used."""
        count = (self.last_day - self.first_day).days + 1
        return tuple(self.first_day + timedelta(days=number) for number in range(count))

    @property
    def charged(self) -> int:
        """Credits paid in all."""
        return sum(used.charged for used in self.usage)

    @property
    def kinds(self) -> tuple[JobKind, ...]:
        """What was made, most expensive first."""
        spent: Counter[JobKind] = Counter()
        for used in self.usage:
            spent[used.kind] += used.charged
        return tuple(sorted(spent, key=lambda kind: (-spent[kind], kind)))


def draw_chart(report: Report, refill: Refill | None, locale: Locale) -> BarChart:
    """Return the credits used per day and kind, beside an allowance if there is one."""
    named = report.kinds if len(report.kinds) <= MOST_SERIES else report.kinds[: MOST_SERIES - 1]
    series = [_series(report, (kind,), kind_name(kind, locale)) for kind in named]
    if len(named) < len(report.kinds):
        others = report.kinds[len(named) :]
        series.append(_series(report, others, translate(locale, "others")))
    return BarChart(
        title=_title(report, locale),
        axis=translate(locale, "credits"),
        bars=tuple(_short(day) for day in report.days),
        series=tuple(series),
        mark=None if refill is None else _allowance(refill, locale),
    )


def describe(chart: BarChart, locale: Locale) -> str:
    """Return what a chart shows in words, with its numbers: the picture's alternative text."""
    sums = [(part.name, sum(part.values)) for part in chart.series]
    parts = [
        chart.title,
        translate(locale, "in all: {amount}", amount=sum(amount for _, amount in sums)),
    ]
    if len(sums) > 1:
        parts.append(", ".join(f"{name}: {amount}" for name, amount in sums))
    if chart.mark is not None:
        parts.append(chart.mark.name)
    totals = [sum(part.values[position] for part in chart.series) for position in _bars(chart)]
    used = [f"{bar}: {total}" for bar, total in zip(chart.bars, totals, strict=True) if total]
    parts.append(", ".join(used) or translate(locale, "nothing was used"))
    return shorten(". ".join(parts), _ALTERNATIVE_LIMIT)


def draw_own_table(report: Report, refill: Refill | None, locale: Locale) -> discord.Embed:
    """Return what a member used, by kind."""
    lines = [_kind_line(report, kind, locale) for kind in report.kinds]
    embed = _embed(report, lines, locale)
    if refill is not None:
        reason = refill_reason(refill, locale)
        embed.add_field(name=translate(locale, "Allowance"), value=reason)
    return embed


def draw_server_table(report: Report, locale: Locale) -> discord.Embed:
    """Return who used what, most first; those who do not fit are counted together."""
    by_member: dict[UserId, list[Usage]] = {}
    for used in report.usage:
        by_member.setdefault(used.user_id, []).append(used)
    ranked = sorted(by_member.items(), key=lambda one: (-_charged(one[1]), one[0]))
    lines = [_member_line(user_id, used, locale) for user_id, used in ranked[:_MOST_MEMBERS]]
    rest = [used for _, each in ranked[_MOST_MEMBERS:] for used in each]
    if rest:
        lines.append(
            translate_plural(
                locale,
                "{count} more: {amount}",
                "{count} more: {amount}",
                len(ranked) - _MOST_MEMBERS,
                amount=credits_of(_charged(rest), locale),
            )
        )
    embed = _embed(report, lines, locale)
    embed.add_field(
        name=translate(locale, "Taken by the music service"),
        value=_taken_by_the_service(report, locale),
    )
    return embed


def _taken_by_the_service(report: Report, locale: Locale) -> str:
    """Say what the service took, and how much of that is only what its price list says."""
    taken = sum(used.provider_used for used in report.usage)
    listed = taken - sum(used.provider_measured for used in report.usage)
    if not listed:
        return str(taken)
    return translate(
        locale, "{taken}, of it {listed} by its price list", taken=taken, listed=listed
    )


def _embed(report: Report, lines: Sequence[str], locale: Locale) -> discord.Embed:
    embed = discord.Embed(
        title=_title(report, locale),
        description="\n".join(lines) or translate(locale, "Nothing was used in this time."),
        colour=_COLOUR,
    )
    embed.add_field(name=translate(locale, "Credits used"), value=str(report.charged))
    embed.add_field(
        name=translate(locale, "Orders"), value=str(sum(used.orders for used in report.usage))
    )
    return embed


def _kind_line(report: Report, kind: JobKind, locale: Locale) -> str:
    used = list(filter(lambda each: each.kind == kind, report.usage))
    return _counted(f"**{kind_name(kind, locale)}**", used, locale)


def _member_line(user_id: UserId, used: Sequence[Usage], locale: Locale) -> str:
    return _counted(mention(user_id, locale), used, locale)


def _counted(name: str, used: Sequence[Usage], locale: Locale) -> str:
    orders, songs = sum(each.orders for each in used), sum(each.songs for each in used)
    return " · ".join(
        (
            name,
            credits_of(_charged(used), locale),
            translate_plural(locale, "{count} order", "{count} orders", orders),
            translate_plural(locale, "{count} song", "{count} songs", songs),
        )
    )


def _charged(usage: Sequence[Usage]) -> int:
    return sum(used.charged for used in usage)


def _series(report: Report, kinds: tuple[JobKind, ...], name: str) -> Series:
    spent: Counter[date] = Counter()
    for used in report.usage:
        if used.kind in kinds:
            spent[used.day] += used.charged
    return Series(name=name, values=tuple(spent[day] for day in report.days))


def _allowance(refill: Refill, locale: Locale) -> Mark:
    a_day = refill.amount / refill.period.mean_days
    name = translate(locale, "allowance: {amount:.1f} a day on average", amount=a_day)
    return Mark(name=name, value=a_day)


def _title(report: Report, locale: Locale) -> str:
    first, last = report.first_day.isoformat(), report.last_day.isoformat()
    if first == last:
        return translate(locale, "Credits used on {day}", day=first)
    return translate(locale, "Credits used a day, {first} to {last}", first=first, last=last)


def _short(day: date) -> str:
    # Figures alone are read alike in every language.
    return f"{day:%m-%d}"


def _bars(chart: BarChart) -> range:
    return range(len(chart.bars))
