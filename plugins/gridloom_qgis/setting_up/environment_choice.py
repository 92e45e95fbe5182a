"""The choice of an environment to be made: by which Python, and from where the packages come."""

from __future__ import annotations

from pathlib import Path

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QFormLayout, QWidget

from ..background import Background
from ..calling.faults import Fault
from ..language import tr
from .interpreters import Interpreter, interpreters, none_fits
from .marks import Mark, Sentence, plain_label
from .recipe import Recipe, ask_for_folder, home, next_place

FROM_INDEX, FROM_FOLDER = "index", "folder"
SIZE_GB = 2


class EnvironmentChoice(QWidget):
    """What makes a recipe; ``changed`` says that it is another one."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pythons, self.source = QComboBox(self), QComboBox(self)
        self.wheels = QgsFileWidget(self)
        self.wheels.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.wheels.setDialogTitle(tr("Choose a folder of wheels"))
        self.sentence = Sentence(self)
        self.source.addItem(tr("from a folder of wheels, without a network"), FROM_FOLDER)
        self.source.addItem(tr("from the package index, over the network"), FROM_INDEX)
        self._lay_out()
        self.pythons.currentIndexChanged.connect(self._change)
        self.source.currentIndexChanged.connect(self._change)
        self.wheels.fileChanged.connect(self._change)
        self._task: Background | None = None
        self._change()

    def look_for_pythons(self) -> None:
        """List the Pythons of this machine; they are looked for in the background."""
        self.sentence.tell(Mark.NOTE, tr("Looking for a Python …"))
        self._task = Background(tr("Looking for a Python"), lambda _: interpreters())
        self._task.succeeded.connect(self._list)
        self._task.failed.connect(lambda fault: self.sentence.tell(Mark.FAULT, str(fault)))
        self._task.start()

    def recipe(self) -> Recipe | None:
        """Return how the environment is made, or None as long as something is missing."""
        python = self.pythons.currentData()
        wheels = self.wheels.filePath().strip() if self._from_folder else ""
        if python is None or (self._from_folder and not wheels):
            return None
        return Recipe(Path(python), next_place(), Path(wheels) if wheels else None)

    @property
    def looks(self) -> bool:
        """Whether Pythons are being looked for."""
        return self._task is not None

    @property
    def is_ready(self) -> bool:
        """Whether there is a recipe that can be followed."""
        recipe = self.recipe()
        return recipe is not None and not refusal(recipe)

    @property
    def _from_folder(self) -> bool:
        return self.source.currentData() == FROM_FOLDER

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("Python"), self.pythons)
        form.addRow(tr("Packages"), self.source)
        self.folder_label = plain_label(tr("Folder of wheels"))
        form.addRow(self.folder_label, self.wheels)
        form.addRow(self.sentence)
        form.addRow(
            plain_label(
                tr("It takes about {size} GB in “{path}” and a few minutes. QGIS itself is not "
                   "changed.", size=SIZE_GB, path=home())
            )
        )  # fmt: skip

    def _list(self, found: list[Interpreter]) -> None:
        fitting = [one for one in found if one.fits]
        chosen, self._task = self.pythons.currentData(), None
        self.pythons.blockSignals(True)  # the list is the same in most cases
        self.pythons.clear()
        for one in fitting:
            self.pythons.addItem(titled(one), str(one.path))
        self.pythons.setCurrentIndex(max(self.pythons.findData(chosen), 0))
        self.pythons.blockSignals(False)
        self.sentence.tell(Mark.FAULT, "" if fitting else str(none_fits(found)))
        self._change()

    def _change(self) -> None:
        for widget in (self.folder_label, self.wheels):
            widget.setVisible(self._from_folder)
        if self.pythons.count():
            self._tell(self.recipe())
        self.changed.emit()

    def _tell(self, recipe: Recipe | None) -> None:
        """Say what is missing or wrong; there is a Python."""
        if recipe is None:
            self.sentence.tell(Mark.NOTE, ask_for_folder())
        else:
            self.sentence.tell(Mark.FAULT, refusal(recipe))


def refusal(recipe: Recipe) -> str:
    """Return why a recipe cannot be followed, or nothing."""
    try:
        recipe.check()
    except Fault as fault:
        return str(fault)
    return ""


def titled(one: Interpreter) -> str:
    """Return how a Python is listed."""
    if one.is_of_qgis:
        return tr("Python {version}, QGIS's own ({path})", version=one.number, path=one.path)
    return tr("Python {version} ({path})", version=one.number, path=one.path)
