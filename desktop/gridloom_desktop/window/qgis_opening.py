"""The map of the window in QGIS: opened there, or saved as a project."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, Qt
from PyQt6.QtWidgets import QFileDialog, QMessageBox, QWidget

from gridloom_desktop.window.command import Command, Commands
from gridloom_desktop.window.map.status_line import StatusLine
from gridloom_desktop.window.model.document import Document
from gridloom_desktop.window.model.preferences import Preferences
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.operations import Operations
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Language, Message, current_language, tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import FolderStore

if TYPE_CHECKING:
    from gridloom_desktop.publishing.publish import PublishReport


class QgisOpening(QObject):
    """Hands the map over to QGIS: the same layers, styles and view."""

    def __init__(
        self,
        session: Session,
        operations: Operations,
        preferences: Preferences,
        window: QWidget,
        status: StatusLine,
    ) -> None:
        super().__init__(window)
        self._session, self._operations = session, operations
        self._preferences, self._window, self._status = preferences, window, status

    def open(self) -> None:
        """Open the map in QGIS; where that is not found, offer what can be done instead."""
        from gridloom_desktop.window.model.qgis.program import find_qgis, new_folder  # few ever ask

        program = find_qgis(self._preferences.settings.qgis)
        if program is None:
            self._offer()
            return
        out = new_folder() / f"{self._session.store.name}.qgs"
        self._write(out, partial(self._start, program))

    def save(self) -> None:
        """Save the map as a project, or as layers for one, to a file that the user chooses."""
        project, layers = tr("Project for QGIS"), tr("Layers to add to a project of QGIS")
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, str(tr("Save for QGIS")), f"{self._session.store.name}.qgs",
            f"{project} (*.qgs);;{layers} (*.qlr)",
        )  # fmt: skip
        if chosen:
            path = Path(chosen)
            self._write(path if path.suffix else path.with_suffix(".qgs"), self._tell)

    def _write(self, out: Path, then: Callable[["PublishReport"], object]) -> None:
        session = self._session
        work = partial(_publish, session.store, out, current_language(), session.document)
        self._operations.do(tr("Writing the map for QGIS"), work, then)

    def _start(self, program: Path, report: "PublishReport") -> None:
        from gridloom_desktop.window.model.qgis.program import start_qgis  # late: see open

        try:
            start_qgis(program, report.file)
        except OSError as error:
            self._operations.report(_cannot_start(program, error))
            return
        self._status.tell(self._with_notes(report, tr("The map opens in QGIS.")))

    def _tell(self, report: "PublishReport") -> None:
        self._status.tell(self._with_notes(report, tr("Written: {file}", file=report.file.name)))

    def _with_notes(self, report: "PublishReport", told: Message) -> Message:
        notes = " ".join(one[current_language()] for one in report.notes)
        return tr("{told} {notes}", told=told, notes=notes) if notes else told

    def _offer(self) -> None:
        """Say that QGIS is not found, and offer to show where it is or to save the project."""
        box = QMessageBox(self._window)
        box.setObjectName("no-qgis")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Information)
        box.setWindowTitle("Gridloom")
        box.setText(str(tr("QGIS was not found on this computer.")))
        box.setInformativeText(
            str(tr("Show where it is, or save the map as a project to open it elsewhere."))
        )
        box.addButton(str(tr("Cancel")), QMessageBox.ButtonRole.RejectRole)
        for name, title, act in (
            ("choose-qgis", tr("Show where QGIS is …"), self._choose),
            ("save-project", tr("Save the project …"), self.save),
        ):
            button = box.addButton(str(title), QMessageBox.ButtonRole.AcceptRole)
            if button is not None:
                button.setObjectName(name)
                button.clicked.connect(act)
        box.open()

    def _choose(self) -> None:
        """Let the user choose the program, remember it, and open the map in it."""
        chosen, _ = QFileDialog.getOpenFileName(self._window, str(tr("Where is QGIS?")))
        if chosen:
            self._preferences.change(qgis=chosen)
            self.open()

    def commands(self) -> Commands:
        """Return what can be done."""
        return [
            Command(
                "open-in-qgis", "file", lambda: tr("Open in QGIS"), "mdi6.open-in-app", self.open,
                group="qgis", is_enabled=self._can_write,
            ),
            Command(
                "save-for-qgis", "file", lambda: tr("Save for QGIS …"), "mdi6.map-outline",
                self.save, group="qgis", is_enabled=self._can_write,
            ),
        ]  # fmt: skip

    def _can_write(self) -> bool:
        return bool(self._session.document.layers) and not self._operations.working


def _publish(
    store: FolderStore, out: Path, language: Language, document: Document, progress: Progress
) -> "PublishReport":
    from gridloom_desktop.window.model.qgis.publishing import publish_map  # late: loads geopandas

    return publish_map(store, out, language, progress, document)


def _cannot_start(program: Path, error: OSError) -> BadInput:
    return BadInput(
        "no-qgis",
        tr("QGIS cannot be started ({reason}).", reason=error.strerror or str(error)),
        Where(file=str(program)),
        tr("Start it by hand, and open a project saved by “Save for QGIS”."),
    )
