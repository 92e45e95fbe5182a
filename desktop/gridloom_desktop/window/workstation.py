"""The windows of the program: one on each workspace, and the first one to choose it."""

from functools import partial
from pathlib import Path

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtWidgets import QFileDialog, QWidget

from gridloom_desktop.window.city_window import CityWindow
from gridloom_desktop.window.command import Command, Commands
from gridloom_desktop.window.failures import tell
from gridloom_desktop.window.model.autosave import kept_document
from gridloom_desktop.window.model.layering import first_document
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.operations import Operations
from gridloom_desktop.window.start_page import StartPage
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import open_workspace


def open_session(path: Path, _: Progress) -> Session:
    """Open a workspace as it was left, or as it is seen at first."""
    store = open_workspace(path)
    try:
        kept = kept_document(store)
        return Session(store, kept or first_document(store), is_new=kept is None)
    except BaseException:
        store.close()
        raise


class Workstation(QObject):
    """Opens workspaces, each in a window of its own. ``opened`` follows each."""

    opened = pyqtSignal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.windows: list[CityWindow] = []
        self.start_page = StartPage()
        self.start_page.asked.connect(self.choose)
        self._opening: set[Operations] = set()

    def start(self) -> None:
        """Show the page on which a workspace is chosen."""
        self.start_page.show()

    def choose(self, parent: QWidget | None = None) -> None:
        """Let the user choose the folder of a workspace, and open it."""
        folder = QFileDialog.getExistingDirectory(
            parent or self.start_page, str(tr("Open a workspace"))
        )
        if folder:
            self.open(Path(folder))

    def open(self, path: Path) -> None:
        """Open a workspace in a window of its own, or bring the window to the front that has it."""
        if (window := self._window_on(path)) is not None:
            window.raise_()
            window.activateWindow()
            return
        operations = Operations(self)
        self._opening.add(operations)
        operations.do(
            tr("Opening “{name}”", name=path.name),
            partial(open_session, path),
            partial(self._show, operations),
            partial(self._refuse, operations),
        )

    def _window_on(self, path: Path) -> CityWindow | None:
        same = (one for one in self.windows if one.session.store.path.resolve() == path.resolve())
        return next(same, None)

    def _show(self, operations: Operations, session: Session) -> None:
        self._opening.discard(operations)
        window = CityWindow(session, operations, self.commands())
        window.closed.connect(partial(self._forget, window))
        self.windows.append(window)
        window.canvas.warm_up()
        window.showMaximized()
        self.start_page.hide()
        window.begin()
        self.opened.emit(window)

    def _refuse(self, operations: Operations, error: BaseException) -> None:
        self._opening.discard(operations)
        operations.close()
        operations.deleteLater()
        front = self.windows[-1] if self.windows else self.start_page
        if not self.windows:
            self.start_page.show()
        tell(front, error)

    def _forget(self, window: CityWindow) -> None:
        self.windows.remove(window)
        window.deleteLater()

    @property
    def busy(self) -> bool:
        """Whether a workspace is being opened."""
        return bool(self._opening)

    def commands(self) -> Commands:
        """Return what can be done from any window."""
        return [
            Command(
                "open", "file", lambda: tr("Open …"), "mdi6.folder-open-outline", self.choose,
                "Ctrl+O", bar=True,
            ),
            Command(
                "quit", "file", lambda: tr("Quit"), "mdi6.exit-to-app", self.quit, "Ctrl+Q",
                group="quit",
            ),
        ]  # fmt: skip

    def quit(self) -> None:
        """Close all windows."""
        for operations in list(self._opening):
            operations.close()
        for window in list(self.windows):
            window.close()
        self.start_page.close()
        self.start_page.deleteLater()
