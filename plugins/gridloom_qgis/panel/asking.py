"""Questions to the command, and other work of the panel, in the background."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..background import Background
from ..calling.faults import Broken, Cancelled, Fault
from ..language import tr

if TYPE_CHECKING:
    from ..calling.conversation import Conversation

Take = Callable[[Any], None]
Read = Callable[[Any], Any]
ENDING_MS = 5000
UNEXPECTED = (AttributeError, LookupError, OSError, TypeError, ValueError)
"""What reading an answer raises that is not as it should be."""


class Asker(QObject):
    """Asks in the background; what goes wrong is told by ``failed``, what is stopped is not."""

    failed = pyqtSignal(object)
    busy = pyqtSignal(bool)

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
            told = self._conversation.ask(arguments, work.step, work.isCanceled)
            try:
                return read(told)
            except UNEXPECTED as error:
                said = tr("Gridloom answered what this plugin does not understand.")
                raise Broken(said, repr(error)) from error

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
        self._open[work] = take, refused or self.failed.emit
        self.busy.emit(True)
        return work.start()

    def end(self) -> None:
        """Stop all work and wait until it is; nobody hears of it any more."""
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
        if not self._open:
            self.busy.emit(False)
        return waiting


def _nobody(_: Any) -> None:
    """Hear of what nobody waits for any more."""
