"""How good something is, as a sign that is told by its shape as well as by its colour."""

from __future__ import annotations

import re
from enum import Enum

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from ..language import tr

SIGN = QSize(16, 16)


class Mark(Enum):
    """Good, to be known, not quite right, or wrong; the value is QGIS's icon of it."""

    GOOD = "mIconSuccess.svg"
    NOTE = "mActionPropertiesWidget.svg"
    WARNING = "mIconWarning.svg"
    FAULT = "mIconDelete.svg"

    @property
    def icon(self) -> QIcon:
        """Return the sign in the theme of QGIS."""
        return QgsApplication.getThemeIcon(self.value)

    @property
    def word(self) -> str:
        """Return the sign as a word, for texts and for those who hear the screen."""
        words = {
            Mark.GOOD: tr("good"), Mark.NOTE: tr("note"), Mark.WARNING: tr("warning"),
            Mark.FAULT: tr("fault"),
        }  # fmt: skip
        return words[self]


class Sentence(QWidget):
    """A mark and a sentence that wraps; empty it takes no place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sign, self.label = QLabel(self), plain_label()
        self.sign.setFixedSize(SIGN)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1)
        self.setVisible(False)

    def tell(self, mark: Mark, text: str) -> None:
        """Show a sentence; none hides the row."""
        self.sign.setPixmap(mark.icon.pixmap(SIGN))
        self.sign.setAccessibleName(mark.word)
        self.label.setText(breakable(text))
        self.setVisible(bool(text))


def plain_label(text: str = "") -> QLabel:
    """Return a label that wraps, can be copied, and never takes a text for HTML."""
    label = QLabel(breakable(text))
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return label


def breakable(text: str) -> str:
    """Return a text whose long paths wrap: a place to break, of no width, after each separator."""
    return re.sub(r"([/\\])(?=[^/\\\s])", "\\1\u200b", text)
