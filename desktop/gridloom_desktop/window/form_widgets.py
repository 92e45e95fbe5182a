"""Widgets for the questions of a form."""

from typing import Any

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QLineEdit,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from gridloom_desktop.window.model.forms import Entry
from gridloom_desktop.window.texts import shown
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr

MOST = 2**31 - 1


class Form(QWidget):
    """The questions of an analysis, one below the other."""

    def __init__(self, entries: list[Entry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries = entries
        self._widgets = {entry.name: _widget(entry) for entry in entries}
        layout = QFormLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        layout.setVerticalSpacing(6)
        for entry in entries:
            widget = self._widgets[entry.name]
            widget.setObjectName(f"entry-{entry.name}")
            if isinstance(widget, QCheckBox):
                widget.setText(shown(entry.title))
                layout.addRow(widget)
            else:
                layout.addRow(shown(entry.title), widget)

    def settings(self) -> dict[str, Any]:
        """Return the answers by name; an empty one is left to the analysis' default."""
        answers = {entry.name: self._answer(entry) for entry in self.entries}
        for entry in self.entries:
            if entry.required and answers[entry.name] is None:
                raise BadInput(
                    "no-answer",
                    tr("“{question}” has no answer yet.", question=shown(entry.title)),
                    hint=tr("Fill it in and run the analysis again."),
                )
        return {name: value for name, value in answers.items() if value is not None}

    def _answer(self, entry: Entry) -> Any:
        given = self._given(entry)
        return _number(entry, given) if isinstance(given, str) else given

    def _given(self, entry: Entry) -> Any:
        return _given(self._widgets[entry.name])

    def drafts(self) -> dict[str, Any]:
        """Return what is filled in as it stands, right or wrong."""
        return {entry.name: self._given(entry) for entry in self.entries}

    def fill(self, answers: dict[str, Any]) -> None:
        """Put answers into the widgets, as far as they fit."""
        for entry in self.entries:
            if entry.name in answers:
                _put(entry, self._widgets[entry.name], answers[entry.name])


class _DecimalBox(QDoubleSpinBox):
    """A number without the zeros that say nothing: 1000 rather than 1000.000."""

    def textFromValue(self, v: float) -> str:  # noqa: N802 - Qt's name
        return f"{v:.10g}"


def _widget(entry: Entry) -> QWidget:
    if entry.kind == "choice":
        widget = _choice(entry)
    elif entry.kind == "whole" and not entry.optional:
        widget = QSpinBox()
        widget.setRange(int(_low(entry)), int(_high(entry)))
    elif entry.kind == "decimal" and not entry.optional:
        widget = _DecimalBox()
        widget.setDecimals(3)
        widget.setRange(_low(entry), _high(entry))
    elif entry.kind == "switch":
        widget = QCheckBox()
    else:
        widget = QLineEdit()
        widget.setPlaceholderText(str(tr("automatic")) if entry.optional else "")
    if isinstance(widget, QSpinBox | QDoubleSpinBox):
        widget.setSuffix(f" {entry.unit}" if entry.unit else "")
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    if entry.default is not None:
        _put(entry, widget, entry.default)
    return widget


def _low(entry: Entry) -> float:
    return -MOST if entry.low is None else entry.low


def _high(entry: Entry) -> float:
    return MOST if entry.high is None else entry.high


def _choice(entry: Entry) -> QComboBox:
    widget = QComboBox()
    widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    widget.setEditable(entry.open)
    if entry.optional:
        widget.addItem(str(tr("none")), None)
    for choice in entry.choices:
        widget.addItem(shown(choice.title), choice.value)
    return widget


def _put(entry: Entry, widget: QWidget, value: Any) -> None:
    if isinstance(widget, QComboBox):
        position = widget.findData(value)
        if position >= 0:
            widget.setCurrentIndex(position)
        elif entry.open and value is not None:
            widget.setEditText(str(value))
    elif isinstance(widget, QSpinBox | QDoubleSpinBox):
        widget.setValue(value)
    elif isinstance(widget, QCheckBox):
        widget.setChecked(bool(value))
    elif isinstance(widget, QLineEdit):
        widget.setText("" if value is None else str(value))


def _given(widget: QWidget) -> Any:
    if isinstance(widget, QComboBox):
        position = widget.findText(widget.currentText())
        return widget.itemData(position) if position >= 0 else widget.currentText() or None
    if isinstance(widget, QSpinBox | QDoubleSpinBox):
        return widget.value()
    if isinstance(widget, QCheckBox):
        return widget.isChecked()
    return (widget.text().strip() or None) if isinstance(widget, QLineEdit) else None


def _number(entry: Entry, text: str) -> Any:
    """Return a text as the number that is asked for; other entries stay text."""
    if entry.kind not in ("whole", "decimal"):
        return text
    try:
        return int(text) if entry.kind == "whole" else float(text)
    except ValueError as error:
        raise BadInput(
            "not-a-number",
            tr("“{text}” is not a number.", text=text),
            hint=tr("Correct “{question}”.", question=shown(entry.title)),
        ) from error
