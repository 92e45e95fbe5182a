"""The document of a session, written to its workspace within a moment of each change."""

from functools import partial

from PyQt6.QtCore import QObject, QTimer

from gridloom_desktop.window.background import Background
from gridloom_desktop.window.failures import write_to_log
from gridloom_desktop.window.model.autosave import keep_document
from gridloom_desktop.window.model.document import Document
from gridloom_desktop.window.model.session import Session
from gridloom_layers.errors import BadInput
from gridloom_layers.progress import Progress

PAUSE_MS = 400
"""How long after a change the document is written, with all that changed meanwhile."""


class Keeping(QObject):
    """Writes the document on a thread of its own, so that a long analysis does not hold it up.

    A workspace that cannot be written to is shown all the same; the log tells why once. While a
    window of another process keeps its document there, this one keeps none.
    """

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._worker = Background("keeping", self)
        self._told = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._write)
        session.changed.connect(self._wait)
        session.looked.connect(self._wait)

    def _wait(self, *_: Document) -> None:
        if not self._timer.isActive():  # a map that is moved all the time is kept all the same
            self._timer.start()

    def _write(self) -> None:
        work = partial(self._keep, self._session.document)
        self._worker.submit(work, lambda _: None, self._log)

    def _keep(self, document: Document, _: Progress) -> None:
        if self._session.presence.take():
            keep_document(self._session.store, document)

    def _log(self, error: BaseException) -> None:
        if not self._told:
            write_to_log(error)
        self._told = True

    def end(self) -> None:
        """End the thread, and write what is not written yet."""
        self._worker.close()
        if self._timer.isActive():
            self._timer.stop()
            try:
                self._keep(self._session.document, Progress())
            except (OSError, BadInput) as error:
                self._log(error)
