"""The row that says that the workspace has changed, and offers to read it again.

QGIS's message bar would do, but in a dock it cuts its sentence.
"""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from ..language import tr


class Changed(QFrame):
    """A sentence that wraps, and a button beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.label = QLabel(tr("The workspace has changed."))
        self.label.setWordWrap(True)
        self.button = QPushButton(tr("Refresh"))
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 3, 3, 3)
        row.addWidget(self.label, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()
