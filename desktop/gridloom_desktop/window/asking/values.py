"""Fields for the values of a line: numbers, days, texts, yes or no, values from a list."""

from collections.abc import Callable, Sequence

from PyQt6.QtCore import QDate, Qt
from PyQt6.QtGui import QDoubleValidator
from PyQt6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gridloom_desktop.window.following import offer, say
from gridloom_desktop.window.labels import label
from gridloom_desktop.window.model.asking.fields import AskedField, Choice
from gridloom_desktop.window.model.asking.lines import Operator, Value
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import tr

MOST_ROWS = 6
"""Of a list that are seen at once."""
SEARCHED = 12
"""A list of more values has a line to search it."""
Changed = Callable[[], object]


class ValueEdit(QWidget):
    """Gives the values of a line; tells when they change. Without a field of its own: none."""

    def __init__(self, changed: Changed) -> None:
        super().__init__()
        self._changed = changed

    def values(self) -> tuple[Value, ...]:
        """Return the values; those that are not filled in yet are left out."""
        return ()

    def put(self, values: Sequence[Value]) -> None:
        """Fill in values."""


def value_edit(
    field: AskedField, operator: Operator, choices: Sequence[Choice], changed: Changed
) -> ValueEdit:
    """Return the fields for what an operator compares a field with."""
    if operator in ("empty", "filled"):
        return ValueEdit(changed)
    if field.type == "boolean":
        return _Truth(changed)
    if field.type in ("integer", "number"):
        return _Numbers(changed, 2 if operator == "between" else 1)
    if field.type in ("date", "datetime"):
        return _Days(changed, 2 if operator == "between" else 1)
    if operator in ("in", "not in") and choices:
        return _Listed(changed, choices)
    return _Texts(changed, choices, several=operator in ("in", "not in"))


class _Numbers(ValueEdit):
    def __init__(self, changed: Changed, count: int) -> None:
        super().__init__(changed)
        self._edits = [QLineEdit() for _ in range(count)]
        for edit in self._edits:
            edit.setValidator(QDoubleValidator(edit))
            edit.textEdited.connect(lambda _: changed())
            say(edit.setPlaceholderText, tr("number"))
        _beside(self, self._edits)

    def values(self) -> tuple[Value, ...]:
        return tuple(_number(edit.text()) for edit in self._edits if edit.hasAcceptableInput())

    def put(self, values: Sequence[Value]) -> None:
        for edit, value in zip(self._edits, values, strict=False):
            if _text(edit) != value:
                edit.setText(_written(value))


def _text(edit: QLineEdit) -> Value | None:
    return _number(edit.text()) if edit.hasAcceptableInput() else None


def _number(text: str) -> int | float:
    plain = text.replace(",", "")
    return int(plain) if plain.lstrip("+-").isdecimal() else float(plain)


def _written(value: Value) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


class _Days(ValueEdit):
    def __init__(self, changed: Changed, count: int) -> None:
        super().__init__(changed)
        self._edits = [QDateEdit(QDate.currentDate()) for _ in range(count)]
        for edit in self._edits:
            edit.setCalendarPopup(True)
            edit.setDisplayFormat("yyyy-MM-dd")
            edit.dateChanged.connect(lambda _: changed())
        _beside(self, self._edits)

    def values(self) -> tuple[Value, ...]:
        return tuple(edit.date().toString(Qt.DateFormat.ISODate) for edit in self._edits)

    def put(self, values: Sequence[Value]) -> None:
        for edit, value in zip(self._edits, values, strict=False):
            _quietly(edit, lambda e=edit, v=value: e.setDate(
                QDate.fromString(str(v), Qt.DateFormat.ISODate)))  # fmt: skip


class _Texts(ValueEdit):
    """A text; of several, separated by commas, if ``several``."""

    def __init__(self, changed: Changed, choices: Sequence[Choice], *, several: bool) -> None:
        super().__init__(changed)
        self._several = several
        self._labels = {shown(choice.label): choice.value for choice in choices}
        self._box = QComboBox()
        self._box.setEditable(True)
        self._box.addItems([*self._labels])
        self._box.setCurrentIndex(-1)
        edit = self._box.lineEdit()
        if edit is not None:
            hint = tr("texts, with commas between them") if several else tr("text")
            say(edit.setPlaceholderText, hint)
        self._box.currentTextChanged.connect(lambda _: changed())
        _beside(self, [self._box])

    def values(self) -> tuple[Value, ...]:
        text = self._box.currentText()
        parts = text.replace("，", ",").split(",") if self._several else [text]
        return tuple(self._labels.get(part.strip(), part.strip()) for part in parts if part.strip())

    def put(self, values: Sequence[Value]) -> None:
        if values == self.values():
            return
        titles = {value: title for title, value in self._labels.items()}
        text = ", ".join(titles.get(str(value), str(value)) for value in values)
        _quietly(self._box, lambda: self._box.setEditText(text))


class _Truth(ValueEdit):
    def __init__(self, changed: Changed) -> None:
        super().__init__(changed)
        self._box = QComboBox()
        offer(self._box, {True: tr("yes"), False: tr("no")})
        self._box.currentIndexChanged.connect(lambda _: changed())
        _beside(self, [self._box])

    def values(self) -> tuple[Value, ...]:
        return (bool(self._box.currentData()),)

    def put(self, values: Sequence[Value]) -> None:
        if values:
            _quietly(self._box, lambda: self._box.setCurrentIndex(0 if values[0] else 1))


class _Listed(ValueEdit):
    """Values to tick, the most frequent first; a long list can be searched."""

    def __init__(self, changed: Changed, choices: Sequence[Choice]) -> None:
        super().__init__(changed)
        self._others: tuple[Value, ...] = ()
        self.list = QListWidget()
        for choice in choices:
            item = QListWidgetItem(str(tr("{value} ({count:,})", value=shown(choice.label),
                                          count=choice.count)), self.list)  # fmt: skip
            item.setData(Qt.ItemDataRole.UserRole, choice.value)
            item.setCheckState(Qt.CheckState.Unchecked)
        self.list.itemChanged.connect(lambda _: changed())
        rows = min(len(choices), MOST_ROWS)
        self.list.setFixedHeight(max(self.list.sizeHintForRow(0), 18) * rows + 6)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        if len(choices) > SEARCHED:
            search = QLineEdit()
            say(search.setPlaceholderText, tr("Search the values"))
            search.textChanged.connect(self._filter)
            column.addWidget(search)
        column.addWidget(self.list)

    def _items(self) -> list[QListWidgetItem]:
        found = (self.list.item(row) for row in range(self.list.count()))
        return [item for item in found if item is not None]

    def _filter(self, text: str) -> None:
        for item in self._items():
            item.setHidden(text.casefold() not in item.text().casefold())

    def values(self) -> tuple[Value, ...]:
        ticked = (item for item in self._items() if item.checkState() == Qt.CheckState.Checked)
        return (*(item.data(Qt.ItemDataRole.UserRole) for item in ticked), *self._others)

    def put(self, values: Sequence[Value]) -> None:
        offered = {item.data(Qt.ItemDataRole.UserRole) for item in self._items()}
        self._others = tuple(value for value in values if value not in offered)
        self.list.blockSignals(True)
        for item in self._items():
            on = item.data(Qt.ItemDataRole.UserRole) in values
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)


def _beside(parent: QWidget, edits: Sequence[QWidget]) -> None:
    row = QHBoxLayout(parent)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    for number, edit in enumerate(edits):
        if number:
            row.addWidget(label(tr("to")))
        row.addWidget(edit, 1)
    parent.setFocusProxy(edits[0])


def _quietly(widget: QWidget, act: Callable[[], object]) -> None:
    """Change a widget without its telling so."""
    before = widget.blockSignals(True)
    act()
    widget.blockSignals(before)
