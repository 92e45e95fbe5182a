"""Questions to the command as tasks of QGIS: seen and stopped in its task manager."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from qgis.core import QgsApplication, QgsTask
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..calling.faults import Broken, Cancelled, Fault
from ..language import tr

if TYPE_CHECKING:
    from ..calling.conversation import Conversation

Take = Callable[[Any], None]
Read = Callable[[Any], Any]
ENDING_MS = 5000


class Question(QgsTask):
    """One request; ``take`` gets in the main thread what ``read`` made of the answer."""

    def __init__(
        self, title: str, conversation: Conversation, arguments: Sequence[str], read: Read
    ) -> None:
        super().__init__(title, QgsTask.Flag.CanCancel)
        self._conversation = conversation
        self._arguments = list(arguments)
        self._read = read
        self.answer: Any = None
        self.fault: Fault | None = None
        self.then: Callable[[Question], None] | None = None

    def run(self) -> bool:
        """Ask and wait; QGIS calls this in a thread of its own."""
        try:
            told = self._conversation.ask(self._arguments, self._step, self.isCanceled)
            self.answer = self._read(told)
        except Fault as fault:
            self.fault = fault
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            self.fault = Broken(tr("Gridloom answered what this plugin does not understand."),
                                f"{self._arguments[0]}: {error!r}")  # fmt: skip
        return self.fault is None

    def finished(self, _done: bool) -> None:
        """Hand the answer over; QGIS calls this in the main thread."""
        if self.then is not None:
            self.then(self)

    def _step(self, step: dict[str, Any]) -> None:
        done, total = step.get("done"), step.get("total")
        if isinstance(done, (int, float)) and isinstance(total, (int, float)) and total > 0:
            self.setProgress(min(100.0, 100.0 * done / total))


class Asker(QObject):
    """Asks, and tells what went wrong by ``failed``; what is stopped is not told."""

    failed = pyqtSignal(object)
    busy = pyqtSignal(bool)

    def __init__(self, conversation: Conversation, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._conversation = conversation
        self._open: dict[Question, tuple[Take, Take]] = {}

    def ask(
        self,
        title: str,
        arguments: Sequence[str],
        take: Take,
        read: Read = lambda told: told,
        refused: Take | None = None,
    ) -> Question:
        """Ask in the background; ``take`` gets the answer, ``refused`` the fault if there is one.

        Without ``refused`` a fault goes to ``failed``.
        """
        question = Question(title, self._conversation, arguments, read)
        question.then = self._taken
        self._open[question] = take, refused or self.failed.emit
        self.busy.emit(True)
        QgsApplication.taskManager().addTask(question)
        return question

    def end(self) -> None:
        """Stop all questions and wait until they are; nobody hears of them any more."""
        left, self._open = list(self._open), {}
        for question in left:
            question.then = None
            question.cancel()
        for question in left:
            question.waitForFinished(ENDING_MS)

    def _taken(self, question: Question) -> None:
        take, refused = self._open.pop(question, (None, None))
        if not self._open:
            self.busy.emit(False)
        if take is None or refused is None or isinstance(question.fault, Cancelled):
            return
        if question.fault is not None:
            refused(question.fault)
        elif not question.isCanceled():
            take(question.answer)
