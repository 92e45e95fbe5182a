"""The widget of a choice: people see titles, while models and scripts keep the names.

Loaded by QGIS's dialogs only (``parameters`` names it in the metadata of a choice), as it is the
one part of the provider with a widget.
"""

from __future__ import annotations

from typing import Any

from processing.gui.wrappers import WidgetWrapper
from qgis.core import (
    QgsProcessingOutputString,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterString,
)
from qgis.gui import QgsCheckableComboBox, QgsProcessingGui
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QComboBox


class TitledChoice(WidgetWrapper):
    """A combo box of titles whose values are the options of the parameter."""

    def createWidget(self, titles: list[str]) -> QComboBox:  # noqa: N802
        """Return the box; in the designer of models with the texts that other parts give."""
        box = QComboBox()
        parameter = self.parameterDefinition()
        if parameter.flags() & QgsProcessingParameterDefinition.FlagOptional:
            box.addItem("", None)
        for title, name in zip(titles, parameter.options()):
            box.addItem(title, name)
        if self.dialogType == QgsProcessingGui.Modeler:
            self._offer_others(box)
        box.currentIndexChanged.connect(lambda _: self.widgetValueHasChanged.emit(self))
        return box

    def setValue(self, value: Any) -> None:  # noqa: N802
        """Show the title of a name, or of the place of one among the options."""
        names = self.parameterDefinition().options()
        if isinstance(value, int) and 0 <= value < len(names):
            value = names[value]
        self.setComboValue(value)

    def value(self) -> Any:
        """Return the name that is chosen."""
        return self.widget.currentData()

    def _offer_others(self, box: QComboBox) -> None:
        kinds = (QgsProcessingParameterEnum, QgsProcessingParameterString)
        for source in self.dialog.getAvailableValuesOfType(kinds, QgsProcessingOutputString):
            box.addItem(self.dialog.resolveValueDescription(source), source)


class TitledChoices(WidgetWrapper):
    """The same for several: a box of titles to tick, whose value is the list of their names."""

    def createWidget(self, titles: list[str]) -> QgsCheckableComboBox:  # noqa: N802
        """Return the box with nothing ticked."""
        box = QgsCheckableComboBox()
        for title, name in zip(titles, self.parameterDefinition().options()):
            box.addItemWithCheckState(title, Qt.CheckState.Unchecked, name)
        box.checkedItemsChanged.connect(lambda _: self.widgetValueHasChanged.emit(self))
        return box

    def setValue(self, value: Any) -> None:  # noqa: N802
        """Tick the titles of names; models and scripts may give one with commas in between."""
        names = value.split(",") if isinstance(value, str) else value or []
        for place in range(self.widget.count()):
            ticked = self.widget.itemData(place) in names
            state = Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
            self.widget.setItemCheckState(place, state)

    def value(self) -> list[str]:
        """Return the names that are ticked."""
        return self.widget.checkedItemsData()
