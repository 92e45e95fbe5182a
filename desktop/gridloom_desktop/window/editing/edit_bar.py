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

from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.map.tools.shape_tool import ShapeTool
from gridloom_layers.language import tr

MARGIN = 12
"""Pixels between the bar and the edge of the map."""
BESIDE = 64
"""Pixels that are left to the north arrow on its side, and on the other."""
WIDEST = 620


class EditBar(QFrame):
    """The bar over the map: ``applied`` and ``given_up`` are its buttons.

    ``may_share``: the shape has borders that others may share; ``shares``: it is asked for at once
    that these follow.
    """

    applied = pyqtSignal()
    given_up = pyqtSignal()

    def __init__(self, tool: ShapeTool, canvas: QWidget, *, may_share: bool, shares: bool) -> None:
        super().__init__(canvas)
        self.setObjectName("card")
        self._tool = tool
        self._title, self._hint = QLabel(), QLabel()
        self._title.setObjectName("heading")
        self._hint.setObjectName("caption")
        self._hint.setWordWrap(True)
        self.together = QCheckBox()
        self.together.setChecked(may_share and shares)
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
        self._title.setText(str(self._tool.title))
        self._hint.setText(str(self._tool.hint))
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
