"""Qt's Fusion style with check marks that are seen on light and on dark."""

from typing import Any

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPen, QPolygonF
from PyQt6.QtWidgets import QLabel, QProxyStyle, QStyle, QStyleOption, QWidget

from gridloom_desktop.window.mnemonics import give_letters
from gridloom_desktop.window.theme import theme

Primitive = QStyle.PrimitiveElement
CHECKS = (Primitive.PE_IndicatorCheckBox, Primitive.PE_IndicatorItemViewItemCheck)
TICK = ((0.24, 0.52), (0.43, 0.71), (0.77, 0.31))
"""The corners of a check mark, as shares of its box."""


class WindowStyle(QProxyStyle):
    """Fusion draws the frame of a check box darker than the window, which is nothing on dark.

    Labels and tips show their texts as they are. Qt takes what looks like HTML for HTML: a name
    from a file could dress up as a part of the window, or load pictures from elsewhere.
    """

    def __init__(self) -> None:
        super().__init__("Fusion")

    def polish(self, *args: Any) -> Any:  # pyright: ignore[reportIncompatibleMethodOverride] - has overloads
        """Let a label that is about to be shown, the one of a tip too, show plain text.

        Menus and dialogs get their letters.
        """
        if isinstance(args[0], QLabel) and args[0].textFormat() == Qt.TextFormat.AutoText:
            args[0].setTextFormat(Qt.TextFormat.PlainText)
        if isinstance(args[0], QWidget):
            give_letters(args[0])
        return super().polish(*args)

    def drawPrimitive(  # noqa: N802 - Qt's name
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption | None,
        painter: QPainter | None,
        widget: QWidget | None = None,
    ) -> None:
        """Draw check marks in the colours of the theme, all else as Fusion does."""
        if element in CHECKS and option is not None and painter is not None:
            _draw_check(painter, QRectF(option.rect), option.state)
        else:
            super().drawPrimitive(element, option, painter, widget)


def _draw_check(painter: QPainter, box: QRectF, state: QStyle.StateFlag) -> None:
    c, on = theme(), bool(state & QStyle.StateFlag.State_On)
    some = bool(state & QStyle.StateFlag.State_NoChange)
    enabled = bool(state & QStyle.StateFlag.State_Enabled)
    side = min(box.width(), box.height()) - 1
    square = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
    full = c.accent if enabled else c.faint
    near = state & (QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_MouseOver)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(full if on or some or near else c.border), 1))
    painter.setBrush(QColor(full if on or some else c.paper))
    painter.drawRoundedRect(square, 3, 3)
    painter.setPen(QPen(QColor(c.on_accent), 1.8))
    if on:
        corners = [QPointF(square.x() + x * side, square.y() + y * side) for x, y in TICK]
        painter.drawPolyline(QPolygonF(corners))
    elif some:
        middle = square.center().y()
        painter.drawLine(QPointF(square.x() + 3, middle), QPointF(square.right() - 3, middle))
    painter.restore()
