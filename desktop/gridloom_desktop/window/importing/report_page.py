"""The last step of an import: what became of each row, and the joins that fit now."""

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gridloom_desktop.window.model.importing.running import Imported, JoinOffer
from gridloom_desktop.window.model.importing.telling import (
    Counted,
    account,
    joined,
    offer_title,
    reasons,
    remarks,
)
from gridloom_layers.errors import BadInput
from gridloom_layers.joins import JoinReport
from gridloom_layers.language import tr, tr_n
from gridloom_layers.workspace import Store


class ReportPage(QScrollArea):
    """Tells what an import did; ``joins_asked`` wants joins, ``quarantine_asked`` the rows."""

    joins_asked = pyqtSignal(list)
    quarantine_asked = pyqtSignal(int)

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._offers: list[tuple[QCheckBox, JoinOffer]] = []
        self._shown: Imported | None = None
        self._joined: dict[int, list[JoinReport]] = {}
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _begin(self) -> QVBoxLayout:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setSpacing(10)
        self._offers = []
        self.setWidget(content)
        return column

    def show_fault(self, fault: BadInput) -> None:
        """Tell why nothing was imported."""
        column = self._begin()
        column.addWidget(_sentence(str(fault.message), "warning"))
        hint = "" if fault.hint is None or "--" in fault.hint.msgid else str(fault.hint)
        further = [hint, str(tr("Nothing was imported; the workspace is as it was."))]
        for text in filter(None, further):
            column.addWidget(_sentence(text))
        column.addStretch(1)

    def show_import(self, imported: Imported) -> None:
        """Tell the account of an import, its reasons, and offer joins."""
        self._shown, column, report = imported, self._begin(), imported.report
        sentences = account(report)
        column.addWidget(_sentence(str(sentences[0]), "summary"))
        for sentence in sentences[1:]:
            column.addWidget(_sentence(str(sentence)))
        for counted in reasons(report):
            column.addLayout(_counts(counted))
        if aside := sum(report.quarantined.values()):
            text = tr_n("Open {count:,} quarantined row", "Open {count:,} quarantined rows", aside)
            button = QPushButton(str(text))
            button.setObjectName("quarantine")
            button.clicked.connect(lambda: self.quarantine_asked.emit(imported.number))
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        for text in remarks(report):
            column.addWidget(_sentence(text, "caption"))
        self._offer(column, imported)
        column.addStretch(1)
        for one in self._joined.get(imported.number, ()):
            self._tell_join(one)

    def _offer(self, column: QVBoxLayout, imported: Imported) -> None:
        if not imported.offers:
            return
        column.addWidget(_sentence(str(tr("Joins that fit now")), "heading"))
        for offer in imported.offers:
            box = QCheckBox(str(offer_title(self._store, offer)))
            box.setChecked(True)
            column.addWidget(box)
            self._offers.append((box, offer))
        button = QPushButton(str(tr("Join")))
        button.setObjectName("join")
        button.clicked.connect(self._ask_joins)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _ask_joins(self) -> None:
        if chosen := [offer for box, offer in self._offers if box.isChecked()]:
            self.joins_asked.emit(chosen)

    def show_join(self, report: JoinReport) -> None:
        """Tell what a join found, below the account of the import."""
        if self._shown is not None:
            self._joined.setdefault(self._shown.number, []).append(report)
        self._tell_join(report)

    def _tell_join(self, report: JoinReport) -> None:
        content = self.widget()
        column = content.layout() if content is not None else None
        if not isinstance(column, QVBoxLayout):
            return
        for box, _ in self._offers:
            box.setEnabled(False)
        if content is not None and (button := content.findChild(QPushButton, "join")) is not None:
            button.setEnabled(False)
        sentence, counted = joined(self._store, report)
        column.insertWidget(column.count() - 1, _sentence(str(sentence), "summary"))
        for one in counted:
            column.insertLayout(column.count() - 1, _counts(one))


def _sentence(text: str, look: str = "") -> QLabel:
    label = QLabel(text)
    label.setObjectName(look)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _counts(counted: Counted) -> QHBoxLayout:
    """Return reasons and numbers beside each other, as near as they belong together."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(3)
    grid.addWidget(_sentence(str(counted.title), "caption"), 0, 0)
    for row, (reason, count) in enumerate(counted.rows, start=1):
        grid.addWidget(QLabel(reason), row, 0)
        grid.addWidget(QLabel(f"{count:,}"), row, 1, Qt.AlignmentFlag.AlignRight)
    line = QHBoxLayout()
    line.addLayout(grid)
    line.addStretch(1)
    return line
