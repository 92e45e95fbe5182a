"""What was done to the workspace, and the steps of this session below it."""

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QShowEvent
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.history.act_list import ActList
from gridloom_desktop.window.history.step_list import StepList
from gridloom_desktop.window.model.history.act import Act
from gridloom_desktop.window.model.steps import Steps
from gridloom_layers.language import Message, tr

CHANGEABLE = ("run", "import")
REPEATABLE = ("run", "join")


class HistoryPanel(QSplitter):
    """Lists acts and steps.

    ``seen`` follows when it comes into sight; ``change_asked`` and ``again_asked`` name an act,
    ``script_asked`` those that are chosen (none: all).
    """

    seen = pyqtSignal()
    change_asked = pyqtSignal(object)
    again_asked = pyqtSignal(object)
    script_asked = pyqtSignal(object)

    def __init__(self, steps: Steps, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.acts, self.steps = ActList(), StepList(steps)
        self.change, self.again, self.script = QPushButton(), QPushButton(), QPushButton()
        self._done, self._undo, self._said = QLabel(), QLabel(), QLabel()
        self._message: Message | None = None
        self._arrange()
        self.acts.itemSelectionChanged.connect(self._offer)
        self.acts.opened.connect(self._open)
        self.change.clicked.connect(lambda: self.change_asked.emit(self._one()))
        self.again.clicked.connect(lambda: self.again_asked.emit(self._one()))
        self.script.clicked.connect(lambda: self.script_asked.emit(self.acts.chosen()))
        follow_language(self.retranslate)

    def _arrange(self) -> None:
        for label, name in (
            (self._done, "heading"), (self._undo, "heading"), (self._said, "summary"),
        ):  # fmt: skip
            label.setObjectName(name)
        self._said.setWordWrap(True)
        self._said.hide()
        upper, lower, buttons = QWidget(), QWidget(), QHBoxLayout()
        buttons.addWidget(self.change)
        buttons.addWidget(self.again)
        rows, below = QVBoxLayout(upper), QVBoxLayout(lower)
        for widget in (self._done, self.acts, self._said):
            rows.addWidget(widget)
        rows.addLayout(buttons)
        rows.addWidget(self.script)
        for widget in (self._undo, self.steps):
            below.addWidget(widget)
        for layout in (rows, below):
            layout.setContentsMargins(12, 12, 12, 12)
            layout.setSpacing(8)
        self.addWidget(upper)
        self.addWidget(lower)
        self.setChildrenCollapsible(False)
        self.setStretchFactor(0, 3)
        self.setStretchFactor(1, 1)

    def show_acts(self, acts: list[Act]) -> None:
        """List acts, given the oldest first."""
        self.acts.show_acts(acts)
        self._offer()

    def tell(self, message: Message | None) -> None:
        """Tell what became of an act that was done again; None: nothing."""
        self._message = message
        self._said.setText(str(message) if message is not None else "")
        self._said.setVisible(message is not None)

    def _one(self) -> Act | None:
        chosen = self.acts.chosen()
        return chosen[0] if len(chosen) == 1 else None

    def _offer(self) -> None:
        """Offer what can be done with what is chosen."""
        act = self._one()
        there = act is not None and act.is_current
        self.change.setEnabled(there and act is not None and act.kind in CHANGEABLE)
        self.again.setEnabled(there and act is not None and act.kind in REPEATABLE)
        several = len(self.acts.chosen()) > 1
        self.script.setText(
            str(tr("Save the chosen steps as a script …") if several else
                tr("Save everything as a script …"))
        )  # fmt: skip

    def _open(self, act: Act) -> None:
        if act.is_current and act.kind in CHANGEABLE:
            self.change_asked.emit(act)

    def showEvent(self, a0: QShowEvent | None) -> None:  # noqa: N802 - Qt's name
        """Ask for the newest acts."""
        super().showEvent(a0)
        self.seen.emit()

    def retranslate(self) -> None:
        """Write everything in the current language."""
        self._done.setText(str(tr("What was done")))
        self._undo.setText(str(tr("Undo: go back to a step")))
        self.change.setText(str(tr("Change …")))
        self.change.setToolTip(str(tr("Open the form as it was filled in, to change it")))
        self.again.setText(str(tr("Run again")))
        self.again.setToolTip(str(tr("Do it again as it was, and compare")))
        self.tell(self._message)
        self._offer()
