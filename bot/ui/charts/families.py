"""Drawing a family tree with matplotlib. Imported by the drawing process alone."""

import io
from collections.abc import Sequence

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from bot.ui.charts.messages import FamilyTree, Member

WIDTH, LEAST_HEIGHT = 1200, 320
_ROW_HEIGHT = 110
_DOTS_PER_INCH = 150
_BOX_WIDTH, _BOX_HEIGHT = 0.8, 0.62
_NAME_SIZE, _REMARK_SIZE = 8.5, 6.5
# As for the charts: a ground of its own reads alike on Discord's dark and light themes.
_GROUND, _INK, _FAINT = "#1f2329", "#f2f3f5", "#aab0bb"
_BOX, _CHOSEN, _LINE = "#343a44", "#0072b2", "#8a919c"

Place = tuple[float, float]


def draw_family(tree: FamilyTree) -> bytes:
    """Return the tree as a PNG file, elders on the left, `WIDTH` pixels wide."""
    # Every text is shown as it is: no dollar sign begins a formula.
    mpl.rcParams.update({"text.parse_math": False})
    columns = _columns(tree.members)
    rows = max(len(column) for column in columns)
    height = max(LEAST_HEIGHT, _ROW_HEIGHT * rows + 90)
    figure = Figure(
        figsize=(WIDTH / _DOTS_PER_INCH, height / _DOTS_PER_INCH),
        dpi=_DOTS_PER_INCH,
        facecolor=_GROUND,
        layout="constrained",
    )
    FigureCanvasAgg(figure)
    axes = figure.add_subplot(facecolor=_GROUND)
    axes.set_axis_off()
    axes.set_title(tree.title, color=_INK, fontsize=11, loc="left", pad=8)
    places = _places(columns, rows)
    for elder, younger in tree.descent:
        _join(axes, places[elder], places[younger])
    most = _letters_in_a_box(len(columns))
    for position, member in enumerate(tree.members):
        _box(axes, member, places[position], most)
    axes.set_xlim(-0.5, max(len(columns), 2) - 0.5)
    axes.set_ylim(-0.6, max(rows, 2) - 0.4)
    file = io.BytesIO()
    figure.savefig(file, format="png", facecolor=_GROUND)
    return file.getvalue()


def _columns(members: Sequence[Member]) -> list[list[int]]:
    """Return the members' places by generation, eldest first."""
    generations = sorted({member.generation for member in members})
    return [
        [place for place, member in enumerate(members) if member.generation == generation]
        for generation in generations
    ]


def _places(columns: Sequence[Sequence[int]], rows: int) -> dict[int, Place]:
    """Return where each member stands; every column is centred."""
    places: dict[int, Place] = {}
    for number, column in enumerate(columns):
        top = (max(rows, 2) - 1 + len(column) - 1) / 2
        for row, place in enumerate(column):
            places[place] = (float(number), top - row)
    return places


def _join(axes: Axes, elder: Place, younger: Place) -> None:
    start, end = elder[0] + _BOX_WIDTH / 2, younger[0] - _BOX_WIDTH / 2
    middle = (start + end) / 2
    axes.plot(
        [start, middle, middle, end],
        [elder[1], elder[1], younger[1], younger[1]],
        color=_LINE,
        linewidth=1.2,
        zorder=1,
    )


def _box(axes: Axes, member: Member, place: Place, most: int) -> None:
    x, y = place
    axes.add_patch(
        FancyBboxPatch(
            (x - _BOX_WIDTH / 2, y - _BOX_HEIGHT / 2),
            _BOX_WIDTH,
            _BOX_HEIGHT,
            boxstyle="round,pad=0,rounding_size=0.08",
            facecolor=_CHOSEN if member.chosen else _BOX,
            edgecolor=_INK if member.chosen else _LINE,
            linewidth=1.6 if member.chosen else 0.8,
            zorder=2,
        )
    )
    name = _shortened(member.name, most)
    faint = _INK if member.chosen else _FAINT
    remark = _shortened(member.remark, most + most // 3)
    axes.text(x, y + 0.1, name, ha="center", va="center", color=_INK, fontsize=_NAME_SIZE, zorder=3)
    axes.text(
        x, y - 0.16, remark, ha="center", va="center", color=faint, fontsize=_REMARK_SIZE, zorder=3
    )


def _letters_in_a_box(columns: int) -> int:
    """Return how many letters of a name fit into a box when there are so many side by side."""
    return max(8, 84 // max(columns, 2))


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
