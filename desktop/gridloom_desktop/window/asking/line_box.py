"""One line of a condition: field, operator, values, and below how the values are spread."""

import datetime as dt
from collections.abc import Callable, Sequence

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gridloom_desktop.window.asking.histogram import Histogram
from gridloom_desktop.window.asking.values import ValueEdit, value_edit
from gridloom_desktop.window.following import say
from gridloom_desktop.window.icon_button import IconButton
from gridloom_desktop.window.model.asking.fields import AskedField, Choice, Spread, day_number
from gridloom_desktop.window.model.asking.lines import Line, Operator, Value
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import Message, tr
from gridloom_layers.workspace.titles import written

SIGNS: dict[Operator, Message] = {
    "=": tr("is"),
    "<>": tr("is not"),
    "<": tr("less than"),
    "<=": tr("at most"),
    ">": tr("more than"),
    ">=": tr("at least"),
    "between": tr("between"),
    "in": tr("is one of"),
    "not in": tr("is none of"),
    "contains": tr("contains"),
    "starts": tr("begins with"),
    "empty": tr("is empty"),
    "filled": tr("is filled in"),
}
DAY_SIGNS: dict[Operator, Message] = {
    **SIGNS,
    "<": tr("before"),
    "<=": tr("until"),
    ">": tr("after"),
    ">=": tr("from"),
}
Spreads = tuple[Sequence[Choice], Spread | None]
"""The values of a field: those to choose from, and how they are spread."""


class LineBox(QFrame):
    """Edits one line. ``changed`` follows each change, ``removed`` that it is not wanted.

    ``look_up(field, take)`` reads the values of a field and gives them to ``take``.
    """

    changed = pyqtSignal()
    removed = pyqtSignal()

    def __init__(
        self,
        fields: Sequence[AskedField],
        look_up: Callable[[AskedField, Callable[[Spreads], object]], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._fields, self._look_up = fields, look_up
        self._spreads: Spreads = ((), None)
        self.field_box, self.operator_box = QComboBox(), QComboBox()
        self.histogram = Histogram()
        self.edit = ValueEdit(self._tell)
        self._column = QVBoxLayout(self)
        self._arrange()
        for field in fields:
            self.field_box.addItem(shown(field.title), field.name)
        self.field_box.setCurrentIndex(0)
        self.field_box.currentIndexChanged.connect(self._change_field)
        self.operator_box.currentIndexChanged.connect(self._change_operator)
        self.histogram.drawn.connect(self._take_range)
        self._offer_operators()

    def _arrange(self) -> None:
        say(self.field_box.setAccessibleName, tr("Field"))
        say(self.operator_box.setAccessibleName, tr("Comparison"))
        for box in (self.field_box, self.operator_box):
            box.setMinimumContentsLength(4)
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
        remove = IconButton("mdi6.close", tr("Remove this condition"))
        remove.clicked.connect(self.removed)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.field_box, 3)
        row.addWidget(self.operator_box, 2)
        row.addWidget(remove)
        self._column.setContentsMargins(8, 6, 6, 6)
        self._column.setSpacing(5)
        self._column.addLayout(row)
        self._column.addWidget(self.edit)
        self._column.addWidget(self.histogram)

    @property
    def field(self) -> AskedField:
        """The field that is chosen."""
        return self._fields[max(self.field_box.currentIndex(), 0)]

    @property
    def operator(self) -> Operator:
        """The operator that is chosen."""
        return self.operator_box.currentData()

    def line(self) -> Line:
        """Return what is filled in, complete or not."""
        return Line(self.field.name, self.operator, self.edit.values())

    def put(self, line: Line) -> None:
        """Show a line."""
        names = [field.name for field in self._fields]
        self.field_box.blockSignals(True)
        self.field_box.setCurrentIndex(names.index(line.field))
        self.field_box.blockSignals(False)
        self._offer_operators(line.operator)
        self.edit.put(line.values)
        self._look_up_values()
        self._colour()

    def look_up(self) -> None:
        """Read the values of the field that is chosen."""
        self._look_up_values()

    def _offer_operators(self, chosen: Operator | None = None) -> None:
        signs = DAY_SIGNS if self.field.type in ("date", "datetime") else SIGNS
        self.operator_box.blockSignals(True)
        self.operator_box.clear()
        for operator in self.field.operators:
            self.operator_box.addItem(str(signs[operator]), operator)
        at = self.operator_box.findData(chosen) if chosen else 0
        self.operator_box.setCurrentIndex(max(at, 0))
        self.operator_box.blockSignals(False)
        self._make_edit()

    def _change_field(self) -> None:
        self._spreads = ((), None)
        self._offer_operators()
        self._look_up_values()
        self._tell()

    def _change_operator(self) -> None:
        values = self.edit.values()
        self._make_edit()
        self.edit.put(values)
        self._tell()

    def _make_edit(self) -> None:
        old, choices = self.edit, self._spreads[0]
        self.edit = value_edit(self.field, self.operator, choices, self._tell)
        self._column.replaceWidget(old, self.edit)
        old.hide()
        old.deleteLater()
        self.edit.setVisible(self.operator not in ("empty", "filled"))

    def _look_up_values(self) -> None:
        field = self.field
        self.histogram.show_spread(None, "", "")
        self._look_up(field, lambda spreads: self._take(field, spreads))

    def _take(self, field: AskedField, spreads: Spreads) -> None:
        if field != self.field:
            return
        self._spreads = spreads
        if spreads[0]:
            values = self.edit.values()
            self._make_edit()
            self.edit.put(values)
        if spreads[1] is not None:
            ends = (self._end(spreads[1].low), self._end(spreads[1].high))
            self.histogram.show_spread(spreads[1], *ends)
            self._colour()

    def _end(self, value: float) -> str:
        if self.field.type in ("date", "datetime"):
            return _day(value)
        return written(round(value) if self.field.type == "integer" else float(f"{value:.4g}"))

    def _take_range(self, low: float, high: float) -> None:
        """Ask for what lies between two values that were drawn."""
        is_day = self.field.type in ("date", "datetime")
        whole = self.field.type == "integer"
        ends: list[Value] = [
            _day(value) if is_day else round(value) if whole else float(f"{value:.4g}")
            for value in (low, high)
        ]
        self.put(Line(self.field.name, "between", tuple(ends)))
        self._tell()

    def _tell(self) -> None:
        self._colour()
        self.changed.emit()

    def _colour(self) -> None:
        """Colour the bars of the values that the line selects."""
        found = [day_number(value) if isinstance(value, str) else float(value)
                 for value in self.edit.values()] if self._spreads[1] else []  # fmt: skip
        low, high = float("-inf"), float("inf")
        if self.operator in (">", ">=", "between", "=") and found:
            low = found[0]
        if self.operator in ("<", "<=", "between", "=") and found:
            high = found[-1]
        self.histogram.choose(low, high)


def _day(number: float) -> str:
    return (dt.date(1970, 1, 1) + dt.timedelta(days=round(number))).isoformat()
