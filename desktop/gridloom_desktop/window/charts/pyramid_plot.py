"""The age pyramid as a widget: men to the left, women to the right, the youngest at the foot."""

from typing import cast

import numpy as np
import pyqtgraph as pg
from PyQt6.QtCore import QPointF, QRectF

from gridloom_desktop.window.charts import look
from gridloom_desktop.window.charts.axis import counts, names
from gridloom_desktop.window.charts.bar_pair import BarPair
from gridloom_desktop.window.charts.bars_plot import crossed
from gridloom_desktop.window.charts.plot import LinkedPlot
from gridloom_desktop.window.model.charts.column import Integers
from gridloom_desktop.window.model.charts.making import ReadyChart
from gridloom_desktop.window.model.charts.pyramid import Pyramid
from gridloom_desktop.window.model.charts.telling import counted
from gridloom_desktop.window.model.charts.wording import Pick
from gridloom_layers.language import tr

FEMALE, MALE = 0, 1
SIDE = {FEMALE: 1, MALE: -1}


class PyramidPlot(LinkedPlot):
    """Bands of age; a brush takes the bands of the sides that it touches."""

    upright = True

    def __init__(self, chart: ReadyChart) -> None:
        self.drawn = cast(Pyramid, chart.drawn)
        words = [self.drawn.label(band) for band in range(self.drawn.bands)]
        super().__init__(chart, counts, names(words))
        self._all = self.drawn.sides(self.drawn.coded.counts())
        self._marked = np.zeros_like(self._all)
        at = np.arange(self.drawn.bands, dtype=float)
        self._bars = [BarPair(self, at - 0.5, at + 0.5, flat=True) for _ in SIDE]
        self._titles = [pg.TextItem(anchor=(one, 0)) for one in (1, 0)]
        for sex, side in SIDE.items():
            self._bars[sex].show_all(side * self._all[:, sex])
            self._titles[sex].setPos(side * self._most, self.drawn.bands - 0.4)
            self.draw(self._titles[sex])
        self._middle = pg.InfiniteLine(0, 90)
        self.draw(self._middle)
        self.reach((-self._most, self._most), (-0.5, self.drawn.bands - 0.5))
        self.recolour()
        self.retranslate()

    @property
    def _most(self) -> float:
        return float(max(int(self._all.max()), 1))

    def recolour(self) -> None:
        """Take the window's colours."""
        super().recolour()
        for bars in self._bars:
            bars.recolour()
        self._middle.setPen(look.line(look.paper(), 2))
        for title in self._titles:
            title.setColor(look.muted())
            title.setFont(look.letters(12))

    def retranslate(self) -> None:
        """Name the sides in the window's language."""
        self._titles[FEMALE].setText(str(tr("women")))
        self._titles[MALE].setText(str(tr("men")))

    def show_marked(self, marked: Integers) -> None:
        """Draw the bars of the selected persons."""
        self._marked = marked
        for sex, side in SIDE.items():
            self._bars[sex].mark(side * self._marked[:, sex])

    def boxed(self, box: QRectF) -> Pick | None:
        """Return the bands of the sides over which the mouse went."""
        bands = crossed(box, self.drawn.bands)
        return self.drawn.picked(bands, self._sexes(box)) if bands else None

    def outline(self, box: QRectF) -> QRectF:
        """Return whole bands."""
        bands, sexes = crossed(box, self.drawn.bands), self._sexes(box)
        left = -self._most if MALE in sexes else 0.0
        right = self._most if FEMALE in sexes else 0.0
        return QRectF(left, bands.start - 0.5, right - left, len(bands)) if bands else QRectF()

    def _sexes(self, box: QRectF) -> list[int]:
        return [sex for sex, on in ((FEMALE, box.right() >= 0), (MALE, box.left() < 0)) if on]

    def told(self, place: QPointF) -> str:
        """Return a band of one sex and how many are in it."""
        band, sex = round(place.y()), FEMALE if place.x() >= 0 else MALE
        if not 0 <= band < self.drawn.bands:
            return ""
        who = tr("women") if sex == FEMALE else tr("men")
        label = str(tr("{who} aged {ages}", who=who, ages=self.drawn.label(band)))
        sizes = self._all[band, sex], self._marked[band, sex]
        return str(counted(label, *sizes, persons=self.chart.rows.persons))

    @property
    def stops(self) -> int:
        """The number of bands."""
        return self.drawn.bands

    def stop(self, first: int, last: int) -> tuple[Pick, QRectF]:
        """Return what some bands of both sexes hold, and where they are; the oldest come first."""
        low, high = self.drawn.bands - 1 - last, self.drawn.bands - 1 - first
        where = QRectF(-self._most, low - 0.5, 2 * self._most, high - low + 1.0)
        return self.drawn.picked(range(low, high + 1), (FEMALE, MALE)), where
