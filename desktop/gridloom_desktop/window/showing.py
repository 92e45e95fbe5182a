"""From the document of a session to what is shown: layers and selection, read off the thread."""

from functools import partial

from PyQt6.QtCore import QObject

from gridloom_desktop.window.model.document import Document, Picked
from gridloom_desktop.window.model.session import Selected, Session
from gridloom_desktop.window.operations import Operation, Operations
from gridloom_layers.errors import BadInput
from gridloom_layers.progress import Progress


class Showing(QObject):
    """Makes the layers of each new document, and finds the rows that are picked.

    Of several documents that come while one is read only the latest follows. What rests on a
    measure follows later, as work that can be cancelled.
    """

    def __init__(
        self, session: Session, operations: Operations, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._operations = session, operations
        self._reading = False
        self._asking: tuple[Operation, Document] | None = None
        operations.ended.connect(self._end)
        session.changed.connect(self._follow)
        session.data_changed.connect(self._follow_data)

    def _follow(self, before: Document, after: Document) -> None:
        if (before.layers, before.time) != (after.layers, after.time):
            self.show_layers()
        if before.picked != after.picked:
            self.find_selected()

    def _follow_data(self, _: frozenset[str]) -> None:
        self.show_layers()
        self.find_selected()

    def show_layers(self) -> None:
        """Show the layers of the document as soon as they are read, those of measures later."""
        scene, document = self._session.scene, self._session.document
        if scene.is_read(document):
            self._session.show(scene.layers(document))
            self._ask(document)
        elif not self._reading:
            self._reading = True
            self._operations.read(partial(scene.read, document), self._take_layers, self._refuse)

    def _ask(self, document: Document) -> None:
        """Ask the measures that are missing, unless some are asked already."""
        what = self._session.scene.asks(document)
        if what is not None and self._asking is None:
            work = partial(self._session.scene.ask, document)
            operation = self._operations.do(what, work, self._take_layers, self._refuse)
            self._asking = operation, document

    def _end(self, operation: Operation) -> None:
        """Do without a measure that the user does not want to wait for."""
        if self._asking is None or operation is not self._asking[0]:
            return
        document, self._asking = self._asking[1], None
        if operation.ending == "cancelled":
            self._session.scene.give_up(document)
            self.show_layers()

    def _take_layers(self, faults: list[BadInput]) -> None:
        self._reading = False
        for fault in faults:
            self._operations.report(fault)
        self.show_layers()

    def _refuse(self, error: BaseException) -> None:
        self._reading = False
        self._session.show(self._session.scene.layers(self._session.document))
        self._operations.report(error)

    def find_selected(self) -> None:
        """Find the rows that are picked now."""
        picked = self._session.document.picked
        if picked is None:
            self._session.take_selected(None)
            return
        self._operations.read(partial(self._find, picked), partial(self._take_selected, picked))

    def _find(self, picked: Picked, progress: Progress) -> Selected | None:
        if picked != self._session.document.picked:
            return None  # something else was picked meanwhile
        return self._session.find_selected(picked, progress)

    def _take_selected(self, picked: Picked, selection: Selected | None) -> None:
        if selection is not None and picked == self._session.document.picked:
            self._session.take_selected(selection)
