"""What is being drawn and how, at the top of the map, with the buttons that end it."""

from PyQt6.QtCore import QEvent, QPoint, Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gridloom_desktop.window.editing.drawing_board import Mode
from gridloom_desktop.window.following import follow_language
from gridloom_layers.language import Message, tr

MARGIN = 12
"""Pixels between the bar and the edge of the map."""
BESIDE = 64
"""Pixels that are left to the north arrow on its side, and on the other."""
WIDEST = 620


def hint(mode: Mode) -> Message:
    """Return how one draws."""
    hints = {
        "reshape": tr("Drag a vertex; double-click a side for a new one; Delete takes one out."),
        "move": tr("Drag the shape to where it belongs."),
        "cut": tr("Click the corners of the cutting line, from outside to outside; "
                  "double-click its end."),
    }  # fmt: skip
    return hints[mode]


def heading(mode: Mode) -> Message:
    """Return what is done."""
    titles = {
        "reshape": tr("Draw the outline anew"),
        "move": tr("Move the shape"),
        "cut": tr("Split the area"),
    }
    return titles[mode]


class EditBar(QFrame):
    """The bar over the map: ``applied`` and ``given_up`` are its buttons."""

    applied = pyqtSignal()
    given_up = pyqtSignal()

    def __init__(self, mode: Mode, canvas: QWidget, *, may_share: bool) -> None:
        super().__init__(canvas)
        self.setObjectName("card")
        self._mode: Mode = mode
        self._title, self._hint = QLabel(), QLabel()
        self._title.setObjectName("heading")
        self._hint.setObjectName("caption")
        self._hint.setWordWrap(True)
        self.together = QCheckBox()
        self.together.setChecked(may_share)
        self.together.setVisible(may_share)
        self.apply, self.cancel = QPushButton(), QPushButton()
        self.apply.setObjectName("primary")
        self.apply.clicked.connect(self.applied)
        self.cancel.clicked.connect(self.given_up)
        for button in (self.apply, self.cancel, self.together):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._arrange()
        self.set_ready(ready=False)
        canvas.installEventFilter(self)
        follow_language(self.retranslate)

    def _arrange(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(10)
        first.addWidget(self._title, 1)
        for button in (self.cancel, self.apply):
            first.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 10, 10)
        column.setSpacing(4)
        column.addLayout(first)
        column.addWidget(self._hint)
        column.addWidget(self.together)

    def set_ready(self, *, ready: bool) -> None:
        """Offer to apply what was drawn, or not."""
        self.apply.setEnabled(ready)

    def retranslate(self) -> None:
        """Write everything in the current language."""
        self._title.setText(str(heading(self._mode)))
        self._hint.setText(str(hint(self._mode)))
        self.together.setText(str(tr("Neighbours follow")))
        self.together.setToolTip(
            str(tr("Vertices that neighbouring areas share move with them: no gap, no overlap."))
        )
        self.apply.setText(str(tr("Apply …")))
        self.cancel.setText(str(tr("Cancel")))
        self._place()

    def eventFilter(self, a0: object, a1: QEvent | None) -> bool:  # noqa: N802, ARG002
        """Stay at the top of the map."""
        if a1 is not None and a1.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        canvas = self.parentWidget()
        if canvas is None:
            return
        narrowest = self.minimumSizeHint().width()
        width = min(WIDEST, max(canvas.width() - 2 * BESIDE, narrowest))
        layout = self.layout()
        height = layout.heightForWidth(width) if layout and layout.hasHeightForWidth() else 0
        self.resize(width, max(height, self.sizeHint().height()))
        left = min((canvas.width() - width) // 2, canvas.width() - BESIDE - width)
        self.move(QPoint(max(left, MARGIN), MARGIN))
