"""Making a workspace: where it lies, its coordinate system, its data date."""

import datetime as dt
from pathlib import Path

from PyQt6.QtCore import QDate
from PyQt6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gridloom_desktop.window.following import say
from gridloom_desktop.window.labels import add_row, label
from gridloom_desktop.window.manual.opening import offer_page
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr
from gridloom_layers.workspace import create_workspace

USUAL_CRS = (
    ("EPSG:4547", "CGCS2000 / 3-degree Gauss-Kruger CM 114E"),
    ("EPSG:4548", "CGCS2000 / 3-degree Gauss-Kruger CM 117E"),
    ("EPSG:4549", "CGCS2000 / 3-degree Gauss-Kruger CM 120E"),
    ("EPSG:4546", "CGCS2000 / 3-degree Gauss-Kruger CM 111E"),
    ("EPSG:3826", "TWD97 / TM2 zone 121"),
)
ENDING = ".gridloom"


class NewWorkspaceDialog(QDialog):
    """Asks for what a workspace needs; what is wrong is told beside it. ``made`` is its path."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        offer_page(self, "look-around")
        self.made: Path | None = None
        self.path, self.crs, self.date = QLineEdit(), QComboBox(), QDateEdit()
        self._browse, self._fault = QPushButton(), QLabel()
        say(self._browse.setText, tr("Browse …"))
        self._browse.setAutoDefault(False)  # Enter makes the workspace
        self.crs.setEditable(True)
        self.crs.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        # the box gives way, not what is written before it
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.crs.setSizeAdjustPolicy(policy)
        self.crs.setMinimumContentsLength(28)
        for code, name in USUAL_CRS:
            self.crs.addItem(f"{code} · {name}", code)
        today = dt.date.today()
        self.date.setDate(QDate(today.year, today.month, today.day))
        self.date.setDisplayFormat("yyyy-MM-dd")
        self.date.setCalendarPopup(True)
        self._fault.setObjectName("fault")
        self._fault.setWordWrap(True)
        self._fault.hide()
        say(self.setWindowTitle, tr("New workspace"))
        self.setMinimumWidth(580)
        self._arrange()
        self._browse.clicked.connect(self._choose)

    def _arrange(self) -> None:
        place = QHBoxLayout()
        place.addWidget(self.path, 1)
        place.addWidget(self._browse)
        form = QFormLayout()
        add_row(form, tr("Folder"), place, leads_to=self.path)
        add_row(form, tr("Coordinate system"), self.crs)
        add_row(form, tr("Data date"), self.date)
        meant = tr("Ages are taken at the data date. The coordinate system must be in metres.")
        hint = label(meant, "caption")
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        if (ok := buttons.button(QDialogButtonBox.StandardButton.Ok)) is not None:
            ok.setObjectName("primary")
            say(ok.setText, tr("Make the workspace"))
        if (line := self.crs.lineEdit()) is not None:
            line.returnPressed.connect(self.make)  # the box keeps Enter to itself
        buttons.accepted.connect(self.make)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(hint)
        column.addWidget(self._fault)
        column.addWidget(buttons)

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, str(tr("New workspace")), f"city{ENDING}", f"Gridloom (*{ENDING})"
        )
        if chosen:
            self.path.setText(chosen)

    def make(self) -> None:
        """Make the workspace, or tell what is wrong."""
        path = Path(self.path.text().strip())
        path = path if path.suffix == ENDING else path.with_name(f"{path.name}{ENDING}")
        try:
            if path.name == ENDING:
                raise BadInput("no-path", tr("Say where the workspace is to lie."))
            create_workspace(path, self._crs_chosen(), self._date_chosen()).close()
        except BadInput as error:
            said = error  # which Python forgets at the end of this
            say(self._fault.setText, lambda: str(said))
            self._fault.show()
            return
        self.made = path
        self.accept()

    def _crs_chosen(self) -> str:
        text = self.crs.currentText().strip()
        return text.split(" · ", 1)[0]

    def _date_chosen(self) -> dt.date:
        chosen = self.date.date()
        return dt.date(chosen.year(), chosen.month(), chosen.day())
