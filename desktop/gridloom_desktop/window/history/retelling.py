"""The history of a session's workspace: shown, repeated, changed, written as a script."""

from functools import partial
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtWidgets import QFileDialog, QWidget

from gridloom_desktop.window.command import Command, Commands
from gridloom_desktop.window.failures import write_to_log
from gridloom_desktop.window.history.history_panel import HistoryPanel
from gridloom_desktop.window.model.answering import snapshot
from gridloom_desktop.window.model.data_step import DataStep, taken
from gridloom_desktop.window.model.history.act import Act
from gridloom_desktop.window.model.history.reading import history
from gridloom_desktop.window.model.history.repeating import (
    Again,
    compare,
    find_again,
    given,
    join_again,
    kept_entry,
)
from gridloom_desktop.window.model.history.script import Shell, encoded, script
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.operations import Operations
from gridloom_desktop.window.undoing import Undoing
from gridloom_layers.errors import BadInput
from gridloom_layers.importing.report import ASKED
from gridloom_layers.language import Message, tr, tr_n
from gridloom_layers.progress import Progress


class Retelling(QObject):
    """Tells what was done, and does it again.

    ``change_asked`` names an analysis, its layer, settings and seed, to be put into its form;
    ``import_asked`` is how a source was imported; ``answered`` names a result that is to be shown;
    ``saved`` is the file of a script.
    """

    change_asked = pyqtSignal(str, str, dict, int)
    import_asked = pyqtSignal(dict)
    answered = pyqtSignal(str)
    saved = pyqtSignal(object)

    def __init__(
        self, session: Session, operations: Operations, undoing: Undoing, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._session, self._operations = session, operations
        self._parent, self._reading = parent, False
        self.panel = HistoryPanel(session.steps)
        self.panel.seen.connect(self.refresh)
        self.panel.change_asked.connect(self.change)
        self.panel.again_asked.connect(self.repeat)
        self.panel.script_asked.connect(self.save_script)
        self.panel.steps.wanted.connect(undoing.go_to)
        operations.ended.connect(self._follow)
        session.changed.connect(self._follow_steps)
        session.data_changed.connect(self._follow)

    def _follow(self, _: object) -> None:
        if self.panel.isVisible():
            self.refresh()

    def _follow_steps(self, *_: object) -> None:
        if self.panel.isVisible():
            self.panel.steps.follow()

    def refresh(self) -> None:
        """Read what was done, unless that is under way."""
        self.panel.steps.follow()
        if not self._reading:
            self._reading = True
            self._operations.read(self._read, self._take, self._lose)

    def _read(self, _: Progress) -> list[Act]:
        return history(self._session.store)

    def _take(self, acts: list[Act]) -> None:
        self._reading = False
        self.panel.show_acts(acts)

    def _lose(self, error: BaseException) -> None:
        self._reading = False
        write_to_log(error)

    def change(self, act: Act) -> None:
        """Open the form of an analysis, or the dialog of an import, as it was filled in."""
        try:
            self._change(act)
        except BadInput as error:
            self._operations.report(error)

    def _change(self, act: Act) -> None:
        if act.kind == "run" and act.name is not None:
            entry = kept_entry(self._session.store, act.name)
            document = entry.document
            self.change_asked.emit(
                entry.analysis, str(document["layer"]), given(entry), int(document["seed"])
            )
        elif act.kind == "import":
            self.import_asked.emit(self._asked(act.number))

    def _asked(self, number: int | None) -> dict[str, Any]:
        """Return how an import was asked for; refuse one that does not say."""
        imports = self._session.store.imports
        asked = next((one.report.get(ASKED) for one in imports if one.number == number), None)
        if asked is None:
            raise BadInput(
                "source-unknown",
                tr("Where the file of this import was is not known any more."),
                hint=tr("Import the file anew: its columns are remembered."),
            )
        return dict(asked)

    def repeat(self, act: Act) -> None:
        """Do an act again as it was done; say whether the outcome is the same."""
        self.panel.tell(None)
        title = tr("Again: {what}", what=act.what)
        if act.kind == "run" and act.name is not None:
            store = self._session.store
            self._operations.compute(
                title,
                partial(snapshot, store),
                lambda of, progress, name=act.name: find_again(of, name, progress),
                partial(compare, store, act.name),
                self._compare,
            )
        elif act.kind == "join" and act.arguments is not None:
            join = partial(self._join, act.arguments)
            self._operations.do(title, join, partial(self._take_join, title))

    def _compare(self, again: Again) -> None:
        if again.is_same:
            self.panel.tell(tr("Run again: the same answer, value for value."))
        else:
            self.panel.tell(
                tr("Run again: the answer is another one now, kept as “{name}”.", name=again.name)
            )
            self.answered.emit(again.name)

    def _join(
        self, arguments: tuple[object, ...], progress: Progress
    ) -> tuple[int, DataStep | None]:
        return taken(self._session.store, lambda store: join_again(store, arguments, progress))

    def _take_join(self, title: Message, done: tuple[int, DataStep | None]) -> None:
        matched, step = done
        self._session.take(title, step)
        self.panel.tell(
            tr_n("Joined again: {count:,} row matched.", "Joined again: {count:,} rows matched.",
                 matched)
        )  # fmt: skip

    def save_script(self, chosen: list[Act]) -> None:
        """Write the chosen acts, or all, as a script to a file that the user chooses."""
        name = self._session.store.name
        posix, windows = str(tr("Shell script (*.sh)")), str(tr("Windows script (*.cmd)"))
        file, kind = QFileDialog.getSaveFileName(
            self._parent, str(tr("Save as a script")), f"{Path(name).stem}.sh",
            f"{posix};;{windows}",
        )  # fmt: skip
        if file:
            ending = ".cmd" if kind == windows else ".sh"
            path = Path(file) if Path(file).suffix else Path(file).with_suffix(ending)
            acts = chosen if len(chosen) > 1 else None
            work = partial(self._write, path, acts)
            self._operations.do(tr("Saving a script"), work, self.saved.emit)

    def _write(self, path: Path, acts: list[Act] | None, _: Progress) -> Path:
        store = self._session.store
        shell: Shell = "cmd" if path.suffix.lower() in (".cmd", ".bat") else "sh"
        text = script(history(store) if acts is None else acts, f"{store.name}.gridloom", shell)
        path.write_bytes(encoded(text, shell))
        if shell == "sh":
            path.chmod(path.stat().st_mode | 0o100)
        return path

    def commands(self) -> Commands:
        """Return what can be done."""
        return [
            Command(
                "save-script", "file", lambda: tr("Save everything as a script …"),
                "mdi6.script-text-outline", partial(self.save_script, []), group="script",
            )
        ]  # fmt: skip
