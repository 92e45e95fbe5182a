"""Parallel categories as a widget."""

from typing import cast

import pyqtgraph as pg
from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QFontMetrics, QResizeEvent

from gridloom_desktop.window.charts import look
from gridloom_desktop.window.charts.plot import LinkedPlot
from gridloom_desktop.window.charts.ribbons import THICK, RibbonsItem
from gridloom_desktop.window.model.charts.column import NONE
from gridloom_desktop.window.model.charts.making import ReadyChart
from gridloom_desktop.window.model.charts.parallel import Block, MarkedParts, Parallel
from gridloom_desktop.window.model.charts.telling import counted
from gridloom_desktop.window.model.charts.wording import Pick
from gridloom_desktop.window.texts import shown

ROOM = 0.42
"""How far the plot reaches beyond the outer axes, for the names of the last one."""
HEAD = 24
"""Pixels over the blocks for the names of the axes."""
LEAST = 13
"""Pixels that a block must be high to be named."""


class ParallelPlot(LinkedPlot):
    """Blocks of categories and the ribbons between them; a click takes one."""

    upright = True

    def __init__(self, chart: ReadyChart) -> None:
        self.drawn = cast(Parallel, chart.drawn)
        super().__init__(chart, None, None)
        self._ribbons = RibbonsItem(len(self.drawn.axes))
        self.draw(self._ribbons)
        self._words: list[pg.TextItem] = []
        self.show_marked(self.drawn.marked(NONE))
        self.recolour()

    def recolour(self) -> None:
        """Take the window's colours."""
        super().recolour()
        self._ribbons.update()
        self.retranslate()

    def retranslate(self) -> None:
        """Name axes and blocks in the window's language, where there is room."""
        for word in self._words:
            self.remove(word)
        self._top = 1.0 + HEAD / max(self.height(), 2 * HEAD)
        self.reach((-0.06, len(self.drawn.axes) - 1 + ROOM), (-0.02, self._top), padding=0.0)
        axes = [
            self._title(axis, shown(one.column.title)) for axis, one in enumerate(self.drawn.axes)
        ]
        tall = self.on(0, 0).y() - self.on(0, 1).y()
        named = [one for one in self._ribbons.blocks if (one.top - one.bottom) * tall >= LEAST]
        self._words = axes + [self._word(one) for one in named]

    def resizeEvent(self, ev: QResizeEvent | None) -> None:  # noqa: N802 - Qt's name
        """Name what has room now."""
        super().resizeEvent(ev)
        if hasattr(self, "_words"):  # Qt sends one while the plot is being made
            self.retranslate()

    def _title(self, axis: int, text: str) -> pg.TextItem:
        return self._put(axis - THICK / 2, self._top, text, (0, 0), bold=True)

    def _word(self, block: Block) -> pg.TextItem:
        label = shown(self.drawn.axes[block.axis].labels[block.category])
        middle = (block.bottom + block.top) / 2
        return self._put(block.axis + THICK / 2, middle, label, (0, 0.5), bold=False)

    def _put(
        self, x: float, y: float, text: str, anchor: tuple[float, float], *, bold: bool
    ) -> pg.TextItem:
        font = look.letters()
        font.setBold(bold)
        wide = self.on(x + ROOM + 0.4, 0).x() - self.on(x, 0).x()
        text = QFontMetrics(font).elidedText(
            text, Qt.TextElideMode.ElideRight, max(int(wide) - 12, 20)
        )
        ground = look.paper()
        ground.setAlphaF(0.0 if bold else 0.6)
        item = pg.TextItem(text, look.ink(), anchor=anchor, fill=ground)
        item.setFont(font)
        item.setPos(x, y)
        item.setZValue(10)
        self.draw(item)
        return item

    def show_marked(self, marked: MarkedParts) -> None:
        """Draw the part of each block and ribbon that is selected."""
        self._ribbons.show_parts(*marked)

    def boxed(self, box: QRectF) -> Pick | None:
        """Return the rows of the block or ribbon under the mouse."""
        place = box.center()
        if block := self._ribbons.block_at(place):
            return self.drawn.blocks_of(block.axis, [block.category])
        if ribbon := self._ribbons.ribbon_at(place):
            return self.drawn.ribbon(ribbon.axis, *ribbon.ends)
        return None

    def told(self, place: QPointF) -> str:
        """Return what is under the mouse, how many rows it has and how many are selected."""
        persons = self.chart.rows.persons
        if block := self._ribbons.block_at(place):
            label = shown(self.drawn.axes[block.axis].labels[block.category])
            return str(counted(label, block.count, block.marked, persons=persons))
        if ribbon := self._ribbons.ribbon_at(place):
            axes = self.drawn.axes[ribbon.axis : ribbon.axis + 2]
            labels = [shown(one.labels[end]) for one, end in zip(axes, ribbon.ends, strict=True)]
            return str(counted(" → ".join(labels), ribbon.count, ribbon.marked, persons=persons))
        return ""

    @property
    def stops(self) -> int:
        """The number of blocks, one axis after another."""
        return len(self._ribbons.blocks)

    def stop(self, first: int, last: int) -> tuple[Pick, QRectF]:
        """Return the rows of blocks on the axis of the last one, and where they are."""
        asked = self._ribbons.blocks[first : last + 1]
        blocks = [one for one in asked if one.axis == asked[-1].axis]
        bottom, top = blocks[-1].bottom, blocks[0].top
        where = QRectF(asked[-1].axis - THICK / 2, bottom, THICK, top - bottom)
        return self.drawn.blocks_of(asked[-1].axis, [one.category for one in blocks]), where
