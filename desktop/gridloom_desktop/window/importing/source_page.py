"""The first step of an import: what is in the file, and whether its texts are read rightly."""

from dataclasses import replace

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gridloom_desktop.window.choice_box import ChoiceBox, keep_off_the_wheel
from gridloom_desktop.window.following import offer, say
from gridloom_desktop.window.labels import add_row, label
from gridloom_desktop.window.model.importing.draft import ImportDraft
from gridloom_desktop.window.model.importing.telling import (
    ENCODINGS,
    encoding_title,
    rows_told,
    short_crs,
    size,
)
from gridloom_layers.language import Message, tr

SYSTEMS = ("EPSG:4490", "EPSG:4326", "EPSG:4547", "EPSG:4526", "EPSG:3826", "EPSG:3857")
DATUMS = {
    "wgs84": tr("WGS 84 (GPS)"),
    "cgcs2000": tr("CGCS2000"),
    "gcj02": tr("GCJ-02 (AMap, Tencent)"),
    "bd09": tr("BD-09 (Baidu)"),
}
GEOMETRIES = {
    "area": tr("layer of areas"),
    "line": tr("layer of lines"),
    "point": tr("layer of points"),
    "any": tr("layer of mixed geometries"),
}
SAMPLE_ROWS = 12
WIDEST = 220


class SourcePage(QWidget):
    """Shows a draft's source; ``changed`` gives the draft as the user wants it.

    ``encoding_chosen`` wants the file to be read in another encoding, None as it was found.
    """

    changed = pyqtSignal(object)
    encoding_chosen = pyqtSignal(object)

    def __init__(self, crs: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft: ImportDraft | None = None
        self._own = crs
        self.file, self.facts, self.sample = QLabel(), QLabel(), QTableWidget()
        self.note = label(tr("Values that may be personal are masked here."), "caption")
        self.encoding, self.crs, self.datum = ChoiceBox(), QComboBox(), ChoiceBox()
        self._make()
        self._arrange()

    def _make(self) -> None:
        self.crs.setEditable(True)
        keep_off_the_wheel(self.crs)
        offer(self.datum, DATUMS)
        self.file.setObjectName("heading")
        for line in (self.file, self.facts):
            line.setWordWrap(True)
        self.sample.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.sample.setTabKeyNavigation(False)  # Tab leads on to what follows
        say(self.sample.setAccessibleName, tr("First rows"))
        self.encoding.activated.connect(self._choose_encoding)
        self.datum.activated.connect(self._change)
        self.crs.activated.connect(self._change)
        if (line := self.crs.lineEdit()) is not None:
            line.editingFinished.connect(self._change)

    def _arrange(self) -> None:
        self._form = QFormLayout()
        add_row(self._form, tr("Encoding"), self.encoding)
        add_row(self._form, tr("CRS"), self.crs)
        add_row(self._form, tr("Coordinates are based on"), self.datum)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(self.file)
        column.addWidget(self.facts)
        column.addLayout(self._form)
        column.addWidget(label(tr("First rows"), "heading"))
        column.addWidget(self.sample, 1)
        column.addWidget(self.note)

    def show_draft(self, draft: ImportDraft) -> None:
        """Show another draft, or another state of it."""
        self._draft = draft
        found = draft.found
        parts: list[Message | str] = [found.driver, size(found.size), rows_told(found.rows)]
        if found.geometry is not None:
            parts.append(GEOMETRIES[found.geometry])
        columns = tr("{count} columns", count=len(found.headers))
        self.file.setText(found.name)
        self.facts.setText(" · ".join(map(str, [*parts, columns])))
        self._form.setRowVisible(self.encoding, found.encoded)
        self._form.setRowVisible(self.crs, draft.has_place)
        self._form.setRowVisible(self.datum, draft.has_place)
        self._show_encoding(draft)
        self._show_crs(draft)
        self.datum.setCurrentIndex(self.datum.findData(draft.datum))
        self._show_sample(draft)

    def _show_encoding(self, draft: ImportDraft) -> None:
        told = encoding_title(draft.found.encoding or "")
        self.encoding.clear()
        self.encoding.addItem(str(tr("As found: {encoding}", encoding=told)), None)
        for value, title in ENCODINGS.items():
            self.encoding.addItem(title, value)
        self.encoding.setCurrentIndex(max(self.encoding.findData(draft.encoding), 0))
        if draft.encoding is not None:
            self.encoding.setItemText(0, str(tr("As found")))

    def _show_crs(self, draft: ImportDraft) -> None:
        self.crs.blockSignals(True)
        self.crs.clear()
        there = draft.found.crs
        if there is not None:
            self.crs.addItem(str(tr("As in the file: {crs}", crs=short_crs(there))), None)
        elif not draft.needs_crs:
            self.crs.addItem(str(tr("Degrees, where they are degrees")), None)
        for name in dict.fromkeys((self._own, *SYSTEMS)):
            self.crs.addItem(name, name)
        if draft.crs is None:
            self.crs.setCurrentIndex(0 if self.crs.itemData(0) is None else -1)
            if self.crs.currentIndex() < 0:
                self.crs.clearEditText()
        else:
            self.crs.setEditText(draft.crs)
        if (line := self.crs.lineEdit()) is not None:
            line.setPlaceholderText(str(tr("choose, or write EPSG:… or a PROJ string")))
            line.setCursorPosition(0)
        self.crs.blockSignals(False)

    def _show_sample(self, draft: ImportDraft) -> None:
        rows, headers = draft.sample(SAMPLE_ROWS), list(draft.found.headers)
        self.sample.clear()
        self.sample.setColumnCount(len(headers))
        self.sample.setRowCount(len(rows))
        self.sample.setHorizontalHeaderLabels(headers)
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.sample.setItem(row, column, item)
        self.sample.resizeColumnsToContents()
        for column in range(len(headers)):
            if self.sample.columnWidth(column) > WIDEST:
                self.sample.setColumnWidth(column, WIDEST)

    def _choose_encoding(self) -> None:
        self.encoding_chosen.emit(self.encoding.currentData())

    def _change(self) -> None:
        if self._draft is None:
            return
        text = self.crs.currentText().strip()
        place = self.crs.findText(text)
        crs = self.crs.itemData(place) if place >= 0 else text or None
        draft = replace(self._draft, crs=crs, datum=self.datum.currentData())
        if draft != self._draft:
            self._draft = draft
            self.changed.emit(draft)
