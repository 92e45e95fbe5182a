"""The field for each kind of question: how it is made, filled in and read."""

from collections.abc import Callable
from typing import Any

from PyQt6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from gridloom_desktop.window.choice_box import ChoiceBox, keep_off_the_wheel
from gridloom_desktop.window.model.forms import Entry
from gridloom_desktop.window.names_box import NamesBox
from gridloom_desktop.window.texts import shown
from gridloom_desktop.window.word_edit import WordEdit
from gridloom_layers.language import tr

MOST = 2**31 - 1


class _DecimalBox(QDoubleSpinBox):
    """A number without the zeros that say nothing: 1000 rather than 1000.000."""

    def textFromValue(self, v: float) -> str:  # noqa: N802 - Qt's name
        return f"{v:.10g}"


def field(entry: Entry) -> QWidget:
    """Return the field for a question, its default filled in."""
    widget = _made(entry)
    if isinstance(widget, QSpinBox | QDoubleSpinBox):
        widget.setSuffix(f" {shown(entry.unit)}" if entry.unit else "")
        widget.setStepType(QAbstractSpinBox.StepType.AdaptiveDecimalStepType)
        keep_off_the_wheel(widget)
    if entry.default is not None:
        put(entry, widget, entry.default)
    return widget


def _made(entry: Entry) -> QWidget:
    if entry.kind == "choice":
        return _choice(entry)
    if entry.kind == "names":
        return NamesBox((shown(one.title), one.value) for one in entry.choices)
    if entry.kind == "switch":
        return QCheckBox()
    if entry.kind in ("whole", "decimal") and not entry.optional:
        return _number_box(entry)
    return _line(entry)


def _number_box(entry: Entry) -> QWidget:
    low = -MOST if entry.low is None else entry.low
    high = MOST if entry.high is None else entry.high
    if entry.kind == "whole":
        whole = QSpinBox()
        whole.setGroupSeparatorShown(True)
        whole.setRange(int(low), int(high))
        return whole
    decimal = _DecimalBox()
    decimal.setDecimals(3)
    decimal.setRange(low, high)
    return decimal


def _line(entry: Entry) -> QLineEdit:
    line = WordEdit(entry.words) if entry.words else QLineEdit()
    line.setPlaceholderText(shown(entry.blank) if entry.optional else "")
    if entry.words:
        line.setToolTip(
            str(
                tr(
                    "For example: kind = 'noise' and year(reported_at) = 2025. "
                    "Known names: {names}.",
                    names=", ".join(entry.words),
                )
            )
        )
    return line


def _choice(entry: Entry) -> QComboBox:
    box = ChoiceBox()
    box.setEditable(entry.open)
    if entry.optional:
        box.addItem(shown(entry.blank), None)
    for choice in entry.choices:
        box.addItem(shown(choice.title), choice.value)
    if (line := box.lineEdit()) is not None:
        line.setCursorPosition(0)
    return box


def put(entry: Entry, widget: QWidget, value: Any) -> None:
    """Put an answer into a field, as far as it fits."""
    if isinstance(widget, QComboBox):
        position = widget.findData(value)
        if position >= 0:
            widget.setCurrentIndex(position)
        elif entry.open and value is not None:
            widget.setEditText(str(value))
        if (line := widget.lineEdit()) is not None:
            line.setCursorPosition(0)
    elif isinstance(widget, NamesBox):
        widget.choose([value] if isinstance(value, str) else value or [])
    elif isinstance(widget, QSpinBox | QDoubleSpinBox):
        widget.setValue(value)
    elif isinstance(widget, QCheckBox):
        widget.setChecked(bool(value))
    elif isinstance(widget, QLineEdit):
        widget.setText("" if value is None else str(value))


def given(widget: QWidget) -> Any:
    """Return the answer in a field; None where there is none."""
    if isinstance(widget, QComboBox):
        position = widget.findText(widget.currentText())
        return widget.itemData(position) if position >= 0 else widget.currentText() or None
    if isinstance(widget, NamesBox):
        return widget.names()
    if isinstance(widget, QSpinBox | QDoubleSpinBox):
        return widget.value()
    if isinstance(widget, QCheckBox):
        return widget.isChecked()
    return (widget.text().strip() or None) if isinstance(widget, QLineEdit) else None


def when_changed(widget: QWidget, do: Callable[[], object]) -> None:
    """Call ``do`` whenever the answer in a field changes."""
    if isinstance(widget, QComboBox):
        widget.currentTextChanged.connect(lambda _: do())
    elif isinstance(widget, NamesBox):
        widget.list.itemChanged.connect(lambda _: do())
        widget.others.textChanged.connect(lambda _: do())
    elif isinstance(widget, QSpinBox | QDoubleSpinBox):
        widget.valueChanged.connect(lambda _: do())
    elif isinstance(widget, QCheckBox):
        widget.toggled.connect(lambda _: do())
    elif isinstance(widget, QLineEdit):
        widget.textChanged.connect(lambda _: do())
