"""Boxes of choices that stay readable where there is little room."""

from PyQt6.QtCore import QEvent, QObject, Qt
from PyQt6.QtGui import QPaintEvent
from PyQt6.QtWidgets import (
    QComboBox,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

WIDEST_POPUP = 620
ROOM = 36
"""Pixels of a list beside its texts: margins and a scroll bar."""


class ChoiceBox(QComboBox):
    """Shortens a text that finds no room, tells it whole in a tip, and lists all texts whole."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        keep_off_the_wheel(self)
        self.currentTextChanged.connect(self.setToolTip)

    def showPopup(self) -> None:  # noqa: N802 - Qt's name
        """Open a list that is as wide as its texts."""
        if view := self.view():
            wanted = view.sizeHintForColumn(0) + ROOM
            view.setMinimumWidth(min(max(wanted, self.width()), WIDEST_POPUP))
        super().showPopup()

    def paintEvent(self, e: QPaintEvent | None) -> None:  # noqa: N802
        """Draw the box with its text shortened."""
        if self.isEditable():
            super().paintEvent(e)
            return
        option = QStyleOptionComboBox()
        with QStylePainter(self) as painter:
            self.initStyleOption(option)
            painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
            if self.currentIndex() < 0:
                option.currentText = self.placeholderText()
            if (style := self.style()) is not None:
                part = QStyle.SubControl.SC_ComboBoxEditField
                room = style.subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self)
                option.currentText = option.fontMetrics.elidedText(
                    option.currentText or "", Qt.TextElideMode.ElideRight, room.width() - 4
                )
            painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


def refill(box: QComboBox, items: list[tuple[str, str]], chosen: str | None = None) -> None:
    """Offer items (title and value) anew; the chosen one stays, else the first is taken."""
    box.clear()
    for title, name in items:
        box.addItem(title, name)
    box.setCurrentIndex(max(box.findData(chosen), 0) if items else -1)


class _OffTheWheel(QObject):
    """Lets the wheel scroll the form over a field that is not being filled in."""

    def eventFilter(self, a0: QObject | None, a1: QEvent | None) -> bool:  # noqa: N802
        """Pass a turn of the wheel on to what holds the field."""
        if a1 is None or a1.type() != QEvent.Type.Wheel:
            return False
        if isinstance(a0, QWidget) and not a0.hasFocus():
            a1.ignore()
            return True
        return False


def keep_off_the_wheel(widget: QWidget) -> None:
    """Change a field by the wheel only while it has the focus."""
    widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    widget.installEventFilter(_OffTheWheel(widget))
