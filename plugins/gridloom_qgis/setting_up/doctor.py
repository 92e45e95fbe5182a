"""The window “Doctor”: how everything is that stands between QGIS and Gridloom."""

from __future__ import annotations

from collections.abc import Callable

from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QShowEvent
from qgis.PyQt.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ..background import Background
from ..calling.conversation import Conversation
from ..calling.faults import Fault
from ..language import tr
from .check import Check
from .checks import as_text, checks
from .marks import SIGN, Mark, Sentence, plain_label
from .terminal import Terminal

WIDTH, HEIGHT = 680, 440
DETAIL_LINES = 8


class Doctor(QDialog):
    """A line for each check, as it is done; all can be copied for a colleague."""

    def __init__(
        self, iface: QgisInterface, conversation: Conversation, set_up: Callable[[], None]
    ) -> None:
        super().__init__(iface.mainWindow())
        self._conversation, self._set_up = conversation, set_up
        self._task: Background | None = None
        self.found: list[Check] = []
        self.setWindowTitle(tr("Gridloom doctor"))
        self.resize(WIDTH, HEIGHT)
        self.summary, self.area = Sentence(), QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.StyledPanel)
        column = QVBoxLayout(self)
        column.addWidget(self.summary)
        column.addWidget(self.area, 1)
        column.addWidget(self._buttons())

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Look anew whenever it is opened: what was wrong may be mended."""
        super().showEvent(event)
        if not (self.looks or event.spontaneous()):
            self.look()

    @property
    def looks(self) -> bool:
        """Whether checks are being done."""
        return self._task is not None

    def look(self) -> None:
        """Do all checks anew, in the background."""
        self.found = []
        rows = QWidget()
        self._rows = QGridLayout(rows)
        self._rows.setColumnStretch(2, 1)
        self._rows.setRowStretch(100, 1)
        self.area.setWidget(rows)
        self.summary.tell(Mark.NOTE, tr("Looking …"))
        self._task = Background(tr("Looking at Gridloom"), self._work)
        self._task.said.connect(self._add)
        self._task.succeeded.connect(self._sum_up)
        self._task.failed.connect(self._fail)
        self._task.start()
        self._enable()

    def copy(self) -> None:
        """Put all that was found into the clipboard."""
        QApplication.clipboard().setText(as_text(self.found))

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        box.button(QDialogButtonBox.StandardButton.Close).setText(tr("Close"))
        self.again, self.copying = QPushButton(tr("Look again")), QPushButton(tr("Copy"))
        setting_up = QPushButton(tr("Set up…"))
        for button, act in (
            (self.again, self.look), (self.copying, self.copy), (setting_up, self._set_up),
        ):  # fmt: skip
            button.clicked.connect(act)
            button.setAutoDefault(False)
            box.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        box.rejected.connect(self.close)
        return box

    def _work(self, task: Background) -> None:
        for check in checks(self._conversation.last_fault):
            if task.isCanceled():
                return
            task.said.emit(check)

    def _add(self, check: Check) -> None:
        row = 2 * len(self.found)
        self.found.append(check)
        sign, title = QLabel(), plain_label(check.title)
        sign.setPixmap(check.mark.icon.pixmap(SIGN))
        sign.setAccessibleName(check.mark.word)
        title.setWordWrap(False)
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        top = Qt.AlignmentFlag.AlignTop
        self._rows.addWidget(sign, row, 0, top)
        self._rows.addWidget(title, row, 1, top)
        self._rows.addWidget(plain_label(check.sentence), row, 2, top)
        if check.details:
            self._rows.addWidget(_details(check.details), row + 1, 2)

    def _sum_up(self, _: object) -> None:
        worst = [one for one in self.found if one.mark is Mark.FAULT]
        worst += [one for one in self.found if one.mark is Mark.WARNING]
        if worst:
            self.summary.tell(worst[0].mark, worst[0].sentence)
        else:
            self.summary.tell(Mark.GOOD, tr("Gridloom works."))
        self._end()

    def _fail(self, fault: Fault) -> None:
        self.summary.tell(Mark.FAULT, str(fault))
        self._end()

    def _end(self) -> None:
        self._task = None
        self._enable()

    def _enable(self) -> None:
        for button in (self.again, self.copying):
            button.setEnabled(not self.looks)


def _details(text: str) -> Terminal:
    """Return a view of the last words of a command."""
    view = Terminal()
    view.setPlainText(text)
    lines = min(text.count("\n") + 2, DETAIL_LINES)
    view.setFixedHeight(lines * view.fontMetrics().lineSpacing() + 12)
    return view
