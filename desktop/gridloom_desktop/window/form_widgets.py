"""The form of an analysis: its questions one below the other, faults beside what they are about."""

from typing import Any

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtGui import QMouseEvent
from PyQt6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gridloom_desktop.window.fields import field, given, put, when_changed
from gridloom_desktop.window.model.forms import Entry
from gridloom_desktop.window.texts import shown
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr


class Form(QWidget):
    """The questions of an analysis; those that have no effect beside other answers are hidden.

    ``changed`` follows each change of an answer.
    """

    changed = pyqtSignal()

    def __init__(self, entries: list[Entry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries = entries
        self._fields = {entry.name: field(entry) for entry in entries}
        self._faults = {entry.name: _fault_label() for entry in entries}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._rows = {entry.name: self._row(entry) for entry in entries}
        for entry in entries:
            column.addWidget(self._rows[entry.name])
            when_changed(self._fields[entry.name], self._follow)
        self._show_those_that_matter()

    def _follow(self) -> None:
        self._show_those_that_matter()
        self.changed.emit()

    def _show_those_that_matter(self) -> None:
        answers = self.drafts()
        for entry in self.entries:
            self._rows[entry.name].setVisible(entry.applies(answers))

    def _row(self, entry: Entry) -> QWidget:
        """Return a question, its field, and room for what is wrong with the answer."""
        widget = self._fields[entry.name]
        widget.setObjectName(f"entry-{entry.name}")
        widget.setAccessibleName(shown(entry.title))
        whole = QWidget()
        row = QVBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3)
        if isinstance(widget, QCheckBox):
            beside = QHBoxLayout()
            beside.addWidget(widget)
            beside.addWidget(_SwitchLabel(shown(entry.title), widget), 1)
            row.addLayout(beside)
        else:
            label = QLabel(_question(entry))
            label.setWordWrap(True)
            label.setBuddy(widget)
            row.addWidget(label)
            row.addWidget(widget)
        row.addWidget(self._faults[entry.name])
        return whole

    @property
    def fields(self) -> list[QWidget]:
        """What is filled in, in its order."""
        return list(self._fields.values())

    def settings(self) -> dict[str, Any]:
        """Return the answers by name; an empty or a hidden one is left to the analysis' default."""
        drafts = self.drafts()
        entries = [entry for entry in self.entries if entry.applies(drafts)]
        answers = {entry.name: self._answer(entry) for entry in entries}
        for entry in entries:
            if entry.required and answers[entry.name] in (None, []):
                raise BadInput(
                    "no-answer",
                    tr("“{question}” has no answer yet.", question=shown(entry.title)),
                    Where(column=entry.name),
                    tr("Fill it in and run the analysis again."),
                )
        return {name: value for name, value in answers.items() if value not in (None, [])}

    def _answer(self, entry: Entry) -> Any:
        answer = given(self._fields[entry.name])
        return _number(entry, answer) if isinstance(answer, str) else answer

    def drafts(self) -> dict[str, Any]:
        """Return what is filled in as it stands, right or wrong."""
        return {entry.name: given(self._fields[entry.name]) for entry in self.entries}

    def fill(self, answers: dict[str, Any]) -> None:
        """Put answers into the fields, as far as they fit."""
        for entry in self.entries:
            if entry.name in answers:
                put(entry, self._fields[entry.name], answers[entry.name])

    def tell_fault(self, error: BadInput) -> QWidget | None:
        """Tell what is wrong beside the answer that it is about; return the field, if there is one.

        That is the answer of the name that the fault gives, or the one that holds what it gives.
        """
        about = self._about(error.where.column)
        if about is None:
            return None
        label, widget = self._faults[about], self._fields[about]
        label.setText(str(error))
        label.show()
        widget.setFocus()
        return widget

    def _about(self, column: str | None) -> str | None:
        if column is None or column in self._fields:
            return column
        for name, draft in self.drafts().items():
            if column == draft or (isinstance(draft, list) and column in draft):
                return name
        return None

    def forget_faults(self) -> None:
        """Take back what was told of faults."""
        for label in self._faults.values():
            label.hide()


class _SwitchLabel(QLabel):
    """What a switch asks, in as many lines as it takes; a click on it is one on the switch."""

    def __init__(self, text: str, switch: QCheckBox) -> None:
        super().__init__(text)
        self._switch = switch
        self.setWordWrap(True)

    def mouseReleaseEvent(self, ev: QMouseEvent | None) -> None:  # noqa: N802 - Qt's name
        """Turn the switch."""
        super().mouseReleaseEvent(ev)
        self._switch.click()


def _question(entry: Entry) -> str:
    """Return a question with the unit that a text field cannot show, marked where it must be met.

    Numbers with a default show the unit behind themselves.
    """
    title = shown(entry.title)
    if entry.unit and entry.optional:
        title = str(tr("{title} ({unit})", title=title, unit=shown(entry.unit)))
    return f"{title} *" if entry.required else title


def _fault_label() -> QLabel:
    label = QLabel()
    label.setObjectName("fault")
    label.setWordWrap(True)
    label.hide()
    return label


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
            Where(column=entry.name),
            tr("Correct “{question}”.", question=shown(entry.title)),
        ) from error
