from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.allowances import Refill
from bot.domain.ids import RoleId, UserId
from bot.domain.jobs import JobKind
from bot.domain.periods import Period
from bot.domain.usage import Usage
from bot.ui.amounts import kind_name
from bot.ui.charts.messages import MOST_SERIES
from bot.ui.translation import DEFAULT_LOCALE
from bot.ui.usage_reports import Report, describe, draw_chart, draw_own_table, draw_server_table
from tests.support.discord_objects import assert_embed_fits, units

MONDAY = date(2026, 11, 16)
REFILL = Refill(datetime(2026, 11, 30, tzinfo=UTC), 60, Period.WEEK, RoleId(77))


def used(
    day: int, charged: int, *, user_id: int = 11, kind: JobKind = JobKind.CREATE, songs: int = 2
) -> Usage:
    """Return what one order came to, so many days after the Monday."""
    return Usage(MONDAY + timedelta(days=day), UserId(user_id), kind, 1, songs, charged, charged)


def week(*usage: Usage) -> Report:
    """Return the report of the week."""
    return Report(MONDAY, MONDAY + timedelta(days=6), usage)


def test_a_chart_has_a_bar_for_each_day_and_a_part_for_each_kind() -> None:
    report = week(used(0, 14), used(0, 14), used(2, 20, kind=JobKind.COVER), used(6, 14))
    chart = draw_chart(report, REFILL, DEFAULT_LOCALE)
    assert chart.bars == ("11-16", "11-17", "11-18", "11-19", "11-20", "11-21", "11-22")
    assert [(part.name, part.values) for part in chart.series] == [
        ("new songs", (28, 0, 0, 0, 0, 0, 14)),
        ("covers", (0, 0, 20, 0, 0, 0, 0)),
    ]
    assert chart.mark is not None
    assert chart.mark.value == pytest.approx(60 / 7)


def test_its_words_hold_all_its_numbers() -> None:
    report = week(used(0, 28), used(2, 20, kind=JobKind.COVER))
    words = describe(draw_chart(report, REFILL, DEFAULT_LOCALE), DEFAULT_LOCALE)
    assert words == (
        "Credits used a day, 2026-11-16 to 2026-11-22. in all: 48. new songs: 28, covers: 20."
        " allowance: 8.6 a day on average. 11-16: 28, 11-18: 20"
    )


def test_a_month_of_large_numbers_fits_into_an_alternative_text() -> None:
    first = date(2026, 10, 1)
    usage = [
        Usage(first + timedelta(days=day), UserId(11), kind, 900, 1800, 999_999, 999_999)
        for day in range(31)
        for kind in JobKind
    ]
    chart = draw_chart(Report(first, date(2026, 10, 31), usage), REFILL, DEFAULT_LOCALE)
    assert len(chart.series) <= MOST_SERIES
    total = sum(sum(part.values) for part in chart.series)
    assert total == 31 * 999_999 * len(JobKind)
    assert 1 <= units(describe(chart, DEFAULT_LOCALE)) <= 1024


def test_nothing_used_is_said() -> None:
    report = week()
    assert describe(draw_chart(report, None, DEFAULT_LOCALE), DEFAULT_LOCALE).endswith(
        "nothing was used"
    )
    table = draw_server_table(report, DEFAULT_LOCALE)
    assert table.description == "Nothing was used in this time."


def test_one_s_own_table_goes_by_kind_and_names_the_allowance() -> None:
    report = week(used(0, 14), used(1, 14), used(2, 20, kind=JobKind.COVER, songs=1))
    table = draw_own_table(report, REFILL, DEFAULT_LOCALE)
    assert table.description == (
        "**new songs** · 28 credits · 2 orders · 4 songs\n"
        "**covers** · 20 credits · 1 order · 1 song"
    )
    assert {field.name: field.value for field in table.fields} == {
        "Credits used": "48",
        "Orders": "3",
        "Allowance": "<@&77>: 60 a week",
    }


def test_the_server_s_table_goes_by_member_most_first() -> None:
    report = week(used(0, 14, user_id=11), used(0, 20, user_id=12), used(1, 14, user_id=11))
    table = draw_server_table(report, DEFAULT_LOCALE)
    assert (table.description or "").splitlines() == [
        "<@11> · 28 credits · 2 orders · 4 songs",
        "<@12> · 20 credits · 1 order · 2 songs",
    ]


def test_a_large_server_s_table_fits_and_counts_the_rest() -> None:
    report = week(*(used(0, 10**6, user_id=10**18 + number) for number in range(2000)))
    table = draw_server_table(report, DEFAULT_LOCALE)
    assert_embed_fits(table)
    assert (table.description or "").splitlines()[-1] == "1980 more: 1980000000 credits"


@pytest.mark.parametrize("kind", list(JobKind))
def test_every_kind_has_a_name(kind: JobKind) -> None:
    assert kind_name(kind, DEFAULT_LOCALE)
