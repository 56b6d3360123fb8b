"""Drawing a chart with matplotlib. Imported by the drawing process alone."""

import io
from collections.abc import Iterable

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from bot.ui.charts.messages import BarChart, Mark, Series

WIDTH, HEIGHT = 1200, 630
_DOTS_PER_INCH = 150
_MOST_LABELS = 10
_MOST_DIGITS = 100
"""So many digits find room beside each other above the bars."""
_LEAST_ROOM = 5
"""So many bars' room is there at least, or a single bar would be a wall."""
# The picture brings its own ground, so that it reads alike on Discord's dark and light themes.
_GROUND, _INK, _FAINT = "#1f2329", "#f2f3f5", "#4a505a"
_MARK = "#ffffff"
# Okabe and Ito's colours, which most colour-blind people tell apart; patterns tell the rest.
_COLOURS = ("#56b4e9", "#e69f00", "#009e73", "#f0e442", "#cc79a7", "#d55e00")
_PATTERNS = ("", "///", "...", "\\\\\\", "xxx", "---", "++", "oo", "||", "**", "OO", "//..")


def draw(chart: BarChart) -> bytes:
    """Return the chart as a PNG file of `WIDTH` by `HEIGHT` pixels."""
    # Discord shows the picture at less than half its size, so its letters are large.
    # Every text is shown as it is: no dollar sign begins a formula.
    mpl.rcParams.update({"text.parse_math": False, "hatch.linewidth": 0.8, "font.size": 11})
    figure = Figure(
        figsize=(WIDTH / _DOTS_PER_INCH, HEIGHT / _DOTS_PER_INCH),
        dpi=_DOTS_PER_INCH,
        facecolor=_GROUND,
        layout="constrained",
    )
    FigureCanvasAgg(figure)
    axes = figure.add_subplot(facecolor=_GROUND)
    _frame(axes, chart)
    totals = _stack(axes, chart.series, len(chart.bars))
    _write_totals(axes, totals)
    if chart.mark is not None:
        _draw_mark(axes, chart.mark)
    axes.set_ylim(0, max(*totals, chart.mark.value if chart.mark else 0, 1) * 1.1)
    if len(chart.series) > 1 or chart.mark is not None:
        _explain(figure)
    file = io.BytesIO()
    figure.savefig(file, format="png", facecolor=_GROUND)
    return file.getvalue()


def _explain(figure: Figure) -> None:
    figure.legend(
        loc="outside lower left",
        ncols=4,
        frameon=False,
        labelcolor=_INK,
        fontsize=10,
        handleheight=1.4,
        handlelength=2.2,
    )


def _frame(axes: Axes, chart: BarChart) -> None:
    axes.set_title(chart.title, color=_INK, fontsize=13, loc="left", pad=10)
    axes.set_ylabel(chart.axis, color=_INK)
    axes.tick_params(colors=_INK, length=0)
    axes.tick_params(axis="x", pad=7)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    axes.yaxis.grid(visible=True, color=_FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    for name, spine in axes.spines.items():
        spine.set_visible(name == "bottom")
        spine.set_color(_FAINT)
    step = -(-len(chart.bars) // _MOST_LABELS)
    shown = range(0, len(chart.bars), step)
    axes.set_xticks(list(shown), [chart.bars[position] for position in shown])
    middle, room = (len(chart.bars) - 1) / 2, max(len(chart.bars), _LEAST_ROOM) / 2 + 0.1
    axes.set_xlim(middle - room, middle + room)


def _stack(axes: Axes, series: Iterable[Series], bars: int) -> list[int]:
    """Draw the series on top of each other and return how tall each bar became."""
    tall = [0] * bars
    for position, part in enumerate(series):
        axes.bar(
            range(bars),
            part.values,
            width=0.72,
            bottom=tall,
            label=part.name,
            color=_COLOURS[position % len(_COLOURS)],
            hatch=_PATTERNS[position % len(_PATTERNS)],
            edgecolor=_GROUND,
            linewidth=0.8,
        )
        tall = [below + value for below, value in zip(tall, part.values, strict=True)]
    return tall


def _write_totals(axes: Axes, totals: list[int]) -> None:
    if len(totals) * len(str(max(totals))) > _MOST_DIGITS:
        return
    for position, total in enumerate(totals):
        if total:
            axes.annotate(
                str(total),
                (position, total),
                xytext=(0, 2),
                textcoords="offset points",
                ha="center",
                va="bottom",
                color=_INK,
                fontsize=11 if len(totals) < 15 else 8,
            )


def _draw_mark(axes: Axes, mark: Mark) -> None:
    axes.axhline(mark.value, color=_MARK, linestyle=(0, (5, 3)), linewidth=1.4, label=mark.name)
