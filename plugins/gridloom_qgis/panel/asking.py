"""Work as tasks of QGIS, questions to the command above all: its task manager shows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from qgis.core import QgsApplication, QgsTask
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..calling.faults import Broken, Cancelled, Fault
from ..language import sentences, spoken, tr
from ..plain import one_line

if TYPE_CHECKING:
    from ..calling.conversation import Conversation

Take = Callable[[Any], None]
Read = Callable[[Any], Any]
ENDING_MS = 5000
UNEXPECTED = (AttributeError, LookupError, OSError, TypeError, ValueError)
"""What reading an answer raises that is not as it should be."""


class Work(QgsTask):
    """A function that is called in a thread of QGIS's; ``then`` hears of it in the main thread."""

    def __init__(self, title: str, function: Callable[[Work], Any]) -> None:
        super().__init__(title, QgsTask.Flag.CanCancel)
        self._function = function
        self.answer: Any = None
        self.fault: Fault | None = None
        self.notes = ""
        self.then: Callable[[Work], None] | None = None

    def run(self) -> bool:
        """Call the function; whatever goes wrong is kept as a fault."""
        try:
            self.answer = self._function(self)
        except Fault as fault:
            self.fault = fault
        except UNEXPECTED as error:
            told = tr("Gridloom answered what this plugin does not understand.")
            self.fault = Broken(told, repr(error))
        return self.fault is None

    def finished(self, _done: bool) -> None:
        """Hand over what came of it; QGIS calls this in the main thread."""
        if self.then is not None:
            self.then(self)

    def step(self, told: dict[str, Any]) -> None:
        """Show how far it is, as a line of progress tells."""
        done, total = told.get("done"), told.get("total")
        if isinstance(done, (int, float)) and isinstance(total, (int, float)) and total > 0:
            self.setProgress(min(100.0, 100.0 * done / total))


class Asker(QObject):
    """Asks in the background; what goes wrong is told by ``failed``, what is stopped is not.

    ``doing`` has what is being done, ``noted`` what an answer notes: what was left out.
    """

    failed = pyqtSignal(object)
    busy = pyqtSignal(bool)
    doing = pyqtSignal(str)
    noted = pyqtSignal(str)

    def __init__(self, conversation: Conversation, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._conversation = conversation
        self._open: dict[Work, tuple[Take, Take]] = {}

    @property
    def waiting(self) -> bool:
        """Whether something is not answered yet."""
        return bool(self._open)

    def is_open(self, work: Work) -> bool:
        """Return whether work is still under way."""
        return work in self._open

    def stop(self, work: Work) -> None:
        """Stop work if it is still under way; nobody hears of it any more."""
        if self.is_open(work):
            work.cancel()

    def ask(
        self,
        title: str,
        arguments: Sequence[str],
        take: Take,
        read: Read = lambda told: told,
        refused: Take | None = None,
    ) -> Work:
        """Ask the command; ``take`` gets what ``read``, in the background, made of the answer.

        ``refused`` gets the fault if there is one; without it the fault goes to ``failed``.
        """

        def asked(work: Work) -> Any:
            answer = self._conversation.ask(arguments, work.step, work.isCanceled)
            work.notes = _notes(answer)
            return read(answer)

        return self.work(title, asked, take, refused)

    def work(
        self,
        title: str,
        function: Callable[[Work], Any],
        take: Take,
        refused: Take | None = None,
    ) -> Work:
        """Call a function in the background; ``take`` gets what it returns."""
        work = Work(title, function)
        work.then = self._taken
        self._open[work] = take, refused or self.failed.emit
        self.busy.emit(True)
        self.doing.emit(title)
        QgsApplication.taskManager().addTask(work)
        return work

    def end(self) -> None:
        """Stop all work and wait until it is; nobody hears of it any more."""
        left, self._open = list(self._open), {}
        for work in left:
            work.then = None
            work.cancel()
        for work in left:
            work.waitForFinished(ENDING_MS)

    def _taken(self, work: Work) -> None:
        take, refused = self._open.pop(work)
        self.doing.emit(next((one.description() for one in reversed(self._open)), ""))
        if not self._open:
            self.busy.emit(False)
        if isinstance(work.fault, Cancelled) or work.isCanceled():
            return
        if work.fault is not None:
            refused(work.fault)
        else:
            take(work.answer)
            if work.notes:
                self.noted.emit(work.notes)


def _notes(answer: Any) -> str:
    """Return what an answer notes, areas that are withheld above all, in the language of QGIS."""
    if not isinstance(answer, dict):
        return ""
    notes = answer.get("notes")
    told = (
        [spoken(one) for one in notes if isinstance(one, dict)] if isinstance(notes, list) else []
    )
    withheld = answer.get("suppressed")
    if isinstance(withheld, int) and withheld:
        told.insert(
            0, tr("Areas withheld, as too few persons are counted there: {count}.", count=withheld)
        )
    return one_line(sentences(*told), 600)
