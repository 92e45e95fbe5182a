"""Questions to the command, and other work of the panel, in the background."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..background import Background
from ..calling.faults import Cancelled, Fault, NotUnderstood
from ..language import sentences, spoken, tr
from ..plain import one_line

if TYPE_CHECKING:
    from ..calling.conversation import Conversation

Take = Callable[[Any], None]
Read = Callable[[Any], Any]
ENDING_MS = 5000
UNEXPECTED = (AttributeError, LookupError, OSError, TypeError, ValueError)
"""What reading an answer raises that is not as it should be."""


def understood(read: Read, answer: Any) -> Any:
    """Return what ``read`` makes of an answer; raise ``NotUnderstood`` where it cannot."""
    try:
        return read(answer)
    except UNEXPECTED as error:
        raise NotUnderstood(repr(error)) from error


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
        self._open: dict[Background, tuple[Take, Take]] = {}

    @property
    def waiting(self) -> bool:
        """Whether something is not answered yet."""
        return bool(self._open)

    def is_open(self, work: Background) -> bool:
        """Return whether work is still under way."""
        return work in self._open

    def stop(self, work: Background) -> None:
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
    ) -> Background:
        """Ask the command; ``take`` gets what ``read``, in the background, made of the answer.

        ``refused`` gets the fault if there is one; without it the fault goes to ``failed``.
        """

        def asked(work: Background) -> Any:
            answer = self._conversation.ask(arguments, work.step, work.isCanceled)
            made, notes = understood(read, answer), understood(_notes, answer)
            if notes:
                work.said.emit(notes)
            return made

        return self.work(title, asked, take, refused)

    def work(
        self,
        title: str,
        function: Callable[[Background], Any],
        take: Take,
        refused: Take | None = None,
    ) -> Background:
        """Call a function in the background; ``take`` gets what it returns."""
        work = Background(title, function)
        work.succeeded.connect(partial(self._succeed, work))
        work.failed.connect(partial(self._fail, work))
        work.said.connect(self.noted.emit)
        self._open[work] = take, refused or self.failed.emit
        self.busy.emit(True)
        self.doing.emit(title)
        return work.start()

    def end(self) -> None:
        """Stop all work and wait until it is; nobody hears of it any more."""
        self.blockSignals(True)
        left, self._open = list(self._open), {}
        for work in left:
            work.cancel()
        for work in left:
            work.waitForFinished(ENDING_MS)

    def _succeed(self, work: Background, answer: Any) -> None:
        take, _ = self._closed(work)
        if not work.isCanceled():
            take(answer)

    def _fail(self, work: Background, fault: Fault) -> None:
        _, refuse = self._closed(work)
        if not (isinstance(fault, Cancelled) or work.isCanceled()):
            refuse(fault)

    def _closed(self, work: Background) -> tuple[Take, Take]:
        """Take work off the list; after the end nobody waits for it."""
        waiting = self._open.pop(work, (_nobody, _nobody))
        self.doing.emit(next((one.description() for one in reversed(self._open)), ""))
        if not self._open:
            self.busy.emit(False)
        return waiting


def _nobody(_: Any) -> None:
    """Hear of what nobody waits for any more."""


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
