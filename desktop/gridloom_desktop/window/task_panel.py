"""The list of tasks: what is under way or waits, with its progress, and what was done before."""

import datetime as dt
from collections import deque
from dataclasses import dataclass

from PyQt6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gridloom_desktop.window.background import Ending
from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.operations import Operation, Operations
from gridloom_layers.language import Message, tr

MOST_REMEMBERED = 100
WORDS: dict[Ending, Message] = {
    "done": tr("done"),
    "failed": tr("failed"),
    "cancelled": tr("cancelled"),
}


@dataclass(frozen=True)
class Past:
    """A task that has ended: what, when, how."""

    title: Message
    at: dt.datetime
    seconds: float
    ending: Ending


class TaskPanel(QScrollArea):
    """Shows the operations of a window; each that is not done can be cancelled."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self.cards: dict[Operation, _Card] = {}
        self._past: deque[Past] = deque(maxlen=MOST_REMEMBERED)
        self._heading, self._log = QLabel(), QLabel()
        self._heading.setObjectName("heading")
        self._log.setObjectName("caption")
        self._log.setWordWrap(True)
        self.setWidgetResizable(True)
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(12, 12, 12, 12)
        for widget in (self._heading, self._log):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self.setWidget(content)
        operations.started.connect(self._add)
        operations.stepped.connect(self._step)
        operations.ended.connect(self._end)
        follow_language(self.retranslate)

    def _add(self, operation: Operation) -> None:
        card = self.cards[operation] = _Card(operation)
        self._column.insertWidget(len(self.cards), card)
        self.retranslate()

    def _step(self, operation: Operation) -> None:
        if operation in self.cards:
            self.cards[operation].follow()

    def _end(self, operation: Operation) -> None:
        if (card := self.cards.pop(operation, None)) is not None:
            card.setParent(None)
            card.deleteLater()
        now, begun = dt.datetime.now(), operation.begun
        seconds = (now - begun).total_seconds()
        self._past.appendleft(Past(operation.title, now, seconds, operation.ending))
        self.retranslate()

    def retranslate(self) -> None:
        """Write everything in the current language."""
        self._heading.setText(str(tr("Nothing is under way.") if not self.cards else tr("Tasks")))
        for card in self.cards.values():
            card.follow()
        lines = [
            str(
                tr(
                    "{time} {task}: {ending} ({seconds:.1f} s)",
                    time=f"{one.at:%H:%M:%S}",
                    task=one.title,
                    ending=WORDS[one.ending],
                    seconds=one.seconds,
                )
            )
            for one in self._past
        ]
        self._log.setText("\n".join(lines))


class _Card(QFrame):
    """One task: its title, how far it is, and a way to cancel it."""

    def __init__(self, operation: Operation) -> None:
        super().__init__()
        self._operation = operation
        self.setObjectName("card")
        self._title, self._step, self._bar = QLabel(), QLabel(), QProgressBar()
        self.stop = QPushButton()
        self._title.setWordWrap(True)
        self._step.setObjectName("caption")
        self._step.setWordWrap(True)
        self._bar.setTextVisible(False)
        grid = QGridLayout(self)
        grid.addWidget(self._title, 0, 0)
        grid.addWidget(self.stop, 0, 1)
        grid.addWidget(self._bar, 1, 0, 1, 2)
        grid.addWidget(self._step, 2, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        self.stop.clicked.connect(operation.cancel)
        self.follow()

    def follow(self) -> None:
        """Show how far the task is."""
        step = self._operation.step
        self.stop.setText(str(tr("Cancel")))
        self._title.setText(str(self._operation.title))
        self._step.setText(str(step.told) if step else "")
        self._bar.setRange(0, step.total if step else 0)
        self._bar.setValue(step.done if step else 0)
