"""Labels as small pictures: letters with a halo, drawn once and laid over the map many times."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

HALO = 3.2
"""How wide the halo's stroke is; half of it lies outside the letters."""
SIZES = (12, 13, 15)
WEIGHTS = (QFont.Weight.Normal, QFont.Weight.DemiBold, QFont.Weight.Bold)
"""By rank."""
KEPT_PICTURES, KEPT_WIDTHS = 2048, 65536


@dataclass(frozen=True, eq=False)
class Lettering:
    """Writes labels in one font and ink; used by the thread that paints frames."""

    font: QFont
    ink: QColor
    halo: QColor
    ratio: float

    def __post_init__(self) -> None:
        width = lru_cache(KEPT_WIDTHS)(self._width)
        picture = lru_cache(KEPT_PICTURES)(self._picture)
        object.__setattr__(self, "_width", width)
        object.__setattr__(self, "_picture", picture)

    def like(self, other: "Lettering") -> bool:
        """Say whether both write alike, so that the pictures of one serve the other."""
        return (self.font, self.ink, self.halo, self.ratio) == (
            other.font, other.ink, other.halo, other.ratio,
        )  # fmt: skip

    def sizes(self, texts: Sequence[str], rank: int) -> npt.NDArray[np.float64]:
        """Return (n, 2) width and height of texts with their halo."""
        height = QFontMetricsF(self._font(rank)).height() + 1
        widths = [self._width(text, rank) for text in texts]
        return np.column_stack([widths, np.full(len(texts), height)]).reshape(-1, 2)

    def picture(self, text: str, rank: int, angle: float) -> QImage:
        """Return a text as a picture; it is turned by ``angle`` (radians) around its middle."""
        return self._picture(text, rank, round(math.degrees(angle)))

    def _font(self, rank: int) -> QFont:
        font = QFont(self.font)
        font.setPixelSize(SIZES[rank])
        font.setWeight(WEIGHTS[rank])
        return font

    def _width(self, text: str, rank: int) -> float:
        return QFontMetricsF(self._font(rank)).horizontalAdvance(text) + HALO + 1

    def _picture(self, text: str, rank: int, degrees: int) -> QImage:
        font = self._font(rank)
        metrics = QFontMetricsF(font)
        width, height = self._width(text, rank) + 2, metrics.height() + HALO
        turned = math.radians(degrees)
        sine, cosine = abs(math.sin(turned)), abs(math.cos(turned))
        image = QImage(
            math.ceil((width * cosine + height * sine) * self.ratio),
            math.ceil((width * sine + height * cosine) * self.ratio),
            QImage.Format.Format_ARGB32_Premultiplied,
        )
        image.fill(Qt.GlobalColor.transparent)
        image.setDevicePixelRatio(self.ratio)
        with QPainter(image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            size = image.deviceIndependentSize()
            painter.translate(size.width() / 2, size.height() / 2)
            painter.rotate(-degrees)
            begin = QPointF(-metrics.horizontalAdvance(text) / 2, metrics.ascent() - height / 2 + 1)
            self._write(painter, font, begin, text)
        return image

    def _write(self, painter: QPainter, font: QFont, begin: QPointF, text: str) -> None:
        outline = QPainterPath()
        outline.addText(begin, font, text)
        joined = Qt.PenJoinStyle.RoundJoin
        painter.strokePath(
            outline,
            QPen(self.halo, HALO, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, joined),
        )
        painter.setFont(font)
        painter.setPen(self.ink)
        painter.drawText(begin, text)


def draw_picture(painter: QPainter, picture: QImage, middle: QPointF) -> None:
    """Lay a picture over the map around its middle, on whole pixels of the screen."""
    ratio = picture.devicePixelRatio()
    size = picture.deviceIndependentSize()
    left = round((middle.x() - size.width() / 2) * ratio) / ratio
    top = round((middle.y() - size.height() / 2) * ratio) / ratio
    painter.drawImage(QRectF(left, top, size.width(), size.height()), picture)
