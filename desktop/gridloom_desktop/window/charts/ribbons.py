"""The blocks and ribbons of parallel categories as one item."""

from collections.abc import Sequence

import pyqtgraph as pg
from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QBrush, QPainter, QPainterPath

from gridloom_desktop.window.charts import look
from gridloom_desktop.window.model.charts.parallel import Block, Ribbon

THICK = 0.05
"""How wide a block is, where axes are 1 apart."""
FAINTER = 0.55
"""How strong ribbons are beside blocks."""


def sway(ribbon: Ribbon, left: tuple[float, float], right: tuple[float, float]) -> QPainterPath:
    """Return the outline from a stretch of an axis to one of the next axis."""
    start, end = ribbon.axis + THICK / 2, ribbon.axis + 1 - THICK / 2
    middle = (start + end) / 2
    path = QPainterPath(QPointF(start, left[1]))
    path.cubicTo(middle, left[1], middle, right[1], end, right[1])
    path.lineTo(end, right[0])
    path.cubicTo(middle, right[0], middle, left[0], start, left[0])
    path.closeSubpath()
    return path


def part(ends: tuple[float, float], share: float) -> tuple[float, float]:
    """Return the lower ``share`` of a stretch."""
    bottom, top = ends
    return bottom, bottom + (top - bottom) * share


class RibbonsItem(pg.GraphicsObject):
    """Ribbons, and the blocks at which they begin and end."""

    def __init__(self, axes: int) -> None:
        super().__init__()
        self._bounds = QRectF(-0.1, -0.05, axes - 0.8, 1.1)
        self.blocks: Sequence[Block] = ()
        self.ribbons: Sequence[Ribbon] = ()

    def show_parts(self, blocks: Sequence[Block], ribbons: Sequence[Ribbon]) -> None:
        """Draw these."""
        self.blocks, self.ribbons = blocks, ribbons
        self.update()

    def ribbon_at(self, place: QPointF) -> Ribbon | None:
        """Return the ribbon at a place."""
        there = (one for one in self.ribbons if sway(one, one.left, one.right).contains(place))
        return next(there, None)

    def block_at(self, place: QPointF) -> Block | None:
        """Return the block at a place, a bit beside it too."""
        near = (one for one in self.blocks if abs(place.x() - one.axis) <= THICK)
        return next((one for one in near if one.bottom <= place.y() <= one.top), None)

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        """Return where everything is."""
        return self._bounds

    def paint(self, painter: QPainter | None, *_: object, **__: object) -> None:
        """Draw ribbons, then blocks."""
        if painter is None:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        pale, strong = QBrush(look.behind()), look.chosen()
        strong.setAlphaF(FAINTER)
        for one in self.ribbons:
            painter.fillPath(sway(one, one.left, one.right), pale)
        for one in self.ribbons:
            if one.marked:
                painter.fillPath(sway(one, one.marked_left, one.marked_right), strong)
        for block in self.blocks:
            self._draw(painter, block)

    def _draw(self, painter: QPainter, block: Block) -> None:
        rest = (block.bottom, block.top)
        painter.fillRect(_upright(block.axis, rest), look.every())
        if block.marked and block.count:
            painter.fillRect(
                _upright(block.axis, part(rest, block.marked / block.count)), look.chosen()
            )


def _upright(axis: int, ends: tuple[float, float]) -> QRectF:
    return QRectF(axis - THICK / 2, ends[0], THICK, ends[1] - ends[0])
