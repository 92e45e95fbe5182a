"""The windows of the program: one on each workspace, and the first one to choose it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PyQt6.QtCore import QObject, Qt
from PyQt6.QtWidgets import QFileDialog, QPushButton, QWidget

from gridloom_desktop.window.city_window import CityWindow
from gridloom_desktop.window.command import Command, Commands
from gridloom_desktop.window.command_button import CommandButton
from gridloom_desktop.window.failures import tell, write_to_log
from gridloom_desktop.window.looks import Looks
from gridloom_desktop.window.model.preferences import Preferences, Settings
from gridloom_desktop.window.model.sample import make_sample, sample_path
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.model.starting import open_session
from gridloom_desktop.window.new_workspace import NewWorkspaceDialog
from gridloom_desktop.window.operations import Operation, Operations
from gridloom_desktop.window.recents import Found, Recents
from gridloom_desktop.window.start_page import StartPage
from gridloom_desktop.window.unlocking import ask_passphrase
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Progress


class Workstation(QObject):
    """Opens workspaces, each in a window of its own."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.windows: list[CityWindow] = []
        self.preferences = Preferences(write_to_log)
        self.looks = Looks(self.preferences)
        self.looks.begin()
        self.start_page = StartPage(self._switches())
        self.start_page.listen([one for one in self.commands() if one.keys])
        self._recents = Recents(self)
        self._found: dict[str, Found] = {}
        self._opening: set[Operations] = set()
        self._connect()

    def _switches(self) -> list[QPushButton]:
        """Return buttons for the other language and colours, for the page at the start."""
        buttons = []
        for command in self.looks.commands():
            button = CommandButton(command)
            buttons.append(button)
        return buttons

    def _connect(self) -> None:
        page = self.start_page
        page.asked_sample.connect(self.open_sample)
        page.asked_again.connect(self._open_again)
        page.asked.connect(self.choose)
        page.asked_new.connect(self.make)
        page.chosen.connect(lambda path: self.open(Path(path)))
        page.cancelled.connect(self._cancel)
        page.closed.connect(self._cancel)
        page.taken_off.connect(self.preferences.forget)
        self._recents.found.connect(self._take_found)
        self.preferences.changed.connect(self._show_recent)
        self._show_recent(self.preferences.settings)

    def _show_recent(self, settings: Settings) -> None:
        gone = frozenset(path for path, found in self._found.items() if not found.there)
        self.start_page.show_recent(settings.recent, gone)

    def _take_found(self, path: str, found: Found) -> None:
        """Show what became of a workspace, where that is news."""
        before, self._found[path] = self._found.get(path), found
        if not found.there or (before is not None and not before.there):
            self._show_recent(self.preferences.settings)
        if left_open := self._left_open():
            self.start_page.show_left_open(left_open)

    def _left_open(self) -> tuple[str, ...]:
        """Return the workspaces whose windows ended without being closed."""
        recent = self.preferences.settings.recent
        return tuple(path for path in recent if path in self._found and self._found[path].left_open)

    def _open_again(self) -> None:
        for path in self._left_open():
            self.open(Path(path))

    def start(self) -> None:
        """Show the page on which a workspace is chosen."""
        self._found.clear()
        self.start_page.show_left_open(())
        self._recents.look(self.preferences.settings.recent)
        self.start_page.show()

    def choose(self) -> None:
        """Let the user choose the folder of a workspace, and open it."""
        folder = QFileDialog.getExistingDirectory(self._front(), str(tr("Open a workspace")))
        if folder:
            self.open(Path(folder))

    def make(self) -> None:
        """Let the user make a workspace, and open it."""
        dialog = NewWorkspaceDialog(self._front())
        dialog.accepted.connect(lambda: dialog.made and self.open(dialog.made))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _front(self) -> QWidget:
        """Return the window that the user works in."""
        active = next((one for one in self.windows if one.isActiveWindow()), None)
        return active or (self.windows[-1] if self.windows else self.start_page)

    def open_sample(self) -> None:
        """Open the sample city; it is made where it is not there yet."""
        sample = sample_path()
        if sample.exists():
            self.open(sample)
            return
        self._do(tr("Making the sample city"), make_sample)

    def open(self, path: Path) -> None:
        """Open a workspace in a window of its own, or bring the window to the front that has it."""
        if (window := self._window_on(path)) is not None:
            window.raise_()
            window.activateWindow()
            return
        self._do(tr("Opening “{name}”", name=path.name), partial(open_session, path))

    def _do(self, what: Message, work: Callable[[Progress], Session]) -> None:
        """Do what gives a session, on the thread that will be its window's."""
        operations = Operations(self)
        self._opening.add(operations)
        operations.started.connect(self.start_page.start)
        operations.stepped.connect(self.start_page.follow)
        operations.ended.connect(partial(self._end, operations))
        operations.do(
            what, work, partial(self._show, operations), partial(self._refuse, operations),
            Session.close,
        )  # fmt: skip

    def _end(self, operations: Operations, opening: Operation) -> None:
        self._opening.discard(operations)
        self.start_page.rest()
        if opening.ending == "cancelled":
            self._let_go(operations)

    def _let_go(self, operations: Operations) -> None:
        """End a thread that no window takes over."""
        operations.end()
        operations.deleteLater()

    def _window_on(self, path: Path) -> CityWindow | None:
        same = (one for one in self.windows if one.session.store.path.resolve() == path.resolve())
        return next(same, None)

    def _show(self, operations: Operations, session: Session) -> None:
        for signal in (operations.started, operations.stepped, operations.ended):
            signal.disconnect()
        window = CityWindow(session, operations, self.preferences, self.commands())
        window.closed.connect(partial(self._forget, window))
        window.furnished.connect(partial(self._welcome_drops, window))
        self.windows.append(window)
        self.preferences.opened(session.store.path)
        window.showMaximized()
        self.start_page.hide()
        window.begin()

    def _welcome_drops(self, window: CityWindow) -> None:
        window.bench.importing.workspace_dropped.connect(self.open)

    def _refuse(self, operations: Operations, error: BaseException) -> None:
        self._let_go(operations)
        if not self.windows:
            self.start_page.show()
        if not ask_passphrase(error, self._front(), self.open):
            tell(self._front(), error)

    def _cancel(self) -> None:
        for operations in self._opening:
            operations.cancel()

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
                "new", "file", lambda: tr("New workspace …"), "mdi6.folder-plus-outline",
                self.make, "Ctrl+N", group="open",
            ),
            Command(
                "open", "file", lambda: tr("Open …"), "mdi6.folder-open-outline", self.choose,
                "Ctrl+O", group="open", bar=True,
            ),
            Command(
                "start-page", "file", lambda: tr("Start page"), "mdi6.home-outline",
                self.start, group="open",
            ),
            *self.looks.commands(),
            Command(
                "quit", "file", lambda: tr("Quit"), "mdi6.exit-to-app", self.quit, "Ctrl+Q",
                group="quit",
            ),
        ]  # fmt: skip

    def quit(self) -> None:
        """Close all windows; one whose work goes on may refuse."""
        for window in list(self.windows):
            if not window.close():
                return
        self.start_page.close()

    def close(self) -> None:
        """Let go of everything, whatever goes on."""
        for operations in list(self._opening):
            operations.end()
        for window in list(self.windows):
            window.end()
            window.close()
        self._recents.close()
        self.start_page.close()
        self.start_page.deleteLater()
