"""The widgets of choices: people see titles, while models and scripts keep the names.

Loaded by QGIS's dialogs only (``parameters`` names them in the metadata of a choice).
"""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingParameterDefinition, QgsProcessingParameterEnum
from qgis.gui import QgsCheckableComboBox
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QComboBox

from .entry import meant
from .form_widget import FormWidget


class Titled(FormWidget):
    """What both have in common: in the designer of models titles stand for names as well."""

    @property
    def names(self) -> list[str]:
        """The options of the parameter."""
        return list(self.parameterDefinition().options())

    def named(self, value: Any) -> list[str]:
        """Return the names that a value means."""
        return [one for one in meant(value, self.names) if one in self.names]

    @property
    def is_optional(self) -> bool:
        """Whether nothing may be chosen."""
        optional = QgsProcessingParameterDefinition.FlagOptional
        return bool(self.parameterDefinition().flags() & optional)

    def designed(self, titles: list[str]) -> QgsProcessingParameterDefinition:
        """Return a choice among titles, whose values are their places."""
        own = self.parameterDefinition()
        return QgsProcessingParameterEnum(
            own.name(), own.description(), titles, own.allowMultiple(), None, self.is_optional
        )

    def to_designed(self, value: Any) -> Any:
        """Return the places of names."""
        places = [self.names.index(name) for name in self.named(value)]
        return places if self.parameterDefinition().allowMultiple() else (places or [None])[0]

    def from_designed(self, value: Any) -> Any:
        """Return the names at places."""
        found = self.named(value)
        return found if self.parameterDefinition().allowMultiple() else (found or [None])[0]


class TitledChoice(Titled):
    """A combo box of titles whose values are the options of the parameter."""

    def made(self, titles: list[str]) -> QComboBox:
        """Return the box; nothing may be chosen of an optional one."""
        box = QComboBox()
        if self.is_optional:
            box.addItem("", None)
        for title, name in zip(titles, self.names):
            box.addItem(title, name)
        box.currentIndexChanged.connect(lambda _: self.widgetValueHasChanged.emit(self))
        return box

    def show(self, value: Any) -> None:
        """Show the title of a name, or of the place of one among the options."""
        self.setComboValue(next(iter(self.named(value)), None))

    def chosen(self) -> Any:
        """Return the name that is chosen."""
        return self.widget.currentData()


class TitledChoices(Titled):
    """The same for several: a box of titles to tick, whose value is the list of their names."""

    def made(self, titles: list[str]) -> QgsCheckableComboBox:
        """Return the box with nothing ticked."""
        box = QgsCheckableComboBox()
        for title, name in zip(titles, self.names):
            box.addItemWithCheckState(title, Qt.CheckState.Unchecked, name)
        box.checkedItemsChanged.connect(lambda _: self.widgetValueHasChanged.emit(self))
        return box

    def show(self, value: Any) -> None:
        """Tick the titles of names."""
        names = self.named(value)
        for place in range(self.widget.count()):
            ticked = self.widget.itemData(place) in names
            state = Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
            self.widget.setItemCheckState(place, state)

    def chosen(self) -> list[str]:
        """Return the names that are ticked."""
        return list(self.widget.checkedItemsData())
