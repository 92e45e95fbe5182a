"""Where things are on a sheet, in millimetres from its lower left corner."""

from dataclasses import dataclass
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure

Paper = Literal["A4", "A3"]
MM_PER_INCH = 25.4
DOTS_PER_INCH = 200
PAPERS: dict[Paper, tuple[float, float]] = {"A4": (297.0, 210.0), "A3": (420.0, 297.0)}
"""Width and height of each paper, landscape."""


@dataclass(frozen=True)
class Layout:
    """A landscape sheet: a head, the map on the left, a column of text on the right, a foot.

    ``scale`` is 1 on A4; fonts and distances grow with the paper. ``band`` is the height, in
    millimetres, of a band for notes between the map and the foot.
    """

    paper: Paper
    band: float = 0.0

    @property
    def width(self) -> float:
        """Width of the paper in millimetres."""
        return PAPERS[self.paper][0]

    @property
    def height(self) -> float:
        """Height of the paper in millimetres."""
        return PAPERS[self.paper][1]

    @property
    def scale(self) -> float:
        """How much larger than A4 the paper is, one way."""
        return self.width / PAPERS["A4"][0]

    @property
    def margin(self) -> float:
        """The white edge."""
        return 10 * self.scale

    @property
    def column(self) -> float:
        """Width of the column of text."""
        return 68 * self.scale

    @property
    def map_box(self) -> tuple[float, float, float, float]:
        """Left, bottom, width, height of the map's frame."""
        left, bottom = self.margin, self.margin + 8 * self.scale + self.band
        width = self.width - 2 * self.margin - self.column - 6 * self.scale
        return left, bottom, width, self.height - bottom - self.margin - 18 * self.scale

    @property
    def column_left(self) -> float:
        """Left edge of the column of text."""
        return self.width - self.margin - self.column

    def figure(self) -> Figure:
        """Return an empty page of this size."""
        return Figure(
            figsize=(self.width / MM_PER_INCH, self.height / MM_PER_INCH), dpi=DOTS_PER_INCH
        )

    def page_axes(self, figure: Figure) -> Axes:
        """Return axes over the whole page whose units are millimetres."""
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(0, self.width)
        axes.set_ylim(0, self.height)
        return axes

    def map_axes(self, figure: Figure) -> Axes:
        """Return the axes of the map."""
        left, bottom, width, height = self.map_box
        return figure.add_axes(
            (left / self.width, bottom / self.height, width / self.width, height / self.height)
        )
