import asyncio
import io
import time

import pytest
from PIL import Image
from pydantic import ValidationError

from bot.ui.charts.drawing import _COLOURS, _GROUND, _INK, HEIGHT, WIDTH, draw
from bot.ui.charts.messages import BarChart, Mark, Series
from bot.ui.charts.process import ChartPainter

WEEK = ("Mon 16", "Tue 17", "Wed 18", "Thu 19", "Fri 20", "Sat 21", "Sun 22")
CHART = BarChart(
    title="Credits used",
    axis="credits",
    bars=WEEK,
    series=(
        Series(name="new songs", values=(14, 0, 28, 0, 0, 14, 0)),
        Series(name="covers", values=(0, 14, 0, 0, 0, 14, 0)),
    ),
    mark=Mark(name="allowance", value=8.6),
)


def pixels(picture: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(picture))
    assert image.format == "PNG"
    return image.convert("RGB")


def luminance(colour: str) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


class Pulse:
    """Measures how long the event loop was not at liberty.

    In processor time of its thread, so that other programs of the machine do not count.
    """

    def __init__(self) -> None:
        self.longest = 0.0

    async def beat(self) -> None:
        """Beat every millisecond until cancelled."""
        loop = asyncio.get_running_loop()
        last = time.thread_time()
        while True:
            timer = asyncio.Event()
            loop.call_later(0.001, timer.set)
            await timer.wait()
            now = time.thread_time()
            self.longest, last = max(self.longest, now - last), now


async def test_a_chart_comes_back_as_a_picture_and_the_loop_stays_free() -> None:
    pulse = Pulse()
    beating = asyncio.create_task(pulse.beat())
    picture = await ChartPainter().draw(CHART)
    beating.cancel()
    assert picture is not None
    assert pixels(picture).size == (WIDTH, HEIGHT)
    assert pulse.longest < 0.05


async def test_a_process_that_takes_too_long_is_ended_and_told_from_a_picture() -> None:
    assert await ChartPainter(seconds=0.001).draw(CHART) is None


def test_kinds_differ_by_pattern_as_well_as_by_colour() -> None:
    """The same bars of one or the other kind differ even without any colour."""

    def grey(part: int) -> list[int]:
        values = [(0,) * 7, (0,) * 7]
        values[part] = (14,) * 7
        chart = CHART.model_copy(
            update={
                "series": tuple(
                    Series(name=f"kind {position}", values=each)
                    for position, each in enumerate(values)
                )
            }
        )
        bar = pixels(draw(chart)).convert("L").crop((560, 250, 640, 450))
        return [len(set(bar.tobytes())), *bar.size]

    plain, patterned = grey(0), grey(1)
    assert patterned[0] > plain[0]


def test_everything_on_it_stands_out_from_its_own_ground() -> None:
    assert contrast(_INK, _GROUND) > 7
    assert all(contrast(colour, _GROUND) > 3 for colour in _COLOURS)
    corners = pixels(draw(CHART))
    ground = tuple(int(_GROUND[at : at + 2], 16) for at in (1, 3, 5))
    assert corners.getpixel((0, 0)) == corners.getpixel((WIDTH - 1, HEIGHT - 1)) == ground


@pytest.mark.parametrize("name", ["$x^2$", "$\\frac{", "<b>&</b>", "line\nline"])
def test_texts_are_shown_and_not_obeyed(name: str) -> None:
    chart = BarChart(
        title=name,
        axis=name,
        bars=(name, name),
        series=(Series(name=name, values=(1, 2)), Series(name=name, values=(2, 1))),
        mark=Mark(name=name, value=1),
    )
    assert pixels(draw(chart)).size == (WIDTH, HEIGHT)


@pytest.mark.parametrize("bars", [1, 31, 62])
def test_any_number_of_days_fits(bars: int) -> None:
    days = tuple(str(number) for number in range(bars))
    empty = BarChart(title="t", axis="a", bars=days, series=())
    assert pixels(draw(empty)).size == (WIDTH, HEIGHT)


def test_a_chart_that_does_not_add_up_is_no_chart() -> None:
    with pytest.raises(ValidationError):
        BarChart(title="t", axis="a", bars=WEEK, series=(Series(name="s", values=(1,)),))
    with pytest.raises(ValidationError):
        BarChart(title="t", axis="a", bars=("x",), series=(Series(name="s", values=(-1,)),))
