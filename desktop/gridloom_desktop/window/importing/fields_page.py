"""The second step of an import: what the rows are, and which column is which field."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PyQt6.QtCore import QDate, pyqtSignal
from PyQt6.QtWidgets import (
    QDateEdit,
    QGridLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gridloom_analytics.bilingual import Given, begun
from gridloom_analytics.titles import table_heading
from gridloom_desktop.window.choice_box import ChoiceBox, keep_off_the_wheel
from gridloom_desktop.window.following import offer, say
from gridloom_desktop.window.model.importing.draft import (
    FieldRow,
    ImportDraft,
    Reason,
    in_role,
)
from gridloom_desktop.window.texts import shown
from gridloom_layers.importing.options import Mode
from gridloom_layers.language import Message, listed, tr, tr_n
from gridloom_layers.roles import ROLES, role
from gridloom_layers.workspace import Store

REASONS: dict[Reason, Message] = {
    "title": tr("same name"),
    "alias": tr("known name"),
    "contained": tr("similar name"),
    "remembered": tr("as last time"),
    "chosen": tr("chosen by you"),
}
MODES: dict[Mode, Message] = {
    "new": tr("Add the rows"),
    "upsert": tr("Update by key: change rows that are there, add the others"),
    "replace": tr("Replace the table"),
}
FIELD, COLUMN, EXAMPLES, WHY = range(4)
MOST_NAMED = 8


class FieldsPage(QWidget):
    """Shows what a draft takes its rows for; ``changed`` gives it as the user wants it."""

    changed = pyqtSignal(object)

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._draft: ImportDraft | None = None
        self.role, self.mode = ChoiceBox(), ChoiceBox()
        self.name, self.scheme, self.department = QLineEdit(), QLineEdit(), QLineEdit()
        self.as_of, self.fields = QDateEdit(), QTableWidget(0, 4)
        self.target, self.rest = QLabel(), QLabel()
        self._labels: dict[QWidget, QLabel] = {}
        self._make()
        self._arrange()

    def _make(self) -> None:
        offer(self.role, {name: Given.of(begun(role(name).title)) for name in ROLES})
        offer(self.mode, MODES)
        say(self.department.setPlaceholderText, tr("not named"))
        self.as_of.setCalendarPopup(True)
        self.as_of.setDisplayFormat("yyyy-MM-dd")
        keep_off_the_wheel(self.as_of)
        for label in (self.target, self.rest):
            label.setObjectName("caption")
            label.setWordWrap(True)
        heads = (tr("Field"), tr("Column of the source"), tr("Examples"), tr("Why"))
        say(self.fields.setHorizontalHeaderLabels, lambda: [str(one) for one in heads])
        self.fields.setShowGrid(False)
        self.fields.setTabKeyNavigation(False)  # Tab leads from box to box
        if (side := self.fields.verticalHeader()) is not None:
            side.hide()
            side.setDefaultSectionSize(34)
        if (header := self.fields.horizontalHeader()) is not None:
            header.setSectionResizeMode(EXAMPLES, QHeaderView.ResizeMode.Stretch)
        for column, width in ((FIELD, 170), (COLUMN, 190), (WHY, 130)):
            self.fields.setColumnWidth(column, width)
        self.role.activated.connect(self._change_role)
        self.mode.activated.connect(self._change)
        for line in (self.name, self.scheme, self.department):
            line.editingFinished.connect(self._change)
        self.as_of.dateChanged.connect(self._change)

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(3, 2)
        left = ((tr("The rows are"), self.role), (tr("Table"), self.name),
                (tr("Rows that are there"), self.mode))  # fmt: skip
        right = ((tr("Data date"), self.as_of), (tr("Department"), self.department),
                 (tr("Scheme of the grid"), self.scheme))  # fmt: skip
        for column, rows in ((0, left), (2, right)):
            for row, (title, widget) in enumerate(rows):
                before = self._labels[widget] = QLabel()
                say(before.setText, title)
                before.setBuddy(widget)
                grid.addWidget(before, row, column)
                grid.addWidget(widget, row, column + 1)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addLayout(grid)
        column.addWidget(self.target)
        column.addWidget(self.fields, 1)
        column.addWidget(self.rest)

    def show_draft(self, draft: ImportDraft) -> None:
        """Show another draft, or another state of it."""
        self._draft = draft
        widgets = (self.role, self.mode, self.name, self.scheme, self.department, self.as_of)
        for widget in widgets:
            widget.blockSignals(True)
        self.role.setCurrentIndex(self.role.findData(draft.role))
        self.mode.setCurrentIndex(self.mode.findData(draft.mode))
        self.name.setText(draft.table)
        self.scheme.setText(draft.scheme or "")
        self.department.setText(draft.department or "")
        day = draft.as_of or self._store.data_date
        self.as_of.setDate(QDate(day.year, day.month, day.day))
        for widget in widgets:
            widget.blockSignals(False)
        for widget in (self.scheme, self._labels[self.scheme]):
            widget.setVisible(draft.role == "grid")
        self.target.setText(str(_target(self._store, draft)))
        self._show_fields(draft)
        self._show_rest(draft.unmapped())

    def _show_fields(self, draft: ImportDraft) -> None:
        rows = draft.fields()
        self.fields.setRowCount(len(rows))
        for number, row in enumerate(rows):
            self._show_field(number, row, draft.found.headers)

    def _show_field(self, number: int, row: FieldRow, headers: Sequence[str]) -> None:
        title = shown(begun(row.title))
        if row.is_key:
            title = str(tr("{field} (key)", field=title))
        why = "" if row.reason is None else str(REASONS[row.reason])
        texts = {FIELD: title, EXAMPLES: "  ·  ".join(row.examples), WHY: why}
        for column, text in texts.items():
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            self.fields.setItem(number, column, item)
        choice = ChoiceBox()
        choice.setObjectName(f"column-{row.name}")
        choice.setAccessibleName(title)
        choice.addItem("–", None)
        for header in headers:
            choice.addItem(header, header)
        choice.setCurrentIndex(max(choice.findData(row.column), 0))
        choice.activated.connect(partial(self._map, row.name, choice))
        self.fields.setCellWidget(number, COLUMN, choice)

    def _show_rest(self, columns: list[str]) -> None:
        if not columns:
            self.rest.setText(str(tr("All columns are fields.")))
            return
        named = [*columns[:MOST_NAMED], *(["…"] if len(columns) > MOST_NAMED else [])]
        self.rest.setText(
            str(tr_n("{count} further column is kept under its own name: {names}",
                     "{count} further columns are kept under their own names: {names}",
                     len(columns), names=listed(named)))
        )  # fmt: skip

    def _map(self, name: str, choice: ChoiceBox, _: int) -> None:
        if self._draft is not None:
            self._take(self._draft.mapped(name, choice.currentData()))

    def _change_role(self) -> None:
        if self._draft is not None:
            self._take(
                replace(in_role(self._store, self._draft, self.role.currentData()), sure=True)
            )

    def _change(self) -> None:
        draft = self._draft
        if draft is None:
            return
        name = self.name.text().strip()
        day = self.as_of.date()
        as_of = dt.date(day.year(), day.month(), day.day())
        changed = replace(
            draft,
            name=draft.name if name == draft.table else name or None,
            mode=self.mode.currentData(),
            scheme=self.scheme.text().strip() or None,
            department=self.department.text().strip() or None,
            as_of=draft.as_of if as_of == (draft.as_of or self._store.data_date) else as_of,
        )
        self._take(changed)

    def _take(self, draft: ImportDraft) -> None:
        if draft != self._draft:
            self._draft = draft
            self.changed.emit(draft)


def _target(store: Store, draft: ImportDraft) -> Message:
    there = draft.target(store)
    if there is None:
        return tr("A new table “{name}” is made.", name=draft.table)
    called = Given.of(table_heading(there))
    if there.key is None:
        return tr("“{name}” has {rows:,} rows; nothing identifies them.", name=called,
                  rows=there.rows)  # fmt: skip
    key = role(there.role).field(there.key)
    return tr("“{name}” has {rows:,} rows; their key is {key}.", name=called, rows=there.rows,
              key=shown(key.title) if key else there.key)  # fmt: skip
